//! Minutes that are written as a text or in Word are the same minutes as those of JSON: from a text to the byte, from Word in
//! words and tags.

use std::path::Path;

use orderpaper::diag::{Code, Diagnostics};
use orderpaper::load::written;
use orderpaper::model::form::Form;
use orderpaper::store;
use orderpaper::word::write::Frame;

use super::{Opened, made, open_data, rendered, root};
use crate::support::pdf::Pdf;

/// Copies a folder of data, with minutes in another form in place of those as JSON; returns how many there were.
fn copy(from: &Path, to: &Path, is_word: bool) -> usize {
    let frame = Frame {
        title: "Minutes".to_owned(),
        header: "DRAFT".to_owned(),
        language: "en-GB".to_owned(),
    };
    let mut count = 0;
    for file in store::walk(from).unwrap() {
        let bytes = store::read(&from.join(&file)).unwrap();
        if !file.starts_with("minutes") {
            store::write(&to.join(&file), &bytes).unwrap();
            continue;
        }
        let mut diags = Diagnostics::default();
        let text = String::from_utf8(bytes).unwrap();
        let text = written::of_json(&mut diags, "minutes.json", text, "Minutes").unwrap();
        match is_word {
            true => {
                let bytes = written::word(&frame, &text);
                store::write(&to.join(file.with_extension("docx")), &bytes).unwrap();
            }
            false => store::write(&to.join(file.with_extension("dj")), text.as_bytes()).unwrap(),
        }
        count += 1;
    }
    count
}

/// Calls `check` with each case of minutes, and with its document made from them in another form: its source and its bytes.
fn each_case(is_word: bool, check: impl Fn(&str, String, Vec<u8>)) {
    let mut count = 0;
    for case in store::list(&root().join("minutes")).unwrap() {
        let case = case.name;
        let data = tempfile::tempdir().unwrap();
        count += copy(&root().join("minutes").join(&case).join("input"), data.path(), is_word);
        let opened = open_data(Form::Pdf, "minutes", &case, data.path().to_owned());
        let Opened { session, job, mut diags, _copies } = opened;
        let document = job.as_ref().and_then(|job| session.make(&mut diags, job));
        let unread: Vec<_> =
            diags.iter().filter(|found| found.code() == Code::MinutesNotRead).collect();
        assert!(unread.is_empty(), "{case}: {unread:?}");
        let reported = rendered(&diags, "minutes", &case);
        let document = document.unwrap_or_else(|| panic!("{case}:\n{reported}"));
        let merged = job.and_then(|job| session.merge(&mut Diagnostics::default(), &job)).unwrap();
        check(&case, merged.source.clone(), document.bytes);
    }
    assert!(count > 14, "{count}");
}

#[test]
fn minutes_as_text_make_the_bytes_that_json_makes() {
    each_case(false, |case, source, bytes| {
        let expected = made("minutes", case);
        snapbox::assert_data_eq!(source, expected.source.clone());
        assert!(bytes == expected.pdf, "{case}");
    });
}

#[test]
fn minutes_in_word_make_the_words_and_tags_that_json_makes() {
    each_case(true, |case, _, bytes| {
        let (expected, read) = (made("minutes", case), Pdf::read(&bytes));
        snapbox::assert_data_eq!(read.text(), expected.read.text());
        snapbox::assert_data_eq!(read.tags(), expected.read.tags());
    });
}
