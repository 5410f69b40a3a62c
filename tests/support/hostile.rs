//! Broken and hostile PDFs, made in code, each with what the binder must do with it.
//!
//! [`all`] returns them. `Bound` means that people can read the paper, so it is bound whole,
//! without its active content; `Refused` that it is refused with a message that has the word;
//! `Either` that both are right, as long as the binder ends soon, and without a panic. The one bomb
//! that would not fit in memory, a file larger than the limit, is [`larger_than`].
//!
//! Most cases change one thing in [`paper`] (two pages, no tags) or [`tagged`] (the same, tagged).
//! Their objects are: 1 catalog, 2 page tree, 3 and 4 pages, 5 and 6 their contents, 7 font;
//! 10 structure tree, 11 Document, 12 and 13 paragraphs, 14 `ParentTree`. Cases add theirs from 20.

mod locked;
mod write;

use std::fs::File;
use std::io::{self, Write as _};
use std::path::Path;

use write::{
    Entries, Entry, FILLED_PERIOD, Raw, deflate_filled, deflate_periodic, stream, table,
    xref_stream,
};

/// A broken or hostile file.
#[derive(Debug, Clone)]
pub(crate) struct Hostile {
    /// What is wrong with it, as a file name without its extension.
    pub(crate) name: &'static str,
    /// The file.
    pub(crate) bytes: Vec<u8>,
    /// What the binder must do with it.
    pub(crate) expect: Expect,
}

/// What the binder must do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Expect {
    /// Bind it; it has this many pages.
    Bound {
        /// Pages of the paper.
        pages: usize,
    },
    /// Refuse it, with this word in the message.
    Refused(&'static str),
    /// Bind it or refuse it.
    Either,
}

use Expect::{Bound, Either, Refused};

/// The right result of nearly all cases: the paper has two pages, and both are bound.
const WHOLE: Expect = Bound { pages: 2 };
const MEBIBYTE: u64 = 1 << 20;

/// Returns every case.
pub(crate) fn all() -> Vec<Hostile> {
    let mut cases = Cases(Vec::new());
    not_pdfs(&mut cases);
    damaged_files(&mut cases);
    cross_references(&mut cases);
    syntax(&mut cases);
    page_trees(&mut cases);
    pages(&mut cases);
    contents(&mut cases);
    bombs(&mut cases);
    actions(&mut cases);
    forms(&mut cases);
    encryption(&mut cases);
    outlines(&mut cases);
    destinations(&mut cases);
    annotations(&mut cases);
    structure(&mut cases);
    cases.0
}

/// Writes a good PDF that is followed by a hole, so that it is larger than `limit` bytes.
///
/// The hole takes no room on a disk that knows sparse files.
pub(crate) fn larger_than(path: &Path, limit: u64) -> io::Result<()> {
    let mut file = File::create(path)?;
    file.write_all(&paper().bytes())?;
    file.set_len(limit + 1)
}

/// Returns a good paper of two pages, without tags.
pub(crate) fn paper() -> Raw {
    let page = "/Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] \
                /Resources << /Font << /F1 7 0 R >> >>";
    Raw::new()
        .with(1, "<< /Type /Catalog /Pages 2 0 R >>")
        .with(2, "<< /Type /Pages /Kids [3 0 R 4 0 R] /Count 2 >>")
        .with(3, format!("<< {page} /Contents 5 0 R >>"))
        .with(4, format!("<< {page} /Contents 6 0 R >>"))
        .with(5, stream("", text("Wendleshire County Council")))
        .with(6, stream("", text("Second page of the report")))
        .with(7, "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>")
}

/// Returns the good paper with tags: a Document with a paragraph on each page.
pub(crate) fn tagged() -> Raw {
    paper()
        .add(1, "/StructTreeRoot 10 0 R /MarkInfo << /Marked true >> /Lang (en-GB)")
        .add(3, "/StructParents 0 /Tabs /S")
        .add(4, "/StructParents 1 /Tabs /S")
        .with(5, stream("", marked("Wendleshire County Council")))
        .with(6, stream("", marked("Second page of the report")))
        .with(10, "<< /Type /StructTreeRoot /K [11 0 R] /ParentTree 14 0 R /ParentTreeNextKey 2 >>")
        .with(11, "<< /Type /StructElem /S /Document /P 10 0 R /K [12 0 R 13 0 R] >>")
        .with(12, "<< /Type /StructElem /S /P /P 11 0 R /Pg 3 0 R /K 0 >>")
        .with(13, "<< /Type /StructElem /S /P /P 11 0 R /Pg 4 0 R /K 0 >>")
        .with(14, "<< /Nums [0 [12 0 R] 1 [13 0 R]] >>")
}

/// Returns the operators that show a line of text.
fn text(line: &str) -> String {
    format!("BT /F1 12 Tf 70 760 Td ({line}) Tj ET\n")
}

/// Returns the same, marked with MCID 0.
fn marked(line: &str) -> String {
    format!("/P << /MCID 0 >> BDC\n{}EMC\n", text(line))
}

/// The cases so far.
struct Cases(Vec<Hostile>);

impl Cases {
    fn add(&mut self, name: &'static str, expect: Expect, bytes: impl Into<Vec<u8>>) {
        self.0.push(Hostile { name, bytes: bytes.into(), expect });
    }
}

/// Files of another kind, under the name of a PDF.
fn not_pdfs(cases: &mut Cases) {
    // No bytes at all.
    cases.add("empty", Refused("PDF"), "");
    // A note typed in an editor.
    cases.add("text", Refused("PDF"), "The report will follow on Tuesday.\n");
    // The beginning of a Word document, which is a zip.
    let mut docx = b"PK\x03\x04\x14\x00\x06\x00\x08\x00\x00\x00!\x00".to_vec();
    docx.extend([0; 12]);
    docx.extend(b"\x13\x00\x00\x00[Content_Types].xml");
    cases.add("docx", Refused("PDF"), docx);
    // A picture: a grey pixel.
    cases.add(
        "png",
        Refused("PDF"),
        b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\0\0\0\0:~\x9bU\
          \0\0\0\nIDATx\x9cch\0\0\0\x82\0\x81w\xcdr\xb6\0\0\0\0IEND\xaeB`\x82",
    );
    // A web page that says so in a PDF's first bytes, and is nothing more.
    cases.add("header-only", Refused("broken"), "%PDF-1.7\n<html>Not found</html>\n");
    // Zeros, as a full disk leaves them.
    cases.add("zeros", Refused("PDF"), vec![0; 4096]);
}

/// Files that lost or gained bytes on their way.
fn damaged_files(cases: &mut Cases) {
    let whole = paper().bytes();
    let at = |mark: &str| {
        let found = whole.windows(mark.len()).position(|window| window == mark.as_bytes());
        found.expect("the mark is in the file")
    };
    // Cut in the middle: the second page's contents and all cross-references are gone.
    cases.add("cut-in-half", Either, &whole[..whole.len() / 2]);
    // Cut before the second page: a page that the page tree names is not there.
    cases.add("cut-before-last-page", Refused("broken"), &whole[..at("4 0 obj")]);
    // Cut in the middle of the cross-reference table; all objects are there.
    cases.add("cut-in-xref", WHOLE, &whole[..at("xref") + 60]);
    // Cut just before `startxref`.
    cases.add("no-startxref", WHOLE, &whole[..at("startxref")]);
    // Neither cross-references nor trailer.
    cases.add("no-xref", WHOLE, &whole[..at("xref")]);
    // `startxref` points far beyond the end.
    let text = String::from_utf8_lossy(&whole[at("startxref")..]).into_owned();
    let far = text.replace(|letter: char| letter.is_ascii_digit(), "9");
    cases.add("startxref-too-far", WHOLE, [&whole[..at("startxref")], far.as_bytes()].concat());
    // A mail header stands before the PDF's: all offsets count from the wrong place.
    let mail = b"Content-Type: application/pdf\r\nContent-Transfer-Encoding: binary\r\n\r\n";
    cases.add("junk-before-header", WHOLE, [mail, &whole[..]].concat());
    // More than the first 1,024 bytes, where readers look for a header, are junk.
    cases.add("much-junk-before-header", Either, [&[b'x'; 3000], &whole[..]].concat());
    // A web server's apology follows the end of the file.
    let apology = "<p>The connection was closed.</p>\n".repeat(100);
    cases.add("junk-after-eof", WHOLE, [&whole[..], apology.as_bytes()].concat());
    // Two papers in one file, one after the other: the last one counts, or neither.
    cases.add("two-files-in-one", Either, [&whole[..], &whole[..]].concat());
    // Every line ends in CR LF, which an old mail program did to it: all offsets are wrong.
    let ends = String::from_utf8_lossy(&whole).replace('\n', "\r\n");
    cases.add("line-ends-changed", WHOLE, ends);
}

/// Cross-references that lie, loop, or come in a rare form.
fn cross_references(cases: &mut Cases) {
    // All offsets are wrong by three, in a table.
    cases.add("xref-table-shifted", WHOLE, paper().bytes_shifted(3));
    // A correct cross-reference stream, for comparison with the next.
    cases.add("xref-stream", WHOLE, paper().bytes_in_stream(30, 0, Entries::new()));
    // All offsets are wrong by three, in a stream.
    cases.add("xref-stream-shifted", WHOLE, paper().bytes_in_stream(30, 3, Entries::new()));
    // `Prev` of the only section points to itself.
    let bare = paper().trailer("/Prev 00000");
    let (body, entries) = bare.body();
    cases.add("xref-prev-loop", WHOLE, {
        let bytes = String::from_utf8_lossy(&bare.bytes()).replace(
            "/Prev 00000",
            // The header's four bytes above 127 became three each: count in the true file.
            &format!("/Prev {:05}", body.len()),
        );
        let (head, rest) = bytes.split_once("\n1 0 obj").expect("object 1 is first");
        assert!(head.starts_with("%PDF"));
        [&bare.head[..bare.head.len() - 1], b"\n1 0 obj", rest.as_bytes()].concat()
    });
    // The table has everything but the fonts, which only a stream beside it (`XRefStm`) knows.
    cases.add("xref-hybrid", WHOLE, hybrid());
    // The first page is replaced by an update that was appended.
    cases.add("incremental-update", WHOLE, {
        let mut out = paper().bytes();
        let old = out.len() - "startxref\n00000\n%%EOF\n".len();
        let old = find(&out[..old], b"xref\n0 1");
        let newer = paper().add(3, "/Rotate 90");
        let (newer, places) = newer.body();
        let Entry::At(from, _) = places[&3] else { unreachable!("the body has plain objects") };
        let Entry::At(to, _) = places[&4] else { unreachable!("the body has plain objects") };
        let update = Entries::from([(3, Entry::At(out.len(), 0))]);
        out.extend(&newer[from..to]);
        let start = out.len();
        out.extend(table(&update, 0).bytes());
        out.extend(format!("trailer\n<< /Size 8 /Root 1 0 R /Prev {old} >>\n").bytes());
        out.extend(format!("startxref\n{start}\n%%EOF\n").bytes());
        out
    });
    // The table says that the second page is free: it was deleted, or the table is wrong.
    let mut shorter = entries.clone();
    shorter.remove(&4);
    cases.add("xref-forgets-page", Either, with_table(&body, &table(&shorter, 0)));
    // The table's section claims two thousand million objects.
    let many = table(&entries, 0).replace("\n1 7\n", "\n1 2000000000\n");
    cases.add("xref-count-huge", Either, with_table(&body, &many));
    // Page 1's entry points to page 2's object.
    let mut twisted = entries.clone();
    twisted.insert(3, entries[&4]);
    cases.add("xref-entry-of-other-object", Either, with_table(&body, &table(&twisted, 0)));
    // An xref stream whose fields are wider than any number.
    let wide = xref_stream(30, &entries, 0, "/Root 1 0 R");
    let wide = String::from_utf8_lossy(&wide).replace("/W [1 4 2]", "/W [1 999999999 2]");
    let ending = format!("startxref\n{}\n%%EOF\n", body.len());
    cases.add("xref-stream-wide", Either, [&body, wide.as_bytes(), ending.as_bytes()].concat());
}

/// Returns a body followed by this table and a trailer.
fn with_table(body: &[u8], table: &str) -> Vec<u8> {
    let tail =
        format!("{table}trailer\n<< /Size 8 /Root 1 0 R >>\nstartxref\n{}\n%%EOF\n", body.len());
    [body, tail.as_bytes()].concat()
}

/// Returns where `mark` is in `bytes`.
fn find(bytes: &[u8], mark: &[u8]) -> usize {
    bytes.windows(mark.len()).position(|window| window == mark).expect("the mark is there")
}

/// Returns a paper whose font is in an object stream that only an `XRefStm` tells of.
fn hybrid() -> Vec<u8> {
    let font = "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>";
    let packed = stream("/Type /ObjStm /N 1 /First 4", format!("7 0 {font}"));
    let (mut out, mut entries) = paper().without(7).with(20, packed).body();
    let hidden = Entries::from([(7, Entry::In(20, 0))]);
    let beside = out.len();
    entries.insert(21, Entry::At(beside, 0));
    out.extend(xref_stream(21, &hidden, 0, ""));
    let start = out.len();
    out.extend(table(&entries, 0).bytes());
    out.extend(format!("trailer\n<< /Size 22 /Root 1 0 R /XRefStm {beside} >>\n").bytes());
    out.extend(format!("startxref\n{start}\n%%EOF\n").bytes());
    out
}

/// Odd syntax: strings, names, numbers, comments, versions.
fn syntax(cases: &mut Cases) {
    // A stream says that it has 3 bytes and has more.
    let short = "<< /Length 3 >>\nstream\n".to_owned() + &text("short") + "endstream";
    cases.add("length-too-small", WHOLE, paper().with(5, short).bytes());
    // A stream says that it has 99,999 bytes.
    let long = "<< /Length 99999 >>\nstream\n".to_owned() + &text("long") + "endstream";
    cases.add("length-too-big", WHOLE, paper().with(5, long).bytes());
    // A stream's length is kept in the stream itself.
    let itself = "<< /Length 5 0 R >>\nstream\n".to_owned() + &text("itself") + "endstream";
    cases.add("length-is-itself", WHOLE, paper().with(5, itself).bytes());
    // A title with an open bracket too many, which swallows what follows.
    let open = paper().with(20, "<< /Title (Report \\(draft) (2) >>").trailer("/Info 20 0 R");
    cases.add("string-brackets", WHOLE, open.clone().bytes());
    cases.add("string-unclosed", WHOLE, open.with(20, "<< /Title (Report (draft >>").bytes());
    // A name with a zero byte, and one that is no UTF-8.
    let mut odd = b"<< /A#00B 1 /\xff\xfe\xe9 2 /Name#20with#20spaces /#zz >>".to_vec();
    cases.add("names-odd", WHOLE, paper().add(1, "/PieceInfo 20 0 R").with(20, &odd).bytes());
    // A font's name is not UTF-8, where the page's resources and contents use it.
    odd = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 5 0 R ".to_vec();
    odd.extend(b"/Resources << /Font << /\xc9t\xe9 7 0 R >> >> >>");
    let show = stream("", b"BT /\xc9t\xe9 12 Tf 70 760 Td (Summer) Tj ET");
    cases.add("font-name-not-utf8", WHOLE, paper().with(3, odd).with(5, show).bytes());
    // A comment wherever one may stand.
    let notes = paper()
        .with(1, "<<%a\n/Type%b\n/Catalog%c )>>\n/Pages%d\n2 0 R%g\n>>%h")
        .with(2, "%a\n<< /Type /Pages /Kids [%b]\n3 0 R%c\n4 0 R%c\n] /Count%d\n2 >>");
    cases.add("comments", WHOLE, notes.clone().bytes());
    // ... even within a reference, where hayro-syntax 0.9 does not expect one.
    let inside = notes.change(1, "2 0 R", "2%e\n0%f\nR");
    cases.add("comments-in-reference", Either, inside.bytes());
    // An object with the largest number there is.
    let last = paper().with(u32::MAX, "<< /Producer (County Hall) >>");
    cases.add("object-4294967295", Either, last.clone().bytes());
    cases.add("object-4294967295-used", Either, last.add(1, "/PieceInfo 4294967295 0 R").bytes());
    // An object number that does not fit into 32 bits is referred to.
    cases.add("reference-too-big", Either, paper().add(1, "/PieceInfo 99999999999 0 R").bytes());
    // The second page was rewritten three times: its generation is 3.
    let page = "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 6 0 R \
                /Resources << /Font << /F1 7 0 R >> >> >>";
    let rewritten = paper().with_generation(4, 3, page).change(2, "4 0 R", "4 3 R");
    cases.add("generations", WHOLE, rewritten.bytes());
    // A reference has the wrong generation, so it stands for null: a page is missing.
    cases.add("generation-wrong", Either, paper().change(2, "4 0 R", "4 9 R").bytes());
    // The newest version there is, with a namespace for its tags.
    let mut newest = tagged()
        .add(10, "/Namespaces [20 0 R]")
        .with(20, "<< /Type /Namespace /NS (http://iso.org/pdf2/ssn) >>")
        .add(12, "/NS 20 0 R");
    newest.head[5..8].copy_from_slice(b"2.0");
    cases.add("version-2.0", WHOLE, newest.bytes());
    // A version that never was.
    let mut unknown = paper();
    unknown.head[5..8].copy_from_slice(b"9.9");
    cases.add("version-9.9", Either, unknown.bytes());
    // The catalog gives a version, as updates may.
    cases.add("version-in-catalog", WHOLE, paper().add(1, "/Version /1.4").bytes());
    // The trailer's `Root` is a page.
    let (body, entries) = paper().body();
    let lost = String::from_utf8_lossy(&with_table(&[], &table(&entries, 0)))
        .replace("/Root 1 0 R", "/Root 3 0 R")
        .replace("startxref\n0", &format!("startxref\n{}", body.len()));
    cases.add("root-is-a-page", Either, [&body, lost.as_bytes()].concat());
    // The catalog's key for the page tree appears twice, first wrongly.
    let twice = paper().with(1, "<< /Type /Catalog /Pages 3 0 R /Pages 2 0 R >>");
    cases.add("duplicate-keys", Either, twice.bytes());
}

/// Page trees that are no trees, or that count wrongly.
fn page_trees(cases: &mut Cases) {
    // No pages at all.
    let none = paper().with(2, "<< /Type /Pages /Kids [] /Count 0 >>");
    cases.add("no-pages", Refused("pages"), none.bytes());
    // The catalog names no page tree.
    cases.add("no-page-tree", Either, paper().with(1, "<< /Type /Catalog >>").bytes());
    // The root of the tree is its only child.
    let cyclic = paper().with(2, "<< /Type /Pages /Kids [2 0 R] /Count 1 >>");
    cases.add("pages-cyclic", Refused("pages"), cyclic.bytes());
    // The root stands among its children, between two pages.
    cases.add("pages-in-own-kids", Either, paper().change(2, "4 0 R", "2 0 R 4 0 R").bytes());
    // Two nodes contain each other.
    let pair = paper()
        .with(2, "<< /Type /Pages /Kids [3 0 R 20 0 R 4 0 R] /Count 3 >>")
        .with(20, "<< /Type /Pages /Parent 2 0 R /Kids [2 0 R] /Count 1 >>");
    cases.add("pages-mutual", Either, pair.bytes());
    // A tree 200,000 nodes deep with one page at the end.
    cases.add("pages-200000-deep", Either, deep_pages(200_000).bytes());
    // Nulls, a number and a name among the children.
    let nulls = paper().with(2, "<< /Type /Pages /Kids [null 3 0 R 7 /P 99 0 R 4 0 R] /Count 2 >>");
    cases.add("kids-of-all-kinds", Either, nulls.bytes());
    // The children are not in an array.
    let one = paper().with(2, "<< /Type /Pages /Kids 3 0 R /Count 1 >>");
    cases.add("kids-not-an-array", Either, one.bytes());
    // The count is too small, negative, huge, no number, or not there.
    cases.add("count-too-small", WHOLE, paper().change(2, "/Count 2", "/Count 1").bytes());
    cases.add("count-negative", WHOLE, paper().change(2, "/Count 2", "/Count -2").bytes());
    cases.add("count-huge", WHOLE, paper().change(2, "/Count 2", "/Count 2147483647").bytes());
    cases.add("count-a-name", WHOLE, paper().change(2, "/Count 2", "/Count /Two").bytes());
    cases.add("count-missing", WHOLE, paper().change(2, "/Count 2", "").bytes());
    // One page object stands twice in the tree: the same page is shown twice.
    cases.add("page-shared", Either, paper().change(2, "4 0 R", "3 0 R").bytes());
    // Pages have no `Type`, as some scanners write them.
    let untyped = paper().change(3, "/Type /Page ", "").change(4, "/Type /Page ", "");
    cases.add("page-without-type", Either, untyped.bytes());
    // A page names the wrong node as its parent.
    cases.add("parent-wrong", WHOLE, paper().change(3, "/Parent 2 0 R", "/Parent 4 0 R").bytes());
    // A page stands directly in its parent's array, not as an indirect object.
    let direct = "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 5 0 R >>";
    cases.add("page-direct", Either, paper().change(2, "3 0 R", direct).bytes());
    // A thousand pages over the limit of 2,000.
    let kids: String = (0..3000).map(|page| format!("{} 0 R ", 100 + page)).collect();
    let many = paper().with(2, format!("<< /Type /Pages /Kids [{kids}] /Count 3000 >>"));
    let many = (0..3000).fold(many, |many, page| {
        many.with(
            100 + page,
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 5 0 R >>",
        )
    });
    cases.add("pages-3000", Refused("pages"), many.bytes());
    // Eleven levels of ten children each, all the same objects: 10 to the power of 11 pages, or a
    // page tree that is broken; not the few that a reader finds which skips what it has seen.
    let dense = (0..10).fold(paper().with(2, kids_of(20)), |dense, level| {
        dense.with(20 + level, kids_of(if level == 9 { 3 } else { 21 + level }))
    });
    cases.add("pages-multiplied", Refused("page"), dense.bytes());
}

/// Returns a node of a page tree whose ten children are one object.
fn kids_of(kid: u32) -> String {
    let kids = format!("{kid} 0 R ").repeat(10);
    format!("<< /Type /Pages /Kids [{kids}] /Count 10 >>")
}

/// Returns a page tree `depth` nodes deep.
fn deep_pages(depth: u32) -> Raw {
    let node = |parent: u32, kid: u32| {
        format!("<< /Type /Pages /Parent {parent} 0 R /Kids [{kid} 0 R] /Count 1 >>")
    };
    let top = paper().with(2, "<< /Type /Pages /Kids [100 0 R] /Count 1 >>");
    (100..100 + depth).fold(top, |tree, number| {
        let last = number + 1 == 100 + depth;
        let parent = if number == 100 { 2 } else { number - 1 };
        tree.with(number, node(parent, if last { 3 } else { number + 1 }))
    })
}

/// Pages with odd boxes, turns and resources.
fn pages(cases: &mut Cases) {
    let boxed = |new: &str| paper().change(3, "/MediaBox [0 0 595 842]", new).bytes();
    // No size, neither here nor inherited.
    cases.add("mediabox-missing", Either, boxed(""));
    // Six numbers.
    cases.add("mediabox-six-numbers", Either, boxed("/MediaBox [0 0 595 842 1 2]"));
    // The corners the other way round, which is legal.
    cases.add("mediabox-reversed", WHOLE, boxed("/MediaBox [595 842 0 0]"));
    // No area.
    cases.add("mediabox-empty", Either, boxed("/MediaBox [0 0 0 0]"));
    // Larger than a county.
    cases.add("mediabox-huge", Either, boxed("/MediaBox [0 0 99999999999 99999999999999999999]"));
    // Numbers that are none.
    cases.add("mediabox-not-numbers", Either, boxed("/MediaBox [0 0 --595 /NaN]"));
    cases.add("mediabox-exponents", Either, boxed("/MediaBox [0 0 5.95e2 1e400]"));
    // Numbers are indirect objects; one of them refers to itself.
    cases.add(
        "mediabox-references",
        Either,
        paper()
            .change(3, "[0 0 595 842]", "[0 0 20 0 R 21 0 R]")
            .with(20, "595")
            .with(21, "21 0 R")
            .bytes(),
    );
    // A crop box that lies wholly outside the page.
    cases.add("cropbox-outside", Either, paper().add(3, "/CropBox [900 900 950 950]").bytes());
    // Turns that are no quarter turns, or more than a whole one, or backwards.
    cases.add("rotate-45", WHOLE, paper().add(3, "/Rotate 45").bytes());
    cases.add("rotate-minus-90", WHOLE, paper().add(3, "/Rotate -90").bytes());
    cases.add("rotate-450", WHOLE, paper().add(3, "/Rotate 450").bytes());
    cases.add("rotate-real", WHOLE, paper().add(3, "/Rotate 90.0").bytes());
    cases.add("rotate-huge", WHOLE, paper().add(3, "/Rotate 9223372036854775807").bytes());
    // A unit that makes the page a point wide, or none.
    cases.add("userunit-tiny", Either, paper().add(3, "/UserUnit 0.000001").bytes());
    cases.add("userunit-zero", Either, paper().add(3, "/UserUnit 0").bytes());
    // No resources at all.
    let bare = paper().change(3, "/Resources << /Font << /F1 7 0 R >> >>", "");
    cases.add("resources-missing", WHOLE, bare.bytes());
    // The resources contain a form that has the same resources.
    let same = paper()
        .change(3, "<< /Font << /F1 7 0 R >> >>", "20 0 R")
        .with(20, "<< /Font << /F1 7 0 R >> /XObject << /Fx0 21 0 R >> >>")
        .with(21, stream("/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources 20 0 R", "n"));
    cases.add("resources-cyclic", WHOLE, same.clone().bytes());
    // ... and that draws itself.
    let drawn = same.with(5, stream("", "/Fx0 Do")).with(
        21,
        stream("/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources 20 0 R", "/Fx0 Do"),
    );
    cases.add("form-draws-itself", WHOLE, drawn.bytes());
    // Twenty forms, each of which draws the next ten times: 10 to the power of 20 drawings.
    cases.add("forms-multiplied", Either, {
        let first = paper()
            .change(3, "/Font << /F1 7 0 R >>", "/XObject << /Fx0 20 0 R >>")
            .with(5, stream("", "/Fx0 Do"));
        (20..40)
            .fold(first, |forms, number| {
                let next = format!(
                    "/Type /XObject /Subtype /Form /BBox [0 0 595 842] \
                     /Resources << /XObject << /Fx0 {} 0 R >> >>",
                    number + 1
                );
                forms.with(number, stream(&next, "/Fx0 Do ".repeat(10)))
            })
            .with(40, stream("/Type /XObject /Subtype /Form /BBox [0 0 9 9]", "0 0 1 1 re f"))
            .bytes()
    });
}

/// Page contents that are missing, or in which a stamp could be lost.
fn contents(cases: &mut Cases) {
    let replaced = |new: &str| paper().change(3, "/Contents 5 0 R", new);
    // An empty page.
    cases.add("contents-missing", WHOLE, replaced("").bytes());
    cases.add("contents-null", WHOLE, replaced("/Contents null").bytes());
    // One of two streams is not in the file.
    cases.add("contents-part-missing", Either, replaced("/Contents [5 0 R 99 0 R]").bytes());
    // Nothing in the array is a stream.
    let odd = replaced("/Contents [null 7 (text) 7 0 R 3 0 R]");
    cases.add("contents-not-streams", Either, odd.bytes());
    // Two objects that are references to each other.
    let chain = replaced("/Contents 20 0 R").with(20, "21 0 R").with(21, "20 0 R");
    cases.add("contents-reference-loop", Either, chain.bytes());
    // The array contains itself.
    let cyclic = replaced("/Contents 20 0 R").with(20, "[5 0 R 20 0 R]");
    cases.add("contents-array-in-itself", Either, cyclic.bytes());
    // One stream, ten thousand times.
    let often = replaced(&format!("/Contents [{}]", "5 0 R ".repeat(10_000)));
    cases.add("contents-10000-times", WHOLE, often.bytes());
    // The two halves of an operator stand in two streams.
    let halves = replaced("/Contents [5 0 R 20 0 R]")
        .with(5, stream("", "q 1 0 0 1 0 0 cm BT /F1 12 Tf 70 760 Td (In two hal"))
        .with(20, stream("", "ves) Tj ET Q"));
    cases.add("contents-split-in-string", WHOLE, halves.bytes());
    let shown = |content: &str| paper().with(5, stream("", content)).bytes();
    // States saved and not restored: a stamp would be drawn scaled, and clipped away.
    let saved = format!("q q 0.5 0 0 0.5 100 100 cm 0 0 10 10 re W n {}", text("small"));
    cases.add("q-unbalanced", WHOLE, shown(&saved));
    // States restored that were never saved: they would remove the state of a stamp.
    cases.add("big-q-unbalanced", WHOLE, shown(&format!("Q Q Q {} Q Q", text("restored"))));
    // Marked content that never ends, and ends that nothing began.
    let begun = "/P << /MCID 0 >> BDC /Span BMC ".to_owned() + &text("begun");
    cases.add("bdc-without-emc", WHOLE, tagged().with(5, stream("", begun)).bytes());
    let ended = "EMC EMC ".to_owned() + &marked("ended") + "EMC";
    cases.add("emc-without-bdc", WHOLE, tagged().with(5, stream("", ended)).bytes());
    // A text object that never ends.
    cases.add("bt-without-et", WHOLE, shown("BT /F1 12 Tf 70 760 Td (unended) Tj"));
    // An inline image whose data contain an end mark, and a BDC.
    let inline = "q 32 0 0 8 70 700 cm BI /W 32 /H 1 /BPC 8 /CS /G ID \
                  0123 EI Q /P BMC q q q 789012345 \nEI Q\n";
    cases.add("inline-image-with-ei", WHOLE, shown(&(inline.to_owned() + &text("after"))));
    // A string that never ends: whatever is appended to the stream is in it.
    cases.add("string-unended", Either, shown("BT /F1 12 Tf 70 760 Td (unended"));
    // A comment without a line end: whatever is appended to the line is in it.
    cases.add("comment-at-end", WHOLE, shown(&(text("noted") + "% draft")));
    // Noise, in which an array and an image begin and never end.
    cases.add(
        "contents-noise",
        Either,
        shown("\u{7f}>> ]] << [ ( \\ ) } { <zz> /#g1 1e9 -+.- BI ID"),
    );
    // A filter that nobody knows.
    let unknown = stream("/Filter /WendleDecode", "abc");
    cases.add("filter-unknown", Either, paper().with(5, unknown).bytes());
    // Packed data that are not.
    let unpacked = stream("/Filter /FlateDecode", "these bytes are not packed");
    cases.add("flate-broken", Either, paper().with(5, unpacked).bytes());
    // Packed data that break off; readers show what came before.
    let cut = deflate_filled(text("cut").as_bytes(), b' ', 4000);
    let cut = stream("/Filter /FlateDecode", &cut[..cut.len() - 12]);
    cases.add("flate-cut", Either, paper().with(5, cut).bytes());
    // One filter a thousand times.
    let often = format!("/Filter [{}]", "/ASCIIHexDecode ".repeat(1000));
    cases.add("filters-1000", Either, paper().with(5, stream(&often, "00>")).bytes());
}

/// Small files that want much memory, or a deep stack.
fn bombs(cases: &mut Cases) {
    // A million arrays in each other.
    let arrays = "[".repeat(1_000_000) + &"]".repeat(1_000_000);
    let nested = paper().add(1, "/PieceInfo 20 0 R").with(20, arrays);
    cases.add("arrays-1000000-deep", Either, nested.bytes());
    // A hundred thousand dictionaries in each other.
    let dictionaries = "<</A ".repeat(100_000) + "1" + &">>".repeat(100_000);
    let nested = paper().add(1, "/PieceInfo 20 0 R").with(20, dictionaries);
    cases.add("dictionaries-100000-deep", Either, nested.bytes());
    // The same in a page's contents, as the properties of marked content.
    let deep = "/P ".to_owned() + &"<</A ".repeat(50_000) + &">>".repeat(50_000) + " BDC EMC";
    cases.add("contents-50000-deep", Either, paper().with(5, stream("", deep)).bytes());
    // A gibibyte of spaces, packed twice, as a page's contents.
    let bomb = packed_twice(text("bomb").as_bytes(), b' ', 1024 * MEBIBYTE);
    let bomb = stream("/Filter [/FlateDecode /FlateDecode]", bomb);
    cases.add("bomb-contents", Either, paper().with(5, bomb).bytes());
    // 64 MiB packed once.
    let once = deflate_filled(text("bomb").as_bytes(), b' ', 64 * MEBIBYTE);
    let once = stream("/Filter /FlateDecode", once);
    cases.add("bomb-contents-once", Either, paper().with(5, once).bytes());
    // An object stream of 256 MiB, packed twice; a font of the paper is in it.
    cases.add("bomb-object-stream", Either, object_stream_bomb(1, 256 * MEBIBYTE));
    // 24 of 60 MiB each: a limit for one stream does not stop them.
    cases.add("bomb-object-streams", Either, object_stream_bomb(24, 60 * MEBIBYTE));
    // An object stream says that it holds two thousand million objects.
    let lying = stream("/Type /ObjStm /N 2000000000 /First 4", "50 0 null");
    let inside = Entries::from([(50, Entry::In(40, 0))]);
    let lying = paper().add(1, "/PieceInfo 50 0 R").with(40, lying).bytes_in_stream(60, 0, inside);
    cases.add("object-stream-count-huge", Either, lying);
    // An object stream that claims to be in itself.
    let inside = Entries::from([(50, Entry::In(50, 0))]);
    let cyclic = paper().add(1, "/PieceInfo 50 0 R").bytes_in_stream(60, 0, inside);
    cases.add("object-stream-in-itself", Either, cyclic);
    // Two object streams that extend each other.
    let pair = paper()
        .with(40, stream("/Type /ObjStm /N 1 /First 5 /Extends 41 0 R", "50 0 null"))
        .with(41, stream("/Type /ObjStm /N 1 /First 5 /Extends 40 0 R", "51 0 null"));
    let inside = Entries::from([(50, Entry::In(40, 0)), (51, Entry::In(41, 0))]);
    cases.add("object-streams-extend-each-other", WHOLE, pair.bytes_in_stream(60, 0, inside));
    // An image of a million by a million pixels.
    let image = "/Type /XObject /Subtype /Image /Width 1000000 /Height 1000000 \
                 /ColorSpace /DeviceGray /BitsPerComponent 8 /Filter /FlateDecode";
    let image = paper()
        .change(3, "/Font << /F1 7 0 R >>", "/XObject << /Im0 20 0 R >>")
        .with(5, stream("", "/Im0 Do"))
        .with(20, stream(image, deflate_filled(b"", 0, 1000)));
    cases.add("image-huge", WHOLE, image.bytes());
}

/// Returns a paper with fonts in so many object streams, each with so much filler.
fn object_stream_bomb(streams: u32, filler: u64) -> Vec<u8> {
    // They are all the same; the cross-references give each another object's number.
    let font = b"100 0 <</Type/Font/Subtype/Type1/BaseFont/Courier>>";
    let entries = "/Type /ObjStm /N 1 /First 6 /Filter [/FlateDecode /FlateDecode]";
    let packed = stream(entries, packed_twice(font, b' ', filler));
    let raw = (40..40 + streams).fold(paper(), |raw, number| raw.with(number, &packed));
    let fonts: String = (100..100 + streams).map(|font| format!("/F{font} {font} 0 R ")).collect();
    let inside = (0..streams).map(|at| (100 + at, Entry::In(40 + at, 0))).collect();
    raw.change(3, "/F1 7 0 R", &format!("/F1 7 0 R {fonts}")).bytes_in_stream(90, 0, inside)
}

/// Packs `head` and much filler, and packs the result again.
fn packed_twice(head: &[u8], filler: u8, count: u64) -> Vec<u8> {
    deflate_periodic(&deflate_filled(head, filler, count), FILLED_PERIOD)
}

/// Actions that would run, open or send something when the pack is read.
fn actions(cases: &mut Cases) {
    let link = "/Type /Annot /Subtype /Link /Rect [70 700 200 720]";
    let linked = |action: &str| {
        paper().add(3, "/Annots [20 0 R]").with(20, format!("<< {link} /A {action} >>")).bytes()
    };
    // JavaScript when the paper is opened, when it is printed, on a page, on a link, and in the
    // name tree that runs first of all.
    let script = "<< /S /JavaScript /JS (app.alert\\(1\\);) >>";
    cases.add(
        "javascript-on-open",
        WHOLE,
        paper().add(1, &format!("/OpenAction {script}")).bytes(),
    );
    cases.add(
        "javascript-on-print",
        WHOLE,
        paper().add(1, &format!("/AA << /WP {script} /DP {script} >>")).bytes(),
    );
    cases.add(
        "javascript-in-names",
        WHOLE,
        paper().add(1, &format!("/Names << /JavaScript << /Names [(a) {script}] >> >>")).bytes(),
    );
    cases.add(
        "javascript-on-page",
        WHOLE,
        paper().add(3, &format!("/AA << /O {script} /C {script} >>")).bytes(),
    );
    cases.add("javascript-on-link", WHOLE, linked(script));
    // JavaScript behind a harmless action, in its `Next`; and an action that follows itself.
    let next = format!("<< /S /GoTo /D [4 0 R /Fit] /Next [{script}] >>");
    cases.add("javascript-next", WHOLE, linked(&next));
    let cyclic = paper()
        .add(3, "/Annots [20 0 R]")
        .with(20, format!("<< {link} /A 21 0 R >>"))
        .with(21, "<< /S /GoTo /D [4 0 R /Fit] /Next [21 0 R] >>");
    cases.add("action-next-loop", WHOLE, cyclic.bytes());
    // JavaScript on a bookmark.
    let bookmark = paper()
        .add(1, "/Outlines 20 0 R")
        .with(20, "<< /Type /Outlines /First 21 0 R /Last 21 0 R /Count 1 >>")
        .with(21, format!("<< /Title (Run) /Parent 20 0 R /A {script} >>"));
    cases.add("javascript-on-bookmark", WHOLE, bookmark.bytes());
    // JavaScript in a stream, as a URI, and named by a name that hides its letters.
    cases.add("javascript-as-uri", WHOLE, linked("<< /S /URI /URI (javascript:alert\\(1\\)) >>"));
    cases.add(
        "javascript-name-hidden",
        WHOLE,
        linked("<< /S /J#61vaScript /JS (app.alert\\(1\\);) >>"),
    );
    let streamed = paper()
        .add(1, "/OpenAction << /S /JavaScript /JS 20 0 R >>")
        .with(20, stream("", "app.alert(1);"));
    cases.add("javascript-in-stream", WHOLE, streamed.bytes());
    // A program, another file, a web address to send a form to, data to bring in.
    cases.add("launch", WHOLE, linked("<< /S /Launch /F (cmd.exe) /Win << /F (cmd.exe) >> >>"));
    cases.add(
        "go-to-other-file",
        WHOLE,
        linked("<< /S /GoToR /F (//host/share/x.pdf) /D [0 /Fit] >>"),
    );
    cases.add("go-to-embedded", WHOLE, linked("<< /S /GoToE /T << /R /C /N (x) >> /D [0 /Fit] >>"));
    cases.add(
        "submit-form",
        WHOLE,
        linked("<< /S /SubmitForm /F << /FS /URL /F (https://host.example/take) >> >>"),
    );
    cases.add("import-data", WHOLE, linked("<< /S /ImportData /F (secrets.fdf) >>"));
    // Files inside the file: in the name tree, on a page, and as associated files.
    let file = "<< /Type /Filespec /F (x.exe) /UF (x.exe) /EF << /F 31 0 R >> >>";
    let holder = paper().with(30, file).with(31, stream("/Type /EmbeddedFile", "MZ"));
    cases.add(
        "embedded-file",
        WHOLE,
        holder
            .clone()
            .add(1, "/Names << /EmbeddedFiles << /Names [(x.exe) 30 0 R] >> >> /AF [30 0 R]")
            .bytes(),
    );
    let attached = "<< /Type /Annot /Subtype /FileAttachment /Rect [9 9 29 29] /FS 30 0 R >>";
    let attached = holder.clone().add(3, "/Annots [20 0 R]").with(20, attached);
    cases.add("file-attachment", WHOLE, attached.bytes());
    // A collection of files, of which the pages are only the cover.
    let portfolio = holder
        .add(1, "/Collection << /View /T >> /Names << /EmbeddedFiles << /Names [(x) 30 0 R] >> >>");
    cases.add("portfolio", Either, portfolio.bytes());
    // A film, with the player's settings, a sound, and a three-dimensional model.
    let rich = paper()
        .add(3, "/Annots [20 0 R 22 0 R 23 0 R]")
        .with(
            20,
            "<< /Type /Annot /Subtype /RichMedia /Rect [9 9 99 99] /RichMediaContent \
             << /Assets << /Names [(a.swf) 30 0 R] >> >> \
             /RichMediaSettings << /Activation << /Condition /PO >> >> >>",
        )
        .with(22, "<< /Type /Annot /Subtype /Sound /Rect [9 9 19 19] /Sound 31 0 R >>")
        .with(23, "<< /Type /Annot /Subtype /3D /Rect [9 9 19 19] /3DD 31 0 R >>")
        .with(30, "<< /Type /Filespec /F (a.swf) /EF << /F 31 0 R >> >>")
        .with(31, stream("", "FWS"));
    cases.add("rich-media", WHOLE, rich.bytes());
    // A picture that is fetched from elsewhere each time the page is shown.
    let outside = "/Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray \
                   /BitsPerComponent 8 /F << /FS /URL /F (https://host.example/seen.png) >>";
    let outside = paper()
        .change(3, "/Font << /F1 7 0 R >>", "/XObject << /Im0 20 0 R >>")
        .with(20, stream(outside, ""));
    cases.add("stream-outside", Either, outside.bytes());
}

/// Forms, among them Adobe's XFA.
fn forms(cases: &mut Cases) {
    let xfa = stream("", "<xdp:xdp xmlns:xdp=\"http://ns.adobe.com/xdp/\"></xdp:xdp>");
    let form = |more: &str| {
        paper()
            .add(1, "/AcroForm 20 0 R")
            .with(20, format!("<< /Fields [22 0 R] /XFA 21 0 R {more} >>"))
            .with(21, &xfa)
            .with(
                22,
                "<< /FT /Tx /T (name) /V (Agnes) /Type /Annot /Subtype /Widget \
                 /Rect [70 600 200 620] /P 3 0 R >>",
            )
            .add(3, "/Annots [22 0 R]")
    };
    // XFA beside a form that can be shown without it: its pages are all there.
    cases.add("xfa-static", WHOLE, form("").bytes());
    // The pages are a notice ("please wait"): the true ones are made by the XFA when shown.
    cases.add("xfa-dynamic", Refused("XFA"), form("").add(1, "/NeedsRendering true").bytes());
    // A field that is its parent, and one that is its kid.
    let cyclic = paper()
        .add(1, "/AcroForm << /Fields [20 0 R 21 0 R 99 0 R null] >>")
        .with(20, "<< /T (a) /Parent 20 0 R >>")
        .with(21, "<< /T (b) /FT /Tx /Kids [21 0 R] >>");
    cases.add("fields-cyclic", WHOLE, cyclic.bytes());
    // A script that works out a field from the others.
    let worked = form("/CO [22 0 R]")
        .add(22, "/AA << /C << /S /JavaScript /JS (event.value = 1;) >> >>")
        .change(20, "/XFA 21 0 R", "");
    cases.add("field-calculated", WHOLE, worked.bytes());
    // A signed paper: binding it breaks the signature, which must go.
    let signed = paper()
        .add(1, "/AcroForm << /Fields [20 0 R] /SigFlags 3 >> /Perms << /DocMDP 21 0 R >>")
        .add(3, "/Annots [20 0 R]")
        .with(
            20,
            "<< /FT /Sig /T (sig) /V 21 0 R /Type /Annot /Subtype /Widget /Rect [0 0 0 0] \
             /P 3 0 R >>",
        )
        .with(
            21,
            "<< /Type /Sig /Filter /Adobe.PPKLite /SubFilter /adbe.pkcs7.detached \
             /ByteRange [0 10 20 10] /Contents <00> >>",
        );
    cases.add("signed", Either, signed.bytes());
}

/// Encrypted papers.
fn encryption(cases: &mut Cases) {
    // A password is needed to open it.
    cases.add("password-rc4-40", Refused("password"), locked::decode(locked::USER_RC4_40));
    cases.add("password-rc4-128", Refused("password"), locked::decode(locked::USER_RC4_128));
    cases.add("password-aes-256", Refused("password"), locked::decode(locked::USER_AES_256));
    // It opens for anyone; only an owner's password is set.
    cases.add("owner-password-rc4-128", WHOLE, locked::decode(locked::EMPTY_RC4_128));
    cases.add("owner-password-aes-256", WHOLE, locked::decode(locked::EMPTY_AES_256));
    // Locked by a product that nobody else has.
    let unknown = paper()
        .with(20, "<< /Filter /Wendle.Locks /V 1 /R 2 /P -4 >>")
        .trailer("/Encrypt 20 0 R /ID [<00> <00>]");
    cases.add("encrypted-by-unknown", Either, unknown.bytes());
    // The entry for the encryption is there and says nothing.
    cases.add("encrypt-null", Either, paper().trailer("/Encrypt null").bytes());
    let nothing = paper().trailer("/Encrypt << >> /ID [<00> <00>]");
    cases.add("encrypt-empty", Either, nothing.bytes());
}

/// Bookmarks that are too many, too deep, or cyclic.
fn outlines(cases: &mut Cases) {
    let item = |parent: u32, links: &str| {
        format!("<< /Title (Bookmark) /Parent {parent} 0 R /Dest [4 0 R /Fit] {links} >>")
    };
    let root = |first: u32, last: u32| {
        paper()
            .add(1, "/Outlines 20 0 R")
            .with(20, format!("<< /Type /Outlines /First {first} 0 R /Last {last} 0 R /Count 1 >>"))
    };
    // 100,000 side by side.
    let last = 100 + 99_999;
    let flat = (100..=last).fold(root(100, last), |flat, number| {
        let next = if number == last { String::new() } else { format!("/Next {} 0 R", number + 1) };
        flat.with(number, item(20, &next))
    });
    cases.add("outline-100000", Either, flat.bytes());
    // 10,000 within each other.
    let last = 100 + 9_999;
    let deep = (100..=last).fold(root(100, 100), |deep, number| {
        let parent = if number == 100 { 20 } else { number - 1 };
        let below = format!("/First {0} 0 R /Last {0} 0 R /Count 1", number + 1);
        deep.with(number, item(parent, if number == last { "" } else { &below }))
    });
    cases.add("outline-10000-deep", WHOLE, deep.bytes());
    // The second is followed by the first.
    let ring = root(21, 22)
        .with(21, item(20, "/Next 22 0 R /Prev 22 0 R"))
        .with(22, item(20, "/Next 21 0 R /Prev 21 0 R"));
    cases.add("outline-ring", WHOLE, ring.bytes());
    // One is a child of itself.
    let cyclic = root(21, 21).with(21, item(20, "/First 21 0 R /Last 21 0 R /Count 1"));
    cases.add("outline-in-itself", WHOLE, cyclic.bytes());
    // One has no title, one is a page, one is not in the file, one leads to a page that is not.
    let odd = root(21, 24)
        .with(21, "<< /Parent 20 0 R /Next 22 0 R /Dest [99 0 R /Fit] >>")
        .with(22, "<< /Title 7 /Parent 20 0 R /Next 3 0 R /Dest (nowhere) >>");
    cases.add("outline-odd", WHOLE, odd.bytes());
    // The root of the bookmarks is a number.
    cases.add("outline-a-number", WHOLE, paper().add(1, "/Outlines 7").bytes());
}

/// Named destinations, page labels and other trees beside the page tree.
fn destinations(cases: &mut Cases) {
    let linked = |raw: Raw, name: &str| {
        raw.add(3, "/Annots [30 0 R]").with(
            30,
            format!("<< /Type /Annot /Subtype /Link /Rect [70 700 200 720] /Dest {name} >>"),
        )
    };
    // A name tree that contains itself.
    let cyclic = paper()
        .add(1, "/Names << /Dests 20 0 R >>")
        .with(20, "<< /Kids [20 0 R 21 0 R] >>")
        .with(21, "<< /Limits [(a) (a)] /Names [(a) [4 0 R /Fit]] >>");
    cases.add("names-cyclic", WHOLE, linked(cyclic, "(a)").bytes());
    // Names in no order, twice, and without their value.
    let odd = paper().add(
        1,
        "/Names << /Dests << /Names [(b) [4 0 R /Fit] (a) [3 0 R /Fit] (b) null (c)] >> >>",
    );
    cases.add("names-unsorted", WHOLE, linked(odd, "(b)").bytes());
    // A destination that leads to itself, one that leads to the other's name.
    let rings = paper().add(1, "/Dests << /a /b /b /a /c 20 0 R >>").with(20, "<< /D 20 0 R >>");
    cases.add("destinations-ring", WHOLE, linked(rings.clone(), "/a").bytes());
    cases.add("destination-in-itself", WHOLE, linked(rings, "/c").bytes());
    // A link to a page that is an object of the file and no page of it.
    let lost = paper()
        .with(20, "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 21 0 R >>");
    let lost = lost.with(21, stream("", text("a page that was taken out: secret")));
    cases.add("link-to-removed-page", WHOLE, linked(lost, "[20 0 R /Fit]").bytes());
    // Links to a page by number, to none, to a catalog, with a huge height.
    cases.add("link-by-number", WHOLE, linked(paper(), "[1 /Fit]").bytes());
    cases.add("link-to-catalog", WHOLE, linked(paper(), "[1 0 R /XYZ 1e99 null null]").bytes());
    // Page labels in a cyclic tree, from page -5, in an unknown style.
    let labels = paper().add(1, "/PageLabels 20 0 R").with(
        20,
        "<< /Nums [-5 << /S /D >> 0 << /S /Zz /St 99999999999 >> 9 null] /Kids [20 0 R] >>",
    );
    cases.add("page-labels-odd", WHOLE, labels.bytes());
    // An article whose beads form a ring that does not come back to its beginning.
    let thread = paper()
        .add(1, "/Threads [20 0 R]")
        .add(3, "/B [22 0 R]")
        .with(20, "<< /Type /Thread /F 21 0 R >>")
        .with(21, "<< /T 20 0 R /N 22 0 R /P 3 0 R /R [0 0 9 9] >>")
        .with(22, "<< /T 20 0 R /N 22 0 R /V 22 0 R /P 99 0 R /R [0 0 9 9] >>");
    cases.add("thread-ring", WHOLE, thread.bytes());
    // Layers that are hidden, in an order that contains itself.
    let layers = paper()
        .add(1, "/OCProperties << /OCGs [20 0 R] /D << /OFF [20 0 R] /Order 21 0 R >> >>")
        .change(3, "/Font", "/Properties << /MC0 20 0 R >> /Font")
        .with(5, stream("", format!("/OC /MC0 BDC {}EMC", text("a hidden layer"))))
        .with(20, "<< /Type /OCG /Name (Draft) >>")
        .with(21, "[20 0 R 21 0 R]");
    cases.add("layer-order-cyclic", Either, layers.bytes());
}

/// Annotations that are no annotations.
fn annotations(cases: &mut Cases) {
    // Nulls, a number, a page, one that is not in the file, one that is an array of itself, and
    // the same link twice.
    let odd = paper()
        .add(3, "/Annots [null 7 3 0 R 99 0 R 21 0 R 20 0 R 20 0 R]")
        .with(20, "<< /Type /Annot /Subtype /Link /Rect [0 0 9 9] /P 4 0 R >>")
        .with(21, "[21 0 R]");
    cases.add("annotations-odd", WHOLE, odd.bytes());
    // The array is the page.
    cases.add("annotations-are-page", WHOLE, paper().add(3, "/Annots 3 0 R").bytes());
    // The two pages share one array of annotations.
    let shared = paper()
        .add(3, "/Annots 21 0 R")
        .add(4, "/Annots 21 0 R")
        .with(21, "[20 0 R]")
        .with(20, "<< /Type /Annot /Subtype /Link /Rect [0 0 9 9] /Dest [4 0 R /Fit] >>");
    cases.add("annotations-shared", WHOLE, shared.bytes());
    // Notes that reply to each other.
    let replies = paper()
        .add(3, "/Annots [20 0 R 21 0 R]")
        .with(20, "<< /Type /Annot /Subtype /Text /Rect [0 0 9 9] /IRT 21 0 R /Popup 20 0 R >>")
        .with(21, "<< /Type /Annot /Subtype /Text /Rect [0 0 9 9] /IRT 20 0 R /Parent 21 0 R >>");
    cases.add("notes-reply-in-ring", WHOLE, replies.bytes());
    // A link without a rectangle, without a subtype, and with a rectangle of names.
    let bare = paper().add(
        3,
        "/Annots [<< /Type /Annot /Subtype /Link >> << /Rect [0 0 1 1] >> \
         << /Subtype /Link /Rect [/a /b /c /d] >>]",
    );
    cases.add("annotations-bare", WHOLE, bare.bytes());
}

/// Tags: the paper can be bound without them, but not with wrong ones.
fn structure(cases: &mut Cases) {
    // Correctly tagged, for comparison with the others.
    cases.add("tagged", WHOLE, tagged().bytes());
    // Keys below zero.
    let negative = tagged()
        .change(3, "/StructParents 0", "/StructParents -7")
        .change(4, "/StructParents 1", "/StructParents -3")
        .with(14, "<< /Nums [-7 [12 0 R] -3 [13 0 R]] >>");
    cases.add("struct-parents-negative", WHOLE, negative.bytes());
    // Both pages have the same key, which is huge.
    let same = tagged().change(3, "/StructParents 0", "/StructParents 9223372036854775807").change(
        4,
        "/StructParents 1",
        "/StructParents 9223372036854775807",
    );
    cases.add("struct-parents-same-huge", WHOLE, same.bytes());
    // No ParentTree, an empty tree root, a tree root that is a number.
    let missing = tagged().change(10, "/ParentTree 14 0 R", "");
    cases.add("parent-tree-missing", WHOLE, missing.bytes());
    cases.add("struct-root-empty", WHOLE, tagged().with(10, "<< >>").bytes());
    let number = tagged().change(1, "/StructTreeRoot 10 0 R", "/StructTreeRoot 7");
    cases.add("struct-root-a-number", WHOLE, number.bytes());
    // A ParentTree that contains itself; one with odd entries in no order; one 20,000 deep.
    let cyclic = tagged()
        .with(14, "<< /Kids [14 0 R 20 0 R] >>")
        .with(20, "<< /Limits [0 1] /Nums [0 [12 0 R] 1 [13 0 R]] >>");
    cases.add("parent-tree-cyclic", WHOLE, cyclic.bytes());
    let odd = tagged().with(14, "<< /Nums [1 [13 0 R null 7] (a) 0 0 14 0 R 1 [99 0 R] 5] >>");
    cases.add("parent-tree-odd", WHOLE, odd.bytes());
    let deep = (100..20_100).fold(tagged().with(14, "<< /Kids [100 0 R] >>"), |deep, number| {
        deep.with(number, format!("<< /Limits [0 1] /Kids [{} 0 R] >>", number + 1))
    });
    cases.add("parent-tree-20000-deep", WHOLE, deep.with(20_100, "<< /Nums [] >>").bytes());
    // Types mapped in a ring, to themselves, and away from a standard type.
    let mapped = |map: &str| {
        tagged().add(10, &format!("/RoleMap << {map} >>")).change(12, "/S /P ", "/S /A ").bytes()
    };
    cases.add("role-map-ring", WHOLE, mapped("/A /B /B /A"));
    cases.add("role-map-itself", WHOLE, mapped("/A /A"));
    cases.add("role-map-standard-type", WHOLE, mapped("/A /P /P /Span /Document /P"));
    cases.add("role-map-odd", WHOLE, mapped("/A 7 /B null /C [/P]"));
    // A class that is an array of itself.
    let class = tagged().add(10, "/ClassMap << /c 20 0 R >>").add(12, "/C [/c /d 7]");
    cases.add("class-map-cyclic", WHOLE, class.with(20, "[20 0 R << /O /Layout >>]").bytes());
    // An element that contains its grandparent, itself, or the root.
    cases.add("struct-cycle", WHOLE, tagged().change(12, "/K 0", "/K [0 11 0 R]").bytes());
    cases.add("struct-in-itself", WHOLE, tagged().change(12, "/K 0", "/K [0 12 0 R]").bytes());
    cases.add("struct-contains-root", WHOLE, tagged().change(12, "/K 0", "/K [0 10 0 R]").bytes());
    // 100,000 elements within each other.
    let deep = (100..100_100).fold(tagged().change(11, "12 0 R", "100 0 R"), |deep, number| {
        let parent = if number == 100 { 11 } else { number - 1 };
        let kid = if number == 100_099 { 12 } else { number + 1 };
        deep.with(number, format!("<< /S /Sect /P {parent} 0 R /K {kid} 0 R >>"))
    });
    cases.add("struct-100000-deep", Either, deep.bytes());
    // One element with two parents, so that its words would be read twice.
    let shared = tagged()
        .change(11, "[12 0 R 13 0 R]", "[12 0 R 13 0 R 20 0 R]")
        .with(20, "<< /S /Sect /P 11 0 R /K [12 0 R] >>");
    cases.add("struct-two-parents", WHOLE, shared.bytes());
    // 30 levels, each with the next twice: a thousand million elements, of 31 objects.
    let dense = (100..130).fold(tagged().change(11, "12 0 R", "100 0 R"), |dense, number| {
        let kid = if number == 129 { 12 } else { number + 1 };
        dense.with(number, format!("<< /S /Sect /P 11 0 R /K [{kid} 0 R {kid} 0 R] >>"))
    });
    cases.add("struct-multiplied", WHOLE, dense.bytes());
    // Two elements with one ID; an IDTree that contains itself.
    let twins = tagged()
        .add(12, "/ID (Note 1)")
        .add(13, "/ID (Note 1)")
        .add(10, "/IDTree 20 0 R")
        .with(20, "<< /Names [(Note 1) 12 0 R (Note 1) 13 0 R (x) 99 0 R] /Kids [20 0 R] >>");
    cases.add("struct-ids-twice", WHOLE, twins.bytes());
    // Marked content that no page has, below zero, and huge; kids of no known kind.
    let kids = "/K [5 -1 99999999999 null (a) /b 99 0 R << /Type /MCR /MCID 9 /Pg 99 0 R >> \
                << /Type /OBJR /Obj 99 0 R >> << /Type /OBJR /Obj 3 0 R >> << /Type /Odd >>]";
    cases.add("struct-kids-odd", WHOLE, tagged().change(12, "/K 0", kids).bytes());
    // An MCID of two thousand million, where a parent array is made as long.
    let huge = tagged()
        .with(5, stream("", marked("huge").replace("MCID 0", "MCID 2000000000")))
        .change(12, "/K 0", "/K 2000000000");
    cases.add("mcid-huge", WHOLE, huge.bytes());
    // A page that says it is an element as well, and is one.
    let both =
        tagged().change(11, "12 0 R", "12 0 R 3 0 R").add(3, "/S /P /P 11 0 R /K [0] /Pg 3 0 R");
    cases.add("page-is-element", WHOLE, both.bytes());
    // Elements on a page that is no longer in the page tree, with words that were taken out.
    let removed = tagged()
        .with(20, "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /StructParents 2 >>")
        .with(21, "<< /S /P /P 11 0 R /Pg 20 0 R /K 0 /ActualText (taken out: secret) >>")
        .change(11, "13 0 R", "13 0 R 21 0 R")
        .with(14, "<< /Nums [0 [12 0 R] 1 [13 0 R] 2 [21 0 R]] >>");
    cases.add("struct-of-removed-page", WHOLE, removed.bytes());
    // An attribute object of a table in a stream, one that is a number, headers that are no IDs.
    let attributes = tagged()
        .add(12, "/A [20 0 R 7 << /O /Table /Headers [7 (x) 12 0 R] >> << /O /Table /Headers 7 >>]")
        .with(20, stream("/O /Table /Headers [(y)]", ""));
    cases.add("struct-attributes-odd", WHOLE, attributes.bytes());
    // Says that it is tagged, and has no tags.
    let claims = paper().add(1, "/MarkInfo << /Marked true /Suspects 7 >> /Lang 7");
    cases.add("marked-without-tags", WHOLE, claims.bytes());
}
