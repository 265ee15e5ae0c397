//! `/channels/{id}`

use super::connect::Connect;
use super::dialogs::{DELETE, DeleteDialog};
use super::fields::senders_of;
use super::form::EditForm;
use super::token::InboundTokenSection;
use crate::api::adapters::list_adapters;
use crate::api::channels::{RotateChannelSecret, UpdateChannel, get_channel, list_channel_secrets};
use crate::components::{
    BlockSkeleton, ButtonLink, Crumb, Icon, Loaded, MenuEntry, Notice, PageHead, RelativeTime, Submission, Tag, Tone,
};
use crate::loading::load;
use crate::pages::call_center::{OfCallCenter, use_call_center};
use crate::pages::frame::use_me;
use crate::pages::signing::{CreatedSecretDialog, RotateSecretDialog, SigningSecrets};
use crate::paths;
use crate::query::use_query_link;
use crate::words::Word;
use crate::{text, text_view};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use patchbay_model::access::Permission;
use patchbay_model::messaging::adapter::{Adapter, AdapterQuery};
use patchbay_model::messaging::channel::{Channel, ChannelKind};
use patchbay_model::page::PageRequest;

/// One channel: its form, how it is connected, who answers, what it is signed with.
#[component]
pub fn ChannelPage() -> impl IntoView {
    let params = use_params_map();
    let call_center = use_call_center();
    let may_write = use_me().holds(Permission::WriteChannels);
    let update = Submission::<UpdateChannel>::new();
    let loaded = load(
        move || (call_center.get(), params.with(|params| params.get("id").unwrap_or_default())),
        |(call_center, id)| async move {
            let Some(call_center) = call_center else { return Err(crate::pages::no_such(text!(words.channel))) };
            let read = get_channel(call_center.clone(), id).await?;
            let senders = if read.kind == ChannelKind::Sms { senders_of(&call_center).await? } else { Vec::new() };
            let secrets = if read.kind == ChannelKind::Gateway {
                list_channel_secrets(call_center.clone(), read.id.to_string()).await?
            } else {
                Vec::new()
            };
            let query = AdapterQuery { channel: Some(read.name.to_string()), ..AdapterQuery::default() };
            let adapters = list_adapters(call_center, query, PageRequest::longest()).await?.items;
            Ok((read, senders, secrets, adapters))
        },
    );
    view! {
        <Loaded resource=loaded skeleton=|| view! { <BlockSkeleton lines=12 /> } let:loaded>
            {
                let (read, senders, secrets, adapters) = loaded;
                let signing = (read.kind == ChannelKind::Gateway).then(|| {
                    let url = read.callback_url.clone();
                    view! { <SigningSecrets secrets url=url.clone() may_write /> {may_write.then(|| view! { <Rotate read=read.clone() url /> })} }
                });
                view! {
                    <Head read=read.clone() may_write />
                    <Answered read=read.clone() adapters />
                    <EditForm read=read.clone() senders update may_write />
                    <Connect read=read.clone() />
                    {(read.kind == ChannelKind::Sms).then(|| view! { <InboundTokenSection read may_write /> })}
                    {signing}
                    // In here, so that server and browser come to what they load in the same order.
                    {may_write.then(|| view! { <DeleteDialog call_center /> })}
                }
            }
        </Loaded>
    }
    .into_any()
}

#[component]
fn Rotate(read: Channel, url: Option<String>) -> impl IntoView {
    let rotate = Submission::<RotateChannelSecret>::new();
    view! {
        <RotateSecretDialog rotate>
            <OfCallCenter id=read.call_center_id.clone() />
            <input type="hidden" name="id" value=read.id.to_string() />
        </RotateSecretDialog>
        <CreatedSecretDialog url />
    }
    .into_any()
}

#[component]
fn Head(read: Channel, may_write: bool) -> impl IntoView {
    let link = use_query_link();
    let list = paths::of_call_center(paths::CHANNELS, &read.call_center_id);
    let crumbs = vec![Crumb::text(MenuEntry::Channels.section()), Crumb::link(MenuEntry::Channels.label(), list)];
    let status = {
        let (call_center, updated_at, kind) = (read.call_center_id.to_string(), read.updated_at, read.kind);
        move || {
            view! {
                <Tag label=kind.word() /> " " <Tag label=call_center.clone() /> " "
                {text_view!(common.saved_at, at = view! { <RelativeTime at=updated_at /> })}
            }
        }
    };
    let id = read.id.to_string();
    let deliveries = (read.kind == ChannelKind::Gateway).then(|| {
        let executions = paths::deliveries_of_channel(&read.call_center_id, read.name.as_str());
        view! { <ButtonLink href=Signal::stored(executions) label=text!(common.deliveries) /> }
    });
    view! {
        <PageHead crumbs title=read.name.to_string() status>
            {deliveries}
            {may_write.then(|| view! {
                <ButtonLink href=Signal::derive(move || link.open_dialog_about(DELETE, &id)) label=text!(common.delete) icon=Icon::Trash />
            })}
        </PageHead>
    }
    .into_any()
}

/// Who takes its messages: the oldest first, which new chats go to.
#[component]
fn Answered(read: Channel, adapters: Vec<Adapter>) -> impl IntoView {
    if adapters.is_empty() {
        let new = paths::of_call_center(paths::ADAPTERS, &read.call_center_id);
        return view! {
            <Notice tone=Tone::Warn>
                <p>{text_view!(channels.no_adapter, create = view! { <a href=new>{text!(channels.create_adapter)}</a> })}</p>
            </Notice>
        }
        .into_any();
    }
    let mut adapters = adapters;
    adapters.sort_by_key(|adapter| adapter.id);
    let last = adapters.len() - 1;
    let names = adapters.into_iter().enumerate().map(|(index, adapter)| {
        let href = paths::adapter(&adapter.call_center_id, adapter.id);
        view! { <a href=href>{adapter.name}</a> {(index != last).then_some(", ")} }
    });
    view! { <p>{text_view!(channels.answered_by, adapters = names.collect_view())}</p> }.into_any()
}
