//! Layers that are off (optional content; ISO 32000-1, 8.11): what only they show is taken out, as no reader
//! sees it and every program finds it.

use std::collections::{BTreeMap, BTreeSet};

use lopdf::{Dictionary, Document, Object, ObjectId, Stream};

use super::MAX_STREAM_BYTES;
use super::content::{mcid, paints};
use super::pages::contents;
use super::streams::deflate_into;
use crate::object::{get, get_array, get_dict, get_name, locate, resolve};
use crate::tokens::{Operation, Operations};

/// How deep expressions of visibility are followed.
const MAX_DEPTH: usize = 20;

/// The layers of a document.
pub(super) struct Layers {
    /// All of them, in the order in which they are listed.
    pub(super) all: Vec<ObjectId>,
    /// Those that are off when the document is opened.
    pub(super) off: BTreeSet<ObjectId>,
}

/// What was taken out with layers that are off.
#[derive(Default)]
pub(super) struct Taken {
    /// Identifiers of marked content of which nothing is left, by the page or form whose content had it.
    pub(super) mcids: BTreeMap<ObjectId, BTreeSet<u32>>,
    /// Whether anything was taken out.
    pub(super) is_some: bool,
    /// The numbers of pages, from 1, on which something could not be; 0 stands for forms.
    pub(super) left: BTreeSet<usize>,
}

impl Layers {
    /// Reads the layers of a document.
    pub(super) fn read(document: &Document, catalog: &Dictionary) -> Self {
        let none = Dictionary::new();
        let properties = get_dict(document, catalog, b"OCProperties").unwrap_or(&none);
        let group = |object: &Object| {
            let (id, value) = locate(document, object);
            let dict = value.as_dict().ok()?;
            (get_name(document, dict, b"Type") == Some(b"OCG")).then_some(id?)
        };
        let mut all: Vec<ObjectId> = Vec::new();
        for id in get_array(document, properties, b"OCGs").iter().filter_map(group) {
            if !all.contains(&id) {
                all.push(id);
            }
        }
        let shown = get_dict(document, properties, b"D").unwrap_or(&none);
        let list = |key: &[u8]| -> BTreeSet<ObjectId> {
            get_array(document, shown, key).iter().filter_map(group).collect()
        };
        let (on, mut off) = (list(b"ON"), list(b"OFF"));
        if get_name(document, shown, b"BaseState") == Some(b"OFF") {
            off.extend(all.iter().filter(|id| !on.contains(*id)));
        }
        Self { all, off }
    }

    /// Returns whether what belongs to a layer, or to a combination of layers, is not shown.
    pub(super) fn hides(&self, document: &Document, membership: &Object) -> bool {
        if self.off.is_empty() {
            return false;
        }
        let (id, value) = locate(document, membership);
        let Ok(dict) = value.as_dict() else { return false };
        if get_name(document, dict, b"Type") != Some(b"OCMD") {
            return id.is_some_and(|id| self.off.contains(&id));
        }
        if let Ok(expression) = dict.get(b"VE") {
            return self.is_visible(document, expression, 0) == Some(false);
        }
        let Ok(groups) = dict.get(b"OCGs") else { return false };
        let groups = match resolve(document, groups) {
            Object::Array(groups) => groups.as_slice(),
            _ => std::slice::from_ref(groups),
        };
        let mut states = groups.iter().filter_map(|group| {
            let (id, value) = locate(document, group);
            value.as_dict().ok()?;
            Some(!self.off.contains(&id?))
        });
        let has_any = states.clone().next().is_some();
        let is_visible = match get_name(document, dict, b"P") {
            Some(b"AllOn") => states.all(|is_on| is_on),
            Some(b"AnyOff") => states.any(|is_on| !is_on),
            Some(b"AllOff") => states.all(|is_on| !is_on),
            _ => states.any(|is_on| is_on),
        };
        has_any && !is_visible
    }

    /// Returns what an expression of visibility says; `None` where it is none.
    fn is_visible(&self, document: &Document, expression: &Object, depth: usize) -> Option<bool> {
        let (id, value) = locate(document, expression);
        let Object::Array(list) = value else { return Some(!self.off.contains(&id?)) };
        let (operator, rest) = list.split_first().filter(|_| depth < MAX_DEPTH)?;
        let mut states = Vec::new();
        for operand in rest {
            states.push(self.is_visible(document, operand, depth + 1)?);
        }
        match resolve(document, operator).as_name().ok()? {
            b"And" => Some(states.iter().all(|is_on| *is_on)),
            b"Or" => Some(states.iter().any(|is_on| *is_on)),
            b"Not" => states.first().map(|is_on| !is_on),
            _ => None,
        }
    }
}

/// Takes what is not shown out of the content of pages and of what they draw with.
pub(super) fn strip(document: &mut Document, layers: &Layers, pages: &[ObjectId]) -> Taken {
    let mut taken = Taken::default();
    if layers.off.is_empty() {
        return taken;
    }
    for (at, &page) in pages.iter().enumerate() {
        let Ok(dict) = document.get_dictionary(page) else { continue };
        let streams = contents(document, dict);
        let Some(content) = joined(document, &streams) else { continue };
        let resources = get_dict(document, dict, b"Resources");
        let rewritten = rewrite(&content, &Hidden { document, layers, resources });
        let Some(content) = taken.note(page, at + 1, rewritten) else { continue };
        let mut stream = Stream::new(Dictionary::new(), Vec::new());
        stream.dict.set("Filter", "FlateDecode");
        deflate_into(&mut stream, &content);
        let stream = document.add_object(stream);
        if let Ok(page) = document.get_dictionary_mut(page) {
            page.set("Contents", stream);
        }
    }
    let is_drawing = |stream: &Stream| {
        get_name(document, &stream.dict, b"Subtype") == Some(b"Form")
            || stream.dict.has(b"PatternType")
    };
    let drawings = document.objects.iter().filter_map(|(id, object)| match object {
        Object::Stream(stream) if is_drawing(stream) => Some(*id),
        _ => None,
    });
    for id in drawings.collect::<Vec<_>>() {
        let Some(Object::Stream(stream)) = document.objects.get(&id) else { continue };
        let Ok(content) = stream.get_plain_content_with_limit(MAX_STREAM_BYTES) else { continue };
        let resources = get_dict(document, &stream.dict, b"Resources");
        let rewritten = rewrite(&content, &Hidden { document, layers, resources });
        let Some(content) = taken.note(id, 0, rewritten) else { continue };
        if let Some(Object::Stream(stream)) = document.objects.get_mut(&id) {
            stream.dict.set("Filter", "FlateDecode");
            stream.dict.remove(b"DecodeParms");
            deflate_into(stream, &content);
        }
    }
    taken
}

/// Returns the content of several streams, as it is read; `None` where it can't be.
fn joined(document: &Document, streams: &[ObjectId]) -> Option<Vec<u8>> {
    let mut content = Vec::new();
    for id in streams {
        let Some(Object::Stream(stream)) = document.objects.get(id) else { continue };
        let left = MAX_STREAM_BYTES.checked_sub(content.len())?;
        content.extend(stream.get_plain_content_with_limit(left).ok()?);
        content.push(b'\n');
    }
    Some(content)
}

impl Taken {
    /// Notes what came of rewriting the content of `owner`; returns the new content where there is one.
    fn note(&mut self, owner: ObjectId, page: usize, rewritten: Rewritten) -> Option<Vec<u8>> {
        match rewritten {
            Rewritten::Same => None,
            Rewritten::Impossible => {
                self.left.insert(page);
                None
            }
            Rewritten::Without { content, mcids } => {
                self.is_some = true;
                self.mcids.insert(owner, mcids);
                Some(content)
            }
        }
    }
}

/// What some content names that is not shown.
struct Hidden<'a> {
    document: &'a Document,
    layers: &'a Layers,
    resources: Option<&'a Dictionary>,
}

impl Hidden<'_> {
    fn resource(&self, kind: &[u8], name: &[u8]) -> Option<&Object> {
        get_dict(self.document, self.resources?, kind)?.get(name).ok()
    }

    /// Returns whether marked content with these operands is not shown.
    fn is_marked(&self, operands: &[Object]) -> bool {
        let [Object::Name(tag), Object::Name(name)] = operands else { return false };
        tag == b"OC"
            && self
                .resource(b"Properties", name)
                .is_some_and(|membership| self.layers.hides(self.document, membership))
    }

    /// Returns whether a form or a picture is not shown.
    fn is_drawing(&self, operands: &[Object]) -> bool {
        let Some(Object::Name(name)) = operands.first() else { return false };
        let drawing = self.resource(b"XObject", name);
        let dict = drawing.and_then(|drawing| crate::object::dict(self.document, drawing));
        dict.and_then(|dict| dict.get(b"OC").ok())
            .is_some_and(|membership| self.layers.hides(self.document, membership))
    }

    /// Returns the identifier of marked content with these operands.
    fn mcid(&self, operands: &[Object]) -> Option<u32> {
        match operands.get(1)? {
            Object::Dictionary(dict) => mcid(dict.get(b"MCID").ok()),
            Object::Name(name) => {
                let list = crate::object::dict(self.document, self.resource(b"Properties", name)?)?;
                mcid(Some(get(self.document, list, b"MCID")))
            }
            _ => None,
        }
    }
}

/// What came of taking hidden content out.
#[derive(Debug, PartialEq, Eq)]
enum Rewritten {
    /// There is none.
    Same,
    /// What follows depends on how wide the hidden words are.
    Impossible,
    /// It is out.
    Without {
        content: Vec<u8>,
        /// The identifiers of marked content that painted something and now paints nothing.
        mcids: BTreeSet<u32>,
    },
}

/// Marked content that is open.
struct Mark {
    /// Whether what is in it is not shown.
    is_hidden: bool,
    /// Its beginning among the pieces.
    begin: usize,
    mcid: Option<u32>,
    /// Whether something that is painted in it was taken out, and whether something was kept.
    lost: bool,
    kept: bool,
}

/// Takes out of some content what is not shown. Whatever sets colours, places or clips stays, as it counts for
/// what comes after it; marks around what is gone go with it.
fn rewrite(content: &[u8], hidden: &Hidden<'_>) -> Rewritten {
    let mut operations = Operations::new(content);
    let mut pieces: Vec<Vec<u8>> = Vec::new();
    let mut marks: Vec<Mark> = Vec::new();
    let mut mcids = BTreeSet::new();
    let (mut is_changed, mut is_astray) = (false, false);
    loop {
        let start = operations.position();
        let Some(Operation { operator, operands }) = operations.next() else { break };
        let bytes = &content[start..operations.position()];
        let is_hidden = marks.last().is_some_and(|mark| mark.is_hidden);
        let moves =
            matches!(operator, b"BT" | b"ET" | b"Td" | b"TD" | b"Tm" | b"T*" | b"'" | b"\"");
        is_astray &= !moves;
        let mut piece = Some(bytes.to_vec());
        match operator {
            b"BMC" | b"BDC" => {
                let hides = is_hidden || operator == b"BDC" && hidden.is_marked(&operands);
                let mcid = hidden.mcid(&operands);
                let begin = pieces.len();
                marks.push(Mark { is_hidden: hides, begin, mcid, lost: false, kept: false });
                if hides {
                    piece = None;
                }
            }
            b"EMC" => {
                if let Some(mark) = marks.pop() {
                    if let Some(outer) = marks.last_mut() {
                        outer.lost |= mark.lost;
                        outer.kept |= mark.kept;
                    }
                    if mark.is_hidden || mark.lost && !mark.kept {
                        pieces[mark.begin].clear();
                        piece = None;
                        mcids.extend(mark.mcid);
                    }
                }
            }
            b"MP" | b"DP" if is_hidden => piece = None,
            _ if paints(operator) => {
                if is_hidden || operator == b"Do" && hidden.is_drawing(&operands) {
                    piece = instead(operator, &operands);
                    is_astray |= matches!(operator, b"Tj" | b"TJ" | b"'" | b"\"");
                    is_changed = true;
                    if let Some(mark) = marks.last_mut() {
                        mark.lost = true;
                    }
                } else {
                    if is_astray && matches!(operator, b"Tj" | b"TJ") {
                        return Rewritten::Impossible;
                    }
                    if let Some(mark) = marks.last_mut() {
                        mark.kept = true;
                    }
                }
            }
            _ => {}
        }
        pieces.push(piece.unwrap_or_default());
    }
    if !is_changed {
        return Rewritten::Same;
    }
    if !operations.closing().is_empty() {
        // What it ends in is closed elsewhere, and must not be cut in two.
        return Rewritten::Impossible;
    }
    Rewritten::Without { content: pieces.concat(), mcids }
}

/// Returns what must stay of an operation that paints: the end of a path, and the move to the next line.
fn instead(operator: &[u8], operands: &[Object]) -> Option<Vec<u8>> {
    let number = |at: usize| match operands.get(at) {
        #[expect(clippy::cast_precision_loss, reason = "no distance on a page needs 53 bits")]
        Some(Object::Integer(value)) => *value as f64,
        Some(Object::Real(value)) => f64::from(*value),
        _ => 0.0,
    };
    match operator {
        b"Tj" | b"TJ" | b"sh" | b"Do" | b"BI" => None,
        b"'" => Some(b"\nT*\n".to_vec()),
        b"\"" => Some(format!("\n{} Tw {} Tc T*\n", number(0), number(1)).into_bytes()),
        _ => Some(b"\nn\n".to_vec()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A document whose layer 1 is on, 2 is off, and whose combinations 3 and up have these keys.
    fn document(memberships: &[&str]) -> (Document, Layers) {
        let mut document = Document::new();
        let group = |name: &str| {
            let mut group = Dictionary::new();
            group.set("Type", "OCG");
            group.set("Name", Object::string_literal(name));
            group
        };
        let (on, off) = (document.add_object(group("On")), document.add_object(group("Off")));
        for policy in memberships {
            let mut membership = Dictionary::new();
            membership.set("Type", "OCMD");
            membership.set("OCGs", vec![on.into(), off.into()]);
            membership.set("P", *policy);
            document.add_object(membership);
        }
        (document, Layers { all: vec![on, off], off: BTreeSet::from([off]) })
    }

    /// Takes what layer `Off` shows out of some content, in which `Shown` is the other layer.
    fn without(content: &str) -> Rewritten {
        let (document, layers) = document(&[]);
        let mut properties = Dictionary::new();
        properties.set("Shown", Object::Reference(layers.all[0]));
        properties.set("Off", Object::Reference(layers.all[1]));
        let mut resources = Dictionary::new();
        resources.set("Properties", properties);
        let hidden = Hidden { document: &document, layers: &layers, resources: Some(&resources) };
        rewrite(content.as_bytes(), &hidden)
    }

    #[track_caller]
    fn check(content: &str, wanted: &str, gone: &[u32]) {
        let Rewritten::Without { content, mcids } = without(content) else {
            panic!("`{content}` stays as it is");
        };
        let content = String::from_utf8(content).unwrap();
        assert_eq!(content.split_whitespace().collect::<Vec<_>>().join(" "), wanted);
        assert_eq!(mcids, gone.iter().copied().collect());
    }

    #[test]
    fn what_counts_for_later_content_stays() {
        check(
            "q /OC /Off BDC 1 g 0 0 5 5 re W f /I Do EMC 7 7 re f Q",
            "q 1 g 0 0 5 5 re W n 7 7 re f Q",
            &[],
        );
        check(
            "BT /F 9 Tf /OC /Off BDC (a) Tj (b) ' 2 3 (c) \" EMC 0 5 Td (d) Tj ET",
            "BT /F 9 Tf T* 2 Tw 3 Tc T* 0 5 Td (d) Tj ET",
            &[],
        );
    }

    #[test]
    fn marks_go_with_all_that_was_in_them() {
        check(
            "/P <</MCID 0/ActualText (x)>> BDC /OC /Off BDC BT (a) Tj ET EMC EMC /P <</MCID 1>> BDC (b) Tj EMC",
            "BT ET /P <</MCID 1>> BDC (b) Tj EMC",
            &[0],
        );
        check(
            "/P <</MCID 0>> BDC (a) ' /OC /Off BDC /Span <</MCID 1>> BDC /I Do EMC EMC EMC",
            "/P <</MCID 0>> BDC (a) ' EMC",
            &[1],
        );
    }

    #[test]
    fn content_without_hidden_parts_is_left_alone() {
        assert_eq!(without("/OC /Shown BDC (a) Tj EMC /OC /None BDC f EMC"), Rewritten::Same);
        assert_eq!(without("/OC /Off BDC 1 g EMC (a) Tj"), Rewritten::Same);
    }

    #[test]
    fn words_whose_place_depends_on_hidden_ones_are_left_alone() {
        let content = "BT /OC /Off BDC (a) Tj EMC (b) Tj ET";
        assert_eq!(without(content), Rewritten::Impossible);
    }

    #[test]
    fn combinations_are_shown_by_their_policy() {
        let policies = ["AnyOn", "AllOn", "AnyOff", "AllOff"];
        let (document, layers) = document(&policies);
        let hidden: Vec<bool> =
            (3..7).map(|id| layers.hides(&document, &Object::Reference((id, 0)))).collect();
        assert_eq!(hidden, [false, true, false, true]);
        let [on, off] = [1, 2].map(|id| Object::Reference((id, 0)));
        let visible = |expression: Vec<Object>| layers.is_visible(&document, &expression.into(), 0);
        assert_eq!(visible(vec!["Or".into(), on.clone(), off.clone()]), Some(true));
        assert_eq!(visible(vec!["And".into(), on, off.clone()]), Some(false));
        assert_eq!(visible(vec!["Not".into(), off]), Some(true));
        assert_eq!(visible(vec!["Xor".into()]), None);
    }
}
