//! `explain`: the pages of the rules.

use snapbox::str;

use crate::support::Case;

#[test]
fn explain_prints_the_page_of_a_rule() {
    Case::empty().run(["explain", "notice/late-agenda"]).code(0).stderr_eq(str![]).stdout_eq(str![
        [r##"
# `notice/late-agenda`

## What it checks
...
"##]
    ]);
}

#[test]
fn explain_lists_every_rule() {
    let ended = Case::empty().run(["explain"]).code(0).stderr_eq(str![]);
    assert_eq!(ended.stdout().lines().count(), orderpaper::rules::ALL.len());
    let ended = Case::empty().run(["explain", "--format", "json"]).code(0);
    assert_eq!(ended.json().len(), orderpaper::rules::ALL.len());
}

#[test]
fn an_unknown_rule_is_refused_with_a_suggestion() {
    Case::empty().run(["explain", "notice/late-agnda"]).code(2).stdout_eq(str![]).stderr_eq(str![
        [r#"
error: there is no rule `notice/late-agnda`; did you mean `notice/late-agenda`?

"#]
    ]);
}
