//! References: their pattern, and whether plan, agenda, minutes, decisions and actions are linked.

mod broken_chain;
mod odd_form;

pub(super) use broken_chain::BrokenChain;
pub(super) use odd_form::OddForm;
