//! The commands: what each does with its options, and what it prints.

use std::io::{self, Write};
use std::num::{NonZeroU32, NonZeroUsize};
use std::path::Path;
use std::process::ExitCode;
use std::time::Duration;

use anyhow::Context;
use chrono::{DateTime, FixedOffset};
use tokio::net::TcpListener;

use crate::args::{
    ActArgs, ArchiveArgs, Arguments, Command, CouncilArgs, Format, GatherArgs, Global, LedgerArgs,
    MakingArgs, PlanArgs, PublishedArgs, PutArgs, RetryArgs, ServeArgs, StatusArgs, WorkArgs,
};
use crate::gather::gather;
use crate::health::Health;
use crate::message::{Message, Task};
use crate::name::{BuildId, Council, Ulid};
use crate::order::Order;
use crate::planning::{self, Planning};
use crate::program::{self, Limits, Program};
use crate::publish;
use crate::put::put;
use crate::queue::{Queue, QueueSettings};
use crate::run::{Part, Run};
use crate::scratch::Scratch;
use crate::serve::{self, Served};
use crate::status::Status;
use crate::store::Store;
use crate::users::users;
use crate::work::{Stop, Stores, WorkMemory, WorkSettings, Worker};

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
    if let Command::Users(args) = &command {
        io::stdout().lock().write_all(users(&args.councils, &args.password).as_bytes())?;
        return Ok(Exit::Done);
    }
    let store = private_store(&global)?;
    match command {
        Command::Put(args) => put_data(&args, &store, now).await,
        Command::Plan(args) => plan(&args, &global, &store, now).await,
        Command::Work(args) => work(&args, &global, &store).await,
        Command::Status(args) => status(&args, &global, &store).await,
        Command::Retry(args) => retry(&args, &global, &store).await,
        Command::Gather(args) => gather_documents(&args, &store).await,
        Command::Publish(ActArgs { shared, options }) => {
            act(&shared, ("publish", options), None, &global, &store, now).await
        }
        Command::Withdraw(ActArgs { shared, options }) => {
            act(&shared, ("withdraw", options), None, &global, &store, now).await
        }
        Command::Archive(ArchiveArgs { shared, output, options }) => {
            act(&shared, ("archive", options), Some(&output), &global, &store, now).await
        }
        Command::Serve(args) => serve_councils(&args, &global).await,
        Command::Verify(args) => verify(&args.shared, &global, &store).await,
        Command::Users(_) => Ok(Exit::Done),
    }
}

/// Opens the bucket for what is private.
fn private_store(global: &Global) -> anyhow::Result<Store> {
    let name = "name the bucket with --store or ORDERPAPER_STORE, such as s3://op-private";
    Store::open(global.store.as_deref().context(name)?)
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
    let published = args.ledgers.published(global)?;
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
            let run = Run::new(order, newest_parts((store, &published), &args.council).await?);
            let name = new_name(now, None)?;
            planning::keep(store, &name, &run).await?;
            (name, run)
        }
    };
    say(&name.to_string())?;
    let stores = (store, &published);
    queue_run(stores, global, &program, &args.making, args.queueing.ahead, &name, &run).await
}

/// Returns the newest snapshot of each council.
async fn newest_parts(
    (store, published): (&Store, &Store),
    asked: &[Council],
) -> anyhow::Result<Vec<Part>> {
    let mut councils: Vec<Council> = asked.to_vec();
    if asked.is_empty() {
        councils.extend(store.councils().await?);
    }
    let mut parts = Vec::new();
    for council in councils {
        let snapshot = snapshot_of(store, &council, None).await?;
        let (tree, _) = publish::head(published, &council).await?;
        parts.push(Part { council, snapshot, acts: tree.acts() });
    }
    if parts.is_empty() {
        anyhow::bail!("there are no data of any council; `orderpaper-fleet put` takes them");
    }
    Ok(parts)
}

/// Plans and queues every council of a run; one that can't be planned stops no other.
async fn queue_run(
    (store, published): (&Store, &Store),
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
    let planning = Planning { store, published, queue: &queue, program, ahead: ahead.get() };
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
    let published = args.published.ledgers.published(global)?;
    let public = args.published.public()?;
    let stores = Stores { private: store, published: &published, public: public.as_ref() };
    let worker = Worker {
        stores,
        queue: &queue,
        program: &program,
        settings,
        health: &health,
        stop: &stop,
        memory: WorkMemory::default(),
    };
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
    Ok(if status.is_complete() && status.is_good() { Exit::Done } else { Exit::Missing })
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
    let published = args.ledgers.published(global)?;
    let stores = (store, &published);
    queue_run(stores, global, &program, &args.making, args.queueing.ahead, &name, &run).await
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
    let states = [
        (&gathered.left, "not made yet"),
        (&gathered.dead, "given up"),
        (&gathered.conflicts, "made twice with other bytes"),
    ];
    for (bundles, why) in states {
        for bundle in bundles {
            note(&format!("{why}: bundle {bundle}"));
        }
    }
    let is_whole =
        gathered.refused.is_empty() && states.iter().all(|(bundles, _)| bundles.is_empty());
    Ok(if is_whole { Exit::Done } else { Exit::Missing })
}

async fn act(
    args: &CouncilArgs,
    (command, options): (&str, Vec<String>),
    bags: Option<&Path>,
    global: &Global,
    store: &Store,
    now: DateTime<FixedOffset>,
) -> anyhow::Result<Exit> {
    let program = args.making.program()?;
    let scratch = args.making.scratch()?;
    let published = args.published.ledgers.published(global)?;
    let snapshot = snapshot_of(store, &args.council, args.snapshot.clone()).await?;
    let options = std::iter::once(command.to_owned()).chain(options).collect();
    let (council, mut slot) = (&args.council, scratch.slot(0));
    let stores = (store, &published);
    let of = (council, &snapshot);
    let acted = publish::act(stores, &program, &mut slot, of, options, bags).await?;
    note(&format!("{council}: {} lines in the ledgers, {} files", acted.lines, acted.files));
    if let Some(public) = args.published.public()? {
        let day = Order {
            build: program.build_id().clone(),
            today: now.date_naive(),
            html: false,
            large_print: false,
            languages: Vec::new(),
        };
        let name = new_name(now, None)?;
        let part = Part { council: council.clone(), snapshot, acts: 0 };
        let job = Message::new(name, part, day, Task::Serve, 1);
        // Before it is done here, so that a worker goes on where this process ends.
        let queued = async { Queue::open(global.queue()).await?.offer(&job).await };
        if let Err(error) = queued.await {
            note(&format!(
                "no worker goes on if this breaks off, as the queue can't be asked: {error:#}"
            ));
        }
        bring_out(&published, &public, council).await?;
    }
    Ok(match acted.code {
        0 => Exit::Done,
        1 => Exit::Missing,
        _ => Exit::Failed,
    })
}

async fn bring_out(published: &Store, public: &Store, council: &Council) -> anyhow::Result<()> {
    let served = serve::serve(published, public, council).await;
    let served = served.with_context(|| {
        format!(
            "what is published of `{council}` is not all in the public bucket yet; run \
             `orderpaper-fleet serve {council}`"
        )
    })?;
    let Served { written, removed } = served;
    note(&format!("{council}: {written} files brought to the public, {removed} taken away"));
    Ok(())
}

async fn serve_councils(args: &ServeArgs, global: &Global) -> anyhow::Result<Exit> {
    let published = args.published.ledgers.published(global)?;
    let public = args.published.public()?;
    let public =
        public.context("name the bucket with --public-store or ORDERPAPER_PUBLIC_STORE")?;
    for council in &args.councils {
        bring_out(&published, &public, council).await?;
    }
    Ok(Exit::Done)
}

async fn verify(args: &CouncilArgs, global: &Global, store: &Store) -> anyhow::Result<Exit> {
    let program = args.making.program()?;
    let scratch = args.making.scratch()?;
    let published = args.published.ledgers.published(global)?;
    let (council, mut slot) = (&args.council, scratch.slot(0));
    let snapshot = snapshot_of(store, council, args.snapshot.clone()).await?;
    let folder = slot.lay_out(store, council, &snapshot).await?;
    let (tree, _) = publish::head(&published, council).await?;
    publish::lay_out(&published, council, &tree, &folder.output()).await?;
    let folder = folder.as_ref().clone();
    let code = crate::blocking(move || program.act(&folder, &["verify".to_owned()])).await?;
    let mut found = Vec::new();
    if let Some(public) = args.published.public()? {
        found = serve::compare(&published, &public, council).await?;
    }
    for difference in &found {
        say(&format!("in the public bucket, {difference}"))?;
    }
    Ok(match code {
        0 if found.is_empty() => Exit::Done,
        0 | 1 => Exit::Missing,
        _ => Exit::Failed,
    })
}

/// Returns the snapshot that was named, or else a council's newest.
async fn snapshot_of(
    store: &Store,
    council: &Council,
    named: Option<Ulid>,
) -> anyhow::Result<Ulid> {
    let snapshot = match named {
        Some(snapshot) => Some(snapshot),
        None => store.newest_snapshot(council).await?,
    };
    snapshot.with_context(|| {
        format!("there are no data of `{council}`; `orderpaper-fleet put` takes them")
    })
}

impl LedgerArgs {
    fn published(&self, global: &Global) -> anyhow::Result<Store> {
        self.published_store.as_deref().map_or_else(|| private_store(global), Store::open)
    }
}

impl PublishedArgs {
    fn public(&self) -> anyhow::Result<Option<Store>> {
        self.public_store.as_deref().map(Store::open).transpose()
    }
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
