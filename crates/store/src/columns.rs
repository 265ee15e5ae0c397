//! Rows turned into columns: one array per column is one statement for hundreds of rows, where rows are compared or changed.
//! New rows alone go faster by [`copy`](crate::copy).

/// One array per column of a table.
macro_rules! columns {
    ($(#[$doc:meta])* $name:ident { $($column:ident: $type:ty),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Default)]
        pub(crate) struct $name { $(pub $column: Vec<$type>),+ }
    };
}
pub(crate) use columns;
