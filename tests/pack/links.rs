//! Links that no tag holds get one where their words are, and tags and looks of links are kept. The papers are
//! made here: one page of A5 with a line of text for each piece of marked content; that from 5 on has spaces only.

use std::fmt::Write as _;
use std::iter::Peekable;
use std::str::Chars;

use lopdf::{Dictionary, Document, Object, ObjectId};

use super::joined::{bind, cleaned, part};
use super::seen::page;

/// The number of the first element's object; before it stand the root of the tree and the links.
const FIRST_LINK: usize = 7;

/// Where the line of a piece of content begins, from the left edge and from the foot of the page.
fn place(mcid: usize) -> (usize, usize) {
    (40, 560 - 20 * mcid)
}

/// A paper whose tree is `Document(P(0 Link(1)))`: numbers are pieces of content, and `->0` the first of the
/// links. Each link has a rectangle of the page, and more entries.
fn paper(tree: &str, pieces: usize, links: &[([usize; 4], &str)]) -> Vec<u8> {
    let mut content = String::new();
    for mcid in 0..pieces {
        let (x, y) = place(mcid);
        let words = if mcid < 5 { format!("Words {mcid}") } else { "  ".to_owned() };
        write!(content, "/P<</MCID {mcid}>>BDC BT /F 12 Tf {x} {y} Td ({words}) Tj ET EMC ")
            .unwrap();
    }
    let mut elements = Vec::new();
    let first = FIRST_LINK + links.len();
    let top = element(&mut tree.chars().peekable(), 6, first, &mut elements);
    let mut objects = vec![format!("<</Type/StructTreeRoot/K {top} 0 R>>")];
    for ([left, bottom, right, top], more) in links {
        let place = if more.contains("/A<<") { "" } else { "/Dest[3 0 R/Fit]" };
        objects.push(format!(
            "<</Type/Annot/Subtype/Link/Rect[{left} {bottom} {right} {top}]/Contents(A link)\
             {place}{more}>>"
        ));
    }
    objects.extend(elements);
    let objects: Vec<&str> = objects.iter().map(String::as_str).collect();
    let annotations: String = (FIRST_LINK..first).map(|number| format!("{number} 0 R ")).collect();
    let content = format!("<</Length {}>>\nstream\n{content}\nendstream", content.len());
    page(
        &content,
        "/StructTreeRoot 6 0 R/MarkInfo<</Marked true>>/Lang(en-GB)",
        &format!("/StructParents 0/Annots[{annotations}]"),
        &objects,
    )
}

/// Reads an element and adds its object; returns its number.
fn element(
    tree: &mut Peekable<Chars<'_>>,
    parent: usize,
    first: usize,
    objects: &mut Vec<String>,
) -> usize {
    let number = first + objects.len();
    objects.push(String::new());
    let mut role = String::new();
    while let Some(letter) = tree.next_if(|letter| letter.is_ascii_alphanumeric()) {
        role.push(letter);
    }
    let mut kids = String::new();
    assert_eq!(tree.next(), Some('('));
    while tree.next_if_eq(&')').is_none() {
        match tree.peek().copied().unwrap() {
            ' ' => drop(tree.next()),
            digit if digit.is_ascii_digit() => {
                while let Some(digit) = tree.next_if(char::is_ascii_digit) {
                    kids.push(digit);
                }
                kids.push(' ');
            }
            '-' => {
                let link: String = tree.by_ref().take(3).skip(2).collect();
                let link = FIRST_LINK + link.parse::<usize>().unwrap();
                write!(kids, "<</Type/OBJR/Obj {link} 0 R>> ").unwrap();
            }
            _ => {
                let kid = element(tree, number, first, objects);
                write!(kids, "{kid} 0 R ").unwrap();
            }
        }
    }
    objects[number - first] =
        format!("<</Type/StructElem/S/{role}/P {parent} 0 R/Pg 3 0 R/K[{kids}]>>");
    number
}

/// Returns the tree of a paper as it is bound, written as that of [`paper`]; a link is given by the height of its
/// foot on the page.
fn bound(paper: &[u8]) -> String {
    let pack = bind(vec![part(cleaned(paper), "paper")]).unwrap().pdf;
    let document = Document::load_mem(&pack).unwrap();
    let root = document.catalog().unwrap().get(b"StructTreeRoot").unwrap();
    let root = document.get_dictionary(root.as_reference().unwrap()).unwrap();
    let [top] = &*kids(&document, root) else { panic!("one document") };
    let mut out = String::new();
    write_element(&document, top.as_reference().unwrap(), &mut out);
    assert_every_link_knows_its_tag(&document, root);
    let inside = out.strip_prefix("Document(Part(").and_then(|out| out.strip_suffix("))"));
    inside.unwrap_or(&out).to_owned()
}

fn kids(document: &Document, element: &Dictionary) -> Vec<Object> {
    match element.get(b"K") {
        Ok(Object::Array(kids)) => kids.clone(),
        Ok(Object::Reference(id)) => match document.get_object(*id).unwrap() {
            Object::Array(kids) => kids.clone(),
            _ => vec![Object::Reference(*id)],
        },
        Ok(one) => vec![one.clone()],
        Err(_) => Vec::new(),
    }
}

fn write_element(document: &Document, id: ObjectId, out: &mut String) {
    let element = document.get_dictionary(id).unwrap();
    out.push_str(&String::from_utf8_lossy(element.get(b"S").unwrap().as_name().unwrap()));
    out.push('(');
    for (at, kid) in kids(document, element).iter().enumerate() {
        if at > 0 {
            out.push(' ');
        }
        match kid {
            Object::Integer(mcid) => write!(out, "{mcid}").unwrap(),
            Object::Reference(id) => write_element(document, *id, out),
            kid => {
                let link = kid.as_dict().unwrap().get(b"Obj").unwrap().as_reference().unwrap();
                let link = document.get_dictionary(link).unwrap();
                let foot = link.get(b"Rect").unwrap().as_array().unwrap()[1].as_float().unwrap();
                write!(out, "->{foot}").unwrap();
            }
        }
    }
    out.push(')');
}

/// Asserts that the parent tree leads from each link to the tag that has it.
fn assert_every_link_knows_its_tag(document: &Document, root: &Dictionary) {
    let tree = document.get_dict_in_dict(root, b"ParentTree").unwrap();
    let pairs = tree.get(b"Nums").unwrap().as_array().unwrap();
    for page in document.page_iter() {
        let page = document.get_dictionary(page).unwrap();
        let Ok(links) = page.get(b"Annots").and_then(Object::as_array) else { continue };
        for link in links {
            let link = link.as_reference().unwrap();
            let key = document.get_dictionary(link).unwrap().get(b"StructParent").unwrap();
            let pair = pairs.chunks(2).find(|pair| pair[0] == *key).unwrap();
            let element = document.get_dictionary(pair[1].as_reference().unwrap()).unwrap();
            let has_link = kids(document, element).iter().any(|kid| {
                let link_of = |kid: &Dictionary| kid.get(b"Obj").ok()?.as_reference().ok();
                kid.as_dict().is_ok_and(|kid| link_of(kid) == Some(link))
            });
            assert!(has_link, "{element:?}");
        }
    }
}

/// Returns the rectangle of the first word of a piece of content.
fn over(mcid: usize) -> [usize; 4] {
    let (x, y) = place(mcid);
    [x, y - 3, x + 30, y + 11]
}

#[test]
fn an_untagged_link_stands_behind_its_words() {
    // The links back from two footnotes, the second first.
    let links = [(over(2), ""), (over(1), "")];
    let paper = paper("Document(P(0) Note(1 2) Note(3) P(4))", 5, &links);
    assert_eq!(bound(&paper), "P(0) Note(1 Link(->537) 2 Link(->517)) Note(3) P(4)");
}

#[test]
fn untagged_links_in_one_piece_of_content_stand_in_their_order() {
    let [left, bottom, right, top] = over(1);
    let second = [left + 36, bottom + 1, right + 36, top];
    let paper = paper("Document(P(0 1 2) P(3))", 4, &[(second, ""), (over(1), "")]);
    assert_eq!(bound(&paper), "P(0 1 Link(->537) Link(->538) 2) P(3)");
}

#[test]
fn an_untagged_link_goes_into_the_tag_that_was_made_for_it() {
    let tree = "Document(P(0 Link(Span(1)) 2) Link(3) P(4))";
    let links = [(over(1), ""), (over(1), "")];
    assert_eq!(bound(&paper(tree, 5, &links)), "P(0 Link(Span(1) ->537 ->537) 2) Link(3) P(4)");
}

#[test]
fn the_tag_of_a_link_that_is_removed_is_one_of_words() {
    let links = [(over(1), "/A<</S/Launch/F(a.exe)>>"), (over(2), "")];
    let tree = "Document(P(0 Link(1 ->0)) P(Link(2 ->1) Link(3)))";
    assert_eq!(bound(&paper(tree, 4, &links)), "P(0 Span(1)) P(Link(2 ->517) Link(3))");
}

#[test]
fn an_untagged_link_goes_into_an_empty_tag_beside_its_words() {
    // Content 5 to 7 has no words; of the first two tags that are empty the link takes the first, and never one
    // of another paragraph or one with words.
    let tree = "Document(P(Link(7)) P(P(0) Link(5) Link(6)) P(Link(1) P(2)))";
    let links = [(over(2), ""), (over(0), "")];
    assert_eq!(
        bound(&paper(tree, 8, &links)),
        "P(Link(7)) P(P(0) Link(5 ->557) Link(6)) P(Link(1) P(2 Link(->517)))"
    );
}

#[test]
fn an_untagged_link_never_stands_in_another() {
    let tree = "Document(P(0 Link(1 ->0) 2) P(3))";
    let links = [([40, 537, 70, 551], ""), ([40, 536, 70, 551], "")];
    assert_eq!(bound(&paper(tree, 4, &links)), "P(0 Link(1 ->537) Link(->536) 2) P(3)");
}

#[test]
fn an_untagged_link_without_words_stands_at_the_end_of_its_page() {
    let links = [([300, 20, 400, 40], "")];
    assert_eq!(bound(&paper("Document(P(0) P(1 2))", 3, &links)), "P(0) P(1 2 Link(->20))");
}

#[test]
fn a_link_of_two_lines_stands_behind_most_of_its_words() {
    // One letter of the first line, and all of the second.
    let quads = "/QuadPoints[40 551 47 551 40 537 47 537 40 531 90 531 40 517 90 517]";
    let links = [([40, 517, 90, 551], quads)];
    assert_eq!(
        bound(&paper("Document(P(0) P(1) P(2) P(3))", 4, &links)),
        "P(0) P(1) P(2 Link(->517)) P(3)"
    );
}

/// Returns each element of a pack that refers to others (`Ref`), with the types of these.
fn related(pack: &[u8]) -> Vec<(String, Vec<String>)> {
    let document = Document::load_mem(pack).unwrap();
    let role = |element: &Dictionary| {
        String::from_utf8(element.get(b"S").unwrap().as_name().unwrap().to_vec()).unwrap()
    };
    let elements = document.objects.values().filter_map(|object| object.as_dict().ok());
    let referring = elements.filter_map(|element| {
        let others = element.get(b"Ref").ok()?.as_array().unwrap();
        let other = |other: &Object| document.get_dictionary(other.as_reference().unwrap());
        Some((role(element), others.iter().map(|id| role(other(id).unwrap())).collect()))
    });
    referring.collect()
}

#[test]
fn tags_refer_to_each_other_as_before() {
    let paper = paper("Document(P(0 Lbl(1)) Note(2) Form())", 3, &[]);
    // The objects of the elements in order: Document, P, Lbl, Note, Form; the tag of a field without one goes.
    let first = FIRST_LINK;
    let mut document = Document::load_mem(&paper).unwrap();
    let mut refer = |from: usize, to: Vec<usize>| {
        let number = |at: usize| (u32::try_from(first + at).unwrap(), 0);
        let to: Vec<Object> = to.into_iter().map(|at| Object::Reference(number(at))).collect();
        document.get_dictionary_mut(number(from)).unwrap().set("Ref", to);
    };
    refer(2, vec![3, 4]);
    refer(3, vec![2]);
    refer(4, vec![2]);
    refer(1, vec![4]);
    let mut bytes = Vec::new();
    document.save_to(&mut bytes).unwrap();
    let other = cleaned(&bytes);
    let pack = bind(vec![part(cleaned(&bytes), "first"), part(other, "second")]).unwrap().pdf;
    let pair =
        [("Lbl", "Note"), ("Note", "Lbl")].map(|(from, to)| (from.to_owned(), vec![to.to_owned()]));
    assert_eq!(related(&pack), [pair.clone(), pair].concat());
}

#[test]
fn links_keep_their_frames() {
    let frames = [
        "/Border[0 0 1]/C[0 .5 1]/H/O",
        "/Border[2 2 .5[3 1]]",
        "/BS<</W 2/S/U/D[3]>>/Border[0 0 9]/C[.2]/H/X",
        "",
        // What makes no sense is left out.
        "/Border[1 2]/BS<</W/D>>/C[1 1]/H 3",
    ];
    let links = frames.map(|frame| (over(1), frame));
    let paper = paper("Document(P(0) P(Link(1 ->0)))", 2, &links);
    let pack = bind(vec![part(cleaned(&paper), "paper")]).unwrap().pdf;
    let document = Document::load_mem(&pack).unwrap();
    let page = document.get_dictionary(document.page_iter().next().unwrap()).unwrap();
    let links = page.get(b"Annots").unwrap().as_array().unwrap();
    let looks = links.iter().map(|link| {
        let link = document.get_dictionary(link.as_reference().unwrap()).unwrap();
        let mut looks = Dictionary::new();
        for key in [b"Border".as_slice(), b"BS", b"C", b"H"] {
            if let Ok(value) = link.get(key) {
                looks.set(key, value.clone());
            }
        }
        let mut written = Vec::new();
        lopdf::Writer::write_object(&mut written, &looks.into()).unwrap();
        String::from_utf8(written).unwrap().replace(' ', "")
    });
    let wanted = [
        "<</Border[001]/C[00.51]/H/O>>",
        "<</Border[220.5[31]]>>",
        "<</Border[009]/BS<</W2/S/U/D[3]>>/C[0.2]>>",
        "<</Border[000]>>",
        "<</Border[000]>>",
    ];
    assert_eq!(looks.collect::<Vec<_>>(), wanted);
}

#[test]
fn bookmarks_stay_open_or_closed() {
    let item = |rest: &str| format!("<</Title(B)/Dest[3 0 R/Fit]{rest}>>");
    // Three in a row: an open one with two, of which one is closed over one; a closed one with one; a single one.
    let objects = [
        "<</Type/Outlines/First 7 0 R/Last 13 0 R/Count 5>>".to_owned(),
        item("/Next 11 0 R/First 8 0 R/Last 10 0 R/Count 2"),
        item("/Next 10 0 R/First 9 0 R/Last 9 0 R/Count -1"),
        item(""),
        item(""),
        item("/Next 13 0 R/First 12 0 R/Last 12 0 R/Count -1"),
        item(""),
        item(""),
    ];
    let objects: Vec<&str> = objects.iter().map(String::as_str).collect();
    let content = "<</Length 0>>\nstream\n\nendstream";
    let paper = page(content, "/Outlines 6 0 R", "", &objects);
    let pack = bind(vec![part(cleaned(&paper), "paper")]).unwrap().pdf;
    let document = Document::load_mem(&pack).unwrap();
    let count = |id: ObjectId| {
        let item = document.get_dictionary(id).unwrap();
        let next = |key: &[u8]| item.get(key).and_then(Object::as_reference).ok();
        (item.get(b"Count").and_then(Object::as_i64).ok(), next(b"First"), next(b"Next"))
    };
    let mut found = Vec::new();
    let root = document.catalog().unwrap().get(b"Outlines").unwrap().as_reference().unwrap();
    let mut open = vec![root];
    while let Some(id) = open.pop() {
        let (count, first, next) = count(id);
        found.push(count);
        open.extend([next, first].into_iter().flatten());
    }
    // The bookmark of the paper is closed over the five that its own bookmarks show.
    let wanted = [Some(1), Some(-5), Some(2), Some(-1), None, None, Some(-1), None, None];
    assert_eq!(found, wanted);
}
