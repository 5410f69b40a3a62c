//! The domain model: a council's bodies, meetings, agendas, minutes, decisions and performance.
//!
//! No I/O, no clock, no printing. A value of these types has been read and checked; faults of the
//! file that it came from were reported when it was loaded.

pub mod access;
pub mod assurance;
pub mod body;
pub mod bundle;
pub mod calendar;
pub mod cast_vote;
pub mod columns;
pub mod complaints;
pub mod confirmation;
pub mod council;
pub mod council_tax;
pub mod custom;
pub mod dataset;
pub mod form;
pub mod glyphs;
pub mod governance;
pub mod identity;
pub mod issue;
mod keys;
pub mod meeting;
pub mod minutes;
pub mod nearest;
pub mod node;
pub mod numbering;
pub mod office;
pub mod paper_id;
pub mod passages;
pub mod performance;
pub mod programmes;
pub mod rating;
pub mod record;
pub mod redact;
pub mod rich;
pub mod roll;
pub mod room;
pub mod rows;
pub mod since;
pub mod strategy;
pub mod tables;
#[doc(hidden)]
pub mod testing;
pub mod tracker;
pub mod value;
pub mod work_programme;

// What `record!` writes names these, in whichever crate it is used.
#[doc(hidden)]
pub use {diag, serde_json};
