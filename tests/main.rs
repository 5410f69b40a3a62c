//! The integration tests: one binary, because each would link all of Typst again.

#![expect(clippy::unwrap_used, reason = "a test whose input can't be set up has failed")]
#![expect(clippy::disallowed_methods, reason = "tests write files in their temporary folders")]

/// What must not reach the public, wherever it was written.
mod access;
/// What ARCHITECTURE.md says about the code holds.
mod architecture;
/// Reviews of the council and what became of their findings.
mod assurance;
/// Data as broken as real data is: each fault is one entry of a table.
mod broken;
/// Publication days and ends of call-in against a count by hand.
mod calendar;
/// Minutes that are taken down on the desk.
mod clerk;
/// Each command as people use it: what it prints and makes, and its exit code.
mod cli;
/// Complaints of a period.
mod complaints;
/// Meetings at which issues are consulted on.
mod consultation;
/// Council tax, worked out and compared.
mod council_tax;
/// The desk by raw requests.
mod desk;
/// Drafts of reports and notices.
mod drafts;
/// The drivers of the library, without the command line.
mod drivers;
/// The minute of one item as a paper.
mod extracts;
/// Checking, building and publishing report the same of the same records.
mod findings;
/// The same rows as CSV, JSON and XLSX make the same documents.
mod formats;
/// How the council is run: boards, posts and briefings.
mod governance;
/// What hints name is there.
mod hints;
mod import;
/// Every kind of document, read back from its PDF.
mod kinds;
/// A quarter's money and risks.
mod money;
/// Numbers come out as the council writes them.
mod numbers;
/// Every table as other programs write it.
mod origins;
/// Packs against the papers that they are bound from.
mod pack;
/// Members, officers and councils, as records name them and documents print them.
mod people;
/// A quarter's figures: contradictions, and the editions that are made of them.
mod performance;
/// How papers are printed: settings, names, places, numbers.
mod print;
/// Programmes of change and their workstreams.
mod programmes;
/// The proof-reader, on sentences with and without a fault.
mod proof;
/// What holds for any text and any bytes.
mod properties;
/// The example in README works as printed.
mod readme;
/// Decisions that bodies are told of: under special urgency, and by officers.
mod reported;
/// Requests in minutes that are tracked nowhere.
mod requests;
/// The rules of law.
mod rules;
/// The sample data and the generated manuals.
mod sample;
/// A plan entry in the shape in which councils publish it.
mod seeds;
/// Strategies, and how services assess themselves.
mod strategies;
/// Fixtures: a small council in a temporary folder, and a reader of PDFs.
mod support;
/// What templates may call.
mod templates;
/// Trackers: actions of minutes, dates that slip.
mod tracker;
/// Documents made in another process of what they are made from.
mod values;
/// Templates against views generated from their schemas.
mod views;
/// Who was in the room, and how they voted.
mod votes;
/// Every word that is printed is the templates'.
mod words;
/// What became of the items of work programmes.
mod work_programme;
/// Minutes that people write as a text.
mod written;
