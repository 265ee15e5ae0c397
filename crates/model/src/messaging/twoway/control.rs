//! Routing, state and history of sessions (spec/twoway.md, Sessions and control). Their members are in Pascal case.

use super::encode::{encode_event, encode_message};
use crate::id::CallCenterId;
use crate::messaging::content::MAXIMUM_JSON_BYTES;
use crate::messaging::event::ChatEvent;
use crate::messaging::message::Message;
use crate::messaging::read::{Members, parse, words};
use crate::messaging::refusal::{Refusal, RefusalCode};
use crate::messaging::{AdapterId, ChatId, SessionId};
use crate::time::Timestamp;
use crate::trigger::closed_set;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// The most mutations of one request.
pub const MAXIMUM_MUTATIONS: usize = 50;

closed_set!(
    /// What a mutation does to the route.
    MutationAction {
        /// The target takes the chat.
        Enable = "Enable",
        /// It no longer does.
        Disable = "Disable",
    }
);

closed_set!(
    /// How a mutation joins those before it.
    MutationOperator {
        /// All of them have to hold.
        And = "And",
        /// One of them.
        Or = "Or",
    }
);

/// A change of a chat's routing.
#[derive(Debug, Clone, PartialEq)]
pub struct MutationRequest {
    /// The chat; the same as in the path.
    pub chat_id: ChatId,
    /// 1 to 50.
    pub mutations: Vec<RuleMutation>,
    /// For the next host, any JSON, at most 16 KiB.
    pub context: Option<Value>,
}

/// One change of a route: from whom to whom.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RuleMutation {
    /// What it does.
    pub action: MutationAction,
    /// How it joins those before it; `And` when left out.
    pub operator: MutationOperator,
    /// Who has the chat; the host, when left out.
    pub source_adapter_id: Option<AdapterId>,
    /// Who gets it.
    pub target_adapter_id: AdapterId,
}

/// A new state of a session.
#[derive(Debug, Clone, PartialEq)]
pub struct StateChange {
    /// The state's name, 1 to 200 characters.
    pub new_state_name_id: String,
    /// Any JSON, at most 16 KiB.
    pub context: Option<Value>,
}

/// A session as `GET …/session` shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "PascalCase")]
pub struct SessionView {
    /// The account.
    pub account_id: CallCenterId,
    /// The chat.
    pub chat_id: ChatId,
    /// The session.
    pub session_id: SessionId,
    /// Who hosts it.
    pub host_adapter_id: AdapterId,
    /// Its state, when one was set.
    pub state_name_id: Option<String>,
    /// When it began.
    pub started_on: Timestamp,
    /// When it ended.
    pub ended_on: Option<Timestamp>,
}

/// What was said in a session.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "PascalCase")]
pub struct SessionHistory {
    /// The account.
    pub account_id: CallCenterId,
    /// The session.
    pub session_id: SessionId,
    /// The chat.
    pub chat_id: ChatId,
    /// Messages and events as in a payload, in order of time.
    pub conversation_history: Vec<Value>,
    /// What else is known of the session.
    pub metadata: Map<String, Value>,
}

impl MutationRequest {
    /// Reads a change of the routing of `chat`.
    ///
    /// # Errors
    /// The first thing that is wrong.
    pub fn decode(text: &str, chat: ChatId) -> Result<Self, Refusal> {
        let value = parse(text)?;
        let body = Members::of(&value, "")?;
        body.only(&["ChatId", "Mutations", "Context"])?;
        if body.optional_word::<ChatId>("ChatId", "the id of a chat")?.is_some_and(|other| other != chat) {
            return Err(Refusal::at(RefusalCode::InvalidValue, "/ChatId", "this has to be the chat of the URL"));
        }
        body.need("Mutations")?;
        let list = body.optional_list("Mutations")?.unwrap_or_default();
        if !(1..=MAXIMUM_MUTATIONS).contains(&list.len()) {
            return Err(Refusal::at(RefusalCode::OutOfBounds, "/Mutations", "give 1 to 50 at a time"));
        }
        let read = |(index, value)| read_mutation(&Members::of(value, format!("/Mutations/{index}"))?);
        let mutations = list.iter().enumerate().map(read).collect::<Result<_, _>>()?;
        Ok(Self { chat_id: chat, mutations, context: read_context(&body)? })
    }

    /// What the chat is handed over by, and its place in the list: the last mutation that enables an adapter, unless a
    /// later one disables that adapter again.
    #[must_use]
    pub fn route(&self) -> Option<(usize, RuleMutation)> {
        let mut enabled: Vec<(usize, RuleMutation)> = Vec::new();
        for (index, mutation) in self.mutations.iter().enumerate() {
            match mutation.action {
                MutationAction::Enable => enabled.push((index, *mutation)),
                MutationAction::Disable => {
                    enabled.retain(|(_, known)| known.target_adapter_id != mutation.target_adapter_id);
                }
            }
        }
        enabled.pop()
    }
}

impl StateChange {
    /// Reads a new state.
    ///
    /// # Errors
    /// The first thing that is wrong.
    pub fn decode(text: &str) -> Result<Self, Refusal> {
        let value = parse(text)?;
        let body = Members::of(&value, "")?;
        body.only(&["NewStateNameId", "Context"])?;
        let name = body.text("NewStateNameId")?;
        if !(1..=200).contains(&name.chars().count()) {
            return Err(Refusal::at(RefusalCode::OutOfBounds, "/NewStateNameId", "use 1 to 200 characters"));
        }
        Ok(Self { new_state_name_id: name.to_owned(), context: read_context(&body)? })
    }
}

impl SessionHistory {
    /// A message of the history.
    #[must_use]
    pub fn message(message: &Message) -> Value {
        encode_message(message)
    }

    /// An event of the history.
    #[must_use]
    pub fn event(event: &ChatEvent) -> Value {
        encode_event(event)
    }
}

closed_set!(
    /// The one kind of mutation.
    MutationType {
        /// Of a rule.
        RuleMutation = "ruleMutation",
    }
);

fn read_mutation(members: &Members<'_>) -> Result<RuleMutation, Refusal> {
    members.kind::<MutationType>("$type", &words(MutationType::ALL, MutationType::as_str))?;
    members.only(&["$type", "action", "operator", "sourceAdapterId", "targetAdapterId"])?;
    let operator = members.optional_word("operator", &words(MutationOperator::ALL, MutationOperator::as_str))?;
    let what = "the id of an adapter";
    Ok(RuleMutation {
        action: members.word("action", &words(MutationAction::ALL, MutationAction::as_str))?,
        operator: operator.unwrap_or(MutationOperator::And),
        source_adapter_id: members.optional_word("sourceAdapterId", what)?,
        target_adapter_id: members.word("targetAdapterId", what)?,
    })
}

fn read_context(body: &Members<'_>) -> Result<Option<Value>, Refusal> {
    let context = body.get("Context").cloned();
    if context.as_ref().is_some_and(|context| context.to_string().len() > MAXIMUM_JSON_BYTES) {
        return Err(Refusal::at(RefusalCode::OutOfBounds, "/Context", "use at most 16 KiB"));
    }
    Ok(context)
}
