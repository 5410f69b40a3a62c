//! `kinds`.

use snapbox::str;

use crate::support::Case;

#[test]
fn every_kind_has_a_line() {
    Case::empty()
        .run(["kinds"])
        .code(0)
        .stdout_eq(str![[r#"
agenda                    the summons to a meeting and its business in order
meeting-notice            notice that a meeting is cancelled, postponed or adjourned
public-pack               the agenda and its papers in one PDF, for the public
exempt-pack               the papers that are not for publication, for members only
members-pack              the agenda and all its papers in one PDF, for members only
supplement                papers published after the agenda, with the reason
members-supplement        late papers with those not for publication, for members only
exempt-register           a body's exempt papers, why, and when to review each; not public
minutes                   the record of a meeting, draft until the body agrees it
minute-extract            the minute of one item, where it is to be a paper of a meeting
decisions-list            the decisions taken at a meeting, before its minutes are ready
decision-record           the record of one decision: reasons, alternatives and interests
special-urgency-report    what the executive tells the Council of decisions that were agreed as urgent
officer-decisions         the decisions that officers have taken since the executive last met
forward-plan              what is to be decided from a given month on, and by whom
issue-history             one issue through plan, meetings, decision, call-in and actions
action-tracker            what a committee asked for, and what has become of it
work-programme            what a committee plans to look into, and why
key-decision-notice       28 clear days of notice of one key decision
private-meeting-notice    notice of private business: 28 clear days, then five, with replies
general-exception-notice  notice of a key decision that can't wait for 28 clear days
special-urgency-notice    notice of a key decision that can't wait for five clear days
performance-report        a period's indicators, money, risks and commitments: the whole report and its editions
internal-measures         a period's measures that only members and officers may read; not public
assurance                 what audits, inspections and other reviews found, and what became of it
internal-assurance        the same with what only members and officers may read; not public
complaints-report         a period's complaints: what they were about, which were upheld, and what was learned
programme-report          how programmes stand: workstreams, milestones by hundred days, what they cost and bring
council-tax               the resolution that sets a year's council tax or precepts, with every step of its arithmetic
strategy-report           strategies: what was promised for each priority, what was done, how we know, and what is next
assessment                how a service assesses itself: strengths, what it has to develop, statements and evidence
governance                how the council is run: boards and committees, their terms of reference, and who answers for what

"#]])
        .stderr_eq(str![]);
}

#[test]
fn kinds_are_listed_as_json() {
    let lines = Case::empty().run(["kinds", "--format", "json"]).code(0).json();
    assert_eq!(lines.len(), orderpaper::kinds::ALL.len());
    for (line, kind) in lines.iter().zip(orderpaper::kinds::ALL) {
        assert_eq!(line["kind"], kind.name());
        assert_eq!(line["summary"], kind.summary());
    }
}
