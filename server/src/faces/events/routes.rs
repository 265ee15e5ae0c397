//! `/call-centers/{callCenterId}/events` and `/call-centers/{callCenterId}/conversations`

use super::error::EventError;
use super::wire::{ListQuery, Posted, TimelineQuery};
use crate::caller::Caller;
use crate::extract::{JsonText, Path, Query};
use crate::paging::page;
use crate::prefer::{self, Prefer};
use crate::state::AppState;
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use patchbay_app::portal::Portal;
use patchbay_model::conversation::{ConversationDetail, ConversationSummary, TimelineEvent, TranscriptEntry};
use patchbay_model::event::{AcceptedEvents, PostedEvents};
use patchbay_model::id::CallCenterId;
use patchbay_model::messaging::ChatId;
use patchbay_model::page::Page;
use std::sync::Arc;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

type AnyPortal = Arc<dyn Portal>;

/// The routes of events, below `/api/v1`.
#[must_use]
pub fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(post_events))
        .routes(routes!(list_conversations))
        .routes(routes!(get_conversation))
        .routes(routes!(list_conversation_events))
        .routes(routes!(get_transcript))
}

/// Accepts one event, or up to 1,000 in `{"events":[…]}`. Answers after the commit; with `Prefer: wait=N` when the
/// blocking triggers have answered or N seconds are over, and then with their effects.
#[utoipa::path(
    post,
    path = "/call-centers/{callCenterId}/events",
    tag = "Events",
    params(("callCenterId" = String, Path), ("Prefer" = Option<String>, Header, description = "`wait=N`: the answer waits up to N seconds, 60 at most, for blocking triggers.")),
    request_body = Posted,
    responses(
        (status = 202, description = "Every event is on disk.", body = AcceptedEvents),
        (status = 200, description = "The same, and what blocking triggers changed.", body = AcceptedEvents),
        (status = 429, description = "Too much waits already; nothing was accepted. `Retry-After` says when to come again.")
    )
)]
async fn post_events(
    State(portal): State<AnyPortal>,
    caller: Caller,
    Path(call_center): Path<CallCenterId>,
    Prefer { wait, .. }: Prefer,
    JsonText(text): JsonText,
) -> Result<Response, EventError> {
    let events = PostedEvents::parse(&text)?;
    let accepted = portal.post_events(&caller, &call_center, events, wait).await;
    let accepted = Json(AcceptedEvents { accepted: accepted.map_err(|error| EventError::of_text(error, &text))? });
    Ok(match wait {
        None => (StatusCode::ACCEPTED, accepted).into_response(),
        Some(wait) => (prefer::applied(&format!("wait={}", wait.as_secs())), accepted).into_response(),
    })
}

/// Lists conversations by when each was first heard of, newest first.
#[utoipa::path(
    get,
    path = "/call-centers/{callCenterId}/conversations",
    tag = "Conversations",
    params(("callCenterId" = String, Path), ListQuery),
    responses((status = 200, body = Page<ConversationSummary>))
)]
async fn list_conversations(
    State(portal): State<AnyPortal>,
    caller: Caller,
    Path(call_center): Path<CallCenterId>,
    Query(mut query): Query<ListQuery>,
) -> Result<Json<Page<ConversationSummary>>, EventError> {
    let page = page(query.limit, query.cursor.take())?;
    Ok(Json(portal.list_conversations(&caller, &call_center, query.into(), page).await?))
}

/// Reads one conversation by the platform's id: state, routing, attached data, and what came of effects.
#[utoipa::path(
    get,
    path = "/call-centers/{callCenterId}/conversations/{conversationId}",
    tag = "Conversations",
    params(("callCenterId" = String, Path), ("conversationId" = String, Path)),
    responses((status = 200, body = ConversationDetail))
)]
async fn get_conversation(
    State(portal): State<AnyPortal>,
    caller: Caller,
    Path((call_center, id)): Path<(CallCenterId, String)>,
) -> Result<Json<ConversationDetail>, EventError> {
    Ok(Json(portal.conversation(&caller, &call_center, &id).await?))
}

/// Lists a conversation's events in the order in which they were accepted, with what each made run.
#[utoipa::path(
    get,
    path = "/call-centers/{callCenterId}/conversations/{conversationId}/events",
    tag = "Conversations",
    params(("callCenterId" = String, Path), ("conversationId" = String, Path), TimelineQuery),
    responses((status = 200, body = Page<TimelineEvent>))
)]
async fn list_conversation_events(
    State(portal): State<AnyPortal>,
    caller: Caller,
    Path((call_center, id)): Path<(CallCenterId, String)>,
    Query(query): Query<TimelineQuery>,
) -> Result<Json<Page<TimelineEvent>>, EventError> {
    let page = page(query.limit, query.cursor)?;
    Ok(Json(portal.timeline(&caller, &call_center, &id, page).await?))
}

/// Lists what was said in a chat and what happened in it, newest first. A call has no transcript: 404.
#[utoipa::path(
    get,
    path = "/call-centers/{callCenterId}/conversations/{conversationId}/transcript",
    tag = "Conversations",
    params(("callCenterId" = String, Path), ("conversationId" = String, Path), TimelineQuery),
    responses((status = 200, body = Page<TranscriptEntry>))
)]
async fn get_transcript(
    State(portal): State<AnyPortal>,
    caller: Caller,
    Path((call_center, id)): Path<(CallCenterId, String)>,
    Query(query): Query<TimelineQuery>,
) -> Result<Json<Page<TranscriptEntry>>, EventError> {
    let page = page(query.limit, query.cursor)?;
    // Of what is no id of a chat the portal says that it is not there, after it has judged the rights.
    let chat = id.parse().unwrap_or(ChatId(Uuid::nil()));
    Ok(Json(portal.transcript(&caller, &call_center, chat, page).await?))
}
