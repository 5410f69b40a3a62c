//! Pages of HTML, read as far as tests need: their words, their attributes, and the library that makes them.

use std::collections::BTreeSet;
use std::path::Path;

use typst_syntax::ast::{Expr, Imports, LetBinding, LetBindingKind, ModuleImport, Param, Pattern};
use typst_syntax::{SyntaxKind, SyntaxNode};

/// Elements that do not begin a line of their own.
const INLINE: [&str; 11] =
    ["a", "span", "strong", "em", "ins", "del", "sub", "sup", "img", "code", "cite"];

/// Returns the words of `<main>` in order, without those of pictures.
pub(crate) fn text_of_main(page: &str) -> String {
    let (_, main) = page.split_once("<main").expect("a page has a main part");
    let (main, _) = main.split_once("</main>").expect("the main part ends");
    let (_, mut rest) = main.split_once('>').expect("a tag ends");
    let mut text = String::new();
    while let Some((words, after)) = rest.split_once('<') {
        text.push_str(words);
        let (tag, after) = after.split_once('>').expect("a tag ends");
        let name: String =
            tag.trim_start_matches('/').chars().take_while(char::is_ascii_alphanumeric).collect();
        if !INLINE.contains(&name.as_str()) {
            text.push(' ');
        }
        rest = match name.as_str() {
            "svg" if !tag.starts_with('/') => after.split_once("</svg>").expect("a picture ends").1,
            _ => after,
        };
    }
    text.push_str(rest);
    let entities = [
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&#39;", "'"),
        ("&nbsp;", "\u{a0}"),
        ("&amp;", "&"),
    ];
    entities.iter().fold(text, |text, (entity, char)| text.replace(entity, char))
}

/// Returns the values of an attribute, in order.
pub(crate) fn attributes(page: &str, name: &str) -> Vec<String> {
    let mark = format!(" {name}=\"");
    let values = page.split(mark.as_str()).skip(1);
    values.filter_map(|rest| Some(rest.split_once('"')?.0.to_owned())).collect()
}

/// Returns the functions that a file of a library has, each with its parameters: those that it defines, and those that it
/// imports by name.
pub(crate) fn functions(path: &Path) -> Vec<String> {
    let source = std::fs::read_to_string(path).unwrap();
    let mut found = Vec::new();
    collect(&typst_syntax::parse(&source), path, &mut found);
    found
}

fn collect(node: &SyntaxNode, path: &Path, found: &mut Vec<String>) {
    if let Some(import) = node.cast::<ModuleImport>() {
        imported(import, path, found);
        return;
    }
    if let Some(binding) = node.cast::<LetBinding>()
        && let LetBindingKind::Closure(name) = binding.kind()
        && let Some(Expr::Closure(closure)) = binding.init()
    {
        let parameter = |param: Param<'_>| match param {
            Param::Pos(Pattern::Normal(Expr::Ident(ident))) => ident.as_str().to_owned(),
            Param::Pos(_) => "_".to_owned(),
            Param::Named(named) => format!("{}:", named.name().as_str()),
            Param::Spread(_) => "..".to_owned(),
        };
        let parameters: Vec<String> = closure.params().children().map(parameter).collect();
        found.push(format!("{}({})", name.as_str(), parameters.join(", ")));
        return;
    }
    if node.kind() != SyntaxKind::Closure {
        node.children().for_each(|child| collect(child, path, found));
    }
}

/// Adds the functions that an import names, under the names that they have then.
fn imported(import: ModuleImport<'_>, path: &Path, found: &mut Vec<String>) {
    let (Expr::Str(file), Some(Imports::Items(items))) = (import.source(), import.imports()) else {
        return;
    };
    let file = file.get();
    let file = match file.strip_prefix('/') {
        Some(file) => Path::new("templates").join(file),
        None => path.with_file_name(file.as_str()),
    };
    let exported = functions(&file);
    for item in items.iter() {
        let original = format!("{}(", item.original_name().as_str());
        let parameters = exported.iter().find_map(|function| function.strip_prefix(&original));
        let name = item.bound_name();
        found.extend(parameters.map(|parameters| format!("{}({parameters}", name.as_str())));
    }
}

/// Returns the names of functions that templates call.
pub(crate) fn called_by_templates() -> BTreeSet<String> {
    let mut called = BTreeSet::new();
    for entry in walk("templates") {
        let text = std::fs::read_to_string(&entry).unwrap();
        for (at, _) in text.match_indices('(').chain(text.match_indices('[')) {
            let name: String = text[..at]
                .chars()
                .rev()
                .take_while(|char| char.is_ascii_lowercase() || *char == '-')
                .collect();
            called.insert(name.chars().rev().collect());
        }
    }
    called
}

/// Returns the templates below a folder.
fn walk(folder: &str) -> Vec<std::path::PathBuf> {
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let nested = entries.flat_map(|path| match path.is_dir() {
        true => walk(&path.to_string_lossy()),
        false => vec![path],
    });
    nested.filter(|path| path.to_string_lossy().ends_with(".hbs")).collect()
}
