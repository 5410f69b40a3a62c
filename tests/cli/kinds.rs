//! `kinds`.

use snapbox::str;

use crate::support::Case;

#[test]
fn every_kind_has_a_line() {
    Case::empty()
        .run(["kinds"])
        .code(0)
        .stdout_eq(str![[r#"
agenda                the summons to a meeting and its business in order
public-pack           the agenda and its papers in one PDF, for the public
exempt-pack           the papers that are not for publication, for members only
members-pack          the agenda and all its papers in one PDF, for members only
supplement            papers published after the agenda, with the reason
members-supplement    late papers with those not for publication, for members only
minutes               the record of a meeting, draft until the body agrees it
performance-report    a quarter's indicators against their targets, with ratings and trends

"#]])
        .stderr_eq(str![]);
}

#[test]
fn for_programs() {
    let lines = Case::empty().run(["kinds", "--format", "json"]).code(0).json();
    assert_eq!(lines.len(), orderpaper::kinds::ALL.len());
    for (line, kind) in lines.iter().zip(orderpaper::kinds::ALL) {
        assert_eq!(line["kind"], kind.name());
        assert_eq!(line["summary"], kind.summary());
    }
}
