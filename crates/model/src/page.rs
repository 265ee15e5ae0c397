//! Keyset pages (spec/api.md): no offset anywhere, so that page 10 000 costs what page 1 costs.

use crate::trigger::closed_set;
use serde::{Deserialize, Serialize};

closed_set!(
    /// The orders that a list can have, each on an index.
    Sort {
        /// By name, A to Z.
        Name = "name",
        /// By name, Z to A.
        NameDescending = "-name",
        /// Oldest first.
        Created = "created",
        /// Newest first.
        CreatedDescending = "-created",
    }
);

/// Which page is asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PageRequest {
    /// Rows wanted, 1 to 200, 50 when not said.
    #[serde(default = "default_limit")]
    pub limit: u32,
    /// Where the page before ended, as its `nextCursor` said; opaque.
    #[serde(default)]
    pub cursor: Option<String>,
    /// The order of the rows, for lists that have several; the list's own when not said. A cursor of another order is
    /// refused or leads elsewhere.
    #[serde(default)]
    pub sort: Option<Sort>,
}

fn default_limit() -> u32 {
    PageRequest::DEFAULT_LIMIT
}

impl PageRequest {
    /// Rows when the caller doesn't say.
    pub const DEFAULT_LIMIT: u32 = 50;
    /// The most rows of one page.
    pub const MAXIMUM_LIMIT: u32 = 200;

    /// The page that starts at `cursor`, with the default number of rows.
    #[must_use]
    pub fn at(cursor: Option<String>) -> Self {
        Self { limit: Self::DEFAULT_LIMIT, cursor, sort: None }
    }

    /// As many rows as one page can have.
    #[must_use]
    pub fn longest() -> Self {
        Self { limit: Self::MAXIMUM_LIMIT, cursor: None, sort: None }
    }

    /// The same page of the list in this order.
    #[must_use]
    pub fn sorted(self, sort: Option<Sort>) -> Self {
        Self { sort, ..self }
    }
}

impl Default for PageRequest {
    fn default() -> Self {
        Self::at(None)
    }
}

/// One page of a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Page<T> {
    /// The rows.
    pub items: Vec<T>,
    /// Where the next page starts; null at the end.
    pub next_cursor: Option<String>,
}

impl<T> Page<T> {
    /// The same page with every row changed.
    pub fn map<U>(self, change: impl FnMut(T) -> U) -> Page<U> {
        Page { items: self.items.into_iter().map(change).collect(), next_cursor: self.next_cursor }
    }
}
