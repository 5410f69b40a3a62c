//! Sums of money in running text.

use std::collections::BTreeSet;

use rust_decimal::Decimal;

use crate::model::value::{Money, Parse, Scalar};

/// Returns the sums of money that a text names with a pound sign, in pounds.
pub(super) fn sums(text: &str) -> BTreeSet<Decimal> {
    let starts = text.match_indices('£').map(|(at, _)| &text[at..]);
    let read = starts.filter_map(|rest| {
        let is_part = |c: char| c == '£' || c.is_ascii_alphanumeric() || c == ',' || c == '.';
        let end = rest.find(|c| !is_part(c)).unwrap_or(rest.len());
        let sum = rest[..end].trim_end_matches([',', '.']);
        Some(Money::parse(&Scalar::Text(sum.to_owned())).ok()?.value.pounds)
    });
    read.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_in_text() {
        let found =
            |text| sums(text).iter().map(|sum| sum.normalize().to_string()).collect::<Vec<_>>();
        assert_eq!(
            found("at £485,000; or £0.5m, not £24.10 an hour."),
            ["24.1", "485000", "500000"]
        );
        assert_eq!(found("no sum, £ nor £x"), Vec::<String>::new());
    }
}
