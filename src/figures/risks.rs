//! Checks of risks: scores are likelihood times impact, and earlier scores are those of earlier
//! registers.

use super::{Context, Faults};
use crate::diag::{Code, Diagnostic};
use crate::model::performance::Risk;
use crate::model::record::Located;

/// The highest likelihood, and the highest impact.
const MAX_LEVEL: u32 = 5;

pub(super) fn check(faults: &mut Faults, ctx: &Context<'_>) {
    for risk in &ctx.figures.risks {
        let places =
            [&risk.likelihood, &risk.impact, &risk.previous_likelihood, &risk.previous_impact];
        for place in places.into_iter().flatten() {
            range(faults, place, MAX_LEVEL);
        }
        let scores = [&risk.initial, &risk.previous, &risk.target];
        for score in scores.into_iter().flatten().chain([&risk.current]) {
            range(faults, score, MAX_LEVEL * MAX_LEVEL);
        }
        product(faults, &risk.likelihood, &risk.impact, Some(&risk.current));
        product(faults, &risk.previous_likelihood, &risk.previous_impact, risk.previous.as_ref());
        published(faults, ctx, risk);
        register(faults, risk);
    }
}

fn range(faults: &mut Faults, number: &Located<u32>, highest: u32) {
    if (1..=highest).contains(&number.value) {
        return;
    }
    let message = format!("{} is outside the scale of 1 to {highest}", number.value);
    faults.push(
        "risks",
        Diagnostic::new(Code::FiguresScore, message)
            .at(&number.origin)
            .hint("scores are likelihood, 1 to 5, times impact, 1 to 5"),
    );
}

fn product(
    faults: &mut Faults,
    likelihood: &Option<Located<u32>>,
    impact: &Option<Located<u32>>,
    score: Option<&Located<u32>>,
) {
    let (Some(likelihood), Some(impact), Some(score)) = (likelihood, impact, score) else { return };
    let product = likelihood.value.saturating_mul(impact.value);
    if product == score.value {
        return;
    }
    let message = format!(
        "the score is {}; likelihood {} times impact {} is {product}",
        score.value, likelihood.value, impact.value
    );
    faults.push(
        "risks",
        Diagnostic::new(Code::FiguresScore, message)
            .at(&score.origin)
            .label(&likelihood.origin, "likelihood")
            .label(&impact.origin, "impact")
            .hint("correct one of the three"),
    );
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
        let Some(now) = now.filter(|current| current.value != score.value) else { continue };
        let message = format!(
            "the score of `{}` in {period} is {} here; the register of {period} has {}",
            risk.r#ref.written(),
            score.value,
            now.value
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
