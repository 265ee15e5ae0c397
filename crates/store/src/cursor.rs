//! Keyset pages: a cursor is the sort key of the last row, so that page 10 000 costs what page 1 costs and rows that
//! are inserted meanwhile neither repeat nor hide others.

use crate::error::StoreError;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, Utc};
use patchbay_model::page::{Page, PageRequest};
use serde::Serialize;
use serde::de::DeserializeOwned;
use uuid::Uuid;

/// Greater than every id: where a list begins that runs from the newest to the oldest.
pub(crate) const AFTER_EVERY_ID: Uuid = Uuid::max();

/// Greater than every name in the order of "C".
pub(crate) const AFTER_EVERY_NAME: &str = "\u{10FFFF}\u{10FFFF}";

/// Later than every time that a row was made at, and within what PostgreSQL can say: the end of the year 9999.
pub(crate) const AFTER_EVERY_TIME: DateTime<Utc> = DateTime::from_timestamp(253_402_300_799, 0).unwrap();

/// The key that the page begins after, or `first` for the first page.
pub(crate) fn begin<K: DeserializeOwned>(page: &PageRequest, first: K) -> Result<K, StoreError> {
    let Some(cursor) = &page.cursor else { return Ok(first) };
    let json = URL_SAFE_NO_PAD.decode(cursor).map_err(|_| StoreError::InvalidCursor)?;
    serde_json::from_slice(&json).map_err(|_| StoreError::InvalidCursor)
}

/// What to ask the database for: one row more than the page holds tells whether another page follows.
pub(crate) fn rows(page: &PageRequest) -> i64 {
    i64::from(page.limit.clamp(1, PageRequest::MAXIMUM_LIMIT)) + 1
}

/// The page of `rows`, whose cursor is the `key` of its last row.
pub(crate) fn end<R, K: Serialize, T>(
    page: &PageRequest,
    mut rows: Vec<R>,
    key: impl FnOnce(&R) -> K,
    read: impl FnMut(R) -> Result<T, StoreError>,
) -> Result<Page<T>, StoreError> {
    let limit = page.limit.clamp(1, PageRequest::MAXIMUM_LIMIT) as usize;
    let more = rows.len() > limit;
    rows.truncate(limit);
    let next_cursor = match rows.last() {
        Some(last) if more => {
            let json = serde_json::to_vec(&key(last)).map_err(|_| StoreError::InvalidCursor)?;
            Some(URL_SAFE_NO_PAD.encode(json))
        }
        _ => None,
    };
    Ok(Page { items: rows.into_iter().map(read).collect::<Result<_, _>>()?, next_cursor })
}

/// Lists a page in the order that it asks for: by name and then id, or by id alone, which is by time. `$select` is the
/// module's macro, given a tail and its arguments: `$1` is the number of rows, `where` takes what comes after it, and
/// `keys` are the two numbers after those. Each order is a query of its own: an index is found for what stands in it plainly.
macro_rules! list_in_order {
    (
        $executor:expr, $page:expr, or $default:ident, $read:path, $select:ident,
        where $where:literal, name $name:literal, id $id:literal, keys $first:literal $second:literal,
        $($argument:expr),* $(,)?
    ) => {{
        let page: &PageRequest = $page;
        match page.sort.unwrap_or(Sort::$default) {
            Sort::Name => {
                let (name, id) = cursor::begin(page, (String::new(), uuid::Uuid::nil()))?;
                let found = $select!(
                    $where + " AND (" + $name + ", " + $id + ") > (" + $first + ", " + $second + ") ORDER BY "
                        + $name + ", " + $id + " LIMIT $1",
                    cursor::rows(page), $($argument,)* name, id,
                );
                cursor::end(page, found.fetch_all($executor).await?, |row| (row.sort_key.clone(), row.id), $read)
            }
            Sort::NameDescending => {
                let (name, id) = cursor::begin(page, (cursor::AFTER_EVERY_NAME.to_owned(), cursor::AFTER_EVERY_ID))?;
                let found = $select!(
                    $where + " AND (" + $name + ", " + $id + ") < (" + $first + ", " + $second + ") ORDER BY "
                        + $name + " DESC, " + $id + " DESC LIMIT $1",
                    cursor::rows(page), $($argument,)* name, id,
                );
                cursor::end(page, found.fetch_all($executor).await?, |row| (row.sort_key.clone(), row.id), $read)
            }
            Sort::Created | Sort::CreatedDescending => cursor::list_by_time!(
                $executor, page, or $default, $read, $select, where $where, id $id, key $first, $($argument),*
            ),
        }
    }};
}
pub(crate) use list_in_order;

/// Lists a page by time, where there is nothing to tell names by.
macro_rules! list_by_time {
    (
        $executor:expr, $page:expr, or $default:ident, $read:path, $select:ident,
        where $where:literal, id $id:literal, key $key:literal, $($argument:expr),* $(,)?
    ) => {{
        let page: &PageRequest = $page;
        match page.sort.unwrap_or(Sort::$default) {
            Sort::Name | Sort::Created => {
                let id: uuid::Uuid = cursor::begin(page, uuid::Uuid::nil())?;
                let found = $select!(
                    $where + " AND " + $id + " > " + $key + " ORDER BY " + $id + " LIMIT $1",
                    cursor::rows(page), $($argument,)* id,
                );
                cursor::end(page, found.fetch_all($executor).await?, |row| row.id, $read)
            }
            Sort::NameDescending | Sort::CreatedDescending => {
                let id: uuid::Uuid = cursor::begin(page, cursor::AFTER_EVERY_ID)?;
                let found = $select!(
                    $where + " AND " + $id + " < " + $key + " ORDER BY " + $id + " DESC LIMIT $1",
                    cursor::rows(page), $($argument,)* id,
                );
                cursor::end(page, found.fetch_all($executor).await?, |row| row.id, $read)
            }
        }
    }};
}
pub(crate) use list_by_time;

/// A page without rows, for a filter outside the reach.
pub(crate) fn empty<T>() -> Page<T> {
    Page { items: Vec::new(), next_cursor: None }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(cursor: Option<String>) -> PageRequest {
        PageRequest { limit: 2, ..PageRequest::at(cursor) }
    }

    #[test]
    fn a_cursor_leads_back_to_the_key_that_it_was_made_of() {
        let made = end(&page(None), vec![1, 2, 3], |last| ("ä/+", *last), Ok).unwrap();
        assert_eq!(made.items, [1, 2]);
        let key: (String, i32) = begin(&page(made.next_cursor), (String::new(), 0)).unwrap();
        assert_eq!(key, ("ä/+".to_owned(), 2));
    }

    #[test]
    fn the_last_page_has_no_cursor() {
        assert_eq!(end(&page(None), vec![1, 2], |last| *last, Ok).unwrap().next_cursor, None);
    }

    #[test]
    fn a_cursor_of_another_shape_is_refused() {
        for cursor in ["", "!", "bm9uZQ", "WzFd"] {
            let begun = begin::<(String, i32)>(&page(Some(cursor.to_owned())), (String::new(), 0));
            assert!(matches!(begun, Err(StoreError::InvalidCursor)), "{cursor}");
        }
    }
}
