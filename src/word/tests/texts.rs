//! Blocks, and what stands beside the text.

use super::docx::{Docx, drawing, field, heading, p, picture, r, styled};
use super::{document, lines};
use crate::{BeyondKind, ChangeKind, Content, Inline, printable, read};

#[test]
fn headings_are_known_by_style_or_level_and_never_by_looks() {
    let styles = r#"<w:style w:type="paragraph" w:styleId="Mine"><w:name w:val="Our heading"/><w:basedOn w:val="Heading2"/></w:style>"#;
    let body = [
        styled("Mine", "Ours"),
        r#"<w:p><w:pPr><w:outlineLvl w:val="2"/></w:pPr><w:r><w:t>By level</w:t></w:r></w:p>"#.to_owned(),
        r#"<w:p><w:pPr><w:pStyle w:val="Heading1"/><w:outlineLvl w:val="9"/></w:pPr><w:r><w:t>Text</w:t></w:r></w:p>"#.to_owned(),
        r#"<w:p><w:r><w:rPr><w:b/><w:sz w:val="40"/></w:rPr><w:t>Large</w:t></w:r></w:p>"#.to_owned(),
        heading(1, " "),
    ]
    .concat();
    assert_eq!(
        lines(&Docx::new(&body).styles(styles)),
        ["h2 Ours", "h3 By level", "Text", "Large"]
    );
}

#[test]
fn a_heading_is_bold_only_where_its_style_is_not() {
    let styles = r#"<w:style w:type="paragraph" w:styleId="Bold"><w:basedOn w:val="Heading1"/><w:rPr><w:b/><w:i/></w:rPr></w:style>"#;
    let body = styled("Bold", "All of it")
        + r#"<w:p><w:pPr><w:pStyle w:val="Bold"/></w:pPr><w:r><w:rPr><w:i/></w:rPr><w:t>Part</w:t></w:r></w:p>"#;
    let document = document(&Docx::new(&body).styles(styles));
    let looks = document.blocks.iter().map(|block| match &block.content {
        Content::Heading { inlines, .. } => match &inlines[..] {
            [Inline::Text { look, .. }] => (look.is_bold, look.is_italic),
            _ => panic!("{inlines:?}"),
        },
        other => panic!("{other:?}"),
    });
    assert_eq!(looks.collect::<Vec<_>>(), [(false, false), (false, true)]);
}

#[test]
fn controls_and_smart_tags_are_looked_through() {
    let body = format!(
        "<w:sdt><w:sdtContent>{}<w:p><w:smartTag>{}</w:smartTag><w:sdt><w:sdtContent>{}</w:sdtContent></w:sdt></w:p></w:sdtContent></w:sdt>",
        p("One."),
        r("Two"),
        r(" three.")
    );
    assert_eq!(lines(&Docx::new(&body)), ["One.", "Two three."]);
}

#[test]
fn fields_give_their_saved_value() {
    let body = format!(
        r#"<w:p>{}{}<w:fldSimple w:instr=" SAVEDATE ">{}</w:fldSimple>{}</w:p>"#,
        r("Dated "),
        field("DATE \\@ &quot;d MMMM yyyy&quot;", "3 April 2024"),
        r(", saved 2 April"),
        field(&format!("REF x {}", ""), ".")
    );
    let docx = Docx::new(&body);
    assert_eq!(lines(&docx), ["Dated 3 April 2024, saved 2 April."]);
    assert_eq!(document(&docx).beyond, []);
    let printable = printable(&docx.bytes()).unwrap();
    assert_eq!(crate::read(&printable.bytes).unwrap(), document(&docx));
    let text = part(&printable.bytes, "word/document.xml");
    assert!(!text.contains("fldChar") && !text.contains("DATE"), "{text}");
}

#[test]
fn links_lead_where_relationship_or_field_says() {
    let body = format!(
        r#"<w:p><w:hyperlink r:id="a">{}</w:hyperlink>{}</w:p>"#,
        r("Page"),
        field("HYPERLINK &quot;https://example.gov.uk/b&quot;", "Other")
    );
    let docx = Docx::new(&body).outside("a", "hyperlink", "https://example.gov.uk/a");
    let document = document(&docx);
    let Content::Paragraph(inlines) = &document.blocks[0].content else { panic!("{document:?}") };
    let links: Vec<&str> = inlines
        .iter()
        .filter_map(|inline| match inline {
            Inline::Link { url, .. } => Some(&**url),
            _ => None,
        })
        .collect();
    assert_eq!(links, ["https://example.gov.uk/a", "https://example.gov.uk/b"]);
    assert_eq!(read(&printable(&docx.bytes()).unwrap().bytes).unwrap(), document);
}

#[test]
fn tracked_changes_are_listed_with_author_and_place() {
    let run = |tag: &str, words: &str| {
        format!(
            r#"<w:{tag} w:id="1" w:author="A. Reviewer" w:date="2026-04-01T10:00:00Z">{words}</w:{tag}>"#
        )
    };
    let deleted = "<w:r><w:delText>£99,000</w:delText></w:r>";
    let body = [
        heading(1, "Costs"),
        format!("<w:p>{}{}{}{}</w:p>", r("At "), run("del", deleted), run("ins", &r("£84,000")), r(".")),
        format!("<w:p>{}</w:p>", run("moveTo", &r("Moved."))),
        format!("<w:p><w:pPr><w:rPr>{}</w:rPr></w:pPr>{}</w:p>", run("del", ""), r("End.")),
        r#"<w:p><w:r><w:rPr><w:b/><w:rPrChange w:author="A. Reviewer"><w:rPr/></w:rPrChange></w:rPr><w:t>Bold</w:t></w:r></w:p>"#.to_owned(),
    ]
    .concat();
    let docx = Docx::new(&body);
    assert_eq!(lines(&docx), ["h1 Costs", "At £84,000.", "Moved.", "End.", "Bold"]);
    let document = document(&docx);
    let found: Vec<_> = document
        .changes
        .iter()
        .map(|change| (change.kind, &*change.words, change.origin.paragraph))
        .collect();
    assert_eq!(
        found,
        [
            (ChangeKind::Deletion, "£99,000", 1),
            (ChangeKind::Insertion, "£84,000", 1),
            (ChangeKind::MovedTo, "Moved.", 2),
            (ChangeKind::Deletion, "", 3),
            (ChangeKind::Formatting, "", 4),
        ]
    );
    assert_eq!(document.changes[0].author, "A. Reviewer");
}

#[test]
fn comments_and_hidden_words_are_beside_the_text() {
    let styles =
        r#"<w:style w:type="character" w:styleId="Note"><w:rPr><w:vanish/></w:rPr></w:style>"#;
    let body = format!(
        r#"{}<w:p>{}<w:commentRangeStart w:id="7"/>{}<w:commentRangeEnd w:id="7"/><w:r><w:commentReference w:id="7"/></w:r><w:r><w:rPr><w:rStyle w:val="Note"/></w:rPr><w:t>to be evicted</w:t></w:r><w:r><w:rPr><w:rStyle w:val="Note"/><w:vanish w:val="0"/></w:rPr><w:t xml:space="preserve"> on Sundays.</w:t></w:r></w:p>"#,
        heading(2, "Hours"),
        r("Four "),
        r("libraries open")
    );
    let comments = format!(
        r#"<w:comment w:id="7" w:author="B. Clerk" w:date="2026-05-01">{}</w:comment>"#,
        p("Is it lawful?")
    );
    let docx = Docx::new(&body).styles(styles).word("comments", &comments);
    assert_eq!(lines(&docx), ["h2 Hours", "Four libraries open on Sundays."]);
    let found = document(&docx);
    let comment = &found.comments[0];
    assert_eq!(
        (&*comment.author, &*comment.words, &*comment.about),
        ("B. Clerk", "Is it lawful?", "libraries open")
    );
    assert_eq!(comment.origin.heading.as_deref(), Some("Hours"));
    assert_eq!(found.hidden[0].words, "to be evicted");

    let printable = printable(&docx.bytes()).unwrap();
    let text = part(&printable.bytes, "word/document.xml");
    for gone in ["evicted", "comment"] {
        assert!(!text.contains(gone), "{text}");
    }
    assert!(names(&printable.bytes).iter().all(|name| !name.contains("comments")));
    let again = read(&printable.bytes).unwrap();
    assert_eq!((again.blocks, again.comments, again.hidden), (found.blocks, vec![], vec![]));
}

#[test]
fn notes_are_numbered_as_word_does() {
    let body = r#"<w:p><w:r><w:t>One</w:t></w:r><w:r><w:footnoteReference w:id="2"/></w:r><w:r><w:t> two</w:t></w:r><w:r><w:endnoteReference w:id="2"/></w:r><w:r><w:footnoteReference w:id="3"/></w:r></w:p>"#;
    let note =
        |id: u32, words: &str| format!(r#"<w:footnote w:id="{id}">{}</w:footnote>"#, p(words));
    let feet = r#"<w:footnote w:id="0" w:type="separator"/>"#.to_owned()
        + &note(3, "Second.")
        + &note(2, "First.");
    let end = note(2, "End.").replace("w:footnote", "w:endnote");
    let docx = Docx::new(body).word("footnotes", &feet).word("endnotes", &end);
    let document = document(&docx);
    let Content::Paragraph(inlines) = &document.blocks[0].content else { panic!("{document:?}") };
    let notes: Vec<_> = inlines
        .iter()
        .filter_map(|inline| match inline {
            Inline::Note { label, blocks, .. } => Some((&**label, crate::inlines::plain(blocks))),
            _ => None,
        })
        .collect();
    let expected = [("1", "First."), ("i", "End."), ("2", "Second.")];
    assert_eq!(notes, expected.map(|(label, words)| (label, words.to_owned())));
}

#[test]
fn tables_have_marked_headers_and_spans() {
    let cell =
        |format: &str, words: &str| format!("<w:tc><w:tcPr>{format}</w:tcPr>{}</w:tc>", p(words));
    let grid = [
        format!(
            "<w:tr><w:trPr><w:tblHeader/></w:trPr>{}{}</w:tr>",
            cell("", "Year"),
            cell("", "Cost")
        ),
        format!("<w:tr>{}{}</w:tr>", cell("", "2025"), cell("", "£1")),
    ]
    .concat();
    let docx = Docx::new(&format!("{}<w:tbl>{grid}</w:tbl>", p("Before.")));
    assert_eq!(lines(&docx), ["Before.", "Year | Cost / 2025 | £1"]);
    let found = document(&docx);
    let Content::Table(table) = &found.blocks[1].content else { panic!("{found:?}") };
    assert_eq!((table.head, table.columns), (1, 2));
    assert_eq!(found.beyond, []);

    let merged = [
        format!("<w:tr>{}</w:tr>", cell(r#"<w:gridSpan w:val="2"/>"#, "Wide")),
        format!("<w:tr>{}{}</w:tr>", cell(r#"<w:vMerge w:val="restart"/>"#, "Tall"), cell("", "a")),
        format!("<w:tr>{}{}</w:tr>", cell("<w:vMerge/>", ""), cell("", "b")),
    ]
    .concat();
    let found = document(&Docx::new(&format!("<w:tbl>{merged}</w:tbl>")));
    let Content::Table(table) = &found.blocks[0].content else { panic!("{found:?}") };
    let spans: Vec<_> = table.rows.iter().flatten().map(|cell| (cell.columns, cell.rows)).collect();
    assert_eq!(spans, [(2, 1), (1, 2), (1, 1), (1, 1)]);
    assert_eq!(found.beyond.len(), 1);
    assert_eq!(found.beyond[0].kind, BeyondKind::MergedCells);

    // A frame around words is no table.
    let frame = format!("<w:tbl><w:tr>{}</w:tr></w:tbl>", cell("", "Recommended"));
    assert_eq!(lines(&Docx::new(&frame)), ["Recommended"]);
}

#[test]
fn what_blocks_cannot_say_is_named_with_its_place() {
    let within = |content: &str| format!("<w:p>{content}</w:p>");
    let box_of_text = "<wps:wsp><wps:txbx><w:txbxContent><w:p><w:r><w:t>In the box</w:t></w:r></w:p></w:txbxContent></wps:txbx></wps:wsp>";
    let shape = "http://schemas.microsoft.com/office/word/2010/wordprocessingShape";
    let main = "http://schemas.openxmlformats.org/drawingml/2006";
    let alternatives = format!(
        r#"<w:r><mc:AlternateContent><mc:Choice Requires="wps">{}</mc:Choice><mc:Fallback><w:pict><v:rect><v:textbox><w:txbxContent>{}</w:txbxContent></v:textbox></v:rect></w:pict></mc:Fallback></mc:AlternateContent></w:r>"#,
        drawing(shape, "", box_of_text).trim_start_matches("<w:r>").trim_end_matches("</w:r>"),
        p("In the box")
    );
    for (content, kind) in [
        (alternatives, BeyondKind::TextBox),
        (drawing(shape, "", box_of_text), BeyondKind::TextBox),
        (drawing(shape, "a", ""), BeyondKind::Drawing),
        (drawing(&format!("{main}/chart"), "a", ""), BeyondKind::Chart),
        (drawing(&format!("{main}/diagram"), "a", ""), BeyondKind::Diagram),
        ("<m:oMath><m:r><m:t>x</m:t></m:r></m:oMath>".to_owned(), BeyondKind::Equation),
        (
            r#"<w:r><w:object><o:OLEObject r:id="x"/></w:object></w:r>"#.to_owned(),
            BeyondKind::EmbeddedFile,
        ),
        (picture("", "embed", "rimage"), BeyondKind::PictureWithoutWords),
        (picture("A map", "link", "out"), BeyondKind::LinkedPicture),
        (field("TOC \\o", "Contents"), BeyondKind::Contents),
        (field("PAGE", "3"), BeyondKind::PageNumber),
        (
            r#"<w:r><w:rPr><w:color w:val="FFFFFF"/></w:rPr><w:t>white</w:t></w:r>"#.to_owned(),
            BeyondKind::WhiteWords,
        ),
        (r#"<w:r><w:sym w:font="Webdings" w:char="F021"/></w:r>"#.to_owned(), BeyondKind::Sign),
    ] {
        let body = heading(1, "Finance") + &p("First.") + &within(&(r("Words. ") + &content));
        let docx = Docx::new(&body)
            .part("word/media/image.png", "image/png", "image", b"png".to_vec())
            .outside("out", "image", "https://example.org/map.png");
        let document = document(&docx);
        let found: Vec<_> = document.beyond.iter().map(|beyond| beyond.kind).collect();
        assert_eq!(found, [kind], "{content}");
        let place = document.beyond[0].origin.to_string();
        assert!(place.starts_with("under “Finance”, paragraph 2"), "{place}");
    }
}

#[test]
fn pictures_in_the_file_have_their_words() {
    let docx = Docx::new(&format!("<w:p>{}</w:p>", picture("A map", "embed", "rimage"))).part(
        "word/media/image.png",
        "image/png",
        "image",
        b"png".to_vec(),
    );
    let document = document(&docx);
    assert_eq!(document.beyond, []);
    assert_eq!(document.pictures[0].alt, "A map");
    assert_eq!(
        (&*document.pictures[0].part, document.pictures[0].width),
        ("word/media/image.png", 100)
    );
}

#[test]
fn what_is_cut_off_a_picture_is_known_and_turned_ones_are_beyond() {
    let with = |more: &str| {
        let picture = picture("A map", "embed", "rimage")
            .replace("</pic:blipFill>", &format!("{more}</pic:blipFill>"));
        let docx = Docx::new(&format!("<w:p>{picture}</w:p>"));
        document(&docx.part("word/media/image.png", "image/png", "image", b"png".to_vec()))
    };
    for (sides, expected) in [
        (r#"<a:srcRect l="25000" b="500"/>"#, [25_000, 0, 0, 500]),
        (r#"<a:srcRect l="12.5%" t="3%"/>"#, [12_500, 3_000, 0, 0]),
        (r#"<a:srcRect r="-4000"/>"#, [0; 4]),
        ("", [0; 4]),
    ] {
        assert_eq!(with(sides).pictures[0].cut, expected, "{sides}");
    }
    let turned =
        with(r#"</pic:blipFill><pic:spPr><a:xfrm rot="5400000"/></pic:spPr><pic:blipFill>"#);
    assert_eq!(turned.beyond[0].kind, crate::BeyondKind::TurnedPicture);
    let upright = with(r#"</pic:blipFill><pic:spPr><a:xfrm rot="0"/></pic:spPr><pic:blipFill>"#);
    assert_eq!(upright.beyond, []);
}

#[test]
fn headers_and_watermarks_are_told_but_for_numbers_of_pages() {
    let header = p("Draft for members")
        + r#"<w:p><w:r><w:pict><v:shape><v:textpath string="CONFIDENTIAL"/></v:shape></w:pict></w:r></w:p>"#;
    let footer = format!("<w:p>{}{}</w:p>", r("Page "), field("PAGE", "1"));
    let document =
        document(&Docx::new(&p("Text.")).word("header", &header).word("footer", &footer));
    assert_eq!(document.margins, ["Draft for members", "CONFIDENTIAL"]);
    assert_eq!(document.beyond, []);
}

#[test]
fn what_leads_outside_is_taken_out_before_others_read_it() {
    let body = format!(
        r#"<w:p><w:hyperlink r:id="link">{}</w:hyperlink><w:hyperlink r:id="file">{}</w:hyperlink>{}{}</w:p>"#,
        r("Page"),
        r(" file"),
        picture("A map", "link", "map"),
        field("INCLUDEPICTURE &quot;https://example.org/b.png&quot;", " b"),
    );
    let docx = Docx::new(&body)
        .word("settings", r#"<w:attachedTemplate r:id="template"/><w:updateFields/>"#)
        .outside("link", "hyperlink", "https://example.gov.uk/")
        .outside("file", "hyperlink", "file:///etc/passwd")
        .outside("map", "image", "https://example.org/map.png")
        .outside("template", "attachedTemplate", "https://example.org/a.dotm")
        .part(
            "word/embeddings/a.bin",
            "application/vnd.openxmlformats-officedocument.oleObject",
            "oleObject",
            vec![1],
        );
    assert_eq!(document(&docx).linked[0].words, "https://example.org/map.png");
    let printable = printable(&docx.bytes()).unwrap();
    assert!(printable.had_files);
    assert_eq!(printable.outside.len(), 3);
    for name in names(&printable.bytes) {
        let text = part(&printable.bytes, &name);
        for gone in ["example.org", "passwd", "attachedTemplate", "updateFields"] {
            assert!(!text.contains(gone), "{name}: {text}");
        }
    }
    assert_eq!(lines(&docx), ["Page file b"]);
    assert!(part(&printable.bytes, "word/document.xml").contains("w:hyperlink r:id=\"link\""));
    assert!(names(&printable.bytes).iter().all(|name| !name.contains("embeddings")));
}

#[test]
fn strict_documents_are_read_alike() {
    let docx = Docx::new(&(heading(1, "Summary") + &p("Words.")));
    let strict = |text: &str| {
        text.replace(
            "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
            "http://purl.oclc.org/ooxml/wordprocessingml/main",
        )
        .replace(
            "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
            "http://purl.oclc.org/ooxml/officeDocument/relationships",
        )
    };
    let bytes = docx.bytes();
    let files = names(&bytes).into_iter().map(|name| {
        let text = strict(&part(&bytes, &name));
        (name, text.into_bytes())
    });
    let files: Vec<_> = files.collect();
    assert_eq!(read(&super::docx::zip(files)).unwrap(), document(&docx));
}

/// Returns the names of the files of a zip.
fn names(bytes: &[u8]) -> Vec<String> {
    let zip = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    zip.file_names().map(|name| name.unwrap().to_string()).collect()
}

/// Returns a file of a zip.
fn part(bytes: &[u8], name: &str) -> String {
    let mut zip = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    let mut text = Vec::new();
    std::io::Read::read_to_end(&mut zip.by_name(name).unwrap(), &mut text).unwrap();
    String::from_utf8_lossy(&text).into_owned()
}
