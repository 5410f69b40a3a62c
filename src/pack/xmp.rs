//! What a pack says of itself: its XMP packet, its Info dictionary, and its identity.

use std::fmt::Write;

use chrono::NaiveDate;
use lopdf::{Dictionary, Document, Object};

use super::Level;
use super::object::text;

/// What a pack says of itself.
pub(super) struct About {
    pub(super) title: String,
    pub(super) author: String,
    pub(super) ident: String,
    pub(super) language: String,
    pub(super) date: NaiveDate,
    pub(super) accessible: bool,
    pub(super) level: Option<Level>,
}

/// The program, as metadata names it.
const PROGRAM: &str = concat!("Order Paper ", env!("CARGO_PKG_VERSION"));

/// Declares the property of PDF/UA's claim, which PDF/A does not know by itself
/// (ISO 19005-2, 6.6.2.3.2).
const EXTENSION: &str = r#"<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#"><pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource"><pdfaSchema:schema>PDF/UA Universal Accessibility Schema</pdfaSchema:schema><pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI><pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix><pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource"><pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType><pdfaProperty:category>internal</pdfaProperty:category><pdfaProperty:description>Part of PDF/UA that the file conforms to</pdfaProperty:description></rdf:li></rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>
"#;

/// Returns the XMP packet.
pub(super) fn packet(about: &About) -> String {
    let (title, author) = (escape(&about.title), escape(&about.author));
    let language = escape(&about.language);
    let date = about.date.format("%Y-%m-%dT00:00:00Z");
    let mut claims = String::new();
    if let Some(level) = about.level {
        let letter = level.letter();
        writeln!(
            claims,
            r#"<rdf:Description rdf:about="" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/"><pdfaid:part>2</pdfaid:part><pdfaid:conformance>{letter}</pdfaid:conformance></rdf:Description>"#
        )
        .expect("a string takes whatever is written");
    }
    if about.accessible {
        claims.push_str(
            r#"<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/"><pdfuaid:part>1</pdfuaid:part></rdf:Description>
"#,
        );
        if about.level.is_some() {
            claims.push_str(EXTENSION);
        }
    }
    let ident = escape(&about.ident);
    format!(
        r#"<?xpacket begin="{bom}" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/"><dc:format>application/pdf</dc:format><dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title><dc:creator><rdf:Seq><rdf:li>{author}</rdf:li></rdf:Seq></dc:creator><dc:identifier>{ident}</dc:identifier><dc:language><rdf:Bag><rdf:li>{language}</rdf:li></rdf:Bag></dc:language><xmp:CreateDate>{date}</xmp:CreateDate><xmp:ModifyDate>{date}</xmp:ModifyDate><xmp:CreatorTool>{PROGRAM}</xmp:CreatorTool><pdf:Producer>{PROGRAM}</pdf:Producer></rdf:Description>
{claims}</rdf:RDF></x:xmpmeta>
<?xpacket end="w"?>"#,
        bom = '\u{feff}',
    )
}

fn escape(words: &str) -> String {
    let plain: String = words.chars().filter(|char| !char.is_control()).collect();
    plain.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// Returns the Info dictionary, which says what the XMP says.
pub(super) fn info(about: &About) -> Dictionary {
    let date = about.date.format("D:%Y%m%d000000Z").to_string();
    let mut info = Dictionary::new();
    let plain = |words: &str| words.chars().filter(|char| !char.is_control()).collect::<String>();
    info.set("Title", text(&plain(&about.title)));
    info.set("Author", text(&plain(&about.author)));
    info.set("Creator", text(PROGRAM));
    info.set("Producer", text(PROGRAM));
    info.set("CreationDate", Object::string_literal(date.clone()));
    info.set("ModDate", Object::string_literal(date));
    info
}

/// Returns the identity of a pack whose objects have the numbers from 1 up: a digest of what it is and
/// of all that it holds.
pub(super) fn identity(document: &Document, about: &About) -> [u8; 16] {
    let mut digest = blake3::Hasher::new();
    digest.update(about.ident.as_bytes());
    for number in 1..=document.max_id {
        digest.update(&number.to_le_bytes());
        if let Some(Object::Stream(stream)) = document.objects.get(&(number, 0)) {
            digest.update(&stream.content);
        }
    }
    let mut id = [0; 16];
    id.copy_from_slice(&digest.finalize().as_bytes()[..16]);
    id
}
