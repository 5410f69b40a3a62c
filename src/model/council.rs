//! The council itself: who it is, and the settings that its constitution decides.

use std::ops::RangeInclusive;

use super::meeting::LineKind;
use super::performance::{RiskAppetite, RiskMatrixSettings, TableUnit};
use super::record::{Located, Text, choice, record};
use super::value::{
    ExemptParagraph, Flag, MinuteForm, Money, ParagraphForm, ReferenceForm, Slug, TimeOfDay,
};
use chrono::NaiveDate;

choice! {
    /// The nation whose law the council works under.
    pub enum Nation ("a nation of the United Kingdom") {
        /// England.
        England = "england",
        /// Wales.
        Wales = "wales",
        /// Scotland.
        Scotland = "scotland",
        /// Northern Ireland.
        NorthernIreland = "northern-ireland",
    }
}

/// Where a nation's law lists what may be taken in private.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExemptionLaw {
    /// The Schedule and its Act.
    pub schedule: &'static str,
    /// The numbers of the paragraphs that describe exempt information.
    pub paragraphs: RangeInclusive<u32>,
    /// The section by which a resolution excludes the public, as messages name it.
    pub section: &'static str,
    /// What lets a resolution exclude the public for exempt information.
    pub resolution: &'static str,
    /// What weighs the public interest; the Schedule where no paragraph is known.
    pub public_interest: &'static str,
    /// What keeps records from the public.
    pub marks: &'static str,
}

impl Nation {
    /// Returns where the nation's law lists exempt information.
    pub fn exemption_law(self) -> ExemptionLaw {
        match self {
            Self::England => ExemptionLaw {
                schedule: "Schedule 12A to the Local Government Act 1972",
                paragraphs: 1..=7,
                section: "section 100A(4)",
                resolution: "Local Government Act 1972, s. 100A(4) and (5), Schedule 12A",
                public_interest: "Local Government Act 1972, Schedule 12A, paragraph 10",
                marks: "Local Government Act 1972, s. 100A and Schedule 12A",
            },
            Self::Wales => ExemptionLaw {
                schedule: "Schedule 12A to the Local Government Act 1972",
                paragraphs: 12..=18,
                section: "section 100A(4)",
                resolution: "Local Government Act 1972, s. 100A(4) and (5), Schedule 12A",
                public_interest: "Local Government Act 1972, Schedule 12A, Part 5",
                marks: "Local Government Act 1972, s. 100A and Schedule 12A",
            },
            Self::Scotland => ExemptionLaw {
                schedule: "Schedule 7A to the Local Government (Scotland) Act 1973",
                paragraphs: 1..=15,
                section: "section 50A(4)",
                resolution: "Local Government (Scotland) Act 1973, s. 50A(4) and (5), Schedule 7A",
                public_interest: "Local Government (Scotland) Act 1973, Schedule 7A",
                marks: "Local Government (Scotland) Act 1973, s. 50A and Schedule 7A",
            },
            // Not checked further than that there is such a number.
            Self::NorthernIreland => ExemptionLaw {
                schedule: "Schedule 6 to the Local Government Act (Northern Ireland) 2014",
                paragraphs: 1..=18,
                section: "section 42(4)",
                resolution: "Local Government Act (Northern Ireland) 2014, s. 42(4) and (5), Schedule 6",
                public_interest: "Local Government Act (Northern Ireland) 2014, Schedule 6",
                marks: "Local Government Act (Northern Ireland) 2014, s. 42 and Schedule 6",
            },
        }
    }
}

choice! {
    /// How the council takes its decisions.
    pub enum Governance ("a form of governance") {
        /// A leader and cabinet.
        Executive = "executive" | "leader-and-cabinet",
        /// Committees.
        Committee = "committee" | "committee-system",
    }
}

choice! {
    /// What members are elected for.
    pub enum ElectoralAreas ("a kind of electoral area") {
        /// Electoral divisions, as in counties.
        Divisions = "divisions" | "division",
        /// Wards, as in boroughs and districts.
        Wards = "wards" | "ward",
    }
}

choice! {
    /// Which of the GOV.UK bank-holiday lists applies.
    pub enum Division ("a bank-holiday division") {
        /// England and Wales.
        EnglandAndWales = "england-and-wales",
        /// Scotland.
        Scotland = "scotland",
        /// Northern Ireland.
        NorthernIreland = "northern-ireland",
    }
}

choice! {
    /// How days of a period are counted.
    pub enum DayUnit ("a unit of days") {
        /// Every day.
        Calendar = "calendar",
        /// Days that are neither weekend, bank holiday nor council closure.
        Working = "working",
    }
}

choice! {
    /// When minute numbers start again from one.
    pub enum NumberingReset ("a point at which numbers start again") {
        /// With the municipal year, which begins at the annual council meeting in May.
        MunicipalYear = "municipal-year",
        /// On 1 January.
        CalendarYear = "calendar-year",
        /// They never do.
        Never = "never",
        /// With each meeting.
        Meeting = "meeting",
    }
}

choice! {
    /// What becomes of hidden rows, columns and sheets in tables that have marks of what is private.
    pub enum HiddenCells ("a way to treat hidden cells") {
        /// They are read like all others, with a warning.
        Read = "read",
        /// They are an error, and no public document is made of them.
        Refuse = "refuse",
    }
}

record! {
    /// The council.
    pub struct Council {
        /// The council's name as it stands at the head of its papers.
        open name: Located<String>,
        /// The nation whose law applies.
        open nation: Option<Located<Nation>>,
        /// Leader and cabinet, or committees.
        open governance: Option<Located<Governance>>,
        /// Lines of the postal address.
        open address: Vec<Located<String>>,
        /// The web address where papers are published.
        open website: Option<Located<String>>,
        /// The officer whom to ask, where a body or meeting names none.
        open contact: Option<Contact>,
        /// The officer who summons members, such as the chief executive.
        open proper_officer: Option<ProperOfficer>,
        /// The council's crest or logo: a file below the templates folder, and what it shows.
        open logo: Option<Logo>,
        /// Other councils, with which it shares joint bodies.
        open partners: Vec<Partner>,
        /// The GOV.UK bank-holiday list that applies.
        open holidays: Option<Located<Division>>,
        /// The time of day after which a publication counts as the next working day's.
        open publication_cut_off: Option<Located<TimeOfDay>>,
        /// Spending or saving from which an executive decision is key.
        open key_decision_threshold: Option<Located<Money>>,
        /// The unit of amounts in tables of money (`finance`, `savings`, `capital`) that give none; a quarter's `report` may give another.
        open money_unit: Option<Located<TableUnit>>,
        /// The matrix that risks are scored by; a quarter's `report` may give another.
        open risk_matrix: Option<RiskMatrixSettings>,
        /// How much risk of each category the council accepts; a quarter's `report` may say otherwise.
        open risk_appetite: Vec<RiskAppetite>,
        /// How call-in works, for the council or for single bodies.
        open call_in: Vec<CallIn>,
        /// How minutes are numbered.
        open minute_numbering: Option<MinuteNumbering>,
        /// What whoever presides is called, such as `Chairman`; `Chair` where empty.
        open chair_title: Option<Located<String>>,
        /// What whoever takes the chair's place is called, such as `Vice-Chairman`; `Vice-Chair` where empty.
        open vice_chair_title: Option<Located<String>>,
        /// Whether members are elected for divisions or for wards; for divisions where empty and the council's name has `County`, else for wards.
        open electoral_areas: Option<Located<ElectoralAreas>>,
        /// What the two parts of an agenda are called; `Part I` and `Part II` unless set.
        open part_labels: Vec<Located<String>>,
        /// The form of a decision's reference: `{n}`, `{nn}` or `{nnn}` is its number with at least that many digits, `{prefix}` letters, each with a separate series, `{yy}` or `{yyyy}` the year, `{my}` the municipal year `25/26`.
        open decision_reference: Option<Located<ReferenceForm>>,
        /// The form of an issue's reference, written in the same way.
        open issue_reference: Option<Located<ReferenceForm>>,
        /// The council's own categories of exempt information, which resolutions may name in place of paragraphs.
        open exempt_categories: Vec<ExemptCategory>,
        /// Items that stand on every agenda of a body, unless a row of `agenda` takes their place.
        open standing_items: Vec<StandingItem>,
        /// Texts that every agenda or set of minutes carries.
        open standing_texts: Option<StandingTexts>,
        /// How packs are bound.
        open packs: Option<PackSettings>,
        /// How papers are set in type.
        open print: Option<PrintSettings>,
        /// How the forward plan is set out.
        open forward_plan: Option<ForwardPlanSettings>,
        /// The order of the blocks of a decision record; those that are left out follow.
        open decision_blocks: Vec<Located<DecisionBlock>>,
        /// What becomes of hidden rows, columns and sheets of workbooks, in tables that say what is private: `refuse`, also where empty, makes no public document of them; `read` reads them like all others.
        open hidden_cells: Option<Located<HiddenCells>>,
    }
}

impl Council {
    /// Returns whether it has an executive, to which SI 2012/2089 applies; assumed where that is not said.
    pub fn has_executive(&self) -> bool {
        self.governance.as_ref().is_none_or(|governance| governance.value == Governance::Executive)
    }

    /// Returns the size of the text of its papers, in points.
    pub fn text_size(&self) -> u32 {
        let size = self.print.as_ref().and_then(|print| print.text_size.as_ref());
        size.map_or(TextSize::Twelve, |size| size.value).points()
    }

    /// Returns whether its agendas print the times of items in the margin.
    pub fn has_times_in_margin(&self) -> bool {
        let times = self.print.as_ref().and_then(|print| print.agenda_times.as_ref());
        times.is_some_and(|times| times.value == AgendaTimes::Margin)
    }

    /// Returns whether its members are elected for wards.
    pub fn has_wards(&self) -> bool {
        match &self.electoral_areas {
            Some(areas) => areas.value == ElectoralAreas::Wards,
            None => !self.name.to_lowercase().contains("county"),
        }
    }
}

record! {
    /// An officer whom readers may ask.
    pub struct Contact {
        /// The officer's name.
        open name: Located<String>,
        /// The officer's post.
        open job: Option<Located<String>>,
        /// The e-mail address.
        open email: Option<Located<String>>,
        /// The telephone number.
        open telephone: Option<Located<String>>,
    }
}

record! {
    /// The officer in whose name meetings are summoned.
    pub struct ProperOfficer {
        /// The officer's name.
        open name: Located<String>,
        /// The officer's post.
        open title: Located<String>,
    }
}

record! {
    /// A picture at the head of papers.
    pub struct Logo {
        /// The file, below the templates folder: `images/crest.svg`.
        open file: Located<String>,
        /// What the picture shows, for readers who can't see it.
        open alt: Located<String>,
    }
}

record! {
    /// Another council, with which joint bodies are shared.
    pub struct Partner {
        /// Its name as it stands at the head of papers.
        open name: Located<String>,
        /// Its crest or logo.
        open logo: Option<Logo>,
    }
}

record! {
    /// A call-in period.
    pub struct CallIn {
        /// The body whose decisions it covers; every body where empty.
        open body: Option<Located<Slug>>,
        /// Its length in days.
        open days: Located<u32>,
        /// Working or calendar days.
        open unit: Option<Located<DayUnit>>,
        /// Whether an end on a day that is not a working day moves to the next one.
        open roll: Option<Located<Flag>>,
    }
}

choice! {
    /// How the pages of a supplement are numbered.
    pub enum SupplementNumbering ("a way to number supplements") {
        /// Each begins at 1.
        Restart = "restart",
        /// Each goes on where the papers before it ended.
        Continue = "continue",
    }
}

choice! {
    /// What becomes of marks in supplied papers.
    pub enum Marks ("what becomes of marks") {
        /// They are drawn as part of the page.
        Draw = "draw",
        /// They are taken out.
        Remove = "remove",
    }
}

choice! {
    /// When the page numbers of a pack say that they are the pack's, as `Page 6 of the pack`.
    pub enum OfPack ("when page numbers say that they are the pack's") {
        /// On papers whose pages have numbers of their own, as far as can be told.
        Auto = "auto",
        /// On every page.
        Always = "always",
        /// On none.
        Never = "never",
    }
}

record! {
    /// How packs are bound.
    pub struct PackSettings {
        /// Whether they are printed on both sides: each report then begins on a right-hand page, and blank pages say so and take a number.
        open duplex: Option<Located<Flag>>,
        /// Whether the pages of a supplement begin at 1, or go on from the papers before it; they begin at 1 where empty.
        open supplement_numbering: Option<Located<SupplementNumbering>>,
        /// Whether highlights, lines and other marks in supplied papers are drawn as part of the page, or taken out; drawn where empty.
        open marks: Option<Located<Marks>>,
        /// Whether page numbers read `Page 6 of the pack`: on papers whose pages have numbers of their own, always, or never; the first of these where empty.
        open of_pack: Option<Located<OfPack>>,
    }
}

impl PackSettings {
    /// Returns whether marks in supplied papers are taken out.
    pub fn removes_marks(&self) -> bool {
        self.marks.as_ref().is_some_and(|marks| marks.value == Marks::Remove)
    }

    /// Returns whether page numbers say that they are the pack's; `None` where it depends on the paper.
    pub fn of_pack(&self) -> Option<bool> {
        match self.of_pack.as_ref()?.value {
            OfPack::Auto => None,
            OfPack::Always => Some(true),
            OfPack::Never => Some(false),
        }
    }
}

choice! {
    /// The size of type of a paper's text, in points.
    pub enum TextSize ("a size of type") {
        /// 12 points.
        Twelve = "12" | "12pt" | "12 pt",
        /// 11 points.
        Eleven = "11" | "11pt" | "11 pt",
        /// 10 points.
        Ten = "10" | "10pt" | "10 pt",
    }
}

impl TextSize {
    /// Returns it in points.
    pub fn points(self) -> u32 {
        match self {
            Self::Twelve => 12,
            Self::Eleven => 11,
            Self::Ten => 10,
        }
    }
}

choice! {
    /// Where an agenda prints when an item is expected.
    pub enum AgendaTimes ("a place of times") {
        /// On a line below the title of the item.
        Below = "below",
        /// In the margin beside the title.
        Margin = "margin",
    }
}

record! {
    /// How papers are set in type.
    pub struct PrintSettings {
        /// The size of the text in points: `12`, also where empty, `11` or `10`. Tables are set smaller, and nothing in them below 9; large print is always 18.
        open text_size: Option<Located<TextSize>>,
        /// Where agendas print the times of items: `below` the title, also where empty, or in the `margin`.
        open agenda_times: Option<Located<AgendaTimes>>,
    }
}

choice! {
    /// What the entries of a forward plan are grouped by.
    pub enum PlanGroups ("a way to group the forward plan") {
        /// The portfolio of the member who leads.
        Portfolio = "portfolio",
        /// The council's priority.
        Priority = "priority",
    }
}

record! {
    /// How the forward plan is set out.
    pub struct ForwardPlanSettings {
        /// What entries are grouped by; by portfolio where empty.
        open group_by: Option<Located<PlanGroups>>,
        /// The council's additional words at the end of the explanatory note.
        open note: Option<Text>,
        /// Where copies of documents can be had, where not at the council's address.
        open copies_from: Option<Located<String>>,
    }
}

choice! {
    /// A block of a decision record.
    pub enum DecisionBlock ("a block of a decision record") {
        /// What was decided.
        Decision = "decision",
        /// Why.
        Reasons = "reasons",
        /// What else was considered.
        Alternatives = "alternatives",
        /// Conflicts of interest.
        Interests = "interests",
        /// Dispensations.
        Dispensations = "dispensations",
        /// Who was consulted.
        Consultees = "consultees",
        /// Background papers.
        BackgroundPapers = "background-papers",
    }
}

impl DecisionBlock {
    /// Every block, in the order used where the council sets none.
    pub const ALL: [Self; 7] = [
        Self::Decision,
        Self::Reasons,
        Self::Alternatives,
        Self::Interests,
        Self::Dispensations,
        Self::Consultees,
        Self::BackgroundPapers,
    ];
}

record! {
    /// A category of exempt information of the council's own.
    pub struct ExemptCategory {
        /// What resolutions call it, such as `Category B` or `Commercial`.
        open name: Located<String>,
        /// The paragraphs of the Schedule that it stands for.
        open paragraphs: Vec<Located<ExemptParagraph>>,
    }
}

record! {
    /// How minutes and their paragraphs are numbered.
    pub struct MinuteNumbering {
        /// The form of a minute's number: `{n}` runs on, `{prefix}` is the body's, `{d}` or `{dd}` the day of the meeting, `{m}` or `{mm}` its month, `{yy}` or `{yyyy}` its year, `{my}` the municipal year `25/26`.
        open number: Option<Located<MinuteForm>>,
        /// The form of a paragraph's number: as above, with `{p}` the paragraph; `none` for no numbers.
        open paragraph: Option<Located<ParagraphForm>>,
        /// When numbers start again.
        open reset: Option<Located<NumberingReset>>,
    }
}

choice! {
    /// Where a standing item is taken.
    pub enum StandingPlace ("a place of a standing item") {
        /// Before the rows of the meeting.
        First = "first" | "start" | "beginning",
        /// After the rows of the meeting that are taken in public.
        Last = "last" | "end",
    }
}

record! {
    /// An item that stands on every agenda of a body. A row of `agenda` with its title, or the number that it gives, takes its place; an agenda without rows gets none.
    pub struct StandingItem {
        /// The ids of the bodies; every body where empty.
        open bodies: Vec<Located<Slug>>,
        /// The day from which meetings have it; all meetings where empty.
        open from: Option<Located<NaiveDate>>,
        /// Whether it is taken before or after the rows of the meeting: `first`, also where empty, or `last`.
        open place: Option<Located<StandingPlace>>,
        /// The number that is printed; where empty, an item takes the one after that of the item before it.
        open number: Option<Located<String>>,
        /// What it is, as in `agenda`; an item where empty.
        open kind: Option<Located<LineKind>>,
        /// The title.
        open title: Located<String>,
        /// Words below the title.
        open text: Option<Text>,
        /// What the body is asked to do.
        open ask: Option<Text>,
        /// Whether to print below it when and where the body next meets, from the `meetings` table.
        open next_meeting: Option<Located<Flag>>,
    }
}

impl StandingItem {
    /// Returns where it is taken; an empty value means [`StandingPlace::First`].
    pub fn place(&self) -> StandingPlace {
        self.place.as_ref().map_or(StandingPlace::First, |place| place.value)
    }
}

record! {
    /// Texts that papers carry as they stand.
    pub struct StandingTexts {
        /// That the meeting may be filmed, on every agenda of a meeting that is webcast.
        open filming: Option<Text>,
        /// How to attend, ask questions or get papers in another form, at the end of every agenda.
        open access: Option<Text>,
        /// The wording that excludes the public, before part II.
        open exclusion: Option<Text>,
    }
}
