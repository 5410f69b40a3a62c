//! A changed row, and how long `watch` takes until the document is written that shows it, from when it knows
//! of the change. The sample's records and all its documents are watched.

use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use orderpaper::check;
use orderpaper::load;
use orderpaper::pipeline::{self, BuildOptions, Event, RunOptions, Selection};
use orderpaper::store;
use orderpaper::templates::Templates;
use orderpaper::typeset::Base;

use super::{processor_time, row, shown};

/// How often a row is changed.
const ROUNDS: usize = 10;

/// Agendas, and a word in a row of each.
const AGENDAS: [(&str, &str, &str); 2] = [
    ("one agenda", "cabinet-2025-06-17", "Declarations of interest"),
    ("one agenda of four packs", "cabinet-2026-01-13", "Declarations of interest"),
];

/// Prints the rows.
pub(crate) fn rows() {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let data = folder.path().join("data");
    let sample = Path::new(env!("CARGO_MANIFEST_DIR")).join("data");
    for file in store::walk(&sample).expect("the sample is there") {
        let bytes = store::read(&sample.join(&file)).expect("it can be read");
        store::write(&data.join(&file), &bytes).expect("it can be written");
    }
    let base = Base::new(&Templates::new(None), None).expect("the fonts are there");
    let today = "2026-02-20".parse().expect("it is a day");
    let reading = (0..ROUNDS).map(|_| {
        let start = Instant::now();
        check::records(&data, base.coverage(), load::MAX_FILE_BYTES, today, None)
            .expect("it loads");
        start.elapsed()
    });
    let reading = reading.min().unwrap_or_default();
    row("watch, reading the data", &shown(reading), "", "");
    for (name, meeting, words) in AGENDAS {
        let (least, cpu) = watch(folder.path(), &data, meeting, words);
        let cpu = cpu.map_or("–".to_owned(), shown);
        row(&format!("watch, {name}"), &shown(least), &cpu, "");
        let beyond = least.saturating_sub(reading);
        row(&format!("watch, {name}, beyond reading"), &shown(beyond), "", "50 ms");
    }
}

/// Watches, changes a row of a meeting's agenda again and again, and returns the shortest time between that
/// it is known and that the agenda is written, and the mean of the processor time until all is.
fn watch(folder: &Path, data: &Path, meeting: &str, words: &str) -> (Duration, Option<Duration>) {
    let run = RunOptions {
        data: data.to_owned(),
        templates: None,
        output: folder.join("output"),
        today: "2026-02-20".parse().expect("a day"),
        program: Some(env!("CARGO_BIN_EXE_orderpaper").into()),
        validator: None,
        threads: 2,
        time_limit: Duration::from_secs(120),
        max_file_bytes: load::MAX_FILE_BYTES,
    };
    let selection = Selection::default();
    let options = BuildOptions {
        run,
        selection,
        keep_typ: false,
        is_kept_elsewhere: false,
        prune: false,
        reports_all: false,
    };
    let table = data.join("agenda.csv");
    let text = String::from_utf8(store::read(&table).expect("it is there")).expect("it is text");
    let row = text.lines().find(|row| row.contains(meeting) && row.contains(words));
    let row = row.expect("the agenda has that row").to_owned();
    let document = format!("agenda of {meeting}");
    let (rounds, times) = (Mutex::new(0_usize), Mutex::new(Vec::new()));
    let known = Mutex::new((Instant::now(), processor_time("self")));
    let spent = Mutex::new(Some(Duration::ZERO));
    let stop = AtomicBool::new(false);
    let notify = |event: Event<'_>| {
        match event {
            Event::Waiting => {
                let mut rounds = rounds.lock().expect("nothing panics");
                *rounds += 1;
                if *rounds > ROUNDS {
                    stop.store(true, Ordering::Relaxed);
                }
                let changed = row.replace(words, &format!("{words} {rounds}"));
                store::write(&table, text.replace(&row, &changed).as_bytes())?;
            }
            Event::Changed(_) => {
                *known.lock().expect("nothing panics") = (Instant::now(), processor_time("self"));
            }
            Event::Round(_) if *rounds.lock().expect("nothing panics") > 0 => {
                let before = known.lock().expect("nothing panics").1;
                let times = processor_time("self").zip(before);
                let mut spent = spent.lock().expect("nothing panics");
                *spent = spent.zip(times).map(|(sum, (after, before))| sum + (after - before));
            }
            Event::Ended { document: ended, .. } if *ended == *document => {
                let since = known.lock().expect("nothing panics").0.elapsed();
                times.lock().expect("nothing panics").push(since);
            }
            _ => {}
        }
        Ok(())
    };
    pipeline::watch(&options, &notify, &stop).expect("the sample is watched");
    let times = times.into_inner().expect("nothing panics");
    // The first is of the round before any change.
    let least = times.into_iter().skip(1).min().unwrap_or_default();
    let spent = spent.into_inner().expect("nothing panics");
    (least, spent.map(|spent| spent / u32::try_from(ROUNDS).expect("a small number")))
}
