//! A record of which a field has no word.

use orderpaper_model::record;
use orderpaper_model::record::Located;

record! {
    /// A row.
    pub struct Row: Mark {
        /// It is not said for whom.
        number: Located<String>,
    }
}

fn main() {}
