//! The page of a desk without records.

use std::path::{Path, PathBuf};

use schemars::JsonSchema;
use serde::Serialize;

use super::{Frame, Pages, Typed};
use crate::model::body::BodyType;
use crate::model::council::{Governance, Nation};
use crate::model::value::Parse;
use crate::start;

/// How many bodies there is room for where records are begun; more are added to the table.
pub(in crate::desk) const MAX_NEW_BODIES: usize = 6;

/// The page of a desk without records.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub(super) struct Begin {
    /// What all pages share.
    frame: Frame,
    /// The data folder.
    folder: String,
    /// The folder of the user's councils. Absent where they have no such place.
    place: Option<String>,
    /// What the folders of councils in it are called.
    councils: Vec<String>,
    /// Whether the records are to be kept there.
    elsewhere: bool,
    /// What was typed as the council's name; empty before.
    council: String,
    /// The nation that was chosen; empty before.
    nation: String,
    /// The form of governance that was chosen; empty before.
    governance: String,
    /// What was typed as the first day of closure; empty before.
    closed_from: String,
    /// What was typed as the last day of closure; empty before.
    closed_to: String,
    /// The places for bodies.
    bodies: Vec<BodyPlace>,
    /// The types of bodies.
    types: Vec<&'static str>,
    /// The nations under whose law councils work.
    nations: Vec<&'static str>,
    /// The ways in which councils take their decisions.
    governances: Vec<&'static str>,
    /// What is wrong with what was typed. Absent where nothing is.
    message: Option<String>,
}

/// A place for a body.
#[derive(Debug, Serialize, JsonSchema)]
struct BodyPlace {
    /// Its number.
    number: usize,
    /// What was typed as its name; empty before.
    name: String,
    /// The type that was chosen; empty before.
    r#type: String,
    /// What was typed as the day of its next meeting; empty before.
    date: String,
    /// What was typed as the time of its next meeting; empty before.
    time: String,
}

impl Pages {
    /// Returns the page on which the records of a council are begun.
    ///
    /// # Errors
    /// When its template has a fault.
    pub(in crate::desk) fn begin(
        &self,
        token: String,
        place: Option<&Path>,
        typed: &Typed,
        message: Option<String>,
    ) -> anyhow::Result<String> {
        let frame = Frame { token, ..Frame::empty() };
        let councils = place.into_iter().flat_map(start::councils);
        let name = |council: PathBuf| Some(council.file_name()?.to_string_lossy().into_owned());
        let view = Begin {
            frame,
            folder: self.data.display().to_string(),
            place: place.map(|place| place.display().to_string()),
            councils: councils.filter_map(name).collect(),
            elsewhere: typed.get("place") == Some("councils"),
            council: typed.text("council"),
            nation: typed.text("nation"),
            governance: typed.text("governance"),
            closed_from: typed.text("closed-from"),
            closed_to: typed.text("closed-to"),
            bodies: (1..=MAX_NEW_BODIES)
                .map(|number| BodyPlace {
                    number,
                    name: typed.text(&format!("name{number}")),
                    r#type: typed.text(&format!("type{number}")),
                    date: typed.text(&format!("date{number}")),
                    time: typed.text(&format!("time{number}")),
                })
                .collect(),
            types: BodyType::CHOICES.to_vec(),
            nations: Nation::CHOICES.to_vec(),
            governances: Governance::CHOICES.to_vec(),
            message,
        };
        self.render("begin", &view)
    }
}
