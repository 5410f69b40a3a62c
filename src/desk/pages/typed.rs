//! What was typed into a form that is shown again.

/// What was typed into a form that was refused, by the names of its fields.
#[derive(Debug, Default)]
pub(in crate::desk) struct Typed(pub(in crate::desk) Vec<(String, String)>);

impl Typed {
    /// Returns what a field has; `None` where it was not posted.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(known, _)| known == name).map(|(_, value)| &**value)
    }

    /// Returns what a field has; empty where it was not posted.
    pub(super) fn text(&self, name: &str) -> String {
        self.get(name).unwrap_or_default().to_owned()
    }
}
