//! Packs: what is bound is all there, in its place, and nothing that must not be.

mod again;
mod canary;
mod folder;
mod hostile;
mod joined;
mod late;
mod numbers;
mod papers;
mod search;
