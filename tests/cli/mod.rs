//! The command line: one file a command, and what all commands share.

mod build;
mod check;
mod common;
mod completions;
mod explain;
mod export;
mod kinds;
mod list;
mod schema;
