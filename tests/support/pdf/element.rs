//! Elements of a structure tree, as lines of text and as an outline of tags.

use std::collections::BTreeMap;

/// How many characters of an element's words an outline shows.
const MAX_CHARS: usize = 60;

/// Types of element that stand inside a line.
const INLINE: [&str; 10] =
    ["Span", "Strong", "Em", "Link", "Quote", "Code", "Reference", "Datetime", "Sub", "Note"];

/// An element of the structure tree.
#[derive(Debug, Default, Clone)]
pub(crate) struct Element {
    /// Its type as written, before the role map: `P`, `H2`, `Strong`.
    pub(crate) role: String,
    /// Attributes that matter to readers, by name.
    pub(crate) attributes: BTreeMap<&'static str, String>,
    /// Its parts in reading order.
    pub(crate) kids: Vec<Kid>,
}

/// A part of an element.
#[derive(Debug, Clone)]
pub(crate) enum Kid {
    /// An element.
    Element(Element),
    /// Words on a page.
    Words(String),
    /// Where a link leads.
    Target(String),
}

impl Element {
    /// Returns whether it stands inside a line.
    fn is_inline(&self) -> bool {
        INLINE.contains(&&*self.role)
            && self.attributes.get("placement").is_none_or(|placement| placement != "Block")
    }

    /// Takes away all pictures below it.
    pub(crate) fn remove_pictures(&mut self) {
        self.kids.retain(|kid| !matches!(kid, Kid::Element(element) if element.role == "Figure"));
        for kid in &mut self.kids {
            if let Kid::Element(element) = kid {
                element.remove_pictures();
            }
        }
    }

    /// Adds its words and those of all elements below it to one text.
    pub(crate) fn words(&self, text: &mut String) {
        if let Some(actual) = self.attributes.get("actual") {
            text.push_str(actual);
            return;
        }
        for kid in &self.kids {
            match kid {
                Kid::Element(element) => {
                    if !element.is_inline() && !text.is_empty() && !text.ends_with(' ') {
                        text.push(' ');
                    }
                    element.words(text);
                }
                Kid::Words(words) => text.push_str(words),
                Kid::Target(_) => {}
            }
        }
    }

    /// Returns its words and those of all elements below it.
    pub(crate) fn all_words(&self) -> String {
        let mut text = String::new();
        self.words(&mut text);
        text.trim().to_owned()
    }

    /// Adds its words as lines, one for each block, inside `lists` lists.
    pub(crate) fn lines(&self, lines: &mut Vec<String>, lists: usize) {
        let indent = "  ".repeat(lists.saturating_sub(1));
        match &*self.role {
            "TR" => {
                let cells = self.kids.iter().filter_map(|kid| match kid {
                    Kid::Element(cell) => Some(cell.all_words()),
                    Kid::Words(_) | Kid::Target(_) => None,
                });
                lines.push(indent + &cells.collect::<Vec<_>>().join(" | "));
            }
            "LI" => self.item_lines(lines, &indent, lists),
            _ => {
                let lists = lists + usize::from(self.role == "L");
                self.block_lines(lines, &indent, lists);
            }
        }
    }

    /// Adds a list item's label and its words; what follows the first line stands below it.
    fn item_lines(&self, lines: &mut Vec<String>, indent: &str, lists: usize) {
        let mut label = String::new();
        let mut body = Vec::new();
        for kid in &self.kids {
            match kid {
                Kid::Element(part) if part.role == "Lbl" => label = part.all_words(),
                Kid::Element(part) => part.lines(&mut body, lists),
                Kid::Words(words) => body.push(words.clone()),
                Kid::Target(_) => {}
            }
        }
        // A body that begins with a list has no words beside the label.
        let begins_deeper = body.first().is_some_and(|line| {
            !line.starts_with(indent) || line[indent.len()..].starts_with("  ")
        });
        let first = if body.is_empty() || begins_deeper { String::new() } else { body.remove(0) };
        lines.push(format!("{indent}{}", format!("{label} {}", first.trim_start()).trim()));
        lines.append(&mut body);
    }

    fn block_lines(&self, lines: &mut Vec<String>, indent: &str, lists: usize) {
        let mut line = String::new();
        let end = |line: &mut String, lines: &mut Vec<String>| {
            if !line.trim().is_empty() {
                lines.push(format!("{indent}{}", line.trim()));
            }
            line.clear();
        };
        for kid in &self.kids {
            match kid {
                Kid::Element(element) if !element.is_inline() => {
                    end(&mut line, lines);
                    element.lines(lines, lists);
                }
                Kid::Element(element) => element.words(&mut line),
                Kid::Words(words) => line.push_str(words),
                Kid::Target(_) => {}
            }
        }
        end(&mut line, lines);
    }

    /// Adds it and the elements below it, a line each.
    pub(crate) fn outline(&self, out: &mut String, depth: usize) {
        let indent = "  ".repeat(depth);
        out.push_str(&indent);
        out.push_str(&self.role);
        for (name, value) in &self.attributes {
            out.push_str(&format!(" {name}={}", value.replace('\n', " ")));
        }
        let has_elements = self.kids.iter().any(|kid| matches!(kid, Kid::Element(_)));
        let mut words = String::new();
        let end = |words: &mut String, out: &mut String| {
            if !words.is_empty() {
                out.push_str(if has_elements { "\n  " } else { " " });
                out.push_str(if has_elements { &indent } else { "" });
                out.push_str(&shorten(words));
                words.clear();
            }
        };
        for kid in &self.kids {
            match kid {
                Kid::Words(text) => words.push_str(text),
                Kid::Element(element) => {
                    end(&mut words, out);
                    out.push('\n');
                    element.outline(out, depth + 1);
                    // The element ended its line, and the next part begins one.
                    out.truncate(out.trim_end_matches('\n').len());
                }
                Kid::Target(url) => {
                    end(&mut words, out);
                    out.push_str(&format!("\n{indent}  -> {url}"));
                }
            }
        }
        end(&mut words, out);
        out.push('\n');
    }
}

/// Returns the first words of a text in quotation marks.
fn shorten(text: &str) -> String {
    let mut short: String = text.chars().take(MAX_CHARS).collect();
    if text.chars().nth(MAX_CHARS).is_some() {
        short.push('…');
    }
    format!("{short:?}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn element(role: &str, kids: Vec<Kid>) -> Kid {
        Kid::Element(Element { role: role.to_owned(), attributes: BTreeMap::new(), kids })
    }

    fn words(text: &str) -> Kid {
        Kid::Words(text.to_owned())
    }

    fn item(label: &str, body: Vec<Kid>) -> Kid {
        element("LI", vec![element("Lbl", vec![words(label)]), element("LBody", body)])
    }

    #[track_caller]
    fn check(top: Kid, text: &str, outline: &str) {
        let Kid::Element(top) = top else { panic!("the top is an element") };
        let mut lines = Vec::new();
        top.lines(&mut lines, 0);
        assert_eq!(lines.join("\n"), text);
        let mut out = String::new();
        top.outline(&mut out, 0);
        assert_eq!(out, outline);
    }

    #[test]
    fn lists_keep_labels_beside_their_words() {
        let inner = element("L", vec![item("a)", vec![words("deep")])]);
        let first = item("i.", vec![element("P", vec![words("one")]), inner]);
        let bare = item("ii.", vec![element("L", vec![item("b)", vec![words("deeper")])])]);
        check(
            element("L", vec![first, bare]),
            "i. one\n  a) deep\nii.\n  b) deeper",
            "L\n  LI\n    Lbl \"i.\"\n    LBody\n      P \"one\"\n      L\n        LI\n          Lbl \"a)\"\n          LBody \"deep\"\n  LI\n    Lbl \"ii.\"\n    LBody\n      L\n        LI\n          Lbl \"b)\"\n          LBody \"deeper\"\n",
        );
    }

    #[test]
    fn rows_have_bars_and_inline_parts_stay_in_their_line() {
        let strong = element("Strong", vec![words("For")]);
        let row = element("TR", vec![element("TH", vec![strong]), element("TD", vec![words("6")])]);
        check(
            element("Table", vec![row]),
            "For | 6",
            "Table\n  TR\n    TH\n      Strong \"For\"\n    TD \"6\"\n",
        );
        let link = element("Link", vec![words("us"), Kid::Target("mailto:a@b".to_owned())]);
        check(
            element("P", vec![words("Ask "), link, words(" now")]),
            "Ask us now",
            "P\n  \"Ask \"\n  Link \"us\"\n    -> mailto:a@b\n  \" now\"\n",
        );
    }
}
