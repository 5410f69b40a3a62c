//! Call-in of executive decisions.

mod early_effect;

pub(super) use early_effect::EarlyEffect;
