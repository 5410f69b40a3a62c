//! Checks of risks: scores are likelihood times impact, and earlier scores are those of earlier
//! registers; categories have an appetite, and the matrix can be drawn.

use super::{Context, Faults};
use crate::diag::{Code, Diagnostic};
use crate::model::nearest::nearest;
use crate::model::performance::{MATRIX_LEVELS, Risk, RiskMatrix};
use crate::model::record::Located;
use crate::model::value::{RiskLevel, RiskScore};

pub(super) fn check(faults: &mut Faults, ctx: &Context<'_>) {
    settings(faults, ctx);
    let matrix = ctx.figures.matrix();
    for risk in &ctx.figures.risks {
        let likelihoods = [&risk.likelihood, &risk.previous_likelihood].into_iter().flatten();
        let impacts = [&risk.impact, &risk.previous_impact].into_iter().flatten();
        for level in likelihoods {
            range(faults, level, matrix.likelihood_of(level.value), matrix.likelihood);
        }
        for level in impacts {
            range(faults, level, matrix.impact_of(level.value), matrix.impact);
        }
        let scores = [&risk.initial, &risk.previous, &risk.target];
        let scores = scores.into_iter().flatten().chain([&risk.current]);
        for score in scores.chain(risk.periods.iter().map(|past| &past.value)) {
            possible(faults, matrix, score);
        }
        product(faults, matrix, [&risk.likelihood, &risk.impact], Some(&risk.current));
        let previous = [&risk.previous_likelihood, &risk.previous_impact];
        product(faults, matrix, previous, risk.previous.as_ref());
        appetite(faults, ctx, risk);
        published(faults, ctx, risk);
        register(faults, risk);
    }
}

fn push(faults: &mut Faults, code: Code, message: String, at: &crate::diag::Origin, hint: String) {
    faults.push("risks", Diagnostic::new(code, message).at(at).hint(hint));
}

/// Reports a matrix that can't be drawn, or of which nobody knows what is high.
fn settings(faults: &mut Faults, ctx: &Context<'_>) {
    let Some(settings) = &ctx.figures.risk_matrix else { return };
    let ranges = [("likelihood", &settings.likelihood), ("impact", &settings.impact)];
    let mut is_usual = true;
    for (name, number) in ranges {
        let Some(number) = number else { continue };
        is_usual &= number.value == 5;
        if !MATRIX_LEVELS.contains(&number.value) {
            let message = format!("`risk-matrix` has {} levels of {name}", number.value);
            let hint = "a matrix has 3 to 6 levels of likelihood and of impact".to_owned();
            push(faults, Code::FiguresRiskMatrix, message, &number.origin, hint);
        }
    }
    let matrix = ctx.figures.matrix();
    let bands = [("medium-from", &settings.medium_from), ("high-from", &settings.high_from)];
    for (name, band) in bands {
        if band.is_none() && !is_usual {
            let message = format!(
                "`risk-matrix` has {} by {} levels, and nothing says from which score a risk is {}",
                matrix.likelihood,
                matrix.impact,
                name.trim_end_matches("-from")
            );
            let hint = format!("write it into `{name}`");
            push(faults, Code::FiguresRiskMatrix, message, &settings.origin, hint);
        }
    }
    let band = settings.high_from.as_ref().or(settings.medium_from.as_ref());
    let is_ordered = 1 < matrix.medium_from
        && matrix.medium_from < matrix.high_from
        && matrix.high_from <= matrix.highest();
    if let Some(band) = band
        && !is_ordered
        && (is_usual || settings.high_from.is_some() && settings.medium_from.is_some())
    {
        let message = format!(
            "medium risks begin at {} and high ones at {}, of scores from 1 to {}",
            matrix.medium_from,
            matrix.high_from,
            matrix.highest()
        );
        let hint =
            "write a higher score into `high-from` than into `medium-from`, both within the matrix";
        push(faults, Code::FiguresRiskMatrix, message, &band.origin, hint.to_owned());
    }
}

fn range(faults: &mut Faults, level: &Located<RiskLevel>, number: Option<u32>, levels: u32) {
    if number.is_some() {
        return;
    }
    let last = char::from(b'A' + u8::try_from(levels - 1).unwrap_or_default());
    let (found, scale) = match level.value.is_letter {
        true => {
            let letter = b'A' + u8::try_from(level.value.number - 1).unwrap_or_default();
            (char::from(letter).to_string(), format!("A to {last}"))
        }
        false => (level.value.number.to_string(), format!("1 to {levels}")),
    };
    let message = format!("{found} is outside the scale of {scale}");
    let hint = "scores are likelihood times impact, within the matrix; `risk-matrix` in `report` or `council` gives another";
    push(faults, Code::FiguresScore, message, &level.origin, hint.to_owned());
}

/// Reports a score that no likelihood times impact gives, or not those beside it.
fn possible(faults: &mut Faults, matrix: RiskMatrix, score: &Located<RiskScore>) {
    let RiskScore { score: number, factors } = score.value;
    if let Some((likelihood, impact)) = factors {
        let pair = matrix.likelihood_of(likelihood).zip(matrix.impact_of(impact));
        let Some((likelihood, impact)) = pair else {
            range(
                faults,
                &Located { value: likelihood, origin: score.origin.clone() },
                matrix.likelihood_of(likelihood),
                matrix.likelihood,
            );
            range(
                faults,
                &Located { value: impact, origin: score.origin.clone() },
                matrix.impact_of(impact),
                matrix.impact,
            );
            return;
        };
        if likelihood * impact != number {
            let message = format!(
                "the score is {number}; the {likelihood} times {impact} beside it is {}",
                likelihood * impact
            );
            let hint = "correct one of the three; likelihood stands before impact".to_owned();
            push(faults, Code::FiguresScore, message, &score.origin, hint);
        }
        return;
    }
    if !matrix.is_possible(number) {
        let message = match (1..=matrix.highest()).contains(&number) {
            false => format!("{number} is outside the scale of 1 to {}", matrix.highest()),
            true => format!(
                "{number} is no score: no likelihood from 1 to {} times an impact from 1 to {} gives it",
                matrix.likelihood, matrix.impact
            ),
        };
        let hint = "scores are likelihood times impact; `risk-matrix` in `report` or `council` gives another matrix";
        push(faults, Code::FiguresScore, message, &score.origin, hint.to_owned());
    }
}

fn product(
    faults: &mut Faults,
    matrix: RiskMatrix,
    [likelihood, impact]: [&Option<Located<RiskLevel>>; 2],
    score: Option<&Located<RiskScore>>,
) {
    let (Some(likelihood), Some(impact), Some(score)) = (likelihood, impact, score) else { return };
    let pair = matrix.likelihood_of(likelihood.value).zip(matrix.impact_of(impact.value));
    let Some((likelihood_number, impact_number)) = pair else { return };
    let product = likelihood_number * impact_number;
    if product == score.value.score {
        return;
    }
    let message = format!(
        "the score is {}; likelihood {likelihood_number} times impact {impact_number} is {product}",
        score.value.score
    );
    let is_letter = likelihood.value.is_letter || impact.value.is_letter;
    let hint = match is_letter {
        true => {
            "correct one of the three; or say in `risk-matrix`, under `letters`, whether A is the lowest or the highest"
        }
        false => "correct one of the three",
    };
    faults.push(
        "risks",
        Diagnostic::new(Code::FiguresScore, message)
            .at(&score.origin)
            .label(&likelihood.origin, "likelihood")
            .label(&impact.origin, "impact")
            .hint(hint),
    );
}

/// Reports a category that the council has no appetite for, where others have one.
fn appetite(faults: &mut Faults, ctx: &Context<'_>, risk: &Risk) {
    let appetites = &ctx.figures.risk_appetite;
    let Some(category) = risk.category.as_ref().filter(|_| !appetites.is_empty()) else { return };
    if risk.appetite(appetites).is_some() {
        return;
    }
    let message = format!("no appetite is given for risks of the category `{}`", category.value);
    let names = appetites.iter().map(|appetite| appetite.category.value.as_str());
    let hint = match nearest(&category.value, names) {
        Some(near) => format!("did you mean `{near}`?"),
        None => "add the category to `risk-appetite`, or correct it".to_owned(),
    };
    push(faults, Code::FiguresNoAppetite, message, &category.origin, hint);
}

/// Reports earlier scores that differ from the register of that period.
fn published(faults: &mut Faults, ctx: &Context<'_>, risk: &Risk) {
    let previous = risk.previous.iter().map(|score| (ctx.period.previous(), score));
    let history = risk.periods.iter().map(|past| (past.label.value, &past.value));
    for (period, score) in previous.chain(history) {
        let register = ctx.data.performance.get(&period).filter(|_| period != ctx.period);
        let then = register.and_then(|figures| {
            figures.risks.iter().find(|other| other.r#ref.value == risk.r#ref.value)
        });
        let now = match period == ctx.period {
            true => Some(&risk.current),
            false => then.map(|other| &other.current),
        };
        let Some(now) = now.filter(|current| current.value.score != score.value.score) else {
            continue;
        };
        let message = format!(
            "the score of `{}` in {period} is {} here; the register of {period} has {}",
            risk.r#ref.written(),
            score.value.score,
            now.value.score
        );
        faults.push(
            "risks",
            Diagnostic::new(Code::FiguresRevised, message)
                .at(&score.origin)
                .label(&now.origin, "as in that register")
                .hint("correct one of the two"),
        );
    }
}

/// Reports a risk marked as escalated or handed back whose `register` says otherwise.
fn register(faults: &mut Faults, risk: &Risk) {
    let Some(register) = &risk.register else { return };
    let up = risk.escalated.as_ref().filter(|flag| flag.0);
    let down = risk.de_escalated.as_ref().filter(|flag| flag.0);
    let wrong = match (up, down) {
        (Some(flag), Some(_)) => Some((flag, "escalated and handed back in the same period")),
        (Some(flag), None) if !risk.is_corporate() => {
            Some((flag, "escalated, but not in the corporate register"))
        }
        (None, Some(flag)) if risk.is_corporate() => {
            Some((flag, "handed back, but in the corporate register"))
        }
        _ => None,
    };
    if let Some((flag, what)) = wrong {
        faults.push(
            "risks",
            Diagnostic::new(
                Code::FiguresRegister,
                format!(
                    "`{}` is {what}: its register is `{}`",
                    risk.r#ref.written(),
                    register.value
                ),
            )
            .at(&flag.origin)
            .label(&register.origin, "its register")
            .hint("correct `register`, `escalated` or `de-escalated`"),
        );
    }
}
