//! Reads a page's content as far as binding must know it: whether its brackets close, which marked
//! content it has, and whether anything is painted outside of it (ISO 32000-1, 7.8.2 and 14.6).
//!
//! Images, fonts and paths are not looked into. Nothing is drawn, so nothing can take long.

use std::collections::BTreeSet;

use lopdf::Object;

use super::unused::Names;
use crate::tokens::{Operation, Operations};

/// What a property list that content names says.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Property {
    /// Its marked-content identifier.
    pub(super) mcid: Option<u32>,
}

/// What was found in a page's content.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Scan {
    /// How many `Q` have no `q` before them.
    pub(super) stray_restores: usize,
    /// How many `q` have no `Q` after them.
    pub(super) open_saves: usize,
    /// How many `EMC` have no beginning.
    pub(super) stray_ends: usize,
    /// How many marked-content sequences are not ended.
    pub(super) open_marks: usize,
    /// The marked-content identifiers.
    pub(super) mcids: BTreeSet<u32>,
    /// Identifiers that begin more than one sequence.
    pub(super) has_twins: bool,
    /// Whether something is painted that is neither tagged nor an artifact.
    pub(super) paints_outside: bool,
    /// What closes the strings, pictures and brackets that it ends in.
    pub(super) closing: String,
    /// The resources that it names.
    pub(super) names: Names,
}

/// Reads a page's content; `property` tells what a named property list says, `is_tagged` whether a
/// form of that name has tags.
pub(super) fn scan(
    content: &[u8],
    property: impl Fn(&[u8]) -> Property,
    is_tagged: impl Fn(&[u8]) -> bool,
) -> Scan {
    let mut operations = Operations::new(content);
    let mut scan = Scan::default();
    let mut saves = 0_usize;
    // For each open sequence, whether what it holds is tagged or an artifact.
    let mut marks: Vec<bool> = Vec::new();
    for Operation { operator, operands } in operations.by_ref() {
        let name = operands.first().and_then(|tag| tag.as_name().ok());
        super::unused::add_names(&mut scan.names, operator, &operands);
        match operator {
            b"q" => saves += 1,
            b"Q" if saves == 0 => scan.stray_restores += 1,
            b"Q" => saves -= 1,
            b"BMC" | b"BDC" => {
                let mcid = match operands.get(1) {
                    Some(Object::Dictionary(dict)) => mcid(dict.get(b"MCID").ok()),
                    Some(Object::Name(named)) => property(named).mcid,
                    _ => None,
                };
                let is_artifact = name == Some(b"Artifact");
                if let Some(mcid) = mcid.filter(|_| !is_artifact) {
                    scan.has_twins |= !scan.mcids.insert(mcid);
                }
                let covers = mcid.is_some() || is_artifact;
                marks.push(covers || marks.last() == Some(&true));
            }
            b"EMC" => scan.stray_ends += usize::from(marks.pop().is_none()),
            b"Do" if name.is_some_and(&is_tagged) => {}
            _ if paints(operator) => scan.paints_outside |= marks.last() != Some(&true),
            _ => {}
        }
    }
    operations.closing().clone_into(&mut scan.closing);
    scan.open_saves = saves;
    scan.open_marks = marks.len();
    scan
}

/// Returns the identifier of marked content.
pub(crate) fn mcid(value: Option<&Object>) -> Option<u32> {
    value.and_then(|value| value.as_i64().ok()).and_then(|mcid| u32::try_from(mcid).ok())
}

/// Returns a number that is whole and not negative.
pub(crate) fn whole(number: f64) -> Option<u32> {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "it is in range")]
    (number.fract() == 0.0 && (0.0..=f64::from(u32::MAX)).contains(&number))
        .then_some(number as u32)
}

/// Returns whether an operator paints: text, a path, a shading, a picture or a form.
pub(crate) fn paints(operator: &[u8]) -> bool {
    const PAINTING: [&[u8]; 16] = [
        b"Tj", b"TJ", b"'", b"\"", b"f", b"F", b"f*", b"B", b"B*", b"b", b"b*", b"S", b"s", b"sh",
        b"Do", b"BI",
    ];
    PAINTING.contains(&operator)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(content: &str) -> Scan {
        let property = |name: &[u8]| Property { mcid: (name == b"P7").then_some(7) };
        scan(content.as_bytes(), property, |name| name == b"Tagged")
    }

    #[test]
    fn brackets_that_do_not_close_are_counted() {
        let found = of("Q q q BT (a \\) (b) Q q) Tj ET Q EMC /Span BMC % Q Q\n");
        assert_eq!((found.stray_restores, found.open_saves), (1, 1));
        assert_eq!((found.stray_ends, found.open_marks), (1, 1));
        assert_eq!(found.closing, "");
    }

    #[test]
    fn marked_content_is_found_in_every_spelling() {
        let found = of("/P <</MCID 0>>BDC EMC /P<</Lang(en)/MCID 12>> BDC EMC /P /P7 BDC EMC");
        assert_eq!(found.mcids, BTreeSet::from([0, 7, 12]));
        assert!(!found.has_twins && of("/P<</MCID 1>>BDC EMC/P<</MCID 1>>BDC EMC").has_twins);
        // The identifier of a dictionary inside the property list is somebody else's.
        assert_eq!(of("/P <</X <</MCID 3>>>> BDC EMC").mcids, BTreeSet::new());
    }

    #[test]
    fn what_is_painted_outside_of_tags_is_noticed() {
        assert!(of("0 0 5 5 re f").paints_outside);
        assert!(!of("/Artifact BMC /Span BMC 0 0 5 5 re f EMC EMC").paints_outside);
        assert!(of("/Span BMC (x) Tj EMC").paints_outside);
        assert!(!of("/P<</MCID 1>>BDC (x) Tj EMC 0 0 5 5 re n").paints_outside);
        assert!(of("/Other Do").paints_outside && !of("/Tagged Do").paints_outside);
        assert_eq!(of("/Artifact <</MCID 5>> BDC EMC").mcids, BTreeSet::new());
    }

    #[test]
    fn pictures_inside_content_are_skipped() {
        let found = of("q BI /W 1 ID Q Q EI\x01 Q (( EI Q /P <</MCID 4>> BDC EMC");
        assert_eq!((found.stray_restores, found.open_saves), (0, 0));
        assert_eq!(found.mcids, BTreeSet::from([4]));
        assert_eq!([of("BI ID abc").closing, of("(a").closing], ["\nEI", "\n)"]);
    }
}
