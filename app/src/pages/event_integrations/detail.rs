//! `/event-integrations/{id}`

use super::dialogs::{COPY, DELETE, EventIntegrationDialogs};
use super::form::{Around, EditForm};
use super::queues_of;
use crate::api::event_integrations::{UpdateEventIntegration, get_applicability, get_event_integration, list_overlaps};
use crate::components::{
    BlockSkeleton, ButtonLink, Crumb, Icon, Loaded, MenuEntry, PageHead, RelativeTime, Status, Submission, Tag, Tone,
};
use crate::loading::load;
use crate::pages::call_center::use_call_center;
use crate::pages::frame::use_me;
use crate::paths;
use crate::query::use_query_link;
use crate::{text, text_view};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use patchbay_model::access::Permission;
use patchbay_model::event_integration::EventIntegration;

/// One event integration: its form, and whom it meets.
#[component]
pub fn EventIntegrationPage() -> impl IntoView {
    let params = use_params_map();
    let call_center = use_call_center();
    let may_write = use_me().holds(Permission::WriteEventIntegrations);
    let update = Submission::<UpdateEventIntegration>::new();
    let loaded = load(
        move || (call_center.get(), params.with(|params| params.get("id").unwrap_or_default())),
        |(call_center, id)| async move {
            let (Some(call_center), Ok(id)) = (call_center, id.parse()) else {
                return Err(crate::pages::no_such(text!(event_integrations.noun)));
            };
            let read = get_event_integration(call_center.clone(), id).await?;
            let mut overlaps = list_overlaps(call_center.clone()).await?;
            overlaps
                .retain(|overlap| overlap.listeners.iter().any(|listener| listener.event_integration_id == Some(id)));
            Ok((read, overlaps, queues_of(&call_center).await?, get_applicability().await?))
        },
    );
    view! {
        <Loaded resource=loaded skeleton=|| view! { <BlockSkeleton lines=16 /> } let:loaded>
            {
                let (read, overlaps, queues, applicability) = loaded;
                let around = Around { call_center: read.call_center_id.clone(), queues, applicability };
                view! {
                    <Head read=read.clone() may_write />
                    <EditForm around read overlaps update may_write />
                    // In here, so that server and browser come to what they load in the same order.
                    {may_write.then(|| view! { <EventIntegrationDialogs call_center /> })}
                }
            }
        </Loaded>
    }
    .into_any()
}

#[component]
fn Head(read: EventIntegration, may_write: bool) -> impl IntoView {
    let link = use_query_link();
    let list = paths::of_call_center(paths::EVENT_INTEGRATIONS, &read.call_center_id);
    let crumbs = vec![
        Crumb::text(MenuEntry::EventIntegrations.section()),
        Crumb::link(MenuEntry::EventIntegrations.label(), list),
    ];
    let (word, tone) = if read.is_enabled() {
        (text!(event_integrations.enabled), Tone::Ok)
    } else {
        (text!(event_integrations.disabled), Tone::Neutral)
    };
    let status = {
        let (call_center, updated_at) = (read.call_center_id.to_string(), read.updated_at);
        move || {
            let saved = text_view!(event_integrations.saved, when = view! { <RelativeTime at=updated_at /> });
            view! { <Status label=word tone=tone /> " " <Tag label=call_center.clone() /> " " {saved} }
        }
    };
    let (copy, delete) = (read.id.to_string(), read.id.to_string());
    let executions = format!(
        "{}&template={}",
        paths::of_call_center(paths::EXECUTIONS, &read.call_center_id),
        crate::query::escape(&read.name)
    );
    view! {
        <PageHead crumbs title=read.name status>
            <ButtonLink href=Signal::stored(executions) label=MenuEntry::Executions.label() />
            {may_write.then(|| view! {
                <ButtonLink href=Signal::derive(move || link.open_dialog_about(COPY, &copy)) label=text!(common.copy) icon=Icon::Copy />
                <ButtonLink href=Signal::derive(move || link.open_dialog_about(DELETE, &delete)) label=text!(common.delete) icon=Icon::Trash />
            })}
        </PageHead>
    }
    .into_any()
}
