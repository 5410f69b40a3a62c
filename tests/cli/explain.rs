//! `explain`: the pages of what may be reported.

use orderpaper::diag::Code;
use snapbox::str;

use crate::support::Case;

#[test]
fn explain_prints_the_page_of_a_rule() {
    Case::empty().run(["explain", "notice/late-agenda"]).code(0).stderr_eq(str![]).stdout_eq(str![
        [r##"
# `notice/late-agenda`

An error. Reported by `check`, before anything is made. A row of `overrides` can override it, with a reason.

## What it checks
...
"##]
    ]);
}

#[test]
fn explain_prints_the_page_of_a_fault() {
    Case::empty().run(["explain", "file/two-sources"]).code(0).stderr_eq(str![]).stdout_eq(str![[
        r##"
# `file/two-sources`

An error. Reported by `check`, before anything is made.

## What it means

A table stands in two files, such as CSV and XLSX, or in a file and a sheet. Nobody knows which is
right, so neither is read.

## Example

`meetings.csv` and `meetings.xlsx` in one folder. Right: one of them.

## How to put it right

Keep the newer one in the data folder and move the other elsewhere.

"##
    ]]);
}

#[test]
fn explain_knows_every_code() {
    let ended = Case::empty().run(["explain"]).code(0).stderr_eq(str![]);
    let listed: Vec<&str> =
        ended.stdout().lines().filter_map(|line| line.split_whitespace().next()).collect();
    let all: Vec<&str> = Code::ALL.iter().map(|code| code.name()).collect();
    assert_eq!(listed, all);
    let objects = Case::empty().run(["explain", "--format", "json"]).code(0).json();
    let field = |name: &str| -> Vec<String> {
        objects.iter().filter_map(|object| Some(object.get(name)?.as_str()?.to_owned())).collect()
    };
    assert_eq!(field("code"), all);
    // What only rules of law have.
    let rules: Vec<&str> = all
        .into_iter()
        .filter(|name| Code::by_name(name).and_then(orderpaper::rules::by_code).is_some())
        .collect();
    assert_eq!(field("rule"), rules);
    assert_eq!(rules.len(), orderpaper::rules::ALL.len());
    assert_eq!(field("summary").len(), rules.len());
    let page = Case::empty().run(["explain", "data/bad-value", "--format", "json"]).code(0).json();
    assert_eq!(page[0]["severity"], "error");
    assert_eq!(page[0]["when"], "data");
    assert_eq!(page[0]["overridable"], false);
    assert_eq!(page[0]["page"], Code::DataBadValue.page());
}

#[test]
fn an_unknown_code_is_refused_with_a_suggestion() {
    Case::empty().run(["explain", "notice/late-agnda"]).code(2).stdout_eq(str![]).stderr_eq(str![
        [r#"
error: there is no code `notice/late-agnda`; did you mean `notice/late-agenda`?

"#]
    ]);
}
