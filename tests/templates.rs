//! What templates may call: the functions of the library, and nothing that says how a page looks.
//!
//! Sizes, spaces, boxes and page breaks are the library's, so that the same merged source can be typeset
//! in every form. The templates are parsed as Typst, with a name in place of every value, and with both
//! branches of every condition.

use std::collections::BTreeSet;
use std::sync::Arc;

use orderpaper::diag::{Code, Diagnostic, Diagnostics};
use orderpaper::kinds;
use orderpaper::merge::Pages;
use orderpaper::model::value::Language;
use orderpaper::templates::{LIBRARY, Templates};
use orderpaper::words::Words;
use typst_syntax::ast::{self, AstNode};
use typst_syntax::{SyntaxKind, SyntaxNode};

/// What a template may name of Typst's own: links and their targets, lists, paragraphs, texts, and on which
/// side a column's words stand.
const MEANINGS: [&str; 8] = ["label", "left", "link", "list", "lower", "parbreak", "right", "str"];

/// What a template may name of the library besides its functions.
const VALUES: [&str; 1] = ["levels"];

/// The units of the only lengths that a template may have: the widths of a table's columns.
const UNITS: [&str; 2] = ["mm", "fr"];

/// What stands for a value of the view.
const VALUE: &str = "value";

/// Returns a template as Typst: its Handlebars tags are left out, or replaced by [`VALUE`], as are blocks of words.
fn without_tags(template: &str) -> String {
    let (mut source, mut is_plain) = (String::new(), false);
    let mut rest = template;
    while let Some((before, tag)) = rest.split_once("{{") {
        if !is_plain {
            source.push_str(before);
        }
        let end = if tag.starts_with("!--") { "--}}" } else { "}}" };
        let (tag, after) = tag.split_once(end).expect("a tag ends");
        match tag.trim_matches('~') {
            // Keeps the words of both branches apart.
            "else" => source.push(' '),
            "#plain" => {
                source.push_str(VALUE);
                is_plain = true;
            }
            "/plain" => is_plain = false,
            _ if is_plain => {}
            tag if tag.starts_with(['!', '#', '/', '>']) => {}
            _ => source.push_str(VALUE),
        }
        rest = after;
    }
    source + rest
}

/// Returns the names that a source binds with `#let`, or as parameters: functions, then values.
fn bound_names(node: &SyntaxNode) -> (BTreeSet<String>, BTreeSet<String>) {
    let (mut functions, mut values) = (BTreeSet::new(), BTreeSet::new());
    if let Some(binding) = node.cast::<ast::LetBinding>() {
        let names = binding.kind().bindings();
        let names = names.into_iter().map(|name| name.as_str().to_owned());
        let is_function = matches!(binding.kind(), ast::LetBindingKind::Closure(_));
        if is_function {
            functions.extend(names);
        } else {
            values.extend(names);
        }
        return (functions, values);
    }
    if let Some(closure) = node.cast::<ast::Closure>() {
        for param in closure.params().children() {
            if let ast::Param::Pos(pattern) = param {
                let names = pattern.bindings().into_iter();
                values.extend(names.map(|name| name.as_str().to_owned()));
            }
        }
    }
    for child in node.children() {
        let (more_functions, more_values) = bound_names(child);
        functions.extend(more_functions);
        values.extend(more_values);
    }
    (functions, values)
}

/// Adds what a template may not have to `broken`; `allowed` are the names that it may use.
fn find(broken: &mut Vec<String>, node: &SyntaxNode, allowed: &BTreeSet<String>) {
    let mut skipped = None;
    match node.kind() {
        SyntaxKind::SetRule => {
            broken.push(format!("sets `{}`", node.full_text()));
            return;
        }
        SyntaxKind::ShowRule => {
            let rule: ast::ShowRule = node.cast().expect("the kind of the node");
            if rule.selector().is_some() {
                broken.push(format!("changes how `{}` looks", node.full_text()));
            }
        }
        SyntaxKind::ModuleImport => {
            let import: ast::ModuleImport = node.cast().expect("the kind of the node");
            let is_library = match import.source() {
                ast::Expr::Str(path) => path.get().starts_with("/lib/"),
                _ => false,
            };
            if !is_library {
                broken.push(format!("`{}` is not of the library", node.full_text()));
            }
            return;
        }
        // The name of an argument, or of a field.
        SyntaxKind::Named => skipped = node.children().next(),
        SyntaxKind::FieldAccess => skipped = node.children().next_back(),
        SyntaxKind::Ident => {
            let name = node.leaf_text();
            if !allowed.contains(name.as_str()) {
                broken.push(format!("uses `{name}`"));
            }
        }
        SyntaxKind::Numeric => {
            let number = node.leaf_text();
            let unit = number.trim_start_matches(|char: char| char.is_ascii_digit() || char == '.');
            if !UNITS.contains(&unit) {
                broken.push(format!("has the length `{number}`"));
            }
        }
        _ => {}
    }
    let is_skipped = |child: &SyntaxNode| skipped.is_some_and(|node| std::ptr::eq(node, child));
    for child in node.children().filter(|child| !is_skipped(child)) {
        find(broken, child, allowed);
    }
}

/// Returns the parsed files below a folder whose names have an ending, with their paths.
fn parsed(folder: &str, ending: &str) -> Vec<(String, SyntaxNode)> {
    let templates = Templates::default();
    let paths = templates.below(folder).unwrap();
    let read = |path: String| {
        let text = String::from_utf8(templates.get(&path).unwrap().unwrap().into_owned()).unwrap();
        let text = if path.ends_with(".hbs") { without_tags(&text) } else { text };
        (path, typst_syntax::parse(&text))
    };
    paths.into_iter().filter(|path| path.ends_with(ending)).map(read).collect()
}

/// Returns every template with its path, and the names that templates may use.
fn templates() -> (Vec<(String, SyntaxNode)>, BTreeSet<String>) {
    let others = kinds::auxiliary_templates().map(|(name, ..)| name);
    let folders: BTreeSet<&str> =
        kinds::ALL.iter().map(|kind| kind.template()).chain(others).chain(["lib"]).collect();
    let files: Vec<_> = folders.iter().flat_map(|folder| parsed(folder, ".typ.hbs")).collect();
    let mut allowed: BTreeSet<String> =
        MEANINGS.iter().chain(&VALUES).chain(&[VALUE]).map(|name| (*name).to_owned()).collect();
    for (_, library) in parsed(LIBRARY, ".typ") {
        allowed.extend(bound_names(&library).0);
    }
    for (_, template) in &files {
        let (functions, values) = bound_names(template);
        allowed.extend(functions);
        allowed.extend(values);
    }
    (files, allowed)
}

#[test]
fn templates_call_only_the_library() {
    let (files, allowed) = templates();
    assert!(files.len() > kinds::ALL.len(), "every template is read");
    let mut broken = Vec::new();
    for (path, template) in &files {
        let mut found = Vec::new();
        find(&mut found, template, &allowed);
        broken.extend(found.iter().map(|what| format!("templates/{path}: {what}")));
    }
    assert!(broken.is_empty(), "the library says how a page looks:\n{}", broken.join("\n"));
}

/// Returns whether each pattern in a file is a value of the file, or what a function makes of its arguments alone, which
/// Typst remembers; anywhere else it would be compiled at every call.
fn patterns_are_kept(node: &SyntaxNode) -> bool {
    let is_pattern = |node: &SyntaxNode| {
        let call: Option<ast::FuncCall> = node.cast();
        call.is_some_and(|call| call.callee().to_untyped().leaf_text() == "regex")
    };
    let is_kept = |node: &SyntaxNode| {
        let binding: Option<ast::LetBinding> = node.cast();
        let value = binding.and_then(|binding| binding.init());
        let value = value.map(|value| match value {
            ast::Expr::Closure(closure) => closure.body(),
            value => value,
        });
        value.is_some_and(|value| is_pattern(value.to_untyped()))
    };
    is_kept(node) || !is_pattern(node) && node.children().all(patterns_are_kept)
}

#[test]
fn patterns_are_compiled_once() {
    for (path, file) in parsed("lib", ".typ") {
        assert!(patterns_are_kept(&file), "templates/{path}: a pattern is compiled at every call");
    }
    for (text, expected) in [
        ("#let digits = regex(\"[0-9]\")", true),
        ("#let many(count) = regex(str(count))", true),
        ("#let clean(words) = words.replace(regex(\" \"), \"\")", false),
        ("#show regex(\" \"): none", false),
    ] {
        assert_eq!(patterns_are_kept(&typst_syntax::parse(text)), expected, "{text}");
    }
}

#[test]
fn layout_in_a_template_is_found() {
    let (_, allowed) = templates();
    for (template, expected) in [
        ("#set text(size: 9pt)\n", "sets `set text(size: 9pt)`"),
        ("#show heading: emph\n", "changes how `show heading: emph` looks"),
        (
            "#import \"@preview/a:1.0.0\": b\n",
            "`import \"@preview/a:1.0.0\": b` is not of the library",
        ),
        ("#notice[{{name}}#h(1em)]", "uses `h`"),
        ("#facts(([A], {{#if a}}[{{a}}]{{else}}box[b]{{/if}}))", "uses `box`"),
        ("#facts(([A], {{#if a}}box[{{a}}]{{else}}none{{/if}}))", "uses `box`"),
        ("#register(widths: (14mm, 1fr, {{int a}}), size: 9pt)", "has the length `9pt`"),
        ("#show: block", "uses `block`"),
        ("#aside(text(fill: muted)[{{rich name}}])", "uses `text`"),
        ("{{#each a}}#{{rich this}}#pagebreak(){{/each}}", "uses `pagebreak`"),
    ] {
        let mut found = Vec::new();
        find(&mut found, &typst_syntax::parse(&without_tags(template)), &allowed);
        assert!(found.iter().any(|what| what == expected), "`{template}`: {found:?}");
    }
}

#[test]
fn a_page_without_a_template_is_reported() {
    let mut diags = Diagnostics::default();
    let templates = Templates::default();
    let words = Words::read(&mut diags, &templates, &Language::default()).unwrap().unwrap();
    let pages = Pages { templates: &templates, words: &Arc::new(words), folder: "site" };
    let page = pages.render(&mut diags, "no-such-page", &()).unwrap();
    assert_eq!(page, None);
    assert_eq!(diags.iter().map(Diagnostic::code).collect::<Vec<_>>(), [Code::TemplateMissing]);
}
