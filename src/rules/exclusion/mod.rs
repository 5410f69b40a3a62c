//! Excluding the public.

mod incomplete_resolution;

pub(super) use incomplete_resolution::IncompleteResolution;
