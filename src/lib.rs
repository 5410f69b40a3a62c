#![doc = include_str!("ARCHITECTURE.md")]

pub use {diag, model, pack, word};

pub mod check;
pub mod cli;
pub mod desk;
pub mod export;
pub mod figures;
pub mod import;
pub mod kinds;
pub mod load;
pub mod manual;
pub mod merge;
pub mod packs;
pub mod papers;
pub mod parallel;
pub mod pipeline;
pub mod proof;
pub mod publish;
pub mod rules;
pub mod spreadsheet;
pub mod start;
pub mod store;
pub mod templates;
pub mod typeset;
pub mod words;
