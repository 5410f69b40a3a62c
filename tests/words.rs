//! Words are the templates': a made-up language in which every word of ours stands in brackets, and literals in
//! the code.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use lopdf::{Document, decode_text_string};
use orderpaper::diag::{Diagnostics, Style, render_human};
use orderpaper::model::form::Form;
use orderpaper::model::value::Language;
use orderpaper::pipeline::{self, Inputs, Job, Selection, Session};
use orderpaper::templates::Templates;
use orderpaper::{kinds, store};
use typst_syntax::{SyntaxKind, SyntaxNode};

use crate::support::pdf::pages::{bookmarks, pages};
use crate::support::pdf::{Element, Kid, Pdf};
use crate::support::{Case, opener};

mod literals;

/// How deep conditions are nested in templates at most.
const MOST_NESTED: usize = 6;

/// How a file of templates is read where it is included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mode {
    /// As markup, like every main template.
    Markup,
    /// As an argument of a function.
    Code,
    /// As words of a text.
    Words,
}

/// A piece of a template.
enum Piece<'a> {
    /// What stands between tags, and whether it stands in a block of `plain`.
    Raw(&'a str, bool),
    /// A tag.
    Tag(&'a str),
}

/// Takes a template apart.
fn pieces(template: &str) -> Vec<Piece<'_>> {
    let (mut pieces, mut rest, mut is_plain) = (Vec::new(), template, false);
    while let Some(start) = rest.find("{{") {
        let end = if rest[start..].starts_with("{{!--") { "--}}" } else { "}}" };
        let end = start + rest[start..].find(end).expect("a tag ends") + end.len();
        pieces.push(Piece::Raw(&rest[..start], is_plain));
        let tag = &rest[start..end];
        is_plain = (is_plain || tag.starts_with("{{#plain")) && !tag.starts_with("{{/plain");
        pieces.push(Piece::Tag(tag));
        rest = &rest[end..];
    }
    pieces.push(Piece::Raw(rest, is_plain));
    pieces
}

/// Puts every word of a text in brackets.
fn in_brackets(text: &str) -> String {
    let is_inside =
        |char: char| char.is_alphabetic() || matches!(char, '’' | '\'' | '-' | '\u{b7}');
    let (mut out, mut rest) = (String::new(), text);
    while let Some(start) = rest.find(char::is_alphabetic) {
        let end = rest[start..].find(|char| !is_inside(char)).map_or(rest.len(), |end| start + end);
        let word = rest[start..end].trim_end_matches(['-', '\'']);
        out.push_str(&rest[..start]);
        out.push_str(&format!("‹{word}›"));
        rest = &rest[start + word.len()..];
    }
    out + rest
}

/// Marks the bytes of a source that are words: texts in markup, and literals that are no keys.
fn mark(words: &mut [bool], node: &SyntaxNode, parent: SyntaxKind, start: usize) {
    let is_words = match node.kind() {
        SyntaxKind::Text => true,
        SyntaxKind::Str => {
            let text = node.leaf_text().trim_matches('"').to_owned();
            let is_key = !text.contains(' ') && !text.starts_with(char::is_uppercase);
            let is_value = parent == SyntaxKind::Dict;
            text.contains(char::is_alphabetic) && !text.starts_with('/') && (is_value || !is_key)
        }
        _ => false,
    };
    if is_words {
        words[start..start + node.len()].fill(true);
    }
    let mut at = start;
    for (index, child) in node.children().enumerate() {
        // The value of an entry of a dictionary stands in the entry; its key is no word.
        let is_entry = matches!(node.kind(), SyntaxKind::Named | SyntaxKind::Keyed);
        let is_value = index > 0 && parent == SyntaxKind::Dict && is_entry;
        let is_key = matches!(node.kind(), SyntaxKind::Keyed) && index == 0;
        let inner = if is_value { SyntaxKind::Dict } else { node.kind() };
        if !is_key && node.kind() != SyntaxKind::ModuleImport {
            mark(words, child, inner, at);
        }
        at += child.len();
    }
}

/// Returns a template as Typst, with the place where each piece begins: of conditions, at each depth, the first
/// or the second branch, as the bits of `branches` say.
fn as_typst(pieces: &[Piece<'_>], mode: Mode, branches: u32) -> (String, Vec<usize>) {
    let mut source = if mode == Mode::Code { "(".to_owned() } else { String::new() };
    let (mut starts, mut open, mut hidden) = (Vec::new(), Vec::new(), None);
    let takes_second = |depth: usize| branches >> depth & 1 == 1;
    for piece in pieces {
        starts.push(source.len());
        match piece {
            Piece::Raw(raw, is_plain) if *is_plain || hidden.is_some() => {
                source.push_str(&" ".repeat(raw.len()));
            }
            Piece::Raw(raw, _) => source.push_str(raw),
            Piece::Tag(tag) => {
                let inner = tag.trim_matches(['{', '}', '~']);
                let depth = |open: &[bool]| open.iter().filter(|is_choice| **is_choice).count();
                if let Some(block) = inner.strip_prefix('#') {
                    open.push(block.starts_with("if") || block.starts_with("unless"));
                    let depth = depth(&open);
                    assert!(depth <= MOST_NESTED, "conditions are nested {depth} deep");
                    let is_choice = open.last().is_some_and(|is_choice| *is_choice);
                    if is_choice && takes_second(depth) && hidden.is_none() {
                        hidden = Some(open.len());
                    }
                } else if inner == "else" && hidden.is_none_or(|hidden| hidden == open.len()) {
                    hidden = (!takes_second(depth(&open))).then_some(open.len());
                } else if inner.starts_with('/') {
                    hidden = hidden.filter(|hidden| *hidden != open.len());
                    open.pop();
                }
                let is_value = inner.starts_with("#plain") || !inner.starts_with(['!', '#', '/']);
                if is_value && inner != "else" && hidden.is_none() {
                    source.push_str("value");
                }
            }
        }
    }
    (source, starts)
}

/// Returns which bytes of each piece are words, and which pieces stand where markup is read.
fn find_words(pieces: &[Piece<'_>], mode: Mode) -> Vec<Vec<bool>> {
    let size = |piece: &Piece<'_>| match piece {
        Piece::Raw(text, _) | Piece::Tag(text) => text.len().max("value".len()),
    };
    let mut found: Vec<Vec<bool>> =
        pieces.iter().map(|piece| vec![mode == Mode::Words; size(piece)]).collect();
    // Depths count from one.
    for branches in (0..2 << MOST_NESTED).step_by(2) {
        let (source, starts) = as_typst(pieces, mode, branches);
        let root = if mode == Mode::Code {
            typst_syntax::parse_code(&(source.clone() + ")"))
        } else {
            typst_syntax::parse(&source)
        };
        let mut words = vec![false; source.len() + 1];
        mark(&mut words, &root, root.kind(), 0);
        let ends = starts.iter().skip(1).copied().chain([source.len()]);
        for ((found, start), end) in found.iter_mut().zip(&starts).zip(ends) {
            for (is_word, at) in found.iter_mut().zip(*start..end) {
                *is_word |= words[at];
            }
        }
    }
    found
}

/// Translates a template that is read in this way, and adds how it reads the files that it includes.
fn translate(template: &str, mode: Mode, included: &mut BTreeMap<String, Mode>) -> String {
    let pieces = pieces(template);
    let mut out = String::new();
    for (piece, words) in pieces.iter().zip(find_words(&pieces, mode)) {
        match piece {
            Piece::Raw(raw, true) => out.push_str(&in_brackets(raw)),
            Piece::Raw(raw, false) => {
                let mut rest = 0;
                while rest < raw.len() {
                    let is_word = words[rest];
                    let length = (rest..raw.len()).take_while(|at| words[*at] == is_word).count();
                    let run = &raw[rest..rest + length];
                    out.push_str(&if is_word { in_brackets(run) } else { run.to_owned() });
                    rest += length;
                }
            }
            Piece::Tag(tag) => {
                if let Some(name) = tag.strip_prefix("{{>") {
                    let name = name.trim().split([' ', '}', '~']).next().unwrap();
                    let mode = match (mode, words[0]) {
                        (Mode::Words, _) => Mode::Words,
                        (_, true) => Mode::Markup,
                        (_, false) => Mode::Code,
                    };
                    included.insert(name.to_owned(), mode);
                }
                out.push_str(&arguments_in_brackets(tag));
            }
        }
    }
    out
}

/// Puts the nouns of `plural`, and the words that a file is included with, in brackets.
fn arguments_in_brackets(tag: &str) -> String {
    if !tag.contains("plural ") && !tag.starts_with("{{>") {
        return tag.to_owned();
    }
    let parts: Vec<String> = tag
        .split('"')
        .enumerate()
        .map(|(at, part)| if at % 2 == 1 { in_brackets(part) } else { part.to_owned() })
        .collect();
    parts.join("\"")
}

/// Returns every template in a language in which all words are in brackets, by its path.
fn translated() -> BTreeMap<String, String> {
    let templates = Templates::default();
    let others = kinds::auxiliary_templates().map(|(name, ..)| name);
    let folders: BTreeSet<&str> =
        kinds::ALL.iter().map(|kind| kind.template()).chain(others).chain(["lib"]).collect();
    let paths = folders.iter().flat_map(|folder| templates.below(folder).unwrap());
    let paths: Vec<String> = paths.filter(|path| path.ends_with(".typ.hbs")).collect();
    let text =
        |path: &str| String::from_utf8(templates.get(path).unwrap().unwrap().into_owned()).unwrap();
    // How a file is read is known once all files that include it are.
    let mut modes: BTreeMap<String, Mode> = BTreeMap::new();
    loop {
        let before = modes.clone();
        let mode = |path: &str| {
            let name = path.trim_end_matches(".typ.hbs");
            before.get(name).copied().unwrap_or(Mode::Markup)
        };
        let files: BTreeMap<String, String> = paths
            .iter()
            .map(|path| (path.clone(), translate(&text(path), mode(path), &mut modes)))
            .collect();
        // What is included in a block of `plain` is words, whatever its place looks like.
        for path in &paths {
            for (plain, _) in text(path).match_indices("{{#plain}}") {
                let block = &text(path)[plain..];
                let block = &block[..block.find("{{/plain}}").unwrap()];
                for (at, _) in block.match_indices("{{>") {
                    let name = block[at + 3..].trim_start().split([' ', '}']).next().unwrap();
                    modes.insert(name.to_owned(), Mode::Words);
                }
            }
        }
        if modes == before {
            return files;
        }
    }
}

/// Returns the words of the language, as a file.
fn words(language: &str) -> String {
    let english = Templates::default().built_in("words/en-GB.json");
    let mut words: serde_json::Map<_, _> = serde_json::from_slice(&english).unwrap();
    for (entry, value) in &mut words {
        let bracketed = |text: &str| {
            let parts = text.split_inclusive('}').map(|part| match part.split_once('{') {
                Some((words, name)) => format!("{}{{{name}", in_brackets(words)),
                None => in_brackets(part),
            });
            serde_json::Value::String(parts.collect())
        };
        match value {
            serde_json::Value::Array(texts) => {
                texts.iter_mut().for_each(|text| *text = bracketed(text.as_str().unwrap()));
            }
            _ if entry == "language" => *value = language.into(),
            text => *text = bracketed(text.as_str().unwrap()),
        }
    }
    serde_json::to_string_pretty(&words).unwrap()
}

/// Writes the templates and words into a folder, for this language.
fn write(folder: &Path, language: &Language) {
    let put = |path: String, text: &str| {
        let file = store::below(folder, &path);
        std::fs::create_dir_all(file.parent().unwrap()).unwrap();
        std::fs::write(file, text).unwrap();
    };
    for (path, text) in translated() {
        let name = path.trim_end_matches(".typ.hbs");
        let tag = if language.is_default() { String::new() } else { format!(".{language}") };
        put(format!("{name}{tag}.typ.hbs"), &text);
    }
    put(format!("words/{language}.json"), &words(&language.to_string()));
}

/// Returns the words of a text, in lower case. What may be the label of a list is none, and neither is the sign for
/// percentage points, which stands in authors' texts as `%` does.
fn words_of(text: &str) -> BTreeSet<String> {
    let words = text.split(|char: char| !char.is_alphabetic()).map(str::to_lowercase);
    let is_label =
        |word: &str| word.chars().count() < 2 || word.chars().all(|char| "ivx".contains(char));
    words.filter(|word| !is_label(word) && word != "pp").collect()
}

/// Returns the words of all records of a case, and of its papers.
fn words_of_data(folder: &Path) -> BTreeSet<String> {
    let mut words = BTreeSet::new();
    for file in store::walk(folder).unwrap() {
        let bytes = std::fs::read(folder.join(&file)).unwrap();
        if file.extension().is_some_and(|ending| ending == "pdf") {
            words.extend(pages(&bytes).iter().flat_map(|page| words_of(&page.words)));
            let document = Document::load_mem(&bytes).unwrap();
            let dicts = document.objects.values().filter_map(|object| object.as_dict().ok());
            let alternatives = dicts.filter_map(|dict| dict.get(b"Alt").ok());
            let alternatives = alternatives.filter_map(|alt| decode_text_string(alt).ok());
            words.extend(alternatives.flat_map(|alt| words_of(&alt)));
        } else {
            words.extend(words_of(&String::from_utf8_lossy(&bytes).replace("\\n", " ")));
        }
    }
    words
}

/// Adds the texts that stand in place of what can't be seen.
fn add_alternatives(texts: &mut Vec<String>, element: &Element) {
    for name in ["alt", "actual", "title"] {
        texts.extend(element.attributes.get(name).cloned());
    }
    for kid in &element.kids {
        if let Kid::Element(element) = kid {
            add_alternatives(texts, element);
        }
    }
}

/// Returns every text of a PDF that readers meet: on its pages, in tags, bookmarks, links and metadata.
fn texts(pdf: &[u8]) -> Vec<String> {
    let read = Pdf::read(pdf);
    let mut texts: Vec<String> = read.metadata.title.iter().cloned().collect();
    add_alternatives(&mut texts, &read.root);
    texts.extend(bookmarks(pdf).into_iter().map(|bookmark| bookmark.title));
    for page in pages(pdf) {
        texts.push(page.words);
        // Typst itself calls some links, in the languages that it knows: `Section, page 3`, `Email clerk@…`.
        let is_ours = |says: &String| {
            !says.starts_with("Section, page")
                && !says.starts_with("Email")
                && !says.contains("” page ")
                // Links to other files of ours say where they lead.
                && !says.starts_with("../")
        };
        texts.extend(page.links.into_iter().map(|link| link.says).filter(is_ours));
    }
    texts
}

/// Returns the words outside of brackets that are not in the data, with the text in which they stand.
fn strange(texts: &[String], data: &BTreeSet<String>) -> BTreeMap<String, String> {
    let mut strange = BTreeMap::new();
    for text in texts {
        let mut rest = text.as_str();
        loop {
            let (outside, inside) = rest.split_once('‹').unwrap_or((rest, ""));
            let words = words_of(outside).into_iter().filter(|word| !data.contains(word));
            strange.extend(words.map(|word| (word, outside.trim().to_owned())));
            let Some((_, after)) = inside.split_once('›') else { break };
            rest = after;
        }
    }
    strange
}

/// Opens the records of a case with templates of a council's.
fn open(diags: &mut Diagnostics, data: &Path, templates: &Path, copies: &Path) -> Session {
    let inputs = Inputs {
        data: data.to_owned(),
        templates: Some(templates.to_owned()),
        today: "2026-03-02".parse().unwrap(),
        opener: Some(opener(copies)),
        max_file_bytes: orderpaper::load::MAX_FILE_BYTES,
        published: None,
    };
    Session::open(diags, &inputs, kinds::ALL).unwrap()
}

/// Makes a document of every kind and case in a language, from templates that are written in it, and returns
/// what is strange in it.
fn make_all(language: &Language, form: Form) -> Vec<String> {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), language);
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests").join("kinds");
    let mut found = Vec::new();
    for kind in store::list(&root).unwrap().into_iter().filter(|entry| entry.is_folder) {
        for case in store::list(&root.join(&kind.name)).unwrap() {
            let data = root.join(&kind.name).join(&case.name).join("input");
            let copies = tempfile::tempdir().unwrap();
            let mut diags = Diagnostics::default();
            let session = open(&mut diags, &data, folder.path(), copies.path());
            let selection = Selection { kinds: vec![kind.name.clone()], ..Selection::default() };
            let job: Job = pipeline::plan(&session, &selection).pop().unwrap();
            let job = job.version(form, language);
            let Some(document) = session.make(&mut diags, &job) else {
                let reported: Vec<_> = diags
                    .sorted()
                    .into_iter()
                    .map(|diagnostic| render_human(diagnostic, Style::Plain))
                    .collect();
                panic!("{}/{}:\n{}", kind.name, case.name, reported.join("\n"));
            };
            let strange = strange(&texts(&document.bytes), &words_of_data(&data));
            found.extend(
                strange.iter().map(|(word, text)| {
                    format!("{}/{}: `{word}` in `{text}`", kind.name, case.name)
                }),
            );
        }
    }
    found
}

#[test]
fn every_word_of_a_document_is_in_its_language_or_in_the_data() {
    let language: Language = "qaa".parse().unwrap();
    let found = make_all(&language, Form::Pdf);
    assert!(found.is_empty(), "printed by the program:\n{}", found.join("\n"));
}

#[test]
fn every_word_of_a_pack_is_the_templates_or_in_the_data() {
    let found = make_all(&Language::default(), Form::Pdf);
    assert!(found.is_empty(), "printed by the program:\n{}", found.join("\n"));
}

#[test]
fn documents_in_another_language_stay_beside_the_others() {
    let case = Case::new();
    let language = "cy".parse().unwrap();
    write(&case.path("templates"), &language);
    let files = [
        "output/public/cabinet-2026-01-13/agenda.pdf",
        "output/public/cabinet-2026-01-13/agenda.cy.pdf",
    ];
    let args = ["build", "--kind", "agenda", "--templates", "templates"];
    case.run(args.iter().chain(&["--language", "cy"])).code(0).made(files);
    let meetings = case.text("data/meetings.csv");
    let before = case.read("output/public/cabinet-2026-01-13/agenda.cy.pdf");
    let case = case.file("data/meetings.csv", meetings.replace("10:30", "11:45"));
    // The language was asked for once; from then on the document is kept up to date.
    case.run(args).code(0).made(files);
    assert_ne!(case.read("output/public/cabinet-2026-01-13/agenda.cy.pdf"), before);
}

#[test]
fn a_language_needs_templates_and_words() {
    let case = Case::new();
    let build = ["build", "--kind", "agenda", "--templates", "templates", "--language", "cy"];
    std::fs::create_dir(case.path("templates")).unwrap();
    case.run(build).code(2).stderr_has("no template is in `cy`");
    let main = Templates::default().get("agenda/main.typ.hbs").unwrap().unwrap();
    let case = case.bytes("templates/agenda/main.cy.typ.hbs", main);
    case.run(build)
        .code(1)
        .stderr_has("error[template/no-words]: there are no words for the language `cy`");
    let case = case.file("templates/words/cy.json", words("cy"));
    case.run(build).code(1).stderr_has("there is no partial `lib/page-range` in `cy`");
    let case = case.file("templates/words/cy.json", words("cy").replace("{page}", "page"));
    case.run(build)
        .code(1)
        .stderr_has("error[template/words]: `page` must have `{page}`, `{pages}` in braces");
}
