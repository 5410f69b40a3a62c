//! Checks within a row of savings: its months, its parts by rating, and the signs of savings and pressures.

use super::lines::{Claim, compare};
use super::{Faults, money};
use crate::diag::{Code, Diagnostic, Origin};
use crate::model::performance::{Rag, Saving};
use crate::model::record::Located;
use crate::model::value::Money;

/// Columns of the months of a financial year, April first.
const MONTHS: [&str; 12] =
    ["apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec", "jan", "feb", "mar"];

pub(super) fn check(faults: &mut Faults, saving: &Saving) {
    signs(faults, saving);
    months(faults, saving);
    let parts: Vec<(Rag, &Located<Money>)> = saving.parts().collect();
    if parts.is_empty() {
        rating(faults, saving);
    } else {
        self::parts(faults, saving, &parts);
    }
}

fn push(
    faults: &mut Faults,
    (code, message): (Code, String),
    at: &Origin,
    beside: (&Origin, &'static str),
    hint: &'static str,
) {
    let diagnostic = Diagnostic::new(code, message).at(at).label(beside.0, beside.1).hint(hint);
    faults.push("savings", diagnostic);
}

/// Reports a saving in brackets, and a pressure without.
fn signs(faults: &mut Faults, saving: &Saving) {
    let amounts = [("target", Some(&saving.target)), ("delivered", saving.delivered.as_ref())];
    for (column, amount) in amounts {
        let Some(amount) = amount.filter(|amount| !amount.pounds.is_zero()) else { continue };
        let is_pressure = saving.is_pressure();
        // That less than nothing was saved so far may be true.
        if amount.is_negative() == is_pressure || column == "delivered" && !is_pressure {
            continue;
        }
        let what = if is_pressure { "pressure" } else { "saving" };
        let message = format!(
            "`{column}` is {}; a {what} is written as {}",
            amount.value,
            money::shown_like(amount.value, -amount.value)
        );
        let hint = match is_pressure {
            true => "reverse the sign: pressures are written in brackets",
            false => {
                "reverse the sign; if it takes away from what is saved, write `pressure` into `kind`"
            }
        };
        let diagnostic = Diagnostic::new(Code::FiguresSign, message).at(&amount.origin).hint(hint);
        faults.push("savings", diagnostic);
    }
}

/// Reports months that contradict each other, or what is delivered.
fn months(faults: &mut Faults, saving: &Saving) {
    let months: Vec<(usize, &Located<Money>)> = saving
        .months()
        .into_iter()
        .enumerate()
        .filter_map(|(at, amount)| Some((at, amount?)))
        .collect();
    if let (Some(typed), Some((at, last))) = (&saving.delivered, months.last()) {
        let because = format!("what was delivered by the end of `{}`", MONTHS[*at]);
        let (exact, from) = (last.value, &last.origin);
        let (table, column) = ("savings", "delivered");
        compare(faults, &Claim { table, column, typed, exact, because, from });
    }
    for pair in months.windows(2) {
        let [(_, before), (at, now)] = pair else { continue };
        let is_less = match saving.is_pressure() {
            true => before.pounds < now.pounds,
            false => now.pounds < before.pounds,
        };
        if is_less {
            let message = format!(
                "`{}` is {}, less than the {} of the month before; amounts are totals since April",
                MONTHS[*at], now.value, before.value
            );
            let hint = "write in each month the total delivered since April";
            let beside = (&before.origin, "the month before");
            push(faults, (Code::FiguresMonth, message), &now.origin, beside, hint);
        }
    }
}

/// Reports a saving that is rated as delivered, and isn't.
fn rating(faults: &mut Faults, saving: &Saving) {
    if let (Some(rag), Some(delivered)) = (&saving.rag, saving.so_far())
        && rag.value == Rag::Blue
        && !saving.is_pressure()
        && delivered.pounds < saving.target.pounds
    {
        let message = format!(
            "rated blue, which means delivered, but only {} of {} is delivered",
            delivered.value, saving.target.value
        );
        let hint = "rate it green, amber or red until all of it is delivered";
        let beside = (&delivered.origin, "delivered");
        push(faults, (Code::FiguresRating, message), &rag.origin, beside, hint);
    }
}

/// Reports parts that are not those of the target, or that contradict the rating or what is delivered.
fn parts(faults: &mut Faults, saving: &Saving, parts: &[(Rag, &Located<Money>)]) {
    let target = &saving.target;
    let sum = Money::total(parts.iter().map(|(_, amount)| &amount.value));
    if let (Some(sum), Some((_, first))) = (sum, parts.first())
        && !money::is_equal(sum, target.value)
    {
        let message = format!(
            "the parts of `{}` add up to {}; its `target` is {}",
            saving.r#ref.written(),
            money::shown_like(target.value, sum),
            target.value
        );
        let hint = "correct a part or the target: `red`, `amber`, `green` and `blue` add up to it";
        push(
            faults,
            (Code::FiguresPart, message),
            &first.origin,
            (&target.origin, "the target"),
            hint,
        );
    }
    let part =
        |wanted: Rag| parts.iter().find(|(rag, _)| *rag == wanted).map(|(_, amount)| *amount);
    if let Some(rag) = &saving.rag
        && part(rag.value).is_none_or(|part| part.pounds.is_zero())
    {
        let message =
            format!("rated {}, but no part of it is {}", rag.value.word(), rag.value.word());
        let hint = "leave `rag` empty, since each part has its rating, or correct one of them";
        push(
            faults,
            (Code::FiguresRating, message),
            &rag.origin,
            (&target.origin, "the target"),
            hint,
        );
    }
    if let (Some(blue), Some(delivered)) = (part(Rag::Blue), saving.so_far())
        && delivered.pounds < blue.pounds
    {
        let message = format!(
            "{} is blue, which means delivered, but only {} is delivered",
            blue.value,
            money::shown_like(blue.value, delivered.value)
        );
        let hint = "correct `blue`, or what is delivered";
        push(
            faults,
            (Code::FiguresRating, message),
            &blue.origin,
            (&delivered.origin, "delivered"),
            hint,
        );
    }
}
