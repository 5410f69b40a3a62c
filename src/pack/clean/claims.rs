//! What a PDF says it is: its XMP's claims of PDF/A and PDF/UA.

use chrono::{Datelike, NaiveDate};
use lopdf::{Document, Object};

use crate::object::get;
use crate::{Level, Reason};

/// The largest XMP packet that is read.
const MAX_BYTES: usize = 4 * 1024 * 1024;

const PDF_A: &str = "http://www.aiim.org/pdfa/ns/id/";
const PDF_UA: &str = "http://www.aiim.org/pdfua/ns/id/";
const XMP: &str = "http://ns.adobe.com/xap/1.0/";
const DUBLIN_CORE: &str = "http://purl.org/dc/elements/1.1/";

/// What the XMP says.
#[derive(Default, Debug, PartialEq, Eq)]
pub(crate) struct Claimed {
    pub(crate) accessible: bool,
    pub(crate) archival: Option<Level>,
    pub(crate) title: Option<String>,
    /// The day of the last change, or of creation.
    pub(crate) changed: Option<NaiveDate>,
}

/// Returns the reason against a claim that a document does not make.
pub(crate) fn unclaimed(claim: &str) -> Reason {
    Reason { clause: None, reason: format!("it does not claim to be {claim}").into() }
}

/// Returns the reason against a claim of PDF/A by a document that others made.
pub(crate) fn unvalidated() -> Reason {
    let reason = "only a validator can tell whether its claim of PDF/A is true";
    Reason { clause: None, reason: reason.into() }
}

/// Returns what a document's XMP says.
pub(super) fn read(document: &Document) -> Claimed {
    let packet =
        document.catalog().ok().and_then(|catalog| match get(document, catalog, b"Metadata") {
            Object::Stream(stream) => stream.get_plain_content_with_limit(MAX_BYTES).ok(),
            _ => None,
        });
    packet
        .and_then(|packet| String::from_utf8(packet).ok())
        .map(|packet| parse(&packet))
        .unwrap_or_default()
}

/// Returns what an XMP packet says.
pub(crate) fn parse(packet: &str) -> Claimed {
    let packet = packet.trim_start_matches('\u{feff}').trim_end_matches(['\0', ' ', '\n', '\r']);
    let Ok(tree) = roxmltree::Document::parse(packet) else { return Claimed::default() };
    // A property is an element or an attribute (XMP, part 1, 7.9.2).
    let find = |space: &str, name: &str| {
        tree.descendants().find_map(|node| {
            let attribute = node.attribute((space, name));
            let text = node.has_tag_name((space, name)).then(|| node.text().unwrap_or_default());
            attribute.or(text).map(|text| text.trim().to_owned())
        })
    };
    let part = find(PDF_A, "part");
    let archival = match (part.as_deref(), find(PDF_A, "conformance").as_deref()) {
        (Some("1" | "2" | "3"), Some("A" | "a")) => Some(Level::A),
        (Some("2" | "3"), Some("U" | "u")) => Some(Level::U),
        (Some("1" | "2" | "3"), Some("B" | "b")) => Some(Level::B),
        _ => None,
    };
    let title = tree.descendants().find(|node| node.has_tag_name((DUBLIN_CORE, "title")));
    let words = title.and_then(|node| {
        node.descendants()
            .find(|node| node.has_tag_name(("http://www.w3.org/1999/02/22-rdf-syntax-ns#", "li")))
    });
    Claimed {
        changed: [find(XMP, "ModifyDate"), find(XMP, "CreateDate")]
            .into_iter()
            .flatten()
            .find_map(|text| day(&text)),
        accessible: find(PDF_UA, "part").as_deref() == Some("1"),
        archival,
        title: words
            .and_then(|item| item.text())
            .map(str::trim)
            .filter(|words| !words.is_empty())
            .map(str::to_owned),
    }
}

/// Returns the day in a date of XMP (`2026-05-12T10:00:00Z`) or of PDF (`D:20260512100000Z`; ISO 32000-1,
/// 7.9.4), as the clock beside its author showed it.
pub(super) fn day(text: &str) -> Option<NaiveDate> {
    let text = text.trim();
    let digits = text.strip_prefix("D:").unwrap_or(text).replace('-', "");
    let day = digits.get(..8)?;
    NaiveDate::parse_from_str(day, "%Y%m%d").ok().filter(|day| (1900..=9999).contains(&day.year()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn packet(inside: &str) -> String {
        format!(
            "<?xpacket begin='\u{feff}' id='W5M0MpCehiHzreSzNTczkc9d'?><x:xmpmeta xmlns:x='adobe:ns:meta/'>\
             <rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'>{inside}</rdf:RDF></x:xmpmeta><?xpacket end='w'?>"
        )
    }

    #[test]
    fn claims_are_read_as_elements_and_as_attributes() {
        let elements = packet(
            "<rdf:Description xmlns:a='http://www.aiim.org/pdfa/ns/id/'><a:part>2</a:part><a:conformance>A</a:conformance></rdf:Description>\
             <rdf:Description xmlns:u='http://www.aiim.org/pdfua/ns/id/'><u:part>1</u:part></rdf:Description>",
        );
        let attributes = packet(
            "<rdf:Description xmlns:pdfaid='http://www.aiim.org/pdfa/ns/id/' pdfaid:part='1' pdfaid:conformance='B'/>",
        );
        let found = parse(&elements);
        assert!(found.accessible);
        assert_eq!(found.archival, Some(Level::A));
        assert_eq!(parse(&attributes).archival, Some(Level::B));
        assert_eq!(found.changed, None);
        assert_eq!(parse("not XML"), Claimed::default());
        // PDF/A-4 has no tagged level of its own and is no PDF/A-2.
        let fourth =
            packet("<rdf:Description xmlns:p='http://www.aiim.org/pdfa/ns/id/' p:part='4'/>");
        assert_eq!(parse(&fourth).archival, None);
    }

    #[test]
    fn days_are_read_in_both_spellings() {
        let day = |text: &str| super::day(text).map(|day| day.to_string());
        assert_eq!(day("2026-05-12T23:30:00+01:00").as_deref(), Some("2026-05-12"));
        assert_eq!(day("D:20260512233000+01'00'").as_deref(), Some("2026-05-12"));
        assert_eq!(
            [day("D:2026"), day("20261301"), day("é0260512"), day("00000101")],
            [const { None }; 4]
        );
        let dated = packet(
            "<rdf:Description xmlns:xmp='http://ns.adobe.com/xap/1.0/' xmp:CreateDate='2026-01-02'/>",
        );
        assert_eq!(parse(&dated).changed, super::day("2026-01-02"));
    }
}
