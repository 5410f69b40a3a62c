//! What a year's council tax is worked out from: the requirement, the tax base, the parishes or billing authorities, the
//! precepts of others, and what somebody typed to be compared. Local Government Finance Act 1992, Part I, England.

use rust_decimal::Decimal;

use super::record::{Located, Text, choice, record};
use super::tables::{Readership, tables};
use super::value::{Money, Slug};

/// The valuation bands, in order (s. 5 of the Act).
pub const BANDS: [&str; 8] = ["A", "B", "C", "D", "E", "F", "G", "H"];

/// The amounts of each valuation band, A first, where they are given.
pub type GivenBands<'a> = [Option<&'a Located<Money>>; BANDS.len()];

choice! {
    /// What an authority does about council tax.
    pub enum TaxAuthority ("a kind of authority") {
        /// It bills the taxpayers: a district, a borough or a unitary authority.
        Billing = "billing" | "district" | "borough" | "unitary" | "billing-authority",
        /// It issues precepts to those that do: a county, or an authority for police or fire.
        Precepting = "precepting" | "county" | "police" | "fire" | "precepting-authority" | "major-precepting",
    }
}

choice! {
    /// Which amounts of a resolution were typed.
    pub enum TypedTable ("a table of a resolution") {
        /// The council’s amounts, with what parishes ask for.
        Council = "council",
        /// With the amounts of all that issue precepts.
        Total = "total",
    }
}

record! {
    /// A year’s council tax: one row.
    pub struct CouncilTaxCard {
        /// Whether the council bills taxpayers or issues precepts to those that do.
        open authority: Located<TaxAuthority>,
        /// The meeting that sets it, whose votes on it are recorded by name.
        open meeting: Option<Located<Slug>>,
        /// What the council estimates that it will spend, with the precepts of parishes (s. 31A(2), or 42A(2)).
        open expenditure: Option<Located<Money>>,
        /// What it estimates that it will receive, apart from council tax (s. 31A(3), or 42A(3)).
        open income: Option<Located<Money>>,
        /// The council tax requirement: expenditure less income, with which it is compared where these are given.
        open requirement: Option<Located<Money>>,
        /// The tax base: dwellings as if all were in band D. Of a council that issues precepts, the sum of its billing
        /// authorities’ where empty.
        open base: Option<Located<Decimal>>,
        /// The relevant basic amount of the year before, with which this year’s is compared.
        open last_amount: Option<Located<Money>>,
        /// The percentage by which an increase is excessive if it is that or more, as the principles of the year say.
        open limit_percent: Option<Located<Decimal>>,
        /// The amount that an increase has to exceed to be excessive; where both are given, it has to reach the percentage
        /// and to exceed the amount.
        open limit_pounds: Option<Located<Money>>,
        /// Where these principles stand, such as the report that the House of Commons approved.
        open limit_source: Option<Located<String>>,
        /// The basic amount as somebody typed it (s. 31B, or 42B), to be compared.
        open typed_basic: Option<Located<Money>>,
        /// The sum of the parishes’ precepts as somebody typed it (s. 34(1)), to be compared.
        open typed_special_items: Option<Located<Money>>,
        /// The basic amount where no parish asks for anything, as somebody typed it (s. 34(2)), to be compared.
        open typed_elsewhere: Option<Located<Money>>,
        /// What is to be read before the resolution.
        open introduction: Option<Text>,
    }
}

impl Readership for CouncilTaxCard {}

record! {
    /// A part of the area: a parish, or of a council that issues precepts a billing authority.
    pub struct TaxArea {
        /// The parish, or the billing authority.
        open area: Located<String>,
        /// Its tax base.
        open base: Located<Decimal>,
        /// What the parish asks for; of a billing authority what it is to pay, as somebody typed it, to be compared.
        open precept: Option<Located<Money>>,
    }
}

impl Readership for TaxArea {}

record! {
    /// What another authority asks taxpayers for.
    pub struct Preceptor {
        /// The authority.
        open name: Located<String>,
        /// What it is for, where an authority states two, such as `adult social care`.
        open purpose: Option<Located<String>>,
        /// Its amount for band A as it stated it, to be compared with six ninths of band D; worked out where empty.
        open a: Option<Located<Money>>,
        /// For band B: seven ninths.
        open b: Option<Located<Money>>,
        /// For band C: eight ninths.
        open c: Option<Located<Money>>,
        /// Its amount for band D.
        open d: Located<Money>,
        /// For band E: eleven ninths.
        open e: Option<Located<Money>>,
        /// For band F: thirteen ninths.
        open f: Option<Located<Money>>,
        /// For band G: fifteen ninths.
        open g: Option<Located<Money>>,
        /// For band H: eighteen ninths.
        open h: Option<Located<Money>>,
    }
}

impl Readership for Preceptor {}

record! {
    /// Amounts of a resolution as somebody typed them, to be compared.
    pub struct TypedBands {
        /// Whether they are the council’s amounts, or the sums with what others ask for; the council’s where empty.
        open table: Option<Located<TypedTable>>,
        /// The parish; where empty, all parts of the area in which none asks for anything.
        open area: Option<Located<String>>,
        /// For band A.
        open a: Option<Located<Money>>,
        /// For band B.
        open b: Option<Located<Money>>,
        /// For band C.
        open c: Option<Located<Money>>,
        /// For band D.
        open d: Option<Located<Money>>,
        /// For band E.
        open e: Option<Located<Money>>,
        /// For band F.
        open f: Option<Located<Money>>,
        /// For band G.
        open g: Option<Located<Money>>,
        /// For band H.
        open h: Option<Located<Money>>,
    }
}

impl Readership for TypedBands {}

tables! {
    /// A year’s council tax.
    pub struct CouncilTax {
        /// The year; one row.
        cards: CouncilTaxCard = "council-tax",
        /// The parishes, or the billing authorities.
        areas: TaxArea = "council-tax-areas",
        /// What others ask for.
        preceptors: Preceptor = "council-tax-precepts",
        /// What somebody typed.
        typed: TypedBands = "council-tax-typed",
    }
}

impl Preceptor {
    /// Returns the amounts that are given.
    pub fn given(&self) -> GivenBands<'_> {
        let Self { a, b, c, d, e, f, g, h, .. } = self;
        let [a, b, c, e, f, g, h] = [a, b, c, e, f, g, h].map(Option::as_ref);
        [a, b, c, Some(d), e, f, g, h]
    }
}

impl TypedBands {
    /// Returns the amounts that are given.
    pub fn given(&self) -> GivenBands<'_> {
        let Self { a, b, c, d, e, f, g, h, .. } = self;
        [a, b, c, d, e, f, g, h].map(Option::as_ref)
    }
}

impl CouncilTax {
    /// Returns the row of the year; `None` where there is none.
    pub fn card(&self) -> Option<&CouncilTaxCard> {
        self.cards.first()
    }
}
