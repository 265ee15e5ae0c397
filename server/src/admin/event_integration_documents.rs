//! Event integrations that travel: gallery, import, export.

use super::AnyPortal;
use super::event_integrations::answer_created;
use crate::caller::Caller;
use crate::extract::{Json, Path};
use crate::problem::ApiResult;
use crate::state::AppState;
use axum::extract::State;
use axum::response::Response;
use patchbay_model::event_integration::{EventIntegration, EventIntegrationDocument};
use patchbay_model::id::{CallCenterId, EventIntegrationId};
use patchbay_model::page::Page;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub(super) fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(list_event_integration_gallery))
        .routes(routes!(import_event_integration))
        .routes(routes!(export_event_integration))
}

/// Lists the event integrations shipped with Patchbay, ready to be imported.
#[utoipa::path(
    get,
    path = "/event-integration-gallery",
    tag = "Event integrations",
    responses((status = 200, body = Page<EventIntegrationDocument>))
)]
async fn list_event_integration_gallery(
    State(portal): State<AnyPortal>,
    caller: Caller,
) -> ApiResult<axum::Json<Page<EventIntegrationDocument>>> {
    let items = portal.event_integration_gallery(&caller).await?;
    Ok(axum::Json(Page { items, next_cursor: None }))
}

/// Creates what a document describes; the credentials that it names have to be entered afterwards.
#[utoipa::path(
    post,
    path = "/call-centers/{callCenterId}/event-integrations/import",
    tag = "Event integrations",
    params(("callCenterId" = String, Path)),
    request_body = EventIntegrationDocument,
    responses((status = 201, body = EventIntegration))
)]
async fn import_event_integration(
    State(portal): State<AnyPortal>,
    caller: Caller,
    Path(of): Path<CallCenterId>,
    Json(document): Json<EventIntegrationDocument>,
) -> ApiResult<Response> {
    Ok(answer_created(&portal.import_event_integration(&caller, &of, document).await?))
}

/// Gives an event integration as a document without secrets.
#[utoipa::path(
    get,
    path = "/call-centers/{callCenterId}/event-integrations/{eventIntegrationId}/export",
    tag = "Event integrations",
    params(("callCenterId" = String, Path), ("eventIntegrationId" = uuid::Uuid, Path)),
    responses((status = 200, body = EventIntegrationDocument))
)]
async fn export_event_integration(
    State(portal): State<AnyPortal>,
    caller: Caller,
    Path((of, id)): Path<(CallCenterId, EventIntegrationId)>,
) -> ApiResult<axum::Json<EventIntegrationDocument>> {
    Ok(axum::Json(portal.export_event_integration(&caller, &of, id).await?))
}
