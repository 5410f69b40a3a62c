//! The minutes: who was there, what was said, moved, voted and resolved (domain notes §3.5).

mod appendices;
mod corrections;
mod extract;
mod people;

use schemars::JsonSchema;
use serde::Serialize;

use self::appendices::{AppendixView, appendices, supplied};
use self::corrections::{CorrectionView, EarlierMinutesView, LaterMinuteView};
pub(super) use self::extract::MinuteExtract;
use self::people::PersonView;
use super::common::{self, ContactView, CouncilView, ExemptView, MeetingView};
use super::{AppendedFile, Kind, MeetingSubject, Subject, UploadedAs};
use crate::diag::Diagnostic;
use crate::merge::{Markup, Period};
use crate::model::access::PublicDataset;
use crate::model::confirmation;
use crate::model::dataset::MINUTES_APPENDICES;
use crate::model::meeting::{Meeting, Paper};
use crate::model::minutes::{
    Action, Amendment, Attendee, CastingVote, Election, Minute, MinuteBook, Motion, MotionOutcome,
    MotionPart, Movement, Nominee, Paragraph, Resolution, Round, Tally, Vote,
};
use crate::model::numbering;
use crate::model::record::Located;
use crate::model::roll::{self, Names};
use crate::model::value::{Flag, TimeOfDay};

/// The minutes of a meeting.
pub(super) struct Minutes;

/// The minutes of a meeting.
#[derive(Serialize, JsonSchema)]
pub(super) struct View {
    /// The council that publishes it: its name, address and logo.
    council: CouncilView,
    /// The meeting that the minutes record.
    meeting: MeetingView,
    /// Whether the body has yet to agree them as a correct record.
    draft: bool,
    /// The later minute that confirmed them as a correct record. Absent where none is in the data.
    confirmed: Option<LaterMinuteView>,
    /// The corrections that later minutes made to them, in order; empty where there are none.
    corrections: Vec<CorrectionView>,
    /// The officer to ask: the meeting's contact, else the body's, else the council's. Absent where
    /// the data name none.
    contact: Option<ContactView>,
    /// The title that two or more members of the body have in common, such as `Councillor`, which may be printed once
    /// for all of them. Absent where there is none.
    shared_title: Option<String>,
    /// The members present, the one in the chair first, in the order of the data.
    present: Vec<PersonView>,
    /// The members who sent apologies; empty where none did.
    apologies: Vec<PersonView>,
    /// The members who were absent without apologies; empty where none were.
    absent: Vec<PersonView>,
    /// The substitutes, each with the member whose place they took; empty where there were none.
    substitutes: Vec<SubstitutionView>,
    /// Others in attendance, such as members who don't sit on the body; empty where there were
    /// none.
    in_attendance: Vec<PersonView>,
    /// The officers who attended; empty where none are recorded.
    officers: Vec<PersonView>,
    /// The interests that members declared, in the order of the data; empty where there were none.
    interests: Vec<InterestView>,
    /// Whether any member who declared an interest left the room.
    someone_left: bool,
    /// The minutes, in order.
    minutes: Vec<MinuteView>,
    /// The appendices, in the order of their rows; empty where there are none.
    appendices: Vec<AppendixView>,
    /// The days of the sittings after the first; empty where the meeting was not adjourned.
    further_days: Vec<SittingDayView>,
    /// When the meeting ended, as `12:44:00`, for the `time` helper. Absent where it is not
    /// recorded.
    end_time: Option<String>,
}

/// The day of a further sitting.
#[derive(Serialize, JsonSchema)]
pub(super) struct SittingDayView {
    /// The day, as an ISO date such as `2026-01-13`, for the `date` helper.
    date: String,
}

/// A further sitting of a meeting that was adjourned.
#[derive(Serialize, JsonSchema)]
pub(super) struct SittingView {
    /// When the sitting before it was adjourned, as `12:44:00`, for the `time` helper. Absent where it is not
    /// recorded.
    adjourned: Option<String>,
    /// The day, as an ISO date such as `2026-01-13`, for the `date` helper.
    date: String,
    /// When it began, as `10:30:00`, for the `time` helper. Absent where it is not recorded.
    time: Option<String>,
    /// Where it was held. Absent where that was the same place.
    venue: Option<String>,
    /// The members present, the one in the chair first, in the order of the data.
    present: Vec<PersonView>,
    /// The members who sent apologies; empty where none did.
    apologies: Vec<PersonView>,
    /// The members who were absent without apologies; empty where none were.
    absent: Vec<PersonView>,
}

/// A substitute for a member.
#[derive(Serialize, JsonSchema)]
pub(super) struct SubstitutionView {
    /// The substitute's name as papers print it.
    name: String,
    /// The name of the member whose place was taken.
    r#for: String,
}

/// An interest that a member declared.
#[derive(Serialize, JsonSchema)]
pub(super) struct InterestView {
    /// The member's name as papers print it.
    member: String,
    /// The number of the minute that it concerns, such as `25`, or of the agenda item where that
    /// has no minute. Absent where none is named.
    minute: Option<String>,
    /// What kind of interest it is, such as `Disclosable pecuniary`, as written in the data.
    kind: String,
    /// What the interest is, in words. Absent in public where the interest is sensitive (Localism Act
    /// 2011, s. 32) or its item is private.
    nature: Option<String>,
    /// Whether the member left the room.
    left_room: bool,
}

/// A minute.
#[derive(Serialize, JsonSchema)]
pub(super) struct MinuteView {
    /// Its number as printed before the title, such as `25.` or `77/21`.
    number: String,
    /// Whether it is of an item inside another, so that its number goes on from that item's minute,
    /// such as `25.1`.
    is_sub_item: bool,
    /// The name of its place, for links inside the document.
    anchor: String,
    /// The later minutes that corrected it, in order; empty where none did.
    corrected: Vec<LaterMinuteView>,
    /// Its title; the agenda item's where the minute has none. Absent where neither has one.
    title: Option<String>,
    /// The number of the agenda item, such as `4`. Absent where the minute belongs to none.
    item: Option<String>,
    /// The sitting that began with this minute, after an adjournment. Absent elsewhere.
    sitting: Option<SittingView>,
    /// The body's next meeting. Absent where the agenda's line does not ask for it, where the minute has paragraphs of
    /// its own, and where none is in the data.
    next_meeting: Option<MeetingView>,
    /// The minutes of earlier meetings that it confirmed or corrected; empty where there are none,
    /// and where the minute is exempt.
    earlier_minutes: Vec<EarlierMinutesView>,
    /// The members who arrived or left during the item; empty where none did, and where the minute
    /// is exempt.
    movements: Vec<MovementView>,
    /// The appendices that belong to it, without their texts; empty where there are none.
    appendices: Vec<AppendixView>,
    /// Its paragraphs, in order; empty where the minute is exempt.
    paragraphs: Vec<ParagraphView>,
    /// Why the minute is exempt, and what may be said about it. Absent where it is public.
    exempt: Option<ExemptView>,
}

/// A member's arrival or departure.
#[derive(Serialize, JsonSchema)]
pub(super) struct MovementView {
    /// The member's name as papers print it.
    member: String,
    /// When the member arrived, as `10:50:00`, for the `time` helper. Absent where the member did
    /// not arrive during the item.
    arrived: Option<String>,
    /// When the member left, as `12:44:00`, for the `time` helper. Absent where the member did not
    /// leave during the item.
    left: Option<String>,
    /// Whether both are given, and the member left before arriving again.
    returned: bool,
}

/// A paragraph of a minute: words, and what was done with them.
#[derive(Serialize, JsonSchema)]
pub(super) struct ParagraphView {
    /// Its number, such as `25.1`. Absent where the council or this paragraph has none.
    number: Option<String>,
    /// What was said. Absent where the paragraph records only what was done.
    text: Option<Markup>,
    /// The motion, with its amendments and vote. Absent where none was moved.
    motion: Option<MotionView>,
    /// A vote on something other than `motion`. Absent where there was none.
    vote: Option<VoteView>,
    /// An election. Absent where there was none.
    election: Option<ElectionView>,
    /// A choice between proposals, in the same form. Absent where there was none.
    choice: Option<ElectionView>,
    /// What was resolved. Absent where nothing was.
    resolution: Option<ResolutionView>,
    /// What people were asked to do; empty where nothing was asked.
    actions: Vec<ActionView>,
}

/// A motion.
#[derive(Serialize, JsonSchema)]
pub(super) struct MotionView {
    /// The motion's words.
    text: Markup,
    /// The name of the member who moved it. Absent where it is not recorded.
    mover: Option<String>,
    /// The name of the member who seconded it. Absent where it is not recorded.
    seconder: Option<String>,
    /// The amendments to it, in the order in which they were taken; empty where there were none.
    amendments: Vec<AmendmentView>,
    /// The motion as amended. Absent where it was not amended.
    substantive: Option<Markup>,
    /// The parts of it that were voted on separately; empty where there were none.
    parts: Vec<PartView>,
    /// How the motion ended.
    outcome: OutcomeView,
    /// The vote on the motion. Absent where none is recorded.
    vote: Option<VoteView>,
}

/// An amendment to a motion.
#[derive(Serialize, JsonSchema)]
pub(super) struct AmendmentView {
    /// The motion's words, with those to be inserted and those to be deleted marked.
    text: Markup,
    /// The name of the member who moved it. Absent where it is not recorded.
    mover: Option<String>,
    /// The name of the member who seconded it. Absent where it is not recorded.
    seconder: Option<String>,
    /// How the amendment ended.
    outcome: OutcomeView,
    /// The vote on the amendment. Absent where none is recorded.
    vote: Option<VoteView>,
}

/// A part of a motion that was voted on separately.
#[derive(Serialize, JsonSchema)]
pub(super) struct PartView {
    /// Which part, such as `Paragraph 2`.
    part: String,
    /// How it ended.
    outcome: OutcomeView,
    /// The vote on it. Absent where none is recorded.
    vote: Option<VoteView>,
}

/// An election between nominees, or a choice between proposals.
#[derive(Serialize, JsonSchema)]
pub(super) struct ElectionView {
    /// What it was for, such as `Chair of the Committee`.
    title: String,
    /// The rounds of voting, in order.
    rounds: Vec<RoundView>,
    /// Who was elected, or what was chosen.
    winner: String,
    /// Whether lots were drawn between those with equal votes.
    lot: bool,
    /// Whether the chair's casting vote decided between those with equal votes.
    casting: bool,
}

/// A round of voting in an election.
#[derive(Serialize, JsonSchema)]
pub(super) struct RoundView {
    /// Its number, from 1; absent where it is the only one.
    number: Option<usize>,
    /// Whether the votes of any nominee are recorded; without a vote, nominees are only named.
    has_votes: bool,
    /// Whether there was only one nominee.
    is_only: bool,
    /// Whether the names of those who voted were recorded for any nominee.
    is_named: bool,
    /// The nominees or proposals.
    nominees: Vec<NomineeView>,
    /// How many abstained; absent where it is not recorded.
    abstained: Option<usize>,
    /// How many did not vote; absent where it is not recorded.
    not_voting: Option<usize>,
}

/// A nominee in a round of voting, or a proposal.
#[derive(Serialize, JsonSchema)]
pub(super) struct NomineeView {
    /// The nominee's name as papers print it, or what is proposed.
    name: String,
    /// How many voted for it.
    count: usize,
    /// Their names as papers print them; empty where only the number was recorded.
    names: Vec<String>,
}

/// How a motion or an amendment ended; all are false where that is not recorded.
#[derive(Serialize, JsonSchema)]
pub(super) struct OutcomeView {
    /// Whether it was carried.
    carried: bool,
    /// Whether it was lost.
    lost: bool,
    /// Whether its mover withdrew it.
    withdrawn: bool,
    /// Whether it fell, such as for want of a seconder.
    fell: bool,
    /// Whether it was accepted by the mover and seconder of the motion, without a vote.
    accepted: bool,
    /// Whether it was altered with the leave of the meeting.
    altered: bool,
}

/// A vote.
#[derive(Serialize, JsonSchema)]
pub(super) struct VoteView {
    /// Whether the names of those who voted were recorded, on any side.
    is_named: bool,
    /// The sides that were counted, in the order for, against, abstaining, not voting; a side that
    /// is not recorded is left out.
    sides: Vec<SideView>,
    /// Whether the chair used a casting vote.
    casting: bool,
    /// Whether the casting vote was in favour; false where it was against, or not used.
    casting_for: bool,
}

/// One side of a vote.
#[derive(Serialize, JsonSchema)]
pub(super) struct SideView {
    /// `for`, `against`, `abstain` or `not-voting`.
    side: &'static str,
    /// How many members were on this side.
    count: usize,
    /// Their names as papers print them; empty where only the number was recorded.
    names: Vec<String>,
    /// Their names without the `shared_title` of the members, which may be printed once for them. Empty where one of
    /// them does not have it, and where they are fewer than two.
    untitled: Vec<String>,
}

/// A resolution.
#[derive(Serialize, JsonSchema)]
pub(super) struct ResolutionView {
    /// The words that lead in, such as `Resolved – that the Committee`. Absent where there are
    /// none.
    formula: Option<String>,
    /// What was resolved, most often as a list.
    text: Markup,
}

/// An action that somebody was asked to take.
#[derive(Serialize, JsonSchema)]
pub(super) struct ActionView {
    /// Who is to take it, as written in the minutes.
    owner: String,
    /// What is to be done.
    text: Markup,
    /// By when, such as `13 January 2026` or `March 2026`. Absent where no time is given.
    due: Option<Period>,
    /// Whether `due` says how it is meant, as `By 30 June 2026` does, so that no `by` goes before it.
    due_is_worded: bool,
}

impl Kind for Minutes {
    const NAME: &'static str = "minutes";
    const UPLOADED_AS: Option<UploadedAs> = Some(UploadedAs::PrintedMinutes);
    const SUMMARY: &'static str = "the record of a meeting, draft until the body agrees it";
    const NEEDS: &'static [&'static str] = &[
        "council",
        "bodies",
        "members",
        "officers",
        "meetings",
        "agenda",
        MINUTES_APPENDICES,
        "minutes",
        "decisions",
    ];
    const TELLS: &'static [&'static str] = &["motions", "votes", "attendance"];
    type Audience = PublicDataset;
    type View = View;

    fn subjects(&self, data: &PublicDataset) -> Vec<Subject> {
        let is_key = |key: &Option<String>, name: &str| key.as_deref() == Some(name);
        let held = data.meetings.iter().filter(|meeting| {
            let name = meeting.meeting.as_str();
            // A folder that can't be read does not say whose minutes it holds.
            let mut lost = data.unread("minutes");
            data.minutes.contains_key(name) || lost.any(|lost| is_key(&lost.key, name))
        });
        let lost = data.lost_meetings(data.minutes.keys());
        let lost = lost.map(|name| MeetingSubject::lost(name));
        held.map(MeetingSubject::from).chain(lost).map(Subject::Meeting).collect()
    }

    fn unmet(&self, data: &PublicDataset, subject: &Subject) -> Vec<Diagnostic> {
        let unknown = || {
            let name = &subject.meeting()?.name;
            let meeting = data.meeting(name)?;
            let body = data.body_of(meeting)?;
            numbering::minute_numbers(data, meeting, body, data.minutes.get(name)?).err()
        };
        unknown().map(|unknown| *unknown).into_iter().collect()
    }

    fn appended(&self, data: &PublicDataset, subject: &Subject) -> Vec<AppendedFile> {
        subject.meeting().map_or(Vec::new(), |meeting| supplied(data, &meeting.name))
    }

    fn view(&self, data: &PublicDataset, subject: &Subject) -> Option<View> {
        let name = &subject.meeting()?.name;
        let meeting = data.meeting(name)?;
        let body = data.body_of(meeting)?;
        let book = data.minutes.get(name)?;
        let numbers = numbering::minute_numbers(data, meeting, body, book).ok()?;
        let names = Names::of_body(data, body.id.as_str());
        let shared_title = common::shared_title(data.members_of(body.id.as_str()));
        let context = Context { data, meeting: name, names: &names, shared_title };
        let minutes: Vec<MinuteView> = book
            .items
            .iter()
            .zip(&numbers)
            .enumerate()
            .map(|(at, (minute, number))| MinuteView {
                anchor: corrections::anchor(at),
                corrected: corrections::of_minute(data, meeting, at),
                sitting: context.sitting(meeting, book, at),
                is_sub_item: numbering::whole_of(book, at).is_some(),
                ..context.minute(minute, number)
            })
            .collect();
        let interests = book.interests.iter().map(|interest| {
            let minute = interest.item.as_ref().map(|item| {
                let at = book.items.iter().position(|minute| {
                    minute.item.as_ref().is_some_and(|number| number.eq_ignore_ascii_case(item))
                });
                at.and_then(|at| numbers.get(at))
                    .map_or(item.to_string(), |number| number.plain.clone())
            });
            InterestView {
                member: names.printed(&interest.member),
                minute,
                kind: interest.kind.to_string(),
                nature: interest.nature.known().map(ToString::to_string),
                left_room: interest.left_room.as_ref().is_some_and(|flag| flag.0),
            }
        });
        let interests: Vec<InterestView> = interests.collect();
        Some(View {
            council: common::councils(data, body)?,
            meeting: common::meeting(meeting, body),
            draft: confirmation::is_draft(data, meeting, book),
            confirmed: confirmation::confirmed_by(data, meeting)
                .map(|later| corrections::later_minute(data, &later)),
            corrections: corrections::of_later(data, meeting),
            contact: common::contact(data, meeting, body),
            shared_title: shared_title.map(ToOwned::to_owned),
            present: context.people(&book.present),
            apologies: context.people(&book.apologies),
            absent: context.people(&book.absent),
            substitutes: book
                .substitutes
                .iter()
                .map(|substitution| SubstitutionView {
                    name: names.printed(&substitution.name),
                    r#for: names.printed(&substitution.r#for),
                })
                .collect(),
            in_attendance: context.people(&book.in_attendance),
            officers: context.officers(&book.officers),
            someone_left: interests.iter().any(|interest| interest.left_room),
            interests,
            minutes,
            appendices: appendices(data, name).map(|paper| paper.1).collect(),
            further_days: book
                .sittings
                .iter()
                .map(|sitting| SittingDayView { date: common::iso(sitting.date.value) })
                .collect(),
            end_time: common::time(match book.sittings.last() {
                Some(last) => last.end_time.as_ref(),
                None => first_end(meeting, book),
            }),
        })
    }
}

/// Returns when the first sitting ended: the meeting, where it was not adjourned.
fn first_end<'a>(meeting: &'a Meeting, book: &'a MinuteBook) -> Option<&'a Located<TimeOfDay>> {
    book.end_time.as_ref().or(meeting.end_time.as_ref())
}

/// What the views of parts are made from, besides their records.
struct Context<'a> {
    data: &'a PublicDataset,
    meeting: &'a str,
    names: &'a Names<'a>,
    /// The title that members of the body share.
    shared_title: Option<&'a str>,
}

impl Context<'_> {
    fn people(&self, attendees: &[Attendee]) -> Vec<PersonView> {
        people::views(self.names, self.shared_title, attendees)
    }

    /// Returns the sitting that began with the minute at a position counted from 0.
    fn sitting(&self, meeting: &Meeting, book: &MinuteBook, at: usize) -> Option<SittingView> {
        let number = book.sittings.iter().position(|row| book.start_of(row) == Some(at))?;
        let row = &book.sittings[number];
        let adjourned = match number.checked_sub(1) {
            Some(before) => book.sittings[before].end_time.as_ref(),
            None => first_end(meeting, book),
        };
        Some(SittingView {
            adjourned: common::time(adjourned),
            date: common::iso(row.date.value),
            time: common::time(row.time.as_ref()),
            venue: common::string(row.venue.as_ref()),
            present: self.people(&row.present),
            apologies: self.people(&row.apologies),
            absent: self.people(&row.absent),
        })
    }

    /// Returns officers, with their posts where the minutes add nothing.
    fn officers(&self, attendees: &[Attendee]) -> Vec<PersonView> {
        let post = |attendee: &Attendee| {
            let row = roll::officer(self.data, &attendee.name).one()?;
            common::string(row.post.as_ref())
        };
        let officer = |(mut person, attendee): (PersonView, &Attendee)| {
            person.note = person.note.or_else(|| post(attendee));
            person
        };
        self.people(attendees).into_iter().zip(attendees).map(officer).collect()
    }

    fn name(&self, name: Option<&Located<String>>) -> Option<String> {
        name.map(|name| self.names.printed(name))
    }

    fn minute(&self, minute: &Minute, number: &numbering::Number) -> MinuteView {
        let line = minute.item.as_ref().and_then(|item| self.data.item(self.meeting, item));
        let exempt = minute.mark.private().map(ExemptView::new);
        let mut counter = 0;
        let paragraphs = minute.paragraphs.iter().map(|paragraph| {
            if paragraph.numbered {
                counter += 1;
            }
            self.paragraph(paragraph, number.paragraph(counter).filter(|_| paragraph.numbered))
        });
        MinuteView {
            number: number.printed.clone(),
            title: common::string(self.data.title_of(self.meeting, minute)),
            item: common::string(minute.item.as_ref()),
            sitting: None,
            is_sub_item: false,
            anchor: String::new(),
            corrected: Vec::new(),
            next_meeting: line
                .filter(|line| line.says_next_meeting() && minute.paragraphs.is_empty())
                .and_then(|_| common::next_meeting(self.data, self.data.meeting(self.meeting)?)),
            earlier_minutes: corrections::of_earlier(self.data, minute),
            appendices: self.appendices(minute),
            movements: minute.movements.iter().map(|movement| self.movement(movement)).collect(),
            paragraphs: paragraphs.collect(),
            exempt,
        }
    }

    /// Returns the appendices of a minute's item, without their texts.
    fn appendices(&self, minute: &Minute) -> Vec<AppendixView> {
        let Some(item) = &minute.item else { return Vec::new() };
        let line = self.data.item(self.meeting, item);
        let of_item = |paper: &Paper| line.is_some_and(|line| line.has_number(&paper.number));
        let all = appendices(self.data, self.meeting).filter(|(paper, _)| of_item(paper));
        all.map(|(_, view)| AppendixView { text: None, ..view }).collect()
    }

    fn movement(&self, movement: &Movement) -> MovementView {
        MovementView {
            member: self.names.printed(&movement.member),
            arrived: common::time(movement.arrived.as_ref()),
            left: common::time(movement.left.as_ref()),
            returned: movement.arrived.is_some() && movement.begins_in_room(),
        }
    }

    fn paragraph(&self, paragraph: &Paragraph, number: Option<String>) -> ParagraphView {
        ParagraphView {
            number,
            text: common::markup(paragraph.text.as_ref()),
            motion: paragraph.motion.as_ref().map(|motion| self.motion(motion)),
            vote: paragraph.vote.as_ref().map(|vote| self.vote(vote)),
            election: paragraph.election.as_deref().map(|election| self.election(election)),
            choice: paragraph.choice.as_deref().map(|choice| self.election(choice)),
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
            substantive: common::markup(motion.substantive.as_ref()),
            parts: motion.parts.iter().map(|part| self.part(part)).collect(),
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

    fn part(&self, part: &MotionPart) -> PartView {
        PartView {
            part: part.part.to_string(),
            outcome: outcome(part.outcome.as_ref()),
            vote: part.vote.as_ref().map(|vote| self.vote(vote)),
        }
    }

    fn election(&self, election: &Election) -> ElectionView {
        let is_set = |flag: Option<&Located<Flag>>| flag.is_some_and(|flag| flag.0);
        let has_several = election.rounds.len() > 1;
        let round = |(at, round): (usize, &Round)| RoundView {
            number: has_several.then_some(at + 1),
            ..self.round(round)
        };
        ElectionView {
            title: election.title.to_string(),
            rounds: election.rounds.iter().enumerate().map(round).collect(),
            winner: self.names.printed(&election.winner),
            lot: is_set(election.lot.as_ref()),
            casting: is_set(election.casting.as_ref()),
        }
    }

    fn round(&self, round: &Round) -> RoundView {
        let nominee = |nominee: &Nominee| NomineeView {
            name: self.names.printed(&nominee.name),
            count: nominee.votes.as_ref().map_or(0, Tally::count),
            names: self.voters(nominee.votes.as_ref()),
        };
        let nominees: Vec<NomineeView> = round.nominees.iter().map(nominee).collect();
        RoundView {
            number: None,
            has_votes: round.nominees.iter().any(|nominee| nominee.votes.is_some()),
            is_only: round.nominees.len() == 1,
            is_named: nominees.iter().any(|nominee| !nominee.names.is_empty()),
            nominees,
            abstained: round.abstain.as_ref().map(Tally::count),
            not_voting: round.not_voting.as_ref().map(Tally::count),
        }
    }

    /// Returns the names of those on a side as papers print them; none where only the number was recorded.
    fn voters(&self, tally: Option<&Tally>) -> Vec<String> {
        let names = tally.and_then(Tally::names).unwrap_or_default();
        names.iter().map(|name| self.names.printed(name)).collect()
    }

    fn vote(&self, vote: &Vote) -> VoteView {
        let view = |(side, tally): (&'static str, &Tally)| SideView {
            side,
            count: tally.count(),
            names: self.voters(Some(tally)),
            untitled: people::untitled(self.names, self.shared_title, tally.names()),
        };
        VoteView {
            is_named: vote.sides().any(|(_, tally)| tally.names().is_some()),
            sides: vote.sides().map(view).collect(),
            casting: vote.casting.is_some(),
            casting_for: vote.casting.as_ref().is_some_and(|side| side.value == CastingVote::For),
        }
    }
}

fn resolution(resolution: &Resolution) -> ResolutionView {
    ResolutionView {
        formula: common::string(resolution.formula.as_ref()),
        text: Markup::from(&resolution.text.0),
    }
}

fn action(action: &Action) -> ActionView {
    ActionView {
        owner: action.owner.to_string(),
        text: Markup::from(&action.text.0),
        due: action.due.as_ref().map(|due| Period::from(&due.value)),
        due_is_worded: action.due.as_ref().is_some_and(|due| due.is_worded()),
    }
}

fn outcome(outcome: Option<&Located<MotionOutcome>>) -> OutcomeView {
    let is = |wanted| outcome.is_some_and(|outcome| outcome.value == wanted);
    OutcomeView {
        carried: is(MotionOutcome::Carried),
        lost: is(MotionOutcome::Lost),
        withdrawn: is(MotionOutcome::Withdrawn),
        fell: is(MotionOutcome::Fell),
        accepted: is(MotionOutcome::Accepted),
        altered: is(MotionOutcome::Altered),
    }
}
