//! Documents open to inspection after a meeting.

mod inspection;
mod no_background_papers;

pub(super) use inspection::Inspection;
pub(super) use no_background_papers::NoBackgroundPapers;
