//! Documents for the clauses of PDF/UA-1, made in code: for each clause that we check one that holds it and
//! one that breaks it, both claiming PDF/UA-1.
//!
//! Each is a paper of ours with its one page written anew. A tree is given as `Document(H1 P(Span))`: an
//! element without others has a line of text; what stands in braces, as in `TH{Scope:Column}`, are its
//! entries and attributes.

use std::collections::BTreeMap;

use lopdf::{Dictionary, Document, Object, ObjectId, Stream};

/// A document, and whether it holds the clause.
pub(crate) struct Case {
    /// The clause of ISO 14289-1.
    pub(crate) clause: &'static str,
    /// What it shows, as a file name without its extension.
    pub(crate) name: String,
    /// Whether the clause is held.
    pub(crate) holds: bool,
    /// The file.
    pub(crate) bytes: Vec<u8>,
}

/// Trees that hold a clause, and trees that break it.
const TREES: &[(&str, &str, &str, &str)] = &[
    ("7.1", "unknown-type", "Document(P)", "Document(Paragraph)"),
    ("7.1", "newer-type", "Document(P(Span))", "Document(P(Em))"),
    ("7.2", "table-kids", "Document(Table(Caption TR(TD)))", "Document(Table(P TR(TD)))"),
    ("7.2", "row-kids", "Document(Table(TR(TD)))", "Document(Table(TR(P)))"),
    ("7.2", "row-outside", "Document(Table(TBody(TR(TD))))", "Document(Sect(TR(TD)))"),
    (
        "7.2",
        "head-outside",
        "Document(Table(THead(TR(TH{Scope:Column})) TBody(TR(TD))))",
        "Document(THead(TR(TH)))",
    ),
    ("7.2", "body-outside", "Document(Table(TBody(TR(TD))))", "Document(TBody(TR(TD)))"),
    (
        "7.2",
        "foot-outside",
        "Document(Table(TBody(TR(TD)) TFoot(TR(TD))))",
        "Document(TFoot(TR(TD)))",
    ),
    ("7.2", "cell-outside", "Document(Table(TR(TD)))", "Document(TD)"),
    ("7.2", "header-outside", "Document(Table(TR(TH{Scope:Row} TD)))", "Document(TH)"),
    (
        "7.2",
        "head-kids",
        "Document(Table(THead(TR(TH{Scope:Column})) TBody(TR(TD))))",
        "Document(Table(THead(P) TBody(TR(TD))))",
    ),
    (
        "7.2",
        "two-heads",
        "Document(Table(THead(TR(TH{Scope:Column})) TBody(TR(TD))))",
        "Document(Table(THead(TR(TH)) THead(TR(TH)) TBody(TR(TD))))",
    ),
    (
        "7.2",
        "two-feet",
        "Document(Table(TBody(TR(TD)) TFoot(TR(TD))))",
        "Document(Table(TBody(TR(TD)) TFoot(TR(TD)) TFoot(TR(TD))))",
    ),
    (
        "7.2",
        "head-without-body",
        "Document(Table(THead(TR(TH{Scope:Column})) TBody(TR(TD))))",
        "Document(Table(THead(TR(TH{Scope:Column})) TR(TD)))",
    ),
    (
        "7.2",
        "caption-in-the-middle",
        "Document(Table(TR(TD) Caption))",
        "Document(Table(TR(TD) Caption TR(TD)))",
    ),
    (
        "7.2",
        "cells-overlap",
        "Document(Table(TR(TD{RowSpan:2} TD) TR(TD)))",
        "Document(Table(TR(TD TD{RowSpan:2}) TR(TD{ColSpan:2})))",
    ),
    (
        "7.2",
        "row-too-short",
        "Document(Table(TR(TD TD) TR(TD{ColSpan:2})))",
        "Document(Table(TR(TD TD) TR(TD)))",
    ),
    (
        "7.2",
        "row-too-long",
        "Document(Table(TR(TD TD) TR(TD TD)))",
        "Document(Table(TR(TD TD) TR(TD TD TD)))",
    ),
    (
        "7.2",
        "rows-missing",
        "Document(Table(TR(TD{RowSpan:2} TD) TR(TD)))",
        "Document(Table(TR(TD{RowSpan:3} TD) TR(TD)))",
    ),
    ("7.2", "item-outside", "Document(L(LI(LBody)))", "Document(LI(LBody))"),
    ("7.2", "item-kids", "Document(L(LI(Lbl LBody)))", "Document(L(LI(P)))"),
    (
        "7.2",
        "item-of-browsers",
        "Document(L(LI(Lbl NonStruct) LI(NonStruct(LBody))))",
        "Document(L(LI(Lbl NonStruct(P))))",
    ),
    ("7.2", "item-with-span", "Document(L(LI(Lbl LBody(Span))))", "Document(L(LI(Lbl Span)))"),
    (
        "7.2",
        "items-in-groups",
        "Document(L(Div(LI(LBody) Part(LI(LBody)))) Part(H1))",
        "Document(L(Div(P)))",
    ),
    (
        "7.2",
        "rows-in-groups",
        "Document(Table(Div(TR(TD NonStruct(TD))) NonStruct(TR(TD TD))))",
        "Document(Table(Div(TR(TD NonStruct(TD))) NonStruct(TR(TD))))",
    ),
    (
        "7.2",
        "bodies-in-groups",
        "Document(Table(Div(THead(NonStruct(TR(TH{Scope:Column})))) NonStruct(TBody(Div(TR(TD))))))",
        "Document(Table(Div(THead(NonStruct(TR(TH{Scope:Column})))) NonStruct(TR(TD))))",
    ),
    (
        "7.2",
        "caption-in-group",
        "Document(Table(NonStruct(Caption TR(TD))))",
        "Document(Table(NonStruct(TR(TD) Caption) TR(TD)))",
    ),
    (
        "7.2",
        "contents-in-groups",
        "Document(TOC(Div(TOCI(P)) NonStruct(TOC(TOCI(P)))))",
        "Document(TOC(Div(P)))",
    ),
    ("7.2", "group-outside", "Document(Div(L(LI(LBody))))", "Document(Div(NonStruct(LI(LBody))))"),
    ("7.2", "item-body-outside", "Document(L(LI(LBody)))", "Document(LBody)"),
    ("7.2", "list-kids", "Document(L(Caption L(LI(LBody)) LI(LBody)))", "Document(L(P))"),
    (
        "7.2",
        "list-caption-last",
        "Document(L(Caption LI(LBody)))",
        "Document(L(LI(LBody) Caption))",
    ),
    ("7.2", "contents-kids", "Document(TOC(TOCI(P) TOC(TOCI(P))))", "Document(TOC(P))"),
    ("7.2", "contents-item-outside", "Document(TOC(TOCI(P)))", "Document(TOCI(P))"),
    (
        "7.2",
        "contents-caption-last",
        "Document(TOC(Caption TOCI(P)))",
        "Document(TOC(TOCI(P) Caption))",
    ),
    ("7.2", "language-of-element", "Document(P{Lang:cy})", "Document(P{Lang:cy_GB})"),
    ("7.3", "picture", "Document(Figure{Alt:A map of the moorings})", "Document(Figure{Alt:})"),
    ("7.3", "picture-without-words", "Document(Figure{ActualText:A map})", "Document(Figure)"),
    ("7.4.2", "first-heading", "Document(H1 H2 H3 H2 H1)", "Document(H2 H1)"),
    ("7.4.2", "skipped-level", "Document(H1 H2 H3)", "Document(H1 H3)"),
    ("7.4.4", "two-kinds", "Document(Sect(H Sect(H)) Sect(H))", "Document(H1 Sect(H))"),
    ("7.4.4", "two-in-one", "Document(Sect(H P) Sect(H P))", "Document(Sect(H P H))"),
    (
        "7.5",
        "scope",
        "Document(Table(TR(TH{Scope:Column}) TR(TD)))",
        "Document(Table(TR(TH) TR(TD)))",
    ),
    (
        "7.5",
        "wrong-scope",
        "Document(Table(TR(TH{Scope:Row} TD)))",
        "Document(Table(TR(TH{Scope:Column} TD)))",
    ),
    (
        "7.5",
        "headers",
        "Document(Table(TR(TH{ID:a}) TR(TD{Headers:a})))",
        "Document(Table(TR(TH{ID:a}) TR(TD{Headers:b})))",
    ),
    (
        "7.5",
        "headers-in-groups",
        "Document(Table(TR(NonStruct(TH{Scope:Column})) Div(TR(TD))))",
        "Document(Table(TR(NonStruct(TH)) Div(TR(TD))))",
    ),
    ("7.7", "formula", "Document(Formula{Alt:x squared})", "Document(Formula)"),
    (
        "7.9",
        "note-twice",
        "Document(P(Note{ID:a} Note{ID:b}))",
        "Document(P(Note{ID:a} Note{ID:a}))",
    ),
    ("7.18.4", "form-without-field", "Document(Form{Role:tv})", "Document(Form)"),
];

/// Returns every case; `paper` is a paper with tags, typeset by this program.
pub(crate) fn all(paper: &[u8]) -> Vec<Case> {
    let mut cases = Vec::new();
    for (clause, name, holds, breaks) in TREES {
        for (tree, holds) in [(holds, true), (breaks, false)] {
            let bytes = Page::of(paper, tree).save();
            cases.push(Case { clause, name: (*name).to_owned(), holds, bytes });
        }
    }
    type Change = fn(&mut Page);
    let changes: &[(&str, &str, Change, Change)] = &[
        (
            "7.1",
            "artifact-in-tag",
            |page| page.begin = "/Span BMC",
            |page| page.begin = "/Artifact BMC",
        ),
        ("7.1", "tag-in-artifact", |_| {}, |page| page.around = ("/Artifact BMC", "EMC")),
        (
            "7.1",
            "content-outside",
            |page| page.after = "/Artifact BMC 0 0 9 9 re f EMC",
            |page| page.after = "0 0 9 9 re f",
        ),
        ("6.2", "not-declared", |_| {}, |page| page.without("MarkInfo")),
        ("7.1", "suspects", |_| {}, |page| page.mark("Suspects")),
        ("7.1", "without-tags", |_| {}, |page| page.without("StructTreeRoot")),
        (
            "7.1",
            "mapped-standard-type",
            |page| page.role("Para", "P"),
            |page| page.role("P", "Span"),
        ),
        ("7.2", "language", |_| {}, |page| page.language("English, British")),
        ("7.2", "without-language", |_| {}, |page| page.without("Lang")),
        (
            "7.20",
            "drawing-twice",
            |page| page.drawing("/Drawing Do"),
            |page| {
                page.drawing("/Drawing Do /Drawing Do");
            },
        ),
        (
            "7.2",
            "language-of-content",
            |page| page.begin = "/Span <</Lang (cy-GB)>> BDC",
            |page| page.begin = "/Span <</Lang (in Welsh)>> BDC",
        ),
        (
            "7.18.5",
            "link",
            |page| page.link("Link", Some("Moorings")),
            |page| page.link("P", Some("Moorings")),
        ),
        (
            "7.18.5",
            "link-without-words",
            |page| page.link("Link", Some("Moorings")),
            |page| page.link("Link", None),
        ),
        (
            "7.18.5",
            "link-without-tag",
            |page| page.link("Link", Some("Moorings")),
            |page| page.link("", Some("Moorings")),
        ),
        ("7.18.1", "field", |page| page.field("Form", "Your name"), |page| page.field("Form", "")),
        (
            "7.18.4",
            "field-in-paragraph",
            |page| page.field("Form", "Your name"),
            |page| page.field("P", "Your name"),
        ),
        ("7.18.1", "mark-without-tag", |_| {}, |page| page.field("", "Your name")),
        (
            "7.21.4.1",
            "not-embedded",
            |_| {},
            |page| page.descriptor().remove(b"FontFile3").map_or((), drop),
        ),
        ("7.21.4.1", "glyph-missing", |_| {}, |page| page.text = b"\xff\xf0".to_vec()),
        ("7.21.5", "widths", |_| {}, |page| drop(page.inner().remove(b"W"))),
        ("7.21.7", "no-unicode", |_| {}, |page| drop(page.font().remove(b"ToUnicode"))),
        ("7.21.7", "unicode-of-nothing", |_| {}, |page| page.unicode_of_nothing()),
        ("7.21.8", "undefined", |_| {}, |page| page.text = vec![0, 0]),
        (
            "7.21.3.1",
            "collection",
            |page| page.embed_map("Identity"),
            |page| page.embed_map("Japan1"),
        ),
        (
            "7.21.3.3",
            "direction",
            |page| page.embed_map("Identity"),
            |page| page.embed_map("Vertical"),
        ),
        ("7.21.3.3", "unknown-map", |_| {}, |page| page.font().set("Encoding", "Unknown-H")),
        (
            "7.21.3.2",
            "map-to-glyphs",
            |page| page.glyphs_by_number("Identity"),
            |page| page.glyphs_by_number("Reversed"),
        ),
        (
            "7.21.6",
            "letters-without-encoding",
            |page| page.true_type(32, Some("WinAnsiEncoding")),
            |page| page.true_type(32, None),
        ),
        (
            "7.21.6",
            "symbols-with-encoding",
            |page| page.true_type(4, None),
            |page| page.true_type(4, Some("WinAnsiEncoding")),
        ),
    ];
    for (clause, name, keeps, breaks) in changes {
        for (change, holds) in [(keeps, true), (breaks, false)] {
            let mut page = Page::of(paper, "Document(P)");
            change(&mut page);
            cases.push(Case { clause, name: (*name).to_owned(), holds, bytes: page.save() });
        }
    }
    cases
}

/// A document of one page.
struct Page {
    document: Document,
    page: ObjectId,
    root: ObjectId,
    /// The element of each piece of content.
    owners: Vec<ObjectId>,
    /// A string that its font can show.
    text: Vec<u8>,
    font: (String, ObjectId),
    /// What begins marked content inside that of each element.
    begin: &'static str,
    /// What stands around everything.
    around: (&'static str, &'static str),
    after: &'static str,
}

impl Page {
    fn of(paper: &[u8], tree: &str) -> Self {
        let mut document = Document::load_mem(paper).unwrap();
        let page = document.page_iter().next().unwrap();
        let fonts = document.get_page_fonts(page).unwrap();
        let content = lopdf::content::Content::decode(&document.get_page_content(page)).unwrap();
        let is_shown = |operation: &&lopdf::content::Operation| {
            matches!(operation.operator.as_str(), "Tf" | "Tj" | "TJ")
        };
        let mut shown = content.operations.iter().filter(is_shown);
        let name = shown.next().unwrap().operands[0].as_name().unwrap().to_vec();
        let text = shown.find_map(|operation| match &operation.operands[0] {
            Object::String(text, _) => Some(text.clone()),
            Object::Array(list) => {
                list.iter().find_map(|item| item.as_str().ok()).map(<[u8]>::to_vec)
            }
            _ => None,
        });
        assert!(fonts.contains_key(&name));
        let resources =
            document.get_dict_in_dict(document.get_dictionary(page).unwrap(), b"Resources");
        let resources = resources.unwrap().clone();
        let list = document.get_dict_in_dict(&resources, b"Font").unwrap();
        let font = list.get(&name).unwrap().as_reference().unwrap();
        let root = document.new_object_id();
        let mut made = Self {
            document,
            page,
            root,
            owners: Vec::new(),
            text: text.unwrap(),
            font: (String::from_utf8(name).unwrap(), font),
            begin: "/Span BMC",
            around: ("", ""),
            after: "",
        };
        let mut rest = tree;
        let top = made.element(&mut rest, root);
        assert!(rest.is_empty(), "{rest}");
        let mut dict = Dictionary::new();
        dict.set("Type", "StructTreeRoot");
        dict.set("K", top);
        made.document.objects.insert(root, dict.into());
        let catalog = made.document.catalog_mut().unwrap();
        catalog.set("StructTreeRoot", root);
        catalog.remove(b"Outlines");
        catalog.remove(b"Names");
        let node = made.document.catalog().unwrap().get(b"Pages").unwrap().as_reference().unwrap();
        let node = made.document.get_dictionary_mut(node).unwrap();
        node.set("Kids", vec![Object::Reference(page)]);
        node.set("Count", 1);
        made.document.get_dictionary_mut(page).unwrap().remove(b"Annots");
        made
    }

    /// Reads an element, and adds it below its parent.
    fn element(&mut self, rest: &mut &str, parent: ObjectId) -> ObjectId {
        let end = rest.find(|letter: char| !letter.is_ascii_alphanumeric()).unwrap_or(rest.len());
        let (role, after) = rest.split_at(end);
        *rest = after;
        let mut entries = BTreeMap::new();
        if let Some(inside) = rest.strip_prefix('{') {
            let (inside, after) = inside.split_once('}').unwrap();
            entries.extend(inside.split(';').map(|entry| entry.split_once(':').unwrap()));
            *rest = after;
        }
        let id = self.add(role, parent);
        let mut kids = Vec::new();
        if let Some(after) = rest.strip_prefix('(') {
            *rest = after;
            loop {
                kids.push(Object::Reference(self.element(rest, id)));
                match rest.split_at(1) {
                    (" ", after) => *rest = after,
                    (_, after) => {
                        *rest = after;
                        break;
                    }
                }
            }
        } else {
            kids.push(i64::try_from(self.owners.len()).unwrap().into());
            self.owners.push(id);
        }
        let element = self.document.get_dictionary_mut(id).unwrap();
        element.set("K", kids);
        for (key, value) in entries {
            let text = Object::string_literal(value);
            let (owner, value): (&str, Object) = match key {
                "Scope" | "Role" => {
                    (if key == "Role" { "PrintField" } else { "Table" }, value.into())
                }
                "RowSpan" | "ColSpan" => ("Table", value.parse::<i64>().unwrap().into()),
                "Headers" => ("Table", vec![text].into()),
                _ => {
                    element.set(key, text);
                    continue;
                }
            };
            let mut attributes = Dictionary::new();
            attributes.set("O", owner);
            attributes.set(key, value);
            element.set("A", attributes);
        }
        id
    }

    /// Adds an element without content below another.
    fn add(&mut self, role: &str, parent: ObjectId) -> ObjectId {
        let mut element = Dictionary::new();
        element.set("Type", "StructElem");
        element.set("S", role);
        element.set("P", parent);
        element.set("Pg", self.page);
        self.document.add_object(element)
    }

    fn mark(&mut self, key: &str) {
        let mut mark = Dictionary::new();
        mark.set("Marked", true);
        mark.set(key, true);
        self.document.catalog_mut().unwrap().set("MarkInfo", mark);
    }

    /// Takes an entry out of the catalog.
    fn without(&mut self, key: &str) {
        self.document.catalog_mut().unwrap().remove(key.as_bytes()).unwrap();
    }

    /// Maps a type to another.
    fn role(&mut self, role: &str, standard: &str) {
        let mut map = Dictionary::new();
        map.set(role, standard);
        self.document.get_dictionary_mut(self.root).unwrap().set("RoleMap", map);
    }

    /// Adds a drawing with a tag of its own, and content after everything that shows it.
    fn drawing(&mut self, shown: &'static str) {
        let mut form = Dictionary::new();
        form.set("Type", "XObject");
        form.set("Subtype", "Form");
        form.set("BBox", vec![0.into(), 0.into(), 9.into(), 9.into()]);
        form.set("StructParents", 90);
        let content = b"/P <</MCID 0>> BDC 0 0 9 9 re f EMC".to_vec();
        let form = self.document.add_object(Stream::new(form, content));
        let element = self.add("P", self.owners[0]);
        let mut reference = Dictionary::new();
        reference.set("Type", "MCR");
        reference.set("Pg", self.page);
        reference.set("Stm", form);
        reference.set("MCID", 0);
        self.document.get_dictionary_mut(element).unwrap().set("K", reference);
        let paragraph = self.document.get_dictionary_mut(self.owners[0]).unwrap();
        paragraph.set("K", vec![0.into(), Object::Reference(element)]);
        self.document.add_xobject(self.page, "Drawing", form).unwrap();
        self.after = shown;
    }

    fn language(&mut self, language: &str) {
        self.document.catalog_mut().unwrap().set("Lang", Object::string_literal(language));
    }

    /// Adds an annotation, in a tag of that type unless it is empty.
    fn annotation(&mut self, role: &str, annotation: Dictionary) {
        let id = self.document.add_object(annotation);
        let page = self.document.get_dictionary_mut(self.page).unwrap();
        page.set("Annots", vec![Object::Reference(id)]);
        if role.is_empty() {
            return;
        }
        let element = self.add(role, self.owners[0]);
        let mut reference = Dictionary::new();
        reference.set("Type", "OBJR");
        reference.set("Obj", id);
        self.document.get_dictionary_mut(element).unwrap().set("K", reference);
        let paragraph = self.document.get_dictionary_mut(self.owners[0]).unwrap();
        paragraph.set("K", vec![0.into(), Object::Reference(element)]);
    }

    fn link(&mut self, role: &str, words: Option<&str>) {
        let mut action = Dictionary::new();
        action.set("S", "URI");
        action.set("URI", Object::string_literal("https://example.gov.uk/"));
        let mut link = Dictionary::new();
        link.set("Type", "Annot");
        link.set("Subtype", "Link");
        link.set("Rect", vec![72.into(), 700.into(), 144.into(), 720.into()]);
        link.set("A", action);
        if let Some(words) = words {
            link.set("Contents", Object::string_literal(words));
        }
        self.annotation(role, link);
    }

    fn field(&mut self, role: &str, words: &str) {
        let mut form = Dictionary::new();
        form.set("Type", "XObject");
        form.set("Subtype", "Form");
        form.set("BBox", vec![0.into(), 0.into(), 72.into(), 20.into()]);
        let form = self.document.add_object(Stream::new(form, b"0 0 72 20 re S".to_vec()));
        let mut appearance = Dictionary::new();
        appearance.set("N", form);
        let mut field = Dictionary::new();
        field.set("Type", "Annot");
        field.set("Subtype", "Widget");
        field.set("FT", "Tx");
        field.set("T", Object::string_literal("name"));
        field.set("TU", Object::string_literal(words));
        field.set("F", 4);
        field.set("Rect", vec![72.into(), 600.into(), 144.into(), 620.into()]);
        field.set("AP", appearance);
        self.annotation(role, field);
    }

    fn font(&mut self) -> &mut Dictionary {
        self.document.get_dictionary_mut(self.font.1).unwrap()
    }

    fn inner(&mut self) -> &mut Dictionary {
        let inner = self.font().get(b"DescendantFonts").unwrap().as_array().unwrap()[0].clone();
        self.document.get_dictionary_mut(inner.as_reference().unwrap()).unwrap()
    }

    fn descriptor(&mut self) -> &mut Dictionary {
        let descriptor = self.inner().get(b"FontDescriptor").unwrap().as_reference().unwrap();
        self.document.get_dictionary_mut(descriptor).unwrap()
    }

    fn unicode_of_nothing(&mut self) {
        let codes =
            self.text.chunks(2).map(|code| format!("<{:02x}{:02x}> <0000>\n", code[0], code[1]));
        let map = format!(
            "1 begincodespacerange <0000> <ffff> endcodespacerange\n{} beginbfchar\n{}endbfchar",
            self.text.len() / 2,
            codes.collect::<String>()
        );
        let map = self.document.add_object(Stream::new(Dictionary::new(), map.into_bytes()));
        self.font().set("ToUnicode", map);
    }

    /// Gives the page a TrueType font of one letter, with these flags and this encoding.
    fn true_type(&mut self, flags: i64, encoding: Option<&str>) {
        let descriptor = self.square(flags);
        let mut font = Dictionary::new();
        font.set("Type", "Font");
        font.set("Subtype", "TrueType");
        font.set("BaseFont", "Square");
        font.set("FirstChar", i64::from(b'A'));
        font.set("LastChar", i64::from(b'A'));
        font.set("Widths", vec![600.into()]);
        font.set("FontDescriptor", descriptor);
        let map = "1 begincodespacerange <00> <ff> endcodespacerange
1 beginbfchar <41> <0041> endbfchar";
        let map = Stream::new(Dictionary::new(), map.as_bytes().to_vec());
        font.set("ToUnicode", self.document.add_object(map));
        if let Some(encoding) = encoding {
            font.set("Encoding", encoding);
        }
        *self.font() = font;
        self.text = b"A".to_vec();
    }

    /// Gives the page a TrueType font of many characters, which finds its glyphs by way of this map.
    fn glyphs_by_number(&mut self, map: &str) {
        let descriptor = self.square(4);
        let inner = self.inner();
        inner.set("Subtype", "CIDFontType2");
        inner.set("BaseFont", "Square");
        inner.set("CIDToGIDMap", map);
        inner.set("DW", 600);
        inner.remove(b"W");
        inner.set("FontDescriptor", descriptor);
        self.font().set("BaseFont", "Square");
        let map = "1 begincodespacerange <0000> <ffff> endcodespacerange
1 beginbfchar <0001> <0041> endbfchar";
        let map = Stream::new(Dictionary::new(), map.as_bytes().to_vec());
        let map = self.document.add_object(map);
        self.font().set("ToUnicode", map);
        self.text = vec![0, 1];
    }

    /// Adds a TrueType font whose letter A is a square, and returns its descriptor.
    fn square(&mut self, flags: i64) -> ObjectId {
        let program = square_font();
        let mut dict = Dictionary::new();
        dict.set("Length1", i64::try_from(program.len()).unwrap());
        let program = self.document.add_object(Stream::new(dict, program));
        let mut descriptor = Dictionary::new();
        descriptor.set("Type", "FontDescriptor");
        descriptor.set("FontName", "Square");
        descriptor.set("Flags", flags);
        descriptor.set("FontBBox", vec![0.into(), 0.into(), 500.into(), 500.into()]);
        descriptor.set("ItalicAngle", 0);
        descriptor.set("Ascent", 800);
        descriptor.set("Descent", -200);
        descriptor.set("CapHeight", 500);
        descriptor.set("StemV", 80);
        descriptor.set("FontFile2", program);
        self.document.add_object(descriptor)
    }

    /// Embeds a map from codes to glyphs, that of a collection, or one that is vertical by half.
    fn embed_map(&mut self, collection: &str) {
        let mut info = Dictionary::new();
        info.set("Registry", Object::string_literal("Adobe"));
        let ordering = if collection == "Vertical" { "Identity" } else { collection };
        info.set("Ordering", Object::string_literal(ordering));
        info.set("Supplement", 0);
        let mut map = Dictionary::new();
        map.set("Type", "CMap");
        map.set("CMapName", "Moorings-H");
        map.set("CIDSystemInfo", info);
        map.set("WMode", i64::from(collection == "Vertical"));
        let text = format!(
            "/CIDInit /ProcSet findresource begin 12 dict begin begincmap
/CIDSystemInfo 3 dict dup begin /Registry (Adobe) def /Ordering ({ordering}) def /Supplement 0 def end def
/CMapName /Moorings-H def /CMapType 1 def /WMode 0 def
1 begincodespacerange <0000> <ffff> endcodespacerange
1 begincidrange <0000> <ffff> 0 endcidrange
endcmap CMapName currentdict /CMap defineresource pop end end"
        );
        let map = self.document.add_object(Stream::new(map, text.into_bytes()));
        self.font().set("Encoding", map);
    }

    /// Writes the content and saves the document.
    fn save(mut self) -> Vec<u8> {
        let text: String = self.text.iter().map(|byte| format!("{byte:02x}")).collect();
        let mut content = format!("{}\n", self.around.0);
        for at in 0..self.owners.len() {
            let (name, begin, up) = (&self.font.0, self.begin, 780 - 16 * at);
            content.push_str(&format!(
                "/P <</MCID {at}>> BDC {begin}\nBT /{name} 12 Tf 72 {up} Td <{text}> Tj ET\nEMC EMC\n"
            ));
        }
        content.push_str(&format!("{}\n{}\n", self.around.1, self.after));
        let content =
            self.document.add_object(Stream::new(Dictionary::new(), content.into_bytes()));
        let tree = self.owners.iter().copied().map(Object::Reference).collect::<Vec<_>>();
        let mut parents = Dictionary::new();
        parents.set("Nums", vec![0.into(), tree.into()]);
        self.document.get_dictionary_mut(self.root).unwrap().set("ParentTree", parents);
        let page = self.document.get_dictionary_mut(self.page).unwrap();
        page.set("Contents", content);
        page.set("StructParents", 0);
        let mut bytes = Vec::new();
        self.document.save_to(&mut bytes).unwrap();
        bytes
    }
}

/// Returns a TrueType font (the `OpenType` specification, 1.9) with two glyphs, 600 of 1,000 units wide: nothing, and a
/// square that is the letter A, by a map for Unicode and one for symbols.
fn square_font() -> Vec<u8> {
    let shorts =
        |values: &[u16]| values.iter().flat_map(|value| value.to_be_bytes()).collect::<Vec<u8>>();
    let map = |letter: u16| {
        // Format 4: one segment for the letter, and the one that ends the list.
        let delta = 1_u16.wrapping_sub(letter);
        shorts(&[4, 32, 0, 4, 4, 1, 0, letter, 0xffff, 0, letter, 0xffff, delta, 1, 0, 0])
    };
    let letters = map(u16::from(b'A'));
    let symbols = map(0xf000 + u16::from(b'A'));
    let after_letters = 20 + u16::try_from(letters.len()).unwrap();
    let cmap = [
        // Two maps: for symbols, and for Unicode.
        shorts(&[0, 2, 3, 0, 0, after_letters, 3, 1, 0, 20]),
        letters,
        symbols,
    ]
    .concat();
    // One contour of four corners, all on the outline, each as the way from the last.
    let glyph = [
        shorts(&[1, 0, 0, 500, 500, 3, 0]),
        vec![1; 4],
        shorts(&[0, 500, 0, 0_u16.wrapping_sub(500), 0, 0, 500, 0]),
    ]
    .concat();
    let length = u16::try_from(glyph.len()).unwrap();
    assert!(length.is_multiple_of(2));
    let tables: [(&[u8; 4], Vec<u8>); 9] = [
        (b"cmap", cmap),
        (b"glyf", glyph),
        (
            b"head",
            shorts(&[
                1, 0, 1, 0, 0, 0, 0x5f0f, 0x3cf5, 0, 1000, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 500, 500,
                0, 8, 2, 0, 0,
            ]),
        ),
        (
            b"hhea",
            shorts(&[
                1,
                0,
                800,
                0_u16.wrapping_sub(200),
                0,
                600,
                0,
                0,
                500,
                1,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                2,
            ]),
        ),
        (b"hmtx", shorts(&[600, 0, 600, 0])),
        (b"loca", shorts(&[0, 0, length / 2])),
        (b"maxp", shorts(&[1, 0, 2, 4, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0])),
        (b"name", shorts(&[0, 0, 6])),
        (b"post", [shorts(&[3]), vec![0; 30]].concat()),
    ];
    let count = u16::try_from(tables.len()).unwrap();
    let mut font = shorts(&[1, 0, count, 128, 3, count * 16 - 128]);
    let mut at = 12 + 16 * tables.len();
    for (name, table) in &tables {
        font.extend(*name);
        font.extend([0; 4]);
        font.extend(u32::try_from(at).unwrap().to_be_bytes());
        font.extend(u32::try_from(table.len()).unwrap().to_be_bytes());
        at += table.len().next_multiple_of(4);
    }
    for (_, table) in tables {
        font.extend(&table);
        font.resize(font.len().next_multiple_of(4), 0);
    }
    font
}
