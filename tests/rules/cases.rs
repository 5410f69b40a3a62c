//! For every rule: what it accepts, what it refuses, and the boundary day.

use crate::support::Case;

/// The meeting that was held.
const HELD: &str = "cabinet-2026-01-13";
/// The meeting that is to come.
const NEXT: &str = "cabinet-2026-02-24";

/// Changes to the small council, and whether a rule finds a fault in them.
pub(super) struct RuleCase {
    /// The rule.
    pub(super) code: &'static str,
    /// What the case shows.
    pub(super) name: &'static str,
    /// Makes the records.
    pub(super) change: fn(Case) -> Case,
    /// A part of the rule's message; `None` where it accepts.
    pub(super) says: Option<&'static str>,
}

/// The small council with an executive, and notice of the private business of its cabinet.
pub(super) fn executive() -> Case {
    Case::new()
        .with_issue()
        .replace("data/council.json", "\"committee\"", "\"executive\"")
        .replace("data/agenda.csv", "Lease of the old library,,,3,", "Lease of the old library,,AV26/003,3,")
        .file(
            "data/issues.csv",
            "ref,title,due,status,private-paragraphs,private-reason,first-published,\
             private-notice-published,private-notice-representations,private-notice-response\n\
             AV26/001,Parking charges,2026-01-13,Decided,,,,,,\n\
             AV26/002,Parking charges: review after a year,January 2027,For determination,,,,,,\n\
             AV26/003,Lease of the old library,2026-01-13,Decided,3,\
             The figures would help those who bid against the Council.,2025-12-01,2026-01-05,None,None\n",
        )
}

/// Replaces the meetings, which have the columns of the small council and these after them.
fn meetings(case: Case, columns: &str, held: &str, next: &str) -> Case {
    case.file(
        "data/meetings.csv",
        format!(
            "meeting,body,date,time,venue,status,published-at{columns}\n\
             {HELD},cabinet,2026-01-13,10:30,The Guildhall,held,{held}\n\
             {NEXT},cabinet,2026-02-24,10:30,The Guildhall,scheduled,{next}\n"
        ),
    )
}

/// Makes the cabinet a full council.
fn as_council(case: Case) -> Case {
    case.replace("data/bodies.csv", ",executive,", ",council,")
}

/// Replaces the issues by one, the first of the small council.
fn issue(case: Case, fields: &str) -> Case {
    let base = r#"[{ "ref": "AV26/003", "title": "Lease of the old library", "private-paragraphs": [3],
      "private-reason": "The figures would help other bidders.", "first-published": "2025-12-01",
      "private-notice": { "published": "2026-01-05", "representations": "None", "response": "None" } }"#;
    case.remove("data/issues.csv").file(
        "data/issues.json",
        format!("{base}, {{ \"ref\": \"AV26/001\", \"title\": \"Parking charges\", {fields} }}]"),
    )
}

/// A key entry with everything that it must say, and these fields after it.
fn key(case: Case, fields: &str) -> Case {
    let full = r#""key": "yes", "maker": ["cabinet"], "due": "2026-01-13", "documents": ["None"],
      "contact": "Ines Coldwell""#;
    issue(case, &format!("{full}, {fields}"))
}

/// Replaces the private entry.
fn private(case: Case, fields: &str) -> Case {
    case.remove("data/issues.csv").file(
        "data/issues.json",
        format!(
            "[{{ \"ref\": \"AV26/003\", \"title\": \"Lease of the old library\", {fields} }},\n\
             {{ \"ref\": \"AV26/001\", \"title\": \"Parking charges\" }}]"
        ),
    )
}

/// Adds a decision of the meeting that was held.
fn decision(case: Case, fields: &str) -> Case {
    let all = format!(
        "[{{ \"ref\": \"CAB01\", \"meeting\": \"{HELD}\", \"makers\": [\"cabinet\"], \
         \"published\": \"2026-01-14\", \"decision\": \"That the charges be raised.\", \
         \"item\": \"2\", \"reasons\": \"They are low.\", \"interests\": \"None\", \"dispensations\": \"None\", {fields} }}]"
    );
    case.file("data/decisions.json", all)
}

/// Adds a decision that was not taken at a meeting.
fn alone(case: Case, fields: &str) -> Case {
    case.file(
        "data/decisions.json",
        format!(
            "[{{ \"ref\": \"HWY01\", \"makers\": [\"Cabinet Member\"], \"decision\": \"That the road be closed.\", \
             \"reasons\": \"It is wet.\", \"alternatives\": \"None\", {fields} }}]"
        ),
    )
}

/// Replaces the minutes of the held meeting.
fn minutes(case: Case, fields: &str, items: &str) -> Case {
    case.file(
        "data/minutes/cabinet-2026-01-13.json",
        format!(
            "{{ \"present\": [\"Ruth Abara\", \"Tom Brennan\", \"Cerys Dunmore\"], {fields} \"items\": [{items}] }}"
        ),
    )
}

/// Makes the held meeting a budget meeting with a vote.
fn budget(case: Case, vote: &str) -> Case {
    let case = case.replace(
        "data/agenda.csv",
        ",2,,Parking charges,The",
        ",2,,Budget and council tax,The",
    );
    let case = meetings(case, ",budget-meeting", "2026-01-05,yes", "2026-02-16,");
    let item = format!(
        "{{ \"item\": \"2\", \"paragraphs\": [{{ \"motion\": {{ \"text\": \"That it be agreed.\", \"outcome\": \"carried\"{vote} }} }}] }}"
    );
    minutes(case, "", &item)
}

/// Minutes with a motion that was carried by this vote.
fn vote(case: Case, vote: &str) -> Case {
    let item = format!(
        "{{ \"item\": \"2\", \"paragraphs\": [{{ \"motion\": {{ \"text\": \"That it be agreed.\", \"outcome\": \"carried\", \"vote\": {{ {vote} }} }} }}] }}"
    );
    minutes(case, "", &item)
}

/// The held meeting with a vote of Tom Brennan, who declared a disclosable pecuniary interest.
fn interested(case: Case, field: &str) -> Case {
    let fields = format!(
        "\"interests\": [{{ \"member\": \"Tom Brennan\", \"item\": \"2\", \"kind\": \"Disclosable pecuniary\", \
         \"nature\": \"Owns a garage.\", {field} }}],"
    );
    minutes(
        case,
        &fields,
        "{ \"item\": \"2\", \"paragraphs\": [{ \"vote\": { \"for\": [\"Ruth Abara\", \"Tom Brennan\", \"Cerys Dunmore\"] } }] }",
    )
}

/// The held meeting with a vote of Tom Brennan, who attended from elsewhere or not.
fn elsewhere(case: Case, is_remote: &str) -> Case {
    case.file(
        "data/minutes/cabinet-2026-01-13.json",
        format!(
            "{{ \"present\": [\"Ruth Abara\", {{ \"name\": \"Tom Brennan\", \"remote\": \"{is_remote}\" }}], \
             \"items\": [{{ \"item\": \"2\", \"paragraphs\": [{{ \"vote\": {{ \"for\": [\"Ruth Abara\", \
             \"Tom Brennan\"] }} }}] }}] }}"
        ),
    )
}

/// Minutes that exclude the public in these words, and take the exempt item.
pub(super) fn exclusion(case: Case, words: &str) -> Case {
    let items = format!(
        "{{ \"title\": \"Exclusion of the public\", \"paragraphs\": [\"{words}\"] }}, \
         {{ \"item\": \"3\", \"paragraphs\": [\"Agreed.\"], \"public-summary\": \"A lease was agreed.\" }}"
    );
    minutes(case, "", &items)
}

/// Adds a report with these words.
fn report(case: Case, words: &str) -> Case {
    case.file(
        "data/documents.csv",
        format!("meeting,number,title,kind,file\n{HELD},2,Parking charges,report,parking.dj\n"),
    )
    .file("data/documents/parking.dj", words)
}

/// Adds an item to the held meeting.
fn added(case: Case, fields: &str, minute: &str) -> Case {
    let case = case.file(
        "data/agenda.csv",
        format!(
            "meeting,number,title,added-at,urgency-reason\n{HELD},1,Flood at Millbrook,{fields}\n{NEXT},1,Budget,,\n"
        ),
    );
    minutes(
        case.remove("data/documents.csv"),
        "",
        &format!("{{ \"item\": \"1\", \"paragraphs\": [\"{minute}\"] }}"),
    )
}

/// Adds a paper to the held meeting.
fn paper(case: Case, fields: &str) -> Case {
    case.file(
        "data/documents.csv",
        format!(
            "meeting,number,title,published-at,late-reason\n{HELD},2,Note on charges,{fields}\n"
        ),
    )
}

macro_rules! cases {
    ($($code:literal: $name:literal, $change:expr, $says:expr;)*) => {
        &[$(RuleCase { code: $code, name: $name, change: $change, says: $says }),*]
    };
}

/// Every case; each checked rule accepts at least one and refuses at least one.
pub(super) static CASES: &[RuleCase] = cases! {
    "notice/late-notice": "five clear days",
        |case| meetings(case, ",notice-at", "2026-01-05,2026-01-05", "2026-02-16,"), None;
    "notice/late-notice": "the day after",
        |case| meetings(case, ",notice-at", "2026-01-05,2026-01-06", "2026-02-16,"),
        Some("gives 4 clear days of notice; 5 are needed (published Tue 6 Jan; clear days 7, 8, 9, 12 Jan; meeting Tue 13 Jan)");
    "notice/late-notice": "convened at shorter notice",
        |case| meetings(case, ",notice-at,convened-at", "2026-01-05,2026-01-09,2026-01-09", "2026-02-16,,"), None;
    "notice/late-summons": "five clear days", as_council, None;
    "notice/late-summons": "the day after",
        |case| meetings(as_council(case), "", "2026-01-06", "2026-02-16"),
        Some("the summons to cabinet-2026-01-13 gives 4 clear days of notice");
    "notice/late-summons": "nobody signs it",
        |case| as_council(case).replace("data/council.json", "\"proper-officer\": { \"name\": \"Moses Thirkettle\", \"title\": \"Chief Executive\" },", ""),
        Some("has no signatory");
    "notice/late-summons": "no business",
        |case| as_council(case).replace("data/agenda.csv", "cabinet-2026-02-24,1,,Declarations of interest,,,,\ncabinet-2026-02-24,2,,Budget for 2026/27,,,,\n", ""),
        Some("the summons to cabinet-2026-02-24 has no business on it");
    "notice/late-agenda": "the last day",
        |case| meetings(case, "", "2026-01-05 23:00", "2026-02-16"), None;
    "notice/late-agenda": "the day after",
        |case| meetings(case, "", "2026-01-06", "2026-02-16"),
        Some("the agenda of cabinet-2026-01-13 gives 4 clear days of notice; 5 are needed (published Tue 6 Jan; clear days 7, 8, 9, 12 Jan; meeting Tue 13 Jan)");
    "notice/late-agenda": "the last day, after the cut-off",
        |case| meetings(case, "", "2026-01-05 17:01", "2026-02-16")
            .replace("data/council.json", "\"holidays\"", "\"publication-cut-off\": \"17:00\", \"holidays\""),
        Some("published Mon 5 Jan at 5.01 pm, after 5.00 pm, so counted as Tue 6 Jan; clear days 7, 8, 9, 12 Jan");
    "notice/late-agenda": "convened that day",
        |case| meetings(case, ",convened-at", "2026-01-09,2026-01-09", "2026-02-16,"), None;
    "notice/late-agenda": "three clear days in Wales",
        |case| meetings(case, "", "2026-01-07", "2026-02-16")
            .replace("data/council.json", "\"england\",", "\"wales\",")
            .replace("data/agenda.csv", ",3,The figures", ",14,The figures")
            .replace("data/issues.csv", ",3,The figures", ",14,The figures"), None;
    "notice/late-agenda": "not published, and too late",
        |case| meetings(case, "", "2026-01-05", ""),
        Some("the agenda of cabinet-2026-02-24 was not published in time (publish by Mon 16 Feb; clear days 17, 18, 19, 20, 23 Feb; meeting Tue 24 Feb)");
    "notice/late-paper": "with the agenda", |case| paper(case, "2026-01-05,"), None;
    "notice/late-paper": "the day after",
        |case| paper(case, "2026-01-06,"),
        Some("is late without a reason: 4 clear days of notice; 5 are needed");
    "notice/late-paper": "circulated separately",
        |case| paper(case, "2026-01-12,").replace("data/documents.csv", "late-reason\n", "late-reason,status\n").replace("data/documents.csv", "2026-01-12,\n", "2026-01-12,,circulated-separately\n"), None;
    "notice/late-paper": "an appendix to the minutes",
        |case| paper(case, "2026-01-12,").replace("data/documents.csv", "late-reason\n", "late-reason,kind\n").replace("data/documents.csv", "2026-01-12,\n", "2026-01-12,,minutes-appendix\n"), None;
    "notice/late-paper": "with a reason", |case| paper(case, "2026-01-12,The figures came late."), None;
    "notice/no-urgency-reason": "with a reason",
        |case| added(case, "2026-01-12,The river rose", "Urgent by special circumstances."), None;
    "notice/no-urgency-reason": "without one, the day after the last",
        |case| added(case, "2026-01-06,", "Urgent by special circumstances."),
        Some("item 1 of cabinet-2026-01-13 was added late without a reason for urgency: 4 clear days");
    "notice/no-urgency-reason": "added in time",
        |case| added(meetings(case, "", "2026-01-02", "2026-02-16"), "2026-01-05,", "Noted."), None;
    "notice/urgency-not-minuted": "minuted",
        |case| added(case, "2026-01-12,The river rose", "The Chair thought it urgent by special circumstances."), None;
    "notice/urgency-not-minuted": "not minuted, the day after the last",
        |case| added(case, "2026-01-06,The river rose", "Noted."),
        Some("the minutes of cabinet-2026-01-13 give no special circumstances for taking item 1");
    "records/no-background-papers": "listed",
        |case| report(case, "# Summary\n\nRaise them.\n\n# Background papers\n\nNone.\n"), None;
    "records/no-background-papers": "not listed",
        |case| report(case, "# Summary\n\nRaise them.\n"),
        Some("the report `Parking charges` does not list its background papers");
    "plan/unmarked-key-decision": "both key",
        |case| decision(key(case, "\"first-published\": \"2025-12-01\""), "\"issue\": \"AV26/001\", \"key\": \"yes\", \"alternatives\": \"None\""), None;
    "plan/unmarked-key-decision": "the plan says otherwise",
        |case| decision(key(case, "\"first-published\": \"2025-12-01\""), "\"issue\": \"AV26/001\", \"key\": \"no\", \"alternatives\": \"None\""),
        Some("the decision CAB01 is not key, yet its entry in the plan, AV26/001, is key");
    "plan/likely-key-decision": "just under the threshold",
        |case| decision(case, "\"alternatives\": \"None\"")
            .replace("data/decisions.json", "be raised.", "be raised by £499,999.")
            .replace("data/council.json", "\"holidays\"", "\"key-decision-threshold\": \"£500,000\", \"holidays\""), None;
    "plan/likely-key-decision": "at the threshold",
        |case| decision(case, "\"alternatives\": \"None\"")
            .replace("data/decisions.json", "be raised.", "be raised by £0.5m.")
            .replace("data/council.json", "\"holidays\"", "\"key-decision-threshold\": \"£500,000\", \"holidays\""),
        Some("the decision CAB01 names a sum of £500,000 or more and is not key");
    "plan/likely-key-decision": "two divisions",
        |case| issue(case, "\"maker\": [\"cabinet\"], \"divisions\": [\"Northgate\", \"Millbrook\"]"),
        Some("the issue AV26/001 affects 2 divisions and is not key");
    "plan/incomplete-entry": "complete", |case| key(case, "\"first-published\": \"2025-12-01\""), None;
    "plan/incomplete-entry": "without documents and contact",
        |case| issue(case, "\"key\": \"yes\", \"maker\": [\"cabinet\"], \"due\": \"2026-01-13\", \"first-published\": \"2025-12-01\""),
        Some("the entry for key decision AV26/001 lacks `documents` and `contact`");
    "plan/unknown-maker": "the Cabinet decides", |case| key(case, "\"first-published\": \"2025-12-01\""), None;
    "plan/unknown-maker": "nobody knows who decides",
        |case| issue(case, "\"key\": \"yes\", \"maker\": [\"Cabinet Member for Rivers\"], \"due\": \"2026-01-13\", \"documents\": [\"None\"], \"contact\": \"Ines Coldwell\", \"first-published\": \"2025-12-01\""),
        Some("nobody with that name or office is recorded");
    "plan/short-notice": "28 clear days",
        |case| key(case, "\"first-published\": \"2025-12-15\""), None;
    "plan/short-notice": "27 clear days",
        |case| key(case, "\"first-published\": \"2025-12-16\""),
        Some("key decision AV26/001 was announced 27 clear days before item 2 of cabinet-2026-01-13; 28 are needed (published Tue 16 Dec 2025; clear days 17 Dec to 12 Jan (27 of them)");
    "plan/short-notice": "a key decision without an entry",
        |case| decision(case, "\"key\": \"yes\", \"alternatives\": \"None\""),
        Some("key decision CAB01 names no entry of the forward plan");
    "plan/exempt-words": "no sum", |case| decision(case, "\"issue\": \"AV26/003\", \"exempt-paragraphs\": [3], \"alternatives\": \"None\"").replace("data/decisions.json", "\"item\": \"2\"", "\"item\": \"3\"").replace("data/decisions.json", "be raised.", "be £485,000."), None;
    "plan/exempt-words": "the price",
        |case| decision(private(case, "\"summary\": \"A lease for £0.485m.\", \"private-paragraphs\": [3], \"private-reason\": \"Bidders.\", \"first-published\": \"2025-12-01\", \"private-notice\": { \"published\": \"2026-01-05\", \"representations\": \"None\", \"response\": \"None\" }"), "\"issue\": \"AV26/003\", \"exempt-paragraphs\": [3], \"alternatives\": \"None\"")
            .replace("data/decisions.json", "\"item\": \"2\"", "\"item\": \"3\"")
            .replace("data/decisions.json", "be raised.", "be £485,000."),
        Some("the plan's entry AV26/003 gives £485,000, which is exempt elsewhere");
    "plan/short-notice": "not announced, with 28 clear days left",
        |case| key(case, "\"priority\": \"Rivers\"").replace("data/issues.json", "\"due\": \"2026-01-13\"", "\"due\": \"2026-03-24\""), None;
    "plan/short-notice": "not announced, the day after",
        |case| key(case, "\"priority\": \"Rivers\"").replace("data/issues.json", "\"due\": \"2026-01-13\"", "\"due\": \"2026-03-20\""),
        Some("nothing says when key decision AV26/001 was announced, and the day in the plan is near or past (publish by Thu 19 Feb; ");
    "plan/general-exception": "five clear days",
        |case| key(case, "\"general-exception\": { \"published\": \"2026-01-05\", \"informed\": \"The chair of scrutiny\", \"informed-on\": \"2026-01-02\", \"reason\": \"The river rose.\" }, \"first-published\": \"2026-01-05\""), None;
    "plan/general-exception": "the day after",
        |case| key(case, "\"general-exception\": { \"published\": \"2026-01-06\", \"informed\": \"The chair of scrutiny\", \"informed-on\": \"2026-01-02\", \"reason\": \"The river rose.\" }, \"first-published\": \"2026-01-05\""),
        Some("notice of general exception for AV26/001 was given 4 clear days before item 2 of cabinet-2026-01-13; 5 are needed");
    "plan/general-exception": "scrutiny told the day after it was published",
        |case| key(case, "\"general-exception\": { \"published\": \"2026-01-05\", \"informed\": \"The chair of scrutiny\", \"informed-on\": \"2026-01-06\", \"reason\": \"The river rose.\" }, \"first-published\": \"2026-01-05\""),
        Some("notice of general exception for AV26/001 was given 4 clear days before item 2 of cabinet-2026-01-13; 5 are needed");
    "plan/special-urgency": "agreed on the day",
        |case| key(case, "\"first-published\": \"2026-01-12\", \"special-urgency\": { \"published\": \"2026-01-13\", \"agreed-by\": \"Tom Brennan, Chair of Scrutiny\", \"agreed-on\": \"2026-01-13\", \"reason\": \"The river rose.\" }"), None;
    "plan/special-urgency": "agreed the day after",
        |case| key(case, "\"first-published\": \"2026-01-12\", \"special-urgency\": { \"published\": \"2026-01-13\", \"agreed-by\": \"Tom Brennan, Chair of Scrutiny\", \"agreed-on\": \"2026-01-14\", \"reason\": \"The river rose.\" }"),
        Some("special urgency for AV26/001 was agreed on 14 January 2026, after item 2");
    "plan/unnamed-chair": "agreed by the chair of scrutiny",
        |case| key(case, "\"first-published\": \"2026-01-12\", \"special-urgency\": { \"published\": \"2026-01-13\", \"agreed-by\": \"Tom Brennan, Chair of Scrutiny\", \"agreed-on\": \"2026-01-13\", \"reason\": \"The river rose.\" }"), None;
    "plan/unnamed-chair": "agreed by somebody without an office",
        |case| key(case, "\"first-published\": \"2026-01-12\", \"special-urgency\": { \"published\": \"2026-01-13\", \"agreed-by\": \"Tom Brennan\", \"agreed-on\": \"2026-01-13\", \"reason\": \"The river rose.\" }"),
        Some("special urgency for AV26/001 was agreed by `Tom Brennan`, who is not named as a chair");
    "private/short-notice": "28 clear days",
        |case| case.replace("data/issues.csv", ",2025-12-01,", ",2025-12-15,"), None;
    "private/short-notice": "27 clear days",
        |case| case.replace("data/issues.csv", ",2025-12-01,", ",2025-12-16,"),
        Some("item 3 of cabinet-2026-01-13 is private and was announced 27 clear days before; 28 are needed");
    "private/short-notice": "no entry",
        |case| case.replace("data/agenda.csv", ",AV26/003,3,", ",,3,"),
        Some("item 3 of cabinet-2026-01-13 is private, but no notice of that is recorded");
    "private/no-second-notice": "five clear days", |case| case, None;
    "private/no-second-notice": "the day after",
        |case| case.replace("data/issues.csv", ",2026-01-05,", ",2026-01-06,"),
        Some("the second notice of item 3 of cabinet-2026-01-13 gives 4 clear days; 5 are needed");
    "private/no-second-notice": "not at all",
        |case| case.replace("data/issues.csv", ",2026-01-05,None,None", ",,,"),
        Some("no second notice of item 3 of cabinet-2026-01-13 is recorded (publish by Mon 5 Jan;");
    "private/no-agreement": "agreed",
        |case| private(case, "\"private-paragraphs\": [3], \"private-reason\": \"Bidders.\", \"first-published\": \"2026-01-12\", \"special-urgency\": { \"published\": \"2026-01-13\", \"agreed-by\": \"Tom Brennan, Chair of Scrutiny\", \"agreed-on\": \"2026-01-13\", \"reason\": \"The offer lapses.\" }"), None;
    "private/no-agreement": "agreed the day after",
        |case| private(case, "\"private-paragraphs\": [3], \"private-reason\": \"Bidders.\", \"first-published\": \"2026-01-12\", \"special-urgency\": { \"published\": \"2026-01-13\", \"agreed-by\": \"Tom Brennan, Chair of Scrutiny\", \"agreed-on\": \"2026-01-14\", \"reason\": \"The offer lapses.\" }"),
        Some("was agreed to be urgent on 14 January 2026, after the meeting");
    "private/unnamed-chair": "agreed by the chair of scrutiny",
        |case| private(case, "\"private-paragraphs\": [3], \"private-reason\": \"Bidders.\", \"first-published\": \"2026-01-12\", \"special-urgency\": { \"published\": \"2026-01-13\", \"agreed-by\": \"Tom Brennan, Chair of Scrutiny\", \"agreed-on\": \"2026-01-13\", \"reason\": \"The offer lapses.\" }"), None;
    "private/unnamed-chair": "agreed by somebody without an office",
        |case| private(case, "\"private-paragraphs\": [3], \"private-reason\": \"Bidders.\", \"first-published\": \"2026-01-12\", \"special-urgency\": { \"published\": \"2026-01-13\", \"agreed-by\": \"Tom Brennan\", \"agreed-on\": \"2026-01-13\", \"reason\": \"The offer lapses.\" }"),
        Some("is private at short notice, agreed by `Tom Brennan`, who is not named as a chair");
    "private/not-foreseen": "foreseen", |case| case, None;
    "private/not-foreseen": "another paragraph",
        |case| case.replace("data/issues.csv", ",3,The figures", ",5,The figures"),
        Some("is exempt under paragraph 3, which its entry in the plan, AV26/003, did not foresee");
    "private/paper-not-foreseen": "an appendix that was foreseen",
        |case| issue(case, "\"private-paragraphs\": [1], \"private-reason\": \"It names a person.\"").file("data/documents.csv", format!("meeting,number,title,exempt-paragraphs,exempt-reason\n{HELD},2,Appendix B,1,It names a person.\n")), None;
    "private/paper-not-foreseen": "an appendix",
        |case| case.file("data/documents.csv", format!("meeting,number,title,exempt-paragraphs,exempt-reason\n{HELD},2,Appendix B,1,It names a person.\n")),
        Some("`Appendix B`, a paper for item 2 of cabinet-2026-01-13, is exempt under paragraph 1, which AV26/001 in the plan did not foresee");
    "decisions/incomplete-record": "complete", |case| decision(case, "\"alternatives\": \"None\""), None;
    "decisions/incomplete-record": "no alternatives",
        |case| decision(case, "\"key\": \"no\""),
        Some("the record of decision CAB01 lacks alternatives considered and rejected");
    "decisions/incomplete-member-record": "complete",
        |case| alone(case, "\"date\": \"2026-01-20\", \"interests\": \"None\", \"dispensations\": \"None\""), None;
    "decisions/incomplete-member-record": "no date, no dispensations",
        |case| alone(case, "\"interests\": \"None\""),
        Some("the record of decision HWY01 lacks the date and dispensations");
    "decisions/incomplete-officer-record": "complete",
        |case| alone(case.replace("data/council.json", "\"executive\"", "\"committee\""), "\"date\": \"2026-01-20\""), None;
    "decisions/incomplete-officer-record": "no date",
        |case| alone(case.replace("data/council.json", "\"executive\"", "\"committee\""), "\"key\": \"no\""),
        Some("the record of decision HWY01 lacks the date");
    "minutes/unconfirmed": "a draft before the next meeting", |case| case, None;
    "minutes/unconfirmed": "a draft after it",
        |case| case.replace("data/meetings.csv", "scheduled", "held")
            .file("data/minutes/cabinet-2026-02-24.json", "{ \"present\": [\"Ruth Abara\", \"Tom Brennan\"], \"items\": [{ \"item\": \"1\", \"paragraphs\": [\"None.\"] }] }"),
        Some("the minutes of cabinet-2026-01-13 are still a draft, though cabinet-2026-02-24 has been held since");
    "minutes/unconfirmed": "confirmed by the next minutes",
        |case| case.replace("data/meetings.csv", "scheduled", "held")
            .file("data/minutes/cabinet-2026-02-24.json", "{ \"present\": [\"Ruth Abara\", \"Tom Brennan\"], \"items\": [{ \"item\": \"1\", \"confirms\": [\"cabinet-2026-01-13\"] }] }"),
        None;
    "minutes/nobody-present": "a quorum", |case| case, None;
    "minutes/nobody-present": "one short of a quorum",
        |case| minutes(case, "", "{ \"item\": \"1\", \"paragraphs\": [\"None.\"] }")
            .replace("data/bodies.csv", ",2\n", ",4\n"),
        Some("the minutes of cabinet-2026-01-13 name 3 present; the quorum is 4");
    "votes/unnamed-budget-vote": "all named",
        |case| budget(case, ", \"vote\": { \"for\": [\"Ruth Abara\", \"Tom Brennan\"], \"abstain\": [\"Cerys Dunmore\"], \"against\": 0 }"), None;
    "votes/unnamed-budget-vote": "numbers",
        |case| budget(case, ", \"vote\": { \"for\": 2, \"against\": 1 }"),
        Some("a motion on the budget at cabinet-2026-01-13 gives numbers only: `for` 2 and `against` 1");
    "votes/unnamed-budget-vote": "one missing",
        |case| budget(case, ", \"vote\": { \"for\": [\"Ruth Abara\", \"Tom Brennan\"] }"),
        Some("names 2 of 3 members present; missing: Cerys Dunmore");
    "votes/unnamed-budget-vote": "no vote", |case| budget(case, ""),
        Some("was settled without a named vote");
    "exclusion/incomplete-resolution": "whole",
        |case| exclusion(case, "Resolved – that, under section 100A(4), the public be excluded, by paragraph 3 of Schedule 12A, the public interest in exempting it being the greater."), None;
    "exclusion/incomplete-resolution": "no resolution", |case| exclusion(case, "The public left."),
        Some("the public was not excluded by resolution before item 3 of cabinet-2026-01-13");
    "exclusion/incomplete-resolution": "another paragraph",
        |case| exclusion(case, "Resolved – that, under section 100A(4), the public be excluded, by paragraph 1 of Schedule 12A, the public interest in exempting it being the greater."),
        Some("does not name paragraph 3");
    "exclusion/no-public-interest": "weighed",
        |case| exclusion(case, "Resolved – that, under section 100A(4), the public be excluded, by paragraph 3 of Schedule 12A, the public interest in exempting it being the greater."), None;
    "exclusion/no-public-interest": "no public interest",
        |case| exclusion(case, "Resolved – that, under section 100A(4), the public be excluded, by paragraph 3 of Schedule 12A."),
        Some("does not weigh the public interest");
    "votes/unaccounted": "everybody",
        |case| vote(case, "\"for\": [\"Ruth Abara\", \"Tom Brennan\"], \"abstain\": [\"Cerys Dunmore\"], \"against\": 0"), None;
    "votes/unaccounted": "one missing",
        |case| vote(case, "\"for\": [\"Ruth Abara\", \"Tom Brennan\"], \"against\": 0"),
        Some("a motion at cabinet-2026-01-13 names 2 of 3 members present; missing: Cerys Dunmore");
    "votes/wrong-outcome": "carried by one",
        |case| vote(case, "\"for\": 2, \"against\": 1"), None;
    "votes/wrong-outcome": "equal votes",
        |case| vote(case, "\"for\": 1, \"against\": 1, \"abstain\": 1"),
        Some("a motion at cabinet-2026-01-13 is recorded as carried, with 1 for and 1 against");
    "votes/wrong-outcome": "equal votes and the chair's",
        |case| vote(case, "\"for\": 1, \"against\": 1, \"abstain\": 1, \"casting\": \"for\""), None;
    "votes/wrong-outcome": "the chair's against",
        |case| vote(case, "\"for\": 1, \"against\": 1, \"abstain\": 1, \"casting\": \"against\""),
        Some("is recorded as carried, with 1 for and 1 against");
    "votes/odd-casting-vote": "equal votes and the chair's",
        |case| vote(case, "\"for\": 1, \"against\": 1, \"abstain\": 1, \"casting\": \"for\""), None;
    "votes/odd-casting-vote": "a casting vote that was not needed",
        |case| vote(case, "\"for\": 2, \"against\": 1, \"casting\": \"for\""),
        Some("the casting vote was used on a motion at cabinet-2026-01-13, though 2 were for and 1 against");
    "votes/odd-casting-vote": "a casting vote of nobody",
        |case| vote(case, "\"for\": 1, \"against\": 1, \"casting\": \"for\"").replace("data/members.csv", ",Ruth Abara,chair,", ",Ruth Abara,,").replace("data/members.csv", ",Tom Brennan,vice-chair,", ",Tom Brennan,,"),
        Some("but nobody is named as being in the chair");
    "votes/pecuniary-interest": "a dispensation",
        |case| interested(case, "\"dispensation\": \"yes\""), None;
    "votes/pecuniary-interest": "no dispensation",
        |case| interested(case, "\"left-room\": \"no\""),
        Some("`Tom Brennan` voted on an item in which they have a disclosable pecuniary interest");
    "votes/from-elsewhere": "in the room",
        |case| elsewhere(case, "no"), None;
    "votes/from-elsewhere": "from elsewhere",
        |case| elsewhere(case, "yes"),
        Some("`Tom Brennan` voted, but attended from elsewhere");
    "references/odd-form": "as it should be",
        |case| decision(case, "\"alternatives\": \"None\"").replace("data/council.json", "\"holidays\"", "\"decision-reference\": \"{prefix}{nn}\", \"holidays\""), None;
    "references/odd-form": "another form",
        |case| decision(case, "\"alternatives\": \"None\"").replace("data/council.json", "\"holidays\"", "\"decision-reference\": \"{prefix}{nnn}\", \"holidays\""),
        Some("the reference `CAB01` of a decision does not match the pattern `{prefix}{nnn}`");
    "records/exempt-title": "an ordinary title",
        |case| case.replace("data/agenda.csv", "2,,Parking charges", "2,,Exempt accommodation"), None;
    "records/exempt-title": "a title that says so",
        |case| case.replace("data/agenda.csv", "2,,Parking charges", "2,,Parking charges (exempt)"),
        Some("the title `Parking charges (exempt)` says that this is exempt, and no column does");
    "references/broken-chain": "joined",
        |case| decision(case, "\"alternatives\": \"None\", \"issue\": \"AV26/001\""), None;
    "references/broken-chain": "an issue that is not on the agenda",
        |case| decision(case, "\"alternatives\": \"None\", \"issue\": \"AV26/002\""),
        Some("the decision CAB01 on AV26/002 was taken at cabinet-2026-01-13, whose agenda has no item for that issue");
    "references/broken-chain": "another maker than planned",
        |case| decision(key(case, "\"first-published\": \"2025-12-01\""), "\"issue\": \"AV26/001\", \"key\": \"yes\", \"alternatives\": \"None\"").replace("data/issues.json", "[\"cabinet\"]", "[\"Cabinet Member for Rivers\"]"),
        Some("the decision CAB01 was taken by `cabinet`; its entry in the plan, AV26/001, gives `Cabinet Member for Rivers`");
    "references/broken-chain": "an item without a minute",
        |case| minutes(case, "", "{ \"item\": \"1\", \"paragraphs\": [\"None.\"] }"),
        Some("item 2 of cabinet-2026-01-13 has AV26/001, but the minutes of cabinet-2026-01-13 have no minute for it");
    "access/no-summary": "a summary",
        |case| minutes(case, "", "{ \"item\": \"2\", \"exempt-paragraphs\": [3], \"public-summary\": \"A lease was granted.\", \"paragraphs\": [\"Granted.\"] }"), None;
    "access/no-summary": "no summary",
        |case| minutes(case, "", "{ \"item\": \"2\", \"exempt-paragraphs\": [3], \"paragraphs\": [\"Granted.\"] }"),
        Some("the minute is exempt and has no public summary");
    "call-in/early-effect": "the first day",
        |case| decision(case, "\"alternatives\": \"None\", \"call-in\": \"yes\", \"effective\": \"2026-01-22\"")
            .replace("data/council.json", "\"holidays\"", "\"call-in\": [{ \"days\": 5 }], \"holidays\""), None;
    "call-in/early-effect": "the day before",
        |case| decision(case, "\"alternatives\": \"None\", \"call-in\": \"yes\", \"effective\": \"2026-01-21\"")
            .replace("data/council.json", "\"holidays\"", "\"call-in\": [{ \"days\": 5 }], \"holidays\""),
        Some("takes effect on 21 January 2026, before call-in has ended (published Wed 14 Jan; clear days 15, 16, 19, 20, 21 Jan; effective from Thu 22 Jan)");
    "call-in/early-effect": "a shorter period",
        |case| decision(case, "\"alternatives\": \"None\", \"call-in\": \"yes\", \"call-in-deadline\": \"2026-01-20\"")
            .replace("data/council.json", "\"holidays\"", "\"call-in\": [{ \"days\": 5 }], \"holidays\""),
        Some("is recorded as open to call-in until 20 January 2026, which is too early (published Wed 14 Jan;");
    "call-in/no-period": "a period for all bodies",
        |case| decision(case, "\"alternatives\": \"None\", \"call-in\": \"yes\", \"effective\": \"2026-01-22\"")
            .replace("data/council.json", "\"holidays\"", "\"call-in\": [{ \"days\": 5 }], \"holidays\""), None;
    "call-in/no-period": "no period",
        |case| decision(case, "\"alternatives\": \"None\", \"call-in\": \"yes\""),
        Some("can be called in, but `call-in` gives no period for it");
};
