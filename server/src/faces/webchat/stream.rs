//! What happens in the visitor's chat, as server-sent events.

use super::visitor::Visiting;
use super::wire::LastEventId;
use crate::problem::ApiResult;
use crate::sse::sse;
use crate::state::AppState;
use crate::web_chat::WebChats;
use axum::extract::State;
use axum::response::IntoResponse;
use axum::response::sse::Event;
use futures::stream::StreamExt as _;
use patchbay_model::messaging::visit::VisitEntry;
use std::sync::Arc;
use tokio_util::sync::CancellationToken;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub(super) fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(stream_visit))
}

/// Follows the visitor's chat: one event for each entry, named by its kind, with its number as the id. `Last-Event-ID` goes
/// on after that one; without it everything is told.
#[utoipa::path(
    get,
    path = "/call-centers/{callCenterId}/channels/{channel}/visit/stream",
    tag = "Web chat",
    params(("callCenterId" = String, Path), ("channel" = String, Path), ("Last-Event-ID" = Option<i64>, Header, description = "The number of the last entry that was seen.")),
    security(("visitor" = [])),
    responses((status = 200, content_type = "text/event-stream", body = VisitEntry))
)]
async fn stream_visit(
    State(chats): State<Arc<WebChats>>,
    State(stopping): State<CancellationToken>,
    Visiting(guest): Visiting,
    LastEventId(after): LastEventId,
) -> ApiResult<impl IntoResponse> {
    let following = chats.follow(guest, after).await?;
    let events = following.entries().filter_map(|entry| async move { told(&entry) });
    Ok(sse(events, stopping))
}

fn told(entry: &VisitEntry) -> Option<Event> {
    Event::default().event(entry.what.kind()).id(entry.number.to_string()).json_data(entry).ok()
}
