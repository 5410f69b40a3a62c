//! Records: structs whose fields are a table's columns.
//!
//! [`record!`] declares a struct once; its doc comments are the manual of its columns, its types
//! say what each column holds, and its `read` turns a [`Node`] into the struct or reports every
//! fault of the row. So the data's documentation, its schema and its reader can't drift apart.

use std::borrow::Cow;
use std::fmt;
use std::ops::Deref;
use std::slice;
use std::sync::Arc;

use serde_json::{Value, json};

use super::nearest::nearest;
use super::node::{Content, Node};
use super::redact::Access;
use super::rich::{self, Rich};
use super::value::{Parse, Scalar, is_error_value};
use diag::{Code, Diagnostic, Diagnostics, Form, Origin, Severity, plural};

/// A value with the place that it came from.
#[derive(Clone)]
pub struct Located<T> {
    /// The value.
    pub value: T,
    /// Its place.
    pub origin: Origin,
}

impl<T> Deref for Located<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

impl<T: fmt::Display> fmt::Display for Located<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.value.fmt(f)
    }
}

impl<T: fmt::Debug> fmt::Debug for Located<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.value.fmt(f)
    }
}

/// A field being read: its node, with the row's place and the column's name for messages.
#[derive(Clone, Copy)]
pub struct Field<'a> {
    /// The node; `None` where the row leaves the column empty.
    pub node: Option<&'a Node>,
    /// The row or object that it belongs to.
    pub row: &'a Origin,
    /// The column's name.
    pub column: &'a str,
}

/// A type that a column, or a JSON value, can be read as.
pub trait FromNode: Sized {
    /// Whether one text may hold several of these, separated by semicolons.
    const ACCEPTS_LIST: bool = false;
    /// Whether a row may leave it out.
    const OPTIONAL: bool = false;
    /// The values that there are, where a cell holds one of a few that are known; empty where not.
    const CHOICES: &'static [&'static str] = &[];

    /// Reads the value; `None` when it can't be read, which has then been reported.
    fn from_node(diags: &mut Diagnostics, field: Field<'_>) -> Option<Self>;

    /// Returns what the column holds: in words, and examples.
    fn describe() -> (String, Vec<&'static str>);

    /// Returns its JSON Schema.
    fn schema() -> Value;

    /// Returns the columns below it, where it is a record.
    fn columns() -> Vec<Column> {
        Vec::new()
    }
}

/// A column of a table, as its manual and its schema show it.
#[derive(Debug, Clone)]
pub struct Column {
    /// The name that files use.
    pub name: String,
    /// What it means.
    pub doc: String,
    /// What it holds, in words.
    pub holds: String,
    /// Values as they may be written.
    pub examples: Vec<&'static str>,
    /// The values that it may have, where it holds one of a few that are known; empty where not.
    pub choices: &'static [&'static str],
    /// Whether every row must have it.
    pub required: bool,
    /// Who may see it.
    pub access: Access,
    /// Returns its JSON Schema.
    pub schema: fn() -> Value,
    /// The columns of the records inside it.
    pub inner: Vec<Column>,
}

/// What [`Column::holds`] says of a column that is a record itself.
pub const AN_OBJECT: &str = "an object in JSON; in a sheet, a column for each part";

impl Column {
    /// Returns whether it is one record, so that a sheet may give each part of it a column.
    pub fn is_object(&self) -> bool {
        self.holds == AN_OBJECT
    }

    /// Returns the column for a field of type `T`.
    pub fn new<T: FromNode>(field: &str, doc: &str, access: Access) -> Self {
        let (holds, examples) = T::describe();
        Self {
            name: column(field),
            doc: doc.lines().map(str::trim).collect::<Vec<_>>().join(" ").trim().to_owned(),
            holds,
            examples,
            choices: T::CHOICES,
            required: !T::OPTIONAL,
            access,
            schema: T::schema,
            inner: T::columns(),
        }
    }
}

/// Returns the column name of a field: `published_at` is `published-at`, `r#type` is `type`.
pub fn column(field: &str) -> String {
    field.trim_start_matches("r#").replace('_', "-")
}

/// A struct whose fields are columns; implemented by [`record!`].
pub trait Record: FromNode {
    /// Returns what one row is, for the manual and the schema.
    fn doc() -> &'static str;
}

/// Returns the JSON Schema of an object with these columns.
pub fn object_schema(doc: &str, columns: &[Column]) -> Value {
    let mut properties = serde_json::Map::new();
    for column in columns {
        let mut schema = (column.schema)();
        if let Some(object) = schema.as_object_mut() {
            object.insert("description".into(), column.doc.clone().into());
        }
        properties.insert(column.name.clone(), schema);
    }
    let required: Vec<_> =
        columns.iter().filter(|column| column.required).map(|column| &*column.name).collect();
    json!({ "type": "object", "description": doc.trim(), "properties": properties, "required": required })
}

/// Declares a record: a struct whose fields are columns, each with the word for its
/// [`Access`]: `open`, `withheld` or `restricted`.
///
/// Doc comments become the manual; `from_node` reports all faults of a row and gives `None` if any of
/// its values can't be read, so that a row is whole or absent.
///
/// `struct Paper: Mark` is a record with a [`Mark`](super::access::Mark), by which it is private;
/// other records are as private as the record that they are a part of. A `restricted struct` has no
/// copy for the public at all.
#[macro_export]
macro_rules! record {
    ($(#[doc = $doc:literal])* $vis:vis struct $name:ident $(: $mark:ident)? {
        $( $(#[doc = $field_doc:literal])* $access:ident $field:ident : $type:ty ),* $(,)?
    }) => {
        $crate::record! { @struct $(#[doc = $doc])* $vis struct $name $(: $mark)? {
            $( $(#[doc = $field_doc])* $access $field : $type, )*
        } }

        impl $crate::redact::Redact for $name {
            fn redact(&self, hide: bool) -> Option<Self> {
                $( let hide = hide || <$crate::access::$mark>::is_private(&self.mark); )?
                $( let $field = $crate::redacted_field!($access, &self.$field, hide); )*
                if $( $field.is_none() )&&* {
                    return None;
                }
                Some(Self {
                    origin: self.origin.clone(),
                    $( mark: <$crate::access::$mark>::clone(&self.mark), )?
                    $( $field: $field.unwrap_or_else(|| self.$field.clone()), )*
                })
            }
        }

        impl $crate::passages::Passages for $name {
            fn passages<'a>(
                &'a self,
                _field: &'static str,
                hide: bool,
                seen: $crate::passages::Seen<'_, 'a>,
            ) {
                $( let hide = hide || <$crate::access::$mark>::is_private(&self.mark); )?
                $( $crate::field_passages!(
                    $access, &self.$field, stringify!($field), hide, &mut *seen
                ); )*
            }
        }
    };
    ($(#[doc = $doc:literal])* $vis:vis restricted struct $name:ident {
        $( $(#[doc = $field_doc:literal])* restricted $field:ident : $type:ty ),* $(,)?
    }) => {
        $crate::record! { @struct $(#[doc = $doc])* $vis struct $name {
            $( $(#[doc = $field_doc])* restricted $field : $type, )*
        } }
    };
    (@struct $(#[doc = $doc:literal])* $vis:vis struct $name:ident $(: $mark:ident)? {
        $( $(#[doc = $field_doc:literal])* $access:ident $field:ident : $type:ty, )*
    }) => {
        $(#[doc = $doc])*
        #[derive(Debug, Clone)]
        $vis struct $name {
            /// The place of the row or object.
            #[allow(dead_code, reason = "records that are taken apart at once need no place")]
            pub origin: $crate::diag::Origin,
            $(
                /// Whether it is private.
                pub mark: $crate::access::$mark,
            )?
            $( $(#[doc = $field_doc])* pub $field: $type, )*
        }

        impl $crate::record::Record for $name {
            fn doc() -> &'static str {
                concat!($($doc, "\n"),*)
            }
        }

        impl $crate::record::FromNode for $name {
            fn from_node(
                diags: &mut $crate::diag::Diagnostics,
                field: $crate::record::Field<'_>,
            ) -> Option<Self> {
                static NAMES: std::sync::LazyLock<Vec<String>> = std::sync::LazyLock::new(|| {
                    vec![$( $crate::record::column(stringify!($field)) ),*]
                });
                let row = $crate::record::expect_record(diags, field)?;
                let is_clear = $crate::columns::report_keys(diags, row, &NAMES);
                let mut names = NAMES.iter();
                $(
                    let name = names.next().expect("each field has a name");
                    let field = $crate::record::Field {
                        node: row.get(name),
                        row: &row.origin,
                        column: name,
                    };
                    let $field = <$type as $crate::record::FromNode>::from_node(diags, field);
                )*
                let read = Self {
                    origin: row.origin.clone(),
                    $( mark: <$crate::access::$mark>::default(), )?
                    $( $field: $field?, )*
                };
                is_clear.then_some(read)
            }

            fn describe() -> (String, Vec<&'static str>) {
                ($crate::record::AN_OBJECT.to_owned(), Vec::new())
            }

            fn schema() -> $crate::serde_json::Value {
                let columns = <Self as $crate::record::FromNode>::columns();
                let doc = <Self as $crate::record::Record>::doc();
                $crate::record::object_schema(doc, &columns)
            }

            fn columns() -> Vec<$crate::record::Column> {
                vec![$(
                    $crate::record::Column::new::<$type>(
                        stringify!($field),
                        concat!($($field_doc, "\n"),*),
                        $crate::access!($access),
                    )
                ),*]
            }
        }
    };
}
pub use record;

/// Declares a closed set of words that a column may hold, each with other spellings.
macro_rules! choice {
    ($(#[doc = $doc:literal])* $vis:vis enum $name:ident ($what:literal) {
        $( $(#[doc = $variant_doc:literal])* $variant:ident = $word:literal $(| $alias:literal)* ),* $(,)?
    }) => {
        $(#[doc = $doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        $vis enum $name { $( $(#[doc = $variant_doc])* $variant ),* }

        impl $name {
            /// Returns the word that files use.
            pub fn word(self) -> &'static str {
                match self { $( Self::$variant => $word ),* }
            }
        }

        impl $crate::value::Parse for $name {
            const WHAT: &'static str = $what;
            const EXAMPLES: &'static [&'static str] = &[$( $word ),*];
            const CHOICES: &'static [&'static str] = Self::EXAMPLES;

            fn parse(
                scalar: &$crate::value::Scalar,
            ) -> Result<$crate::value::Parsed<Self>, $crate::value::BadValue> {
                let text = scalar.text();
                let word = $crate::node::column_name(&text);
                let value = match &*word {
                    $( $word $(| $alias)* => Self::$variant, )*
                    _ => return Err($crate::record::not_a_choice(
                        &text, Self::WHAT, Self::EXAMPLES,
                    )),
                };
                Ok($crate::value::Parsed { value, note: None })
            }
        }
    };
}
pub(crate) use choice;

/// Returns the error for a word outside a closed set.
pub fn not_a_choice(text: &str, what: &str, words: &[&str]) -> super::value::BadValue {
    let listed = words.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ");
    let near = nearest(&super::node::column_name(text), words.iter().copied());
    super::value::BadValue {
        message: format!("`{text}` is not {what}"),
        hint: Some(match near {
            Some(near) => format!("did you mean `{near}`? Known: {listed}"),
            None => format!("write one of {listed}"),
        }),
    }
}

/// Returns the node as a record, or reports what it is instead.
pub fn expect_record<'a>(diags: &mut Diagnostics, field: Field<'a>) -> Option<&'a Node> {
    let node = expect_node(diags, field, "an object")?;
    if matches!(node.content, Content::Record(_)) {
        return Some(node);
    }
    diags.push(
        Diagnostic::new(
            Code::DataWrongShape,
            format!("`{}` holds {}; an object is needed", field.column, node.what()),
        )
        .at(&node.origin)
        .hint("write `{ … }` with the names that `orderpaper schema --manual` lists; in a sheet, give each part a column, such as `private-notice-published`"),
    );
    None
}

/// Returns the node, or reports that the row leaves out a value that it must have.
fn expect_node<'a>(diags: &mut Diagnostics, field: Field<'a>, what: &str) -> Option<&'a Node> {
    if field.node.is_none() {
        let mut diagnostic = Diagnostic::new(
            Code::DataMissingValue,
            format!("`{}` is empty; {what} is needed", field.column),
        )
        .at(field.row)
        .hint(format!("fill in `{}`", field.column));
        if matches!(field.row.source().form, Form::Csv) {
            // Nobody can tell such a cell from one that was forgotten.
            diagnostic = diagnostic.hint(
                "cells that were merged in a spreadsheet come out empty; write the value in each row",
            );
        }
        diags.push(diagnostic);
    }
    field.node
}

impl<T: Parse> FromNode for Located<T> {
    const ACCEPTS_LIST: bool = true;
    const CHOICES: &'static [&'static str] = T::CHOICES;

    fn from_node(diags: &mut Diagnostics, field: Field<'_>) -> Option<Self> {
        let node = expect_node(diags, field, T::WHAT)?;
        let Content::Scalar(scalar) = &node.content else {
            let message =
                format!("`{}` holds {}; {} is needed", field.column, node.what(), T::WHAT);
            let hint = match T::EXAMPLES.first() {
                Some(example) => format!("write one value, such as `{example}`"),
                None => "write one value".to_owned(),
            };
            diags.push(Diagnostic::new(Code::DataWrongShape, message).at(&node.origin).hint(hint));
            return None;
        };
        match T::parse(scalar) {
            Ok(parsed) => {
                if let Some(note) = parsed.note {
                    diags.push(match scalar {
                        Scalar::Error(_) => Diagnostic::new(Code::DataSpreadsheetError, note)
                            .at(&node.origin)
                            .hint("correct the formula, or write why there is no value, such as `[x]`"),
                        _ => Diagnostic::new(Code::DataReadAs, note).at(&node.origin),
                    });
                }
                Some(Self { value: parsed.value, origin: node.origin.clone() })
            }
            Err(bad) => {
                let message = format!("`{}`: {}", field.column, bad.message);
                let mut diagnostic = Diagnostic::new(Code::DataBadValue, message).at(&node.origin);
                diagnostic.hints.extend(bad.hint);
                diags.push(diagnostic);
                None
            }
        }
    }

    fn describe() -> (String, Vec<&'static str>) {
        (T::WHAT.to_owned(), T::EXAMPLES.to_vec())
    }

    fn schema() -> Value {
        json!({ "type": ["string", "number", "boolean"], "examples": T::EXAMPLES })
    }
}

/// Describes a type as the type `T` that it holds.
macro_rules! described_as_inner {
    () => {
        const CHOICES: &'static [&'static str] = T::CHOICES;

        fn describe() -> (String, Vec<&'static str>) {
            T::describe()
        }

        fn schema() -> Value {
            T::schema()
        }

        fn columns() -> Vec<Column> {
            T::columns()
        }
    };
}
pub(crate) use described_as_inner;

impl<T: FromNode> FromNode for Option<T> {
    const ACCEPTS_LIST: bool = T::ACCEPTS_LIST;
    const OPTIONAL: bool = true;

    fn from_node(diags: &mut Diagnostics, field: Field<'_>) -> Option<Self> {
        match field.node {
            None => Some(None),
            Some(_) => T::from_node(diags, field).map(Some),
        }
    }

    described_as_inner!();
}

/// Reads a pointer as the value that it points to.
macro_rules! pointer {
    ($pointer:ident) => {
        impl<T: FromNode> FromNode for $pointer<T> {
            const ACCEPTS_LIST: bool = T::ACCEPTS_LIST;
            const OPTIONAL: bool = T::OPTIONAL;

            fn from_node(diags: &mut Diagnostics, field: Field<'_>) -> Option<Self> {
                T::from_node(diags, field).map(Self::new)
            }

            described_as_inner!();
        }

        impl<T: Record> Record for $pointer<T> {
            fn doc() -> &'static str {
                T::doc()
            }
        }
    };
}
pointer!(Box);
pointer!(Arc);

impl<T: FromNode> FromNode for Vec<T> {
    const OPTIONAL: bool = true;

    fn from_node(diags: &mut Diagnostics, field: Field<'_>) -> Option<Self> {
        let Some(node) = field.node else { return Some(Self::new()) };
        let parts = match &node.content {
            Content::Scalar(Scalar::Text(text)) if T::ACCEPTS_LIST => split(node, text).into(),
            Content::List(nodes) => Cow::Borrowed(nodes.as_slice()),
            Content::Missing | Content::Scalar(_) | Content::Record(_) => {
                slice::from_ref(node).into()
            }
        };
        // Every part is read, so that every fault is reported.
        let read: Vec<Option<T>> = parts
            .iter()
            .map(|part| T::from_node(diags, Field { node: Some(part), ..field }))
            .collect();
        read.into_iter().collect()
    }

    fn describe() -> (String, Vec<&'static str>) {
        let (what, examples) = T::describe();
        let several = if T::ACCEPTS_LIST {
            format!("{what}, or several separated by `;`")
        } else if what == AN_OBJECT {
            "a list of objects (in JSON)".to_owned()
        } else {
            format!("a list; each is {what}")
        };
        (several, examples)
    }

    fn schema() -> Value {
        let items = T::schema();
        if T::ACCEPTS_LIST {
            json!({ "anyOf": [items, { "type": "array", "items": items }] })
        } else {
            json!({ "type": "array", "items": items })
        }
    }

    fn columns() -> Vec<Column> {
        T::columns()
    }
}

/// Returns the parts of a text between semicolons, each with its place; empty ones are dropped.
fn split(node: &Node, text: &str) -> Vec<Node> {
    let mut parts = Vec::new();
    let mut before = 0;
    for piece in text.split(';') {
        let trimmed = piece.trim();
        if !trimmed.is_empty() {
            let lead = piece.chars().take_while(|char| char.is_whitespace()).count();
            let start = before + lead;
            let origin = node.origin.within(start..start + trimmed.chars().count());
            let scalar = if is_error_value(trimmed) { Scalar::Error } else { Scalar::Text };
            parts.push(Node { origin, content: Content::Scalar(scalar(trimmed.to_owned())) });
        }
        before += piece.chars().count() + 1;
    }
    parts
}

/// A text with light markup (Djot), parsed.
pub type Text = Located<RichText>;

/// The parsed form of a [`Text`] column; copies share it.
#[derive(Debug, Clone, Default)]
pub struct RichText(pub Arc<Rich>);

impl FromNode for Located<RichText> {
    fn from_node(diags: &mut Diagnostics, field: Field<'_>) -> Option<Self> {
        let node = expect_node(diags, field, "text")?;
        let (text, places) = joined(diags, field, node)?;
        let pasted = rich::pasted::as_djot(&text);
        let (rich, mut faults) = rich::parse(pasted.as_ref().map_or(&text, |pasted| &pasted.text));
        if let Some(pasted) = pasted {
            if pasted.items > 0 {
                let message = format!(
                    "{} read as a list",
                    plural(pasted.items, "pasted line", "pasted lines")
                );
                diags.push(Diagnostic::new(Code::TextPastedBullets, message).at(&node.origin));
            }
            for fault in &mut faults {
                fault.range = pasted.original(&fault.range);
            }
            faults.extend(pasted.doubts);
            faults.sort_by_key(|fault| fault.range.start);
        }
        let mut whole = true;
        for fault in faults {
            whole &= fault.code.severity() != Severity::Error;
            let origin = place(&text, &places, fault.range);
            let message = format!("`{}`: {}", field.column, fault.message);
            let mut diagnostic = Diagnostic::new(fault.code, message).at(&origin);
            diagnostic.hints.extend(fault.hint);
            diags.push(diagnostic);
        }
        whole.then(|| Self { value: RichText(Arc::new(rich)), origin: node.origin.clone() })
    }

    fn describe() -> (String, Vec<&'static str>) {
        ("text with light markup; in JSON also a list of paragraphs".to_owned(), Vec::new())
    }

    fn schema() -> Value {
        json!({ "anyOf": [
            { "type": "string" },
            { "type": "array", "items": { "type": "string" } },
        ] })
    }
}

/// Paragraphs joined by blank lines, with the byte each begins at and its place.
type Paragraphs = Vec<(usize, Origin)>;

/// Returns a text, or a list of paragraphs as one text.
fn joined(diags: &mut Diagnostics, field: Field<'_>, node: &Node) -> Option<(String, Paragraphs)> {
    let parts = match &node.content {
        Content::List(nodes) => nodes.as_slice(),
        Content::Missing | Content::Scalar(_) | Content::Record(_) => std::slice::from_ref(node),
    };
    let mut text = String::new();
    let mut places = Vec::new();
    for part in parts {
        let is_error = matches!(part.content, Content::Scalar(Scalar::Error(_)));
        let Some(paragraph) = part.text().filter(|_| !is_error) else {
            let what = part.what();
            let (code, found, hint) = if is_error {
                let shown = part.text().unwrap_or_default();
                let hint = "correct the formula, or widen the column, and save the table again";
                (Code::DataBadValue, format!("{what}, `{shown}`"), hint)
            } else {
                let hint = "write text in quotation marks, or a list of paragraphs";
                (Code::DataWrongShape, what.to_owned(), hint)
            };
            let message = format!("`{}` holds {found}; text is needed", field.column);
            diags.push(Diagnostic::new(code, message).at(&part.origin).hint(hint));
            return None;
        };
        if !text.is_empty() {
            text.push_str("\n\n");
        }
        places.push((text.len(), part.origin.clone()));
        text.push_str(&paragraph);
    }
    Some((text, places))
}

/// Returns the place of a span of a joined text.
fn place(text: &str, places: &Paragraphs, range: std::ops::Range<usize>) -> Origin {
    let after = places.partition_point(|(start, _)| *start <= range.start);
    let (start, origin) = &places[after.saturating_sub(1)];
    let chars =
        |bytes: std::ops::Range<usize>| text.get(bytes).map_or(0, |part| part.chars().count());
    let before = chars(*start..range.start);
    origin.within(before..before + chars(range).max(1))
}
