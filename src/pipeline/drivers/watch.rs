//! `watch`: makes documents again as the files that they come from change.

use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};

use super::build::{BuildOptions, build_with};
use super::{Event, Notify};
use crate::pipeline::renderer::KeptRenderer;
use crate::store::Watch;

/// Builds, and again each time that files of the data or templates folder have changed, until `stop` is
/// set. Templates that have not changed stay as they were parsed. An error of one build does not end the watch: what caused it, such as a missing folder, may be
/// mended before the next.
///
/// # Errors
/// When `notify` fails.
pub fn watch(options: &BuildOptions, notify: &Notify<'_>, stop: &AtomicBool) -> anyhow::Result<()> {
    let run = &options.run;
    let folders = [Some(&run.data), run.templates.as_ref()].into_iter().flatten();
    let folders: Vec<&Path> = folders.map(|folder| &**folder).collect();
    let mut watch = Watch::begin(&folders, &run.output);
    let mut kept = KeptRenderer::default();
    loop {
        notify(Event::Round(build_with(&mut kept, options, notify, stop)))?;
        if stop.load(Ordering::Relaxed) {
            return Ok(());
        }
        notify(Event::Waiting)?;
        let Some(changed) = watch.wait(stop) else { return Ok(()) };
        notify(Event::Changed(&changed))?;
    }
}
