//! The packs of a meeting as values: which papers stand on which pages, what is stamped on each page, and
//! what is written beside a pack.
//!
//! All packs of a meeting share one numbering: what the public may see comes first, what it may not
//! see follows with the next numbers. So page 47 is the same page for everybody, and withholding a
//! paper moves no public page. The front takes as many numbers in each pack as in the longest.

pub mod bind;
pub mod layout;
pub mod pages;
pub mod receipt;
