//! `check`.

use snapbox::str;

use crate::support::Case;

#[test]
fn records_without_fault() {
    Case::new().run(["check"]).code(0).stdout_eq(str![]).stderr_eq(str![[r#"
4 documents: no faults

"#]]);
}
