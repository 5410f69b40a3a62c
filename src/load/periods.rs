//! What lies in the folders of periods: `performance/2025-26-q3/` and the like.

use super::Loader;
use super::files::folder_named;
use super::tables::Place;
use crate::diag::{Code, Diagnostic, Origin};
use crate::model::council_tax::CouncilTax;
use crate::model::dataset::Performance;
use crate::model::performance::{ReportCard, Resources};
use crate::model::programmes::Programmes;
use crate::model::value::{Parse, PeriodKind, ReportingPeriod, Scalar};
use crate::store::Entry;

impl Loader<'_> {
    /// Reads `performance/<period>/…`.
    pub(super) fn performance(&mut self, root: &[Entry]) {
        let Some(folder) = folder_named("performance", root) else { return };
        let Some(entries) = self.list(&folder) else { return };
        for entry in entries {
            if !entry.is_folder {
                self.warn_unknown_file(
                    &folder,
                    &entry,
                    "each period has a folder, such as `performance/2025-26-q3/`",
                );
                continue;
            }
            let period = match ReportingPeriod::parse(&Scalar::Text(entry.name.clone())) {
                Ok(parsed) => parsed.value,
                Err(bad) => {
                    let origin = Origin::file(self.shown(&folder, &entry.name));
                    self.context.diags.push(
                        Diagnostic::new(Code::FileNotAPeriod, bad.message)
                            .at(&origin)
                            .hint("name the folder after its period, such as `2025-26-q3`, `2025-11` or `2025-26`"),
                    );
                    continue;
                }
            };
            let below = format!("{folder}/{}", entry.name);
            let Some(files) = self.list(&below) else { continue };
            self.open_workbooks(&below, &files);
            let before = self.data.lost.len();
            let card: Option<ReportCard> = self.rows("report", &below, &files).into_iter().next();
            let council_unit = self.context.money_unit;
            let unit = card.as_ref().and_then(|card| card.money_unit.as_ref());
            self.context.money_unit = unit.map(|unit| unit.value.into()).or(council_unit);
            let is_year = period.kind() == PeriodKind::Year;
            let place = if is_year { Place::Year } else { Place::Period };
            let mut period_data = Performance {
                card,
                indicators: self.rows("indicators", &below, &files),
                benchmarks: self.rows("benchmarks", &below, &files),
                finance: self.rows("finance", &below, &files),
                savings: self.rows("savings", &below, &files),
                capital: self.rows("capital", &below, &files),
                risks: self.rows("risks", &below, &files),
                workforce: self.rows("workforce", &below, &files),
                commitments: self.rows("commitments", &below, &files),
                milestones: self.rows("milestones", &below, &files),
                findings: self.rows("findings", &below, &files),
                complaints: self.rows("complaints", &below, &files),
                programmes: Programmes::read(&mut self.rows_in(&below, &files)),
                resources: Resources::read(&mut self.rows_in(&below, &files)),
                council_tax: match place {
                    Place::Year => CouncilTax::read(&mut self.rows_in(&below, &files)),
                    _ => CouncilTax::default(),
                },
                totals: std::mem::take(&mut self.totals),
                risk_matrix: None,
                risk_appetite: Vec::new(),
            };
            let listed = period_data.card.as_mut().map(|card| std::mem::take(&mut card.programmes));
            period_data.programmes.programmes.extend(listed.into_iter().flatten());
            self.context.money_unit = council_unit;
            for lost in &mut self.data.lost[before..] {
                lost.key = Some(period.key());
            }
            self.warn_unknown_files(&below, &files, place);
            if self.data.performance.insert(period, period_data).is_some() {
                let origin = Origin::file(self.shown("", &below));
                let message = format!("{period} has two folders");
                self.context.diags.push(
                    Diagnostic::new(Code::DataDuplicate, message)
                        .at(&origin)
                        .hint("keep one of them, or rename one after its period"),
                );
                self.data.lose("indicators", Some(period.key()), &origin);
            }
        }
    }
}
