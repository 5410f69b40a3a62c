//! What a web service answers, as values: what an answer does not say plainly is absent, and what may be restricted is.

use chrono::NaiveDate;

use super::xml::Element;
use crate::model::value::{Parse, Scalar};

/// A body.
#[derive(Debug, Clone)]
pub(super) struct Committee {
    pub(super) id: String,
    pub(super) title: String,
    pub(super) category: Option<String>,
    /// Whether it meets no more.
    pub(super) is_closed: bool,
}

/// A meeting as lists of them have it.
#[derive(Debug, Clone)]
pub(super) struct MeetingLine {
    pub(super) id: String,
    pub(super) date: NaiveDate,
}

/// A meeting.
#[derive(Debug)]
pub(super) struct MeetingAnswer {
    pub(super) date: Option<NaiveDate>,
    pub(super) time: Option<String>,
    pub(super) status: Option<String>,
    pub(super) location: Option<String>,
    pub(super) is_webcast: bool,
    pub(super) finish: Option<String>,
    pub(super) items: Vec<ItemAnswer>,
    pub(super) attendees: Vec<AttendeeAnswer>,
}

/// An item of an agenda.
#[derive(Debug)]
pub(super) struct ItemAnswer {
    /// The number that is printed, such as `4a`; absent of headings and comments.
    pub(super) number: Option<String>,
    pub(super) title: Option<String>,
    /// Words below the title, as HTML.
    pub(super) text: Option<String>,
    /// What is minuted of it, as HTML.
    pub(super) minutes: Option<String>,
    pub(super) is_restricted: bool,
    pub(super) papers: Vec<PaperAnswer>,
}

/// A paper.
#[derive(Debug)]
pub(super) struct PaperAnswer {
    pub(super) id: String,
    pub(super) title: Option<String>,
    pub(super) address: Option<String>,
    pub(super) is_restricted: bool,
}

/// Somebody who is listed at a meeting.
#[derive(Debug)]
pub(super) struct AttendeeAnswer {
    pub(super) name: String,
    pub(super) role: String,
    pub(super) attendance: String,
    pub(super) party: Option<String>,
    pub(super) ward: Option<String>,
}

/// Returns the bodies.
pub(super) fn committees(root: &Element) -> Vec<Committee> {
    let committee = |element: &Element| {
        let is = |name| element.flag(name) == Some(true);
        Some(Committee {
            id: element.text("committeeid")?,
            title: element.text("committeetitle")?,
            category: element.text("committeecategory"),
            is_closed: is("committeedeleted") || is("committeeexpired"),
        })
    };
    root.find("committee").into_iter().filter_map(committee).collect()
}

/// Returns the meetings of a list that have a number and a day, and how many have not.
pub(super) fn meetings(root: &Element) -> (Vec<MeetingLine>, usize) {
    let all = root.find("meeting");
    let line = |element: &&Element| {
        Some(MeetingLine { id: element.text("meetingid")?, date: day(element, "meetingdate")? })
    };
    let lines: Vec<MeetingLine> = all.iter().filter_map(line).collect();
    let unclear = all.len() - lines.len();
    (lines, unclear)
}

fn day(element: &Element, name: &str) -> Option<NaiveDate> {
    let text = element.text(name)?;
    let words = text.split(' ').next().unwrap_or_default();
    [text.as_str(), words].into_iter().find_map(|text| {
        NaiveDate::parse(&Scalar::Text(text.to_owned())).ok().map(|parsed| parsed.value)
    })
}

/// Returns a meeting; `None` where the answer has none.
pub(super) fn meeting(root: &Element) -> Option<MeetingAnswer> {
    let element = root.find("meeting").into_iter().next()?;
    Some(MeetingAnswer {
        date: day(element, "meetingdate"),
        time: element.text("meetingtime"),
        status: element.text("meetingstatus"),
        location: element.text("meetinglocation"),
        is_webcast: element.flag("iswebcast") == Some(true),
        finish: element.text("meetingactualfinishtime"),
        items: element.find("agendaitem").into_iter().map(item).collect(),
        attendees: element.find("attendee").into_iter().filter_map(attendee).collect(),
    })
}

fn item(element: &Element) -> ItemAnswer {
    let shown = element.text("fulldisplaynumberformat").or(element.text("agendaitemnumber"));
    let is_heading = element.text("agendaitemnumber").is_none_or(|number| number == "0");
    let number = shown.map(|number| number.trim_end_matches(['.', ')', ' ']).to_owned());
    let number = number.filter(|number| !is_heading && !number.is_empty() && number != "0");
    let is_flag = |text: &&str| matches!(text.to_lowercase().as_str(), "true" | "false");
    let body =
        |name: &str| element.markup(name).filter(|text| !is_flag(text)).map(ToString::to_string);
    let is_published = element.flag("isminutepublished") != Some(false);
    let minutes = ["minutesnonemptyhtmlbody", "minuteshtmlbody", "minutestext"];
    ItemAnswer {
        number,
        title: element.text("agendaitemtitle"),
        text: body("agendatext"),
        minutes: minutes.into_iter().find_map(body).filter(|_| is_published),
        is_restricted: is_restricted(element) || element.flag("isdisplayallowed") == Some(false),
        papers: element.find("linkeddoc").into_iter().filter_map(paper).collect(),
    }
}

/// Returns whether something is restricted: also where the answer does not say that it is not.
fn is_restricted(element: &Element) -> bool {
    element.flag("isrestricted") != Some(false)
}

fn paper(element: &Element) -> Option<PaperAnswer> {
    Some(PaperAnswer {
        id: element.text("attachmentid")?,
        title: element.text("title"),
        address: element.text("url"),
        is_restricted: is_restricted(element),
    })
}

fn attendee(element: &Element) -> Option<AttendeeAnswer> {
    let words = |name: &str| element.attribute(name).unwrap_or_default();
    Some(AttendeeAnswer {
        name: element.attribute("name")?,
        role: format!("{} {}", words("roledescription"), words("membertype")).to_lowercase(),
        attendance: words("attendance").to_lowercase(),
        party: element.attribute("politicalparty"),
        ward: element.attribute("ward"),
    })
}
