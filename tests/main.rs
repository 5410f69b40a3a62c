//! The integration tests: one binary, because each would link all of Typst again.

#![expect(clippy::unwrap_used, reason = "a test whose input can't be set up has failed")]
#![expect(
    clippy::disallowed_methods,
    reason = "tests write the files of their own temporary folders"
)]

/// What ARCHITECTURE.md claims of the code.
mod architecture;
/// Data as broken as real data is: one entry of a table for each fault.
mod broken;
/// Each command as people use it: what it prints and makes, and how it ends.
mod cli;
/// The same rows as CSV, JSON and XLSX make the same documents.
mod formats;
/// Every kind of document, read back from its PDF.
mod kinds;
mod pack;
/// A quarter's figures, and what contradicts them.
mod performance;
/// What holds for any text and any bytes.
mod properties;
/// README's example works as it stands.
mod readme;
/// What the law asks.
mod rules;
/// The sample data and the generated manuals.
mod sample;
/// A plan entry in the shape in which councils publish it.
mod seeds;
/// What the tests stand on: a small council, and a reader of PDFs.
mod support;
/// Templates against every view that they may be given.
mod views;
