//! `fetch.txt`: files that a bag lists and may lack, because they are to be fetched. Nothing is fetched.

use std::collections::BTreeSet;

use super::super::names::harmful_name;
use super::super::verify::Check;
use super::declaration::{Declaration, lines};
use super::is_payload;
use super::names::{Files, Found, Reading};
use crate::diag::Code;
use crate::store::Measure;

/// The tag file.
pub(super) const FETCH: &str = "fetch.txt";

/// Verifies `fetch.txt`, and returns the names in it, in both readings of `%`.
pub(super) fn verify(
    check: &mut Check<'_>,
    text: &str,
    declaration: &Declaration,
    files: &Files<'_>,
    measure: impl Fn(&str) -> Option<Measure>,
) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    let usual = Reading::of(declaration.version);
    for line in lines(text).filter(|line| !line.trim().is_empty()) {
        let Some((length, written)) = parse(line) else {
            let message =
                format!("a line is not an address, a length and a name: `{}`", line.escape_debug());
            check.fault_of(Code::VerifyForm, FETCH, message);
            continue;
        };
        let name = usual.read(written);
        let shown = name.escape_debug();
        if let Some(why) = harmful_name(&name) {
            check.fault_of(Code::VerifyHarmfulName, FETCH, format!("the name `{shown}` {why}"));
            continue;
        }
        if !is_payload(&name) {
            let message = format!("it names `{shown}`, which is not in the bag's `data` folder");
            check.fault_of(Code::VerifyHarmfulName, FETCH, message);
            continue;
        }
        let both = [name.clone(), usual.other().read(written)];
        let found = both.iter().find_map(|name| match files.find(name) {
            Some(Found::Same(file)) => Some(file),
            Some(Found::OtherCase(_)) | None => None,
        });
        match found {
            None => {
                let message =
                    "it is missing: it was to be fetched from elsewhere, as `fetch.txt` says";
                check.fault_of(Code::VerifyIncomplete, &name, message);
            }
            Some(file) => {
                let size = measure(file).map(|measure| measure.size);
                if let (Some(length), Some(size)) = (length, size)
                    && length != size
                {
                    let message =
                        format!("`{FETCH}` says that it has {length} bytes; it has {size}");
                    check.fault_of(Code::VerifySize, file, message);
                }
            }
        }
        names.extend(both);
    }
    names
}

/// Returns the length, where it is told, and the name in a line.
fn parse(line: &str) -> Option<(Option<u64>, &str)> {
    let blank = [' ', '\t'];
    let (address, rest) = line.split_once(blank)?;
    let (length, name) = rest.trim_start_matches(blank).split_once(blank)?;
    let length = if length == "-" { None } else { Some(length.parse().ok()?) };
    let name = name.trim_start_matches(blank);
    let name = name.strip_prefix("./").unwrap_or(name);
    (!address.is_empty() && !name.is_empty()).then_some((length, name))
}
