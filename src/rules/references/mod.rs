//! References: their form, and whether plan, agenda, minutes, decisions and actions join up.

mod broken_chain;
mod odd_form;

pub(super) use broken_chain::BrokenChain;
pub(super) use odd_form::OddForm;
