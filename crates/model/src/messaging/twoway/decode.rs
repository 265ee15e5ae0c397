//! Reading TwoWay, strictly.

use super::events::read_event;
use super::{CONTENT_TYPES, Payload, Sent, SentEvent, SentMessage, TargetAdapter};
use crate::id::CallCenterId;
use crate::messaging::chat::{Chat, ChatKey, MAXIMUM_ADDRESS, check_address, check_client_id};
use crate::messaging::content::{Content, read_content};
use crate::messaging::event::ChatEvent;
use crate::messaging::message::{MAXIMUM_MESSAGES, Message, MessageDirection};
use crate::messaging::read::{Members, parse, words};
use crate::messaging::refusal::{Refusal, RefusalCode};
use serde_json::Value;

/// What a message or event has beside its content.
pub(super) const AROUND: [&str; 3] = ["id", "direction", "createdOn"];
const CHAT: [&str; 7] =
    ["id", "sessionId", "accountId", "channel", "conversationClientId", "conversationHostId", "conversationClientName"];

impl Sent {
    /// Reads what was posted to an outbound URL of `account`.
    ///
    /// # Errors
    /// The first thing that is wrong; all of it is refused then.
    pub fn decode(text: &str, account: &CallCenterId) -> Result<Self, Refusal> {
        let value = parse(text)?;
        let body = Members::of(&value, "")?;
        if body.get("targetAdaptersInfo").is_some() {
            let message = "targetAdaptersInfo is what the router tells: leave it out";
            return Err(Refusal::at(RefusalCode::ReceiveOnly, "/targetAdaptersInfo", message));
        }
        body.only(&["chat", "conversationMessages", "conversationEvents", "targetAdaptersInfo"])?;
        let chat = Members::of(body.need("chat")?, "/chat")?;
        chat.text("id")?;
        chat.account("accountId", account)?;
        Ok(Self {
            key: read_key(&chat)?,
            session_id: chat.optional_word("sessionId", "the id of a session")?,
            client_name: read_client_name(&chat)?,
            messages: read_list(&body, "conversationMessages", read_sent_message)?,
            events: read_list(&body, "conversationEvents", read_sent_event)?,
        })
        .and_then(|sent| filled(&body, sent))
    }
}

impl Payload {
    /// Reads what the router posted to a webhook: what an adapter does.
    ///
    /// # Errors
    /// The first thing that is wrong.
    pub fn decode(text: &str) -> Result<Self, Refusal> {
        let value = parse(text)?;
        let body = Members::of(&value, "")?;
        body.only(&["chat", "conversationMessages", "conversationEvents", "targetAdaptersInfo"])?;
        let chat = Members::of(body.need("chat")?, "/chat")?;
        let read = Self {
            chat: Chat {
                id: chat.word("id", "the id of a chat")?,
                session_id: chat.optional_word("sessionId", "the id of a session")?,
                account_id: chat.word("accountId", "the id of a call center")?,
                key: read_key(&chat)?,
                client_name: read_client_name(&chat)?,
            },
            messages: read_list(&body, "conversationMessages", read_message)?,
            events: read_list(&body, "conversationEvents", read_routers_event)?,
            target_adapters: read_list(&body, "targetAdaptersInfo", read_target)?,
        };
        filled(&body, read)
    }
}

fn filled<T>(body: &Members<'_>, read: T) -> Result<T, Refusal> {
    if body.get("conversationMessages").is_some() || body.get("conversationEvents").is_some() {
        return Ok(read);
    }
    Err(Refusal::at(RefusalCode::Empty, "", "give conversationMessages, conversationEvents or both"))
}

fn read_key(chat: &Members<'_>) -> Result<ChatKey, Refusal> {
    chat.only(&CHAT)?;
    let (client_id, host_id) = (chat.text("conversationClientId")?, chat.text("conversationHostId")?);
    check_client_id(&chat.at("conversationClientId"), client_id)?;
    check_address(&chat.at("conversationHostId"), host_id)?;
    Ok(ChatKey {
        channel: chat.word("channel", "the name of a channel")?,
        client_id: client_id.to_owned(),
        host_id: host_id.to_owned(),
    })
}

fn read_client_name(chat: &Members<'_>) -> Result<Option<String>, Refusal> {
    let name = chat.optional_text("conversationClientName")?;
    if name.is_some_and(|name| name.chars().count() > MAXIMUM_ADDRESS) {
        let pointer = chat.at("conversationClientName");
        return Err(Refusal::at(RefusalCode::OutOfBounds, pointer, "use at most 200 characters"));
    }
    Ok(name.map(str::to_owned))
}

fn read_list<T>(
    body: &Members<'_>,
    name: &str,
    read: fn(&Members<'_>) -> Result<T, Refusal>,
) -> Result<Vec<T>, Refusal> {
    let Some(list) = body.optional_list(name)? else { return Ok(Vec::new()) };
    let least = usize::from(name != "targetAdaptersInfo");
    if !(least..=MAXIMUM_MESSAGES).contains(&list.len()) {
        return Err(Refusal::at(RefusalCode::OutOfBounds, body.at(name), "give 1 to 50 at a time"));
    }
    let element = |(index, value): (usize, &Value)| read(&Members::of(value, format!("{}/{index}", body.at(name)))?);
    list.iter().enumerate().map(element).collect()
}

fn read_sent_message(members: &Members<'_>) -> Result<SentMessage, Refusal> {
    check_direction(members)?;
    let content: Content = read_content(members, &AROUND, &CONTENT_TYPES)?;
    Ok(SentMessage { sender_id: read_sender_id(members)?, created_on: members.optional_time("createdOn")?, content })
}

fn read_sent_event(members: &Members<'_>) -> Result<SentEvent, Refusal> {
    let content = read_event(members)?;
    if content.event_type().is_the_routers() {
        let message = "only the router says that a session started or ended";
        return Err(Refusal::at(RefusalCode::ReceiveOnly, members.at("$type"), message));
    }
    check_direction(members)?;
    Ok(SentEvent { sender_id: read_sender_id(members)?, created_on: members.optional_time("createdOn")?, content })
}

/// What an adapter sends goes to the client; it may leave that out.
fn check_direction(members: &Members<'_>) -> Result<(), Refusal> {
    let direction = members.optional_word("direction", &directions())?;
    if direction == Some(MessageDirection::ClientOriginated) {
        let message = "what an adapter sends goes to the client: write ClientTerminated";
        return Err(Refusal::at(RefusalCode::InvalidValue, members.at("direction"), message));
    }
    Ok(())
}

pub(super) fn directions() -> String {
    words(MessageDirection::ALL, MessageDirection::as_str)
}

fn read_sender_id(members: &Members<'_>) -> Result<Option<String>, Refusal> {
    let Some(id) = members.optional_text("id")? else { return Ok(None) };
    check_address(&members.at("id"), id)?;
    Ok(Some(id.to_owned()))
}

fn read_message(members: &Members<'_>) -> Result<Message, Refusal> {
    Ok(Message {
        id: members.word("id", "the id of a message")?,
        direction: members.word("direction", &directions())?,
        created_on: members.time("createdOn")?,
        content: read_content(members, &AROUND, &CONTENT_TYPES)?,
    })
}

fn read_routers_event(members: &Members<'_>) -> Result<ChatEvent, Refusal> {
    let id = members.word("id", "the id of an event")?;
    Ok(ChatEvent { id, created_on: members.time("createdOn")?, content: read_event(members)? })
}

fn read_target(members: &Members<'_>) -> Result<TargetAdapter, Refusal> {
    members.only(&["adapterId", "name", "isBot"])?;
    let is_bot = members.need("isBot")?.as_bool();
    let wrong = || Refusal::at(RefusalCode::WrongType, members.at("isBot"), "this has to be true or false");
    Ok(TargetAdapter {
        adapter_id: members.word("adapterId", "the id of an adapter")?,
        name: members.text("name")?.to_owned(),
        is_bot: is_bot.ok_or_else(wrong)?,
    })
}
