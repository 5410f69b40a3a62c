//! Elections, and choices between proposals.

use std::ops::Range;

use super::minute::Minute;
use super::{Labelled, Reader, flag};
use crate::load::written::labels::Label;
use crate::load::written::names;
use crate::load::written::record::Record;
use crate::model::node::Node;

impl Reader<'_, '_> {
    pub(super) fn election(&mut self, minute: &mut Minute, entry: Labelled<'_>) -> bool {
        let Labelled { mark, line, content } = entry;
        let origin = self.origin(line);
        if let Label::Election | Label::Choice = entry.label() {
            minute.begin(&origin, mark.with_it);
            let mut election = Record::new(&origin);
            election.set("title", &origin, self.plain(content));
            minute.election = Some((entry.column(), election));
            return true;
        }
        minute.close_round();
        let Some((_, election)) = &mut minute.election else {
            let hint = "begin with `Election:` and what it was for";
            self.left_out(line, "no election stands before it", hint);
            return false;
        };
        match entry.label() {
            Label::Round => {
                let mut round = Record::new(&origin);
                for nominee in names::lines(self.text(), content) {
                    round.push("nominees", self.nominee(&nominee));
                }
                minute.round = Some(round);
            }
            Label::DecidedBy => {
                let words = names::plain(self.words(content)).to_lowercase();
                let column = match words.trim_start_matches("not by ").trim_start_matches("the ") {
                    "lot" | "lots" | "drawing lots" => "lot",
                    "casting vote" | "chair's casting vote" | "chair’s casting vote" => "casting",
                    _ => {
                        let why = "it is neither `lot` nor `casting vote`";
                        self.left_out(line, why, "write one of the two");
                        return false;
                    }
                };
                election.set(column, &origin, flag(&origin, !words.starts_with("not ")));
            }
            _ => election.set(entry.column(), &origin, self.plain(content)),
        }
        true
    }

    fn nominee(&mut self, entry: &Range<usize>) -> Node {
        let mut record = Record::new(&self.origin(entry));
        let (name, votes) = names::before_and_after(self.text(), entry, ':');
        self.put(&mut record, "name", &name);
        if let Some(votes) = votes {
            let place = self.origin(&votes);
            record.set("votes", &place, self.tally(&votes));
        }
        record.node()
    }
}
