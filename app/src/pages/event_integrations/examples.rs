//! `/event-integrations/examples`

use crate::api::event_integrations::get_event_integration_gallery;
use crate::components::{BlockSkeleton, ButtonLink, Crumb, EmptyState, FilterBar, Icon, Loaded, MenuEntry, PageHead};
use crate::format::count;
use crate::loading::load;
use crate::pages::call_center::{CallCenterFilter, use_call_center};
use crate::pages::frame::use_me;
use crate::paths;
use crate::text;
use crate::words::Word;
use leptos::prelude::*;
use patchbay_model::access::Permission;
use patchbay_model::event_integration::EventIntegrationDocument;
use patchbay_model::trigger::EventName;

/// The event integrations shipped with Patchbay, as cards.
#[component]
pub fn EventIntegrationExamplesPage() -> impl IntoView {
    let call_center = use_call_center();
    let examples = load(|| (), |()| get_event_integration_gallery());
    let list = move || {
        call_center.get_untracked().map_or_else(
            || paths::EVENT_INTEGRATIONS.to_owned(),
            |id| paths::of_call_center(paths::EVENT_INTEGRATIONS, &id),
        )
    };
    view! {
        <PageHead
            crumbs=vec![Crumb::text(MenuEntry::EventIntegrations.section()), Crumb::link(MenuEntry::EventIntegrations.label(), list())]
            title=text!(event_integrations.examples)
            lead=text!(event_integrations.examples_lead)
        />
        <FilterBar><CallCenterFilter /></FilterBar>
        <Loaded resource=examples skeleton=|| view! { <BlockSkeleton lines=8 /> } let:examples>
            <Cards examples />
        </Loaded>
    }
    .into_any()
}

#[component]
fn Cards(examples: Vec<EventIntegrationDocument>) -> impl IntoView {
    if examples.is_empty() {
        return view! { <EmptyState title=text!(event_integrations.no_examples) explanation=text!(event_integrations.no_examples_help) /> }
            .into_any();
    }
    let cards = examples.into_iter().map(|example| view! { <li><Card example /></li> }).collect_view();
    view! { <ul class="cards">{cards}</ul> }.into_any()
}

#[component]
fn Card(example: EventIntegrationDocument) -> impl IntoView {
    let call_center = use_call_center();
    let may_write = use_me().holds(Permission::WriteEventIntegrations);
    let name = example.name.clone();
    let href = Signal::derive(move || paths::new_event_integration_like(call_center.get().as_ref(), &name));
    view! {
        <article class="card pad stack">
            <h2>{example.name.clone()}</h2>
            <p>{example.description.clone()}</p>
            <dl class="facts">
                <div><dt>{text!(event_integrations.events)}</dt><dd>{events(&example)}</dd></div>
                <div><dt>{text!(event_integrations.direction)}</dt><dd>{example.direction.word()}</dd></div>
                <div><dt>{text!(event_integrations.listens_to)}</dt><dd>{listens_to(&example)}</dd></div>
                <div><dt>{text!(event_integrations.needs)}</dt><dd>{needs(&example)}</dd></div>
            </dl>
            {may_write.then(|| view! {
                <div class="actions"><ButtonLink href label=text!(event_integrations.use_example) icon=Icon::ArrowRight /></div>
            })}
        </article>
    }
    .into_any()
}

fn events(example: &EventIntegrationDocument) -> String {
    match example.events.len() {
        0 => text!(event_integrations.no_events).to_owned(),
        all if all == EventName::ALL.len() => text!(event_integrations.all_events, number = all),
        _ => joined(example.events.iter().map(ToString::to_string)),
    }
}

fn listens_to(example: &EventIntegrationDocument) -> String {
    let calls = example.direct_calls.then(|| text!(event_integrations.heard_direct_calls).to_owned());
    let chats = example.direct_chats.then(|| text!(event_integrations.heard_direct_chats).to_owned());
    joined(calls.into_iter().chain(chats).chain(example.queues.iter().cloned()))
}

/// What the call center has to bring.
pub(super) fn needs(example: &EventIntegrationDocument) -> String {
    let named = |number: usize, one: &str, more: &str, names: &[String]| {
        let what = count(number as u64, one, more);
        (number > 0).then(|| format!("{what} ({})", names.join(", ")))
    };
    let credentials = named(
        example.credentials.len(),
        text!(event_integrations.credential_noun),
        text!(event_integrations.credentials_noun),
        &example.credentials,
    );
    let queues = named(
        example.queues.len(),
        text!(event_integrations.queue_noun),
        text!(event_integrations.queues_noun),
        &example.queues,
    );
    joined(std::iter::once(text!(event_integrations.your_url).to_owned()).chain(credentials).chain(queues))
}

fn joined(all: impl Iterator<Item = String>) -> String {
    let all: Vec<String> = all.collect();
    if all.is_empty() { "–".to_owned() } else { all.join(", ") }
}
