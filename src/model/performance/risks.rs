//! A period's risks, the matrix that they are scored by, and how much of each kind the council accepts.

use crate::record::{Located, Text, choice, record};
use crate::value::{Flag, Reference, ReportingPeriod, RiskLevel, RiskScore};

choice! {
    /// What letters for levels of likelihood or impact mean.
    pub enum Letters ("what the letter A means") {
        /// A is the lowest level.
        Rising = "a-is-lowest" | "rising",
        /// A is the highest level.
        Falling = "a-is-highest" | "falling",
    }
}

record! {
    /// The matrix that risks are scored by.
    pub struct RiskMatrixSettings {
        /// How many levels of likelihood there are, 3 to 6; 5 where empty.
        open likelihood: Option<Located<u32>>,
        /// How many levels of impact there are, 3 to 6; 5 where empty.
        open impact: Option<Located<u32>>,
        /// The lowest score that is medium; 6 where empty, if there are five levels of each.
        open medium_from: Option<Located<u32>>,
        /// The lowest score that is high; 15 where empty, if there are five levels of each.
        open high_from: Option<Located<u32>>,
        /// What letters for levels mean: `a-is-lowest`, also where empty, or `a-is-highest`.
        open letters: Option<Located<Letters>>,
    }
}

record! {
    /// How much risk of a category the council accepts.
    pub struct RiskAppetite {
        /// The category, as risks give it.
        open category: Located<String>,
        /// The highest score that is within the appetite.
        open highest: Located<u32>,
    }
}

/// The fewest and the most levels of likelihood, and of impact.
pub const MATRIX_LEVELS: std::ops::RangeInclusive<u32> = 3..=6;

/// The matrix that risks are scored by, with what is not set filled in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RiskMatrix {
    /// How many levels of likelihood there are.
    pub likelihood: u32,
    /// How many levels of impact there are.
    pub impact: u32,
    /// The lowest score that is medium.
    pub medium_from: u32,
    /// The lowest score that is high.
    pub high_from: u32,
    /// Whether A is the highest level and not the lowest.
    is_falling: bool,
}

impl RiskMatrix {
    /// Returns the matrix of some settings. Bands that are missing and can't be known are a fault, and at the ends.
    pub fn of(settings: Option<&RiskMatrixSettings>) -> Self {
        let number = |field: fn(&RiskMatrixSettings) -> &Option<Located<u32>>| {
            settings.and_then(|settings| field(settings).as_ref()).map(|number| number.value)
        };
        let levels = |given: Option<u32>| {
            given.unwrap_or(5).clamp(*MATRIX_LEVELS.start(), *MATRIX_LEVELS.end())
        };
        let likelihood = levels(number(|settings| &settings.likelihood));
        let impact = levels(number(|settings| &settings.impact));
        let is_usual = (likelihood, impact) == (5, 5);
        let band = |given: Option<u32>, usual| {
            given.unwrap_or(if is_usual { usual } else { likelihood * impact + 1 })
        };
        let letters = settings.and_then(|settings| settings.letters.as_ref());
        Self {
            likelihood,
            impact,
            medium_from: band(number(|settings| &settings.medium_from), 6),
            high_from: band(number(|settings| &settings.high_from), 15),
            is_falling: letters.is_some_and(|letters| letters.value == Letters::Falling),
        }
    }

    /// Returns the highest score.
    pub fn highest(self) -> u32 {
        self.likelihood * self.impact
    }

    /// Returns whether a score is likelihood times impact.
    pub fn is_possible(self, score: u32) -> bool {
        (1..=self.likelihood).any(|likelihood| {
            score.is_multiple_of(likelihood) && (1..=self.impact).contains(&(score / likelihood))
        })
    }

    /// Returns the number of a level of likelihood, from 1; `None` where the matrix has no such level.
    pub fn likelihood_of(self, level: RiskLevel) -> Option<u32> {
        self.number(level, self.likelihood)
    }

    /// Returns the number of a level of impact, from 1; `None` where the matrix has no such level.
    pub fn impact_of(self, level: RiskLevel) -> Option<u32> {
        self.number(level, self.impact)
    }

    fn number(self, level: RiskLevel, levels: u32) -> Option<u32> {
        if !(1..=levels).contains(&level.number) {
            return None;
        }
        let is_turned = level.is_letter && self.is_falling;
        Some(if is_turned { levels + 1 - level.number } else { level.number })
    }

    /// Returns what a level of so many is called: its number, or its letter.
    pub fn label(self, number: u32, levels: u32, is_letter: bool) -> String {
        if !is_letter {
            return number.to_string();
        }
        let place = if self.is_falling { levels - number } else { number - 1 };
        char::from(b'A' + u8::try_from(place).unwrap_or_default()).to_string()
    }
}

record! {
    /// A risk.
    pub struct Risk {
        /// Its reference, kept as written.
        open r#ref: Located<Reference>,
        /// What might happen.
        open title: Located<String>,
        /// The register it is in, such as `corporate`.
        open register: Option<Located<String>>,
        /// What brings it about.
        open cause: Option<Text>,
        /// What follows from it.
        open consequence: Option<Text>,
        /// Who owns it.
        open owner: Option<Located<String>>,
        /// The portfolio.
        open portfolio: Option<Located<String>>,
        /// The category of risk, such as `Financial`, for which the council has an appetite.
        open category: Option<Located<String>>,
        /// The score before anything was done; likelihood and impact may stand beside it, as in `20 (5x4)`.
        open initial: Option<Located<RiskScore>>,
        /// The score the period before.
        open previous: Option<Located<RiskScore>>,
        /// The score now.
        open current: Located<RiskScore>,
        /// The score aimed at.
        open target: Option<Located<RiskScore>>,
        /// How likely it is now, a number or a letter; times `impact` it is the score.
        open likelihood: Option<Located<RiskLevel>>,
        /// How much it would matter now.
        open impact: Option<Located<RiskLevel>>,
        /// How likely it was the period before.
        open previous_likelihood: Option<Located<RiskLevel>>,
        /// How much it would have mattered the period before.
        open previous_impact: Option<Located<RiskLevel>>,
        /// Earlier scores; in a sheet, one column a period, headed `Q3 2025/26`.
        open periods: Vec<PastScore>,
        /// What is being done.
        open actions: Option<Text>,
        /// Whether it was escalated to the corporate register this period.
        open escalated: Option<Located<Flag>>,
        /// Whether it was handed back to its directorate this period.
        open de_escalated: Option<Located<Flag>>,
    }
}

impl Risk {
    /// Returns whether it is in the corporate register; an empty cell means yes.
    pub fn is_corporate(&self) -> bool {
        self.register.as_ref().is_none_or(|register| register.to_lowercase().contains("corporate"))
    }

    /// Returns how likely it is now and how much it would matter: as given, or else as the score says.
    pub fn levels(&self) -> Option<(RiskLevel, RiskLevel)> {
        levels(&self.likelihood, &self.impact).or(self.current.factors)
    }

    /// Returns the same of the period before.
    pub fn previous_levels(&self) -> Option<(RiskLevel, RiskLevel)> {
        let of_score = || self.previous.as_ref().and_then(|score| score.factors);
        levels(&self.previous_likelihood, &self.previous_impact).or_else(of_score)
    }

    /// Returns the appetite for its category, where the council has one.
    pub fn appetite<'a>(&self, appetites: &'a [RiskAppetite]) -> Option<&'a RiskAppetite> {
        let category = self.category.as_ref()?.value.to_lowercase();
        appetites.iter().find(|appetite| appetite.category.value.to_lowercase() == category)
    }
}

fn levels(
    likelihood: &Option<Located<RiskLevel>>,
    impact: &Option<Located<RiskLevel>>,
) -> Option<(RiskLevel, RiskLevel)> {
    Some((likelihood.as_ref()?.value, impact.as_ref()?.value))
}

record! {
    /// A risk's score of an earlier period.
    pub struct PastScore {
        /// The period.
        open label: Located<ReportingPeriod>,
        /// The score.
        open value: Located<RiskScore>,
    }
}
