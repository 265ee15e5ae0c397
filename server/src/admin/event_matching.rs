//! What an event integration would meet: checks before saving, overlaps, and which event applies where.

use super::AnyPortal;
use crate::caller::Caller;
use crate::extract::{Json, Path, Query};
use crate::problem::ApiResult;
use crate::state::AppState;
use axum::extract::State;
use patchbay_model::event::ConversationKind;
use patchbay_model::event_integration::{EventIntegrationCheck, EventIntegrationDraft, Overlap};
use patchbay_model::id::{CallCenterId, EventIntegrationId};
use patchbay_model::trigger::EventName;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub(super) fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(check_event_integration))
        .routes(routes!(list_overlaps))
        .routes(routes!(get_event_applicability))
}

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
#[into_params(parameter_in = Query)]
struct OfSaved {
    /// The saved event integration that the draft would replace: its stored secrets can be kept.
    #[param(value_type = Option<uuid::Uuid>)]
    event_integration_id: Option<EventIntegrationId>,
}

/// A pair of the table.
#[derive(Serialize, ToSchema)]
struct Applies {
    /// The event.
    event: EventName,
    /// The conversations that it can come from: calls or chats of one direction.
    kind: ConversationKind,
}

/// Checks an event integration as saving it would, without saving it, and tells whom it would meet.
#[utoipa::path(
    post,
    path = "/call-centers/{callCenterId}/check-event-integration",
    tag = "Event integrations",
    params(("callCenterId" = String, Path), OfSaved),
    request_body = EventIntegrationDraft,
    responses((status = 200, body = EventIntegrationCheck))
)]
async fn check_event_integration(
    State(portal): State<AnyPortal>,
    caller: Caller,
    Path(of): Path<CallCenterId>,
    Query(saved): Query<OfSaved>,
    Json(draft): Json<EventIntegrationDraft>,
) -> ApiResult<axum::Json<EventIntegrationCheck>> {
    Ok(axum::Json(portal.check_event_integration(&caller, &of, saved.event_integration_id, draft).await?))
}

/// Lists the cells (event, kind of conversation, queue) in which more than one trigger of the call center listens.
#[utoipa::path(
    get,
    path = "/call-centers/{callCenterId}/event-integrations/overlaps",
    tag = "Event integrations",
    params(("callCenterId" = String, Path)),
    responses((status = 200, body = Vec<Overlap>))
)]
async fn list_overlaps(
    State(portal): State<AnyPortal>,
    caller: Caller,
    Path(of): Path<CallCenterId>,
) -> ApiResult<axum::Json<Vec<Overlap>>> {
    Ok(axum::Json(portal.overlaps(&caller, &of).await?))
}

/// Tells which event applies to which conversations; what is not listed never fires.
#[utoipa::path(
    get,
    path = "/event-applicability",
    tag = "Event integrations",
    responses((status = 200, body = Vec<Applies>))
)]
async fn get_event_applicability(
    State(portal): State<AnyPortal>,
    caller: Caller,
) -> ApiResult<axum::Json<Vec<Applies>>> {
    let table = portal.applicability(&caller).await?;
    Ok(axum::Json(table.cells().map(|(event, kind)| Applies { event, kind }).collect()))
}
