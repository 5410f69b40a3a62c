//! Words of HTML as paragraphs of light markup.

use super::xml::unescaped;

/// Returns the paragraphs of a piece of HTML, or of plain text; list items begin with a hyphen. Signs of markup in them are
/// words. Scripts, styles and comments are left out.
pub(super) fn paragraphs(html: &str) -> Vec<String> {
    // What is escaped twice is HTML only after the second time.
    let html = if html.contains('<') { html.to_owned() } else { unescaped(html) };
    let mut paragraphs: Vec<String> = Vec::new();
    let mut words = String::new();
    let mut is_item = false;
    let mut rest = html.as_str();
    let end = |paragraphs: &mut Vec<String>, words: &mut String, is_item: bool| {
        let text = unescaped(words).split_whitespace().collect::<Vec<_>>().join(" ");
        words.clear();
        if !text.is_empty() {
            let text = literal(&text);
            paragraphs.push(if is_item { format!("- {text}") } else { text });
        }
    };
    while let Some(at) = rest.find('<') {
        words.push_str(&rest[..at]);
        rest = &rest[at..];
        if let Some(comment) = rest.strip_prefix("<!--") {
            rest = comment.split_once("-->").map_or("", |(_, rest)| rest);
            continue;
        }
        let is_tag = rest[1..].starts_with(|sign: char| sign.is_ascii_alphabetic() || sign == '/');
        let Some((tag, after)) = rest[1..].split_once('>').filter(|_| is_tag) else {
            words.push('<');
            rest = &rest[1..];
            continue;
        };
        rest = after;
        let is_end = tag.starts_with('/');
        let name: String =
            tag.trim_start_matches('/').chars().take_while(char::is_ascii_alphanumeric).collect();
        match name.to_lowercase().as_str() {
            name @ ("script" | "style") if !is_end => {
                let lower = rest.to_ascii_lowercase();
                rest = lower.find(&format!("</{name}")).map_or("", |at| &rest[at..]);
            }
            "li" => {
                end(&mut paragraphs, &mut words, is_item);
                is_item = !is_end;
            }
            "p" | "div" | "br" | "ul" | "ol" | "tr" | "table" | "h1" | "h2" | "h3" | "h4"
            | "h5" | "h6" | "hr" | "blockquote" => {
                // A paragraph inside an item is its words.
                let is_of_item = is_item && matches!(name.as_str(), "p" | "div");
                if !is_of_item {
                    end(&mut paragraphs, &mut words, is_item);
                }
                words.push(' ');
            }
            "td" | "th" => words.push(' '),
            _ => {}
        }
    }
    words.push_str(rest);
    end(&mut paragraphs, &mut words, is_item);
    paragraphs
}

/// Returns words in which each sign of light markup stands for itself.
fn literal(words: &str) -> String {
    let mut text = String::with_capacity(words.len());
    for (at, sign) in words.char_indices() {
        let begins = at == 0;
        let is_mark = matches!(
            sign,
            '\\' | '*'
                | '_'
                | '`'
                | '['
                | ']'
                | '{'
                | '}'
                | '<'
                | '>'
                | '^'
                | '~'
                | '$'
                | '|'
                | '"'
                | '\''
        ) || begins && matches!(sign, '#' | '-' | '+' | ':' | '=' | '%');
        if is_mark && !matches!(sign, '"' | '\'') {
            text.push('\\');
        }
        text.push(sign);
    }
    // `1.` and `a)` at the beginning would make a list.
    let first = text.split(' ').next().unwrap_or_default();
    let bare = first.trim_end_matches(['.', ')']);
    let is_label = bare.len() < first.len()
        && bare.len() <= 4
        && !bare.is_empty()
        && bare.trim_start_matches('(').chars().all(char::is_alphanumeric);
    if is_label {
        let sign = first.len() - 1;
        text.insert(sign, '\\');
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn html_becomes_paragraphs() {
        #[track_caller]
        fn check(html: &str, expected: &[&str]) {
            assert_eq!(paragraphs(html), expected, "{html}");
        }
        check(
            "<p>One <b>two</b></p><p>&nbsp;</p><p>Three &amp; 4&nbsp;m</p>",
            &["One two", "Three & 4 m"],
        );
        check("&lt;p&gt;Twice&lt;/p&gt;", &["Twice"]);
        check(
            "<ul><li><p>First</p></li><li>Second</li></ul>After",
            &["- First", "- Second", "After"],
        );
        check(
            "<style>p { color: red }</style><!-- no -->A *star*<br/># B",
            &["A \\*star\\*", "\\# B"],
        );
        check("2 < 3<script>alert(1)</script>", &["2 \\< 3"]);
        check("1. Not a list", &["1\\. Not a list"]);
    }
}
