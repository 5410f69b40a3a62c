//! The web service of a modern.gov, asked one request at a time, or a folder with its answers.

use std::path::PathBuf;
use std::time::Duration;

use anyhow::Context;
use url::Url;

use super::xml::{self, Element};
use crate::store::{self, Readers};

/// How often a request is made that fails for a moment, and how long is waited before the second; then twice as long.
const TRIES: (u32, Duration) = (4, Duration::from_millis(250));

/// How long a request may take.
const PATIENCE: Duration = Duration::from_secs(60);

/// How often a request may be sent elsewhere.
const MOST_REDIRECTS: usize = 5;

/// How large an answer, and a paper, may be, in bytes.
const MOST_BYTES: (u64, u64) = (64 * 1024 * 1024, 256 * 1024 * 1024);

/// Where answers come from.
#[derive(Debug, Clone)]
pub enum Source {
    /// A site, such as `https://democracy.example.gov.uk/`.
    Site(Url),
    /// A folder with answers of one, named as they are kept: `GetMeeting-123.xml`.
    Folder(PathBuf),
}

/// A service, with the answers that were kept.
pub struct Service {
    source: Source,
    /// Where answers are kept.
    kept: PathBuf,
    agent: ureq::Agent,
    /// How many requests were made.
    requests: usize,
    /// How long is waited before a request is made again.
    pause: Duration,
}

/// What came of a request.
#[derive(Debug)]
pub(super) enum Asked<T> {
    /// An answer.
    Answer(T),
    /// Why there is none, in words.
    Nothing(String),
}

impl Service {
    /// Returns a service whose answers are kept in a folder.
    pub fn new(source: Source, kept: PathBuf) -> Self {
        let config = ureq::Agent::config_builder()
            .timeout_global(Some(PATIENCE))
            .max_redirects(0)
            .http_status_as_error(false)
            .user_agent(concat!("orderpaper/", env!("CARGO_PKG_VERSION")));
        let agent = ureq::Agent::new_with_config(config.build());
        Self { source, kept, agent, requests: 0, pause: TRIES.1 }
    }

    /// Returns how many requests were made.
    pub fn requests(&self) -> usize {
        self.requests
    }

    /// Returns the answer to a method, read as XML. `name` is that of the file in which it is kept.
    ///
    /// # Errors
    /// When the disk can't be read or written.
    pub(super) fn ask(
        &mut self,
        method: &str,
        query: &[(&str, String)],
        name: &str,
    ) -> anyhow::Result<Asked<Element>> {
        let site = match &self.source {
            Source::Site(site) => Some(site.clone()),
            Source::Folder(_) => None,
        };
        let address = site.and_then(|site| {
            let mut address = site.join("mgWebService.asmx/").ok()?.join(method).ok()?;
            if !query.is_empty() {
                address.query_pairs_mut().extend_pairs(query);
            }
            Some(address)
        });
        let bytes = match self.kept(name)? {
            Some(bytes) => bytes,
            None => match self.fetch(address, MOST_BYTES.0, &is_data)? {
                Asked::Answer(bytes) => {
                    self.keep(name, &bytes)?;
                    bytes
                }
                Asked::Nothing(why) => return Ok(Asked::Nothing(why)),
            },
        };
        Ok(match xml::read(&bytes) {
            Ok(root) => Asked::Answer(root),
            Err(why) => Asked::Nothing(why),
        })
    }

    /// Returns a paper. `address` is as the service gives it, from the site.
    ///
    /// # Errors
    /// When the disk can't be read or written.
    pub(super) fn paper(&mut self, address: &str, name: &str) -> anyhow::Result<Asked<Vec<u8>>> {
        if let Some(bytes) = self.kept(name)? {
            return Ok(Asked::Answer(bytes));
        }
        let whole = match &self.source {
            Source::Site(site) => match site.join(address) {
                Ok(whole) if is_of(&whole, site) => Some(whole),
                Ok(_) => return Ok(Asked::Nothing(format!("it is on another site, {address}"))),
                Err(_) => return Ok(Asked::Nothing(format!("`{address}` is no address"))),
            },
            Source::Folder(_) => None,
        };
        let is_paper = |bytes: &[u8]| match kind(bytes) {
            Some(_) => Ok(()),
            None => {
                let words = "it is neither a PDF nor a Word document".to_owned();
                Err(Failure { words, is_passing: false })
            }
        };
        let fetched = self.fetch(whole, MOST_BYTES.1, &is_paper)?;
        if let Asked::Answer(bytes) = &fetched {
            self.keep(name, bytes)?;
        }
        Ok(fetched)
    }

    fn kept(&self, name: &str) -> anyhow::Result<Option<Vec<u8>>> {
        if let Some(bytes) = store::read_if_there(&self.kept.join(name))? {
            return Ok(Some(bytes));
        }
        match &self.source {
            Source::Folder(folder) => store::read_if_there(&folder.join(name)),
            Source::Site(_) => Ok(None),
        }
    }

    fn keep(&self, name: &str, bytes: &[u8]) -> anyhow::Result<()> {
        store::write_for(Readers::Owner, &self.kept.join(name), bytes)
    }

    /// Returns what an address answers; a failure that may be one of the moment is tried again.
    fn fetch(
        &mut self,
        address: Option<Url>,
        limit: u64,
        is_right: &dyn Fn(&[u8]) -> Result<(), Failure>,
    ) -> anyhow::Result<Asked<Vec<u8>>> {
        let Some(address) = address else {
            return Ok(Asked::Nothing("it is not in the folder".to_owned()));
        };
        let mut pause = self.pause;
        let mut why = String::new();
        for attempt in 0..TRIES.0 {
            if 0 < attempt {
                std::thread::sleep(pause);
                pause *= 2;
            }
            let answer = self.once(&address, limit);
            match answer.and_then(|bytes| is_right(&bytes).map(|()| bytes)) {
                Ok(bytes) => return Ok(Asked::Answer(bytes)),
                Err(Failure { words, is_passing: true }) => why = words,
                Err(Failure { words, is_passing: false }) => return Ok(Asked::Nothing(words)),
            }
        }
        Ok(Asked::Nothing(why))
    }

    fn once(&mut self, address: &Url, limit: u64) -> Result<Vec<u8>, Failure> {
        let mut at = address.clone();
        for _ in 0..=MOST_REDIRECTS {
            self.requests += 1;
            let mut response = self
                .agent
                .get(at.as_str())
                .call()
                .map_err(|error| Failure { words: format!("{error}"), is_passing: true })?;
            let status = response.status();
            if status.is_redirection() {
                let to = response.headers().get("location").and_then(|to| to.to_str().ok());
                let to = to.and_then(|to| at.join(to).ok());
                match to {
                    Some(to) if is_of(&to, address) => at = to,
                    Some(to) => {
                        let words = format!("it leads to another site, {to}");
                        return Err(Failure { words, is_passing: false });
                    }
                    None => return Err(Failure::status(status.as_u16())),
                }
                continue;
            }
            if !status.is_success() {
                return Err(Failure::status(status.as_u16()));
            }
            let body = response.body_mut().with_config().limit(limit).read_to_vec();
            return body.map_err(|error| Failure { words: format!("{error}"), is_passing: true });
        }
        Err(Failure { words: "it leads round in a circle".to_owned(), is_passing: false })
    }
}

/// Returns whether an answer is data. A page that says that the server is busy comes as if all were well at times, so it is
/// asked again.
fn is_data(bytes: &[u8]) -> Result<(), Failure> {
    xml::read(bytes).map(|_| ()).map_err(|words| Failure { words, is_passing: true })
}

/// Why a request failed.
struct Failure {
    words: String,
    /// Whether it may succeed when it is made again.
    is_passing: bool,
}

impl Failure {
    fn status(status: u16) -> Self {
        let is_passing = status >= 500 || matches!(status, 408 | 429);
        Self { words: format!("the server answered {status}"), is_passing }
    }
}

/// Returns whether an address is of a site: its host and port, with or without TLS.
fn is_of(address: &Url, site: &Url) -> bool {
    let is_web = matches!(address.scheme(), "http" | "https");
    let port = |url: &Url| url.port();
    is_web && address.host() == site.host() && port(address) == port(site)
}

/// Returns the ending of a paper that packs can be bound from.
pub(super) fn kind(bytes: &[u8]) -> Option<&'static str> {
    let head = bytes.get(..1024).unwrap_or(bytes);
    if head.windows(5).any(|window| window == b"%PDF-") {
        return Some("pdf");
    }
    let is_zip = bytes.starts_with(b"PK\x03\x04");
    let is_word = is_zip && bytes.windows(13).any(|window| window == b"word/document");
    is_word.then_some("docx")
}

/// Reads the address of a site.
///
/// # Errors
/// When it is none.
pub fn site(text: &str) -> anyhow::Result<Url> {
    let text = if text.contains("://") { text.to_owned() } else { format!("https://{text}") };
    let mut url = Url::parse(&text).with_context(|| format!("`{text}` is no address"))?;
    anyhow::ensure!(
        matches!(url.scheme(), "http" | "https") && url.host().is_some(),
        "`{text}` is no address of a site; write it as `https://democracy.example.gov.uk`"
    );
    url.set_query(None);
    url.set_fragment(None);
    // Somebody may give the address of one of its pages.
    let path = url.path().to_owned();
    let folder = match path.rsplit_once('/') {
        Some((folder, page)) if page.contains('.') => format!("{folder}/"),
        _ if path.ends_with('/') => path,
        _ => format!("{path}/"),
    };
    let folder = folder.trim_end_matches("mgWebService.asmx/").to_owned();
    url.set_path(&folder);
    Ok(url)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_site_is_found_from_any_of_its_pages() {
        for text in [
            "democracy.example.gov.uk",
            "https://democracy.example.gov.uk/mgWebService.asmx",
            "https://democracy.example.gov.uk/ieDocHome.aspx?bcr=1",
        ] {
            assert_eq!(site(text).unwrap().as_str(), "https://democracy.example.gov.uk/", "{text}");
        }
        assert_eq!(site("http://a.example/council/x.aspx").unwrap().path(), "/council/");
        assert!(site("ftp://a.example").is_err());
    }
}
