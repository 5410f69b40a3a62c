//! Days on which the council does not work.

use chrono::NaiveDate;

use super::record::{Located, record};
use super::value::Flag;

record! {
    /// One list of the GOV.UK bank-holiday file.
    pub struct HolidayList {
        /// The list's name, such as `england-and-wales`.
        open division: Located<String>,
        /// Its holidays.
        open events: Vec<Holiday>,
    }
}

record! {
    /// A bank holiday, as GOV.UK writes it.
    pub struct Holiday {
        /// What it is called.
        open title: Located<String>,
        /// The day.
        open date: Located<NaiveDate>,
        /// Such as `Substitute day`.
        open notes: Option<Located<String>>,
        /// Whether GOV.UK hangs out bunting.
        open bunting: Option<Located<Flag>>,
    }
}

record! {
    /// A day on which the council is closed and that is no bank holiday.
    pub struct Closure {
        /// The day.
        open date: Located<NaiveDate>,
        /// Why.
        open reason: Option<Located<String>>,
    }
}
