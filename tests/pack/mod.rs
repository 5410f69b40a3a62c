//! Packs: what is bound is all there, in its place, and nothing that must not be.

mod hostile;
mod joined;
