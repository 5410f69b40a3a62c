//! Fields: what Word works out, of which the saved value is read.

use crate::BeyondKind;

/// A field that is open.
#[derive(Debug, Default)]
pub(crate) struct Field {
    /// What Word is to work out.
    pub(crate) instruction: String,
    /// Whether the saved value has begun.
    pub(crate) is_result: bool,
    /// Where a link begins among the parts of the paragraph, and where it leads.
    pub(crate) link: Option<(usize, String)>,
}

/// Returns the word that an instruction begins with, in capitals.
pub(crate) fn name_of(instruction: &str) -> String {
    instruction.split_whitespace().next().unwrap_or_default().to_uppercase()
}

/// Returns where an instruction of a link leads: an address, or `#` and the name of a place.
pub(crate) fn link_of(instruction: &str) -> Option<String> {
    let rest = instruction.trim_start();
    let (name, rest) = rest.split_at_checked("HYPERLINK".len())?;
    if !name.eq_ignore_ascii_case("HYPERLINK") {
        return None;
    }
    let (mut address, mut place, mut is_place) = (None, None, false);
    for word in words(rest) {
        match &*word {
            "\\l" => is_place = true,
            switch if switch.starts_with('\\') => {}
            _ if is_place => {
                place.get_or_insert(word);
                is_place = false;
            }
            _ => {
                address.get_or_insert(word);
            }
        }
    }
    match (address, place) {
        (Some(address), Some(place)) => Some(format!("{address}#{place}")),
        (Some(address), None) => Some(address),
        (None, Some(place)) => Some(format!("#{place}")),
        (None, None) => None,
    }
}

/// Returns the words of an instruction, those in quotes as one.
fn words(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut rest = text.trim_start();
    while !rest.is_empty() {
        let (word, after) = match rest.strip_prefix('"') {
            Some(quoted) => quoted.split_once('"').unwrap_or((quoted, "")),
            None => rest.split_once(char::is_whitespace).unwrap_or((rest, "")),
        };
        words.push(word.to_owned());
        rest = after.trim_start();
    }
    words
}

/// Returns why the saved value of a field does not say what the field shows elsewhere.
pub(crate) fn beyond(name: &str) -> Option<BeyondKind> {
    Some(match name {
        "TOC" | "INDEX" | "TOA" | "RD" => BeyondKind::Contents,
        "PAGE" | "PAGEREF" | "NUMPAGES" | "SECTIONPAGES" | "SECTION" => BeyondKind::PageNumber,
        "EQ" => BeyondKind::Equation,
        "SYMBOL" => BeyondKind::Sign,
        "LISTNUM" | "AUTONUM" | "AUTONUMLGL" | "AUTONUMOUT" | "BIDIOUTLINE" => {
            BeyondKind::ListNumber
        }
        "MACROBUTTON" | "GOTOBUTTON" => BeyondKind::Control,
        "EMBED" => BeyondKind::EmbeddedFile,
        _ => return None,
    })
}

/// Returns whether a field still has to be worked out by whoever lays out the pages: numbers of pages, links, and
/// fields of forms, which have no saved value but their state. `is_margin` is for headers and footers.
pub(crate) fn stays(instruction: &str, is_margin: bool) -> bool {
    match &*name_of(instruction) {
        "PAGE" | "NUMPAGES" | "SECTIONPAGES" | "SECTION" | "STYLEREF" => is_margin,
        "FORMTEXT" | "FORMCHECKBOX" | "FORMDROPDOWN" => true,
        "HYPERLINK" => link_of(instruction).is_some_and(|link| is_safe_link(&link)),
        _ => false,
    }
}

/// Returns whether an address may stand in a printed document.
pub(crate) fn is_safe_link(address: &str) -> bool {
    let address = address.trim().to_lowercase();
    ["#", "http://", "https://", "mailto:", "tel:"].iter().any(|start| address.starts_with(start))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_are_read_from_instructions() {
        for (instruction, link) in [
            (r#" HYPERLINK "https://example.gov.uk/a b" "#, Some("https://example.gov.uk/a b")),
            (r#"HYPERLINK \l "_Toc1" \h"#, Some("#_Toc1")),
            (
                r#"hyperlink https://example.gov.uk \l "part" \o "Tip""#,
                Some("https://example.gov.uk#part"),
            ),
            (" DATE ", None),
        ] {
            assert_eq!(link_of(instruction).as_deref(), link, "{instruction}");
        }
    }

    #[test]
    fn only_numbers_of_pages_and_links_stay_fields() {
        assert!(stays(" PAGE ", true));
        assert!(!stays(" PAGE ", false));
        assert!(!stays(r#" DATE \@ "d MMMM yyyy" "#, true));
        assert!(!stays(r#" INCLUDEPICTURE "https://example.gov.uk/a.png" "#, false));
        assert!(stays(r#" HYPERLINK "https://example.gov.uk" "#, false));
        assert!(!stays(r#" HYPERLINK "file:///etc/passwd" "#, false));
    }
}
