//! Rows of tables, minutes and papers from answers, meeting by meeting.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use serde_json::{Map, Value, json};

use super::answers::{self, AttendeeAnswer, Committee, ItemAnswer, MeetingAnswer, PaperAnswer};
use super::html;
use super::service::{Asked, Service, kind};
use super::words::{as_member, body_type, exempt_paragraphs, joined, side, slug, time_of, unused};
use super::{ImportEvent, ImportRefusal, ImportSelection};
use crate::diag::{Diagnostics, plural};
use crate::load::written;

/// What was brought in.
#[derive(Debug, Default)]
pub struct Imported {
    /// How many bodies, meetings, lines of agendas, papers and minutes there are.
    pub counts: [usize; 5],
    /// Files that were there already, and stay as they are.
    pub stayed: Vec<PathBuf>,
    /// What could not be taken, and what was guessed from names, each in a sentence.
    pub left_out: Vec<String>,
    /// What is restricted and came in with its mark alone, each by its meeting and item.
    pub restricted: Vec<String>,
}

/// The marks of what is restricted.
struct Marks {
    /// The paragraphs of Schedule 12A, where words name them.
    paragraphs: String,
    /// `yes` where nothing says by which.
    confidential: &'static str,
}

/// A table that is being filled.
struct Table {
    name: &'static str,
    columns: &'static [&'static str],
    rows: Vec<Vec<String>>,
}

impl Table {
    fn new(name: &'static str, columns: &'static [&'static str]) -> Self {
        Self { name, columns, rows: Vec::new() }
    }

    /// Adds a row, of which each value stands under its column.
    fn push(&mut self, values: &[(&str, &str)]) {
        let value = |column: &&str| {
            let found = values.iter().find(|(name, _)| name == column);
            found.map(|(_, value)| (*value).to_owned()).unwrap_or_default()
        };
        self.rows.push(self.columns.iter().map(value).collect());
    }

    fn csv(&self) -> anyhow::Result<Vec<u8>> {
        let mut writer = csv::Writer::from_writer(Vec::new());
        writer.write_record(self.columns)?;
        for row in &self.rows {
            writer.write_record(row)?;
        }
        Ok(writer.into_inner()?)
    }
}

/// The tables, with what they refer to each other by.
struct Records<'a> {
    selection: &'a ImportSelection,
    bodies: Table,
    members: Table,
    meetings: Table,
    agenda: Table,
    documents: Table,
    /// Names of meetings that are taken.
    names: BTreeSet<String>,
    /// Files of papers that are taken.
    files: BTreeSet<String>,
    imported: Imported,
}

pub(super) fn import(
    service: &mut Service,
    selection: &ImportSelection,
    notify: &mut dyn FnMut(ImportEvent<'_>),
    write: &mut dyn FnMut(&Path, &[u8]) -> anyhow::Result<bool>,
) -> Result<Imported, ImportRefusal> {
    let committees = committees(service, selection)?;
    let mut records = Records::new(selection);
    let mut lists = Vec::new();
    let mut ids = BTreeSet::new();
    for committee in committees {
        let id = unused(&slug(&committee.title), &mut ids);
        let lines = records.lines(service, &committee)?;
        lists.push((committee, id, lines));
    }
    notify(ImportEvent::Found(lists.iter().map(|(_, _, lines)| lines.len()).sum()));
    for (committee, id, lines) in &lists {
        records.body(committee, id);
        let mut last: Option<(NaiveDate, Vec<AttendeeAnswer>)> = None;
        for line in lines {
            notify(ImportEvent::Meeting(&format!("{}, {}", committee.title, line.date)));
            let name = format!("GetMeeting-{}.xml", line.id);
            let query = [("lMeetingId", line.id.clone())];
            let what = format!("{} of {}", committee.title, line.date);
            match service.ask("GetMeeting", &query, &name)? {
                Asked::Answer(root) => match answers::meeting(&root) {
                    Some(answer) => {
                        let attendees =
                            records.meeting(service, (committee, id), line.date, answer, write)?;
                        if !attendees.is_empty()
                            && last.as_ref().is_none_or(|(day, _)| *day <= line.date)
                        {
                            last = Some((line.date, attendees));
                        }
                    }
                    None => records.leave_out(format!("{what}: the answer has no meeting")),
                },
                Asked::Nothing(why) => records.leave_out(format!("{what}: {why}")),
            }
            notify(ImportEvent::Done);
        }
        if let Some((_, attendees)) = last {
            records.members(id, &attendees);
        }
    }
    records.finish(write)
}

/// Returns the bodies that are asked for.
fn committees(
    service: &mut Service,
    selection: &ImportSelection,
) -> Result<Vec<Committee>, ImportRefusal> {
    let root = match service.ask("GetCommittees", &[], "GetCommittees.xml")? {
        Asked::Answer(root) => root,
        Asked::Nothing(why) => return Err(ImportRefusal::NoService(why)),
    };
    let all = answers::committees(&root);
    if all.is_empty() {
        return Err(ImportRefusal::NoService("its answer names no committees".to_owned()));
    }
    if selection.bodies.is_empty() {
        return Ok(all.into_iter().filter(|committee| !committee.is_closed).collect());
    }
    let mut wanted = Vec::new();
    for name in &selection.bodies {
        let folded = name.trim().to_lowercase();
        let mut found = all
            .iter()
            .filter(|one| one.title.to_lowercase() == folded || one.id == folded)
            .peekable();
        if found.peek().is_none() {
            let open = all.iter().filter(|one| !one.is_closed);
            let known: Vec<String> =
                open.map(|one| format!("`{}` ({})", one.title, one.id)).collect();
            return Err(ImportRefusal::NoBody { wanted: name.clone(), known: known.join(", ") });
        }
        wanted.extend(found.cloned());
    }
    Ok(wanted)
}

impl<'a> Records<'a> {
    fn new(selection: &'a ImportSelection) -> Self {
        Self {
            selection,
            bodies: Table::new("bodies", &["id", "name", "type"]),
            members: Table::new("members", &["body", "name", "role", "party", "division"]),
            meetings: Table::new(
                "meetings",
                &[
                    "meeting",
                    "body",
                    "date",
                    "time",
                    "time-text",
                    "venue",
                    "status",
                    "webcast",
                    "end-time",
                ],
            ),
            agenda: Table::new(
                "agenda",
                &[
                    "meeting",
                    "order",
                    "number",
                    "part",
                    "kind",
                    "title",
                    "text",
                    "exempt-paragraphs",
                    "confidential",
                ],
            ),
            documents: Table::new(
                "documents",
                &[
                    "meeting",
                    "number",
                    "title",
                    "label",
                    "file",
                    "status",
                    "exempt-paragraphs",
                    "confidential",
                ],
            ),
            names: BTreeSet::new(),
            files: BTreeSet::new(),
            imported: Imported::default(),
        }
    }

    fn leave_out(&mut self, what: String) {
        self.imported.left_out.push(what);
    }

    /// Returns the meetings of a body between the two days, the first first.
    fn lines(
        &mut self,
        service: &mut Service,
        committee: &Committee,
    ) -> anyhow::Result<Vec<answers::MeetingLine>> {
        let ImportSelection { since, until, .. } = *self.selection;
        let british = |day: NaiveDate| day.format("%d/%m/%Y").to_string();
        let query = [
            ("lCommitteeId", committee.id.clone()),
            ("sFromDate", british(since)),
            ("sToDate", british(until)),
        ];
        let name = format!("GetMeetings-{}-{since}-{until}.xml", committee.id);
        let (mut lines, unclear) = match service.ask("GetMeetings", &query, &name)? {
            Asked::Answer(root) => answers::meetings(&root),
            Asked::Nothing(why) => {
                self.leave_out(format!("the meetings of {}: {why}", committee.title));
                return Ok(Vec::new());
            }
        };
        if unclear > 0 {
            let meetings = plural(unclear, "meeting", "meetings");
            self.leave_out(format!("{meetings} of {} without a day", committee.title));
        }
        lines.retain(|line| (since..=until).contains(&line.date));
        lines.sort_by(|one, other| one.date.cmp(&other.date).then(one.id.cmp(&other.id)));
        lines.dedup_by(|one, other| one.id == other.id);
        Ok(lines)
    }

    fn body(&mut self, committee: &Committee, id: &str) {
        let (kind, is_certain) = body_type(committee);
        if !is_certain {
            self.leave_out(format!(
                "`{}` is entered as an advisory body, since nothing tells what it is: correct `type` in `bodies`",
                committee.title
            ));
        }
        self.bodies.push(&[("id", id), ("name", &committee.title), ("type", kind)]);
        self.imported.counts[0] += 1;
    }

    /// Enters the members of a body, as its last meeting lists them.
    fn members(&mut self, body: &str, attendees: &[AttendeeAnswer]) {
        let members = attendees.iter().filter(|attendee| as_member(attendee));
        for member in members {
            let role = match &member.role {
                role if role.contains("vice") => "vice-chair",
                role if role.contains("chair") => "chair",
                role if role.contains("substitute") => "substitute",
                role if role.contains("co-opt") || role.contains("coopt") => "co-opted",
                _ => "member",
            };
            let text = |text: &'_ Option<String>| text.clone().unwrap_or_default();
            self.members.push(&[
                ("body", body),
                ("name", &member.name),
                ("role", role),
                ("party", &text(&member.party)),
                ("division", &text(&member.ward)),
            ]);
        }
    }

    /// Enters a meeting with its agenda, papers and minutes. Returns who is listed there.
    fn meeting(
        &mut self,
        service: &mut Service,
        (committee, body): (&Committee, &str),
        date: NaiveDate,
        answer: MeetingAnswer,
        write: &mut dyn FnMut(&Path, &[u8]) -> anyhow::Result<bool>,
    ) -> anyhow::Result<Vec<AttendeeAnswer>> {
        let date = answer.date.unwrap_or(date);
        let name = unused(&format!("{body}-{date}"), &mut self.names);
        let state = answer.status.clone().unwrap_or_default().to_lowercase();
        let status = match state.as_str() {
            status if status.contains("cancel") => "cancelled",
            status if status.contains("postpone") => "postponed",
            _ if date < self.selection.today => "held",
            _ => "scheduled",
        };
        let time = answer.time.clone().unwrap_or_default();
        let is_clock = time_of(&time).is_some();
        let finish = answer.finish.clone().filter(|finish| time_of(finish).is_some());
        self.meetings.push(&[
            ("meeting", &name),
            ("body", body),
            ("date", &date.to_string()),
            ("time", if is_clock { &time } else { "" }),
            ("time-text", if is_clock { "" } else { &time }),
            ("venue", answer.location.as_deref().unwrap_or_default()),
            ("status", status),
            ("webcast", if answer.is_webcast { "yes" } else { "" }),
            ("end-time", finish.as_deref().filter(|_| status == "held").unwrap_or_default()),
        ]);
        self.imported.counts[1] += 1;
        let mut numbers: BTreeMap<String, usize> = BTreeMap::new();
        let mut minuted = Vec::new();
        for (order, item) in answer.items.iter().enumerate() {
            let number = item.number.as_ref().map(|number| {
                let count = numbers.entry(number.to_lowercase()).or_default();
                *count += 1;
                if *count == 1 { number.clone() } else { format!("{number} ({count})") }
            });
            self.item(&name, order + 1, number.as_deref(), item);
            for paper in &item.papers {
                match &number {
                    Some(number) => self.paper(service, &name, number, item, paper, write)?,
                    None => self.leave_out(format!(
                        "{name}: the paper `{}` belongs to no item with a number",
                        paper.title.as_deref().unwrap_or(&paper.id)
                    )),
                }
            }
            let paragraphs = item.minutes.as_deref().map(html::paragraphs).unwrap_or_default();
            if let (Some(number), false) = (number, paragraphs.is_empty()) {
                let mut minute = Map::new();
                minute.insert("item".to_owned(), json!(number));
                if let Some(title) = item.title.as_ref().filter(|_| !item.is_restricted) {
                    minute.insert("title".to_owned(), json!(title));
                }
                minute.insert("paragraphs".to_owned(), json!(joined(paragraphs)));
                minuted.push(Value::Object(minute));
            }
        }
        if status == "held" && !minuted.is_empty() {
            let title = format!("{}, {}", committee.title, date.format("%-d %B %Y"));
            self.minutes(&name, &title, &answer.attendees, minuted, write)?;
        }
        Ok(answer.attendees)
    }

    fn item(&mut self, meeting: &str, order: usize, number: Option<&str>, item: &ItemAnswer) {
        let text = item.text.as_deref().map(html::paragraphs).unwrap_or_default();
        let title = item.title.clone().unwrap_or_default();
        if title.is_empty() && text.is_empty() {
            return;
        }
        let marks = item.is_restricted.then(|| self.marks(meeting, number, item));
        let (title, text) = match title.is_empty() {
            // A comment is words alone.
            true => (text.join(" "), Vec::new()),
            false => (title, text),
        };
        self.agenda.push(&[
            ("meeting", meeting),
            ("order", &order.to_string()),
            ("number", number.unwrap_or_default()),
            ("part", if marks.is_some() { "II" } else { "" }),
            ("kind", if number.is_some() { "" } else { "heading" }),
            ("title", &title),
            ("text", &text.join("\n\n")),
            ("exempt-paragraphs", marks.as_ref().map_or("", |marks| &marks.paragraphs)),
            ("confidential", marks.as_ref().map_or("", |marks| marks.confidential)),
        ]);
        self.imported.counts[2] += 1;
    }

    /// Returns the marks of a restricted item. Where nothing names the paragraphs of Schedule 12A, it is entered as
    /// confidential, which withholds it, and this is told.
    fn marks(&mut self, meeting: &str, number: Option<&str>, item: &ItemAnswer) -> Marks {
        let what = format!("{meeting}, item {}", number.unwrap_or("without a number"));
        let words = [&item.title, &item.text].into_iter().flatten().map(String::as_str);
        let paragraphs = exempt_paragraphs(&words.collect::<Vec<_>>().join(" "));
        self.imported.restricted.push(what.clone());
        if paragraphs.is_empty() {
            self.leave_out(format!(
                "{what} is restricted, and nothing says by which paragraph of Schedule 12A; it is entered as confidential: \
                 correct that in `agenda` and `documents`"
            ));
            return Marks { paragraphs: String::new(), confidential: "yes" };
        }
        Marks { paragraphs: paragraphs.join("; "), confidential: "" }
    }

    fn paper(
        &mut self,
        service: &mut Service,
        meeting: &str,
        number: &str,
        item: &ItemAnswer,
        paper: &PaperAnswer,
        write: &mut dyn FnMut(&Path, &[u8]) -> anyhow::Result<bool>,
    ) -> anyhow::Result<()> {
        let title = paper.title.clone().unwrap_or_else(|| format!("Paper {}", paper.id));
        if item.is_restricted || paper.is_restricted {
            // Its file is not public, and its title may say too much; the label is what the public reads.
            let words = format!("{} {title}", item.text.as_deref().unwrap_or_default());
            let paragraphs = exempt_paragraphs(&words);
            let confidential = if paragraphs.is_empty() { "yes" } else { "" };
            self.documents.push(&[
                ("meeting", meeting),
                ("number", number),
                ("title", &title),
                ("label", "Restricted paper"),
                ("status", "circulated-separately"),
                ("exempt-paragraphs", &paragraphs.join("; ")),
                ("confidential", confidential),
            ]);
            self.imported.restricted.push(format!("{meeting}, item {number}: a paper"));
            return Ok(());
        }
        let what = format!("{meeting}, item {number}, `{title}`");
        let Some(address) = &paper.address else {
            self.leave_out(format!("{what}: it has no address"));
            return Ok(());
        };
        let bytes = match service.paper(address, &format!("attachment-{}", slug(&paper.id)))? {
            Asked::Answer(bytes) => bytes,
            Asked::Nothing(why) => {
                self.leave_out(format!("{what}: {why}"));
                return Ok(());
            }
        };
        let Some(ending) = kind(&bytes) else {
            self.leave_out(format!("{what}: it is neither a PDF nor a Word document"));
            return Ok(());
        };
        let stem = unused(&format!("{meeting}/{}-{}", slug(number), slug(&title)), &mut self.files);
        let file = format!("{stem}.{ending}");
        self.write(&Path::new("documents").join(&file), &bytes, write)?;
        self.documents.push(&[
            ("meeting", meeting),
            ("number", number),
            ("title", &title),
            ("file", &file),
        ]);
        self.imported.counts[3] += 1;
        Ok(())
    }

    fn minutes(
        &mut self,
        meeting: &str,
        title: &str,
        attendees: &[AttendeeAnswer],
        items: Vec<Value>,
        write: &mut dyn FnMut(&Path, &[u8]) -> anyhow::Result<bool>,
    ) -> anyhow::Result<()> {
        let mut book = Map::new();
        book.insert("meeting".to_owned(), json!(meeting));
        let mut sides: [(&str, Vec<&str>); 5] = [
            ("present", Vec::new()),
            ("apologies", Vec::new()),
            ("absent", Vec::new()),
            ("in-attendance", Vec::new()),
            ("officers", Vec::new()),
        ];
        for attendee in attendees {
            let Some(side) = side(attendee) else { continue };
            let is_chair = attendee.role.contains("chair") && !attendee.role.contains("vice");
            let names = &mut sides[side].1;
            if names.contains(&attendee.name.as_str()) {
                continue;
            }
            // Whoever presides stands first.
            let at = if is_chair { 0 } else { names.len() };
            names.insert(at, &attendee.name);
        }
        for (column, names) in sides {
            if !names.is_empty() {
                book.insert(column.to_owned(), json!(names));
            }
        }
        book.insert("items".to_owned(), Value::Array(items));
        let json = Value::Object(book).to_string();
        let mut diags = Diagnostics::default();
        let Some(text) = written::of_json(&mut diags, meeting, json, title) else {
            self.leave_out(format!("{meeting}: its minutes can't be written as a text"));
            return Ok(());
        };
        let file = Path::new("minutes").join(format!("{meeting}.dj"));
        self.write(&file, text.as_bytes(), write)?;
        self.imported.counts[4] += 1;
        Ok(())
    }

    fn write(
        &mut self,
        file: &Path,
        bytes: &[u8],
        write: &mut dyn FnMut(&Path, &[u8]) -> anyhow::Result<bool>,
    ) -> anyhow::Result<()> {
        if !write(file, bytes)? {
            self.imported.stayed.push(file.to_owned());
        }
        Ok(())
    }

    /// Writes the tables, which is done last: a run that was stopped has none.
    fn finish(
        mut self,
        write: &mut dyn FnMut(&Path, &[u8]) -> anyhow::Result<bool>,
    ) -> Result<Imported, ImportRefusal> {
        let empty = || Table::new("", &[]);
        let tables = [
            std::mem::replace(&mut self.bodies, empty()),
            std::mem::replace(&mut self.members, empty()),
            std::mem::replace(&mut self.meetings, empty()),
            std::mem::replace(&mut self.agenda, empty()),
            std::mem::replace(&mut self.documents, empty()),
        ];
        for table in tables.iter().filter(|table| !table.rows.is_empty()) {
            self.write(&PathBuf::from(format!("{}.csv", table.name)), &table.csv()?, write)?;
        }
        Ok(self.imported)
    }
}
