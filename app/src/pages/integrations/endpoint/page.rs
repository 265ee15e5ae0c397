//! `/integrations/{id}/endpoints/{endpoint_id}`

use super::super::versions::VersionsTab;
use super::super::{endpoint_type_words, may_write};
use super::bench::Bench;
use super::form::EditForm;
use crate::api::endpoints::{UpdateEndpoint, get_endpoint, list_endpoints};
use crate::api::templates::get_template;
use crate::components::{
    AfterDeeds, BlockSkeleton, Crumb, Loaded, MenuEntry, PageHead, Selection, Status, Submission, Tab, Tabs, Tag, Tone,
    use_toasts,
};
use crate::loading::load;
use crate::pages::frame::use_me;
use crate::paths;
use crate::query::use_query_link;
use crate::text;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use patchbay_model::endpoint::Endpoint;
use patchbay_model::page::PageRequest;
use patchbay_model::template::Template;

/// What the page shows below its head.
#[derive(Clone, Copy, PartialEq, Eq)]
enum View {
    Definition,
    Test,
    Versions,
}

impl View {
    const ALL: [(Self, &'static str); 3] =
        [(Self::Definition, "definition"), (Self::Test, "test"), (Self::Versions, "versions")];

    /// What its tab is called. Not in `ALL`: a constant is in no language.
    fn label(self) -> &'static str {
        match self {
            Self::Definition => text!(endpoints.definition),
            Self::Test => text!(endpoints.test),
            Self::Versions => text!(integrations.versions),
        }
    }
}

/// One endpoint: its form, its test bench, its versions.
#[component]
pub fn EndpointPage() -> impl IntoView {
    let params = use_params_map();
    let link = use_query_link();
    let toasts = use_toasts();
    let view = link.tab(&View::ALL);
    // A save leaves the form as it is, with what was typed meanwhile; only a version that came back replaces it.
    let restored = Memo::new(move |before: Option<&u32>| {
        let now = toasts.deeds();
        if view.get_untracked() == View::Versions { now } else { before.copied().unwrap_or_default() }
    });
    let loaded = load(
        move || {
            let param = |name| params.with(|params| params.get(name).unwrap_or_default());
            (restored.get(), param("id"), param("endpoint_id"))
        },
        |(_, template, endpoint)| async move {
            let template = template.parse().map_err(|_| crate::pages::no_such(text!(integrations.noun_integration)))?;
            let endpoint = endpoint.parse().map_err(|_| crate::pages::no_such(text!(words.endpoint)))?;
            let most = PageRequest::longest();
            let siblings = list_endpoints(template, None, most).await?.items;
            Ok((get_template(template).await?, get_endpoint(template, endpoint).await?, siblings))
        },
    );
    view! {
        <Loaded resource=loaded after_deeds=AfterDeeds::Keep skeleton=|| view! { <BlockSkeleton lines=16 /> } let:loaded>
            <Detail template=loaded.0 endpoint=loaded.1 siblings=loaded.2 view />
        </Loaded>
    }
    .into_any()
}

#[component]
fn Detail(template: Template, endpoint: Endpoint, siblings: Vec<Endpoint>, view: ReadSignal<View>) -> impl IntoView {
    let update = Submission::<UpdateEndpoint>::new();
    let (template_id, id) = (template.id, endpoint.id);
    let may_write = may_write(&use_me(), &template);
    let loaded = endpoint.clone();
    let saved = update.value();
    let current = Memo::new(move |_| {
        let saved = saved.with(|outcome| outcome.as_ref().and_then(|outcome| outcome.as_ref().ok().cloned()));
        saved.unwrap_or_else(|| loaded.clone())
    });
    let address = paths::endpoint(template_id, id);
    let tabs = move || {
        let tab = |(tab, name): (View, &str)| Tab {
            label: tab.label().to_owned(),
            href: format!("{address}?tab={name}"),
            count: None,
            selection: Selection::of(&tab, &view.get()),
        };
        let tabs = View::ALL.into_iter().map(tab).collect();
        view! { <Tabs label=current.get().draft.name tabs /> }
    };
    let (tested, of_bench) = (template.clone(), siblings.clone());
    let content = move || match view.get() {
        View::Definition => ().into_any(),
        View::Test => view! { <Bench template=tested.clone() endpoint=current siblings=of_bench.clone() /> }.into_any(),
        View::Versions => {
            view! { <VersionsTab template=template_id object_id=id.0 may_restore=may_write /> }.into_any()
        }
    };
    view! {
        <Head template=template.clone() endpoint=current />
        {tabs}
        // Hidden and not dropped: a look at the test bench loses nothing that was typed.
        <div hidden=move || view.get() != View::Definition>
            <EditForm template endpoint siblings current update may_write />
        </div>
        {content}
    }
    .into_any()
}

#[component]
fn Head(template: Template, endpoint: Memo<Endpoint>) -> impl IntoView {
    let crumbs = vec![
        Crumb::text(MenuEntry::Integration.section()),
        Crumb::link(MenuEntry::Integration.label(), paths::INTEGRATIONS),
        Crumb::link(template.label, format!("{}?tab=endpoints", paths::integration(template.id))),
    ];
    move || {
        let draft = endpoint.get().draft;
        let tags = move || {
            let disabled =
                (!draft.enabled).then(|| view! { <Status label=text!(endpoints.state_disabled) tone=Tone::Neutral /> });
            view! {
                <Tag label=endpoint_type_words(draft.endpoint_type) />
                <code>{draft.method.as_str()} " " {draft.url.clone()}</code>
                {disabled}
            }
        };
        let Endpoint { draft, .. } = endpoint.get();
        view! { <PageHead crumbs=crumbs.clone() title=draft.name lead=draft.description status=tags /> }
    }
}
