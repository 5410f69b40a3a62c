//! Forms as browsers post them: each field once, and none that nobody asked for.

/// The fields of a form that were not taken yet.
#[derive(Debug, Clone)]
pub(super) struct Form(Vec<(String, String)>);

impl Form {
    /// Reads the body of a request, or the query of an address; `None` where it is no form, or has a field twice.
    pub(super) fn read(body: &[u8]) -> Option<Self> {
        let mut fields: Vec<(String, String)> = Vec::new();
        for pair in body.split(|byte| *byte == b'&').filter(|pair| !pair.is_empty()) {
            let at = pair.iter().position(|byte| *byte == b'=').unwrap_or(pair.len());
            let name = decoded(&pair[..at])?;
            let value = decoded(pair.get(at + 1..).unwrap_or_default())?;
            if fields.iter().any(|(known, _)| *known == name) {
                return None;
            }
            fields.push((name, value.replace("\r\n", "\n")));
        }
        Some(Self(fields))
    }

    /// Takes a field; `None` where it is missing.
    pub(super) fn take(&mut self, name: &str) -> Option<String> {
        let at = self.0.iter().position(|(known, _)| known == name)?;
        Some(self.0.remove(at).1)
    }

    /// Takes a field that is not blank.
    pub(super) fn take_filled(&mut self, name: &str) -> Option<String> {
        self.take(name).map(|value| value.trim().to_owned()).filter(|value| !value.is_empty())
    }

    /// Takes all fields whose names begin with these words, without them.
    pub(super) fn take_all(&mut self, prefix: &str) -> Vec<(String, String)> {
        let (taken, left) =
            std::mem::take(&mut self.0).into_iter().partition(|(name, _)| name.starts_with(prefix));
        self.0 = left;
        let taken: Vec<(String, String)> = taken;
        taken.into_iter().map(|(name, value)| (name[prefix.len()..].to_owned(), value)).collect()
    }

    /// Returns a form without fields.
    pub(super) fn empty() -> Self {
        Self(Vec::new())
    }

    /// Returns whether nothing is left.
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// Returns a name or a value without its escapes.
fn decoded(text: &[u8]) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.iter();
    while let Some(byte) = rest.next() {
        bytes.push(match byte {
            b'+' => b' ',
            b'%' => {
                let digits = [*rest.next()?, *rest.next()?];
                if !digits.iter().all(u8::is_ascii_hexdigit) {
                    return None;
                }
                u8::from_str_radix(std::str::from_utf8(&digits).ok()?, 16).ok()?
            }
            byte => *byte,
        });
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_read_as_browsers_write_them() {
        let mut form =
            Form::read(b"text=a%0D%0Ab+c%26&side%3AAnne+O%27Hara=for&side%3AB=&x").unwrap();
        assert_eq!(form.take("text").unwrap(), "a\nb c&");
        assert_eq!(form.take_filled("x"), None);
        let sides = form.take_all("side:");
        let wanted = [("Anne O'Hara", "for"), ("B", "")];
        assert_eq!(sides, wanted.map(|(name, side)| (name.to_owned(), side.to_owned())));
        assert!(form.is_empty());
    }

    #[test]
    fn what_is_no_form_is_refused() {
        for odd in [&b"a=1&a=2"[..], b"a=%", b"a=%f", b"a=%+1", b"a=%zz", b"a=\xff", b"%c3=1"] {
            assert!(Form::read(odd).is_none(), "{odd:?}");
        }
        assert!(Form::read(b"").unwrap().is_empty());
    }
}
