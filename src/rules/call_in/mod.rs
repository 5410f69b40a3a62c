//! Calling in decisions.

mod early_effect;

pub(super) use early_effect::EarlyEffect;
