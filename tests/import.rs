//! What comes from other systems: the records of a modern.gov, and votes of a voting system.

mod modern_gov;
mod service;
mod upload;
mod votes;
