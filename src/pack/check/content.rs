//! The content of pages: what is tagged, what is an artifact, and which letters of which font are shown
//! (ISO 14289-1, 7.1, 7.2 and 7.20).

use std::collections::{BTreeMap, BTreeSet};

use lopdf::{Dictionary, Document, Object, ObjectId, Stream};

use super::language;
use super::structure::Tree;
use crate::Reason;
use crate::clean::{MAX_STREAM_BYTES, contents, mcid, paints};
use crate::object::{dict, get, get_array, get_dict, get_name, locate, number, resolve};
use crate::tokens::{Operation, Operations};

/// How deep forms, patterns and glyphs nest.
const MAX_DEPTH: usize = 12;

/// How many operations are read, of all pages.
const MAX_OPERATIONS: usize = 50_000_000;

/// A font, and what is shown of it.
pub(super) struct UsedFont<'a> {
    pub(super) font: &'a Dictionary,
    /// The strings that are shown in text rendering mode 3, so that they can't be seen.
    pub(super) invisible: BTreeSet<Vec<u8>>,
    /// The strings that are shown in another mode.
    pub(super) visible: BTreeSet<Vec<u8>>,
}

/// The fonts of a document, each by the address of its dictionary.
pub(super) type UsedFonts<'a> = BTreeMap<usize, UsedFont<'a>>;

/// Checks the content of all pages; returns the fonts and what is shown of them.
pub(super) fn check<'a>(
    document: &'a Document,
    tree: &Tree<'_>,
    pages: &[ObjectId],
    reasons: &mut BTreeSet<Reason>,
) -> UsedFonts<'a> {
    let mut walk = Walk {
        document,
        content: &tree.content,
        reasons,
        fonts: UsedFonts::new(),
        forms: BTreeSet::new(),
        painted: BTreeSet::new(),
        operations: 0,
        page: 0,
    };
    for (at, &id) in pages.iter().enumerate() {
        walk.page = at + 1;
        let Ok(page) = document.get_dictionary(id) else { continue };
        let mut content = Vec::new();
        for stream in contents(document, page) {
            let Some(Object::Stream(stream)) = document.objects.get(&stream) else { continue };
            walk.decode(stream, &mut content);
            content.push(b'\n');
        }
        let resources = get_dict(document, page, b"Resources");
        walk.run(&content, resources, Owner::Content(id), Marks::default(), 0);
    }
    walk.fonts
}

/// What the identifiers in some content refer to.
#[derive(Clone, Copy)]
enum Owner {
    /// A page, or a form whose content is tagged.
    Content(ObjectId),
    /// What can have no tags: patterns, glyphs.
    Nothing,
}

/// What marked content is open.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
struct Marks {
    /// How many are tagged.
    tagged: usize,
    /// How many are artifacts.
    artifacts: usize,
}

struct Walk<'a, 'r> {
    document: &'a Document,
    content: &'r BTreeSet<(ObjectId, u32)>,
    reasons: &'r mut BTreeSet<Reason>,
    fonts: UsedFonts<'a>,
    /// Forms, patterns and glyphs that were read, each with whether it was tagged or an artifact there.
    forms: BTreeSet<(usize, bool, bool)>,
    /// Forms whose content has tags and that were painted.
    painted: BTreeSet<ObjectId>,
    operations: usize,
    /// The number of the page, from 1.
    page: usize,
}

/// What part of the graphics state is followed.
#[derive(Clone, Copy, Default)]
struct State<'a> {
    font: Option<&'a Dictionary>,
    is_invisible: bool,
}

impl<'a> Walk<'a, '_> {
    fn fault(&mut self, clause: &'static str, words: String) {
        self.reasons.insert(Reason::new(clause, words));
    }

    /// Appends what a stream holds.
    fn decode(&mut self, stream: &Stream, content: &mut Vec<u8>) {
        let left = MAX_STREAM_BYTES.saturating_sub(content.len());
        match stream.get_plain_content_with_limit(left) {
            Ok(plain) => content.extend(plain),
            Err(_) => {
                let words = format!("the content of page {} can't be read", self.page);
                self.fault("7.1", words);
            }
        }
    }

    fn run(
        &mut self,
        content: &[u8],
        resources: Option<&'a Dictionary>,
        owner: Owner,
        outer: Marks,
        depth: usize,
    ) {
        let document = self.document;
        let find = |kind: &[u8], name: &[u8]| -> Option<&'a Object> {
            get_dict(document, resources?, kind)?.get(name).ok()
        };
        let mut state = State::default();
        let mut saved = Vec::new();
        let mut open: Vec<Marks> = Vec::new();
        for Operation { operator, operands } in Operations::new(content) {
            self.operations += 1;
            if self.operations > MAX_OPERATIONS {
                let words = format!("the content of page {} is too long to be checked", self.page);
                self.fault("7.1", words);
                return;
            }
            let marks = open.last().copied().unwrap_or(outer);
            let name = operands.first().and_then(|name| name.as_name().ok());
            match operator {
                b"q" => saved.push(state),
                b"Q" => state = saved.pop().unwrap_or(state),
                b"Tf" => {
                    let font = name.and_then(|name| find(b"Font", name));
                    state.font = font.and_then(|font| dict(document, font));
                }
                b"Tr" => {
                    let mode = operands.first().and_then(|mode| number(document, mode));
                    state.is_invisible = mode.is_some_and(|mode| (mode - 3.0).abs() < 0.5);
                }
                b"gs" => {
                    let settings = name.and_then(|name| find(b"ExtGState", name));
                    let settings = settings.and_then(|settings| dict(document, settings));
                    if let Some(settings) = settings {
                        if let Some(font) = get_array(document, settings, b"Font").first() {
                            state.font = dict(document, font);
                        }
                        let mask = get_dict(document, settings, b"SMask");
                        if let Some(group) = mask.and_then(|mask| mask.get(b"G").ok()) {
                            self.inner(group, resources, covered(), depth);
                        }
                    }
                }
                b"scn" | b"SCN" => {
                    let pattern = operands.last().and_then(|name| name.as_name().ok());
                    if let Some(pattern) = pattern.and_then(|name| find(b"Pattern", name)) {
                        self.inner(pattern, resources, covered(), depth);
                    }
                }
                b"BMC" | b"BDC" => {
                    let properties = match operands.get(1) {
                        Some(Object::Name(name)) => {
                            find(b"Properties", name).and_then(|object| dict(document, object))
                        }
                        Some(Object::Dictionary(dict)) => Some(dict),
                        _ => None,
                    };
                    open.push(self.begin(name, properties, owner, marks));
                }
                b"EMC" => drop(open.pop()),
                b"Do" => {
                    if let Some(form) = name.and_then(|name| find(b"XObject", name)) {
                        self.paint(form, resources, marks, depth);
                    }
                }
                b"Tj" | b"'" | b"\"" => {
                    if let Some(Object::String(text, _)) = operands.last() {
                        self.show(state, text, resources, depth);
                    }
                }
                b"TJ" => {
                    let list = operands.first().and_then(|list| list.as_array().ok());
                    for item in list.into_iter().flatten() {
                        if let Object::String(text, _) = item {
                            self.show(state, text, resources, depth);
                        }
                    }
                }
                _ => {}
            }
            if operator != b"Do" && paints(operator) {
                self.covered(marks);
            }
        }
    }

    /// Notes where something is painted that is neither tagged nor an artifact.
    fn covered(&mut self, marks: Marks) {
        if marks.tagged == 0 && marks.artifacts == 0 {
            let words = format!("some content of page {} is in no tag", self.page);
            self.fault("7.1", words);
        }
    }

    /// Returns the marks after a marked-content sequence begins.
    fn begin(
        &mut self,
        tag: Option<&[u8]>,
        properties: Option<&Dictionary>,
        owner: Owner,
        marks: Marks,
    ) -> Marks {
        let property = |key: &[u8]| properties.map(|dict| get(self.document, dict, key));
        if let Some(Object::String(written, _)) = property(b"Lang") {
            self.reasons.extend(language::fault(&String::from_utf8_lossy(written)));
        }
        let is_artifact = tag == Some(b"Artifact");
        let mcid = mcid(property(b"MCID"));
        let is_tagged = match (owner, mcid) {
            (Owner::Content(owner), Some(mcid)) => self.content.contains(&(owner, mcid)),
            _ => false,
        };
        if is_artifact && marks.tagged > 0 {
            let words = format!("an artifact stands in tagged content of page {}", self.page);
            self.fault("7.1", words);
        }
        if is_tagged && marks.artifacts > 0 {
            let words = format!("tagged content stands in an artifact of page {}", self.page);
            self.fault("7.1", words);
        }
        Marks {
            tagged: marks.tagged + usize::from(is_tagged),
            artifacts: marks.artifacts + usize::from(is_artifact),
        }
    }

    /// Goes through a form that is painted, or notes that a picture is.
    fn paint(
        &mut self,
        object: &'a Object,
        resources: Option<&'a Dictionary>,
        marks: Marks,
        depth: usize,
    ) {
        let (id, value) = locate(self.document, object);
        let Object::Stream(stream) = value else { return };
        if get_name(self.document, &stream.dict, b"Subtype") != Some(b"Form") {
            self.covered(marks);
            return;
        }
        if stream.dict.has(b"Ref") {
            self.fault("7.20", format!("page {} shows a page of another file", self.page));
        }
        if stream.dict.has(b"StructParents") && id.is_some_and(|id| !self.painted.insert(id)) {
            let words = "a drawing that has tags is shown more than once";
            self.fault("7.20", words.to_owned());
        }
        self.inner(object, resources, marks, depth);
    }

    /// Goes through the content of a form, a pattern or a glyph, once for each way of being marked.
    fn inner(
        &mut self,
        object: &'a Object,
        resources: Option<&'a Dictionary>,
        marks: Marks,
        depth: usize,
    ) {
        let (id, value) = locate(self.document, object);
        let Object::Stream(stream) = value else { return };
        let key = std::ptr::from_ref(stream).addr();
        if !self.forms.insert((key, marks.tagged > 0, marks.artifacts > 0)) {
            return;
        }
        if depth >= MAX_DEPTH {
            let words = format!("the drawings of page {} nest too deeply", self.page);
            self.fault("7.1", words);
            return;
        }
        let mut content = Vec::new();
        self.decode(stream, &mut content);
        let inner = get_dict(self.document, &stream.dict, b"Resources").or(resources);
        let owner = match id.filter(|_| stream.dict.has(b"StructParents")) {
            Some(id) => Owner::Content(id),
            None => Owner::Nothing,
        };
        self.run(&content, inner, owner, marks, depth + 1);
    }

    /// Notes a string that is shown.
    fn show(
        &mut self,
        state: State<'a>,
        text: &[u8],
        resources: Option<&'a Dictionary>,
        depth: usize,
    ) {
        let Some(font) = state.font else {
            let words = format!("text of page {} has no font", self.page);
            self.fault("7.21.4.1", words);
            return;
        };
        let key = std::ptr::from_ref(font).addr();
        let is_new = !self.fonts.contains_key(&key);
        let used = self.fonts.entry(key).or_insert_with(|| UsedFont {
            font,
            invisible: BTreeSet::new(),
            visible: BTreeSet::new(),
        });
        let strings = if state.is_invisible { &mut used.invisible } else { &mut used.visible };
        if !strings.contains(text) {
            strings.insert(text.to_vec());
        }
        if is_new && get_name(self.document, font, b"Subtype") == Some(b"Type3") {
            let glyphs = get_dict(self.document, font, b"CharProcs");
            let inner = get_dict(self.document, font, b"Resources").or(resources);
            for (_, glyph) in glyphs.into_iter().flat_map(Dictionary::iter) {
                if let Object::Stream(_) = resolve(self.document, glyph) {
                    self.inner(glyph, inner, covered(), depth);
                }
            }
        }
    }
}

/// Returns the marks of what is tagged with what it is part of: patterns, masks and glyphs.
fn covered() -> Marks {
    Marks { tagged: 1, artifacts: 0 }
}
