//! `explain`: what a rule of law checks, and how to put a fault right.

use clap::Args;
use serde::Serialize;

use super::Exit;
use super::printer::Printer;
use crate::model::nearest::nearest;
use crate::rules;

/// Print the page of a rule of law, or list the rules
#[derive(Debug, Args)]
pub(super) struct ExplainArgs {
    /// The rule, such as notice/late-agenda; all are listed where none is given
    code: Option<String>,
}

/// A rule, for programs.
#[derive(Serialize)]
struct Explained {
    rule: &'static str,
    duty: &'static str,
    summary: &'static str,
    law: &'static str,
    state: &'static str,
    nations: Vec<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    page: Option<&'static str>,
}

pub(super) fn run(args: &ExplainArgs, printer: &mut Printer) -> anyhow::Result<Exit> {
    let explained = |about: &'static rules::RuleInfo, page| Explained {
        rule: about.code,
        duty: about.duty,
        summary: about.summary,
        law: about.law,
        state: about.state.words(),
        nations: about.nations.iter().map(|nation| nation.word()).collect(),
        page,
    };
    let Some(code) = &args.code else {
        for rule in rules::ALL {
            let about = rule.about();
            printer.line(&format!("{:<34}  {}", about.code, about.summary))?;
            printer.object(&explained(about, None))?;
        }
        return Ok(Exit::Made);
    };
    let Some(rule) = rules::by_code(code) else {
        let near = nearest(code, rules::ALL.iter().map(|rule| rule.about().code));
        let near = near.map(|near| format!("; did you mean `{near}`?")).unwrap_or_default();
        anyhow::bail!("there is no rule `{code}`{near}");
    };
    let about = rule.about();
    if printer.is_json() {
        printer.object(&explained(about, Some(about.page)))?;
    } else {
        printer.text(about.page)?;
    }
    Ok(Exit::Made)
}
