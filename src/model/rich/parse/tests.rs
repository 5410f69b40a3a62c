//! Texts, and the trees and faults that come of them; generators for properties elsewhere.

use std::fmt::Write;

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

use super::super::{Block, Inline, ListKind};
use super::*;
use diag::{Code, Severity};

/// Checks the tree of `text` in the notation of [`show`], and its faults as `code: place`.
#[track_caller]
fn check(text: &str, expected: &str, faults: &[&str]) {
    let (rich, found) = parse(text);
    assert_eq!(show(&rich.blocks), expected, "{text:?}");
    let found: Vec<String> = found
        .into_iter()
        .map(|fault| format!("{}: {}", &fault.code.name()["text/".len()..], &text[fault.range]))
        .collect();
    assert_eq!(found, faults, "{text:?}");
}

fn show(blocks: &[Block]) -> String {
    let blocks = blocks.iter().map(|block| match block {
        Block::Paragraph(content) => format!("p({})", line(content)),
        Block::Heading { level, content } => format!("h{level}({})", line(content)),
        Block::Quote(blocks) => format!("q({})", show(blocks)),
        Block::Picture(picture) => format!("i({})", picture.file),
        Block::List(list) => {
            let kind = match list.kind {
                ListKind::Bullet => "ul",
                ListKind::Ordered => "ol",
            };
            let loose = if list.tight { "" } else { " loose" };
            let items = list.items.iter().map(|item| {
                let label = item.label.as_deref().unwrap_or("-");
                format!("{label} {}", show(&item.blocks))
            });
            format!("{kind}{loose}({})", items.collect::<Vec<_>>().join(", "))
        }
        Block::Table(table) => {
            let caption = table.caption.as_ref().map(|caption| line(caption));
            let mut text = format!("t{:?}[{}](", table.columns, caption.unwrap_or_default());
            for (mark, rows) in [("=", &table.head), ("", &table.body)] {
                for row in rows {
                    let cells: Vec<String> = row.iter().map(|cell| line(cell)).collect();
                    write!(text, "{mark}{};", cells.join("|")).unwrap();
                }
            }
            text + ")"
        }
    });
    blocks.collect::<Vec<_>>().join(" ")
}

fn line(inlines: &[Inline]) -> String {
    let inlines = inlines.iter().map(|inline| match inline {
        Inline::Text(text) => text.clone(),
        Inline::Strong(content) => format!("<b {}>", line(content)),
        Inline::Emphasis(content) => format!("<i {}>", line(content)),
        Inline::Inserted(content) => format!("<ins {}>", line(content)),
        Inline::Deleted(content) => format!("<del {}>", line(content)),
        Inline::Marked(content) => format!("<mark {}>", line(content)),
        Inline::Superscript(content) => format!("<sup {}>", line(content)),
        Inline::Subscript(content) => format!("<sub {}>", line(content)),
        Inline::Code(code) => format!("<code {code}>"),
        Inline::Link { url, content } => format!("<a {url} {}>", line(content)),
        Inline::Note { label, .. } => format!("<note {label}>"),
        Inline::LineBreak => "<br>".to_owned(),
    });
    inlines.collect()
}

#[test]
fn nothing_gives_nothing() {
    for text in ["", " ", "\n\n", " \t\r\n", "\u{c}"] {
        check(text, "", &[]);
    }
}

#[test]
fn words_come_out_as_written() {
    check(r#"The "Plan" isn't 'new'..."#, r#"p(The "Plan" isn't 'new'...)"#, &[]);
    check("2019--20 --- or 5 -- 6 - 7 ---- 8", "p(2019--20 --- or 5 -- 6 - 7 ---- 8)", &[]);
    check("at :clock: 10.30:05:", "p(at :clock: 10.30:05:)", &[]);
    check("“So” – it’s… £5 é \u{1f600}", "p(“So” – it’s… £5 é \u{1f600})", &[]);
    check(r#"{"a": 1} {'b'}"#, r#"p({"a": 1} {'b'})"#, &[]);
    check("[x] (y) {z} <w> a|b", "p([x] (y) {z} <w> a|b)", &[]);
    check("#hashtag @x $5 = ~ ^ / // 2 * 3", "p(#hashtag @x $5 = ~ ^ / // 2 * 3)", &[]);
    check(r"\*no\* 5\_6 \# \a \\", r"p(*no* 5_6 # \a \)", &[]);
    check(r"Mr\ Jones", "p(Mr\u{a0}Jones)", &[]);
    check("one  two\u{a0}three", "p(one  two\u{a0}three)", &[]);
    check("Signed: ________ Date: ________", "p(Signed: ________ Date: ________)", &[]);
}

#[test]
fn lines_are_joined_unless_asked_otherwise() {
    check("one \n  two\r\nthree", "p(one two three)", &[]);
    check("one \\\ntwo\\\r\nthree\\", "p(one<br>two<br>three\\)", &[]);
    check("one\n\n\n\ntwo", "p(one) p(two)", &[]);
    check("*one\ntwo*", "p(<b one two>)", &[]);
}

#[test]
fn delimiters_become_what_they_say() {
    check("*a* _b_ {+c+} {-d-} {=e=}", "p(<b a> <i b> <ins c> <del d> <mark e>)", &[]);
    check("m^2^ CO~2~ 1{^st^}", "p(m<sup 2> CO<sub 2> 1<sup st>)", &[]);
    check("*_a_ b* `c *d* \\`", "p(<b <i a> b> <code c *d* \\>)", &[]);
    check("`a\n  b`", "p(<code a b>)", &[]);
    check("> `a\n> b`", "q(p(<code a b>))", &[]);
    check("{_in_}side", "p(<i in>side)", &[]);
    check("the {-7-}{+seven+}day", "p(the <del 7><ins seven>day)", &[]);
}

#[test]
fn emphasis_inside_a_word_is_not_emphasis() {
    let code = "emphasis-inside-word: _";
    check("CAB02_20 is *due*", "p(CAB02_20 is <b due>)", &[]);
    check("CAB02_20/21 and CAB03_20/21", "p(CAB02_20/21 and CAB03_20/21)", &[code]);
    check("_see CAB02_20_", "p(<i see CAB02_20>)", &[code]);
    check("2*3*4", "p(2*3*4)", &["emphasis-inside-word: *"]);
    check("a**b**c", "p(a**b**c)", &["emphasis-inside-word: *"]);
    check("é_è_é", "p(é_è_é)", &[code]);
    check("a*(b)* and *(c)*d", "p(a*(b)* and *(c)*d)", &["emphasis-inside-word: *"; 2]);
    check("a_(*b*)_", "p(a_(<b b>)_)", &[code]);
    check("(*a*), *b*.", "p((<b a>), <b b>.)", &[]);
    check("[t_u](https://a.b/c_d_e)", "p(<a https://a.b/c_d_e t_u>)", &[]);
    check("[t][u_v]\n\n[u_v]: https://a.b/c_d", "p(<a https://a.b/c_d t>)", &[]);
    check("<https://a.b/c_d> `e_f`", "p(<a https://a.b/c_d https://a.b/c_d> <code e_f>)", &[]);
}

#[test]
fn labels_are_the_authors() {
    check("1. a\n2. b", "ol(1. p(a), 2. p(b))", &[]);
    check("7) a\n8) b", "ol(7) p(a), 8) p(b))", &[]);
    check("(a) a\n\n(b) b", "ol loose((a) p(a), (b) p(b))", &[]);
    check("ii. a\niii. b", "ol(ii. p(a), iii. p(b))", &[]);
    check("A. a\nB. b", "ol(A. p(a), B. p(b))", &[]);
    check("i. a\nj. b", "ol(i. p(a), j. p(b))", &[]);
    check("h. a\ni. b\nj. c", "ol(h. p(a), i. p(b), j. p(c))", &[]);
    check("h. a\n\ni. b", "ol loose(h. p(a), i. p(b))", &[]);
    check("c. a\nd. b\ne. c", "ol(c. p(a), d. p(b), e. p(c))", &[]);
    check("{.x}\n3. a", "ol(3. p(a))", &["attributes-ignored: {.x}"]);
    check("> 1. a\n> 2. b", "q(ol(1. p(a), 2. p(b)))", &[]);
    check("(1)", "ol((1) )", &[]);
}

#[test]
fn labels_out_of_order_are_reported() {
    let code = "list-numbers-out-of-order";
    check("1. a\n1. b\n1. c", "ol(1. p(a), 1. p(b), 1. p(c))", &[&format!("{code}: 1.")]);
    check("(a) a\n(c) b", "ol((a) p(a), (c) p(b))", &[&format!("{code}: (c)")]);
    check("b. a\nd. b", "ol(b. p(a), d. p(b))", &[&format!("{code}: d.")]);
    check("a. a\n\ni. b", "ol(a. p(a)) ol(i. p(b))", &[]);
    check("1. a\n\nand\n\n1. b", "ol(1. p(a)) p(and) ol(1. p(b))", &[]);
    let (_, faults) = parse("1. a\n3. b");
    assert_eq!(faults[0].message, "list continues with `3.`; expected `2.`");
    assert_eq!(faults[0].code.severity(), Severity::Warning);
}

#[test]
fn a_name_or_year_before_a_sentence_is_reported() {
    let name = ["list-of-one: A.", "list-of-one: N."];
    check("A. N. Other moved", "ol(A. ol(N. p(Other moved)))", &name);
    check("2026. It", "ol(2026. p(It))", &["list-of-one: 2026."]);
    check("A. a\nB. b", "ol(A. p(a), B. p(b))", &[]);
    check(r"A\. Other moved", "p(A. Other moved)", &[]);
}

#[test]
fn lists_nest() {
    check(
        "i. a\n\n   a) b\n\n      - c\n\n        + d\n\n        + e\n\n   b) f\n\nii. g",
        "ol(i. p(a) ol(a) p(b) ul(- p(c) ul loose(- p(d), - p(e))), b) p(f)), ii. p(g))",
        &[],
    );
    check("- a\n\n  - b\n  - c\n- d", "ul(- p(a) ul(- p(b), - p(c)), - p(d))", &[]);
    check("- a\n\n  b", "ul loose(- p(a) p(b))", &[]);
    check("- a\n\n  - b\n\n  c", "ul loose(- p(a) ul(- p(b)) p(c))", &[]);
}

#[test]
fn a_list_without_a_blank_line_before_it_is_reported() {
    #[track_caller]
    fn check_line(line: &str, reported: bool) {
        let words = line.trim_start();
        let code = format!("list-marker-in-paragraph: {words}");
        let faults = if reported { vec![code.as_str()] } else { Vec::new() };
        check(&format!("Agreed\n{line}"), &format!("p(Agreed {words})"), &faults);
        check(&format!("- Agreed\n  {line}"), &format!("ul(- p(Agreed {words}))"), &faults);
    }
    for line in ["- a", "  * a", "+ a", "a) a", "ii. a", "1. a", "(a) a", "(iv) a", "12) a"] {
        check_line(line, true);
    }
    for line in ["2026. The", "-5", "1.2 a", "mix. a", "and. a", "(see a) b", "5."] {
        check_line(line, false);
    }
    check("Agreed\nA. Smith", "p(Agreed A. Smith)", &["joined-lines: A. Smith"]);
    check("Agreed:\nA. a", "p(Agreed: A. a)", &["list-marker-in-paragraph: A. a"]);
    check("> Agreed\n> - a", "q(p(Agreed - a))", &["list-marker-in-paragraph: - a"]);
    check("Agreed \\\n- a", "p(Agreed<br>- a)", &["list-marker-in-paragraph: - a"]);
    check("· a\n· b", "p(· a · b)", &["bullet-not-read: · a", "bullet-not-read: · b"]);
}

#[test]
fn other_missing_blank_lines_are_reported() {
    check("# Aims\nTo be", "h1(Aims To be)", &["text-in-heading: To be"]);
    check("Aims\n## Next", "p(Aims ## Next)", &["block-in-paragraph: ## Next"]);
    check("Aims\n| a |", "p(Aims | a |)", &["block-in-paragraph: | a |"]);
}

#[test]
fn headings_and_quotes_are_kept() {
    check("## *A* b\n\ntext\n\n# C", "h2(<b A> b) p(text) h1(C)", &[]);
    check("> a\n> b\n>\n> > c", "q(p(a b) q(p(c)))", &[]);
    check(">", "", &[]);
}

#[test]
fn tables_are_kept() {
    check(
        "| Name | £ |\n|:--|--:|\n| *A* | 1 |\n\n^ The `a`\n  caption",
        "t[Left, Right][The <code a> caption](=Name|£;<b A>|1;)",
        &[],
    );
    check("| a | b |", "t[Auto, Auto][](a|b;)", &[]);
    check("|:-:|\n| a |", "t[Center][](a;)", &[]);
    check("| a \\| b | `c|d` |", "t[Auto, Auto][](a | b|<code c|d>;)", &[]);
    check(
        "| a | b |\n| c |\n| d | e | f |",
        "t[Auto, Auto, Auto][](a|b|;c||;d|e|f;)",
        &["table-row-short: | a | b |", "table-row-short: | c |"],
    );
    check(
        "| a |\n|---|\n| b |\n| c |\n|---|",
        "t[Auto][](=a;b;c;)",
        &["table-second-heading: | c |"],
    );
    check(
        "| a | b `c | d |\n| e | f |",
        "t[Auto, Auto][](a|b `c | d |;e|f;)",
        &["table-row-broken:  a | b `c | d |"],
    );
    check("|---|\n\n^ cap", "p(cap)", &[]);
    let wide = format!("|{}", "a|".repeat(41));
    check(
        &format!("{wide}\n|b|"),
        &format!("p({wide}<br>|b|)"),
        &[&format!("table-too-wide: {wide}")],
    );
}

#[test]
fn what_has_no_place_is_kept_as_words() {
    check("```=html\n<b>\n\nx\n```", "p(```=html<br><b>) p(x<br>```)", &["raw-block: ```=html"]);
    check("a `<b>`{=html} c", "p(a `<b>`{=html} c)", &["raw-inline: `<b>`{=html}"]);
    check("![alt *x*](u.png)", "p(![alt *x*](u.png))", &["image: ![alt *x*](u.png)"]);
    check("$`x_1`", "p($`x_1`)", &["math: $`x_1`"]);
    check("> a $`x\n> y` b", "q(p(a $`x y` b))", &["math: $`x\n> y`"]);
    check("::: note\n*a*\n:::\n", "p(::: note<br>*a*<br>:::)", &["div-block: ::: note"]);
    check(": a\n\n  b", "p(: a) p(b)", &["definition-list: : a"]);
    let all = "```=x\n```\n`a`{=b} ![](c) $`d`\n\n[^e]\n\n: f\n\n::: g\n";
    let (_, faults) = parse(all);
    assert!(faults.iter().all(|fault| fault.code.severity() == Severity::Error));
}

#[test]
fn what_has_another_place_is_changed() {
    check("a\n\n* * *\n\nb", "p(a) p(b)", &["thematic-break: * * *"]);
    check("```\nx  y\n\nz\n```", "p(<code x  y><br><code ><br><code z>)", &["code-block: ```"]);
    check(
        "- [ ] a\n- [x] b",
        "ul(- p([ ] a), - p([x] b))",
        &["task-list: - [ ]", "task-list: - [x]"],
    );
    check(
        "a *b*{.c} d{#e}",
        "p(a <b b> d)",
        &["attributes-ignored: {.c}", "attributes-ignored: {#e}"],
    );
    check("{.a}\nb", "p(b)", &["attributes-ignored: {.a}"]);
    check("a {% b %} c", "p(a  c)", &["comment-left-out: {% b %}"]);
    check("[a]{.b}", "p(a)", &["attributes-ignored: {.b}"]);
    check("```a\nb *c*\n\nd", "p(```a<br>b *c*) p(d)", &["code-block: ```a"]);
    check("the `Council", "p(the `Council)", &["code-not-closed: `"]);
}

#[test]
fn links_go_to_the_web_or_a_person() {
    check("[a *b*](https://c.d)", "p(<a https://c.d a <b b>>)", &[]);
    check("[a](HTTP://c.d)", "p(<a HTTP://c.d a>)", &[]);
    check("<x@y.uk>", "p(<a mailto:x@y.uk x@y.uk>)", &[]);
    check("<mailto:x@y.uk>", "p(<a mailto:x@y.uk mailto:x@y.uk>)", &[]);
    check("<tel:+441>", "p(<a tel:+441 tel:+441>)", &[]);
    check("[](https://c.d)", "p(<a https://c.d https://c.d>)", &[]);
    check("[a][b]\n\n[b]: https://c.d", "p(<a https://c.d a>)", &[]);
    check("[a][]\n\n[a]: https://c.d", "p(<a https://c.d a>)", &[]);
    for url in [
        "javascript:x",
        "file:///etc",
        "www.c.d",
        "//c.d",
        "https:",
        "https:///c",
        "",
        "#a",
        "a b",
        "mailto:",
    ] {
        let text = format!("[a]({url})");
        check(&text, "p(a)", &[&format!("link-address: {text}")]);
    }
    check("<a:b>", "p(<a:b>)", &["link-address: <a:b>"]);
    check("[a](https://c.\nd)", "p(a)", &["link-address: [a](https://c.\nd)"]);
    check("[H][]\n\n# H", "p(H) h1(H)", &["link-address: [H][]"]);
    check("[*a*][b]", "p([<b a>][b])", &["reference-unresolved: [*a*][b]"]);
    check("[Note]: to be read", "p([Note]: to be read)", &["link-definition: [Note]: to be read"]);
}

#[test]
fn twelve_levels_are_enough() {
    let nested = |depth: usize| format!("{}a", "> ".repeat(depth));
    let (rich, faults) = parse(&nested(12));
    assert_eq!(show(&rich.blocks), format!("{}p(a){}", "q(".repeat(12), ")".repeat(12)));
    assert!(faults.is_empty());
    let deeper = format!("{}p(> > a){}", "q(".repeat(12), ")".repeat(12));
    check(&nested(14), &deeper, &["too-deep: > > a"]);
    let marks =
        |open: &str, close: &str, depth| format!("{}a{}", open.repeat(depth), close.repeat(depth));
    check(&marks("{+", "+}", 13), &format!("p({})", marks("<ins ", ">", 12)), &["too-deep: {+"]);
}

#[test]
fn hostile_text_is_kept_whole() {
    let prefix = (0..120).map(|n| format!("{}-\n", " ".repeat(n))).collect::<String>();
    for (text, refused) in [
        ("> ".repeat(10_000), true),
        ("*".repeat(1_000_000), true),
        ("[".repeat(1_000_000), true),
        ("{+".repeat(500_000), true),
        ("{+".repeat(900), false),
        ("_*".repeat(900), false),
        ("- ".repeat(60), false),
        (prefix, false),
        ("::: a\n".repeat(8), false),
        ("a_b ".repeat(1_900), false),
        ("word ".repeat(200_000), false),
        ("- [a](https://b.c)\n\n".repeat(20_000), false),
    ] {
        let (rich, faults) = parse(&text);
        let error = faults.iter().any(|fault| fault.code == Code::TextTooMuchMarkup);
        let deep = faults.iter().any(|fault| fault.code == Code::TextTooDeep);
        assert!(!refused || error || deep);
        let words = |text: &str| text.chars().filter(|c| c.is_alphabetic()).count();
        if refused {
            let kept = rich.plain_text();
            assert_eq!(words(&kept), words(&text));
            assert_eq!(kept.len(), text.trim_end().len());
        }
    }
}

/// Pieces of Djot and of words; the words are Greek, as no mark is.
fn piece() -> impl Strategy<Value = String> {
    const MARKS: &[&str] = &[
        "- ", "* ", "+ ", "1. ", "a) ", "(i) ", "ii. ", "> ", ": ", "# ", "## ", "| ", " |",
        "|--|", "^ ", "```", "~~~ ", ":::", "[", "]", "](", ")", "[^", "]: ", "!", "{", "}", "{+",
        "+}", "{-", "-}", "{_", "_}", "{=", "=}", "{%", "%}", "{.", "=\"", "{a=\"", "<", ">", ":",
        "@", "https://", "*", "_", "^", "~", "`", "``", "$`", "`{=", "\"", "'", "...", "--", "---",
        "\\", "\n", "\n", "\n", "\n\n", "\n\n", "\r\n", "\r", "\t", " ", " ", "  ", "    ",
        "\u{a0}", "1", "a", "αβ", "γδε", "ζ", "\u{301}", "\0", "\u{2028}",
    ];
    prop_oneof![9 => select(MARKS).prop_map(str::to_owned), 1 => any::<char>().prop_map(String::from)]
}

fn djot() -> impl Strategy<Value = String> {
    vec(piece(), 0..60).prop_map(|pieces| pieces.concat())
}

/// Returns how many lists, quotes and tables stand inside each other.
fn depth(blocks: &[Block]) -> usize {
    let depths = blocks.iter().map(|block| match block {
        Block::Paragraph(_) | Block::Heading { .. } => 0,
        Block::List(list) => 1 + list.items.iter().map(|i| depth(&i.blocks)).max().unwrap_or(0),
        Block::Table(_) => 1,
        Block::Quote(blocks) => 1 + depth(blocks),
        Block::Picture(_) => 0,
    });
    depths.max().unwrap_or(0)
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..Default::default() })]

    #[test]
    fn any_text_is_read(text in prop_oneof![djot(), any::<String>()]) {
        let (rich, faults) = parse(&text);
        prop_assert!(depth(&rich.blocks) <= MAX_DEPTH);
        for fault in faults {
            prop_assert!(text.get(fault.range.clone()).is_some(), "{fault:?}");
        }
        let tree = format!("{:?}", rich.blocks);
        prop_assert!(!tree.replace(r"\\", "").contains(r"\n"), "{}", tree);
    }

    #[test]
    fn plain_lines_are_read_as_any_other_text(
        text in "[a-z]{0,3}[a-zé.):;(!?'\"=+%&/@,… –0-9#-]{0,30}",
    ) {
        if is_plain(&text) {
            prop_assert_eq!(parse(&text), read(&text));
        }
    }

    #[test]
    fn no_word_is_lost(text in djot()) {
        let (rich, faults) = parse(&text);
        // What stands in braces, link addresses and the fence of code is all that may be
        // left out.
        let left_out = [Code::TextAttributesIgnored, Code::TextCommentLeftOut, Code::TextCodeBlock];
        if faults.iter().any(|fault| left_out.contains(&fault.code))
            || text.contains("](") || text.contains("]:") || text.contains("}{")
        {
            return Ok(());
        }
        let words = |text: &str| -> String {
            text.chars().filter(|c| ('α'..='ω').contains(c)).collect()
        };
        let mut kept: Vec<char> = words(&rich.plain_text()).chars().collect();
        let mut written: Vec<char> = words(&text).chars().collect();
        // A caption is written below its table and stands above it.
        kept.sort_unstable();
        written.sort_unstable();
        prop_assert_eq!(kept, written, "{:?}", rich);
    }
}

#[test]
fn footnotes_follow_the_text() {
    check("a[^1]\n\n[^1]: b", "p(a<sup 1>) ol(1 p(b))", &[]);
    check(
        "a[^x] b[^why] c[^x]\n\n[^why]: _d_\n\n[^x]: e\n\n  f\n",
        "p(a<sup 1> b<sup 2> c<sup 1>) ol(1 p(e) p(f), 2 p(<i d>))",
        &[],
    );
    check("a[^7] b[^3]\n\n[^3]: c\n\n[^7]: d", "p(a<sup 7> b<sup 3>) ol(7 p(d), 3 p(c))", &[]);
    check("a[^1]", "p(a[^1])", &["footnote: [^1]"]);
    check("a\n\n[^1]: b", "p(a) ol(1 p(b))", &["footnote: [^1]: b"]);
}

#[test]
fn an_asterisk_may_explain_asterisks() {
    check("* denotes a private item", "p(* denotes a private item)", &[]);
    check("Roads*\n\n* Private.\n\nEnd", "p(Roads*) p(* Private.) p(End)", &[]);
    check(
        "* denotes a private item\n* marks a key decision",
        "p(* denotes a private item) p(* marks a key decision)",
        &[],
    );
    check("* one\n* two", "ul(- p(one), - p(two))", &[]);
    check("- one", "ul(- p(one))", &[]);
}

#[test]
fn lines_that_had_room_above_are_reported() {
    check(
        "Leadership\nThe team has met every month since it was founded.",
        "p(Leadership The team has met every month since it was founded.)",
        &["joined-lines: The team has met every month since it was founded."],
    );
    check(
        "- roads\n- parks\nGovernance\nThe board met.",
        "ul(- p(roads), - p(parks Governance The board met.))",
        &["joined-lines: Governance"],
    );
    // Lines that are full, lines that end as they were asked to, and words that go on.
    check(
        "The Committee, whose members had visited the site on the day before,\nHeard that it was dry.",
        "p(The Committee, whose members had visited the site on the day before, Heard that it was dry.)",
        &[],
    );
    check("County Hall\\\nHigh Street", "p(County Hall<br>High Street)", &[]);
    check("The team\nhas met every month.", "p(The team has met every month.)", &[]);
}

#[test]
fn what_was_pasted_keeps_its_labels_and_lines() {
    #[track_caller]
    fn pasted(text: &str, expected: &str) {
        let pasted = crate::rich::pasted::as_djot(text).expect("it was pasted");
        let (rich, faults) = parse(&pasted.text);
        assert_eq!(show(&rich.blocks), expected);
        assert_eq!(faults, []);
    }
    pasted(
        "1.\tRoads:\n1.1\tRepairs\n1.2\tSigns\n2.\tParks",
        "ol(1. p(Roads:) ol(1.1 p(Repairs), 1.2 p(Signs)), 2. p(Parks))",
    );
    pasted("(z)\tone\n(aa)\ttwo", "ol((z) p(one), (aa) p(two))");
    pasted(
        "i.  Asks for:\n\na)  money\n\nb)  time\n\nii.  Thanks",
        "ol(i. p(Asks for:) ol(a) p(money), b) p(time)), ii. p(Thanks))",
    );
    pasted("| A | B |\n|---|---|\n| c | d\n- e\nf |", "t[Auto, Auto][](=A|B;c|d<br>• e<br>f;)");
}
