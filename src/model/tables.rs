//! Tables of one subject, declared together: what reads them, what makes a copy for the public, what reads their
//! words through and what lists them is generated, so that a table is declared in one place.

use super::record::Record;

/// A row of which the public may see nothing, where it says so.
pub trait Readership {
    /// Returns whether only members and officers may read it.
    fn is_internal(&self) -> bool {
        false
    }
}

/// Whoever reads rows of tables from a council's folder.
pub trait ReadRows {
    /// Returns the rows of the table with a name.
    fn rows<R: Record>(&mut self, table: &'static str) -> Vec<R>;
}

/// Whoever is shown tables, one after the other.
pub trait EachTable {
    /// Takes a table: its name, and the record that its rows are.
    fn table<R: Record>(&mut self, name: &'static str);
}

/// Declares tables of one subject: a struct with the rows of each, with the name of its file.
macro_rules! tables {
    ($(#[doc = $doc:literal])* $vis:vis struct $name:ident {
        $( $(#[doc = $table_doc:literal])* $table:ident : $row:ty = $file:literal ),* $(,)?
    }) => {
        $(#[doc = $doc])*
        #[derive(Debug, Clone, Default)]
        $vis struct $name {
            $( $(#[doc = $table_doc])* pub $table: Vec<$row>, )*
        }

        impl $name {
            /// Shows each of the tables.
            pub fn each(seen: &mut impl $crate::tables::EachTable) {
                $( seen.table::<$row>($file); )*
            }

            /// Reads the tables.
            pub fn read(reader: &mut impl $crate::tables::ReadRows) -> Self {
                Self { $( $table: reader.rows($file), )* }
            }

            /// Returns the places of all rows.
            pub fn origins(&self) -> Vec<&diag::Origin> {
                let mut origins = Vec::new();
                $( origins.extend(self.$table.iter().map(|row| &row.origin)); )*
                origins
            }

            /// Adds the rows of others.
            pub fn append(&mut self, mut other: Self) {
                $( self.$table.append(&mut other.$table); )*
            }

            /// Returns the rows that everybody may see, without what the public may not see of them.
            pub fn public(&self) -> Self {
                Self { $( $table: $crate::tables::public(&self.$table), )* }
            }
        }

        impl $crate::passages::Passages for $name {
            fn passages<'a>(
                &'a self,
                field: &'static str,
                hide: bool,
                seen: $crate::passages::Seen<'_, 'a>,
            ) {
                $( for row in self.$table.iter().filter(|row| {
                    !$crate::tables::Readership::is_internal(*row)
                }) {
                    $crate::passages::Passages::passages(row, field, hide, &mut *seen);
                } )*
            }
        }
    };
}
pub(crate) use tables;

/// Returns the rows that everybody may see, without what the public may not see of them.
pub fn public<R: Readership + super::redact::Redact + Clone>(rows: &[R]) -> Vec<R> {
    let open = rows.iter().filter(|row| !row.is_internal());
    open.map(|row| row.redact(false).unwrap_or_else(|| row.clone())).collect()
}
