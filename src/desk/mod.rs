//! The desk: what is due, what is wrong and in which cell, and how each paper looks, in a browser on this machine.
//!
//! One thread answers, and another checks the records whenever a file changes; what it found is shared, and pages are made of
//! it. A third makes documents, publishes and verifies, one task at a time. Spreadsheets and Word edit the records; only minutes
//! are taken down here, while the meeting runs.

mod answers;
mod door;
mod pages;
mod rows;
mod work;

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError, RwLock};

use anyhow::Context;
use chrono::{DateTime, FixedOffset, NaiveDate, NaiveTime};
use serde::{Deserialize, Serialize};
use tokio::net::TcpListener;
use tokio::sync::watch;

use self::door::Door;
use self::pages::Pages;
pub use self::pages::templates;
use self::work::{Task, Work};
use crate::pipeline::{self, ActMoment, Overview, Publication, RunOptions};
use crate::start;
use crate::store::{self, Readers, Watch};
use crate::templates::Templates;

/// The folder of what a running desk leaves for its user, below the folder of restricted papers.
const FOLDER: &str = ".desk";

/// What a desk tells those who want to join it.
#[derive(Debug, Serialize, Deserialize)]
struct Running {
    port: u16,
}

/// How a desk is to run.
#[derive(Clone)]
pub struct DeskOptions {
    /// What it shows.
    pub run: RunOptions,
    /// Whether the day of these options stays, whatever the clock says.
    pub is_day_fixed: bool,
    /// The port; 0 for any that is free.
    pub port: u16,
    /// The machine's clock.
    pub clock: fn() -> DateTime<FixedOffset>,
    /// What it leaves to whoever runs it.
    pub host: Host,
    /// The folder in which its user's councils are, each in a folder with `data` and `output`; `None` where they have no
    /// such place.
    pub councils: Option<PathBuf>,
}

/// What a desk leaves to whoever runs it.
#[derive(Clone)]
pub struct Host {
    /// Returns who publishes, with which key, at a moment of the clock.
    pub moment: Arc<MomentOf>,
    /// Opens a file in the program that the system has for it.
    pub open: fn(&Path) -> anyhow::Result<()>,
    /// Ends the process at once.
    pub end: fn(),
}

/// Says who acts at a moment of the clock.
type MomentOf = dyn Fn(DateTime<FixedOffset>) -> anyhow::Result<ActMoment> + Send + Sync;

/// A desk that can be opened.
#[derive(Debug)]
pub struct Opened {
    /// The file that lets its user in, for a browser to open.
    pub file: PathBuf,
    /// The address.
    pub address: String,
    /// Whether it was running already.
    pub is_joined: bool,
}

/// What the desk knows at the moment.
enum Known {
    /// It is looking.
    Looking,
    /// What it found.
    Found(Overview),
    /// Why it could not look.
    Failed(String),
    /// There are no records yet.
    Empty,
}

impl Known {
    /// Returns what it found, where it found records.
    fn overview(&self) -> Option<&Overview> {
        match self {
            Self::Found(overview) => Some(overview),
            _ => None,
        }
    }
}

/// What the threads of a desk share.
struct Desk {
    door: Door,
    pages: Pages,
    run: RunOptions,
    is_day_fixed: bool,
    clock: fn() -> DateTime<FixedOffset>,
    host: Host,
    councils: Option<PathBuf>,
    /// The folder of the council to which it goes on.
    onward: OnceLock<PathBuf>,
    work: Work,
    /// The document that somebody looks at, by its publication and kind: it is made anew when the records change.
    shown: Mutex<Option<(Publication, &'static str)>>,
    /// Whether it looks at the records because a day begins.
    is_turning: AtomicBool,
    known: RwLock<Arc<Known>>,
    /// Held by whoever looks at the records, so that what was seen last is what is known.
    looking: Mutex<()>,
    /// How often that changed.
    changes: watch::Sender<u64>,
}

impl Desk {
    fn known(&self) -> Arc<Known> {
        Arc::clone(&self.known.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Returns the time of day by the machine's clock.
    fn time(&self) -> NaiveTime {
        (self.clock)().time()
    }

    fn learn(&self, known: Known) {
        *self.known.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(known);
        self.tell();
    }

    /// Has pages told that something changed.
    fn tell(&self) {
        self.changes.send_modify(|count| *count += 1);
    }

    /// Returns the day that counts as today.
    fn today(&self) -> NaiveDate {
        if self.is_day_fixed { self.run.today } else { (self.clock)().date_naive() }
    }

    /// Returns whether a page is open that waits for changes.
    fn is_open(&self) -> bool {
        self.changes.receiver_count() > 0
    }

    /// Looks at the records again where what is known is of another day.
    fn begin_new_day(self: &Arc<Self>) {
        let is_new = self.known().overview().is_some_and(|known| known.today != self.today());
        if is_new && !self.is_turning.swap(true, Ordering::Relaxed) {
            let desk = Arc::clone(self);
            std::thread::spawn(move || {
                desk.learn_anew();
                desk.is_turning.store(false, Ordering::Relaxed);
            });
        }
    }

    /// Returns where and how work is done now.
    fn run_today(&self) -> RunOptions {
        RunOptions { today: self.today(), ..self.run.clone() }
    }

    /// Checks the records.
    fn learn_anew(&self) {
        let _looking = self.looking.lock().unwrap_or_else(PoisonError::into_inner);
        let look = || match start::has_records(&self.run.data)? {
            true => pipeline::overview(&self.run_today()).map(Known::Found),
            false => Ok(Known::Empty),
        };
        self.learn(look().unwrap_or_else(|error| Known::Failed(format!("{error:#}"))));
    }

    /// Checks the records, and again whenever a file changes, until `stop` is set.
    fn look(self: &Arc<Self>, stop: &AtomicBool) {
        let folders = [Some(&self.run.data), self.run.templates.as_ref()];
        let folders: Vec<&Path> = folders.into_iter().flatten().map(|folder| &**folder).collect();
        let mut watch = Watch::begin(&folders, &self.run.output);
        loop {
            // What somebody looks at is made meanwhile.
            let shown = self.shown.lock().unwrap_or_else(PoisonError::into_inner).clone();
            if let Some((publication, kind)) = shown.filter(|_| self.is_open()) {
                work::begin(self, Task::Renew(publication, kind));
            }
            self.learn_anew();
            if stop.load(Ordering::Relaxed) || watch.wait(stop).is_none() {
                return;
            }
        }
    }
}

/// Serves the desk of a council until `stop` is set, after `opened` was given the way in. Where one is running for the same
/// output folder, that one is opened, and nothing is served.
///
/// Returns the folder of another council, where its user wants to go on there.
///
/// # Errors
/// When the port is taken, or the private folder can't be written.
pub fn serve(
    options: &DeskOptions,
    stop: &AtomicBool,
    opened: &dyn Fn(&Opened) -> anyhow::Result<()>,
) -> anyhow::Result<Option<PathBuf>> {
    let run = &options.run;
    let folder = run.output.join("restricted").join(FOLDER);
    store::make_folder(&folder, Readers::Owner)?;
    let templates = Templates::new(run.templates.as_deref());
    let Some(_alone) = store::alone(&folder.join("lock"))? else {
        let running = store::read(&folder.join("running.json"))?;
        let Running { port } = serde_json::from_slice(&running)
            .context("another desk is beginning; try again in a moment")?;
        opened(&way_in(&templates, &folder, port, true)?)?;
        return Ok(None);
    };
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_io()
        .enable_time()
        .build()
        .context("failed to begin to serve")?;
    runtime.block_on(async {
        let listener = TcpListener::bind(("127.0.0.1", options.port))
            .await
            .with_context(|| format!("port {} can't be used", options.port))?;
        let port = listener.local_addr().context("failed to begin to serve")?.port();
        let running = serde_json::to_vec(&Running { port }).expect("a number can be written");
        let desk = Arc::new(Desk {
            door: Door::new(port, &folder)?,
            pages: Pages::new(run)?,
            run: run.clone(),
            is_day_fixed: options.is_day_fixed,
            clock: options.clock,
            host: options.host.clone(),
            councils: options.councils.clone(),
            onward: OnceLock::new(),
            work: Work::default(),
            shown: Mutex::default(),
            is_turning: AtomicBool::new(false),
            known: RwLock::new(Arc::new(Known::Looking)),
            looking: Mutex::default(),
            changes: watch::channel(0).0,
        });
        store::write_for(Readers::Owner, &folder.join("running.json"), &running)?;
        opened(&way_in(&templates, &folder, port, false)?)?;
        let has_ended = Arc::new(AtomicBool::new(false));
        let looking = std::thread::spawn({
            let (desk, has_ended) = (Arc::clone(&desk), Arc::clone(&has_ended));
            move || desk.look(&has_ended)
        });
        let ended = answers::serve(listener, Arc::clone(&desk), stop).await;
        has_ended.store(true, Ordering::Relaxed);
        looking.join().map_err(|_| anyhow::anyhow!("the records could not be checked"))?;
        ended?;
        Ok(desk.onward.get().cloned())
    })
}

/// Leaves a key, and a page that brings it to the desk: the key is on no command line, where others would see it.
fn way_in(
    templates: &Templates,
    folder: &Path,
    port: u16,
    is_joined: bool,
) -> anyhow::Result<Opened> {
    let address = format!("http://127.0.0.1:{port}/");
    let key = Door::leave_key(folder)?;
    let file = folder.join("open.html");
    store::write_for(Readers::Owner, &file, pages::way_in(templates, &address, &key).as_bytes())?;
    Ok(Opened { file, address, is_joined })
}
