//! Steps of minutes as they change the tree: what they add, what they keep, and that the reader takes what comes of them.

use std::sync::LazyLock;

use orderpaper::diag::{Diagnostics, Style, render_human};
use orderpaper::load;
use orderpaper::model::glyphs::Coverage;
use orderpaper::model::minutes::{CastingVote, MotionOutcome};
use orderpaper::model::value::{TimeOfDay, names};
use orderpaper::pipeline::{
    Attendance, AttendingRole, MinutePart, Misfit, QuestionAt, Side, Step, Votes,
};
use proptest::prelude::*;
use proptest::sample::select;
use serde_json::{Value, json};

const MEMBERS: [&str; 4] = ["Anne Reed", "Bert Lane", "Cora Hill", "Dev Shaw"];

/// Every character can be printed.
static COVERAGE: LazyLock<Coverage> = LazyLock::new(|| Coverage::new(0..=u32::from(char::MAX)));

fn is_same(one: &str, other: &str) -> bool {
    names::same_person(one, other)
}

fn time(text: &str) -> TimeOfDay {
    TimeOfDay(format!("{text}:00").parse().unwrap())
}

/// Minutes as they begin, with what only a hand writes.
fn begun() -> Value {
    json!({
        "status": "draft",
        "first-number": 12,
        "present": [{ "name": "Cllr Cora Hill", "note": "until 11.15 am" }],
        "items": [
            { "item": "1", "title": "Minutes", "confirms": ["cabinet-2026-01-13"] },
            { "item": 2, "title": "The weir", "number": "12.3" },
            {
                "title": "A chair for the day",
                "paragraphs": [{
                    "election": {
                        "title": "Chair for the day",
                        "rounds": [{ "nominees": [{ "name": "Anne Reed" }] }],
                        "winner": "Anne Reed",
                    },
                }],
            },
        ],
    })
}

#[track_caller]
fn apply(tree: &Value, step: &Step) -> Value {
    step.apply(tree, &is_same).unwrap_or_else(|misfit| panic!("{step:?}: {misfit:?}"))
}

#[track_caller]
fn after(steps: impl IntoIterator<Item = Step>) -> Value {
    steps.into_iter().fold(begun(), |tree, step| apply(&tree, &step))
}

/// Returns what keeps minutes from being read.
fn faults(tree: &Value) -> Option<String> {
    let mut diags = Diagnostics::default();
    let text = serde_json::to_string_pretty(tree).unwrap();
    let book = load::minutes_in_json(&mut diags, &COVERAGE, "minutes.json", text.clone());
    let rendered = diags.iter().map(|found| render_human(found, Style::Plain));
    let rendered: Vec<String> = rendered.collect();
    book.is_none().then(|| format!("{}\n{text}", rendered.join("\n")))
}

fn to_owned(names: &[(&str, Side)]) -> Vec<(String, Side)> {
    names.iter().map(|(name, side)| ((*name).to_owned(), *side)).collect()
}

#[test]
fn attendance_moves_members_with_what_a_hand_wrote_of_them() {
    let attended = |chair: Option<&str>, members: &[(&str, Attendance)]| Step::Attended {
        chair: chair.map(str::to_owned),
        members: members.iter().map(|(name, at)| ((*name).to_owned(), *at)).collect(),
    };
    let first = attended(
        Some("Bert Lane"),
        &[
            ("Anne Reed", Attendance::Present),
            ("Bert Lane", Attendance::Remote),
            ("Cora Hill", Attendance::Apologies),
            ("Dev Shaw", Attendance::Unrecorded),
        ],
    );
    let tree = after([first]);
    let chair = json!({ "name": "Bert Lane", "note": "in the chair", "remote": "yes" });
    assert_eq!(tree["present"], json!([chair, "Anne Reed"]));
    let kept = json!([{ "name": "Cllr Cora Hill", "note": "until 11.15 am" }]);
    assert_eq!(tree["apologies"], kept);
    assert_eq!(tree.get("absent"), None);
    let second = attended(
        Some("Anne Reed"),
        &[("Bert Lane", Attendance::Present), ("Cora Hill", Attendance::Present)],
    );
    let tree = apply(&tree, &second);
    let chair = json!({ "name": "Anne Reed", "note": "in the chair" });
    assert_eq!(tree["present"], json!([chair, "Bert Lane", kept[0]]));
    assert_eq!(tree.get("apologies"), None);
    assert_eq!(faults(&tree), None);
}

#[test]
fn coming_and_going_is_minuted_and_puts_members_among_those_present() {
    let tree = after([
        Step::Arrived { minute: 1, member: "Anne Reed".to_owned(), time: time("10:50") },
        Step::Left { minute: 1, member: "Cora Hill".to_owned(), time: time("06:05") },
    ]);
    let movements = json!([
        { "member": "Anne Reed", "arrived": "10.50 am" },
        { "member": "Cora Hill", "left": "6.05 am" },
    ]);
    assert_eq!(tree["items"][1]["movements"], movements);
    assert_eq!(tree["present"][1], "Anne Reed");
    assert_eq!(faults(&tree), None);
}

#[test]
fn a_vote_goes_to_its_question_and_is_changed_as_names_are_called() {
    let motion = Step::Motion {
        minute: 1,
        text: " That the weir be mended. ".to_owned(),
        mover: Some("Anne Reed".to_owned()),
        seconder: None,
    };
    let amendment = Step::Amendment {
        minute: 1,
        paragraph: 0,
        text: "That the weir be mended {+soon+}.".to_owned(),
        mover: None,
        seconder: None,
    };
    let vote = |on, votes: &[(&str, Side)], outcome| Step::Vote {
        minute: 1,
        on,
        votes: Votes::Named(to_owned(votes)),
        casting: None,
        outcome,
    };
    let tree = after([
        motion,
        amendment,
        vote(QuestionAt::Amendment(0, 0), &[("Bert Lane", Side::Against)], None),
        vote(QuestionAt::Paragraph(0), &[("Anne Reed", Side::For)], None),
        vote(
            QuestionAt::Paragraph(0),
            &[("Anne Reed", Side::For), ("Cora Hill", Side::For), ("Dev Shaw", Side::NotVoting)],
            Some(MotionOutcome::Carried),
        ),
        Step::Vote {
            minute: 1,
            on: QuestionAt::New,
            votes: Votes::Counted([Some(3), Some(3), None, None]),
            casting: Some(CastingVote::Against),
            outcome: Some(MotionOutcome::Lost),
        },
    ]);
    let wanted = json!([
        { "motion": {
            "text": "That the weir be mended.",
            "mover": "Anne Reed",
            "amendments": [{
                "text": "That the weir be mended {+soon+}.",
                "vote": { "against": ["Bert Lane"] },
            }],
            "outcome": "carried",
            "vote": { "for": ["Anne Reed", "Cora Hill"], "not-voting": ["Dev Shaw"] },
        } },
        { "vote": { "for": 3, "against": 3, "casting": "against" } },
    ]);
    assert_eq!(tree["items"][1]["paragraphs"], wanted);
    let keys: Vec<&String> = wanted[0]["motion"].as_object().unwrap().keys().collect();
    let written = tree["items"][1]["paragraphs"][0]["motion"].as_object().unwrap();
    assert_eq!(written.keys().collect::<Vec<_>>(), keys);
    assert_eq!(faults(&tree), None);
}

#[test]
fn actions_go_with_the_last_paragraph_whatever_it_is() {
    let action = |due: &str| Step::Action {
        minute: 1,
        owner: "Clerk".to_owned(),
        text: "Write.".to_owned(),
        due: Some(due.to_owned()),
    };
    let paragraph = Step::Paragraph { minute: 1, text: "It was; and so on.".to_owned() };
    let resolved = Step::Resolved { minute: 1, formula: None, text: "To mend it.".to_owned() };
    let tree = after([action(""), paragraph, action("May 2026"), resolved, action(" ")]);
    let bare = json!({ "owner": "Clerk", "text": "Write." });
    let due = json!({ "owner": "Clerk", "text": "Write.", "due": "May 2026" });
    let wanted = json!([
        { "actions": [bare] },
        { "text": "It was; and so on.", "actions": [due] },
        { "resolution": { "text": "To mend it." }, "actions": [bare] },
    ]);
    assert_eq!(tree["items"][1]["paragraphs"], wanted);
    assert_eq!(faults(&tree), None);
}

#[test]
fn words_are_changed_and_parts_taken_out() {
    let paragraph = |text: &str| Step::Paragraph { minute: 1, text: text.to_owned() };
    let reworded =
        |minute, paragraph| Step::Reworded { minute, paragraph, text: "New.".to_owned() };
    let removed = |part| Step::Removed { minute: 1, part };
    let tree = after([paragraph("One."), paragraph("Two."), reworded(1, 1)]);
    assert_eq!(tree["items"][1]["paragraphs"], json!(["One.", "New."]));
    let tree = apply(&tree, &removed(MinutePart::Paragraph(0)));
    assert_eq!(tree["items"][1]["paragraphs"], json!(["New."]));
    let tree = apply(&tree, &removed(MinutePart::Paragraph(0)));
    assert_eq!(tree, begun());
    for (step, misfit) in [
        (removed(MinutePart::Movement(0)), Misfit::Gone),
        (reworded(2, 0), Misfit::NotWords),
        (reworded(9, 0), Misfit::Gone),
        (paragraph(" \n"), Misfit::Nothing),
    ] {
        assert_eq!(step.apply(&tree, &is_same), Err(misfit), "{step:?}");
    }
}

#[test]
fn business_on_no_agenda_stands_where_it_was_taken() {
    let inserted = Step::Inserted { minute: 0, title: "A fire alarm".to_owned() };
    let tree = after([inserted.clone(), Step::Ended { time: time("12:00") }]);
    let titles = tree["items"].as_array().unwrap().iter().map(|item| &item["title"]);
    let wanted = ["Minutes", "A fire alarm", "The weir", "A chair for the day"];
    assert_eq!(titles.collect::<Vec<_>>(), wanted);
    assert_eq!(inserted.minute(), Some(1));
    assert_eq!(tree["end-time"], "12 noon");
    assert_eq!(faults(&tree), None);
}

fn words() -> impl Strategy<Value = String> {
    prop_oneof![
        // A colon may make a list of it that the reader refuses, as in `A. : b`.
        3 => "[a-zA-Z][a-z ,.;’]{0,30}",
        1 => select(vec!["The weir: its state", "# Not a heading", "- a\n- b", "1. one", "A; B", "*starred*", "‘quoted’", "  ", ""])
            .prop_map(str::to_owned),
    ]
}

fn member() -> impl Strategy<Value = String> {
    select(&MEMBERS[..]).prop_map(str::to_owned)
}

fn moment() -> impl Strategy<Value = TimeOfDay> {
    (0..24u32, 0..60u32).prop_map(|(hour, minute)| time(&format!("{hour:02}:{minute:02}")))
}

fn attendance() -> impl Strategy<Value = Attendance> {
    select(vec![
        Attendance::Present,
        Attendance::Remote,
        Attendance::Apologies,
        Attendance::Absent,
        Attendance::Unrecorded,
    ])
}

fn votes() -> impl Strategy<Value = Votes> {
    let named = (member(), select(Side::ALL.to_vec()));
    prop_oneof![
        prop::collection::vec(named, 0..4).prop_map(Votes::Named),
        prop::array::uniform4(prop::option::of(0..60u32)).prop_map(Votes::Counted),
    ]
}

fn question() -> impl Strategy<Value = QuestionAt> {
    prop_oneof![
        Just(QuestionAt::New),
        (0..4usize).prop_map(QuestionAt::Paragraph),
        (0..4usize, 0..2usize).prop_map(|(at, amendment)| QuestionAt::Amendment(at, amendment)),
    ]
}

fn step() -> impl Strategy<Value = Step> {
    let minute = 0..5usize;
    let part = prop_oneof![
        (0..3usize).prop_map(MinutePart::Paragraph),
        (0..2usize).prop_map(MinutePart::Movement),
    ];
    let outcome = prop::option::of(select(vec![
        MotionOutcome::Carried,
        MotionOutcome::Lost,
        MotionOutcome::Withdrawn,
        MotionOutcome::Fell,
        MotionOutcome::Accepted,
        MotionOutcome::Altered,
    ]));
    let casting = prop::option::of(select(vec![CastingVote::For, CastingVote::Against]));
    let role =
        select(vec![AttendingRole::Officer, AttendingRole::InAttendance, AttendingRole::Member]);
    let of_meeting =
        prop_oneof![
            (prop::option::of(member()), prop::collection::vec((member(), attendance()), 0..4))
                .prop_map(|(chair, members)| Step::Attended { chair, members }),
            (member(), member()).prop_map(|(name, member)| Step::Substituted { name, member }),
            (role, words(), prop::option::of(words()))
                .prop_map(|(role, name, post)| Step::Joined { role, name, post }),
            (member(), prop::option::of(Just("2".to_owned())), words(), any::<bool>()).prop_map(
                |(member, item, kind, left_room)| Step::Declared {
                    member,
                    item,
                    kind,
                    nature: "It is theirs.".to_owned(),
                    left_room
                }
            ),
            moment().prop_map(|time| Step::Ended { time }),
        ];
    let of_minute = (minute, words(), member(), moment(), 0..4usize).prop_flat_map(
        move |(minute, text, member, time, paragraph)| {
            let (mover, seconder) = (Some(member.clone()), None::<String>);
            prop_oneof![
                Just(Step::Arrived { minute, member: member.clone(), time }),
                Just(Step::Left { minute, member, time }),
                Just(Step::Paragraph { minute, text: text.clone() }),
                Just(Step::Motion {
                    minute,
                    text: text.clone(),
                    mover: mover.clone(),
                    seconder: seconder.clone()
                }),
                Just(Step::Amendment { minute, paragraph, text: text.clone(), mover, seconder }),
                Just(Step::Resolved { minute, formula: None, text: text.clone() }),
                Just(Step::Action {
                    minute,
                    owner: "Clerk".to_owned(),
                    text: text.clone(),
                    due: Some("May 2026".to_owned())
                }),
                Just(Step::Summary { minute, text: text.clone() }),
                Just(Step::Reworded { minute, paragraph, text: text.clone() }),
                Just(Step::Inserted { minute, title: text }),
                (question(), votes(), casting.clone(), outcome.clone()).prop_map(
                    move |(on, votes, casting, outcome)| Step::Vote {
                        minute,
                        on,
                        votes,
                        casting,
                        outcome
                    }
                ),
                part.clone().prop_map(move |part| Step::Removed { minute, part }),
            ]
        },
    );
    prop_oneof![1 => of_meeting, 3 => of_minute]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 192, failure_persistence: None, ..ProptestConfig::default() })]

    /// Whatever is taken down, in whatever order, is read without an error, and what no step knows is as it was.
    #[test]
    fn the_reader_takes_what_comes_of_any_steps(steps in prop::collection::vec(step(), 0..25)) {
        let mut tree = begun();
        for step in &steps {
            // A step that does not fit changes nothing.
            let Ok(next) = step.apply(&tree, &is_same) else { continue };
            if let Some(faults) = faults(&next) {
                return Err(TestCaseError::fail(format!("{step:?}\n{faults}")));
            }
            tree = next;
        }
        prop_assert_eq!(&tree["first-number"], &json!(12));
        let items = tree["items"].as_array().unwrap();
        let minutes = items.iter().find(|item| item["item"] == "1").unwrap();
        prop_assert_eq!(&minutes["confirms"], &json!(["cabinet-2026-01-13"]));
        let weir = items.iter().find(|item| item["item"] == 2).unwrap();
        prop_assert_eq!(&weir["number"], &json!("12.3"));
    }
}
