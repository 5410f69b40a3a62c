#![doc = include_str!("ARCHITECTURE.md")]

pub mod cli;
pub mod diag;
pub mod export;
pub mod kinds;
pub mod load;
pub mod manual;
pub mod merge;
pub mod model;
pub mod pack;
pub mod pipeline;
pub mod publish;
pub mod rules;
pub mod start;
pub mod store;
pub mod templates;
pub mod typeset;
