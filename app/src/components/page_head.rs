//! The top of a page: where it is, what it is called, what it is for, what can be done.

use super::icon::{Glyph, Icon};
use crate::text;
use leptos::prelude::*;
use leptos_meta::Title;

/// One step of the way to a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Crumb {
    label: String,
    href: Option<String>,
}

impl Crumb {
    /// A step without a page of its own: a section of the menu, or the page itself.
    pub fn text(label: impl Into<String>) -> Self {
        Self { label: label.into(), href: None }
    }

    /// A step to go back to.
    pub fn link(label: impl Into<String>, href: impl Into<String>) -> Self {
        Self { label: label.into(), href: Some(href.into()) }
    }
}

/// Breadcrumbs, title, one sentence, and the actions at the top right. Names the document too.
#[component]
pub fn PageHead(
    /// The way here, the page itself excluded.
    #[prop(optional)]
    crumbs: Vec<Crumb>,
    /// What the page is called.
    #[prop(into)]
    title: String,
    /// What the page is for, one sentence.
    #[prop(optional, into)]
    lead: String,
    /// Tags and facts under the title, on pages about one thing.
    #[prop(optional, into)]
    status: ViewFn,
    /// Actions, the primary one last.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    view! {
        <Title text=title.clone() />
        <Breadcrumbs crumbs />
        <header class="head">
            <div>
                <h1>{title}</h1>
                <div class="head-status">{status.run()}</div>
                {(!lead.is_empty()).then(|| view! { <p>{lead}</p> })}
            </div>
            {children.map(|children| view! { <div class="actions">{children()}</div> })}
        </header>
    }
    .into_any()
}

/// The way to a page.
#[component]
pub fn Breadcrumbs(
    /// Its steps.
    crumbs: Vec<Crumb>,
) -> impl IntoView {
    let step = |Crumb { label, href }| {
        let name = match href {
            Some(href) => view! { <a href=href>{label}</a> }.into_any(),
            None => view! { <span>{label}</span> }.into_any(),
        };
        view! { <li>{name} <Glyph icon=Icon::ChevronRight /></li> }
    };
    (!crumbs.is_empty()).then(|| {
        view! {
            <nav class="crumbs" aria-label=text!(common.breadcrumb)>
                <ol>{crumbs.into_iter().map(step).collect_view()}</ol>
            </nav>
        }
    })
}
