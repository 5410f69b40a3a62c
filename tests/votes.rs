//! Who was in the room and how they voted: eighty situations, of which the right ones print and the wrong ones are
//! reported with their place.

use std::fmt::Write;

use orderpaper::diag::{Diagnostics, Severity};
use orderpaper::kinds;
use orderpaper::load::MAX_FILE_BYTES;
use orderpaper::pipeline::{self, Inputs, Selection, Session};

use crate::support::Case;

/// The members of the body. The last has no vote.
const MEMBERS: &str = "body,name,display-name,role,office,voting\n\
    cabinet,Ruth Abara,,chair,Lord Mayor,\n\
    cabinet,Tom Brennan,,vice-chair,,\n\
    cabinet,Cerys Dunmore,Cllr Cerys Dunmore,,,\n\
    cabinet,Mr Hall,,,,\n\
    cabinet,Mrs Hall,,,,\n\
    cabinet,Zoë Ormond,,,,\n\
    cabinet,Paul Quist,,co-opted,,no\n";

/// All members, as present.
const ALL: &str = r#""Ruth Abara", "Tom Brennan", "Cerys Dunmore", "Mr Hall", "Mrs Hall", "Zoë Ormond", "Paul Quist""#;

/// Three of them, of whom one is in the chair.
const THREE: &str =
    r#"{ "name": "Ruth Abara", "note": "in the chair" }, "Tom Brennan", "Cerys Dunmore""#;

/// What is expected of a situation.
enum Expected {
    /// The minutes print this, and nothing is reported.
    Prints(&'static str),
    /// This is reported, in any order.
    Reports(&'static [&'static str]),
}

use Expected::{Prints, Reports};

/// A situation: its name, who is present, other fields of the minutes, fields of the minute of item 2, and what is
/// expected.
type Situation = (&'static str, &'static str, &'static str, &'static str, Expected);

/// Returns the records of a situation.
fn records(situation: &Situation) -> Case {
    let (_, present, fields, minute, _) = situation;
    let minutes = format!(
        r#"{{ "first-number": 1, "present": [{present}], {fields} "items": [
            {{ "item": "1", "paragraphs": ["None."] }},
            {{ "item": "2", {minute} }},
            {{ "item": "3", "public-summary": "A lease.", "paragraphs": ["Exempt."] }}] }}"#
    );
    Case::new()
        .replace("data/council.json", "\"holidays\"", "\"chair-title\": \"Convener\", \"holidays\"")
        .file("data/members.csv", MEMBERS)
        .file("data/minutes/cabinet-2026-01-13.json", minutes)
}

/// Returns what is reported of the minutes, and their source where they can be made.
fn made(case: &Case) -> (Vec<String>, Option<String>) {
    let inputs = Inputs {
        data: case.path("data"),
        templates: None,
        today: "2026-02-20".parse().unwrap(),
        opener: None,
        max_file_bytes: MAX_FILE_BYTES,
        published: None,
    };
    let mut diags = Diagnostics::default();
    let kind = kinds::named("minutes").unwrap();
    let session = Session::open(&mut diags, &inputs, &[kind]).unwrap();
    let selection = Selection { kinds: vec!["minutes".to_owned()], ..Selection::default() };
    let jobs = pipeline::plan(&session, &selection);
    session.report(&mut diags, &selection, &jobs);
    let merged = jobs.last().and_then(|job| session.merge(&mut diags, job));
    let is_about = |code: &str| {
        ["votes/", "minutes/no", "minutes/un", "data/"].iter().any(|group| code.starts_with(group))
    };
    let mut found: Vec<String> = diags
        .sorted()
        .into_iter()
        .filter(|found| found.severity() > Severity::Note && is_about(found.code().name()))
        .filter(|found| found.code().name() != "minutes/unconfirmed")
        .map(|found| {
            assert!(found.origin.is_some() && !found.hints.is_empty(), "{}", found.message);
            format!("{}: {}", found.code(), found.message)
        })
        .collect();
    found.sort();
    // As a reader has it, without the marks of Typst.
    (found, merged.map(|work| work.source.replace("\";", "").replace(['#', '"'], "")))
}

#[track_caller]
fn check(situations: &[Situation]) {
    let mut report = String::new();
    for situation in situations {
        let (found, source) = made(&records(situation));
        let (name, .., expected) = situation;
        let is_right = match expected {
            Prints(words) => {
                found.is_empty() && source.as_ref().is_some_and(|source| source.contains(words))
            }
            Reports(expected) => {
                found.len() == expected.len()
                    && expected
                        .iter()
                        .all(|wanted| found.iter().any(|found| found.contains(wanted)))
            }
        };
        if !is_right {
            writeln!(report, "=== {name}: {found:#?}").unwrap();
            if let (Prints(words), Some(source)) = (expected, source.filter(|_| found.is_empty())) {
                let from = source.find("Parking charges").unwrap_or(0);
                writeln!(report, "does not print {words:?}:\n{}", &source[from..]).unwrap();
            }
        }
    }
    assert!(report.is_empty(), "\n{report}");
}

/// A motion that was carried, with this vote and other fields.
macro_rules! carried {
    ($vote:literal) => {
        concat!(
            r#""paragraphs": [{ "motion": { "text": "That it be agreed.", "mover": "Ruth Abara", "outcome": "carried", "vote": {"#,
            $vote,
            "} } }]"
        )
    };
    ($fields:literal; $vote:literal) => {
        concat!($fields, ", ", carried!($vote))
    };
}

/// A motion that somebody moved and that was carried, with this vote.
macro_rules! carried_by {
    ($mover:literal; $vote:literal) => {
        concat!(
            r#""paragraphs": [{ "motion": { "text": "That it be agreed.", "mover": "#,
            $mover,
            r#", "outcome": "carried", "vote": {"#,
            $vote,
            "} } }]"
        )
    };
}

/// A paragraph with these fields.
macro_rules! paragraph {
    ($fields:literal) => {
        concat!(r#""paragraphs": [{"#, $fields, "}]")
    };
}

#[test]
fn votes_by_name_are_those_of_members_in_the_room() {
    let out = r#""interests": [{ "member": "Tom Brennan", "item": "2", "kind": "Personal", "nature": "N", "left-room": "yes" }],"#;
    let away = r#""interests": [{ "member": "Tom Brennan", "item": "1", "kind": "Personal", "nature": "N", "left-room": "yes" }],"#;
    let all_for = carried!(r#""for": ["Ruth Abara", "Tom Brennan", "Cerys Dunmore"]"#);
    let two_for = carried!(r#""for": ["Ruth Abara", "Cerys Dunmore"]"#);
    check(&[
        ("everybody", THREE, "", all_for, Prints("Tom Brennan")),
        (
            "one missing",
            THREE,
            "",
            two_for,
            Reports(&["votes/unaccounted: a motion at cabinet-2026-01-13 names 2 of 3"]),
        ),
        (
            "one not voting",
            THREE,
            "",
            carried!(r#""for": ["Ruth Abara", "Cerys Dunmore"], "not-voting": ["Tom Brennan"]"#),
            Prints("Not voting"),
        ),
        (
            "somebody who was not there",
            THREE,
            "",
            carried!(r#""for": ["Ruth Abara", "Tom Brennan", "Cerys Dunmore", "Zoë Ormond"]"#),
            Reports(&[
                "votes/not-present: `Zoë Ormond` voted but is not among those present",
                "votes/too-many: 4 votes",
            ]),
        ),
        (
            "somebody twice",
            THREE,
            "",
            carried!(
                r#""for": ["Ruth Abara", "Tom Brennan", "Cerys Dunmore"], "against": ["Cllr Dunmore"]"#
            ),
            Reports(&["votes/twice: `Cllr Dunmore` voted twice", "votes/too-many"]),
        ),
        (
            "left before",
            THREE,
            "",
            carried!(r#""movements": [{ "member": "Tom Brennan", "left": "11:00" }]"#; r#""for": ["Ruth Abara", "Cerys Dunmore"]"#),
            Prints("left at 11 am"),
        ),
        ("left for it", THREE, out, two_for, Prints("left the room")),
        (
            "left for it and voted",
            THREE,
            out,
            all_for,
            Reports(&["votes/not-present: `Tom Brennan` voted but was not in the room"]),
        ),
        ("left for another item", THREE, away, all_for, Prints("left the room")),
        (
            "left for another item and did not vote",
            THREE,
            away,
            two_for,
            Reports(&["votes/unaccounted"]),
        ),
        (
            "the office for the name",
            THREE,
            "",
            carried!(r#""for": ["The Lord Mayor", "Tom Brennan", "Cerys Dunmore"]"#),
            Prints("The Lord Mayor"),
        ),
        (
            "the chair for the name",
            THREE,
            "",
            carried!(r#""for": ["the Chair", "Tom Brennan", "Cerys Dunmore"]"#),
            Prints("the Chair"),
        ),
        (
            "an office that nobody holds",
            THREE,
            "",
            carried!(
                r#""for": ["The Sheriff", "Ruth Abara", "Tom Brennan"], "against": ["Cerys Dunmore"]"#
            ),
            Reports(&["votes/not-present: `The Sheriff`", "votes/too-many"]),
        ),
        (
            "titles",
            THREE,
            "",
            carried!(r#""for": ["Councillor Ruth Abara", "Cllr T Brennan", "Mrs Dunmore"]"#),
            Prints("Cllr Cerys Dunmore"),
        ),
        (
            "accents",
            r#""Zoë Ormond", "Ruth Abara""#,
            "",
            carried!(r#""for": ["Zoe Ormond", "Ruth Abara"]"#),
            Prints("Zoë Ormond"),
        ),
        (
            "marks of their own",
            "\"Zoe\u{308} Ormond\", \"Ruth Abara\"",
            "",
            carried!(r#""for": ["Zoë Ormond", "Ruth Abara"]"#),
            Prints("Zoë Ormond"),
        ),
        (
            "two Halls",
            r#""Mr Hall", "Mrs Hall""#,
            "",
            carried!(r#""for": ["Mr Hall", "Mrs Hall"]"#).trim(),
            Reports(&["minutes/not-there: `Ruth Abara` moved a motion"]),
        ),
        (
            "one Hall of two",
            r#""Mr Hall", "Ruth Abara""#,
            "",
            carried!(r#""for": ["Cllr Hall", "Ruth Abara"]"#),
            Prints("Hall"),
        ),
        (
            "either Hall",
            r#""Mr Hall", "Mrs Hall", "Ruth Abara""#,
            "",
            carried!(r#""for": ["Cllr Hall", "Mr Hall", "Ruth Abara"]"#),
            Reports(&["data/ambiguous: `Cllr Hall` may be `Mr Hall` or `Mrs Hall`"]),
        ),
        (
            "a co-opted member need not vote",
            r#""Ruth Abara", "Paul Quist""#,
            "",
            carried!(r#""for": ["Ruth Abara"]"#),
            Prints("Ruth Abara"),
        ),
        (
            "numbers on one side",
            THREE,
            "",
            carried!(r#""for": ["Ruth Abara", "Tom Brennan"], "against": 1"#),
            Prints("Against"),
        ),
        (
            "a near name",
            THREE,
            "",
            carried!(r#""for": ["Ruth Abara", "Tom Brenan", "Cerys Dunmore"]"#),
            Reports(&["votes/not-present: `Tom Brenan`"]),
        ),
    ]);
}

#[test]
fn votes_by_number_reach_the_number_in_the_room() {
    check(&[
        ("everybody", THREE, "", carried!(r#""for": 2, "against": 1"#), Prints("for 2; against 1")),
        (
            "too few",
            THREE,
            "",
            carried!(r#""for": 2"#),
            Reports(&[
                "votes/unaccounted: a motion at cabinet-2026-01-13 counts 2 of 3 members who may vote",
            ]),
        ),
        (
            "the rest not voting",
            THREE,
            "",
            carried!(r#""for": 2, "not-voting": 1"#),
            Prints("not voting 1"),
        ),
        (
            "too many",
            THREE,
            "",
            carried!(r#""for": 3, "against": 1"#),
            Reports(&[
                "votes/too-many: 4 votes (for 3, against 1), but 3 of those present may vote",
            ]),
        ),
        (
            "a member without a vote",
            ALL,
            "",
            carried!(r#""for": 4, "against": 2"#),
            Prints("for 4; against 2"),
        ),
        (
            "a member without a vote counted",
            ALL,
            "",
            carried!(r#""for": 5, "against": 2"#),
            Reports(&["votes/too-many"]),
        ),
        (
            "one left before the item",
            THREE,
            "",
            carried!(r#""movements": [{ "member": "Tom Brennan", "left": "11:00" }]"#; r#""for": 2"#),
            Prints("for 2"),
        ),
        (
            "one left, or not yet",
            THREE,
            "",
            carried!(r#""movements": [{ "member": "Tom Brennan", "left": "11:00" }]"#; r#""for": 2, "against": 1"#),
            Prints("against 1"),
        ),
        (
            "equal and carried",
            r#""Ruth Abara", "Tom Brennan""#,
            "",
            carried!(r#""for": 1, "against": 1"#),
            Reports(&["votes/wrong-outcome"]),
        ),
        (
            "equal and a casting vote",
            r#""Ruth Abara", "Tom Brennan""#,
            "",
            carried!(r#""for": 1, "against": 1, "casting": "for""#),
            Prints("The Convener gave a casting vote for the motion."),
        ),
        (
            "a casting vote against",
            r#""Ruth Abara", "Tom Brennan""#,
            "",
            paragraph!(
                r#""motion": { "text": "That it be agreed.", "outcome": "lost", "vote": { "for": 1, "against": 1, "casting": "against" } }"#
            ),
            Prints("casting vote against the motion."),
        ),
        (
            "a casting vote not needed",
            THREE,
            "",
            carried!(r#""for": 2, "against": 1, "casting": "for""#),
            Reports(&["votes/odd-casting-vote"]),
        ),
        (
            "fewer for it, and carried",
            THREE,
            "",
            carried!(r#""for": 1, "against": 2"#),
            Reports(&["votes/wrong-outcome"]),
        ),
        ("no motion", THREE, "", paragraph!(r#""vote": { "for": 3 }"#), Prints("for 3")),
        (
            "a casting vote without a motion",
            r#""Ruth Abara", "Tom Brennan""#,
            "",
            paragraph!(r#""vote": { "for": 1, "against": 1, "casting": "for" }"#),
            Prints("casting vote for the proposal."),
        ),
    ]);
}

#[test]
fn members_with_an_interest_or_elsewhere_do_not_vote() {
    let pecuniary = r#""interests": [{ "member": "Tom Brennan", "item": "2", "kind": "Disclosable pecuniary", "nature": "N" }],"#;
    let allowed = r#""interests": [{ "member": "Tom Brennan", "item": "2", "kind": "Disclosable pecuniary", "nature": "N", "dispensation": "yes" }],"#;
    let other = r#""interests": [{ "member": "Tom Brennan", "item": "2", "kind": "Non-disclosable pecuniary", "nature": "N" }],"#;
    let short = r#""interests": [{ "member": "Cllr Brennan", "item": "2", "kind": "DPI", "nature": "N", "left-room": "yes" }],"#;
    let of_other_item =
        r#""interests": [{ "member": "Tom Brennan", "item": "1", "kind": "DPI", "nature": "N" }],"#;
    let all_for = carried!(r#""for": ["Ruth Abara", "Tom Brennan", "Cerys Dunmore"]"#);
    let two_for = carried!(r#""for": ["Ruth Abara", "Cerys Dunmore"]"#);
    let remote = r#"{ "name": "Tom Brennan", "remote": "yes" }, "Ruth Abara", "Cerys Dunmore""#;
    check(&[
        (
            "pecuniary, and voted",
            THREE,
            pecuniary,
            all_for,
            Reports(&["votes/pecuniary-interest: `Tom Brennan` voted on an item"]),
        ),
        ("pecuniary, and did not vote", THREE, pecuniary, two_for, Prints("Disclosable pecuniary")),
        (
            "pecuniary, and not voting",
            THREE,
            pecuniary,
            carried!(r#""for": ["Ruth Abara", "Cerys Dunmore"], "not-voting": ["Tom Brennan"]"#),
            Prints("Not voting"),
        ),
        (
            "pecuniary, and abstained",
            THREE,
            pecuniary,
            carried!(r#""for": ["Ruth Abara", "Cerys Dunmore"], "abstain": ["Tom Brennan"]"#),
            Reports(&["votes/pecuniary-interest"]),
        ),
        ("a dispensation", THREE, allowed, all_for, Prints("Tom Brennan")),
        (
            "a dispensation, and did not vote",
            THREE,
            allowed,
            two_for,
            Reports(&["votes/unaccounted"]),
        ),
        ("another interest", THREE, other, all_for, Prints("Non-disclosable pecuniary")),
        (
            "another interest, and did not vote",
            THREE,
            other,
            two_for,
            Reports(&["votes/unaccounted"]),
        ),
        (
            "DPI, left and voted",
            THREE,
            short,
            all_for,
            Reports(&["votes/not-present: `Tom Brennan` voted but was not in the room"]),
        ),
        ("DPI, and left", THREE, short, two_for, Prints("left the room")),
        ("DPI in another item", THREE, of_other_item, all_for, Prints("DPI")),
        ("pecuniary, counted", THREE, pecuniary, carried!(r#""for": 2"#), Prints("for 2")),
        (
            "pecuniary, counted in",
            THREE,
            pecuniary,
            carried!(r#""for": 3"#),
            Reports(&["votes/too-many"]),
        ),
        (
            "from elsewhere, and voted",
            remote,
            "",
            all_for,
            Reports(&["votes/from-elsewhere: `Tom Brennan` voted, but attended from elsewhere"]),
        ),
        ("from elsewhere", remote, "", two_for, Prints("(attending from elsewhere)")),
        ("from elsewhere, counted", remote, "", carried!(r#""for": 2"#), Prints("for 2")),
        (
            "from elsewhere, counted in",
            remote,
            "",
            carried!(r#""for": 3"#),
            Reports(&["votes/too-many"]),
        ),
        (
            "no quorum but from elsewhere",
            r#"{ "name": "Tom Brennan", "remote": "yes" }, "Ruth Abara""#,
            "",
            carried!(r#""for": 1"#),
            Reports(&[
                "minutes/nobody-present: the minutes of cabinet-2026-01-13 name 2 present, of whom 1 count",
            ]),
        ),
    ]);
}

#[test]
fn those_who_act_at_a_meeting_are_named_as_being_there() {
    check(&[
        (
            "both present and apologising",
            THREE,
            r#""apologies": ["Cllr T. Brennan"],"#,
            paragraph!(r#""text": "Noted.""#),
            Reports(&["data/contradiction: `Cllr T. Brennan` sent apologies, and is present"]),
        ),
        (
            "present twice",
            r#""Ruth Abara", "Cllr Abara""#,
            "",
            paragraph!(r#""text": "Noted.""#),
            Reports(&["data/duplicate: `Cllr Abara` is present twice"]),
        ),
        (
            "nobody of that name",
            r#""Ruth Abara", "Tom Brennan", "Cerys Dunmoor""#,
            "",
            paragraph!(r#""text": "Noted.""#),
            Reports(&["minutes/unknown-member: `Cerys Dunmoor` is no member of this body"]),
        ),
        (
            "a substitute",
            r#""Ruth Abara", "Tom Brennan", "Ida Gale""#,
            r#""substitutes": [{ "name": "Ida Gale", "for": "Mr Hall" }],"#,
            paragraph!(r#""text": "Noted.""#),
            Prints("Ida Gale"),
        ),
        (
            "a quorum of others",
            r#""Ruth Abara", "Ida Gale""#,
            "",
            paragraph!(r#""text": "Noted.""#),
            Reports(&[
                "minutes/unknown-member",
                "minutes/nobody-present: the minutes of cabinet-2026-01-13 name 2 present, of whom 1 count",
            ]),
        ),
        (
            "apologies of nobody",
            THREE,
            r#""apologies": ["Ida Gale"],"#,
            paragraph!(r#""text": "Noted.""#),
            Reports(&["minutes/unknown-member: `Ida Gale`"]),
        ),
        (
            "which Hall",
            r#""Ruth Abara", "Tom Brennan", "Cllr Hall""#,
            "",
            paragraph!(r#""text": "Noted.""#),
            Reports(&["data/ambiguous: `Cllr Hall` may be `Mr Hall` or `Mrs Hall`"]),
        ),
        (
            "moved by nobody there",
            THREE,
            "",
            paragraph!(r#""motion": { "text": "That it be so.", "mover": "Zoë Ormond" }"#),
            Reports(&["minutes/not-there: `Zoë Ormond` moved a motion"]),
        ),
        (
            "seconded by nobody there",
            THREE,
            "",
            paragraph!(r#""motion": { "text": "That it be so.", "seconder": "Mrs Hall" }"#),
            Reports(&["minutes/not-there: `Mrs Hall` seconded"]),
        ),
        (
            "moved by somebody who had left for the item",
            THREE,
            r#""interests": [{ "member": "Ruth Abara", "item": "2", "kind": "Personal", "nature": "N", "left-room": "yes" }],"#,
            paragraph!(r#""motion": { "text": "That it be so.", "mover": "Ruth Abara" }"#),
            Reports(&["minutes/not-there: `Ruth Abara` moved a motion, but was out of the room"]),
        ),
        (
            "moved by the chair",
            THREE,
            "",
            paragraph!(r#""motion": { "text": "That it be so.", "mover": "The Chair" }"#),
            Prints("The Chair"),
        ),
        (
            "moved by the chair as the council calls them",
            THREE,
            "",
            paragraph!(r#""motion": { "text": "That it be so.", "mover": "the Convener" }"#),
            Prints("the Convener"),
        ),
        (
            "the chair by their office alone",
            r#""The Lord Mayor", "Tom Brennan""#,
            "",
            carried_by!(r#""The Lord Mayor""#; r#""for": ["the Chair", "Tom Brennan"]"#),
            Prints("The Lord Mayor"),
        ),
        (
            "an office in the chair, of which no row tells",
            r#""The Provost", "Tom Brennan""#,
            "",
            carried_by!(r#""the Chair""#; r#""for": ["The Provost"], "against": [], "abstain": ["Tom Brennan"]"#),
            Prints("The Provost"),
        ),
        (
            "an office counted in",
            r#""The Provost", "Tom Brennan""#,
            "",
            carried_by!(r#""Tom Brennan""#; r#""for": 2"#),
            Prints("for 2"),
        ),
        (
            "an office not counted",
            r#""The Provost", "Tom Brennan""#,
            "",
            carried_by!(r#""Tom Brennan""#; r#""for": 1"#),
            Reports(&["votes/unaccounted: a motion at cabinet-2026-01-13 counts 1 of 2"]),
        ),
        (
            "an office and its holder",
            r#""The Lord Mayor", "Ruth Abara", "Tom Brennan""#,
            "",
            paragraph!(r#""text": "Noted.""#),
            Reports(&["data/duplicate: `Ruth Abara` is present twice"]),
        ),
        (
            "somebody else in the chair",
            r#""Ruth Abara", { "name": "Tom Brennan", "note": "in the chair" }, "Cerys Dunmore""#,
            "",
            carried_by!(r#""the Chair""#; r#""for": ["the Chair", "Ruth Abara", "Cerys Dunmore"]"#),
            Prints("the Chair"),
        ),
        (
            "an office that presides over nothing",
            r#""Ruth Abara", "Tom Brennan", "The Sheriff""#,
            "",
            paragraph!(r#""text": "Noted.""#),
            Reports(&["minutes/unknown-member: `The Sheriff`"]),
        ),
        (
            "an amendment moved by nobody there",
            THREE,
            "",
            paragraph!(
                r#""motion": { "text": "That it be so.", "amendments": [{ "text": "That it be {+not+} so.", "mover": "Mr Hall" }] }"#
            ),
            Reports(&["minutes/not-there: `Mr Hall` moved"]),
        ),
        (
            "declared by nobody there",
            THREE,
            r#""interests": [{ "member": "Zoë Ormond", "item": "2", "kind": "Personal", "nature": "N" }],"#,
            paragraph!(r#""text": "Noted.""#),
            Reports(&["minutes/not-there: `Zoë Ormond` declared"]),
        ),
        (
            "declared by somebody in attendance",
            THREE,
            r#""in-attendance": ["Zoë Ormond"], "interests": [{ "member": "Cllr Ormond", "item": "2", "kind": "Personal", "nature": "N" }],"#,
            paragraph!(r#""text": "Noted.""#),
            Prints("Zoë Ormond"),
        ),
        (
            "left without being there",
            THREE,
            "",
            r#""movements": [{ "member": "Mr Hall", "left": "11:00" }], "paragraphs": ["Noted."]"#,
            Reports(&["minutes/not-there: `Mr Hall` came or went"]),
        ),
        (
            "left twice",
            THREE,
            "",
            r#""movements": [{ "member": "Tom Brennan", "left": "11:00" }, { "member": "Cllr Brennan", "left": "11:30" }], "paragraphs": ["Noted."]"#,
            Reports(&[
                "data/contradiction: `Cllr Brennan` left at 11.30 am, and had left already, at 11.00 am",
            ]),
        ),
        (
            "returned without having left",
            THREE,
            "",
            r#""movements": [{ "member": "Tom Brennan", "arrived": "11:00" }, { "member": "Tom Brennan", "arrived": "11:30" }], "paragraphs": ["Noted."]"#,
            Reports(&[
                "data/contradiction: `Tom Brennan` arrived at 11.30 am, and was there already, from 11.00 am",
            ]),
        ),
        (
            "left, returned and left",
            THREE,
            "",
            r#""movements": [{ "member": "Tom Brennan", "left": "11:00" }, { "member": "Tom Brennan", "arrived": "11:10", "left": "11:30" }], "paragraphs": ["Noted."]"#,
            Prints("11.30 am"),
        ),
        (
            "left and returned during the item",
            THREE,
            "",
            r#""movements": [{ "member": "Tom Brennan", "left": "11:00", "arrived": "11:10" }], "paragraphs": ["Noted."]"#,
            Prints("left at 11 am and returned at 11.10 am"),
        ),
        (
            "times that run backwards",
            THREE,
            "",
            r#""movements": [{ "member": "Tom Brennan", "left": "11:30" }, { "member": "Tom Brennan", "arrived": "11:10" }], "paragraphs": ["Noted."]"#,
            Reports(&[
                "data/contradiction: `Tom Brennan` arrived at 11.10 am, and before that left at 11.30 am",
            ]),
        ),
        (
            "a near name of a mover",
            THREE,
            "",
            paragraph!(r#""motion": { "text": "That it be so.", "mover": "Ruth Abarra" }"#),
            Reports(&["minutes/not-there: `Ruth Abarra`"]),
        ),
    ]);
}

#[test]
fn motions_parts_choices_and_elections_end_as_they_did() {
    check(&[
        (
            "accepted",
            THREE,
            "",
            paragraph!(
                r#""motion": { "text": "That it be so.", "amendments": [{ "text": "That it be {+not+} so.", "outcome": "accepted" }] }"#
            ),
            Prints("The amendment was accepted by the mover and seconder of the motion."),
        ),
        (
            "altered",
            THREE,
            "",
            paragraph!(r#""motion": { "text": "That it be so.", "outcome": "altered" }"#),
            Prints("The motion was altered with the leave of the meeting."),
        ),
        (
            "parts",
            THREE,
            "",
            paragraph!(
                r#""motion": { "text": "That it be so.", "parts": [
            { "part": "Paragraph 1", "outcome": "carried", "vote": { "for": 3 } }, { "part": "Paragraph 2", "outcome": "lost", "vote": { "for": 1, "against": 2 } }] }"#
            ),
            Prints("The part was lost."),
        ),
        (
            "a part against its numbers",
            THREE,
            "",
            paragraph!(
                r#""motion": { "text": "That it be so.", "parts": [{ "part": "Paragraph 1", "outcome": "carried", "vote": { "for": 1, "against": 2 } }] }"#
            ),
            Reports(&["votes/wrong-outcome: a part of a motion"]),
        ),
        (
            "a choice",
            THREE,
            "",
            paragraph!(
                r#""choice": { "title": "The motion or the amendment", "winner": "The amendment", "rounds": [
            { "nominees": [{ "name": "The motion", "votes": 1 }, { "name": "The amendment", "votes": 2 }] }] }"#
            ),
            Prints("Chosen: The amendment."),
        ),
        (
            "a choice that fewer wanted",
            THREE,
            "",
            paragraph!(
                r#""choice": { "title": "The motion or the amendment", "winner": "The motion", "rounds": [
            { "nominees": [{ "name": "The motion", "votes": 1 }, { "name": "The amendment", "votes": 2 }] }] }"#
            ),
            Reports(&["votes/wrong-winner: `The motion` won with 1 votes, and another had 2"]),
        ),
        (
            "a choice by the casting vote",
            THREE,
            "",
            paragraph!(
                r#""choice": { "title": "The motion or the amendment", "winner": "The motion", "casting": true, "rounds": [
            { "nominees": [{ "name": "The motion", "votes": ["Ruth Abara"] }, { "name": "The amendment", "votes": ["Tom Brennan"] }],
              "abstain": ["Cerys Dunmore"] }] }"#
            ),
            Prints("the Convener gave a casting vote for The motion."),
        ),
        (
            "a choice by somebody who had left",
            THREE,
            r#""interests": [{ "member": "Tom Brennan", "item": "2", "kind": "Personal", "nature": "A friend.", "left-room": true }],"#,
            paragraph!(
                r#""choice": { "title": "The motion or the amendment", "winner": "The motion", "rounds": [
            { "nominees": [{ "name": "The motion", "votes": ["Ruth Abara", "Tom Brennan"] }, { "name": "The amendment", "votes": ["Cerys Dunmore"] }] }] }"#
            ),
            Reports(&["votes/not-present: `Tom Brennan` voted but was not in the room"]),
        ),
        (
            "one nominee",
            THREE,
            "",
            paragraph!(
                r#""election": { "title": "Chair", "winner": "Tom Brennan", "rounds": [{ "nominees": [{ "name": "Tom Brennan" }] }] }"#
            ),
            Prints("Tom Brennan was the only nominee."),
        ),
        (
            "an election",
            THREE,
            "",
            paragraph!(
                r#""election": { "title": "Chair", "winner": "Tom Brennan", "rounds": [
            { "nominees": [{ "name": "Tom Brennan", "votes": ["Ruth Abara", "Tom Brennan"] }, { "name": "Mrs Hall", "votes": ["Cerys Dunmore"] }] }] }"#
            ),
            Prints("Tom Brennan was elected."),
        ),
        (
            "two rounds",
            THREE,
            "",
            paragraph!(
                r#""election": { "title": "Chair", "winner": "Tom Brennan", "rounds": [
            { "nominees": [{ "name": "Tom Brennan", "votes": 1 }, { "name": "Mrs Hall", "votes": 1 }, { "name": "Mr Hall", "votes": 1 }] },
            { "nominees": [{ "name": "Tom Brennan", "votes": 2 }, { "name": "Mrs Hall", "votes": 1 }] }] }"#
            ),
            Prints("Round 2:"),
        ),
        (
            "lots where votes were not equal",
            THREE,
            "",
            paragraph!(
                r#""election": { "title": "Chair", "winner": "Tom Brennan", "lot": "yes", "rounds": [
                    { "nominees": [{ "name": "Tom Brennan", "votes": 2 }, { "name": "Cerys Dunmore", "votes": 1 }] }] }"#
            ),
            Reports(&["`Tom Brennan` won with 2 votes against 1, so that neither lots"]),
        ),
        (
            "lots",
            r#""Ruth Abara", "Tom Brennan""#,
            "",
            paragraph!(
                r#""election": { "title": "Chair", "winner": "Tom Brennan", "lot": "yes", "rounds": [
            { "nominees": [{ "name": "Tom Brennan", "votes": 1 }, { "name": "Mrs Hall", "votes": 1 }] }] }"#
            ),
            Prints("lots were drawn"),
        ),
        (
            "equal, and nothing decided",
            r#""Ruth Abara", "Tom Brennan""#,
            "",
            paragraph!(
                r#""election": { "title": "Chair", "winner": "Tom Brennan", "rounds": [
            { "nominees": [{ "name": "Tom Brennan", "votes": 1 }, { "name": "Mrs Hall", "votes": 1 }] }] }"#
            ),
            Reports(&["votes/wrong-winner: `Tom Brennan` won, and another had as many votes: 1"]),
        ),
        (
            "fewer votes",
            THREE,
            "",
            paragraph!(
                r#""election": { "title": "Chair", "winner": "Mrs Hall", "rounds": [
            { "nominees": [{ "name": "Tom Brennan", "votes": 2 }, { "name": "Mrs Hall", "votes": 1 }] }] }"#
            ),
            Reports(&["votes/wrong-winner: `Mrs Hall` won with 1 votes, and another had 2"]),
        ),
        (
            "nobody nominated",
            THREE,
            "",
            paragraph!(
                r#""election": { "title": "Chair", "winner": "Mrs Hall", "rounds": [{ "nominees": [{ "name": "Tom Brennan", "votes": 3 }] }] }"#
            ),
            Reports(&["votes/wrong-winner: `Mrs Hall` won, but is not in the last round"]),
        ),
        (
            "a nominee who joins later",
            THREE,
            "",
            paragraph!(
                r#""election": { "title": "Chair", "winner": "Mr Hall", "rounds": [
            { "nominees": [{ "name": "Tom Brennan", "votes": 2 }, { "name": "Mrs Hall", "votes": 1 }] }, { "nominees": [{ "name": "Mr Hall", "votes": 3 }] }] }"#
            ),
            Reports(&["votes/wrong-winner: `Mr Hall` was not in the round before"]),
        ),
        (
            "an election that counts too few",
            THREE,
            "",
            paragraph!(
                r#""election": { "title": "Chair", "winner": "Tom Brennan", "rounds": [
            { "nominees": [{ "name": "Tom Brennan", "votes": 1 }, { "name": "Mrs Hall", "votes": 0 }] }] }"#
            ),
            Reports(&[
                "votes/unaccounted: a round of an election at cabinet-2026-01-13 counts 1 of 3 members who may vote",
            ]),
        ),
        (
            "an election in which some did not vote",
            THREE,
            "",
            paragraph!(
                r#""election": { "title": "Chair", "winner": "Tom Brennan", "rounds": [
            { "nominees": [{ "name": "Tom Brennan", "votes": 1 }, { "name": "Mrs Hall", "votes": 0 }], "abstain": 1, "not-voting": 1 }] }"#
            ),
            Prints("Tom Brennan was elected."),
        ),
        (
            "a second round that counts too few",
            THREE,
            "",
            paragraph!(
                r#""election": { "title": "Chair", "winner": "Tom Brennan", "rounds": [
            { "nominees": [{ "name": "Tom Brennan", "votes": 2 }, { "name": "Mrs Hall", "votes": 1 }] },
            { "nominees": [{ "name": "Tom Brennan", "votes": 2 }] }] }"#
            ),
            Reports(&[
                "votes/unaccounted: a round of an election at cabinet-2026-01-13 counts 2 of 3",
            ]),
        ),
        (
            "a choice that leaves somebody out",
            THREE,
            "",
            paragraph!(
                r#""choice": { "title": "The motion or the amendment", "winner": "The motion", "rounds": [
            { "nominees": [{ "name": "The motion", "votes": ["Ruth Abara"] }, { "name": "The amendment", "votes": [] }], "abstain": ["Tom Brennan"] }] }"#
            ),
            Reports(&[
                "votes/unaccounted: a choice at cabinet-2026-01-13 names 2 of 3 members present; missing: Cerys Dunmore",
            ]),
        ),
        (
            "a choice that names some and counts others",
            THREE,
            "",
            paragraph!(
                r#""choice": { "title": "The motion or the amendment", "winner": "The motion", "rounds": [
            { "nominees": [{ "name": "The motion", "votes": ["Ruth Abara"] }, { "name": "The amendment", "votes": 0 }], "abstain": 1 }] }"#
            ),
            Reports(&[
                "votes/unaccounted: a choice at cabinet-2026-01-13 names and counts 2 of 3 members",
            ]),
        ),
        (
            "a choice with a pecuniary interest in it",
            THREE,
            r#""interests": [{ "member": "Tom Brennan", "item": "2", "kind": "Disclosable pecuniary", "nature": "N" }],"#,
            paragraph!(
                r#""choice": { "title": "The motion or the amendment", "winner": "The motion", "rounds": [
            { "nominees": [{ "name": "The motion", "votes": ["Ruth Abara", "Tom Brennan"] }, { "name": "The amendment", "votes": ["Cerys Dunmore"] }] }] }"#
            ),
            Reports(&["votes/pecuniary-interest: `Tom Brennan` voted on an item"]),
        ),
        (
            "more votes than members",
            THREE,
            "",
            paragraph!(
                r#""election": { "title": "Chair", "winner": "Tom Brennan", "rounds": [
            { "nominees": [{ "name": "Tom Brennan", "votes": 3 }, { "name": "Mrs Hall", "votes": 1 }] }] }"#
            ),
            Reports(&["votes/too-many: 4 votes"]),
        ),
        (
            "a vote of somebody not there",
            THREE,
            "",
            paragraph!(
                r#""election": { "title": "Chair", "winner": "Tom Brennan", "rounds": [
            { "nominees": [{ "name": "Tom Brennan", "votes": ["Zoë Ormond"] }] }] }"#
            ),
            Reports(&["votes/not-present: `Zoë Ormond`"]),
        ),
    ]);
}

/// A second sitting, which began with item 2.
const SITTING: &str = r#""sittings": [{ "date": "2026-01-20", "from": "2",
    "present": ["Ruth Abara", "Mr Hall", "Mrs Hall"], "apologies": ["Tom Brennan"] }],"#;

#[test]
fn each_sitting_has_its_own_attendance() {
    check(&[
        (
            "those of the second sitting",
            THREE,
            SITTING,
            carried!(r#""for": ["Ruth Abara", "Mr Hall"], "against": ["Mrs Hall"]"#),
            Prints("taken up again on Tuesday 20 January 2026"),
        ),
        (
            "somebody of the first sitting",
            THREE,
            SITTING,
            carried!(r#""for": ["Ruth Abara", "Mr Hall", "Mrs Hall"], "against": ["Tom Brennan"]"#),
            Reports(&[
                "votes/not-present: `Tom Brennan` voted but is not among those present",
                "votes/too-many: 4 votes",
            ]),
        ),
        (
            "somebody of the second sitting at the first",
            THREE,
            r#""sittings": [{ "date": "2026-01-20", "from": "3", "present": ["Ruth Abara", "Mr Hall", "Mrs Hall"] }],"#,
            carried!(
                r#""for": ["Ruth Abara", "Tom Brennan", "Cerys Dunmore"], "against": ["Mr Hall"]"#
            ),
            Reports(&[
                "votes/not-present: `Mr Hall` voted but is not among those present",
                "votes/too-many: 4 votes",
            ]),
        ),
        (
            "numbers of the second sitting",
            THREE,
            SITTING,
            carried!(r#""for": 1, "against": 0"#),
            Reports(&["votes/unaccounted: a motion at cabinet-2026-01-13 counts 1 of 3 members"]),
        ),
        (
            "a departure at the first sitting",
            r#""Ruth Abara", "Mr Hall", "Mrs Hall""#,
            r#""sittings": [{ "date": "2026-01-20", "from": "2", "present": ["Ruth Abara", "Mr Hall", "Mrs Hall"] }],"#,
            carried!(r#""movements": [{ "member": "Cerys Dunmore", "left": "11:00" }]"#; r#""for": 3, "against": 0"#),
            Reports(&["minutes/not-there: `Cerys Dunmore` came or went"]),
        ),
        (
            "a sitting without a quorum",
            THREE,
            r#""sittings": [{ "date": "2026-01-20", "from": "3", "present": ["Mr Hall"] }],"#,
            carried!(r#""for": 3, "against": 0"#),
            Reports(&[
                "minutes/nobody-present: the minutes of cabinet-2026-01-13 of its sitting on 20 January 2026 name 1 present; the quorum is 2",
            ]),
        ),
        (
            "a sitting before the meeting",
            THREE,
            r#""sittings": [{ "date": "2026-01-12", "from": "3", "present": ["Mr Hall", "Mrs Hall"] }],"#,
            carried!(r#""for": 3, "against": 0"#),
            Reports(&[
                "data/contradiction: a sitting on 12 January 2026 follows one on 13 January 2026",
            ]),
        ),
        (
            "a sitting that begins nowhere",
            THREE,
            r#""sittings": [{ "date": "2026-01-20", "from": "9", "present": ["Mr Hall", "Mrs Hall"] }],"#,
            carried!(r#""for": 3, "against": 0"#),
            Reports(&[
                "data/unknown-reference: there is no minute of this meeting with the item `9`",
            ]),
        ),
        (
            "a sitting that begins with the first minute",
            THREE,
            r#""sittings": [{ "date": "2026-01-20", "from": "1", "present": ["Ruth Abara", "Mr Hall", "Mrs Hall"] }],"#,
            carried!(r#""for": 3, "against": 0"#),
            Reports(&["data/contradiction: a sitting began with `1`, which an earlier one took"]),
        ),
    ]);
}

#[test]
fn joint_bodies_need_a_quorum_of_each_council() {
    let reported = |third: &str, says: Option<&str>| {
        let members = format!(
            "body,name,role,authority\ncabinet,Ruth Abara,chair,Ashby Vale Council\n\
             cabinet,Tom Brennan,,Ashby Vale Council\ncabinet,Cerys Dunmore,,{third}\n\
             cabinet,Yusuf Eden,,Saltby Borough Council\n"
        );
        let case = Case::new()
            .file("data/members.csv", members)
            .file(
                "data/bodies.csv",
                "id,name,type,quorum,authorities,quorum-of-each\n\
                 cabinet,Joint Committee,joint,2,Ashby Vale Council; Saltby Borough Council,1\n",
            )
            .replace(
                "data/council.json",
                "\"holidays\"",
                "\"partners\": [{ \"name\": \"Saltby Borough Council\" }], \"holidays\"",
            );
        let ended = case.run(["check"]);
        match says {
            Some(says) => assert!(ended.stderr().contains(says), "{}", ended.stderr()),
            None => assert!(!ended.stderr().contains("council"), "{}", ended.stderr()),
        }
    };
    reported("Saltby Borough Council", None);
    reported(
        "Ashby Vale Council",
        Some("name 0 present of Saltby Borough Council; the quorum of each council is 1"),
    );
    reported(
        "Saltby Council",
        Some("there is no council among the `authorities` of `cabinet` `Saltby Council`"),
    );
}

#[test]
fn in_wales_members_elsewhere_vote() {
    let present = r#""Ruth Abara", { "name": "Tom Brennan", "remote": true }, "Cerys Dunmore""#;
    let vote = carried!(r#""for": ["Ruth Abara", "Tom Brennan", "Cerys Dunmore"]"#);
    let situation = ("from elsewhere", present, "", vote, Prints("Tom Brennan"));
    let case = records(&situation);
    let (found, _) = made(&case);
    assert!(found.iter().any(|found| found.starts_with("votes/from-elsewhere")), "{found:#?}");
    let case =
        case.replace("data/council.json", "\"nation\": \"england\"", "\"nation\": \"wales\"");
    let (found, _) = made(&case);
    assert!(!found.iter().any(|found| found.starts_with("votes/")), "{found:#?}");
}

#[test]
fn members_who_can_not_be_told_apart_are_an_error() {
    let reported = |rows: &str, code: &str| {
        let members = format!("{MEMBERS}{rows}");
        let case = Case::new().file("data/members.csv", members);
        let ended = case.run(["check"]);
        assert_eq!(
            ended.stderr().contains("may be one person, or two"),
            !code.is_empty(),
            "{rows}: {}",
            ended.stderr()
        );
    };
    reported("", "");
    reported("cabinet,R Abara,,,,\n", "data/ambiguous");
    reported("cabinet,Cllr Ruth Abara,,,,\n", "data/ambiguous");
    reported("cabinet,Rosa Abara,,,,\n", "");
    reported("cabinet,Brennan,,,,\n", "data/ambiguous");
    reported("cabinet,Miss Hall,,,,\n", "data/ambiguous");
}
