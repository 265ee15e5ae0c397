//! A table in a card: headers that sort by the query string, rows as the page writes them, a skeleton of equal height.

use super::icon::{Glyph, Icon};
use crate::query::{CURSOR, QueryLink, SORT, use_query_link};
use crate::text;
use leptos::prelude::*;

/// One column. Cells repeat its `numeric` and `optional` by the classes `num` and `opt`.
#[derive(Debug, Clone, Copy)]
pub struct Column {
    label: &'static str,
    sort: Option<&'static str>,
    order: Option<&'static str>,
    class: &'static str,
}

impl Column {
    /// Text, in the order that the server gives.
    #[must_use]
    pub const fn new(label: &'static str) -> Self {
        Self { label, sort: None, order: None, class: "" }
    }

    /// The column of row actions: no visible header.
    #[must_use]
    pub const fn actions() -> Self {
        Self { label: "", sort: None, order: None, class: "row-actions" }
    }

    /// Sortable, by this name in the query string.
    #[must_use]
    pub const fn sort(self, name: &'static str) -> Self {
        Self { sort: Some(name), ..self }
    }

    /// How the list is sorted by this column while the query string does not say: the name, or `-` and the name.
    #[must_use]
    pub const fn unless_said(self, order: &'static str) -> Self {
        Self { order: Some(order), ..self }
    }

    /// Numbers, aligned to the right.
    #[must_use]
    pub const fn numeric(self) -> Self {
        Self { class: "num", ..self }
    }

    /// Left out on a small screen.
    #[must_use]
    pub const fn optional(self) -> Self {
        Self { class: "opt", ..self }
    }

    /// Numbers, left out on a small screen.
    #[must_use]
    pub const fn optional_numeric(self) -> Self {
        Self { class: "num opt", ..self }
    }
}

/// How a column is sorted now.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Order {
    Unsorted,
    Ascending,
    Descending,
}

impl Order {
    fn of(column: &str, sorted_by: Option<&str>) -> Self {
        match sorted_by {
            Some(by) if by == column => Self::Ascending,
            Some(by) if by.strip_prefix('-') == Some(column) => Self::Descending,
            _ => Self::Unsorted,
        }
    }

    fn aria(self) -> Option<&'static str> {
        match self {
            Self::Unsorted => None,
            Self::Ascending => Some("ascending"),
            Self::Descending => Some("descending"),
        }
    }
}

/// A table. Its children are the rows: `<tr><td>…</td></tr>`.
#[component]
pub fn Table(
    /// What the rows are, for those who can't see the page around it: "Integrations".
    #[prop(into)]
    caption: String,
    /// Its columns.
    columns: Vec<Column>,
    /// The rows.
    children: Children,
) -> impl IntoView {
    view! {
        <div class="card table-card">
            <table>
                <caption class="visually-hidden">{caption}</caption>
                <TableHead columns />
                <tbody>{children()}</tbody>
            </table>
        </div>
    }
    .into_any()
}

#[component]
fn TableHead(columns: Vec<Column>) -> impl IntoView {
    let link = use_query_link();
    let header = move |column: Column| {
        match column.sort {
        Some(name) => view! { <SortHeader column name link /> }.into_any(),
        None if column.label.is_empty() => {
            view! { <th scope="col" class=column.class><span class="visually-hidden">{text!(common.actions)}</span></th> }.into_any()
        }
        None => view! { <th scope="col" class=column.class>{column.label}</th> }.into_any(),
    }
    };
    view! {
        <thead>
            <tr>{columns.into_iter().map(header).collect_view()}</tr>
        </thead>
    }
    .into_any()
}

/// Turns round the order at each press; another order starts at the first page.
#[component]
fn SortHeader(column: Column, name: &'static str, link: QueryLink) -> impl IntoView {
    let order = Memo::new(move |_| Order::of(name, link.get(SORT).as_deref().or(column.order)));
    let href = move || {
        let descending = format!("-{name}");
        let next = if order.get() == Order::Ascending { descending.as_str() } else { name };
        link.with(&[(SORT, Some(next)), (CURSOR, None)])
    };
    let icon = move || match order.get() {
        Order::Descending => view! { <Glyph icon=Icon::ChevronDown /> },
        Order::Ascending | Order::Unsorted => view! { <Glyph icon=Icon::ChevronUp /> },
    };
    view! {
        <th scope="col" class=column.class aria-sort=move || order.get().aria()>
            <a class="sort" href=href data-noscroll="">
                {column.label}
                {icon}
            </a>
        </th>
    }
    .into_any()
}

/// Rows of the final height while a list loads.
#[component]
pub fn TableSkeleton(
    /// The columns of the table to come.
    columns: Vec<Column>,
    /// How many rows to hold the place for.
    #[prop(default = 8)]
    rows: usize,
) -> impl IntoView {
    let cells = columns.clone();
    let row = move |_| {
        let cell = |column: &Column| view! { <td class=column.class><span class="bone"></span></td> };
        view! { <tr>{cells.iter().map(cell).collect_view()}</tr> }
    };
    view! {
        <div class="card table-card" aria-busy="true">
            <table>
                <caption class="visually-hidden">{text!(common.loading)}</caption>
                <TableHead columns />
                <tbody>{(0..rows).map(row).collect_view()}</tbody>
            </table>
        </div>
    }
    .into_any()
}

/// A block of the final height while something other than a list loads.
#[component]
pub fn BlockSkeleton(
    /// How many lines of text to hold the place for.
    #[prop(default = 5)]
    lines: usize,
) -> impl IntoView {
    view! {
        <div class="card pad stack" aria-busy="true">
            <span class="visually-hidden">{text!(common.loading)}</span>
            {(0..lines).map(|_| view! { <span class="bone"></span> }).collect_view()}
        </div>
    }
    .into_any()
}
