//! `/event-integrations/new`

use super::examples::needs;
use super::form::{AddForm, Around};
use super::queues_of;
use crate::api::event_integration_form::EventIntegrationForm;
use crate::api::event_integrations::{get_applicability, get_event_integration_gallery};
use crate::components::{BlockSkeleton, Crumb, FilterBar, Loaded, Notice, PageHead, Tone};
use crate::error::PageError;
use crate::loading::load;
use crate::pages::call_center::{CallCenterFilter, ChooseCallCenter, use_call_center};
use crate::pages::frame::use_me;
use crate::paths;
use crate::query::{EXAMPLE, use_query_link};
use leptos::prelude::*;
use patchbay_model::access::Permission;
use patchbay_model::event_integration::EventIntegrationDocument;
use serde::{Deserialize, Serialize};

/// The form of an event integration to come.
#[component]
pub fn NewEventIntegrationPage() -> impl IntoView {
    let call_center = use_call_center();
    let may_write = use_me().holds(Permission::WriteEventIntegrations);
    let link = use_query_link();
    let around = load(
        move || (call_center.get(), link.get(EXAMPLE)),
        |(call_center, example)| async move {
            let Some(call_center) = call_center else { return Ok(None) };
            let start = Start::with(example).await?;
            Ok(Some((queues_of(&call_center).await?, get_applicability().await?, start, call_center)))
        },
    );
    let list = move || {
        call_center.get_untracked().map_or_else(
            || paths::EVENT_INTEGRATIONS.to_owned(),
            |id| paths::of_call_center(paths::EVENT_INTEGRATIONS, &id),
        )
    };
    view! {
        <PageHead
            crumbs=vec![Crumb::text("System Management"), Crumb::link("Event-Driven Integrations", list())]
            title="New event-driven integration"
            lead="Which events it hears, what it sends, and what the answer changes."
        />
        <FilterBar keep=&[EXAMPLE]><CallCenterFilter /></FilterBar>
        <Loaded resource=around skeleton=|| view! { <BlockSkeleton lines=16 /> } let:around>
            {match around {
                None => view! { <ChooseCallCenter explanation="An event-driven integration belongs to a call center." /> }.into_any(),
                Some(_) if !may_write => view! {
                    <Notice tone=Tone::Neutral><p>"Your role reads only: it can't add one."</p></Notice>
                }
                .into_any(),
                Some((queues, applicability, start, call_center)) => {
                    let example = start.form();
                    let examples = paths::of_call_center(paths::EVENT_INTEGRATION_EXAMPLES, &call_center);
                    view! {
                        <StartNotice start examples />
                        <AddForm around=Around { call_center, queues, applicability } example />
                    }
                    .into_any()
                }
            }}
        </Loaded>
    }
    .into_any()
}

/// What the form starts with.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
enum Start {
    Empty,
    Example(Box<EventIntegrationDocument>),
    /// The address names one that there is not.
    NoSuchExample(String),
}

impl Start {
    async fn with(example: Option<String>) -> Result<Self, PageError> {
        let Some(name) = example else { return Ok(Self::Empty) };
        let found = get_event_integration_gallery().await?.into_iter().find(|one| one.name == name);
        Ok(found.map_or(Self::NoSuchExample(name), |document| Self::Example(Box::new(document))))
    }

    fn form(&self) -> Option<EventIntegrationForm> {
        match self {
            Self::Example(document) => Some(document.as_ref().into()),
            Self::Empty | Self::NoSuchExample(_) => None,
        }
    }
}

#[component]
fn StartNotice(start: Start, examples: String) -> impl IntoView {
    match start {
        Start::Empty => ().into_any(),
        Start::Example(document) => view! {
            <Notice tone=Tone::Neutral>
                <p>"Filled in from the example " <strong>{document.name.clone()}</strong> ". It needs " {needs(&document)} "; nothing is saved before you add it."</p>
            </Notice>
        }
        .into_any(),
        Start::NoSuchExample(name) => view! {
            <Notice tone=Tone::Warn>
                <p>"There is no example " <strong>{name}</strong> ": the form is empty. " <a href=examples>"See the examples"</a></p>
            </Notice>
        }
        .into_any(),
    }
}
