//! The minutes: who was there, what was said, moved, voted and resolved (domain notes §3.5).

use schemars::JsonSchema;
use serde::Serialize;

use super::furniture::{self, ContactView, CouncilView, MeetingView, Names};
use super::{Kind, Subject};
use crate::diag::{Diagnostic, Diagnostics};
use crate::merge::Markup;
use crate::model::access::{self, PublicDataset};
use crate::model::bundle::PageNumbers;
use crate::model::dataset::Dataset;
use crate::model::minutes::{
    Action, Amendment, Attendee, CastingVote, Minute, MinuteBook, MinutesStatus, Motion, Movement,
    Outcome, Paragraph, Resolution, Tally, Vote,
};
use crate::model::numbering;
use crate::model::record::Located;

/// See the module.
pub(super) struct Minutes;

/// Minutes.
#[derive(Serialize, JsonSchema)]
pub(super) struct View {
    /// The council.
    council: CouncilView,
    /// The meeting.
    meeting: MeetingView,
    /// Whether the body has yet to agree them.
    draft: bool,
    /// Whom to ask.
    contact: Option<ContactView>,
    /// Members present.
    present: Vec<PersonView>,
    /// Members who sent apologies.
    apologies: Vec<PersonView>,
    /// Members absent without apologies.
    absent: Vec<PersonView>,
    /// Who stood in for whom.
    substitutes: Vec<SubstitutionView>,
    /// Others in attendance.
    in_attendance: Vec<PersonView>,
    /// Officers.
    officers: Vec<PersonView>,
    /// Interests declared.
    interests: Vec<InterestView>,
    /// Whether any of those who declared an interest left the room.
    someone_left: bool,
    /// The minutes.
    minutes: Vec<MinuteView>,
    /// When the meeting ended.
    end_time: Option<String>,
}

/// A person.
#[derive(Serialize, JsonSchema)]
pub(super) struct PersonView {
    /// The name as printed.
    name: String,
    /// What is printed after it.
    note: Option<String>,
}

/// A substitute.
#[derive(Serialize, JsonSchema)]
pub(super) struct SubstitutionView {
    /// The substitute.
    name: String,
    /// The member whose place was taken.
    r#for: String,
}

/// An interest.
#[derive(Serialize, JsonSchema)]
pub(super) struct InterestView {
    /// The member.
    member: String,
    /// The number of the minute, or of the agenda item where it has none.
    minute: Option<String>,
    /// What kind.
    kind: String,
    /// What it is.
    nature: String,
    /// Whether the member left the room.
    left_room: bool,
}

/// A minute.
#[derive(Serialize, JsonSchema)]
pub(super) struct MinuteView {
    /// Its number.
    number: String,
    /// Its title.
    title: Option<String>,
    /// The agenda item's number.
    item: Option<String>,
    /// Who came and went.
    movements: Vec<MovementView>,
    /// Its paragraphs.
    paragraphs: Vec<ParagraphView>,
    /// How it is exempt.
    exempt: Option<ExemptView>,
}

/// How a minute is exempt.
#[derive(Serialize, JsonSchema)]
pub(super) struct ExemptView {
    /// The paragraphs of Schedule 12A.
    paragraphs: Vec<String>,
    /// What may be said in public.
    summary: Option<Markup>,
}

/// A member coming or going.
#[derive(Serialize, JsonSchema)]
pub(super) struct MovementView {
    /// The member.
    member: String,
    /// When the member arrived.
    arrived: Option<String>,
    /// When the member left.
    left: Option<String>,
}

/// A paragraph.
#[derive(Serialize, JsonSchema)]
pub(super) struct ParagraphView {
    /// Its number, where paragraphs have them.
    number: Option<String>,
    /// What was said.
    text: Option<Markup>,
    /// What was moved.
    motion: Option<MotionView>,
    /// A vote on something not printed here.
    vote: Option<VoteView>,
    /// What was resolved.
    resolution: Option<ResolutionView>,
    /// What somebody is to do.
    actions: Vec<ActionView>,
}

/// A motion.
#[derive(Serialize, JsonSchema)]
pub(super) struct MotionView {
    /// Its words.
    text: Markup,
    /// Who moved it.
    mover: Option<String>,
    /// Who seconded it.
    seconder: Option<String>,
    /// Amendments.
    amendments: Vec<AmendmentView>,
    /// Its words as amended.
    substantive: Option<Markup>,
    /// How it ended.
    outcome: OutcomeView,
    /// The vote.
    vote: Option<VoteView>,
}

/// An amendment.
#[derive(Serialize, JsonSchema)]
pub(super) struct AmendmentView {
    /// The motion's words with those put in and taken out.
    text: Markup,
    /// Who moved it.
    mover: Option<String>,
    /// Who seconded it.
    seconder: Option<String>,
    /// How it ended.
    outcome: OutcomeView,
    /// The vote.
    vote: Option<VoteView>,
}

/// How a motion ended; all false where that is not recorded.
#[derive(Serialize, JsonSchema)]
pub(super) struct OutcomeView {
    /// Carried.
    carried: bool,
    /// Lost.
    lost: bool,
    /// Withdrawn.
    withdrawn: bool,
    /// Fell.
    fell: bool,
}

/// A vote.
#[derive(Serialize, JsonSchema)]
pub(super) struct VoteView {
    /// Whether names were recorded.
    is_named: bool,
    /// The sides that were counted.
    sides: Vec<SideView>,
    /// Whether the chair used a casting vote.
    casting: bool,
    /// Whether it was used in favour.
    casting_for: bool,
}

/// A side of a vote.
#[derive(Serialize, JsonSchema)]
pub(super) struct SideView {
    /// `for`, `against`, `abstain` or `not-voting`.
    side: &'static str,
    /// How many.
    count: usize,
    /// Who, where names were recorded.
    names: Vec<String>,
}

/// A resolution.
#[derive(Serialize, JsonSchema)]
pub(super) struct ResolutionView {
    /// The words that lead in.
    formula: Option<String>,
    /// What was resolved.
    text: Markup,
}

/// An action.
#[derive(Serialize, JsonSchema)]
pub(super) struct ActionView {
    /// Who.
    owner: String,
    /// What.
    text: Markup,
    /// By when, in words.
    due: Option<String>,
}

impl Kind for Minutes {
    const NAME: &'static str = "minutes";
    const SUMMARY: &'static str = "the record of a meeting, draft until the body agrees it";
    const NEEDS: &'static [&'static str] =
        &["council", "bodies", "members", "meetings", "agenda", "minutes"];
    type Sees = PublicDataset;
    type View = View;

    fn subjects(&self, data: &Dataset) -> Vec<Subject> {
        let is_own = |key: &Option<String>, name: &str| key.as_deref() == Some(name);
        let held = data.meetings.iter().filter(|meeting| {
            let name = meeting.meeting.as_str();
            // A folder that can't be read does not say whose minutes it holds.
            let mut lost = data.lost.iter().filter(|lost| lost.table == "minutes");
            data.minutes.contains_key(name) || lost.any(|lost| is_own(&lost.key, name))
        });
        let lost = data.lost_meetings(data.minutes.keys());
        let lost = lost.map(|name| furniture::lost_meeting_subject(name));
        held.map(furniture::meeting_subject).chain(lost).collect()
    }

    fn view(
        &self,
        diags: &mut Diagnostics,
        data: &PublicDataset,
        subject: &Subject,
        _pages: &PageNumbers,
    ) -> Option<View> {
        let meeting = data.meeting(&subject.key)?;
        let body = data.body_of(meeting)?;
        let book = data.minutes.get(&subject.key)?;
        let numbers = numbering::of(diags, data, meeting, body, book)?;
        let names = Names::of(data, body.id.as_str());
        let cx = Context { data, meeting: &subject.key, names: &names };
        let minutes: Vec<MinuteView> = book
            .items
            .iter()
            .zip(&numbers)
            .map(|(minute, number)| cx.minute(diags, minute, number))
            .collect();
        let interests = book.interests.iter().map(|interest| {
            let minute = interest.item.as_ref().map(|item| {
                let at = book.items.iter().position(|minute| {
                    minute.item.as_ref().is_some_and(|own| own.eq_ignore_ascii_case(item))
                });
                at.and_then(|at| numbers.get(at)).map_or(item.to_string(), |own| own.plain.clone())
            });
            InterestView {
                member: names.printed(&interest.member),
                minute,
                kind: interest.kind.to_string(),
                nature: interest.nature.to_string(),
                left_room: interest.left_room.as_ref().is_some_and(|flag| flag.0),
            }
        });
        let interests: Vec<InterestView> = interests.collect();
        Some(View {
            council: furniture::council(data)?,
            meeting: furniture::meeting(meeting, body),
            draft: status(book) == MinutesStatus::Draft,
            contact: furniture::contact(data, meeting, body),
            present: cx.people(&book.present),
            apologies: cx.people(&book.apologies),
            absent: cx.people(&book.absent),
            substitutes: book
                .substitutes
                .iter()
                .map(|substitution| SubstitutionView {
                    name: names.printed(&substitution.name),
                    r#for: names.printed(&substitution.r#for),
                })
                .collect(),
            in_attendance: cx.people(&book.in_attendance),
            officers: cx.people(&book.officers),
            someone_left: interests.iter().any(|interest| interest.left_room),
            interests,
            minutes,
            end_time: furniture::time(book.end_time.as_ref().or(meeting.end_time.as_ref())),
        })
    }
}

fn status(book: &MinuteBook) -> MinutesStatus {
    book.status.as_ref().map_or(MinutesStatus::Draft, |status| status.value)
}

/// What the parts of a view need besides their records.
struct Context<'a> {
    data: &'a PublicDataset,
    meeting: &'a str,
    names: &'a Names<'a>,
}

impl Context<'_> {
    fn people(&self, attendees: &[Attendee]) -> Vec<PersonView> {
        let person = |attendee: &Attendee| PersonView {
            name: self.names.printed(&attendee.name),
            note: furniture::string(attendee.note.as_ref()),
        };
        attendees.iter().map(person).collect()
    }

    fn name(&self, name: Option<&Located<String>>) -> Option<String> {
        name.map(|name| self.names.printed(name))
    }

    fn minute(
        &self,
        diags: &mut Diagnostics,
        minute: &Minute,
        number: &numbering::Number,
    ) -> MinuteView {
        let line = minute.item.as_ref().and_then(|item| self.data.item(self.meeting, item));
        let is_exempt = access::is_exempt(self.data, self.meeting, minute);
        if is_exempt && minute.public_summary.is_none() {
            diags.push(
                Diagnostic::warning("access/no-summary", "an exempt minute without a public summary")
                    .at(&minute.origin)
                    .hint("write in `public_summary` what gives a reasonably fair and coherent record without exempt information")
                    .law("Local Government Act 1972, s. 100C(2)"),
            );
        }
        let own = minute.exempt_paragraphs.iter();
        let paragraphs = own.chain(line.into_iter().flat_map(|line| &line.exempt_paragraphs));
        let exempt = is_exempt.then(|| ExemptView {
            paragraphs: paragraphs.map(ToString::to_string).collect(),
            summary: furniture::markup(minute.public_summary.as_ref()),
        });
        let title = minute.title.as_ref().or(line.and_then(|line| line.title.as_ref()));
        let mut counter = 0;
        let paragraphs = minute.paragraphs.iter().map(|paragraph| {
            if paragraph.numbered {
                counter += 1;
            }
            self.paragraph(paragraph, number.paragraph(counter).filter(|_| paragraph.numbered))
        });
        MinuteView {
            number: number.printed.clone(),
            title: furniture::string(title),
            item: furniture::string(minute.item.as_ref()),
            movements: minute.movements.iter().map(|movement| self.movement(movement)).collect(),
            paragraphs: paragraphs.collect(),
            exempt,
        }
    }

    fn movement(&self, movement: &Movement) -> MovementView {
        MovementView {
            member: self.names.printed(&movement.member),
            arrived: furniture::time(movement.arrived.as_ref()),
            left: furniture::time(movement.left.as_ref()),
        }
    }

    fn paragraph(&self, paragraph: &Paragraph, number: Option<String>) -> ParagraphView {
        ParagraphView {
            number,
            text: furniture::markup(paragraph.text.as_ref()),
            motion: paragraph.motion.as_ref().map(|motion| self.motion(motion)),
            vote: paragraph.vote.as_ref().map(|vote| self.vote(vote)),
            resolution: paragraph.resolution.as_deref().map(resolution),
            actions: paragraph.actions.iter().map(action).collect(),
        }
    }

    fn motion(&self, motion: &Motion) -> MotionView {
        MotionView {
            text: Markup::from(&motion.text.0),
            mover: self.name(motion.mover.as_ref()),
            seconder: self.name(motion.seconder.as_ref()),
            amendments: motion
                .amendments
                .iter()
                .map(|amendment| self.amendment(amendment))
                .collect(),
            substantive: furniture::markup(motion.substantive.as_ref()),
            outcome: outcome(motion.outcome.as_ref()),
            vote: motion.vote.as_ref().map(|vote| self.vote(vote)),
        }
    }

    fn amendment(&self, amendment: &Amendment) -> AmendmentView {
        AmendmentView {
            text: Markup::from(&amendment.text.0),
            mover: self.name(amendment.mover.as_ref()),
            seconder: self.name(amendment.seconder.as_ref()),
            outcome: outcome(amendment.outcome.as_ref()),
            vote: amendment.vote.as_ref().map(|vote| self.vote(vote)),
        }
    }

    fn vote(&self, vote: &Vote) -> VoteView {
        let sides = [
            ("for", &vote.r#for),
            ("against", &vote.against),
            ("abstain", &vote.abstain),
            ("not-voting", &vote.not_voting),
        ];
        let view = |side, tally: &Tally| SideView {
            side,
            count: tally.count(),
            names: tally
                .names()
                .unwrap_or_default()
                .iter()
                .map(|name| self.names.printed(name))
                .collect(),
        };
        let counted: Vec<SideView> =
            sides.iter().filter_map(|(side, tally)| Some(view(side, tally.as_ref()?))).collect();
        VoteView {
            is_named: sides
                .iter()
                .any(|(_, tally)| tally.as_ref().is_some_and(|own| own.names().is_some())),
            sides: counted,
            casting: vote.casting.is_some(),
            casting_for: vote.casting.as_ref().is_some_and(|side| side.value == CastingVote::For),
        }
    }
}

fn resolution(resolution: &Resolution) -> ResolutionView {
    ResolutionView {
        formula: furniture::string(resolution.formula.as_ref()),
        text: Markup::from(&resolution.text.0),
    }
}

fn action(action: &Action) -> ActionView {
    ActionView {
        owner: action.owner.to_string(),
        text: Markup::from(&action.text.0),
        due: action.due.as_ref().map(ToString::to_string),
    }
}

fn outcome(outcome: Option<&Located<Outcome>>) -> OutcomeView {
    let is = |wanted| outcome.is_some_and(|own| own.value == wanted);
    OutcomeView {
        carried: is(Outcome::Carried),
        lost: is(Outcome::Lost),
        withdrawn: is(Outcome::Withdrawn),
        fell: is(Outcome::Fell),
    }
}
