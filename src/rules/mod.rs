//! What the law asks of a council's papers: the calendar by which its periods are counted.

pub mod calendar;
