//! List state lives in the query string: links that change one member of it and keep the rest.

use crate::settled::settled;
use leptos::prelude::*;
use leptos_router::hooks::{use_location, use_matched};
use leptos_router::params::ParamsMap;
use patchbay_model::page::PageRequest;

/// Says what just happened, once (see `components::toast`); never carried on into other links.
pub const DONE: &str = "done";
/// How many were done.
pub const COUNT: &str = "count";
/// There is something to show once that the request before has left behind.
pub const RESULT: &str = "result";
/// Which tab is shown.
pub const TAB: &str = "tab";
/// Which dialog is open.
pub const DIALOG: &str = "dialog";
/// Which row a dialog is about.
pub const SUBJECT: &str = "id";
/// Where the page before ended.
pub const CURSOR: &str = "cursor";
/// Whose things a page shows.
pub const CALL_CENTER: &str = "callCenter";
/// Which example a form is filled in from, by name.
pub const EXAMPLE: &str = "example";
/// Column to sort by, `-` in front for descending.
pub const SORT: &str = "sort";

/// Members that say what happened in one request; a link built from them would say it again.
/// The two with underscores are what leptos adds when a form failed before the WASM arrived.
const ONCE: [&str; 5] = [DONE, COUNT, RESULT, "__path", "__err"];

/// The current address, to read members from and to build links to its variations.
#[derive(Clone, Copy)]
pub struct QueryLink {
    path: Memo<String>,
    query: Memo<ParamsMap>,
}

/// The address of the page that is shown, or outside of pages (menu, toasts) that of the browser.
#[must_use]
pub fn use_query_link() -> QueryLink {
    use_context().unwrap_or_else(|| {
        let location = use_location();
        QueryLink { path: location.pathname, query: location.query }
    })
}

/// Gives a page its own address. While the code of the next page is on its way the browser shows that page's address
/// already: what is still there must not read it as its own.
pub fn provide_page_address() {
    let (location, matched) = (use_location(), use_matched());
    let is_of_page =
        Memo::new(move |_| location.pathname.with(|path| matched.with(|matched| same_path(path, matched))));
    let path = own(is_of_page, location.pathname);
    let query = own(is_of_page, location.query);
    provide_context(QueryLink { path, query });
}

fn own<T>(is_of_page: Memo<bool>, current: Memo<T>) -> Memo<T>
where
    T: Clone + PartialEq + Send + Sync + 'static,
{
    Memo::new(move |before: Option<&T>| match before {
        Some(before) if !is_of_page.get() => before.clone(),
        _ => current.get(),
    })
}

fn same_path(one: &str, other: &str) -> bool {
    one.trim_end_matches('/') == other.trim_end_matches('/')
}

impl QueryLink {
    /// The page's path, not tracked.
    #[must_use]
    pub fn path(self) -> String {
        self.path.get_untracked()
    }

    /// One member, tracked; an empty one counts as absent, because an empty form field sends it so.
    #[must_use]
    pub fn get(self, name: &str) -> Option<String> {
        self.query.with(|query| query.get(name)).filter(|value| !value.is_empty())
    }

    /// One member as it is now, not tracked: for what an element starts with.
    #[must_use]
    pub fn peek(self, name: &str) -> Option<String> {
        untrack(|| self.get(name))
    }

    /// Which of `tabs`, each with its word, is shown: the one that the address names, or the first.
    #[must_use]
    pub fn tab<T>(self, tabs: &'static [(T, &'static str)]) -> ReadSignal<T>
    where
        T: Copy + PartialEq + Send + Sync + 'static,
    {
        settled(Memo::new(move |_| {
            let word = self.get(TAB);
            let named = tabs.iter().find(|(_, name)| Some(*name) == word.as_deref());
            named.unwrap_or(&tabs[0]).0
        }))
    }

    /// Which page of its list this page shows, tracked: where it begins and in which order.
    #[must_use]
    pub fn page(self) -> PageRequest {
        PageRequest::at(self.get(CURSOR)).sorted(self.get(SORT).and_then(|word| word.parse().ok()))
    }

    /// This page with `changes` applied, tracked: a value sets, `None` removes.
    #[must_use]
    pub fn with(self, changes: &[(&str, Option<&str>)]) -> String {
        let path = self.path.get();
        self.query.with(|query| link(&path, query, changes))
    }

    /// Opens a dialog of this page.
    #[must_use]
    pub fn open_dialog(self, name: &str) -> String {
        self.with(&[(DIALOG, Some(name)), (SUBJECT, None)])
    }

    /// Opens a dialog of this page about one row.
    #[must_use]
    pub fn open_dialog_about(self, name: &str, subject: &str) -> String {
        self.with(&[(DIALOG, Some(name)), (SUBJECT, Some(subject))])
    }

    /// This page without a dialog.
    #[must_use]
    pub fn close_dialog(self) -> String {
        self.with(&[(DIALOG, None), (SUBJECT, None)])
    }

    /// This page as it is, for a form that comes back to it.
    #[must_use]
    pub fn here(self) -> String {
        self.with(&[])
    }
}

/// Not `ParamsMap::replace`: it decodes the value once more, which turns `100%25` into `100%`.
fn link(path: &str, query: &ParamsMap, changes: &[(&str, Option<&str>)]) -> String {
    let kept = query.latest_values().map(|(name, value)| (name.as_ref(), value)).filter(|(name, value)| {
        !value.is_empty() && !ONCE.contains(name) && !changes.iter().any(|(changed, _)| changed == name)
    });
    let set = changes.iter().filter_map(|(name, value)| value.map(|value| (*name, value)));
    let mut text = path.to_owned();
    for (index, (name, value)) in kept.chain(set).enumerate() {
        text.push(if index == 0 { '?' } else { '&' });
        text.push_str(&escape(name));
        text.push('=');
        text.push_str(&escape(value));
    }
    text
}

/// Percent-encodes one segment of a path or one value of a query string. Not leptos's `Url::escape`: it writes the
/// same text in two ways, `%2D` on the server and `-` in the browser.
#[must_use]
pub fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~') {
            escaped.push(char::from(byte));
        } else {
            escaped.push('%');
            escaped.extend([byte >> 4, byte & 15].map(|digit| char::from(b"0123456789ABCDEF"[usize::from(digit)])));
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    fn query(members: &[(&'static str, &str)]) -> ParamsMap {
        members.iter().map(|(name, value)| (*name, *value)).collect()
    }

    #[test]
    fn a_link_changes_one_member_and_keeps_the_rest() {
        let now = query(&[("search", "hub spot"), ("sort", "name")]);
        assert_eq!(
            link("/integrations", &now, &[("sort", Some("-name"))]),
            "/integrations?search=hub%20spot&sort=-name"
        );
        assert_eq!(link("/integrations", &now, &[("search", None), ("sort", None)]), "/integrations");
    }

    #[test]
    fn what_a_name_holds_stays_inside_its_segment() {
        assert_eq!(escape("Kho hàng/../?a=1"), "Kho%20h%C3%A0ng%2F..%2F%3Fa%3D1");
        assert_eq!(escape("0199c0de-7a11"), "0199c0de-7a11");
    }

    #[test]
    fn what_happened_once_is_not_carried_on() {
        let now = query(&[("done", "saved"), ("__err", "e30"), ("type", ""), ("tab", "endpoints")]);
        assert_eq!(link("/integrations", &now, &[]), "/integrations?tab=endpoints");
    }
}
