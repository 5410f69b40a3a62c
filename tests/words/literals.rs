//! Literals: no word of a document stands in the code that makes documents.

use std::path::Path;

use orderpaper::store;
use syn::visit::{self, Visit};

/// The rooms that make documents, packs and publications.
const ROOMS: [&str; 4] = ["kinds", "pack", "packs", "publish"];

/// Files all of whose words are messages: what is wrong with a supplied PDF, with an archive or a ledger, or
/// with a name.
const MESSAGES: [&str; 12] = [
    "pack/check/",
    "pack/clean/",
    "pack/words.rs",
    "publish/bags/",
    "publish/digest.rs",
    "publish/inspect.rs",
    "publish/ledger.rs",
    "publish/names.rs",
    "publish/sign.rs",
    "publish/summary.rs",
    "publish/trees.rs",
    "publish/verify",
];

/// Calls whose words are messages: diagnostics, refusals, and why something failed.
const CALLS: [&str; 13] = [
    "error",
    "warning",
    "note",
    "hint",
    "law",
    "label",
    "new",
    "context",
    "with_context",
    "expect",
    "custom",
    "other",
    "refused",
];

/// Macros of the same sort.
const MACROS: [&str; 8] =
    ["anyhow", "bail", "ensure", "panic", "unreachable", "assert", "debug_assert", "concat"];

/// Items that say to people who write templates or run the program what there is, the name of the program, and
/// what is looked for in authors' texts.
const ITEMS: [&str; 5] = ["SUMMARY", "auxiliary_templates", "pages", "AGENT", "HEAD"];

/// Finds literals of words.
struct Literals<'a> {
    file: &'a str,
    found: &'a mut Vec<String>,
}

/// Returns whether a literal has words: two with a blank between them, or one beside a value. What begins with a
/// stroke draws on a page.
fn has_words(text: &str) -> bool {
    if text.starts_with('/') {
        return false;
    }
    let is_word = |part: &str| {
        let letters = part.trim_end_matches([',', '.', ';', ':', '?', '!']);
        letters.len() > 1 && letters.chars().all(|char| char.is_alphabetic() || char == '’')
    };
    let is_value = |part: &str| part.starts_with('{') && part.contains('}');
    let parts: Vec<&str> = text.split(' ').collect();
    parts.windows(2).any(|pair| match (is_word(pair[0]), is_word(pair[1])) {
        (true, true) => true,
        (true, false) => is_value(pair[1]),
        (false, true) => is_value(pair[0]),
        (false, false) => false,
    })
}

/// Returns whether an item is only for tests.
fn is_test(attributes: &[syn::Attribute]) -> bool {
    attributes.iter().any(|attribute| match &attribute.meta {
        syn::Meta::List(list) => {
            attribute.path().is_ident("cfg") && list.tokens.to_string().contains("test")
        }
        _ => false,
    })
}

impl Visit<'_> for Literals<'_> {
    fn visit_attribute(&mut self, _: &syn::Attribute) {}

    fn visit_item(&mut self, item: &syn::Item) {
        let (attributes, name) = match item {
            syn::Item::Mod(module) => (&module.attrs, None),
            syn::Item::Fn(function) => (&function.attrs, Some(&function.sig.ident)),
            syn::Item::Const(constant) => (&constant.attrs, Some(&constant.ident)),
            other => return visit::visit_item(self, other),
        };
        if !is_test(attributes) && !name.is_some_and(|name| ITEMS.iter().any(|known| name == known))
        {
            visit::visit_item(self, item);
        }
    }

    fn visit_impl_item_const(&mut self, constant: &syn::ImplItemConst) {
        if !ITEMS.iter().any(|known| constant.ident == known) {
            visit::visit_impl_item_const(self, constant);
        }
    }

    fn visit_expr_call(&mut self, call: &syn::ExprCall) {
        let name = match &*call.func {
            syn::Expr::Path(path) => {
                path.path.segments.last().map(|segment| segment.ident.to_string())
            }
            _ => None,
        };
        if !name.is_some_and(|name| CALLS.contains(&&*name)) {
            visit::visit_expr_call(self, call);
        }
    }

    fn visit_expr_method_call(&mut self, call: &syn::ExprMethodCall) {
        self.visit_expr(&call.receiver);
        if !CALLS.contains(&&*call.method.to_string()) {
            call.args.iter().for_each(|argument| self.visit_expr(argument));
        }
    }

    fn visit_macro(&mut self, called: &syn::Macro) {
        let name = called.path.segments.last().map(|segment| segment.ident.to_string());
        if name.is_some_and(|name| MACROS.contains(&&*name)) {
            return;
        }
        // The arguments of a macro are any tokens; of them, the literals count.
        fn read(tokens: proc_macro2::TokenStream, literals: &mut Literals<'_>) {
            for token in tokens {
                match token {
                    proc_macro2::TokenTree::Group(group) => read(group.stream(), literals),
                    proc_macro2::TokenTree::Literal(literal) => {
                        if let Ok(text) = syn::parse_str::<syn::LitStr>(&literal.to_string()) {
                            literals.visit_lit_str(&text);
                        }
                    }
                    _ => {}
                }
            }
        }
        read(called.tokens.clone(), self);
    }

    fn visit_lit_str(&mut self, literal: &syn::LitStr) {
        if has_words(&literal.value()) {
            self.found.push(format!("src/{}: `{}`", self.file, literal.value()));
        }
    }
}

#[test]
fn words_in_a_literal_are_found() {
    for words in
        ["Not in this pack", "on course", "{title}, page {number}", "Forward plan, {month}"]
    {
        assert!(has_words(words), "{words}");
    }
    for code in [
        "/Artifact <</Type /Pagination>> BDC",
        "{first} {last}",
        "not-started",
        "%-d %B %Y",
        "{}: {}",
    ] {
        assert!(!has_words(code), "{code}");
    }
}

#[test]
fn no_words_of_documents_stand_in_the_code() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut found = Vec::new();
    for room in ROOMS {
        let files = store::walk(&root.join(room)).unwrap();
        for file in
            files.iter().filter(|file| file.extension().is_some_and(|ending| ending == "rs"))
        {
            let path = root.join(room).join(file);
            let parts: Vec<_> = file.iter().map(|part| part.to_string_lossy()).collect();
            let name = format!("{room}/{}", parts.join("/"));
            if MESSAGES.iter().any(|messages| name.starts_with(messages)) {
                continue;
            }
            let parsed = syn::parse_file(&std::fs::read_to_string(path).unwrap()).unwrap();
            Literals { file: &name, found: &mut found }.visit_file(&parsed);
        }
    }
    assert!(found.is_empty(), "words belong into templates:\n{}", found.join("\n"));
}
