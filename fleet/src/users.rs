//! `users`: writes what a server of the queue has to know of councils' users.

use std::fmt::Write;

use crate::message::JOBS;
use crate::name::Council;

/// Returns the users of councils, for the list `authorization.users` of `nats.conf`. Each may queue jobs of its own
/// council and hear the answers, and nothing else; where `password` has `COUNCIL`, the council's name takes its place,
/// in upper case and with `_` for hyphens, so that `$FLEET_PASSWORD_COUNCIL` names a variable for each.
pub(crate) fn users(councils: &[Council], password: &str) -> String {
    let mut text = String::new();
    for council in councils {
        let name = council.to_string();
        let password = password.replace("COUNCIL", &name.to_uppercase().replace('-', "_"));
        writeln!(
            text,
            "{{ user: \"{name}\", password: {password}, permissions: {{ publish: {{ allow: \
             [\"{JOBS}.*.*.{name}.>\"] }}, subscribe: {{ allow: [\"_INBOX.{name}.>\"] }} }} }}"
        )
        .expect("a text takes all");
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_user_reaches_its_council_alone() {
        let text = users(&["north-example".parse().unwrap()], "$FLEET_PASSWORD_COUNCIL");
        assert_eq!(
            text,
            "{ user: \"north-example\", password: $FLEET_PASSWORD_NORTH_EXAMPLE, permissions: { publish: { allow: \
             [\"op.jobs.*.*.north-example.>\"] }, subscribe: { allow: [\"_INBOX.north-example.>\"] } } }\n"
        );
    }
}
