//! Texts of a period: figures that they name in braces are filled in, and unknown names reported.

use super::names::{
    MEASURE_FIGURES, SUMMARY_FIGURES, by_account, is_summary_figure, measure_figure, summary_figure,
};
use super::{Context, Faults, Scope, typed};
use crate::diag::{Code, Diagnostic};
use crate::model::dataset::Performance;
use crate::model::nearest::nearest;
use crate::model::passages::{Passages, Words};
use crate::model::performance::{Edition, Indicator};
use crate::model::record::Text;
use crate::model::rich::{Block, Inline, Rich};

/// What a text is about: it decides which figures the text may name, and their values.
#[derive(Clone)]
pub(super) enum TextSubject<'a> {
    /// A part of the period; figures of [`SUMMARY_FIGURES`].
    Part(Scope<'a>),
    /// An indicator; figures of [`MEASURE_FIGURES`].
    Measure(&'a Indicator),
}

/// Returns a text in which each `{name}` that `value` knows is replaced by its value; other braces
/// stay. Code spans are left alone.
pub fn fill(rich: &Rich, value: &dyn Fn(&str) -> Option<String>) -> Rich {
    let mut filled = rich.clone();
    blocks(&mut filled.blocks, value);
    filled
}

fn blocks(list: &mut [Block], value: &dyn Fn(&str) -> Option<String>) {
    for block in list {
        match block {
            Block::Paragraph(content) | Block::Heading { content, .. } => inlines(content, value),
            Block::List(list) => {
                list.items.iter_mut().for_each(|item| blocks(&mut item.blocks, value));
            }
            Block::Table(table) => {
                table.caption.iter_mut().for_each(|caption| inlines(caption, value));
                let rows = table.head.iter_mut().chain(&mut table.body);
                rows.flatten().for_each(|cell| inlines(cell, value));
            }
            Block::Quote(inner) => blocks(inner, value),
            Block::Picture(picture) => {
                picture.caption.iter_mut().for_each(|caption| inlines(caption, value));
            }
        }
    }
}

fn inlines(list: &mut [Inline], value: &dyn Fn(&str) -> Option<String>) {
    for inline in list {
        match inline {
            Inline::Text(text) => {
                for name in names(text) {
                    if let Some(value) = value(&name) {
                        *text = text.replace(&format!("{{{name}}}"), &value);
                    }
                }
            }
            Inline::Strong(content)
            | Inline::Emphasis(content)
            | Inline::Inserted(content)
            | Inline::Deleted(content)
            | Inline::Marked(content)
            | Inline::Superscript(content)
            | Inline::Subscript(content)
            | Inline::Link { content, .. } => inlines(content, value),
            Inline::Note { blocks: list, .. } => blocks(list, value),
            Inline::Code(_) | Inline::LineBreak => {}
        }
    }
}

/// Returns the names between braces in a text, each once; words that can't be names, such as `{x}`
/// or `{Red-Count}`, are left out.
pub(super) fn names(text: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for part in text.split('{').skip(1) {
        let Some((name, _)) = part.split_once('}') else { continue };
        let is_name = name.len() > 1
            && name.chars().all(|char| char.is_ascii_lowercase() || char == '-')
            && !name.starts_with('-');
        if is_name && !found.iter().any(|known| known == name) {
            found.push(name.to_owned());
        }
    }
    found
}

/// Returns the part of a period that an edition shows: its committee's or its portfolios', else
/// all.
pub fn scope_of<'a>(whole: &Scope<'a>, edition: &'a Edition) -> Scope<'a> {
    let committee = edition.committee.as_ref().map(|name| name.value.as_str());
    let mut portfolios: Vec<&str> =
        edition.portfolios.iter().map(|name| name.value.as_str()).collect();
    if committee.is_none() && portfolios.is_empty() {
        return whole.clone();
    }
    let is_shown = |indicator: &&&Indicator| {
        committee.is_some()
            && indicator.committee.as_ref().map(|name| name.value.as_str()) == committee
            || committee.is_none() && portfolios.contains(&indicator.portfolio.value.as_str())
    };
    let indicators: Vec<&Indicator> = whole.indicators.iter().filter(is_shown).copied().collect();
    if portfolios.is_empty() {
        for indicator in &indicators {
            if !portfolios.contains(&indicator.portfolio.value.as_str()) {
                portfolios.push(&indicator.portfolio.value);
            }
        }
    }
    Scope { indicators, portfolios: Some(portfolios), ..whole.clone() }
}

pub(super) fn check<'a>(faults: &mut Faults, ctx: &Context<'a>) {
    let figures = ctx.figures;
    let whole = Scope::whole(ctx.period, figures);
    let mut texts: Vec<(&'static str, &Text, TextSubject<'a>)> = Vec::new();
    if let Some(card) = &figures.card {
        let subject = || TextSubject::Part(whole.clone());
        texts.extend(card.headlines.iter().map(|text| ("report", text, subject())));
        texts.extend(card.public_summary.iter().map(|text| ("report", text, subject())));
        for portfolio in &card.portfolios {
            let scope = Scope::portfolio(ctx.period, figures, &portfolio.name);
            texts.extend(
                portfolio
                    .summary
                    .iter()
                    .map(|text| ("report", text, TextSubject::Part(scope.clone()))),
            );
        }
        for edition in &card.editions {
            let scope = scope_of(&whole, edition);
            texts.extend(
                edition
                    .summary
                    .iter()
                    .map(|text| ("report", text, TextSubject::Part(scope.clone()))),
            );
        }
    }
    let programmes = figures.programmes.programmes.iter();
    texts.extend(
        programmes
            .filter_map(|programme| programme.summary.as_ref())
            .map(|text| ("programmes", text, TextSubject::Part(whole.clone()))),
    );
    for indicator in &figures.indicators {
        for text in indicator.narrative.iter().chain(&indicator.actions) {
            texts.push(("indicators", text, TextSubject::Measure(indicator)));
        }
    }
    for line in &figures.finance {
        texts.extend(
            line.narrative.iter().map(|text| ("finance", text, part(&whole, &line.portfolio))),
        );
    }
    for saving in &figures.savings {
        texts.extend(
            saving.narrative.iter().map(|text| ("savings", text, part(&whole, &saving.portfolio))),
        );
    }
    for scheme in &figures.capital {
        texts.extend(
            scheme.narrative.iter().map(|text| ("capital", text, part(&whole, &scheme.portfolio))),
        );
    }
    for risk in &figures.risks {
        let list = [&risk.cause, &risk.consequence, &risk.actions];
        let texts_of = list.into_iter().flatten();
        texts.extend(texts_of.map(|text| ("risks", text, TextSubject::Part(whole.clone()))));
    }
    for measure in &figures.workforce {
        texts.extend(
            measure
                .narrative
                .iter()
                .map(|text| ("workforce", text, TextSubject::Part(whole.clone()))),
        );
    }
    for commitment in &figures.commitments {
        texts.extend(
            commitment
                .evidence
                .iter()
                .map(|text| ("commitments", text, TextSubject::Part(whole.clone()))),
        );
    }
    check_all(faults, ctx, texts);
}

/// Checks the texts of measures that only members and officers may read.
pub(super) fn check_internal(faults: &mut Faults, ctx: &Context<'_>) {
    let internal = ctx.figures.indicators.iter().filter(|indicator| indicator.is_internal());
    let texts = internal.flat_map(|indicator| {
        let texts = indicator.narrative.iter().chain(&indicator.actions);
        texts.map(move |text| ("indicators", text, TextSubject::Measure(indicator)))
    });
    check_all(faults, ctx, texts.collect());
}

/// Checks figures that somebody typed into texts of papers beside the report: on programmes, findings and complaints, and
/// in the latest period those on strategies and assessments.
pub(super) fn check_papers(faults: &mut Faults, ctx: &Context<'_>) {
    let whole = Scope::whole(ctx.period, ctx.figures);
    let Performance { programmes, findings, complaints, .. } = ctx.figures;
    let mut papers: Vec<(&'static str, &dyn Passages)> =
        vec![("workstreams", programmes), ("findings", findings), ("complaints", complaints)];
    let latest = ctx.data.latest_reported().map(|(period, _)| period);
    if latest == Some(ctx.period) {
        papers.push(("evidence", &ctx.data.strategies));
    }
    for (table, paper) in papers {
        paper.passages("", false, &mut |passage| {
            if let Words::Text(text) = passage.words {
                let plain = text.plain_text();
                let source = typed::Source { table, origin: passage.origin, in_report: false };
                typed::check(faults, ctx, source, &plain, Some(&whole));
            }
        });
    }
}

/// Checks texts, each with its table and what it is about.
fn check_all<'a>(
    faults: &mut Faults,
    ctx: &Context<'a>,
    texts: Vec<(&'static str, &Text, TextSubject<'a>)>,
) {
    for (table, text, subject) in texts {
        let plain = text.value.0.plain_text();
        for name in names(&plain) {
            unknown(faults, ctx, table, text, &subject, &name);
        }
        let scope = match &subject {
            TextSubject::Part(scope) => Some(scope),
            TextSubject::Measure(_) => None,
        };
        let source = typed::Source { table, origin: &text.origin, in_report: true };
        typed::check(faults, ctx, source, &plain, scope);
    }
}

/// Returns the subject of a text in a row of that portfolio.
fn part<'a>(whole: &Scope<'a>, portfolio: &'a str) -> TextSubject<'a> {
    TextSubject::Part(Scope::portfolio(whole.period, whole.all, portfolio))
}

/// Reports a name that the text can't use, or that has no value this period.
fn unknown(
    faults: &mut Faults,
    ctx: &Context<'_>,
    table: &'static str,
    text: &Text,
    subject: &TextSubject<'_>,
    name: &str,
) {
    let (known, value) = match subject {
        TextSubject::Part(scope) => (SUMMARY_FIGURES, summary_figure(scope, name)),
        TextSubject::Measure(indicator) => {
            (MEASURE_FIGURES, measure_figure(indicator, ctx.period, name))
        }
    };
    if value.is_some() {
        return;
    }
    let is_known = match subject {
        TextSubject::Part(_) => is_summary_figure(name),
        TextSubject::Measure(_) => known.iter().any(|(listed, _)| *listed == name),
    };
    let of_accounts = match subject {
        TextSubject::Part(scope) => by_account(scope, name),
        TextSubject::Measure(_) => Vec::new(),
    };
    if !of_accounts.is_empty() {
        let message = format!("`{{{name}}}` would add up several accounts, which has no meaning");
        let names: Vec<String> = of_accounts.iter().map(|name| format!("`{{{name}}}`")).collect();
        let hint = format!("name the figure of one account: {}", names.join(", "));
        faults.push(
            table,
            Diagnostic::new(Code::FiguresUnknownName, message).at(&text.origin).hint(hint),
        );
        return;
    }
    let message = match is_known {
        true => format!("`{{{name}}}` names a figure that this period doesn't have"),
        false => format!("`{{{name}}}` is not a figure that this text can name"),
    };
    let others = known.iter().map(|(listed, _)| *listed).filter(|listed| *listed != name);
    let hint = match nearest(name, others) {
        Some(near) if !is_known => format!("did you mean `{{{near}}}`? `data/README.md` lists the names"),
        _ => "write the figure itself, or take the name out; `data/README.md` lists what can be named".to_owned(),
    };
    faults.push(
        table,
        Diagnostic::new(Code::FiguresUnknownName, message).at(&text.origin).hint(hint),
    );
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::rich::parse;

    #[test]
    fn names_are_filled_in_and_nothing_else_is() {
        #[track_caller]
        fn check(text: &str, expected: &str) {
            let (rich, faults) = parse(text);
            assert!(faults.is_empty(), "{faults:?}");
            let value = |name: &str| (name == "red-count").then(|| "#10 {{x}}".to_owned());
            assert_eq!(fill(&rich, &value).plain_text(), expected);
        }
        check("{red-count} are red.", "#10 {{x}} are red.");
        check("Of these *{red-count}* are, {red-count}.", "Of these #10 {{x}} are, #10 {{x}}.");
        check("- one\n- {red-count}", "one\n#10 {{x}}");
        check("{blue-count} and {Red-Count}", "{blue-count} and {Red-Count}");
        check("`{red-count}`", "{red-count}");
    }
}
