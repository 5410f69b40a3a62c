//! Documents open to inspection after a meeting.

mod exempt_title;
mod inspection;
mod no_background_papers;

pub(super) use exempt_title::ExemptTitle;
pub(super) use inspection::Inspection;
pub(super) use no_background_papers::NoBackgroundPapers;
