//! Deleting a channel.

use crate::api::adapters::list_adapters;
use crate::api::channels::{DeleteChannel, channel_chats, get_channel};
use crate::components::{BlockSkeleton, ConfirmDelete, Dialog, FormBody, Loaded, Submission, SubmitForm, failure_of};
use crate::format::counted;
use crate::loading::load;
use crate::pages::call_center::OfCallCenter;
use crate::query::{SUBJECT, use_query_link};
use crate::text;
use leptos::prelude::*;
use patchbay_model::id::CallCenterId;
use patchbay_model::messaging::adapter::AdapterQuery;
use patchbay_model::messaging::channel::{Channel, ChannelKind};
use patchbay_model::page::PageRequest;

pub(super) const ADD: &str = "add-channel";
pub(super) const DELETE: &str = "delete-channel";

/// Asks before a channel goes, and says what breaks with it.
#[component]
pub(super) fn DeleteDialog(call_center: Memo<Option<CallCenterId>>) -> impl IntoView {
    view! { <Dialog name=DELETE title=text!(channels.delete)><DeleteForm call_center /></Dialog> }.into_any()
}

#[component]
fn DeleteForm(call_center: Memo<Option<CallCenterId>>) -> impl IntoView {
    let link = use_query_link();
    let delete = Submission::<DeleteChannel>::new();
    let loaded = load(
        move || (call_center.get(), link.get(SUBJECT)),
        |(call_center, id)| async move {
            let (Some(call_center), Some(id)) = (call_center, id) else {
                return Err(crate::pages::no_such(text!(words.channel)));
            };
            let read = get_channel(call_center.clone(), id).await?;
            let query = AdapterQuery { channel: Some(read.name.to_string()), ..AdapterQuery::default() };
            let adapters = list_adapters(call_center.clone(), query, PageRequest::longest()).await?.items;
            let chats = channel_chats(call_center, read.id.to_string()).await?;
            Ok((read, adapters.into_iter().map(|adapter| adapter.name).collect::<Vec<_>>(), chats))
        },
    );
    view! {
        <Loaded resource=loaded skeleton=|| view! { <BlockSkeleton lines=4 /> } let:loaded>
            {
                let (read, adapters, chats) = loaded;
                let breaks = consequences(&read, &adapters, chats);
                view! {
                    <SubmitForm action=delete>
                        <FormBody error=failure_of(delete)>
                            <OfCallCenter id=read.call_center_id />
                            <input type="hidden" name="id" value=read.id.to_string() />
                            <input type="hidden" name="version" value=read.version.to_string() />
                            <ConfirmDelete subject=read.name.to_string() breaks confirm=text!(channels.delete) pending=delete.pending() />
                        </FormBody>
                    </SubmitForm>
                }
            }
        </Loaded>
    }
    .into_any()
}

/// What stops with it, a sentence each.
fn consequences(read: &Channel, adapters: &[String], chats: u64) -> Vec<String> {
    let entrance = match read.kind {
        ChannelKind::Webchat => text!(channels.webchat_ends),
        ChannelKind::Sms => text!(channels.sms_ends),
        ChannelKind::Gateway => text!(channels.gateway_ends),
    };
    let mut breaks = vec![entrance.to_owned()];
    if chats > 0 {
        let chats = counted(chats, text!(channels.chat_is), text!(channels.chats_are));
        breaks.push(text!(channels.chats_open, chats = chats));
    }
    if !adapters.is_empty() {
        breaks.push(text!(channels.adapters_refused, adapters = adapters.join(", ")));
    }
    if read.kind == ChannelKind::Sms {
        breaks.push(text!(channels.token_gone).to_owned());
    }
    if read.kind == ChannelKind::Gateway {
        breaks.push(text!(channels.secrets_gone).to_owned());
    }
    breaks.push(text!(channels.said_stays).to_owned());
    breaks
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_can_no_longer_answer_is_named() {
        let read: Channel = serde_json::from_value(serde_json::json!({
            "id": "0199c0de-0000-7000-8000-000000000021", "callCenterId": "cc-1", "name": "WhatsApp", "kind": "gateway",
            "callbackUrl": "https://g.test/in", "template": null, "endpoint": null, "sender": null, "inbound": null,
            "inboundToken": null, "allowedOrigins": [], "version": 3, "createdAt": "2026-05-03T16:42:10.000Z", "updatedAt": "2026-05-03T16:42:10.000Z",
        }))
        .unwrap();
        let told = consequences(&read, &["bot".to_owned(), "desk".to_owned()], 2);
        assert!(told[1].starts_with("2 chats are open over it"), "{told:?}");
        assert_eq!(told[2], "What these adapters say to its customers is refused: bot, desk.");
        assert_eq!(consequences(&read, &[], 0).len(), 3);
    }
}
