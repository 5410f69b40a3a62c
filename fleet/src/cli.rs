//! The command line: which commands there are, their options, and what they print. Settings may be given as
//! variables of the environment.

use std::io::{self, Write};
use std::net::SocketAddr;
use std::num::{NonZeroU32, NonZeroUsize};
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use anyhow::Context;
use chrono::{DateTime, FixedOffset, NaiveDate};
use clap::{Args, Parser, Subcommand, ValueEnum};
use tokio::net::TcpListener;

use crate::gather::gather;
use crate::health::Health;
use crate::name::{BuildId, Council, Ulid};
use crate::order::{Language, Order};
use crate::planning::{self, Planning};
use crate::program::{self, Limits, Program};
use crate::put::put;
use crate::queue::{Queue, QueueSettings};
use crate::run::{Part, Run};
use crate::scratch::Scratch;
use crate::status::Status;
use crate::store::Store;
use crate::work::{Stop, WorkSettings, Worker};

/// Make the papers of many councils on many machines, with NATS JetStream and an object store
#[derive(Debug, Parser)]
#[command(name = "orderpaper-fleet", version, about, max_term_width = 100)]
pub(crate) struct Arguments {
    #[command(flatten)]
    global: Global,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Args)]
#[command(next_help_heading = "Options for every command")]
struct Global {
    /// Bucket for what is private, such as `s3://op-private`; its address and keys are in the variables
    /// `AWS_ENDPOINT`, `AWS_REGION`, `AWS_ACCESS_KEY_ID` and `AWS_SECRET_ACCESS_KEY`
    #[arg(long, global = true, env = "ORDERPAPER_STORE", value_name = "URL", default_value = "")]
    store: String,
    /// Servers of the queue, with commas between
    #[arg(
        long,
        global = true,
        env = "ORDERPAPER_NATS",
        value_name = "URLS",
        hide_env_values = true,
        default_value = "nats://127.0.0.1:4222"
    )]
    nats: String,
    /// File with credentials for the queue
    #[arg(long, global = true, env = "ORDERPAPER_NATS_CREDENTIALS", value_name = "FILE")]
    nats_credentials: Option<PathBuf>,
    /// Certificate of the authority that signed those of the queue's servers
    #[arg(long, global = true, env = "ORDERPAPER_NATS_AUTHORITY", value_name = "FILE")]
    nats_authority: Option<PathBuf>,
    /// How many servers of the queue keep each stream; taken when streams are made
    #[arg(
        long,
        global = true,
        env = "ORDERPAPER_NATS_REPLICAS",
        value_name = "N",
        default_value = "1"
    )]
    nats_replicas: NonZeroUsize,
    /// Seconds of silence after which a worker's job is given to another
    #[arg(
        long,
        global = true,
        env = "ORDERPAPER_ACK_WAIT",
        value_name = "N",
        default_value = "60"
    )]
    ack_wait: NonZeroU32,
    /// Write for people, or JSON
    #[arg(long, global = true, value_enum, default_value_t = Format::Human)]
    format: Format,
    /// Log more; twice, everything
    #[arg(long, short, global = true, action = clap::ArgAction::Count)]
    verbose: u8,
}

/// Who reads what is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// People
    Human,
    /// Programs
    Json,
    /// Prometheus; only of `status`
    Prometheus,
}

#[derive(Debug, Subcommand)]
enum Command {
    Put(PutArgs),
    Plan(PlanArgs),
    Work(WorkArgs),
    Status(StatusArgs),
    Retry(RetryArgs),
    Gather(GatherArgs),
}

/// Keep a council's data in the store, as a snapshot that never changes
#[derive(Debug, Args)]
struct PutArgs {
    /// Name of the council in the store and on the queue, such as exampleshire
    council: Council,
    /// Folder with the council's records
    #[arg(long, value_name = "DIR", default_value = "data")]
    data: PathBuf,
    /// Folder with the council's templates
    #[arg(long, value_name = "DIR")]
    templates: Option<PathBuf>,
}

/// Queue everything that is not made yet; may be repeated at any time
#[derive(Debug, Args)]
struct PlanArgs {
    /// Only this council's; may be repeated. All that are in the store unless given
    #[arg(long, value_name = "COUNCIL")]
    council: Vec<Council>,
    /// Plan this run once more, after an incident
    #[arg(long, value_name = "RUN", conflicts_with_all = ["council", "today", "html", "large_print", "language"])]
    run: Option<Ulid>,
    /// Day to take for today, such as 2026-01-13; the day of this machine unless given
    #[arg(long, value_name = "DATE")]
    today: Option<NaiveDate>,
    /// Each document as a page of HTML as well
    #[arg(long)]
    html: bool,
    /// Each document in large print as well
    #[arg(long)]
    large_print: bool,
    /// Each document in this language as well; may be repeated
    #[arg(long, value_name = "LANGUAGE")]
    language: Vec<Language>,
    #[command(flatten)]
    queueing: Queueing,
    #[command(flatten)]
    making: MakingArgs,
}

/// How jobs are queued.
#[derive(Debug, Args)]
struct Queueing {
    /// How many batches of a council wait at one time; whoever takes one queues the next
    #[arg(long, env = "ORDERPAPER_AHEAD", value_name = "N", default_value = "2")]
    ahead: NonZeroUsize,
}

/// How `orderpaper` is run.
#[derive(Debug, Args)]
struct MakingArgs {
    /// The program `orderpaper`; that beside this one unless given
    #[arg(long, env = "ORDERPAPER_PROGRAM", value_name = "PATH")]
    orderpaper: Option<PathBuf>,
    /// Folder for private scratch folders
    #[arg(long, env = "ORDERPAPER_SCRATCH", value_name = "DIR")]
    scratch: Option<PathBuf>,
    /// Megabytes that one process may take
    #[arg(long, env = "ORDERPAPER_MAX_MEMORY", value_name = "N", default_value = "4096")]
    max_memory: NonZeroU32,
    /// Seconds for which one process may run
    #[arg(long, env = "ORDERPAPER_MAX_TIME", value_name = "N", default_value = "900")]
    max_time: NonZeroU32,
    /// Documents that one process makes at the same time
    #[arg(long, env = "ORDERPAPER_THREADS", value_name = "N", default_value = "1")]
    threads: NonZeroUsize,
}

/// Take jobs and make documents, until stopped
#[derive(Debug, Args)]
struct WorkArgs {
    /// Jobs under way at one time
    #[arg(long, env = "ORDERPAPER_SLOTS", value_name = "N", default_value = "1")]
    slots: NonZeroUsize,
    /// Address for /healthz and /metrics, such as 0.0.0.0:8080
    #[arg(long, env = "ORDERPAPER_HEALTH", value_name = "ADDRESS")]
    health: Option<SocketAddr>,
    /// Seconds between signs that a job is under way
    #[arg(long, env = "ORDERPAPER_PROGRESS", value_name = "N", default_value = "20")]
    progress: NonZeroU32,
    /// Seconds that a job waits after an attempt that failed
    #[arg(long, env = "ORDERPAPER_RETRY_DELAY", value_name = "N", default_value = "15")]
    retry_delay: NonZeroU32,
    /// Seconds without a job, while jobs wait, after which the worker ends with an error
    #[arg(long, env = "ORDERPAPER_WATCHDOG", value_name = "N", default_value = "300")]
    watchdog: NonZeroU32,
    /// Seconds without a job after which the worker ends; for ever unless given
    #[arg(long, env = "ORDERPAPER_IDLE", value_name = "N")]
    exit_when_idle: Option<NonZeroU32>,
    #[command(flatten)]
    making: MakingArgs,
}

/// Show how far a run is: exit code 0 when it is complete, 1 otherwise
#[derive(Debug, Args)]
struct StatusArgs {
    /// The run; the newest unless given
    #[arg(long, value_name = "RUN")]
    run: Option<Ulid>,
}

/// Queue once more what was given up
#[derive(Debug, Args)]
struct RetryArgs {
    /// The run; the newest unless given
    #[arg(long, value_name = "RUN")]
    run: Option<Ulid>,
    /// Only this council's; may be repeated
    #[arg(long, value_name = "COUNCIL")]
    council: Vec<Council>,
    #[command(flatten)]
    queueing: Queueing,
    #[command(flatten)]
    making: MakingArgs,
}

/// Write a council's documents into a folder, as one machine would
#[derive(Debug, Args)]
struct GatherArgs {
    /// The council
    council: Council,
    /// The run; the newest unless given
    #[arg(long, value_name = "RUN")]
    run: Option<Ulid>,
    /// Empty folder for the documents
    #[arg(long, value_name = "DIR", default_value = "output")]
    output: PathBuf,
}

/// How a command ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Exit {
    /// All that was asked for is there.
    Done = 0,
    /// Something is missing: refused by records, given up, or not made yet.
    Missing = 1,
    /// The program was misused or could not do its work.
    Failed = 2,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit as u8)
    }
}

/// Runs a command; `now` is the time by this machine's clock.
///
/// # Errors
/// When the program could not do its work.
pub(crate) async fn run(arguments: Arguments, now: DateTime<FixedOffset>) -> anyhow::Result<Exit> {
    let Arguments { global, command } = arguments;
    log(global.verbose);
    if global.store.is_empty() {
        anyhow::bail!("name the bucket with --store or ORDERPAPER_STORE, such as s3://op-private");
    }
    let store = Store::open(&global.store)?;
    match command {
        Command::Put(args) => put_data(&args, &store, now).await,
        Command::Plan(args) => plan(&args, &global, &store, now).await,
        Command::Work(args) => work(&args, &global, &store).await,
        Command::Status(args) => status(&args, &global, &store).await,
        Command::Retry(args) => retry(&args, &global, &store).await,
        Command::Gather(args) => gather_documents(&args, &store).await,
    }
}

async fn put_data(
    args: &PutArgs,
    store: &Store,
    now: DateTime<FixedOffset>,
) -> anyhow::Result<Exit> {
    let name = |last: Option<&Ulid>| new_name(now, last);
    let made = put(store, &args.council, &args.data, args.templates.as_deref(), name).await?;
    say(&made.snapshot.to_string())?;
    let state = if made.is_new { "new" } else { "nothing has changed" };
    note(&format!("{state}: {} files, {} of them sent", made.files, made.sent));
    Ok(Exit::Done)
}

async fn plan(
    args: &PlanArgs,
    global: &Global,
    store: &Store,
    now: DateTime<FixedOffset>,
) -> anyhow::Result<Exit> {
    let program = args.making.program()?;
    let (name, run) = match &args.run {
        Some(name) => {
            let (name, run) = Run::find(store, Some(name)).await?;
            check_build(&run, program.build_id())?;
            (name, run)
        }
        None => {
            let order = Order {
                build: program.build_id().clone(),
                today: args.today.unwrap_or_else(|| now.date_naive()),
                html: args.html,
                large_print: args.large_print,
                languages: args.language.clone(),
            };
            let run = Run::new(order, newest_parts(store, &args.council).await?);
            let name = new_name(now, None)?;
            planning::keep(store, &name, &run).await?;
            (name, run)
        }
    };
    say(&name.to_string())?;
    queue_run(store, global, &program, &args.making, args.queueing.ahead, &name, &run).await
}

/// Returns the newest snapshot of each council.
async fn newest_parts(store: &Store, asked: &[Council]) -> anyhow::Result<Vec<Part>> {
    let mut councils: Vec<Council> = asked.to_vec();
    if asked.is_empty() {
        councils.extend(store.councils().await?);
    }
    let mut parts = Vec::new();
    for council in councils {
        let snapshot = store.newest_snapshot(&council).await?;
        let snapshot = snapshot.with_context(|| {
            format!("there are no data of `{council}`; `orderpaper-fleet put` takes them")
        })?;
        parts.push(Part { council, snapshot });
    }
    if parts.is_empty() {
        anyhow::bail!("there are no data of any council; `orderpaper-fleet put` takes them");
    }
    Ok(parts)
}

/// Plans and queues every council of a run; one that can't be planned stops no other.
async fn queue_run(
    store: &Store,
    global: &Global,
    program: &Program,
    making: &MakingArgs,
    ahead: NonZeroUsize,
    name: &Ulid,
    run: &Run,
) -> anyhow::Result<Exit> {
    let queue = Queue::open(global.queue()).await?;
    let scratch = making.scratch()?;
    let mut slot = scratch.slot(0);
    let planning = Planning { store, queue: &queue, program, ahead: ahead.get() };
    let mut exit = Exit::Done;
    for part in &run.councils {
        match planning.plan(&mut slot, name, run, part).await {
            Ok(planned) => note(&format!(
                "{}: {} documents in {} bundles, {} made, {} given up; {} batches queued",
                part.council,
                planned.documents,
                planned.bundles,
                planned.made,
                planned.dead,
                planned.queued
            )),
            Err(error) => {
                note(&format!("error: {}: {error:#}", part.council));
                exit = Exit::Missing;
            }
        }
    }
    Ok(exit)
}

async fn work(args: &WorkArgs, global: &Global, store: &Store) -> anyhow::Result<Exit> {
    let program = args.making.program()?;
    let queue = Queue::open(global.queue()).await?;
    let scratch = args.making.scratch()?;
    let health = Health::new();
    let stop = Stop::default();
    let seconds = |seconds: NonZeroU32| Duration::from_secs(seconds.get().into());
    let settings = WorkSettings {
        slots: args.slots.get(),
        progress: seconds(args.progress),
        retry_delay: seconds(args.retry_delay),
        watchdog: seconds(args.watchdog),
        idle: args.exit_when_idle.map(seconds),
    };
    let slots = (0..settings.slots).map(|number| scratch.slot(number)).collect();
    let worker = Worker::new((store, &queue), &program, settings, &health, &stop);
    let serve = async {
        match args.health {
            Some(address) => {
                let listener = TcpListener::bind(address).await;
                let listener =
                    listener.with_context(|| format!("failed to listen on {address}"))?;
                health.serve(listener).await;
                anyhow::Ok(())
            }
            None => std::future::pending().await,
        }
    };
    let signals = async {
        stopped().await?;
        tracing::info!("what is under way is finished, and no further job taken");
        stop.ask();
        stopped().await
    };
    tracing::info!("build {}", program.build_id());
    let ended = tokio::select! {
        ended = worker.run(slots) => ended,
        ended = serve => ended,
        // Asked for once more: what is under way is left, and goes to another worker.
        ended = signals => ended,
    };
    for (name, count) in health.counts() {
        tracing::info!("{name}: {count}");
    }
    ended.map(|()| Exit::Done)
}

/// Waits until somebody asks the process to end.
async fn stopped() -> anyhow::Result<()> {
    let interrupted = tokio::signal::ctrl_c();
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        let mut terminated = signal(SignalKind::terminate())?;
        tokio::select! {
            interrupted = interrupted => interrupted?,
            _ = terminated.recv() => {}
        }
    }
    #[cfg(not(unix))]
    interrupted.await?;
    Ok(())
}

async fn status(args: &StatusArgs, global: &Global, store: &Store) -> anyhow::Result<Exit> {
    let (name, run) = Run::find(store, args.run.as_ref()).await?;
    let queue = Queue::open(global.queue()).await?;
    let status = Status::of_run(store, &queue, name, &run).await?;
    let text = match global.format {
        Format::Human => status.text(),
        Format::Json => serde_json::to_string(&status)? + "\n",
        Format::Prometheus => status.metrics(),
    };
    io::stdout().lock().write_all(text.as_bytes())?;
    Ok(if status.is_complete() && !status.has_dead() { Exit::Done } else { Exit::Missing })
}

async fn retry(args: &RetryArgs, global: &Global, store: &Store) -> anyhow::Result<Exit> {
    let program = args.making.program()?;
    let (name, mut run) = Run::find(store, args.run.as_ref()).await?;
    check_build(&run, program.build_id())?;
    if !args.council.is_empty() {
        run.councils.retain(|part| args.council.contains(&part.council));
    }
    for part in &run.councils {
        let revived = Planning::revive(store, &run, part).await?;
        if revived > 0 {
            note(&format!("{}: {revived} bundles are tried again", part.council));
        }
    }
    queue_run(store, global, &program, &args.making, args.queueing.ahead, &name, &run).await
}

async fn gather_documents(args: &GatherArgs, store: &Store) -> anyhow::Result<Exit> {
    let (_, run) = Run::find(store, args.run.as_ref()).await?;
    let part = run.councils.iter().find(|part| part.council == args.council);
    let part = part.with_context(|| format!("`{}` is not in that run", args.council))?;
    let gathered = gather(store, &args.council, &run.making(part), &args.output).await?;
    say(&format!("{} files in `{}`", gathered.files, args.output.display()))?;
    for document in &gathered.refused {
        note(&format!("refused: {document}"));
    }
    for (bundles, why) in [(&gathered.left, "not made yet"), (&gathered.dead, "given up")] {
        for bundle in bundles {
            note(&format!("{why}: bundle {bundle}"));
        }
    }
    let is_whole =
        gathered.refused.is_empty() && gathered.left.is_empty() && gathered.dead.is_empty();
    Ok(if is_whole { Exit::Done } else { Exit::Missing })
}

impl Global {
    fn queue(&self) -> QueueSettings {
        QueueSettings {
            servers: self.nats.clone(),
            credentials: self.nats_credentials.clone(),
            authority: self.nats_authority.clone(),
            replicas: self.nats_replicas.get(),
            ack_wait: Duration::from_secs(self.ack_wait.get().into()),
        }
    }
}

impl MakingArgs {
    fn program(&self) -> anyhow::Result<Program> {
        let path = match &self.orderpaper {
            Some(path) => path.clone(),
            None => program::beside(&std::env::current_exe()?),
        };
        let limits = Limits {
            memory: u64::from(self.max_memory.get()) * 1024 * 1024,
            time: Duration::from_secs(self.max_time.get().into()),
            threads: self.threads.get(),
        };
        Program::find(path, limits)
    }

    fn scratch(&self) -> anyhow::Result<Scratch> {
        let folder = match &self.scratch {
            Some(folder) => folder.clone(),
            None => std::env::temp_dir().join("orderpaper-fleet"),
        };
        Scratch::open(&folder)
    }
}

/// Refuses to queue a run with another build: its workers would make other bytes.
fn check_build(run: &Run, build: &BuildId) -> anyhow::Result<()> {
    if run.order.build != *build {
        anyhow::bail!(
            "the run is for build {}, and this `orderpaper` is {build}; use that one, or plan anew",
            run.order.build
        );
    }
    Ok(())
}

/// Returns a new name for a snapshot or a run.
fn new_name(now: DateTime<FixedOffset>, last: Option<&Ulid>) -> anyhow::Result<Ulid> {
    let mut random = [0; 16];
    getrandom::fill(&mut random).map_err(|error| anyhow::anyhow!("no random numbers: {error}"))?;
    let millis = u64::try_from(now.timestamp_millis()).unwrap_or(0);
    Ok(Ulid::new(millis, u128::from_le_bytes(random), last))
}

/// Sends the log to stderr.
fn log(verbose: u8) {
    let level = match verbose {
        0 => tracing::Level::WARN,
        1 => tracing::Level::INFO,
        _ => tracing::Level::DEBUG,
    };
    // Without colours: it goes to whatever collects logs.
    let log = tracing_subscriber::fmt().with_writer(io::stderr).with_ansi(false);
    log.with_max_level(level).with_target(false).init();
}

/// Prints a result.
fn say(text: &str) -> anyhow::Result<()> {
    writeln!(io::stdout().lock(), "{text}")?;
    Ok(())
}

/// Prints what is no result.
fn note(text: &str) {
    writeln!(io::stderr().lock(), "{text}").ok();
}
