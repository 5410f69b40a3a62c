//! Packs: each holds all of its papers, in their places, and nothing that it must not.

mod again;
mod appendices;
mod canary;
mod clauses;
mod declared;
mod folder;
mod hostile;
pub(crate) mod joined;
mod late;
mod links;
mod numbers;
mod papers;
mod released;
mod search;
mod seen;
mod word;
