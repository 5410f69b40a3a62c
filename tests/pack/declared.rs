//! The declarations of all tables against what the public reads: a different canary word in every column
//! that takes words, in a private row of every table that can have one. Of all these words only those of
//! open columns may be in public bytes, whichever way the rows are private.

use std::collections::BTreeMap;

use orderpaper::load;
use orderpaper::model::record::Column;
use orderpaper::model::redact::Access;
use orderpaper::pipeline::Outcome;
use serde_json::{Map, Value, json};

use super::folder::{Built, Folder};
use super::search;

const HELD: &str = "cabinet-2026-02-12";

/// A meeting before that one.
const EARLIER: &str = "cabinet-2026-01-08";

/// A day that has not come, on which the private paper is to be released.
const RELEASED: &str = "2099-01-01";

/// How private rows say, or don't say, that they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Way {
    /// By a paragraph of Schedule 12A.
    Paragraph,
    /// By the reason alone, which is a slip.
    Reason,
    /// As confidential information.
    Confidential,
    /// Only the item and the issue are marked; the rest belongs to them.
    Item,
    /// Only the item is, by its part, and nothing says what belongs to it.
    Untraced,
    /// Everything belongs to a part of a marked item.
    SubItem,
    /// Only the issue is marked, which its item contradicts.
    Issue,
    /// The issue's status says so, and so does that of what is followed up.
    Status,
    /// Rows have words for the public, and no mark.
    Summary,
    /// By a paragraph; and the interest is a sensitive one in a public item.
    Sensitive,
}

impl Way {
    const ALL: [Self; 10] = [
        Self::Paragraph,
        Self::Reason,
        Self::Confidential,
        Self::Item,
        Self::Untraced,
        Self::SubItem,
        Self::Issue,
        Self::Status,
        Self::Summary,
        Self::Sensitive,
    ];

    /// Returns the number of the item that rows belong to.
    fn number(self) -> &'static str {
        if self == Self::SubItem { "4a" } else { "4" }
    }

    /// Returns whether rows say more than the item and the issue, or contradict nothing.
    fn is_accepted(self) -> bool {
        matches!(
            self,
            Self::Paragraph | Self::Confidential | Self::Item | Self::SubItem | Self::Sensitive
        )
    }
}

/// Words that were planted, each with its column and who may see it.
#[derive(Default)]
struct Planted(BTreeMap<String, (String, Access)>);

impl Planted {
    /// Returns a new word for a column.
    fn word(&mut self, column: &str, access: Access) -> String {
        let at = u8::try_from(self.0.len()).expect("fewer than 256 columns take words");
        let letter = |digit: u8| char::from(b'A' + digit);
        let word = format!("CANARY{}{}", letter(at / 16), letter(at % 16));
        self.0.insert(word.clone(), (column.to_owned(), access));
        word
    }

    /// Returns an object with a word in every column that takes words, and an example in every other
    /// that must be filled in. `fixed` are values of single columns, by their paths.
    fn object(
        &mut self,
        path: &str,
        columns: &[Column],
        above: Access,
        fixed: &BTreeMap<&str, Value>,
    ) -> Value {
        let mut object = Map::new();
        for column in columns {
            let path = format!("{path}.{}", column.name);
            if let Some(value) = fixed.get(&*path) {
                object.insert(column.name.clone(), value.clone());
                continue;
            }
            let access = if above == Access::Open { column.access } else { above };
            let value = if !column.inner.is_empty() {
                let value = self.object(&path, &column.inner, access, fixed);
                if column.is_object() { value } else { json!([value]) }
            } else if takes_words(column) {
                json!(self.word(&path, access))
            } else if column.required {
                json!(
                    column.examples.first().expect("a column that must be filled in has examples")
                )
            } else {
                Value::Null
            };
            object.insert(column.name.clone(), value);
        }
        Value::Object(object)
    }
}

/// Returns whether a column takes any words.
fn takes_words(column: &Column) -> bool {
    ["a line of text", "text with light markup"].iter().any(|words| column.holds.starts_with(words))
}

/// Returns whether a column, or one inside it, is not for everybody.
fn is_guarded(column: &Column) -> bool {
    column.access != Access::Open || column.inner.iter().any(is_guarded)
}

/// Values that a row needs to belong to an item of the meeting, by paths of columns.
fn fixed(item: &str) -> BTreeMap<&'static str, Value> {
    let rows = json!({
        "agenda.meeting": HELD, "agenda.number": item, "agenda.kind": "item",
        "agenda.issue": "WE26/004",
        "documents.meeting": HELD, "documents.number": item, "documents.id": null,
        "issues.ref": "WE26/004", "issues.maker": ["cabinet"], "issues.due": "2026-02-12",
        "issues.key": "yes", "issues.first-published": "2026-01-05", "issues.follows": null,
        "issues.private-notice": null, "issues.general-exception": null,
        "issues.special-urgency": null,
        "decisions.ref": "CAB01 (25/26)", "decisions.meeting": HELD, "decisions.item": item,
        "decisions.issue": "WE26/004", "decisions.makers": ["cabinet"],
        "decisions.published": "2026-02-14",
        "resolutions.meeting": HELD, "resolutions.item": item, "resolutions.minute": null,
        "minutes.meeting": HELD, "minutes.first-number": 1, "minutes.present": ["Edith Larkspur"],
        "minutes.apologies": [], "minutes.absent": [], "minutes.substitutes": [],
        "minutes.interests.member": "Edith Larkspur", "minutes.interests.item": item,
        "minutes.items.item": item, "minutes.items.number": null,
        "minutes.items.movements.arrived": "10:05",
        "minutes.items.paragraphs.vote": null, "minutes.items.paragraphs.motion.vote": null,
        "minutes.items.paragraphs.motion.amendments": [],
        "overrides.rule": "notice/late-agenda", "overrides.meeting": HELD,
    });
    let Value::Object(rows) = rows else { unreachable!("it is written as an object") };
    let rows = rows.into_iter().map(|(path, value)| (&*path.leak(), value));
    // The meeting was not adjourned.
    rows.chain([
        ("minutes.sittings", json!([])),
        ("minutes.items.corrections.meeting", json!(EARLIER)),
    ])
    .collect()
}

/// Marks a row, in the columns that its table has.
fn mark(row: &mut Value, way: Way) {
    let Some(row) = row.as_object_mut() else { return };
    let words: Vec<(&str, Value)> = match way {
        Way::Paragraph | Way::Sensitive => {
            vec![("exempt-paragraphs", json!(3)), ("private-paragraphs", json!(3))]
        }
        Way::Confidential => vec![("confidential", json!(true))],
        // Tables without reasons are marked by their paragraphs.
        Way::Reason if !row.contains_key("exempt-reason") => {
            vec![("exempt-paragraphs", json!(3)), ("private-paragraphs", json!(3))]
        }
        _ => Vec::new(),
    };
    for column in ["exempt-reason", "private-reason"] {
        if !matches!(way, Way::Reason) && row.contains_key(column) {
            row.insert(column.to_owned(), Value::Null);
        }
    }
    if matches!(way, Way::Issue | Way::Status) && row.contains_key("public-summary") {
        row.insert("public-summary".to_owned(), Value::Null);
    }
    for (column, value) in words {
        if row.contains_key(column) {
            row.insert(column.to_owned(), value);
        }
    }
}

/// Returns a folder with a private row in every table that may have one, and the words in it.
fn planted(way: Way) -> (Folder, Planted) {
    let mut words = Planted::default();
    let fixed = fixed(way.number());
    let mut folder = Folder::new()
        .file("meetings.csv", format!("meeting,body,date,time,venue,status,published-at\n{HELD},cabinet,2026-02-12,10:00,Mill Lane,held,2026-02-04\n{EARLIER},cabinet,2026-01-08,10:00,Mill Lane,held,2025-12-29\n"));
    for table in load::tables().iter().filter(|table| table.columns.iter().any(is_guarded)) {
        let mut row = words.object(table.name, &table.columns, Access::Open, &fixed);
        let (file, content) = match table.name {
            "minutes" => {
                let minute = &mut row["items"][0];
                mark(minute, way);
                for paragraph in minute["paragraphs"].as_array_mut().expect("a list") {
                    for contest in ["election", "choice"] {
                        let nominee = &paragraph[contest]["rounds"][0]["nominees"][0]["name"];
                        paragraph[contest]["winner"] = nominee.clone();
                    }
                }
                if way == Way::Untraced {
                    minute["item"] = Value::Null;
                    row["interests"][0]["item"] = Value::Null;
                }
                if way == Way::Sensitive {
                    row["interests"][0]["item"] = json!("1");
                    row["interests"][0]["sensitive"] = json!(true);
                }
                let items = row["items"].as_array_mut().expect("minutes have items");
                items.insert(0, json!({ "item": "1", "paragraphs": ["There were none."] }));
                (format!("minutes/{HELD}.json"), row)
            }
            name => {
                mark(&mut row, way);
                let mut rows = Vec::new();
                match name {
                    "agenda" => {
                        rows.push(json!({ "meeting": HELD, "number": "1", "title": "Interests" }));
                        if matches!(way, Way::Item | Way::Untraced) {
                            row["part"] = json!("II");
                            row["exempt-paragraphs"] = json!(3);
                        }
                        if way == Way::Untraced {
                            row["issue"] = Value::Null;
                        }
                        if way == Way::SubItem {
                            rows.push(json!({
                                "meeting": HELD, "number": "4", "title": "Whole", "part": "II",
                                "exempt-paragraphs": 3, "exempt-reason": "Bids.",
                            }));
                        }
                    }
                    "issues"
                        if matches!(
                            way,
                            Way::Item | Way::Untraced | Way::SubItem | Way::Issue | Way::Summary
                        ) =>
                    {
                        row["private-paragraphs"] = json!(3);
                    }
                    "issues" | "resolutions" if way == Way::Status => {
                        row["status"] = json!("Exempt");
                    }
                    "decisions" | "resolutions" if way == Way::Untraced => {
                        row["item"] = Value::Null;
                    }
                    "documents" => {
                        rows.push(json!({ "meeting": HELD, "number": "1", "title": "Open", "file": "open.dj" }));
                        let named = format!("{}.dj", row["file"].as_str().expect("a name"));
                        let body = words.word("documents/", Access::Withheld);
                        folder =
                            folder.file(&format!("documents/{named}"), format!("{body} is in it."));
                        row["file"] = json!(named);
                        row["released-on"] = json!(RELEASED);
                        // What is confidential can't be released.
                        if way == Way::Confidential {
                            row["released-on"] = Value::Null;
                            row["released-by"] = Value::Null;
                        }
                    }
                    _ => {}
                }
                rows.push(row);
                (format!("{name}.json"), Value::Array(rows))
            }
        };
        let csv = file.replace(".json", ".csv");
        folder = folder.without(&csv).file(&file, content.to_string());
    }
    // The words break rules that have nothing to do with this.
    let mut overrides = "rule,meeting,reason,by,date\n".to_owned();
    let codes = orderpaper::rules::ALL.iter().map(|rule| rule.about().code);
    for code in codes.filter(|code| code.is_overridable()) {
        let reason = words.word("overrides.reason", Access::Restricted);
        overrides += &format!("{code},{HELD},{reason},An officer,2026-02-01\n");
    }
    folder = folder.without("overrides.json").file("overrides.csv", overrides);
    (folder.file("documents/open.dj", "It is open."), words)
}

/// Returns the words that the public may not read and can, in what was built, exported, published or
/// archived.
fn leaks(built: &Built, words: &Planted, way: Way) -> Vec<String> {
    let mut found = search::below(&built.path("public"));
    let case = built.case();
    for table in ["decisions", "plan"] {
        for form in ["csv", "json"] {
            let printed = case.run(["export", table, "--as", form, "--data", "input"]);
            for word in words.0.keys().filter(|word| printed.stdout().contains(*word)) {
                found.entry(word.clone()).or_default().insert(format!("export of {table}"));
            }
        }
    }
    // What contradicts itself is refused: nothing is published of it.
    let publish = ["publish", "--data", "input", "--meeting", HELD, "--now", "2026-02-04"];
    let published = case.run(publish);
    let published = published.code(if way.is_accepted() { 0 } else { 1 });
    case.run(["archive"]);
    for folder in ["published/public", "archive/public"] {
        if !way.is_accepted() {
            assert!(!built.path(folder).exists(), "{way:?}: {}", published.stdout());
            continue;
        }
        for (word, places) in search::below(&built.path(folder)) {
            let places = places.iter().map(|place| format!("{folder}: {place}"));
            found.entry(word).or_default().extend(places);
        }
    }
    let is_open = |word: &str| words.0.get(word).is_some_and(|(_, access)| *access == Access::Open);
    let leaked = found.iter().filter(|(word, _)| !is_open(word));
    let named = leaked.map(|(word, places)| {
        let column = words.0.get(word).map_or(word.as_str(), |(column, _)| column);
        format!("{column} is in {places:?}")
    });
    named.collect()
}

#[test]
fn only_open_columns_of_private_rows_are_public() {
    let mut faults = Vec::new();
    for way in Way::ALL {
        let (folder, words) = planted(way);
        let built = folder.build();
        for file in [
            "cabinet-2026-02-12/agenda.pdf",
            "cabinet-2026-02-12/public-pack.pdf",
            "cabinet-2026-02-12/minutes.pdf",
            "cabinet-2026-02-12/decisions-list.pdf",
            "decisions/cab01-25-26/decision-record.pdf",
            "forward-plan/2026-01/forward-plan.pdf",
            "issues/we26-004/issue-history.pdf",
        ] {
            // A reason without a paragraph refuses the line, and with it what would show it.
            let is_made =
                matches!(built.outcomes.get(&format!("public/{file}")), Some(Outcome::Made { .. }));
            if !is_made && way != Way::Reason {
                let made: Vec<_> = built.outcomes.keys().collect();
                faults.push(format!("{way:?}: `{file}` is not among {made:?}"));
            }
        }
        let leaks = leaks(&built, &words, way);
        faults.extend(leaks.into_iter().map(|leak| format!("{way:?}: {leak}")));
        assert!(words.0.len() > 50, "words are planted in {} columns", words.0.len());
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}
