//! Who may come in: only this machine, only under its name, only whoever started the desk, and only from its pages.
//!
//! A terminal server has many users, each of whom reaches every port of it: the key is in a file that only one of them can read,
//! and is good once and for a minute.

use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use anyhow::Context;

use crate::store::{self, Readers};

/// How long a key is good for.
const KEY_LIFE: Duration = Duration::from_secs(60);

/// How many wrong keys there may be within [`KEY_LIFE`].
const MAX_WRONG: usize = 10;

/// The length of keys and of cookies, in bytes.
const KEY_BYTES: usize = 32;

/// What a request says of where it comes from.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Caller<'a> {
    /// The header `Host`.
    pub(super) host: Option<&'a str>,
    /// The header `Cookie`.
    pub(super) cookie: Option<&'a str>,
    /// The header `Origin`.
    pub(super) origin: Option<&'a str>,
    /// The header `Sec-Fetch-Site`.
    pub(super) site: Option<&'a str>,
}

/// The door of a running desk.
pub(super) struct Door {
    port: u16,
    /// The file in which a key is left.
    key: PathBuf,
    /// What the cookie of whoever came in holds.
    cookie: String,
    /// When wrong keys were tried, by the clock of the disk.
    wrong: Mutex<Vec<Duration>>,
}

/// What came of a key.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Tried {
    /// It was the right one, and is good no longer.
    Admitted,
    /// It was wrong, used before, or too old.
    Refused,
    /// Too many were tried.
    TooMany,
}

impl Door {
    /// Returns the door of a desk on a port, for which keys are left in a folder that only its user can read.
    ///
    /// # Errors
    /// When the system has no random numbers.
    pub(super) fn new(port: u16, folder: &Path) -> anyhow::Result<Self> {
        Ok(Self { port, key: folder.join("key"), cookie: random()?, wrong: Mutex::default() })
    }

    /// Leaves a new key, and returns it.
    ///
    /// # Errors
    /// When the system has no random numbers, or the file can't be written.
    pub(super) fn leave_key(folder: &Path) -> anyhow::Result<String> {
        let key = random()?;
        store::write_for(Readers::Owner, &folder.join("key"), key.as_bytes())?;
        Ok(key)
    }

    /// Returns whether a request names this desk as its host, and not a name that somebody made lead here.
    pub(super) fn is_host(&self, caller: Caller<'_>) -> bool {
        let Some(host) = caller.host else { return false };
        ["127.0.0.1", "localhost"].iter().any(|name| host == format!("{name}:{}", self.port))
    }

    /// Tries a key.
    pub(super) fn admit(&self, tried: &str) -> Tried {
        let mut wrong = self.wrong.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(now) = now(&self.key) else { return Tried::Refused };
        wrong.retain(|moment| now.saturating_sub(*moment) < KEY_LIFE);
        if MAX_WRONG <= wrong.len() {
            return Tried::TooMany;
        }
        let left = store::read_if_there(&self.key).ok().flatten().unwrap_or_default();
        // One of a time to come was not left by this desk.
        let age = written(&self.key).and_then(|written| now.checked_sub(written));
        let is_young = age.is_some_and(|age| age < KEY_LIFE);
        if left.len() == 2 * KEY_BYTES && is_young && is_same(&left, tried.as_bytes()) {
            // Good once.
            let folder = self.key.parent().unwrap_or(&self.key);
            return match store::remove(&self.key, folder) {
                Ok(()) => Tried::Admitted,
                Err(_) => Tried::Refused,
            };
        }
        wrong.push(now);
        Tried::Refused
    }

    /// Returns the cookie of whoever came in, as the answer sets it.
    pub(super) fn set_cookie(&self) -> String {
        format!("desk_{}={}; HttpOnly; SameSite=Strict; Path=/", self.port, self.cookie)
    }

    /// Returns whether a request comes from a browser that came in.
    pub(super) fn knows(&self, caller: Caller<'_>) -> bool {
        let name = format!("desk_{}", self.port);
        let pairs = caller.cookie.unwrap_or_default().split(';');
        let mut ours =
            pairs.filter_map(|pair| pair.trim().split_once('=')).filter(|(of, _)| *of == name);
        let (first, second) = (ours.next(), ours.next());
        second.is_none()
            && first.is_some_and(|(_, value)| is_same(self.cookie.as_bytes(), value.as_bytes()))
    }

    /// Returns what a form has that is made for whoever came in, and is good for one purpose.
    pub(super) fn token(&self, purpose: &str) -> String {
        store::sha512(format!("{purpose}\n{}", self.cookie).as_bytes())
    }

    /// Returns whether a form has the token for its purpose.
    pub(super) fn is_token(&self, purpose: &str, token: &str) -> bool {
        is_same(self.token(purpose).as_bytes(), token.as_bytes())
    }

    /// Returns whether a request that changes something comes from a page of this desk.
    pub(super) fn may_post(&self, caller: Caller<'_>) -> bool {
        match (caller.site, caller.origin) {
            (Some(site), _) => site == "same-origin",
            (None, Some(origin)) => ["127.0.0.1", "localhost"]
                .iter()
                .any(|name| origin == format!("http://{name}:{}", self.port)),
            (None, None) => false,
        }
    }
}

/// Returns random bytes as hexadecimal digits.
fn random() -> anyhow::Result<String> {
    let mut bytes = [0; KEY_BYTES];
    getrandom::fill(&mut bytes).context("the system has no random numbers")?;
    Ok(store::hex(&bytes))
}

/// Returns when a file was written, since 1970 and by the clock of the disk; `None` where there is none.
fn written(path: &Path) -> Option<Duration> {
    Some(Duration::from_nanos(store::stamp(path).ok().flatten()?.modified))
}

/// Returns the time by the clock of the disk on which a file is, since 1970.
fn now(beside: &Path) -> Option<Duration> {
    let probe = beside.with_extension("now");
    store::write_for(Readers::Owner, &probe, b"").ok()?;
    written(&probe)
}

/// Compares in a time that does not tell how much is the same.
fn is_same(one: &[u8], other: &[u8]) -> bool {
    one.len() == other.len() && one.iter().zip(other).fold(0, |all, (a, b)| all | (a ^ b)) == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn door() -> (tempfile::TempDir, Door) {
        let folder = tempfile::tempdir().unwrap();
        let door = Door::new(4000, folder.path()).unwrap();
        (folder, door)
    }

    #[test]
    fn only_its_own_name_is_answered() {
        let (_folder, door) = door();
        let host = |host| door.is_host(Caller { host, ..Caller::default() });
        for good in ["127.0.0.1:4000", "localhost:4000"] {
            assert!(host(Some(good)), "{good}");
        }
        for bad in [
            "127.0.0.1",
            "localhost",
            "127.0.0.1:4001",
            "evil.example:4000",
            "localhost.evil.example:4000",
            "127.0.0.1:4000.evil.example",
            "LOCALHOST:4000",
            "[::1]:4000",
            "0.0.0.0:4000",
            "",
        ] {
            assert!(!host(Some(bad)), "{bad}");
        }
        assert!(!host(None));
    }

    #[test]
    fn a_key_is_good_once() {
        let (folder, door) = door();
        assert_eq!(door.admit(""), Tried::Refused);
        let key = Door::leave_key(folder.path()).unwrap();
        assert_eq!(door.admit(&key[1..]), Tried::Refused);
        assert_eq!(door.admit(&key), Tried::Admitted);
        assert_eq!(door.admit(&key), Tried::Refused);
        let next = Door::leave_key(folder.path()).unwrap();
        assert_ne!(next, key);
        for _ in 0..7 {
            assert_eq!(door.admit(&key), Tried::Refused);
        }
        assert_eq!(door.admit(&next), Tried::TooMany);
    }

    #[test]
    fn old_keys_are_good_no_longer() {
        let (folder, door) = door();
        let key = Door::leave_key(folder.path()).unwrap();
        let path = folder.path().join("key");
        let file = std::fs::File::options().write(true).open(path).unwrap();
        let written = file.metadata().unwrap().modified().unwrap();
        file.set_modified(written - Duration::from_secs(61)).unwrap();
        assert_eq!(door.admit(&key), Tried::Refused);
    }

    #[test]
    fn browsers_are_known_by_their_cookie() {
        let (_folder, door) = door();
        let cookie = door.set_cookie();
        assert!(cookie.contains("; HttpOnly; SameSite=Strict; "));
        let pair = cookie.split(';').next().unwrap();
        let knows = |cookie: &str| door.knows(Caller { cookie: Some(cookie), ..Caller::default() });
        assert!(knows(pair) && knows(&format!("a=b; {pair}; c=d")));
        assert!(!knows("") && !knows("desk_4000=") && !knows(&pair[..pair.len() - 1]));
        assert!(!knows(&format!("{pair}; desk_4000=x")));
        assert!(!knows(&pair.replace("4000", "4001")));
    }

    #[test]
    fn only_its_own_pages_may_post() {
        let (_folder, door) = door();
        let may = |site, origin| door.may_post(Caller { site, origin, ..Caller::default() });
        assert!(may(Some("same-origin"), None) && may(None, Some("http://127.0.0.1:4000")));
        for site in ["cross-site", "same-site", "none", ""] {
            assert!(!may(Some(site), Some("http://127.0.0.1:4000")), "{site}");
        }
        for origin in
            ["http://127.0.0.1:4001", "https://127.0.0.1:4000", "null", "http://evil.example:4000"]
        {
            assert!(!may(None, Some(origin)), "{origin}");
        }
        assert!(!may(None, None));
    }
}
