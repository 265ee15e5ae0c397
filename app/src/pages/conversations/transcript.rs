//! What was said in a chat, with what happened between the messages.

use crate::components::RelativeTime;
use crate::paths;
use crate::{text, text_view};
use leptos::prelude::*;
use patchbay_model::conversation::{ChatDetail, ConversationMessage, MessageAuthor, TranscriptEntry};
use patchbay_model::messaging::AdapterId;
use patchbay_model::messaging::content::{Content, Location, Media, Suggestion, SuggestionAction};
use patchbay_model::messaging::event::{EndReason, EventContent, HandOver, Receipt};
use patchbay_model::messaging::message::MessageDirection;
use patchbay_model::time::Timestamp;
use serde::{Deserialize, Serialize};

/// A chat as the page shows it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Seen {
    /// Customer, channel, session.
    pub(super) chat: ChatDetail,
    /// What was said and what happened, newest first.
    pub(super) entries: Vec<TranscriptEntry>,
    /// Where older entries begin.
    pub(super) older: Option<String>,
    /// Names of the call center's adapters.
    pub(super) adapters: Vec<(AdapterId, String)>,
}

/// When it was, and what comes first of one moment: a session begins before what is said in it, and all else follows from
/// what was said.
fn place(entry: &TranscriptEntry) -> (Timestamp, u8) {
    match entry {
        TranscriptEntry::Message(message) => (message.created_on, 1),
        TranscriptEntry::Event(event) if event.content == EventContent::RouterSessionStarted => (event.created_on, 0),
        TranscriptEntry::Event(event) => (event.created_on, 2),
    }
}

impl Seen {
    pub(super) fn adapter(&self, id: AdapterId) -> String {
        let known = self.adapters.iter().find(|(known, _)| *known == id);
        known.map_or_else(|| text!(conversations.adapter_unnamed, id = id), |(_, name)| name.clone())
    }

    fn author(&self, message: &ConversationMessage) -> String {
        let id = message.author_id.clone().unwrap_or_default();
        match message.author {
            MessageAuthor::Client if self.chat.client_name.is_empty() => self.nameless(),
            MessageAuthor::Client => self.chat.client_name.clone(),
            MessageAuthor::Adapter => id.parse().map_or(id, |id| self.adapter(id)),
            MessageAuthor::Operator => id,
        }
    }

    /// A visitor of the web chat who gave no name is known by an id that tells nobody anything.
    fn nameless(&self) -> String {
        let id = &self.chat.client_id;
        if id.parse::<uuid::Uuid>().is_ok() { text!(conversations.visitor).to_owned() } else { id.clone() }
    }

    /// Oldest first, as people read. Who writes at the moment is no news once the message is there: that is left out.
    fn lines(&self) -> Vec<TranscriptEntry> {
        let is_typing = |entry: &TranscriptEntry| match entry {
            TranscriptEntry::Event(event) => {
                matches!(event.content, EventContent::TypingStarted { .. } | EventContent::TypingStopped { .. })
            }
            TranscriptEntry::Message(_) => false,
        };
        let mut lines: Vec<TranscriptEntry> =
            self.entries.iter().rev().filter(|entry| !is_typing(entry)).cloned().collect();
        lines.sort_by_key(place);
        lines
    }
}

/// The lines.
#[component]
pub(super) fn Transcript(seen: Seen) -> impl IntoView {
    let line = |line: TranscriptEntry| match line {
        TranscriptEntry::Message(message) => {
            let author = seen.author(&message);
            view! { <Said message=*message author /> }.into_any()
        }
        TranscriptEntry::Event(event) => {
            let words = event_words(&event.content, |id| seen.adapter(id));
            view! { <li class="happened">{words}" · "<RelativeTime at=event.created_on /></li> }.into_any()
        }
    };
    let lines: Vec<AnyView> = seen.lines().into_iter().map(line).collect();
    view! {
        <div class="transcript card pad" role="log" aria-label=text!(conversations.transcript) tabindex="0"><ol>{lines}</ol></div>
    }
    .into_any()
}

#[component]
fn Said(message: ConversationMessage, author: String) -> impl IntoView {
    let way = match message.direction {
        MessageDirection::ClientOriginated => text!(conversations.from_customer),
        MessageDirection::ClientTerminated => text!(conversations.to_customer),
    };
    let is_operator = message.author == MessageAuthor::Operator;
    let person = is_operator.then(|| format!(", {}", text!(conversations.operator)));
    let delivery = message.execution_id.map(|id| {
        view! { " · " <a href=format!("{}/{id}", paths::EXECUTIONS)>{text!(conversations.delivery)}</a> }
    });
    view! {
        <li class=class(message.direction)>
            <p class="who"><strong>{author}</strong>{person}<span class="visually-hidden">", "{way}</span>" · "<RelativeTime at=message.created_on />{delivery}</p>
            <div class="what" dir="auto">{content(message.content)}</div>
        </li>
    }
    .into_any()
}

fn class(direction: MessageDirection) -> &'static str {
    match direction {
        MessageDirection::ClientOriginated => "said from-client",
        MessageDirection::ClientTerminated => "said to-client",
    }
}

fn content(content: Content) -> AnyView {
    match content {
        Content::Text(content) => view! { <p>{content.text}</p> }.into_any(),
        Content::Media(media) => media_view(media),
        Content::Location(place) => location(place),
        Content::Contact(card) => {
            let ways = card.phones.into_iter().chain(card.emails).map(|way| view! { <li>{way}</li> }).collect_view();
            view! { <p><strong>{card.name}</strong></p><ul>{ways}</ul> }.into_any()
        }
        Content::Suggestions(suggestions) => {
            let options = suggestions.options.into_iter().map(|option| view! { <li>{suggestion(option)}</li> });
            view! { <p>{suggestions.text}</p><ul class="suggestions">{options.collect_view()}</ul> }.into_any()
        }
        Content::Template(template) => {
            let filled = (!template.parameters.is_empty())
                .then(|| view! { <code>{serde_json::Value::Object(template.parameters).to_string()}</code> });
            let said = text_view!(
                conversations.template_said,
                name = view! { <strong>{template.name}</strong> },
                language = template.language,
            );
            view! { <p>{said} " " {filled}</p> }.into_any()
        }
        Content::Sticker(sticker) => outside(sticker.url, text!(conversations.sticker).to_owned()),
    }
}

/// A link and no picture: what is behind it belongs to others, and the content policy loads nothing of theirs.
fn media_view(media: Media) -> AnyView {
    let name = media.file_name.unwrap_or_else(|| media.url.rsplit('/').next().unwrap_or_default().to_owned());
    let caption = media.caption.map(|caption| view! { <p>{caption}</p> });
    view! {
        <p>{outside(media.url, name)}" "<span class="faint">{media.mime_type}</span></p>
        {caption}
    }
    .into_any()
}

fn location(place: Location) -> AnyView {
    // As JSON writes numbers: the module knows how already.
    let [latitude, longitude] =
        [place.latitude, place.longitude].map(|degrees| serde_json::Value::from(degrees).to_string());
    let map = format!("https://www.openstreetmap.org/?mlat={latitude}&mlon={longitude}");
    let label = place.label.map(|label| view! { <p>{label}</p> });
    view! { {label} <p>{outside(map, format!("{latitude}, {longitude}"))}</p> }.into_any()
}

fn suggestion(option: Suggestion) -> AnyView {
    match option.action {
        SuggestionAction::Reply => view! { {option.label} }.into_any(),
        SuggestionAction::OpenUrl { url } => outside(url, option.label),
        SuggestionAction::Dial { number } => view! { {option.label}" "<span class="faint">{number}</span> }.into_any(),
    }
}

fn outside(url: String, words: String) -> AnyView {
    view! { <a href=url target="_blank" rel="external noopener noreferrer">{words}</a> }.into_any()
}

/// An event in words.
fn event_words(event: &EventContent, adapter: impl Fn(AdapterId) -> String) -> String {
    let way = |hand_over: &HandOver| {
        let target = adapter(hand_over.target_adapter_id);
        match hand_over.source_adapter_id {
            Some(source) => text!(conversations.way_from_to, source = adapter(source), target = target),
            None => text!(conversations.way_to, target = target),
        }
    };
    let failed = |receipt: &Receipt| receipt.error.as_ref().map(|error| format!(": {error}")).unwrap_or_default();
    match event {
        EventContent::RouterSessionStarted => text!(conversations.session_started).to_owned(),
        EventContent::RouterSessionEnded { reason } => {
            text!(conversations.session_ended, reason = reason_words(*reason))
        }
        EventContent::HandOverRequested(hand_over) => text!(conversations.handover_requested, way = way(hand_over)),
        EventContent::HandOverCompleted(hand_over) => text!(conversations.handed_over, way = way(hand_over)),
        EventContent::HandOverRejected(hand_over) => text!(conversations.handover_rejected, way = way(hand_over)),
        EventContent::AgentAssigned { agent_name } => match agent_name {
            Some(name) => text!(conversations.taken_by, name = name),
            None => text!(conversations.taken).to_owned(),
        },
        EventContent::QueueEntered { position } => match position {
            Some(position) => text!(conversations.waits_at, position = position),
            None => text!(conversations.waits).to_owned(),
        },
        EventContent::TypingStarted { .. } => text!(conversations.typing).to_owned(),
        EventContent::TypingStopped { .. } => text!(conversations.typing_stopped).to_owned(),
        EventContent::MessageDelivered(_) => text!(conversations.message_delivered).to_owned(),
        EventContent::MessageRead(_) => text!(conversations.message_read).to_owned(),
        EventContent::MessageFailed(receipt) => format!("{}{}", text!(conversations.message_failed), failed(receipt)),
    }
}

fn reason_words(reason: EndReason) -> &'static str {
    match reason {
        EndReason::Host => text!(conversations.ended_by_host),
        EndReason::Client => text!(conversations.ended_by_client),
        EndReason::Idle => text!(conversations.ended_idle),
        EndReason::Reset => text!(conversations.ended_reset),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    const BOT: &str = "0199c0de-0000-7000-8000-000000000031";

    fn seen() -> Seen {
        let at = |second: u32| format!("2026-05-03T16:42:{second:02}.000Z");
        let message = |id: u32, second: u32| {
            json!({"message": {"id": format!("0199c0de-0000-7000-8000-0000000001{id:02}"), "direction": "ClientOriginated",
                "createdOn": at(second), "author": "client", "authorId": null, "sessionId": BOT, "executionId": null,
                "content": {"$type": "text", "text": "Halo"}}})
        };
        let event = |second: u32, content: serde_json::Value| json!({"event": {"id": format!("0199c0de-0000-7000-8000-0000000002{second:02}"), "createdOn": at(second), "content": content}});
        let chat = json!({"id": "294c9ea8-8f7e-549f-8c37-ae895ebab247", "channel": "WhatsApp", "clientId": "628", "clientName": "",
            "hostId": "62800", "contactId": BOT, "session": null, "createdAt": at(10)});
        Seen {
            chat: serde_json::from_value(chat).unwrap(),
            entries: serde_json::from_value(json!([
                event(20, json!({"$type": "HandOverCompleted", "targetAdapterId": BOT})),
                message(2, 20),
                event(15, json!({"$type": "TypingStarted", "direction": "ClientOriginated"})),
                event(10, json!({"$type": "RouterSessionStarted"})),
                message(1, 10),
                event(5, json!({"$type": "QueueEntered"})),
            ]))
            .unwrap(),
            older: None,
            adapters: vec![(BOT.parse().unwrap(), "bot".to_owned())],
        }
    }

    #[test]
    fn events_stand_between_the_messages_oldest_first() {
        let seen = seen();
        let told: Vec<String> = seen
            .lines()
            .iter()
            .map(|line| match line {
                TranscriptEntry::Message(message) => seen.author(message),
                TranscriptEntry::Event(event) => event_words(&event.content, |id| seen.adapter(id)),
            })
            .collect();
        assert_eq!(told, ["Waits for a person", "Session started", "628", "628", "Handed over to bot"]);
    }
}
