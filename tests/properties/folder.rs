//! A data folder in which every field that a document prints holds a given text.

use std::path::Path;

use orderpaper::model::value::repair;
use orderpaper::store;
use serde_json::{Value, json};

/// The meeting of the folder.
pub(super) const MEETING: &str = "board-2026-03-18";

/// A text in a field, between two marks by which it is found in a document.
#[derive(Debug)]
pub(super) struct Filled {
    /// The field.
    pub(super) field: &'static str,
    /// The mark before it; the one after it has `z` in place of `q`.
    pub(super) mark: String,
    /// What must come out between the marks.
    pub(super) text: String,
}

/// The texts that a folder was filled with.
#[derive(Debug, Default)]
pub(super) struct Filling {
    /// Fields that the agenda prints.
    pub(super) agenda: Vec<Filled>,
    /// Fields that the minutes print.
    pub(super) minutes: Vec<Filled>,
    /// The text without marks, which is the whole title of an item in each document.
    pub(super) bare: String,
}

/// Fills fields with texts in turn.
struct Filler<'a> {
    texts: &'a [String],
    filled: Vec<Filled>,
    count: usize,
}

impl Filler<'_> {
    fn next(&mut self, field: &'static str) -> String {
        let text = &self.texts[self.count % self.texts.len()];
        self.count += 1;
        let mark = format!("q{}q", self.count);
        // Every other text touches its marks.
        let space = if self.count.is_multiple_of(2) { " " } else { "" };
        let whole = format!("{mark}{space}{text}{space}{}", mark.replace('q', "z"));
        let clean = repair::clean(&whole).0.into_owned();
        let text = clean[mark.len()..clean.len() - mark.len()].to_owned();
        self.filled.push(Filled { field, mark, text });
        whole
    }

    /// Fills a field without markup.
    fn plain(&mut self, field: &'static str) -> Value {
        self.next(field).into()
    }

    /// Fills a field with markup, escaped so that it has none.
    fn rich(&mut self, field: &'static str) -> Value {
        escape(&self.next(field)).into()
    }
}

/// Returns `text` as Djot that says just that.
pub(super) fn escape(text: &str) -> String {
    let mut escaped = String::new();
    for char in text.chars() {
        if char.is_ascii_punctuation() {
            escaped.push('\\');
        }
        escaped.push(char);
    }
    escaped
}

/// Writes the folder with `texts`, each in every `texts.len()`th field.
pub(super) fn write(folder: &Path, texts: &[String]) -> Filling {
    let mut filler = Filler { texts, filled: Vec::new(), count: 0 };
    let bare = format!("{}z", texts[0]);
    let mut files = shared(&mut filler);
    files.extend(agenda(&mut filler, &bare));
    let agenda = std::mem::take(&mut filler.filled);
    files.push(("minutes/board-2026-03-18.json", minutes(&mut filler, &bare)));
    let minutes = filler.filled;
    for (name, value) in files {
        let path = name.split('/').fold(folder.to_owned(), |path, part| path.join(part));
        store::write(&path, value.to_string().as_bytes()).unwrap();
    }
    Filling { agenda, minutes, bare: repair::clean(&bare).0.trim().to_owned() }
}

type Files = Vec<(&'static str, Value)>;

/// Returns the tables behind both documents.
fn shared(fill: &mut Filler<'_>) -> Files {
    let council = json!({
        "name": fill.plain("council name"),
        "proper-officer": { "name": fill.plain("officer"), "title": fill.plain("post") },
        "part-labels": [fill.plain("part I"), fill.plain("part II")],
        "standing-texts": {
            "filming": fill.rich("filming"),
            "access": fill.rich("access"),
            "exclusion": fill.rich("exclusion"),
        },
    });
    let body = json!({ "id": "board", "name": fill.plain("body name"), "type": "advisory" });
    let meeting = json!({
        "meeting": MEETING, "body": "board", "date": "2026-03-18", "time": "10:00",
        "venue": fill.plain("venue"), "title": fill.plain("meeting title"), "webcast": "yes",
        "contact-name": fill.plain("contact"), "contact-email": fill.plain("e-mail"),
        "contact-telephone": fill.plain("telephone"), "status": "held",
    });
    let members = json!([
        { "body": "board", "name": "Wrzlwrzl", "display-name": fill.plain("display name"), "role": "chair" },
        { "body": "board", "name": "Vrzlvrzl", "office": fill.plain("office"), "role": "co-opted" },
        { "body": "board", "name": fill.plain("substitute"), "role": "substitute" },
    ]);
    vec![
        ("council.json", council),
        ("bodies.json", json!([body])),
        ("meetings.json", json!([meeting])),
        ("members.json", members),
    ]
}

/// Returns the tables of the agenda.
fn agenda(fill: &mut Filler<'_>, bare: &str) -> Files {
    let line = |number: &str, kind: &str, more: Value| {
        let mut line = json!({ "meeting": MEETING, "number": number, "kind": kind });
        let more = more.as_object().unwrap().clone();
        line.as_object_mut().unwrap().extend(more);
        line
    };
    let lines = json!([
        line(
            "",
            "comment",
            json!({ "title": fill.plain("comment title"), "text": fill.rich("comment") })
        ),
        line("", "heading", json!({ "title": fill.plain("heading") })),
        line(
            "1",
            "item",
            json!({
                "title": fill.plain("title"), "text": fill.rich("text"), "ask": fill.rich("ask"),
                "report-of": fill.plain("report of"), "urgency-reason": fill.plain("urgency"),
            })
        ),
        line("", "title-only", json!({ "title": fill.plain("title only") })),
        line("2", "item", json!({ "title": bare })),
        line(
            "3",
            "item",
            json!({
                "part": "II", "title": fill.plain("exempt title"), "exempt-paragraphs": 3,
                "exempt-reason": fill.plain("exempt reason"), "public-summary": fill.rich("summary"),
            })
        ),
    ]);
    let papers = json!([
        { "meeting": MEETING, "number": "1", "title": fill.plain("paper"), "kind": "appendix" },
        {
            "meeting": MEETING, "number": "1", "title": "hidden", "kind": "appendix",
            "exempt-paragraphs": 1, "exempt-reason": fill.plain("paper reason"),
            "public-summary": fill.rich("paper summary"),
        },
    ]);
    vec![("agenda.json", lines), ("documents.json", papers)]
}

/// Returns the minutes.
fn minutes(fill: &mut Filler<'_>, bare: &str) -> Value {
    json!({
        "first-number": 1,
        "present": [{ "name": fill.plain("present"), "note": fill.plain("note") }],
        "apologies": [fill.plain("apologies")],
        "absent": [fill.plain("absent")],
        "substitutes": [{ "name": fill.plain("stand-in"), "for": fill.plain("for") }],
        "in-attendance": [fill.plain("in attendance")],
        "officers": [{ "name": fill.plain("officer"), "note": fill.plain("officer's post") }],
        "interests": [{
            "member": fill.plain("who declared"), "kind": fill.plain("kind of interest"),
            "nature": fill.plain("nature"), "item": "1",
        }],
        "items": [
            {
                "item": "1", "title": fill.plain("minute title"),
                "movements": [{ "member": fill.plain("who came"), "arrived": "10:05" }],
                "paragraphs": [
                    fill.rich("paragraph"),
                    {
                        "motion": {
                            "text": fill.rich("motion"), "mover": fill.plain("mover"),
                            "seconder": fill.plain("seconder"),
                            "amendments": [{ "text": fill.rich("amendment"), "mover": fill.plain("amender") }],
                            "substantive": fill.rich("substantive"),
                        },
                        "resolution": { "formula": fill.plain("formula"), "text": fill.rich("resolution") },
                        "actions": [{ "owner": fill.plain("owner"), "text": fill.rich("action") }],
                    },
                ],
            },
            { "item": "1", "title": bare, "number": fill.plain("number"), "paragraphs": ["Noted."] },
            {
                "title": "hidden", "exempt-paragraphs": [1], "paragraphs": ["hidden"],
                "public-summary": fill.rich("minute summary"),
            },
        ],
    })
}
