//! Output intents: what the colours of a file mean that are given without saying so (ISO 19005-2, 6.2.3).

use lopdf::{Dictionary, Document, Object, Stream};

use super::clean::MAX_STREAM_BYTES;
use super::object::{dict, get, get_array, get_name, resolve};

/// The output intent of a file, and what it says.
pub(super) struct OutputIntent {
    /// A reference to it, or the intent itself.
    pub(super) object: Object,
    /// The profile in it, decoded.
    pub(super) profile: Vec<u8>,
}

/// The parts of a profile's header that say nothing of colours: the day on which it was made, and the digest of it
/// (ICC.1, 7.2.8 and 7.2.18).
const PASSED_OVER: [std::ops::Range<usize>; 2] = [24..36, 84..100];

impl OutputIntent {
    /// Returns whether colours mean the same by another output intent.
    pub(super) fn is_same(&self, other: &Self) -> bool {
        let pairs = self.profile.iter().zip(&other.profile).enumerate();
        self.profile.len() == other.profile.len()
            && pairs
                .filter(|(at, _)| !PASSED_OVER.iter().any(|part| part.contains(at)))
                .all(|(_, (first, second))| first == second)
    }
}

/// Returns the output intent for PDF/A of a file; `None` where it has none whose profile can be read.
pub(super) fn read(document: &Document, catalog: &Dictionary) -> Option<OutputIntent> {
    get_array(document, catalog, b"OutputIntents").iter().find_map(|object| {
        let intent = dict(document, object)?;
        let is_archival = get_name(document, intent, b"S") == Some(b"GTS_PDFA1");
        let Object::Stream(stream) = get(document, intent, b"DestOutputProfile") else {
            return None;
        };
        let profile = stream.get_plain_content_with_limit(MAX_STREAM_BYTES).ok()?;
        is_archival.then(|| OutputIntent { object: object.clone(), profile })
    })
}

/// Adds a copy of a file's output intent that holds nothing else; `None` where it has none, or one for colours
/// that no pack has.
pub(super) fn copy(document: &mut Document, catalog: &Dictionary) -> Option<Object> {
    let found = read(document, catalog)?;
    let old = dict(document, &found.object)?.clone();
    let stream = dict(document, old.get(b"DestOutputProfile").ok()?)?;
    let colours = get(document, stream, b"N").as_i64().ok().filter(|n| matches!(n, 1 | 3))?;
    let mut profile = Dictionary::new();
    profile.set("N", colours);
    let mut profile = Stream::new(profile, found.profile);
    profile.compress().ok()?;
    let mut intent = Dictionary::new();
    intent.set("Type", "OutputIntent");
    intent.set("S", "GTS_PDFA1");
    for key in ["OutputCondition", "OutputConditionIdentifier", "RegistryName", "Info"] {
        if let Ok(value) = old.get(key.as_bytes()) {
            let value = resolve(document, value);
            if value.as_str().is_ok() {
                intent.set(key, value.clone());
            }
        }
    }
    intent.set("DestOutputProfile", document.add_object(profile));
    Some(intent.into())
}
