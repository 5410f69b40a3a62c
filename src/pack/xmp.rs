//! The metadata of a pack: its XMP packet, its Info dictionary, and its file identifier.

use chrono::{Datelike, NaiveDate};
use lopdf::{Dictionary, Document, Object};
use xmp_writer::{DateTime, LangId, Timezone, XmpWriter};

use super::Level;
use super::object::text;

/// The values that both forms of a pack's metadata are made of.
pub(super) struct Metadata {
    pub(super) title: String,
    pub(super) author: Option<String>,
    pub(super) ident: Option<String>,
    /// The program that made it.
    pub(super) producer: String,
    pub(super) language: Option<String>,
    pub(super) date: Option<NaiveDate>,
    /// Whether it claims PDF/UA-1.
    pub(super) accessible: bool,
    /// The level of PDF/A-2 that it claims.
    pub(super) level: Option<Level>,
}

/// Returns the XMP packet; the claims are left out where they are not made.
pub(super) fn packet(metadata: &Metadata) -> String {
    let producer = plain(&metadata.producer);
    let mut xmp = XmpWriter::new();
    xmp.format("application/pdf");
    xmp.title([(None, &*plain(&metadata.title))]);
    if let Some(author) = &metadata.author {
        xmp.creator([&*plain(author)]);
    }
    if let Some(ident) = &metadata.ident {
        xmp.identifier(&plain(ident));
    }
    if let Some(language) = &metadata.language {
        let is_part = |char: &char| char.is_ascii_alphanumeric() || *char == '-';
        let language: String = language.chars().filter(is_part).collect();
        xmp.language([LangId(&language)]);
    }
    if let Some(date) = metadata.date.map(midnight) {
        xmp.create_date(date);
        xmp.modify_date(date);
    }
    xmp.creator_tool(&producer);
    xmp.producer(&producer);
    if let Some(level) = metadata.level {
        xmp.pdfa_part(2);
        xmp.pdfa_conformance(level.letter());
    }
    if metadata.accessible {
        xmp.pdfua_part(1);
        if metadata.level.is_some() {
            // PDF/A allows only properties that it defines or that the file describes (ISO 19005-2,
            // 6.6.2.3.2), and that of PDF/UA is neither otherwise.
            xmp.extension_schemas().pdfua_id().properties().describe_part();
        }
    }
    xmp.finish(None)
}

/// Returns the beginning of a day, in UTC.
fn midnight(date: NaiveDate) -> DateTime {
    DateTime {
        year: u16::try_from(date.year()).unwrap_or_default(),
        month: u8::try_from(date.month()).ok(),
        day: u8::try_from(date.day()).ok(),
        hour: Some(0),
        minute: Some(0),
        second: Some(0),
        timezone: Some(Timezone::Utc),
    }
}

/// Returns text without control characters, which XML does not allow.
fn plain(text: &str) -> String {
    text.chars().filter(|character| !character.is_control()).collect()
}

/// Returns the Info dictionary, with the same values as the XMP packet.
pub(super) fn info(metadata: &Metadata) -> Dictionary {
    let mut info = Dictionary::new();
    info.set("Title", text(&plain(&metadata.title)));
    if let Some(author) = &metadata.author {
        info.set("Author", text(&plain(author)));
    }
    info.set("Creator", text(&plain(&metadata.producer)));
    info.set("Producer", text(&plain(&metadata.producer)));
    if let Some(date) = metadata.date {
        let date = date.format("D:%Y%m%d000000Z").to_string();
        info.set("CreationDate", Object::string_literal(date.clone()));
        info.set("ModDate", Object::string_literal(date));
    }
    info
}

/// Returns the file identifier (ISO 32000-1, 14.4) of a pack whose objects are numbered from 1 up: a
/// digest of its `ident` and of the content of its streams.
pub(super) fn file_identifier(document: &Document, metadata: &Metadata) -> [u8; 16] {
    let mut digest = blake3::Hasher::new();
    digest.update(metadata.ident.as_deref().unwrap_or_default().as_bytes());
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
