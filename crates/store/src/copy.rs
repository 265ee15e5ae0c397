//! `COPY … FROM STDIN`: new rows as PostgreSQL has them on the wire ("COPY", binary format). Half the work of an
//! `INSERT … SELECT FROM UNNEST` for whoever writes thousands of rows a second, and none of its checks while compiling:
//! so the statement is made of the names that the row's columns have here, and each table's is run by a test.
//!
//! For new rows only: one that is there already refuses all of them.

use crate::error::StoreError;
use chrono::{DateTime, Utc};
use sqlx::postgres::PgConnection;
use uuid::Uuid;

const SIGNATURE: &[u8] = b"PGCOPY\n\xff\r\n\0";
/// No flags, no extension.
const HEADER: [u8; 8] = [0; 8];
const TRAILER: [u8; 2] = (-1i16).to_be_bytes();
const NULL: [u8; 4] = (-1i32).to_be_bytes();
/// Of an array that may hold NULL, as PostgreSQL writes it; here none does.
const UUID_OID: u32 = 2950;
/// 2000-01-01, where PostgreSQL's time begins, in microseconds of ours.
const EPOCH_US: i64 = 946_684_800_000_000;

/// A value of a column.
pub(crate) trait Field {
    /// Appends its length and its bytes.
    fn write(&self, to: &mut Vec<u8>);
}

fn put(bytes: &[u8], to: &mut Vec<u8>) {
    to.extend_from_slice(&length(bytes.len()));
    to.extend_from_slice(bytes);
}

/// No value of ours comes near 2 GiB: documents are bounded long before.
fn length(length: usize) -> [u8; 4] {
    i32::try_from(length).unwrap_or(i32::MAX).to_be_bytes()
}

impl Field for i16 {
    fn write(&self, to: &mut Vec<u8>) {
        put(&self.to_be_bytes(), to);
    }
}

impl Field for i32 {
    fn write(&self, to: &mut Vec<u8>) {
        put(&self.to_be_bytes(), to);
    }
}

impl Field for i64 {
    fn write(&self, to: &mut Vec<u8>) {
        put(&self.to_be_bytes(), to);
    }
}

impl Field for Uuid {
    fn write(&self, to: &mut Vec<u8>) {
        put(self.as_bytes(), to);
    }
}

/// Text, and documents of the type json, which travel as text.
impl Field for String {
    fn write(&self, to: &mut Vec<u8>) {
        put(self.as_bytes(), to);
    }
}

impl Field for &'static str {
    fn write(&self, to: &mut Vec<u8>) {
        put(self.as_bytes(), to);
    }
}

impl Field for DateTime<Utc> {
    fn write(&self, to: &mut Vec<u8>) {
        put(&(self.timestamp_micros() - EPOCH_US).to_be_bytes(), to);
    }
}

/// An array of one dimension.
impl Field for Vec<Uuid> {
    fn write(&self, to: &mut Vec<u8>) {
        let dimensions = i32::from(!self.is_empty());
        let mut array = Vec::with_capacity(20 + 20 * self.len());
        array.extend_from_slice(&dimensions.to_be_bytes());
        array.extend_from_slice(&0i32.to_be_bytes());
        array.extend_from_slice(&UUID_OID.to_be_bytes());
        if !self.is_empty() {
            array.extend_from_slice(&length(self.len()));
            array.extend_from_slice(&1i32.to_be_bytes()); // the first index
        }
        self.iter().for_each(|id| id.write(&mut array));
        put(&array, to);
    }
}

impl<T: Field> Field for Option<T> {
    fn write(&self, to: &mut Vec<u8>) {
        match self {
            Some(value) => value.write(to),
            None => to.extend_from_slice(&NULL),
        }
    }
}

/// Rows on their way into one table.
pub(crate) struct Rows {
    statement: &'static str,
    encoded: Vec<u8>,
    is_empty: bool,
}

impl Rows {
    /// None yet, for a statement `COPY … FROM STDIN (FORMAT BINARY)`.
    pub(crate) fn new(statement: &'static str) -> Self {
        Self { statement, encoded: [SIGNATURE, HEADER.as_slice()].concat(), is_empty: true }
    }

    /// Appends a row, its values in the order of the statement's columns.
    pub(crate) fn push(&mut self, fields: &[&dyn Field]) {
        self.is_empty = false;
        // A table has 1,600 columns at most.
        self.encoded.extend_from_slice(&i16::try_from(fields.len()).unwrap_or(i16::MAX).to_be_bytes());
        fields.iter().for_each(|field| field.write(&mut self.encoded));
    }

    /// Sends them all.
    pub(crate) async fn send(mut self, connection: &mut PgConnection) -> Result<(), StoreError> {
        if self.is_empty {
            return Ok(());
        }
        self.encoded.extend_from_slice(&TRAILER);
        let mut copy = connection.copy_in_raw(self.statement).await?;
        copy.send(self.encoded).await?;
        copy.finish().await?;
        Ok(())
    }
}

/// A row of a table, one field per column: `copied!(Name of "table" { column: type, … })`. A field that can't have its
/// column's name says `field as "column"`.
macro_rules! copied {
    ($(#[$doc:meta])* $name:ident of $table:literal { $($field:ident $(as $column:literal)?: $type:ty),+ $(,)? }) => {
        $(#[$doc])*
        pub(crate) struct $name { $(pub $field: $type),+ }

        impl $name {
            const COPY: &'static str = concat!(
                "COPY ", $table, " (",
                $crate::copy::copied!(@list $($field $($column)?),+),
                ") FROM STDIN (FORMAT BINARY)"
            );

            /// None yet.
            pub(crate) fn rows() -> $crate::copy::Rows {
                $crate::copy::Rows::new(Self::COPY)
            }

            /// Appends this one.
            pub(crate) fn push_to(&self, rows: &mut $crate::copy::Rows) {
                rows.push(&[$(&self.$field),+]);
            }
        }
    };
    (@list $field:ident $($column:literal)? $(, $more:ident $($more_column:literal)?)*) => {
        concat!($crate::copy::copied!(@name $field $($column)?) $(, ", ", $crate::copy::copied!(@name $more $($more_column)?))*)
    };
    (@name $field:ident) => { stringify!($field) };
    (@name $field:ident $column:literal) => { $column };
}
pub(crate) use copied;

#[cfg(test)]
mod tests {
    use super::*;

    fn written(field: &dyn Field) -> Vec<u8> {
        let mut bytes = Vec::new();
        field.write(&mut bytes);
        bytes
    }

    copied!(
        /// A table of nobody.
        Sample of "samples" { id: Uuid, event_type as "type": String, note: Option<String> }
    );

    #[test]
    fn values_are_written_as_the_protocol_has_them() {
        assert_eq!(written(&7i16), [0, 0, 0, 2, 0, 7]);
        assert_eq!(written(&-1i64), [0, 0, 0, 8, 255, 255, 255, 255, 255, 255, 255, 255]);
        assert_eq!(written(&"né".to_owned()), [0, 0, 0, 3, b'n', 0xc3, 0xa9]);
        assert_eq!(written(&None::<Uuid>), [255, 255, 255, 255]);
        let at = DateTime::from_timestamp(946_684_801, 0);
        assert_eq!(written(&at), [0, 0, 0, 8, 0, 0, 0, 0, 0, 0x0f, 0x42, 0x40]);
        assert_eq!(written(&Vec::<Uuid>::new()), [0, 0, 0, 12, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x0b, 0x86]);
        assert_eq!(written(&vec![Uuid::nil()]).len(), 4 + 20 + 20);
    }

    #[test]
    fn the_statement_names_the_columns_in_the_order_of_the_values() {
        assert_eq!(Sample::COPY, "COPY samples (id, type, note) FROM STDIN (FORMAT BINARY)");
        let mut rows = Sample::rows();
        Sample { id: Uuid::nil(), event_type: "ended".to_owned(), note: None }.push_to(&mut rows);
        assert!(rows.encoded.ends_with(b"\0\0\0\x05ended\xff\xff\xff\xff"));
    }
}
