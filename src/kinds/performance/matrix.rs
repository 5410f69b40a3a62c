//! The picture of a risk register: likelihood upwards, impact to the right, and every risk in its cell.

use schemars::JsonSchema;
use serde::Serialize;

use crate::model::performance::{Risk, RiskMatrix};
use crate::model::value::RiskLevel;

/// Rows of likelihood, the highest first, by columns of impact.
#[derive(Serialize, JsonSchema)]
pub(super) struct MatrixView {
    /// The risks in the picture, for its description.
    risks: Vec<PlacedView>,
    /// The references of risks that give no likelihood and impact, and so have no cell.
    without_place: Vec<String>,
    /// What the levels of impact are called, the lowest first: numbers, or letters where risks have letters.
    columns: Vec<String>,
    /// The rows of the matrix, that of the highest likelihood first.
    rows: Vec<MatrixRowView>,
    /// The moves of risks from one cell to another since the period before, in the order of the risks.
    moves: Vec<MoveView>,
    /// Whether arrows of these moves would cross or cover each other, so that a table has to show them.
    crossing: bool,
}

/// A risk in the matrix.
#[derive(Serialize, JsonSchema)]
pub(super) struct PlacedView {
    /// The risk's reference as written.
    reference: String,
    /// Its likelihood now, as the axis of the matrix has it.
    likelihood: String,
    /// Its impact now, likewise.
    impact: String,
    /// Its score: likelihood times impact.
    score: u32,
    /// Where it was the period before; absent where that is not known.
    before: Option<BeforeView>,
}

/// Where a risk was the period before.
#[derive(Serialize, JsonSchema)]
pub(super) struct BeforeView {
    /// Whether it has moved since.
    moved: bool,
    /// Its likelihood then.
    likelihood: String,
    /// Its impact then.
    impact: String,
}

/// A row of the matrix.
#[derive(Serialize, JsonSchema)]
pub(super) struct MatrixRowView {
    /// The likelihood of the row, as the axis has it.
    likelihood: String,
    /// The cells of the row, that of the lowest impact first.
    cells: Vec<CellView>,
}

/// A cell of the matrix.
#[derive(Serialize, JsonSchema)]
pub(super) struct CellView {
    /// The score of the cell: likelihood times impact.
    score: u32,
    /// How high the score is, by the matrix of the council: `low`, `medium` or `high`.
    level: &'static str,
    /// The references of the risks in the cell, as written; empty where there are none.
    risks: Vec<String>,
}

/// A move of a risk from one cell to another.
#[derive(Serialize, JsonSchema)]
pub(super) struct MoveView {
    /// The risk's reference as written.
    reference: String,
    /// The row of the cell where it was, from 0 at the top.
    from_row: u32,
    /// The column of that cell, from 0 on the left.
    from_column: u32,
    /// The row of the cell where it is.
    row: u32,
    /// The column of that cell.
    column: u32,
    /// Its likelihood the period before, as the axis has it.
    from_likelihood: String,
    /// Its impact the period before.
    from_impact: String,
    /// Its score the period before.
    from_score: u32,
    /// Its likelihood now.
    likelihood: String,
    /// Its impact now.
    impact: String,
    /// Its score now.
    score: u32,
}

impl MoveView {
    /// Returns the rows and the columns that its arrow may touch, whatever the rows' heights.
    fn reach(&self) -> [(u32, u32); 2] {
        let range = |one: u32, other: u32| (one.min(other), one.max(other));
        [range(self.from_row, self.row), range(self.from_column, self.column)]
    }

    /// Returns whether its arrow might cross or cover another.
    fn meets(&self, other: &Self) -> bool {
        let pairs = self.reach().into_iter().zip(other.reach());
        pairs
            .into_iter()
            .all(|((from, to), (other_from, other_to))| from <= other_to && other_from <= to)
    }
}

/// Returns the word that templates use for how high a score is.
pub(super) fn level(matrix: RiskMatrix, score: u32) -> &'static str {
    if matrix.high_from <= score {
        "high"
    } else if matrix.medium_from <= score {
        "medium"
    } else {
        "low"
    }
}

/// Likelihood and impact as numbers of the matrix.
type Place = (u32, u32);

fn place(matrix: RiskMatrix, levels: Option<(RiskLevel, RiskLevel)>) -> Option<Place> {
    let (likelihood, impact) = levels?;
    matrix.likelihood_of(likelihood).zip(matrix.impact_of(impact))
}

/// Returns the picture of these risks; `None` where none has both a likelihood and an impact.
pub(super) fn matrix(matrix: RiskMatrix, risks: &[&Risk]) -> Option<MatrixView> {
    let placed: Vec<(&Risk, Place)> =
        risks.iter().filter_map(|risk| Some((*risk, place(matrix, risk.levels())?))).collect();
    if placed.is_empty() {
        return None;
    }
    let levels = || placed.iter().filter_map(|(risk, _)| risk.levels());
    let has_letters = (
        levels().any(|(likelihood, _)| likelihood.is_letter),
        levels().any(|(_, impact)| impact.is_letter),
    );
    let likelihood_label = |number: u32| matrix.label(number, matrix.likelihood, has_letters.0);
    let impact_label = |number: u32| matrix.label(number, matrix.impact, has_letters.1);
    let reference = |risk: &Risk| risk.r#ref.written().to_owned();
    let mut moves = Vec::new();
    let mut views = Vec::new();
    for (risk, (likelihood, impact)) in &placed {
        let (likelihood, impact) = (*likelihood, *impact);
        let before = place(matrix, risk.previous_levels());
        if let Some((from_likelihood, from_impact)) =
            before.filter(|before| *before != (likelihood, impact))
        {
            moves.push(MoveView {
                reference: reference(risk),
                from_row: matrix.likelihood - from_likelihood,
                from_column: from_impact - 1,
                row: matrix.likelihood - likelihood,
                column: impact - 1,
                from_likelihood: likelihood_label(from_likelihood),
                from_impact: impact_label(from_impact),
                from_score: from_likelihood * from_impact,
                likelihood: likelihood_label(likelihood),
                impact: impact_label(impact),
                score: likelihood * impact,
            });
        }
        views.push(PlacedView {
            reference: reference(risk),
            likelihood: likelihood_label(likelihood),
            impact: impact_label(impact),
            score: likelihood * impact,
            before: before.map(|(from_likelihood, from_impact)| BeforeView {
                moved: (from_likelihood, from_impact) != (likelihood, impact),
                likelihood: likelihood_label(from_likelihood),
                impact: impact_label(from_impact),
            }),
        });
    }
    let crossing = moves
        .iter()
        .enumerate()
        .any(|(at, movement)| moves[..at].iter().any(|other| movement.meets(other)));
    let cell = |likelihood: u32, impact: u32| CellView {
        score: likelihood * impact,
        level: level(matrix, likelihood * impact),
        risks: placed
            .iter()
            .filter(|(_, place)| *place == (likelihood, impact))
            .map(|(risk, _)| reference(risk))
            .collect(),
    };
    let rows = (1..=matrix.likelihood).rev().map(|likelihood| MatrixRowView {
        likelihood: likelihood_label(likelihood),
        cells: (1..=matrix.impact).map(|impact| cell(likelihood, impact)).collect(),
    });
    let without_place = risks
        .iter()
        .filter(|risk| placed.iter().all(|(other, _)| !std::ptr::eq(*other, **risk)))
        .map(|risk| reference(risk))
        .collect();
    Some(MatrixView {
        risks: views,
        without_place,
        columns: (1..=matrix.impact).map(impact_label).collect(),
        rows: rows.collect(),
        moves,
        crossing,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn movement(from: (u32, u32), to: (u32, u32)) -> MoveView {
        MoveView {
            reference: String::new(),
            from_row: from.0,
            from_column: from.1,
            row: to.0,
            column: to.1,
            from_likelihood: String::new(),
            from_impact: String::new(),
            from_score: 1,
            likelihood: String::new(),
            impact: String::new(),
            score: 1,
        }
    }

    #[test]
    fn arrows_that_may_meet_are_known() {
        let across = movement((0, 0), (0, 3));
        assert!(across.meets(&movement((1, 2), (0, 2))));
        assert!(across.meets(&movement((0, 3), (0, 0))));
        assert!(across.meets(&movement((0, 3), (2, 3))));
        assert!(!across.meets(&movement((1, 0), (3, 4))));
        assert!(!movement((0, 1), (3, 1)).meets(&movement((0, 2), (3, 2))));
    }

    #[test]
    fn levels_follow_the_bands() {
        let usual = RiskMatrix::of(None);
        let levels = [5, 6, 14, 15].map(|score| level(usual, score));
        assert_eq!(levels, ["low", "medium", "medium", "high"]);
        assert!(!usual.is_possible(7) && usual.is_possible(25) && !usual.is_possible(26));
        assert_eq!(usual.label(5, 5, true), "E");
    }
}
