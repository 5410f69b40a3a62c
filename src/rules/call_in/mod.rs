//! Call-in of executive decisions.

mod early_effect;
mod no_period;

pub(super) use early_effect::EarlyEffect;
pub(super) use no_period::NoPeriod;
