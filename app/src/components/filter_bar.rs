//! Search and filters above a table: a plain GET form that the browser submits by itself before the WASM arrives,
//! and that follows typing afterwards.

use super::icon::{Glyph, Icon};
use super::text_field::TextKind;
use crate::query::{QueryLink, escape, use_query_link};
use crate::text;
use leptos::{ev, html, prelude::*};
use leptos_router::{NavigateOptions, hooks::use_navigate};
use std::time::Duration;
use wasm_bindgen::JsCast;

/// Long enough not to ask for every letter, short enough to feel immediate.
const TYPING_PAUSE: Duration = Duration::from_millis(250);

/// The form. Its children are `FilterSelect`s and `FilterInput`s.
#[component]
pub fn FilterBar(
    /// What the search looks at: "Search name or label". No search without it.
    #[prop(optional)]
    search: Option<&'static str>,
    /// Members of the query string that outlive a change of filters: the tab, the order.
    #[prop(default = &["sort", "tab"])]
    keep: &'static [&'static str],
    /// The other filters.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let link = use_query_link();
    let form = NodeRef::<html::Form>::new();
    let navigate = use_navigate();
    let apply = move || {
        if let Some(form) = form.get_untracked() {
            // A filter is a state of the list, not a step: Back leaves the list.
            let options = NavigateOptions { replace: true, scroll: false, ..NavigateOptions::default() };
            navigate(&address(&link.path(), &form), options);
        }
    };
    let typing = StoredValue::new(0_u32);
    let on_input = {
        let apply = apply.clone();
        move |_| {
            typing.update_value(|count| *count += 1);
            let (apply, mine) = (apply.clone(), typing.get_value());
            set_timeout(
                move || {
                    if typing.try_get_value() == Some(mine) {
                        apply()
                    }
                },
                TYPING_PAUSE,
            );
        }
    };
    let on_submit = move |event: ev::SubmitEvent| {
        event.prevent_default();
        apply();
    };
    let kept = move || {
        let hidden =
            |name: &&'static str| link.get(name).map(|value| view! { <input type="hidden" name=*name value=value /> });
        keep.iter().filter_map(hidden).collect_view()
    };
    view! {
        <form class="filters" method="get" role="search" node_ref=form on:submit=on_submit on:input=on_input>
            {search.map(|label| view! { <SearchInput label link /> })}
            {children.map(|children| children())}
            // The search has a button of its own.
            {search.is_none().then(|| view! { <button type="submit" class="button unscripted">{text!(common.show)}</button> })}
            {kept}
        </form>
    }
    .into_any()
}

/// With a submit button inside, so that Enter and a press work while nothing else does.
#[component]
fn SearchInput(label: &'static str, link: QueryLink) -> impl IntoView {
    let input = follows(link, "search");
    view! {
        <div class="search">
            <input
                type="search"
                name="search"
                placeholder=label
                aria-label=label
                value=link.peek("search")
                autocomplete="off"
                node_ref=input
            />
            <button type="submit" aria-label=text!(common.search)>
                <Glyph icon=Icon::Search />
            </button>
        </div>
    }
    .into_any()
}

/// An input that follows the address (Back, a link), but never has it written under the cursor of somebody who types.
fn follows(link: QueryLink, name: &'static str) -> NodeRef<html::Input> {
    let input = NodeRef::<html::Input>::new();
    Effect::new(move |_| {
        let value = link.get(name).unwrap_or_default();
        if let Some(input) = input.get()
            && document().active_element().as_ref() != Some(input.as_ref())
        {
            input.set_value(&value);
        }
    });
    input
}

/// One filter that is typed in.
#[component]
pub fn FilterInput(
    /// Its member of the query string.
    name: &'static str,
    /// What it filters by: "Endpoint".
    label: &'static str,
    /// What kind of text.
    #[prop(optional)]
    kind: TextKind,
) -> impl IntoView {
    let link = use_query_link();
    view! {
        <label class="filter-input">
            <span>{label}</span>
            <input type=kind.input_type() name=name value=link.peek(name) autocomplete="off" node_ref=follows(link, name) />
        </label>
    }
    .into_any()
}

/// One filter with a closed set of values.
#[component]
pub fn FilterSelect(
    /// Its member of the query string.
    name: &'static str,
    /// What it filters by: "Type".
    label: &'static str,
    /// What "no filter" is called: "All types".
    all: &'static str,
    /// Values and their words.
    options: Vec<(String, String)>,
) -> impl IntoView {
    let link = use_query_link();
    let current = move || link.get(name).unwrap_or_default();
    let option = move |(value, words): (String, String)| {
        let selected = link.peek(name).unwrap_or_default() == value;
        view! { <option value=value selected=selected>{words}</option> }
    };
    view! {
        <select name=name aria-label=label prop:value=current>
            <option value="">{all}</option>
            {options.into_iter().map(option).collect_view()}
        </select>
    }
    .into_any()
}

/// The page with what the form says, and nothing else: what outlives a filter is in the form's hidden fields.
/// Empty fields stay out of the address.
fn address(path: &str, form: &web_sys::HtmlFormElement) -> String {
    let fields = form.elements();
    let members: Vec<String> = (0..fields.length())
        .filter_map(|index| named_value(&fields.item(index)?))
        .filter(|(_, value)| !value.is_empty())
        .map(|(name, value)| format!("{}={}", escape(&name), escape(&value)))
        .collect();
    if members.is_empty() { path.to_owned() } else { format!("{path}?{}", members.join("&")) }
}

fn named_value(field: &web_sys::Element) -> Option<(String, String)> {
    let name = field.get_attribute("name")?;
    let value = match field.dyn_ref::<web_sys::HtmlInputElement>() {
        Some(input) => input.value(),
        None => field.dyn_ref::<web_sys::HtmlSelectElement>()?.value(),
    };
    Some((name, value.trim().to_owned()))
}
