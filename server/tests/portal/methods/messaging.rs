//! Adapters, channels, and what is said over them.

use super::{BOTH, Method, method, page, seen, unique};
use crate::portal::ground::{Objects, adapter_draft, adapter_token_draft, channel_draft, customer_message};
use patchbay_app::portal::{Change, HistoryParts, Wanted};
use patchbay_model::access::Permission as P;
use patchbay_model::conversation::GraphQuery;
use patchbay_model::id::Version;
use patchbay_model::messaging::ChannelId;
use patchbay_model::messaging::adapter::{AdapterDraft, AdapterQuery, AdapterTokenDraft};
use patchbay_model::messaging::channel::{ChannelDraft, ChannelQuery};
use patchbay_model::messaging::content::Content;
use patchbay_model::messaging::event::HandOver;
use patchbay_model::messaging::gateway::GatewayMessage;
use patchbay_model::messaging::omnichannel::{Command, CommandEvent, OutgoingEvent};
use patchbay_model::messaging::twoway::Sent;
use patchbay_model::messaging::twoway::control::StateChange;
use patchbay_model::webhook::WebhookRole;
use serde_json::json;
use uuid::Uuid;

fn adapter(of: &Objects) -> AdapterDraft {
    serde_json::from_value(adapter_draft(&unique("a"), &of.channel)).unwrap()
}

fn token() -> AdapterTokenDraft {
    serde_json::from_value(adapter_token_draft()).unwrap()
}

fn channel() -> ChannelDraft {
    serde_json::from_value(channel_draft(&unique("c"))).unwrap()
}

/// Nobody's: what is not there is found missing after the rights.
fn unseen() -> Change<ChannelId> {
    Change { id: ChannelId(Uuid::nil()), version: Some(Version(999)) }
}

fn message() -> GatewayMessage {
    GatewayMessage::decode(&customer_message(&unique("m")).to_string()).unwrap()
}

fn sent(of: &Objects) -> Sent {
    let sent = json!({
        "chat": {"id": of.chat, "accountId": of.call_center, "channel": of.channel, "conversationClientId": unique("c"),
            "conversationHostId": "x"},
        "conversationMessages": [{"$type": "text", "text": "Hello"}]
    });
    Sent::decode(&sent.to_string(), &of.call_center).unwrap()
}

fn outgoing(of: &Objects) -> OutgoingEvent {
    OutgoingEvent {
        ticket_number: of.chat.ticket_number(),
        channel: of.channel.clone(),
        owner: of.call_center.to_string(),
        customer_name: "x".into(),
        content: Content::text("Hello"),
    }
}

fn close(of: &Objects) -> CommandEvent {
    CommandEvent {
        ticket_number: of.chat.ticket_number(),
        channel: of.channel.clone(),
        owner: of.call_center.to_string(),
        event: Command::Close,
    }
}

const ALL: HistoryParts = HistoryParts { messages: Wanted::Yes, events: Wanted::Yes };

pub static METHODS: &[Method] = &[
    method!(list_adapters, &[P::ReadAdapters], BOTH, |g, a, of| {
        g.desk.portal.list_adapters(&a, &of.call_center, AdapterQuery::default(), page())
    }),
    method!(adapter, &[P::ReadAdapters], BOTH, |g, a, of| g.desk.portal.adapter(&a, &of.call_center, of.adapter)),
    method!(create_adapter, &[P::WriteAdapters], BOTH, |g, a, of| {
        g.desk.portal.create_adapter(&a, &of.call_center, adapter(of))
    }),
    method!(update_adapter, &[P::WriteAdapters], BOTH, |g, a, of| {
        g.desk.portal.update_adapter(&a, &of.call_center, seen(of.adapter), adapter(of))
    }),
    method!(delete_adapter, &[P::WriteAdapters], BOTH, |g, a, of| {
        g.desk.portal.delete_adapter(&a, &of.call_center, seen(of.adapter))
    }),
    method!(adapter_chats, &[P::ReadAdapters], BOTH, |g, a, of| {
        g.desk.portal.adapter_chats(&a, &of.call_center, of.adapter)
    }),
    method!(rotate_adapter_secret, &[P::WriteAdapters], BOTH, |g, a, of| {
        g.desk.portal.rotate_adapter_secret(&a, &of.call_center, of.adapter)
    }),
    method!(test_adapter, &[P::WriteAdapters], BOTH, |g, a, of| {
        g.desk.portal.test_adapter(&a, &of.call_center, of.adapter, WebhookRole::Message)
    }),
    method!(list_adapter_tokens, &[P::ReadAdapters], BOTH, |g, a, of| {
        g.desk.portal.list_adapter_tokens(&a, &of.call_center, of.adapter)
    }),
    method!(create_adapter_token, &[P::WriteAdapters], BOTH, |g, a, of| {
        g.desk.portal.create_adapter_token(&a, &of.call_center, of.adapter, token())
    }),
    method!(revoke_adapter_token, &[P::WriteAdapters], BOTH, |g, a, of| {
        g.desk.portal.revoke_adapter_token(&a, &of.call_center, of.adapter, of.adapter_token)
    }),
    method!(list_channels, &[P::ReadChannels], BOTH, |g, a, of| {
        g.desk.portal.list_channels(&a, &of.call_center, ChannelQuery::default(), page())
    }),
    method!(channel, &[P::ReadChannels], BOTH, |g, a, of| g.desk.portal.channel(&a, &of.call_center, &of.channel)),
    method!(create_channel, &[P::WriteChannels], BOTH, |g, a, of| {
        g.desk.portal.create_channel(&a, &of.call_center, channel())
    }),
    method!(update_channel, &[P::WriteChannels], BOTH, |g, a, of| async {
        let known = g.desk.portal.channel(&crate::portal::desk::operator(), &of.call_center, &of.channel).await?;
        g.desk.portal.update_channel(&a, &of.call_center, Change { id: known.id, ..unseen() }, channel()).await
    }),
    method!(delete_channel, &[P::WriteChannels], BOTH, |g, a, of| async {
        let known = g.desk.portal.channel(&crate::portal::desk::operator(), &of.call_center, &of.channel).await?;
        g.desk.portal.delete_channel(&a, &of.call_center, Change { id: known.id, ..unseen() }).await
    }),
    method!(channel_chats, &[P::ReadChannels], BOTH, |g, a, of| {
        g.desk.portal.channel_chats(&a, &of.call_center, &of.channel)
    }),
    method!(rotate_inbound_token, &[P::WriteChannels], BOTH, |g, a, of| {
        g.desk.portal.rotate_inbound_token(&a, &of.call_center, &of.channel)
    }),
    method!(channel_secrets, &[P::ReadChannels], BOTH, |g, a, of| {
        g.desk.portal.channel_secrets(&a, &of.call_center, &of.channel)
    }),
    method!(rotate_channel_secret, &[P::WriteChannels], BOTH, |g, a, of| {
        g.desk.portal.rotate_channel_secret(&a, &of.call_center, &of.channel)
    }),
    method!(post_customer_message, &[P::WriteMessages], BOTH, |g, a, of| {
        g.desk.portal.post_customer_message(&a, &of.call_center, &of.channel, message())
    }),
    method!(post_twoway, &[P::SendMessages], BOTH, |g, a, of| {
        g.desk.portal.post_twoway(&a, &of.call_center, of.adapter, sent(of))
    }),
    method!(post_outgoing, &[P::SendMessages], BOTH, |g, a, of| {
        g.desk.portal.post_outgoing(&a, &of.call_center, outgoing(of))
    }),
    method!(post_command, &[P::ControlChats], BOTH, |g, a, of| {
        g.desk.portal.post_command(&a, &of.call_center, close(of))
    }),
    method!(reply, &[P::SendMessages], BOTH, |g, a, of| {
        g.desk.portal.reply(&a, &of.call_center, of.chat, Content::text("Hello"))
    }),
    method!(hand_over, &[P::ControlChats], BOTH, |g, a, of| {
        let to = HandOver { source_adapter_id: None, target_adapter_id: of.adapter, context: None };
        g.desk.portal.hand_over(&a, &of.call_center, of.chat, to)
    }),
    method!(set_session_state, &[P::ControlChats], BOTH, |g, a, of| {
        let waiting = StateChange { new_state_name_id: "waiting".into(), context: None };
        g.desk.portal.set_session_state(&a, &of.call_center, of.chat, waiting)
    }),
    method!(end_chat, &[P::ControlChats], BOTH, |g, a, of| g.desk.portal.end_chat(&a, &of.call_center, of.chat)),
    method!(chat_session, &[P::ReadMessages], BOTH, |g, a, of| {
        g.desk.portal.chat_session(&a, &of.call_center, of.chat)
    }),
    method!(session_history, &[P::ReadMessages], BOTH, |g, a, of| {
        g.desk.portal.session_history(&a, &of.call_center, of.session, ALL)
    }),
    method!(chat, &[P::ReadMessages], BOTH, |g, a, of| g.desk.portal.chat(&a, &of.call_center, of.chat)),
    method!(transcript, &[P::ReadMessages], BOTH, |g, a, of| {
        g.desk.portal.transcript(&a, &of.call_center, of.chat, page())
    }),
    method!(watch_chat, &[P::ReadMessages], BOTH, |g, a, of| {
        g.desk.portal.watch_chat(&a, &of.call_center, of.chat)
    }),
    method!(graph_contact, &[P::ReadMessages], BOTH, |g, a, of| {
        g.desk.portal.graph_contact(&a, &of.call_center, of.contact)
    }),
    method!(graph_conversations, &[P::ReadMessages], BOTH, |g, a, of| {
        g.desk.portal.graph_conversations(&a, &of.call_center, GraphQuery::default(), 0)
    }),
];
