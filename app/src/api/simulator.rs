//! The simulator's page: plays a conversation as a telephony or chat platform would post it.

use super::PageError;
#[cfg(feature = "ssr")]
use super::simulator_script::{Now, Script};
use crate::wire::Ask;
use leptos::prelude::*;
use patchbay_model::event::{AcceptedEvent, ChannelType, Direction, EventType};
use patchbay_model::id::CallCenterId;
use serde::{Deserialize, Serialize};

/// What happens to the conversation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Scenario {
    /// Somebody takes it.
    Answered,
    /// Nobody takes it.
    Abandoned,
    /// The first agent refuses it.
    Rejected,
    /// It overflows to another queue, and the agent hands it on.
    Transferred,
    /// Events overtake each other, and one comes twice.
    Late,
}

impl Scenario {
    /// All, as the page offers them, with the value in the form.
    pub const ALL: [(Self, &'static str); 5] = [
        (Self::Answered, "answered"),
        (Self::Abandoned, "abandoned"),
        (Self::Rejected, "rejected"),
        (Self::Transferred, "transferred"),
        (Self::Late, "late"),
    ];
}

/// What the form of the simulator sends.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PlayForm {
    /// What happens.
    pub scenario: Scenario,
    /// A call or a chat.
    pub channel: ChannelType,
    /// Who begins it.
    pub direction: Direction,
    /// The queue's address; empty for a direct conversation.
    #[serde(default)]
    pub queue: String,
    /// The queue that it is forwarded or transferred to; empty for the same.
    #[serde(default)]
    pub other_queue: String,
    /// Who calls or writes.
    #[serde(default)]
    pub source: String,
    /// Who is called or written to.
    #[serde(default)]
    pub destination: String,
}

/// One event that was posted, and what it was answered.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PlayedStep {
    /// The conversation's id.
    pub conversation: String,
    /// From 1.
    pub number: usize,
    /// How many steps the scenario has for such a conversation.
    pub of: usize,
    /// What was told.
    pub event: EventType,
    /// What is special about it, for a person.
    pub note: String,
    /// The answer.
    pub accepted: AcceptedEvent,
}

/// What a browser without WASM has played.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Played {
    /// What was typed.
    pub form: PlayForm,
    /// What came of it; nothing when it was refused.
    pub steps: Vec<PlayedStep>,
}

/// Posts one event, waiting for what blocks. `step` counts from 0; `conversation` is what the first step answered.
#[server(prefix = "/api/ui", endpoint = "simulator/step", protocol = Ask)]
pub async fn play_step(
    call_center: CallCenterId,
    form: PlayForm,
    conversation: Option<String>,
    step: usize,
) -> Result<PlayedStep, PageError> {
    let crate::scope::Scope { actor, portal } = crate::scope::Scope::current()?;
    let now = Now::of_request()?;
    Script::new(form, portal.applicability(&actor).await?)?
        .play(&actor, &*portal, &call_center, conversation, step, now)
        .await
}

/// Posts all events, one right after the other.
#[server(prefix = "/api/ui", endpoint = "simulator/play")]
pub async fn play(call_center: CallCenterId, form: PlayForm) -> Result<Vec<PlayedStep>, PageError> {
    let crate::scope::Scope { actor, portal } = crate::scope::Scope::current()?;
    let mut played = Played { form, steps: Vec::new() };
    let outcome = async {
        let now = Now::of_request()?;
        let script = Script::new(played.form.clone(), portal.applicability(&actor).await?)?;
        let mut steps: Vec<PlayedStep> = Vec::new();
        for step in 0..script.len() {
            let conversation = steps.first().map(|first| first.conversation.clone());
            steps.push(script.play(&actor, &*portal, &call_center, conversation, step, now.after(step)).await?);
        }
        Ok(steps)
    };
    let outcome: Result<Vec<PlayedStep>, PageError> = outcome.await;
    if crate::response::answers_plain_form() {
        played.steps = outcome.as_ref().cloned().unwrap_or_default();
        super::keep_for_next_page(&played).await?;
        if outcome.is_ok() {
            super::back_to_result();
        }
    }
    outcome
}

/// What a browser without WASM has played; a second call finds nothing.
#[server(prefix = "/api/ui", endpoint = "simulator/played", protocol = Ask)]
pub async fn take_played() -> Result<Option<Played>, PageError> {
    crate::scope::Scope::current()?;
    super::shown_once().await
}
