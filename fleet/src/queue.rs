//! The queue: NATS JetStream. It is disposable; whatever is lost of it is found missing in the store by the next
//! `plan`.

use std::time::{Duration, Instant};

use anyhow::Context;
use async_nats::ServerAddr;
use async_nats::jetstream::consumer::pull;
use async_nats::jetstream::consumer::{self, AckPolicy, PullConsumer};
use async_nats::jetstream::context::{PublishError, PublishErrorKind};
use async_nats::jetstream::stream::{Config, DiscardPolicy, RetentionPolicy, Stream};
use async_nats::jetstream::{self, Message as Delivery};
use futures_util::StreamExt;
use serde::{Deserialize, Serialize};

use crate::message::{self, Line, Message};
use crate::name::{BuildId, Council};

/// The stream of jobs.
const JOBS: &str = "OP_JOBS";
/// The stream of what was given up.
const DEAD: &str = "OP_DEAD";
/// The stream of messages that were delivered too often.
const ADVISORIES: &str = "OP_ADV";

/// The subjects on which the server tells of messages that were delivered too often.
const MAX_DELIVERIES: &str = "$JS.EVENT.ADVISORY.CONSUMER.MAX_DELIVERIES.OP_JOBS.>";

const HOUR: Duration = Duration::from_secs(60 * 60);

/// For how long a job may wait; the next `plan` queues it again.
const MAX_WAIT: Duration = HOUR.saturating_mul(36);
/// For how long the queue remembers what was given up; the store remembers it for good.
const DEAD_KEPT: Duration = HOUR.saturating_mul(24 * 90);
/// For how long a build's consumer is kept that no worker asks.
const CONSUMER_KEPT: Duration = HOUR.saturating_mul(24 * 7);

/// How often a message is delivered before the server gives it up. Attempts are counted in the store, and these
/// are a backstop for whatever keeps a worker from counting.
const MAX_DELIVER: i64 = 50;

/// For how long batches are waited for until the other line is looked into.
const LOOKED_FOR: Duration = Duration::from_secs(1);

/// How many jobs may be under way at one time, of all workers.
const MAX_PENDING: i64 = 100_000;

/// The size of the largest message, in bytes.
const MAX_MESSAGE: i32 = 4096;

/// Where the queue is, and how it is set up.
#[derive(Debug, Clone)]
pub(crate) struct QueueSettings {
    /// The addresses of the servers, with commas between.
    pub(crate) servers: String,
    /// A file with credentials.
    pub(crate) credentials: Option<std::path::PathBuf>,
    /// The certificate of the authority that the servers' certificates are signed by.
    pub(crate) authority: Option<std::path::PathBuf>,
    /// How many servers keep each stream.
    pub(crate) replicas: usize,
    /// For how long a worker may be silent before its job is given to another.
    pub(crate) ack_wait: Duration,
}

/// The queue.
#[derive(Debug, Clone)]
pub(crate) struct Queue {
    context: jetstream::Context,
    settings: QueueSettings,
}

/// Whether a job was queued.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Offered {
    /// It was.
    Queued,
    /// It waits already, or somebody is at work on it.
    AlreadyThere,
}

/// What was given up, as the queue tells of it.
#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) struct Dead<'a> {
    /// The subject of the job.
    pub(crate) job: &'a str,
    /// The number of the bundle; `None` where the whole job was given up.
    pub(crate) bundle: Option<String>,
    /// Why, without a word of any record.
    pub(crate) why: &'a str,
}

/// How many jobs there are of a build.
#[derive(Debug, Clone, Copy, Default, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) struct Depth {
    /// How many wait.
    pub(crate) waiting: u64,
    /// How many are under way.
    pub(crate) under_way: usize,
    /// How many of these were delivered more than once.
    pub(crate) delivered_again: usize,
}

/// The jobs of a build, to take from.
pub(crate) struct Jobs {
    last: PullConsumer,
    batches: PullConsumer,
}

/// The part of an advisory that is needed.
#[derive(Deserialize)]
struct Advisory {
    stream_seq: u64,
}

impl Queue {
    /// Connects to the servers, and makes the streams that are missing.
    ///
    /// # Errors
    /// When no server answers, or refuses.
    pub(crate) async fn open(settings: QueueSettings) -> anyhow::Result<Self> {
        let queue = Self::connect(settings).await?;
        queue.make_streams().await?;
        Ok(queue)
    }

    async fn connect(settings: QueueSettings) -> anyhow::Result<Self> {
        let mut options = async_nats::ConnectOptions::new()
            .name("orderpaper-fleet")
            .connection_timeout(Duration::from_secs(5))
            .request_timeout(Some(Duration::from_secs(10)));
        if let Some(file) = &settings.credentials {
            let context = || format!("failed to read the credentials in `{}`", file.display());
            options = options.credentials(&crate::disk::read_text(file)?).with_context(context)?;
        }
        if let Some(file) = &settings.authority {
            options = options.add_root_certificates(file.clone());
        }
        let servers = settings.servers.split(',').map(|server| server.trim().parse());
        let servers: Vec<ServerAddr> = servers.collect::<Result<_, _>>()?;
        // Those of an address are not taken from it by the client.
        let login =
            servers.iter().find_map(|server| Some((server.username()?, server.password()?)));
        if let Some((user, password)) = login {
            options = options.user_and_password(user.to_owned(), password.to_owned());
        }
        let client = options.connect(servers).await.context("failed to reach the queue (NATS)")?;
        let mut context = jetstream::new(client);
        context.set_timeout(Duration::from_secs(10));
        Ok(Self { context, settings })
    }

    /// Makes the streams that are missing; what is there is left as it is, as its owner may have changed it.
    async fn make_streams(&self) -> anyhow::Result<()> {
        let base = |name: &str, subject: &str, max_age: Duration| Config {
            name: name.to_owned(),
            subjects: vec![subject.to_owned()],
            max_age,
            num_replicas: self.settings.replicas,
            max_message_size: MAX_MESSAGE,
            ..Config::default()
        };
        let jobs = Config {
            retention: RetentionPolicy::WorkQueue,
            // A job that waits or is under way can't be queued twice.
            max_messages_per_subject: 1,
            discard: DiscardPolicy::New,
            discard_new_per_subject: true,
            ..base(JOBS, &format!("{}.>", message::JOBS), MAX_WAIT)
        };
        let dead = base(DEAD, &format!("{}.>", message::DEAD), DEAD_KEPT);
        let advisories = base(ADVISORIES, MAX_DELIVERIES, MAX_WAIT);
        for config in [jobs, dead, advisories] {
            let name = config.name.clone();
            let made = self.context.get_or_create_stream(config).await;
            made.with_context(|| format!("failed to make the stream `{name}` of the queue"))?;
        }
        Ok(())
    }

    /// Queues a job.
    ///
    /// # Errors
    /// When the queue does not confirm it.
    pub(crate) async fn offer(&self, message: &Message) -> anyhow::Result<Offered> {
        let publish = async || -> Result<(), PublishError> {
            self.context.publish(message.subject(), message.text().into()).await?.await?;
            Ok(())
        };
        let mut answer = publish().await;
        if answer.as_ref().is_err_and(|error| error.kind() == PublishErrorKind::StreamNotFound) {
            self.make_streams().await?;
            answer = publish().await;
        }
        match answer {
            Ok(()) => Ok(Offered::Queued),
            Err(error) if is_there_already(&error) => Ok(Offered::AlreadyThere),
            Err(error) => Err(error).context("failed to queue a job"),
        }
    }

    /// Tells of what was given up, so that somebody is called; the store has the reason.
    pub(crate) async fn tell_dead(&self, council: &Council, dead: &Dead<'_>) -> anyhow::Result<()> {
        let text = serde_json::to_vec(dead)?;
        let publish = self.context.publish(message::dead_of(council), text.into()).await;
        publish
            .context("failed to tell of what was given up")?
            .await
            .context("failed to tell of what was given up")?;
        Ok(())
    }

    /// Returns the jobs of a build, to take from, each line of them.
    ///
    /// # Errors
    /// When the queue can't be reached or refuses.
    pub(crate) async fn jobs(&self, build: &BuildId) -> anyhow::Result<Jobs> {
        let [last, batches] = Line::ALL;
        Ok(Jobs { last: self.line(build, last).await?, batches: self.line(build, batches).await? })
    }

    async fn line(&self, build: &BuildId, line: Line) -> anyhow::Result<PullConsumer> {
        let name = consumer_of(build, line);
        let config = pull::Config {
            durable_name: Some(name.clone()),
            filter_subject: message::jobs_in(build, line),
            ack_policy: AckPolicy::Explicit,
            ack_wait: self.settings.ack_wait,
            max_deliver: MAX_DELIVER,
            max_ack_pending: MAX_PENDING,
            inactive_threshold: CONSUMER_KEPT,
            ..pull::Config::default()
        };
        let stream = self.stream().await?;
        let consumer = stream.get_or_create_consumer(&name, config).await;
        consumer.context("failed to ask the queue for jobs")
    }

    async fn stream(&self) -> anyhow::Result<Stream> {
        if let Ok(stream) = self.context.get_stream(JOBS).await {
            return Ok(stream);
        }
        self.make_streams().await?;
        self.context.get_stream(JOBS).await.context("failed to reach the stream of jobs")
    }

    /// Returns how many jobs there are of a build.
    pub(crate) async fn depth(&self, build: &BuildId) -> anyhow::Result<Depth> {
        let stream = self.stream().await?;
        let mut depth = Depth::default();
        for line in Line::ALL {
            match stream.consumer_info(consumer_of(build, line)).await {
                Ok(consumer::Info { num_pending, num_ack_pending, num_redelivered, .. }) => {
                    depth.waiting += num_pending;
                    depth.under_way += num_ack_pending;
                    depth.delivered_again += num_redelivered;
                }
                // No worker of this build has asked yet: everything waits.
                Err(_) => {
                    let subjects = stream.info_with_subjects(message::jobs_in(build, line)).await;
                    let subjects = subjects.context("failed to count the jobs that wait")?;
                    futures_util::pin_mut!(subjects);
                    while let Some(subject) = subjects.next().await {
                        let subject = subject.context("failed to count the jobs that wait")?;
                        depth.waiting += subject.1 as u64;
                    }
                }
            }
        }
        Ok(depth)
    }

    /// Takes jobs out of the queue that the server delivered too often and would keep for ever; `give_up` is
    /// called with each before it goes.
    pub(crate) async fn sweep(
        &self,
        give_up: impl AsyncFn(&str, &[u8]) -> anyhow::Result<()>,
    ) -> anyhow::Result<usize> {
        let advisories = self.context.get_stream(ADVISORIES).await;
        let advisories = advisories.context("failed to reach the stream of advisories")?;
        let config = pull::Config {
            durable_name: Some("sweeper".to_owned()),
            ack_policy: AckPolicy::Explicit,
            ..pull::Config::default()
        };
        let consumer: PullConsumer = advisories
            .get_or_create_consumer("sweeper", config)
            .await
            .context("failed to read advisories")?;
        let mut batch = consumer
            .fetch()
            .max_messages(100)
            .messages()
            .await
            .context("failed to read advisories")?;
        let jobs = self.stream().await?;
        let mut swept = 0;
        while let Some(delivery) = batch.next().await {
            let delivery = delivery.map_err(|error| anyhow::anyhow!(error))?;
            if let Ok(Advisory { stream_seq }) = serde_json::from_slice(&delivery.payload)
                && let Ok(job) = jobs.get_raw_message(stream_seq).await
            {
                give_up(&job.subject, &job.payload).await?;
                jobs.delete_message(stream_seq).await.context("failed to remove a job")?;
                swept += 1;
            }
            acknowledge(&delivery).await?;
        }
        Ok(swept)
    }
}

impl Jobs {
    /// Takes the next job; `None` where none comes for a while.
    ///
    /// # Errors
    /// When the queue can't be asked.
    pub(crate) async fn next(&self, wait: Duration) -> anyhow::Result<Option<Delivery>> {
        let end = Instant::now() + wait;
        loop {
            // An answer without waiting.
            let last = self.last.fetch().max_messages(1).messages().await;
            if let Some(delivery) = first(last?).await? {
                return Ok(Some(delivery));
            }
            let left = end.saturating_duration_since(Instant::now());
            let expires = left.clamp(Duration::from_millis(100), LOOKED_FOR);
            let batches = self.batches.batch().max_messages(1).expires(expires).messages().await;
            let delivery = first(batches?).await?;
            if delivery.is_some() || end <= Instant::now() {
                return Ok(delivery);
            }
        }
    }
}

/// Returns the one message that was asked for.
async fn first(mut batch: pull::Batch) -> anyhow::Result<Option<Delivery>> {
    let delivery = batch.next().await.transpose();
    delivery.map_err(|error| anyhow::anyhow!(error).context("failed to take a job"))
}

/// Returns the name of the consumer for the jobs of a build that wait in a line.
fn consumer_of(build: &BuildId, line: Line) -> String {
    format!("{}-{build}", line.name())
}

/// Returns whether a job was refused because one like it is in the queue.
fn is_there_already(error: &PublishError) -> bool {
    let source = std::error::Error::source(error);
    let source = source.and_then(|source| source.downcast_ref::<jetstream::Error>());
    // "Stream store failed" is said of everything that the limits of a stream refuse.
    source.is_some_and(|source| {
        source.error_code() == jetstream::ErrorCode::STREAM_STORE_FAILED
            && source.to_string().contains("per subject")
    })
}

/// Says that a job is done, and waits until the server has it on record.
///
/// # Errors
/// When the server does not confirm it; the job is then delivered again, and found done.
pub(crate) async fn acknowledge(delivery: &Delivery) -> anyhow::Result<()> {
    delivery
        .double_ack()
        .await
        .map_err(|error| anyhow::anyhow!(error).context("failed to say that a job is done"))
}
