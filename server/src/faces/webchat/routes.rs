//! `/call-centers/{callCenterId}/channels/{channel}/visit`

use super::visitor::{MaybeVisiting, Met, Visiting};
use super::wire::HistoryQuery;
use super::{files, stream};
use crate::dialect::problem_of;
use crate::extract::{JsonText, OptionalJson, Query};
use crate::paging::page;
use crate::problem::ApiResult;
use crate::state::AppState;
use crate::web_chat::WebChats;
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use patchbay_model::messaging::gateway::AcceptedMessage;
use patchbay_model::messaging::visit::{Visit, VisitDraft, VisitEntry, VisitorMessage};
use patchbay_model::page::{Page, PageRequest};
use std::sync::Arc;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// The visitor's routes, below `/api/v1`.
#[must_use]
pub fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(start_visit))
        .routes(routes!(post_visitor_message, list_visit_entries))
        .routes(routes!(end_visit))
        .merge(files::routes())
        .merge(stream::routes())
}

/// Begins a visit, or goes on with the one whose token is shown. The token of a new one is in this answer and nowhere else.
#[utoipa::path(
    post,
    path = "/call-centers/{callCenterId}/channels/{channel}/visit",
    tag = "Web chat",
    params(("callCenterId" = String, Path), ("channel" = String, Path)),
    request_body(content = Option<VisitDraft>, description = "May be absent."),
    security((), ("visitor" = [])),
    responses((status = 201, description = "A new visit.", body = Visit), (status = 200, description = "The visit goes on.", body = Visit))
)]
async fn start_visit(
    State(chats): State<Arc<WebChats>>,
    met: Met,
    MaybeVisiting(known): MaybeVisiting,
    OptionalJson(draft): OptionalJson<VisitDraft>,
) -> ApiResult<(StatusCode, Json<Visit>)> {
    let draft = draft.unwrap_or_default();
    let Some(mut guest) = known else {
        let (_, token) = chats.welcome(&met.channel, &draft, met.address).await?;
        let begun = Visit { token: Some(token), entries: Vec::new(), next_cursor: None, last: 0 };
        return Ok((StatusCode::CREATED, Json(begun)));
    };
    chats.welcome_back(&mut guest, &draft).await?;
    // First the number: what is said between the two comes twice, once here and once in the stream, and never not at all.
    let last = chats.last(&guest).await?;
    let mut newest = chats.history(&guest, &PageRequest::at(None)).await?;
    newest.items.retain(|entry| entry.number <= last);
    newest.items.reverse();
    Ok((StatusCode::OK, Json(Visit { token: None, entries: newest.items, next_cursor: newest.next_cursor, last })))
}

/// Takes a message of the visitor. The same id again is answered with the same ids and goes nowhere. 202 after the commit.
#[utoipa::path(
    post,
    path = "/call-centers/{callCenterId}/channels/{channel}/visit/messages",
    tag = "Web chat",
    params(("callCenterId" = String, Path), ("channel" = String, Path)),
    request_body = VisitorMessage,
    security(("visitor" = [])),
    responses((status = 202, body = AcceptedMessage))
)]
async fn post_visitor_message(
    State(chats): State<Arc<WebChats>>,
    Visiting(guest): Visiting,
    JsonText(text): JsonText,
) -> ApiResult<(StatusCode, Json<AcceptedMessage>)> {
    let posted = VisitorMessage::decode(&text).map_err(|refusal| problem_of(refusal, &text))?;
    let accepted = chats.say(&guest, &posted.id, posted.message).await?;
    Ok((StatusCode::ACCEPTED, Json(accepted)))
}

/// Ends the visitor's chat, which the next message begins again; once more it changes nothing.
#[utoipa::path(
    post,
    path = "/call-centers/{callCenterId}/channels/{channel}/visit/end",
    tag = "Web chat",
    params(("callCenterId" = String, Path), ("channel" = String, Path)),
    security(("visitor" = [])),
    responses((status = 204, description = "It has ended."))
)]
async fn end_visit(State(chats): State<Arc<WebChats>>, Visiting(guest): Visiting) -> ApiResult<StatusCode> {
    chats.end(&guest).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Lists what was said and what happened in the visitor's chat, newest first.
#[utoipa::path(
    get,
    path = "/call-centers/{callCenterId}/channels/{channel}/visit/messages",
    tag = "Web chat",
    params(("callCenterId" = String, Path), ("channel" = String, Path), HistoryQuery),
    security(("visitor" = [])),
    responses((status = 200, body = Page<VisitEntry>))
)]
async fn list_visit_entries(
    State(chats): State<Arc<WebChats>>,
    Visiting(guest): Visiting,
    Query(query): Query<HistoryQuery>,
) -> ApiResult<Json<Page<VisitEntry>>> {
    Ok(Json(chats.history(&guest, &page(query.limit, query.cursor)?).await?))
}
