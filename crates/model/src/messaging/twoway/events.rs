//! The events of TwoWay, read strictly; writing is serde's.

use super::decode::{AROUND, directions};
use crate::messaging::content::MAXIMUM_JSON_BYTES;
use crate::messaging::event::{ChatEventType, EndReason, EventContent, HandOver, Receipt};
use crate::messaging::message::MessageDirection;
use crate::messaging::read::{Members, words};
use crate::messaging::refusal::{Refusal, RefusalCode};

/// Reads what happened.
pub(super) fn read_event(members: &Members<'_>) -> Result<EventContent, Refusal> {
    let kind: ChatEventType = members.kind("$type", &words(ChatEventType::ALL, ChatEventType::as_str))?;
    let only = |own: &[&str]| members.only(&[&AROUND, &["$type"][..], own].concat());
    only(own_members(kind))?;
    Ok(match kind {
        ChatEventType::RouterSessionStarted => EventContent::RouterSessionStarted,
        ChatEventType::RouterSessionEnded => {
            let reason = members.word("reason", &words(EndReason::ALL, EndReason::as_str))?;
            EventContent::RouterSessionEnded { reason }
        }
        ChatEventType::HandOverRequested => EventContent::HandOverRequested(read_hand_over(members)?),
        ChatEventType::HandOverCompleted => EventContent::HandOverCompleted(read_hand_over(members)?),
        ChatEventType::HandOverRejected => EventContent::HandOverRejected(read_hand_over(members)?),
        ChatEventType::AgentAssigned => EventContent::AgentAssigned { agent_name: bounded(members, "agentName", 200)? },
        ChatEventType::QueueEntered => EventContent::QueueEntered { position: members.optional_count("position")? },
        ChatEventType::TypingStarted => EventContent::TypingStarted { direction: read_direction(members)? },
        ChatEventType::TypingStopped => EventContent::TypingStopped { direction: read_direction(members)? },
        ChatEventType::MessageDelivered => EventContent::MessageDelivered(read_receipt(members)?),
        ChatEventType::MessageRead => EventContent::MessageRead(read_receipt(members)?),
        ChatEventType::MessageFailed => EventContent::MessageFailed(read_receipt(members)?),
    })
}

const fn own_members(kind: ChatEventType) -> &'static [&'static str] {
    match kind {
        ChatEventType::RouterSessionEnded => &["reason"],
        ChatEventType::HandOverRequested | ChatEventType::HandOverCompleted | ChatEventType::HandOverRejected => {
            &["sourceAdapterId", "targetAdapterId", "context"]
        }
        ChatEventType::AgentAssigned => &["agentName"],
        ChatEventType::QueueEntered => &["position"],
        ChatEventType::MessageDelivered | ChatEventType::MessageRead | ChatEventType::MessageFailed => {
            &["messageId", "error"]
        }
        // Their direction stands among what every event may have.
        ChatEventType::RouterSessionStarted | ChatEventType::TypingStarted | ChatEventType::TypingStopped => &[],
    }
}

fn read_direction(members: &Members<'_>) -> Result<MessageDirection, Refusal> {
    members.word("direction", &directions())
}

fn read_hand_over(members: &Members<'_>) -> Result<HandOver, Refusal> {
    let what = "the id of an adapter";
    let context = members.get("context").cloned();
    if context.as_ref().is_some_and(|context| context.to_string().len() > MAXIMUM_JSON_BYTES) {
        return Err(Refusal::at(RefusalCode::OutOfBounds, members.at("context"), "use at most 16 KiB"));
    }
    Ok(HandOver {
        source_adapter_id: members.optional_word("sourceAdapterId", what)?,
        target_adapter_id: members.word("targetAdapterId", what)?,
        context,
    })
}

fn read_receipt(members: &Members<'_>) -> Result<Receipt, Refusal> {
    let message_id = members.text("messageId")?;
    if !(1..=200).contains(&message_id.chars().count()) {
        return Err(Refusal::at(RefusalCode::OutOfBounds, members.at("messageId"), "use 1 to 200 characters"));
    }
    Ok(Receipt { message_id: message_id.to_owned(), error: bounded(members, "error", 1000)? })
}

fn bounded(members: &Members<'_>, name: &str, most: usize) -> Result<Option<String>, Refusal> {
    let text = members.optional_text(name)?;
    if text.is_some_and(|text| text.chars().count() > most) {
        let message = format!("use at most {most} characters");
        return Err(Refusal::at(RefusalCode::OutOfBounds, members.at(name), message));
    }
    Ok(text.map(str::to_owned))
}
