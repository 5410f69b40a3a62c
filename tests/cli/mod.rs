//! The command line: one file a command, and what all commands share.

mod archive;
mod bags;
mod bind;
mod build;
mod check;
mod common;
mod completions;
mod crash;
mod doctor;
mod explain;
mod export;
mod incremental;
mod init;
mod kinds;
mod ledger;
mod list;
mod numbers;
#[cfg(unix)]
mod permissions;
mod publish;
mod schema;
mod signed;
mod site;
mod validator;
mod watch;
mod withdraw;
