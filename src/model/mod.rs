//! The chamber: what councils have and do, in their own words.
//!
//! No I/O, no clock, no printing. A value here has been read and is what its type says; whatever
//! was wrong with a file was reported on the way in.

pub mod access;
pub mod body;
pub mod bundle;
pub mod calendar;
pub mod council;
pub mod dataset;
pub mod glyphs;
pub mod issue;
pub mod meeting;
pub mod minutes;
pub mod node;
pub mod numbering;
pub mod performance;
pub mod rating;
pub mod record;
pub mod rich;
pub mod rows;
pub mod value;
