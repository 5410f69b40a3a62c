//! The command line: which commands there are, and their options. Settings may be given as variables of the
//! environment.

use std::net::SocketAddr;
use std::num::{NonZeroU32, NonZeroUsize};
use std::path::PathBuf;

use chrono::NaiveDate;
use clap::builder::NonEmptyStringValueParser;
use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::name::{Council, Ulid};
use crate::order::Language;

/// Make the papers of many councils on many machines, with NATS JetStream and an object store
#[derive(Debug, Parser)]
#[command(name = "orderpaper-fleet", version, about, max_term_width = 100)]
pub(crate) struct Arguments {
    #[command(flatten)]
    pub(crate) global: Global,
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Args)]
#[command(next_help_heading = "Options for every command")]
pub(crate) struct Global {
    /// Bucket for what is private, such as `s3://op-private`; its address and keys are in the variables
    /// `AWS_ENDPOINT`, `AWS_REGION`, `AWS_ACCESS_KEY_ID` and `AWS_SECRET_ACCESS_KEY`
    #[arg(long, global = true, env = "ORDERPAPER_STORE", value_name = "URL", value_parser = NonEmptyStringValueParser::new())]
    pub(crate) store: Option<String>,
    /// Servers of the queue, with commas between
    #[arg(
        long,
        global = true,
        env = "ORDERPAPER_NATS",
        value_name = "URLS",
        hide_env_values = true,
        value_parser = NonEmptyStringValueParser::new(),
        default_value = "nats://127.0.0.1:4222"
    )]
    pub(crate) nats: String,
    /// File with credentials for the queue
    #[arg(long, global = true, env = "ORDERPAPER_NATS_CREDENTIALS", value_name = "FILE")]
    pub(crate) nats_credentials: Option<PathBuf>,
    /// Certificate of the authority that signed those of the queue's servers
    #[arg(long, global = true, env = "ORDERPAPER_NATS_AUTHORITY", value_name = "FILE")]
    pub(crate) nats_authority: Option<PathBuf>,
    /// How many servers of the queue keep each stream; taken when streams are made
    #[arg(
        long,
        global = true,
        env = "ORDERPAPER_NATS_REPLICAS",
        value_name = "N",
        default_value = "1"
    )]
    pub(crate) nats_replicas: NonZeroUsize,
    /// Seconds of silence after which a worker's job is given to another
    #[arg(
        long,
        global = true,
        env = "ORDERPAPER_ACK_WAIT",
        value_name = "N",
        default_value = "60"
    )]
    pub(crate) ack_wait: NonZeroU32,
    /// Write for people, or JSON
    #[arg(long, global = true, value_enum, default_value_t = Format::Human)]
    pub(crate) format: Format,
    /// Log more; twice, everything
    #[arg(long, short, global = true, action = clap::ArgAction::Count)]
    pub(crate) verbose: u8,
}

/// Who reads what is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// People
    Human,
    /// Programs
    Json,
    /// Prometheus; only of `status`
    Prometheus,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    Put(PutArgs),
    Plan(PlanArgs),
    Work(WorkArgs),
    Status(StatusArgs),
    Retry(RetryArgs),
    Gather(GatherArgs),
    Publish(ActArgs),
    Withdraw(ActArgs),
    Archive(ArchiveArgs),
    Serve(ServeArgs),
    Verify(VerifyArgs),
    Users(UsersArgs),
}

/// Keep a council's data in the store, as a snapshot that never changes
#[derive(Debug, Args)]
pub(crate) struct PutArgs {
    /// Name of the council in the store and on the queue, such as exampleshire
    pub(crate) council: Council,
    /// Folder with the council's records
    #[arg(long, value_name = "DIR", default_value = "data")]
    pub(crate) data: PathBuf,
    /// Folder with the council's templates
    #[arg(long, value_name = "DIR")]
    pub(crate) templates: Option<PathBuf>,
}

/// Queue everything that is not made yet; may be repeated at any time
#[derive(Debug, Args)]
pub(crate) struct PlanArgs {
    /// Only this council's; may be repeated. All that are in the store unless given
    #[arg(long, value_name = "COUNCIL")]
    pub(crate) council: Vec<Council>,
    /// Plan this run once more, after an incident
    #[arg(long, value_name = "RUN", conflicts_with_all = ["council", "today", "html", "large_print", "language"])]
    pub(crate) run: Option<Ulid>,
    /// Day to take for today, such as 2026-01-13; the day of this machine unless given
    #[arg(long, value_name = "DATE")]
    pub(crate) today: Option<NaiveDate>,
    /// Each document as a page of HTML as well
    #[arg(long)]
    pub(crate) html: bool,
    /// Each document in large print as well
    #[arg(long)]
    pub(crate) large_print: bool,
    /// Each document in this language as well; may be repeated
    #[arg(long, value_name = "LANGUAGE")]
    pub(crate) language: Vec<Language>,
    #[command(flatten)]
    pub(crate) ledgers: LedgerArgs,
    #[command(flatten)]
    pub(crate) queueing: Queueing,
    #[command(flatten)]
    pub(crate) making: MakingArgs,
}

/// How jobs are queued.
#[derive(Debug, Args)]
pub(crate) struct Queueing {
    /// How many batches of a council wait at one time; whoever takes one queues the next
    #[arg(long, env = "ORDERPAPER_AHEAD", value_name = "N", default_value = "1")]
    pub(crate) ahead: NonZeroUsize,
}

/// How `orderpaper` is run.
#[derive(Debug, Args)]
pub(crate) struct MakingArgs {
    /// The program `orderpaper`; that beside this one unless given
    #[arg(long, env = "ORDERPAPER_PROGRAM", value_name = "PATH")]
    pub(crate) orderpaper: Option<PathBuf>,
    /// Folder for private scratch folders
    #[arg(long, env = "ORDERPAPER_SCRATCH", value_name = "DIR")]
    pub(crate) scratch: Option<PathBuf>,
    /// Megabytes that one process may take
    #[arg(long, env = "ORDERPAPER_MAX_MEMORY", value_name = "N", default_value = "4096")]
    pub(crate) max_memory: NonZeroU32,
    /// Seconds for which one process may run
    #[arg(long, env = "ORDERPAPER_MAX_TIME", value_name = "N", default_value = "900")]
    pub(crate) max_time: NonZeroU32,
    /// Documents that one process makes at the same time
    #[arg(long, env = "ORDERPAPER_THREADS", value_name = "N", default_value = "1")]
    pub(crate) threads: NonZeroUsize,
}

/// Take jobs and make documents, until stopped
#[derive(Debug, Args)]
pub(crate) struct WorkArgs {
    /// Jobs under way at one time
    #[arg(long, env = "ORDERPAPER_SLOTS", value_name = "N", default_value = "1")]
    pub(crate) slots: NonZeroUsize,
    /// Address for /healthz and /metrics, such as 0.0.0.0:8080
    #[arg(long, env = "ORDERPAPER_HEALTH", value_name = "ADDRESS")]
    pub(crate) health: Option<SocketAddr>,
    /// Seconds between signs that a job is under way
    #[arg(long, env = "ORDERPAPER_PROGRESS", value_name = "N", default_value = "20")]
    pub(crate) progress: NonZeroU32,
    /// Seconds that a job waits after an attempt that failed
    #[arg(long, env = "ORDERPAPER_RETRY_DELAY", value_name = "N", default_value = "15")]
    pub(crate) retry_delay: NonZeroU32,
    /// Seconds without a job, while jobs wait, after which the worker ends with an error
    #[arg(long, env = "ORDERPAPER_WATCHDOG", value_name = "N", default_value = "300")]
    pub(crate) watchdog: NonZeroU32,
    /// Seconds without a job after which the worker ends; for ever unless given
    #[arg(long, env = "ORDERPAPER_IDLE", value_name = "N")]
    pub(crate) exit_when_idle: Option<NonZeroU32>,
    #[command(flatten)]
    pub(crate) published: PublishedArgs,
    #[command(flatten)]
    pub(crate) making: MakingArgs,
}

/// Show how far a run is: exit code 0 when it is complete, 1 otherwise
#[derive(Debug, Args)]
pub(crate) struct StatusArgs {
    /// The run; the newest unless given
    #[arg(long, value_name = "RUN")]
    pub(crate) run: Option<Ulid>,
}

/// Queue once more what was given up
#[derive(Debug, Args)]
pub(crate) struct RetryArgs {
    /// The run; the newest unless given
    #[arg(long, value_name = "RUN")]
    pub(crate) run: Option<Ulid>,
    /// Only this council's; may be repeated
    #[arg(long, value_name = "COUNCIL")]
    pub(crate) council: Vec<Council>,
    #[command(flatten)]
    pub(crate) ledgers: LedgerArgs,
    #[command(flatten)]
    pub(crate) queueing: Queueing,
    #[command(flatten)]
    pub(crate) making: MakingArgs,
}

/// Write a council's documents into a folder, as one machine would
#[derive(Debug, Args)]
pub(crate) struct GatherArgs {
    /// The council
    pub(crate) council: Council,
    /// The run; the newest unless given
    #[arg(long, value_name = "RUN")]
    pub(crate) run: Option<Ulid>,
    /// Empty folder for the documents
    #[arg(long, value_name = "DIR", default_value = "output")]
    pub(crate) output: PathBuf,
}

/// Freeze documents of a council, as `orderpaper publish` does, and bring them to the public; or take them
/// back, as `orderpaper withdraw` does
#[derive(Debug, Args)]
pub(crate) struct ActArgs {
    #[command(flatten)]
    pub(crate) shared: CouncilArgs,
    /// What `orderpaper` takes, such as `-- --meeting cabinet-2026-01-13`
    #[arg(last = true, required = true, value_name = "OPTIONS")]
    pub(crate) options: Vec<String>,
}

/// The council that something is done for, and what it takes.
#[derive(Debug, Args)]
pub(crate) struct CouncilArgs {
    /// The council
    pub(crate) council: Council,
    /// The snapshot of its data; the newest unless given
    #[arg(long, value_name = "SNAPSHOT")]
    pub(crate) snapshot: Option<Ulid>,
    #[command(flatten)]
    pub(crate) published: PublishedArgs,
    #[command(flatten)]
    pub(crate) making: MakingArgs,
}

/// Put what is published of a council into bags for an archive, as `orderpaper archive` does
#[derive(Debug, Args)]
pub(crate) struct ArchiveArgs {
    #[command(flatten)]
    pub(crate) shared: CouncilArgs,
    /// Folder for the bags; what is in it already must be the same
    #[arg(long, value_name = "DIR", default_value = "archive")]
    pub(crate) output: PathBuf,
    /// What `orderpaper archive` takes, such as `-- --year 2026`
    #[arg(last = true, value_name = "OPTIONS")]
    pub(crate) options: Vec<String>,
}

/// Bring what is published of councils into the public bucket, where that broke off
#[derive(Debug, Args)]
pub(crate) struct ServeArgs {
    /// The councils
    #[arg(required = true)]
    pub(crate) councils: Vec<Council>,
    #[command(flatten)]
    pub(crate) published: PublishedArgs,
}

/// Report whatever of a council is not as it was published, in the store and for the public
#[derive(Debug, Args)]
pub(crate) struct VerifyArgs {
    #[command(flatten)]
    pub(crate) shared: CouncilArgs,
}

/// Write users of councils for the configuration of the queue's servers, each of which may queue its own jobs only
#[derive(Debug, Args)]
pub(crate) struct UsersArgs {
    /// The councils
    #[arg(required = true)]
    pub(crate) councils: Vec<Council>,
    /// What stands for passwords; `COUNCIL` in it is the council's name
    #[arg(long, value_name = "TEXT", default_value = "$FLEET_PASSWORD_COUNCIL")]
    pub(crate) password: String,
}

/// Where what is published is.
#[derive(Debug, Args)]
pub(crate) struct PublishedArgs {
    #[command(flatten)]
    pub(crate) ledgers: LedgerArgs,
    /// Bucket for what everybody may read, such as `s3://op-public`; nothing is brought there unless given
    #[arg(long, env = "ORDERPAPER_PUBLIC_STORE", value_name = "URL", value_parser = NonEmptyStringValueParser::new())]
    pub(crate) public_store: Option<String>,
}

/// Where the ledgers are.
#[derive(Debug, Args)]
pub(crate) struct LedgerArgs {
    /// Bucket for the ledgers and all that is published, best with object lock; the private one unless given
    #[arg(long, env = "ORDERPAPER_PUBLISHED_STORE", value_name = "URL", value_parser = NonEmptyStringValueParser::new())]
    pub(crate) published_store: Option<String>,
}
