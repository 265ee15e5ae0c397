//! `/event-integrations/new`

use super::examples::needs;
use super::form::{AddForm, Around};
use super::queues_of;
use crate::api::event_integration_form::EventIntegrationForm;
use crate::api::event_integrations::{get_applicability, get_event_integration_gallery};
use crate::components::{BlockSkeleton, Crumb, FilterBar, Loaded, MenuEntry, Notice, PageHead, Tone};
use crate::error::PageError;
use crate::loading::load;
use crate::pages::call_center::{CallCenterFilter, ChooseCallCenter, use_call_center};
use crate::pages::frame::use_me;
use crate::paths;
use crate::query::{EXAMPLE, use_query_link};
use crate::{text, text_view};
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
            crumbs=vec![Crumb::text(MenuEntry::EventIntegrations.section()), Crumb::link(MenuEntry::EventIntegrations.label(), list())]
            title=text!(event_integrations.new)
            lead=text!(event_integrations.new_lead)
        />
        <FilterBar keep=&[EXAMPLE]><CallCenterFilter /></FilterBar>
        <Loaded resource=around skeleton=|| view! { <BlockSkeleton lines=16 /> } let:around>
            {match around {
                None => view! { <ChooseCallCenter explanation=text!(event_integrations.new_choose) /> }.into_any(),
                Some(_) if !may_write => view! {
                    <Notice tone=Tone::Neutral><p>{text!(event_integrations.may_not_add)}</p></Notice>
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
                <p>{text_view!(event_integrations.filled_in, name = view! { <strong>{document.name.clone()}</strong> }, needs = needs(&document))}</p>
            </Notice>
        }
        .into_any(),
        Start::NoSuchExample(name) => view! {
            <Notice tone=Tone::Warn>
                <p>{text_view!(
                    event_integrations.no_such_example,
                    name = view! { <strong>{name}</strong> },
                    examples = view! { <a href=examples>{text!(event_integrations.see_examples)}</a> }
                )}</p>
            </Notice>
        }
        .into_any(),
    }
}
