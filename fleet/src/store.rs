//! The object store: what is kept of councils, and the truth about what is made.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use anyhow::Context;
use chrono::{DateTime, Utc};
use futures_util::{StreamExt, TryStreamExt, future};
pub(crate) use object_store::UpdateVersion as Version;
use object_store::aws::{AmazonS3, AmazonS3Builder, AmazonS3ConfigKey, Checksum};
use object_store::path::Path;
use object_store::{
    Attribute, Attributes, BackoffConfig, ClientOptions, Error, ObjectStore, ObjectStoreExt,
    PutMode, PutOptions, PutPayload, RetryConfig,
};

use crate::layout::{self, Making};
use crate::manifest::Manifest;
use crate::name::{Council, Ulid};
use crate::plan::{BundleNumber, Plan};
use crate::result::BatchResult;

/// How many requests for content are under way at one time.
pub(crate) const AT_ONCE: usize = 8;

/// How long one request may take.
const REQUEST_TIME: Duration = Duration::from_secs(60);

/// For how long a request that fails is repeated.
const RETRY_TIME: Duration = Duration::from_secs(120);

/// How often an object is read and written anew because somebody else changed it meanwhile.
const MAX_UPDATES: usize = 20;

/// A bucket in the store.
#[derive(Debug)]
pub(crate) struct Store {
    objects: AmazonS3,
}

/// Whether something was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Created {
    /// It was not there before.
    Now,
    /// It was there already.
    Before,
}

/// What has ended of an order: made, or given up.
#[derive(Debug, Default)]
pub(crate) struct Ended {
    /// The bundles that have a result.
    pub(crate) made: BTreeSet<BundleNumber>,
    /// These results, sorted by name.
    pub(crate) results: Vec<Path>,
    /// The bundles that were given up.
    pub(crate) dead: BTreeSet<BundleNumber>,
    /// When each of the bundles was made, by the clock of the store.
    pub(crate) times: Vec<DateTime<Utc>>,
}

impl Ended {
    /// Returns all of them: nothing is to be done for these.
    pub(crate) fn all(&self) -> BTreeSet<BundleNumber> {
        self.made.union(&self.dead).copied().collect()
    }
}

impl Store {
    /// Opens a bucket, as `s3://bucket`; address and credentials are in the variables `AWS_…`.
    ///
    /// # Errors
    /// When the address or one of the variables makes no sense. Nothing is asked of the store yet.
    pub(crate) fn open(address: &str) -> anyhow::Result<Self> {
        let client = ClientOptions::new()
            .with_timeout(REQUEST_TIME)
            .with_connect_timeout(Duration::from_secs(5));
        let retry = RetryConfig {
            backoff: BackoffConfig {
                init_backoff: Duration::from_millis(100),
                max_backoff: Duration::from_secs(10),
                base: 2.0,
            },
            max_retries: 50,
            retry_timeout: RETRY_TIME,
        };
        let builder = AmazonS3Builder::from_env().with_client_options(client).with_retry(retry);
        // Plain HTTP only where the variable says so; `with_client_options` has replaced what it said.
        let allows_http = std::env::var("AWS_ALLOW_HTTP").is_ok_and(|value| value == "true");
        let mut builder = builder.with_allow_http(allows_http).with_url(address);
        // A bucket with retention takes no upload without one; `AWS_CHECKSUM_ALGORITHM` may choose another.
        if builder.get_config_value(&AmazonS3ConfigKey::Checksum).is_none() {
            builder = builder.with_checksum_algorithm(Checksum::SHA256);
        }
        let objects = builder.build().with_context(|| {
            format!("`{address}` can't be used as the store; name it as `s3://bucket`")
        })?;
        Ok(Self { objects })
    }

    /// Returns the content of an object; `None` where there is none.
    pub(crate) async fn find(&self, path: &Path) -> anyhow::Result<Option<Vec<u8>>> {
        Ok(self.find_version(path).await?.map(|(content, _)| content))
    }

    /// Returns the content of an object with its version; `None` where there is none.
    ///
    /// # Errors
    /// When it can't be read.
    pub(crate) async fn find_version(
        &self,
        path: &Path,
    ) -> anyhow::Result<Option<(Vec<u8>, Version)>> {
        let context = || format!("failed to read `{path}` in the store");
        let found = match self.objects.get(path).await {
            Ok(found) => found,
            Err(Error::NotFound { .. }) => return Ok(None),
            Err(error) => return Err(error).with_context(context),
        };
        let version =
            Version { e_tag: found.meta.e_tag.clone(), version: found.meta.version.clone() };
        let content = found.bytes().await.with_context(context)?;
        Ok(Some((content.to_vec(), version)))
    }

    /// Returns the content of an object that must be there.
    ///
    /// # Errors
    /// When it is not, or can't be read.
    pub(crate) async fn get(&self, path: &Path) -> anyhow::Result<Vec<u8>> {
        self.find(path).await?.with_context(|| format!("there is no `{path}` in the store"))
    }

    /// Returns whether there is an object.
    pub(crate) async fn has(&self, path: &Path) -> anyhow::Result<bool> {
        match self.objects.head(path).await {
            Ok(_) => Ok(true),
            Err(Error::NotFound { .. }) => Ok(false),
            Err(error) => {
                Err(error).with_context(|| format!("failed to look for `{path}` in the store"))
            }
        }
    }

    /// Writes an object that nobody writes otherwise.
    pub(crate) async fn create(&self, path: &Path, content: Vec<u8>) -> anyhow::Result<Created> {
        match self.send(path, content, PutMode::Create).await {
            Ok(()) => Ok(Created::Now),
            Err(Error::AlreadyExists { .. } | Error::Precondition { .. }) => Ok(Created::Before),
            Err(error) => {
                Err(error).with_context(|| format!("failed to write `{path}` to the store"))
            }
        }
    }

    async fn send(&self, path: &Path, content: Vec<u8>, mode: PutMode) -> Result<(), Error> {
        let options = PutOptions { mode, ..PutOptions::default() };
        self.objects.put_opts(path, PutPayload::from(content), options).await.map(|_| ())
    }

    /// Writes an object in place of this version of it, or where there is none yet; returns whether it was so.
    ///
    /// # Errors
    /// When the store fails.
    pub(crate) async fn replace(
        &self,
        path: &Path,
        content: Vec<u8>,
        version: Option<Version>,
    ) -> anyhow::Result<bool> {
        let mode = version.map_or(PutMode::Create, PutMode::Update);
        match self.send(path, content, mode).await {
            Ok(()) => Ok(true),
            Err(
                Error::AlreadyExists { .. } | Error::Precondition { .. } | Error::NotFound { .. },
            ) => Ok(false),
            Err(error) => {
                Err(error).with_context(|| format!("failed to write `{path}` to the store"))
            }
        }
    }

    /// Writes an object whatever was there.
    ///
    /// # Errors
    /// When the store does not take it.
    pub(crate) async fn put(&self, path: &Path, content: Vec<u8>) -> anyhow::Result<()> {
        let sent = self.send(path, content, PutMode::Overwrite).await;
        sent.with_context(|| format!("failed to write `{path}` to the store"))
    }

    /// Writes an object whatever was there, and says what a web server tells of it.
    ///
    /// # Errors
    /// When the store does not take it.
    pub(crate) async fn put_typed(
        &self,
        path: &Path,
        content: Vec<u8>,
        media_type: &'static str,
    ) -> anyhow::Result<()> {
        let attributes = Attributes::from_iter([(Attribute::ContentType, media_type)]);
        let options = PutOptions { attributes, ..PutOptions::default() };
        let sent = self.objects.put_opts(path, PutPayload::from(content), options).await;
        sent.map(|_| ()).with_context(|| format!("failed to write `{path}` to the store"))
    }

    /// Changes an object, of which there may be none, so that no other change is lost; returns what it became.
    pub(crate) async fn change<T>(
        &self,
        path: &Path,
        mut change: impl FnMut(&mut T),
    ) -> anyhow::Result<T>
    where
        T: Default + serde::Serialize + serde::de::DeserializeOwned,
    {
        for _ in 0..MAX_UPDATES {
            let (mut value, mode) = match self.find_version(path).await? {
                None => (T::default(), PutMode::Create),
                Some((content, version)) => {
                    // What can't be read is of no use to anybody.
                    (serde_json::from_slice(&content).unwrap_or_default(), PutMode::Update(version))
                }
            };
            change(&mut value);
            match self.send(path, serde_json::to_vec(&value)?, mode).await {
                Ok(()) => return Ok(value),
                Err(
                    Error::AlreadyExists { .. }
                    | Error::Precondition { .. }
                    | Error::NotFound { .. },
                ) => {}
                Err(error) => {
                    return Err(error)
                        .with_context(|| format!("failed to write `{path}` to the store"));
                }
            }
        }
        anyhow::bail!("`{path}` in the store is changed by others all the time")
    }

    /// Removes an object, where it is there.
    pub(crate) async fn remove(&self, path: &Path) -> anyhow::Result<()> {
        match self.objects.delete(path).await {
            Ok(()) | Err(Error::NotFound { .. }) => Ok(()),
            Err(error) => {
                Err(error).with_context(|| format!("failed to remove `{path}` from the store"))
            }
        }
    }

    /// Returns the objects below a prefix.
    pub(crate) async fn list(&self, prefix: &Path) -> anyhow::Result<Vec<Path>> {
        let list = self.objects.list(Some(prefix)).map_ok(|object| object.location);
        list.try_collect().await.with_context(|| format!("failed to list `{prefix}` in the store"))
    }

    /// Returns what has ended of an order.
    pub(crate) async fn ended(&self, making: &Making) -> anyhow::Result<Ended> {
        self.ended_from(making, 0).await
    }

    /// Returns what has ended of an order, of this batch and those after it.
    pub(crate) async fn ended_from(&self, making: &Making, first: usize) -> anyhow::Result<Ended> {
        let list = async |prefix: Path| {
            let list =
                self.objects.list_with_offset(Some(&prefix), &layout::before(&prefix, first));
            let list = list.map_ok(|object| (object.location, object.last_modified));
            let list: Vec<_> = list
                .try_collect()
                .await
                .with_context(|| format!("failed to list `{prefix}` in the store"))?;
            anyhow::Ok(list)
        };
        let (results, dead) =
            future::try_join(list(making.results()), list(making.all_dead())).await?;
        let mut ended = Ended {
            dead: dead.iter().filter_map(|(path, _)| layout::dead_bundle(path)).collect(),
            ..Ended::default()
        };
        for (path, time) in results {
            let bundles = layout::made_bundles(&path);
            ended.times.extend(bundles.iter().map(|_| time));
            ended.made.extend(bundles);
            ended.results.push(path);
        }
        ended.results.sort();
        Ok(ended)
    }

    /// Returns the results of all that is made. A bundle that was made twice, once with others and once by itself,
    /// is in the first of both by name only, whoever asks and whenever.
    ///
    /// # Errors
    /// When one can't be read.
    pub(crate) async fn results(&self, ended: &Ended) -> anyhow::Result<Vec<BatchResult>> {
        let requests = ended.results.iter().map(async |path| {
            let result = BatchResult::read(&self.get(path).await?);
            anyhow::Ok((
                path,
                result.with_context(|| format!("`{path}` in the store is no result"))?,
            ))
        });
        let all: Vec<_> =
            futures_util::stream::iter(requests).buffered(AT_ONCE).try_collect().await?;
        let mut seen = BTreeSet::new();
        let first = |(path, mut result): (&Path, BatchResult)| {
            let batch = layout::batch_of(path);
            result.bundles.retain(|bundle| seen.insert((batch, bundle.place)));
            result
        };
        Ok(all.into_iter().map(first).collect())
    }

    /// Returns the bundles of an order that were made once more with other bytes.
    pub(crate) async fn conflicts(
        &self,
        making: &Making,
    ) -> anyhow::Result<BTreeSet<BundleNumber>> {
        let list = self.list(&making.conflicts()).await?;
        Ok(list.iter().filter_map(layout::bundle_of_conflict).collect())
    }

    /// Returns the councils of which there is anything.
    pub(crate) async fn councils(&self) -> anyhow::Result<BTreeSet<Council>> {
        let folders = self.folders(&layout::councils()).await?;
        let names = folders.iter().filter_map(Path::filename);
        Ok(names.filter_map(|name| name.parse().ok()).collect())
    }

    /// Returns the prefixes just below a prefix.
    ///
    /// # Errors
    /// When the store fails.
    pub(crate) async fn folders(&self, prefix: &Path) -> anyhow::Result<Vec<Path>> {
        let list = self.objects.list_with_delimiter(Some(prefix)).await;
        let list = list.with_context(|| format!("failed to list `{prefix}` in the store"))?;
        Ok(list.common_prefixes)
    }

    /// Returns the newest snapshot of a council; `None` where there is none.
    pub(crate) async fn newest_snapshot(&self, council: &Council) -> anyhow::Result<Option<Ulid>> {
        let all = self.list(&layout::snapshots(council)).await?;
        Ok(all.iter().filter_map(layout::snapshot_of).max())
    }

    /// Returns the manifest of a snapshot.
    ///
    /// # Errors
    /// When there is none, or it can't be read.
    pub(crate) async fn manifest(
        &self,
        council: &Council,
        snapshot: &Ulid,
    ) -> anyhow::Result<Manifest> {
        let path = layout::snapshot(council, snapshot);
        let content = self.get(&path).await?;
        Manifest::read(&content).with_context(|| format!("`{path}` in the store is no manifest"))
    }

    /// Returns the plan of an order; `None` where there is none yet.
    ///
    /// # Errors
    /// When it can't be read.
    pub(crate) async fn plan(&self, making: &Making) -> anyhow::Result<Option<Plan>> {
        let path = making.plan();
        let content = self.find(&path).await?;
        let plan = content.map(|content| Plan::read(&content)).transpose();
        plan.with_context(|| format!("`{path}` in the store is no plan"))
    }

    /// Gets many objects, several at a time, and hands each to `take` as it comes.
    ///
    /// # Errors
    /// When one is missing or can't be read, and those of `take`.
    pub(crate) async fn get_all<T>(
        &self,
        objects: impl IntoIterator<Item = (Path, T)>,
        mut take: impl FnMut(T, Vec<u8>) -> anyhow::Result<()>,
    ) -> anyhow::Result<()> {
        let requests = objects.into_iter().map(async |(path, of)| {
            let content = self.get(&path).await?;
            anyhow::Ok((of, content))
        });
        let mut answers = futures_util::stream::iter(requests).buffer_unordered(AT_ONCE);
        while let Some(answer) = answers.next().await {
            let (of, content) = answer?;
            take(of, content)?;
        }
        Ok(())
    }
}

/// Returns the BLAKE3 of a content in hexadecimal.
pub(crate) fn digest_of(content: &[u8]) -> String {
    blake3::hash(content).to_hex().to_string()
}

/// Refuses content that is not what its name says.
pub(crate) fn check_digest(path: &str, content: &[u8], digest: &str) -> anyhow::Result<()> {
    if digest_of(content) != digest {
        anyhow::bail!("the store has other content for `{path}` than was put there");
    }
    Ok(())
}

/// What is counted for status and metrics, by name.
pub(crate) type Counts = BTreeMap<&'static str, u64>;
