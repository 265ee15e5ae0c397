//! Keyset pages: first and next. There is no page 7, because counting to it is what makes big lists slow.

use super::icon::{Glyph, Icon};
use crate::query::{CURSOR, use_query_link};
use crate::text;
use leptos::prelude::*;

/// Below a table. Shows nothing when everything fits one page.
#[component]
pub fn Pager(
    /// Where the next page starts, as the list said.
    next: Option<String>,
) -> impl IntoView {
    let link = use_query_link();
    let next = StoredValue::new(next);
    let further = next.with_value(Option::is_some);
    let first = move || {
        link.get(CURSOR).map(|_| {
            view! {
                <a class="button" href=move || link.with(&[(CURSOR, None)])>
                    {text!(common.first_page)}
                </a>
            }
        })
    };
    let onward = move || {
        further.then(|| view! {
            <a class="button" rel="next" href=move || next.with_value(|cursor| link.with(&[(CURSOR, cursor.as_deref())]))>
                {text!(common.next_page)}
                <Glyph icon=Icon::ArrowRight />
            </a>
        })
    };
    view! {
        <Show when=move || further || link.get(CURSOR).is_some()>
            <nav class="pager" aria-label=text!(common.pages)>
                {first}
                {onward}
            </nav>
        </Show>
    }
    .into_any()
}
