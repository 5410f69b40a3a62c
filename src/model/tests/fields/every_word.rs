//! A record of which each field has its word.

use orderpaper_model::record;
use orderpaper_model::record::Located;
use orderpaper_model::redact::Withheld;

record! {
    /// A row.
    pub struct Row: Mark {
        /// For everybody.
        open number: Located<String>,
        /// For everybody while the row is public.
        withheld title: Withheld<Located<String>>,
        /// For none of the public.
        restricted note: Option<Located<String>>,
    }
}

fn main() {}
