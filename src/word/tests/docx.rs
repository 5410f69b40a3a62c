//! Makes small Word documents for tests, part by part.

use std::io::{Cursor, Write};

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// The declarations of namespaces of a document's root.
const NAMESPACES: &str = concat!(
    r#"xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" "#,
    r#"xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" "#,
    r#"xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" "#,
    r#"xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" "#,
    r#"xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" "#,
    r#"xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture" "#,
    r#"xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" "#,
    r#"xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" "#,
    r#"xmlns:v="urn:schemas-microsoft-com:vml" "#,
    r#"xmlns:o="urn:schemas-microsoft-com:office:office""#,
);

/// The styles that every document has.
const STYLES: &str = concat!(
    r#"<w:docDefaults><w:rPrDefault><w:rPr><w:lang w:val="en-GB"/></w:rPr></w:rPrDefault></w:docDefaults>"#,
    r#"<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>"#,
    r#"<w:style w:type="paragraph" w:styleId="Heading1"><w:name w:val="heading 1"/><w:basedOn w:val="Normal"/><w:pPr><w:outlineLvl w:val="0"/></w:pPr></w:style>"#,
    r#"<w:style w:type="paragraph" w:styleId="Heading2"><w:name w:val="heading 2"/><w:basedOn w:val="Normal"/><w:pPr><w:outlineLvl w:val="1"/></w:pPr></w:style>"#,
    r#"<w:style w:type="paragraph" w:styleId="Heading3"><w:name w:val="heading 3"/><w:basedOn w:val="Normal"/><w:pPr><w:outlineLvl w:val="2"/></w:pPr></w:style>"#,
);

/// The main part's kind of content.
const MAIN: &str =
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml";

/// A document that is being made.
#[derive(Debug, Clone)]
pub(crate) struct Docx {
    body: String,
    styles: String,
    main: String,
    /// Name, kind of content, last word of the relationship's kind, and content of the other parts.
    parts: Vec<(String, String, String, Vec<u8>)>,
    /// Id, last word of the kind, and address of what is outside.
    outside: Vec<(String, String, String)>,
}

impl Docx {
    /// A document with this body.
    pub(crate) fn new(body: &str) -> Self {
        Self {
            body: body.to_owned(),
            styles: String::new(),
            main: MAIN.to_owned(),
            parts: Vec::new(),
            outside: Vec::new(),
        }
    }

    /// Adds styles.
    pub(crate) fn styles(mut self, styles: &str) -> Self {
        self.styles.push_str(styles);
        self
    }

    /// Adds `word/NAME.xml`, of the kind that its root's name says: what stands in `w:NAME`.
    pub(crate) fn word(self, name: &str, content: &str) -> Self {
        let kind =
            format!("application/vnd.openxmlformats-officedocument.wordprocessingml.{name}+xml");
        let root = match name {
            "header" => "hdr",
            "footer" => "ftr",
            other => other,
        };
        let text = format!("<w:{root} {NAMESPACES}>{content}</w:{root}>");
        self.part(&format!("word/{name}.xml"), &kind, name, text.into_bytes())
    }

    /// Adds a part, whose relationship has the id `rNAME`, where its name is `word/…/NAME.…`.
    pub(crate) fn part(
        mut self,
        name: &str,
        content_type: &str,
        kind: &str,
        bytes: Vec<u8>,
    ) -> Self {
        self.parts.push((name.to_owned(), content_type.to_owned(), kind.to_owned(), bytes));
        self
    }

    /// Adds a relationship to the outside.
    pub(crate) fn outside(mut self, id: &str, kind: &str, target: &str) -> Self {
        self.outside.push((id.to_owned(), kind.to_owned(), target.to_owned()));
        self
    }

    /// Has the main part be of another kind.
    pub(crate) fn main_type(mut self, main: &str) -> Self {
        main.clone_into(&mut self.main);
        self
    }

    /// Returns the bytes of the file.
    pub(crate) fn bytes(&self) -> Vec<u8> {
        const RELATIONS: &str =
            "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
        const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006";
        let mut types = format!(
            r#"<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="{}"/>"#,
            self.main
        );
        let mut related = format!(r#"<Relationships xmlns="{PACKAGE}/relationships">"#);
        let mut all = self.parts.clone();
        let styles = format!("<w:styles {NAMESPACES}>{STYLES}{}</w:styles>", self.styles);
        all.push((
            "word/styles.xml".to_owned(),
            "application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml".to_owned(),
            "styles".to_owned(),
            styles.into_bytes(),
        ));
        for (name, content_type, kind, _) in &all {
            types.push_str(&format!(
                r#"<Override PartName="/{name}" ContentType="{content_type}"/>"#
            ));
            let target = name.strip_prefix("word/").map_or(format!("/{name}"), str::to_owned);
            let stem =
                name.rsplit('/').next().and_then(|name| name.split('.').next()).unwrap_or_default();
            related.push_str(&format!(
                r#"<Relationship Id="r{stem}" Type="{RELATIONS}/{kind}" Target="{target}"/>"#
            ));
        }
        for (id, kind, target) in &self.outside {
            related.push_str(&format!(
                r#"<Relationship Id="{id}" Type="{RELATIONS}/{kind}" Target="{target}" TargetMode="External"/>"#
            ));
        }
        types.push_str("</Types>");
        related.push_str("</Relationships>");
        let root = format!(
            r#"<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="d" Type="{RELATIONS}/officeDocument" Target="word/document.xml"/></Relationships>"#
        );
        let document = format!(
            "<w:document {NAMESPACES}><w:body>{}<w:sectPr/></w:body></w:document>",
            self.body
        );
        let fixed = [
            ("[Content_Types].xml".to_owned(), types.into_bytes()),
            ("_rels/.rels".to_owned(), root.into_bytes()),
            ("word/_rels/document.xml.rels".to_owned(), related.into_bytes()),
            ("word/document.xml".to_owned(), document.into_bytes()),
        ];
        let parts = all.into_iter().map(|(name, _, _, bytes)| (name, bytes));
        zip(fixed.into_iter().chain(parts))
    }
}

/// Returns a zip of files.
pub(crate) fn zip(files: impl IntoIterator<Item = (String, Vec<u8>)>) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        zip.start_file(name, SimpleFileOptions::default()).expect("the zip is in memory");
        zip.write_all(&bytes).expect("the zip is in memory");
    }
    zip.finish().expect("the zip is in memory").into_inner()
}

/// A paragraph of plain words.
pub(crate) fn p(words: &str) -> String {
    format!("<w:p>{}</w:p>", r(words))
}

/// A run of plain words.
pub(crate) fn r(words: &str) -> String {
    format!(r#"<w:r><w:t xml:space="preserve">{words}</w:t></w:r>"#)
}

/// A heading by its style.
pub(crate) fn heading(level: u8, words: &str) -> String {
    styled(&format!("Heading{level}"), words)
}

/// A paragraph of a style.
pub(crate) fn styled(style: &str, words: &str) -> String {
    format!(r#"<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{}</w:p>"#, r(words))
}

/// A paragraph of a list.
pub(crate) fn item(list: u32, level: u32, words: &str) -> String {
    format!(
        r#"<w:p><w:pPr><w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{list}"/></w:numPr></w:pPr>{}</w:p>"#,
        r(words)
    )
}

/// A level of a list.
pub(crate) fn level(at: u32, start: u32, format: &str, text: &str, more: &str) -> String {
    format!(
        r#"<w:lvl w:ilvl="{at}"><w:start w:val="{start}"/><w:numFmt w:val="{format}"/>{more}<w:lvlText w:val="{text}"/></w:lvl>"#
    )
}

/// The definition of a list, and a list with the same id.
pub(crate) fn list(id: u32, levels: &str) -> String {
    format!(
        r#"<w:abstractNum w:abstractNumId="{id}">{levels}</w:abstractNum><w:num w:numId="{id}"><w:abstractNumId w:val="{id}"/></w:num>"#
    )
}

/// A field with its saved value.
pub(crate) fn field(instruction: &str, saved: &str) -> String {
    let sign = |kind: &str| format!(r#"<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>"#);
    format!(
        r#"{}<w:r><w:instrText xml:space="preserve"> {instruction} </w:instrText></w:r>{}{}{}"#,
        sign("begin"),
        sign("separate"),
        r(saved),
        sign("end")
    )
}

/// A drawing whose `a:graphicData` is of a kind, with words for those who can't see it.
pub(crate) fn drawing(kind: &str, words: &str, content: &str) -> String {
    format!(
        r#"<w:r><w:drawing><wp:inline><wp:extent cx="1270000" cy="635000"/><wp:docPr id="1" name="a" descr="{words}"/><a:graphic><a:graphicData uri="{kind}">{content}</a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"#
    )
}

/// A picture by the id of its relationship, in the file (`embed`) or outside (`link`).
pub(crate) fn picture(words: &str, attribute: &str, id: &str) -> String {
    let blip = format!(
        r#"<pic:pic><pic:blipFill><a:blip r:{attribute}="{id}"/></pic:blipFill></pic:pic>"#
    );
    drawing("http://schemas.openxmlformats.org/drawingml/2006/picture", words, &blip)
}
