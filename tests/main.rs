//! The integration tests: one binary, because each would link all of Typst again.

#![expect(clippy::unwrap_used, reason = "a test whose input can't be set up has failed")]

/// README's example works as it stands.
mod readme;
/// The sample data and the generated manuals.
mod sample;
