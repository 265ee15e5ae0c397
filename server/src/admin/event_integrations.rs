//! `/call-centers/{callCenterId}/event-integrations`

use super::{AnyPortal, created};
use crate::caller::Caller;
use crate::extract::{Json, Path, Query};
use crate::paging::page;
use crate::patch::merged;
use crate::problem::ApiResult;
use crate::state::AppState;
use crate::version::{IfMatch, Versioned};
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use patchbay_app::portal::Change;
use patchbay_model::event_integration::{EventIntegration, EventIntegrationDraft, EventIntegrationQuery};
use patchbay_model::id::{CallCenterId, EventIntegrationId};
use patchbay_model::page::Page;
use patchbay_model::trigger::EventName;
use serde::Deserialize;
use serde_json::{Map, Value};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub(super) fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(list_event_integrations, create_event_integration))
        .routes(routes!(
            get_event_integration,
            put_event_integration,
            patch_event_integration,
            delete_event_integration
        ))
        .routes(routes!(copy_event_integration))
}

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct ListQuery {
    /// Part of the name, description or URL.
    search: Option<String>,
    /// Only those that listen to this event.
    #[param(value_type = Option<String>)]
    event: Option<EventName>,
    /// Only those that listen to this queue, by its address.
    queue: Option<String>,
    /// 1 to 200, 50 when left out.
    limit: Option<u32>,
    /// `nextCursor` of the page before.
    cursor: Option<String>,
}

/// What a copy is called.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct EventIntegrationCopy {
    /// Its name.
    name: String,
}

type Names = (CallCenterId, EventIntegrationId);

/// Lists a call center's event integrations in the order in which they run.
#[utoipa::path(
    get,
    path = "/call-centers/{callCenterId}/event-integrations",
    tag = "Event integrations",
    params(("callCenterId" = String, Path), ListQuery),
    responses((status = 200, body = Page<EventIntegration>))
)]
async fn list_event_integrations(
    State(portal): State<AnyPortal>,
    caller: Caller,
    Path(of): Path<CallCenterId>,
    Query(query): Query<ListQuery>,
) -> ApiResult<axum::Json<Page<EventIntegration>>> {
    let page = page(query.limit, query.cursor)?;
    let query = EventIntegrationQuery { search: query.search, event: query.event, queue: query.queue };
    Ok(axum::Json(portal.list_event_integrations(&caller, &of, query, page).await?))
}

/// Creates an event integration. What can't run is refused, with line and column in the configuration.
#[utoipa::path(
    post,
    path = "/call-centers/{callCenterId}/event-integrations",
    tag = "Event integrations",
    params(("callCenterId" = String, Path)),
    request_body = EventIntegrationDraft,
    responses((status = 201, body = EventIntegration))
)]
async fn create_event_integration(
    State(portal): State<AnyPortal>,
    caller: Caller,
    Path(of): Path<CallCenterId>,
    Json(draft): Json<EventIntegrationDraft>,
) -> ApiResult<Response> {
    Ok(answer_created(&portal.create_event_integration(&caller, &of, draft).await?))
}

/// Reads one event integration; its configuration comes back byte for byte, a secret is told as set or not set.
#[utoipa::path(
    get,
    path = "/call-centers/{callCenterId}/event-integrations/{eventIntegrationId}",
    tag = "Event integrations",
    params(("callCenterId" = String, Path), ("eventIntegrationId" = uuid::Uuid, Path)),
    responses((status = 200, body = EventIntegration))
)]
async fn get_event_integration(
    State(portal): State<AnyPortal>,
    caller: Caller,
    Path((of, id)): Path<Names>,
) -> ApiResult<Versioned<EventIntegration>> {
    Ok(versioned(portal.event_integration(&caller, &of, id).await?))
}

/// Saves an event integration. A secret sent as it was read, `{"set":true}`, is kept, unless the host changes.
#[utoipa::path(
    put,
    path = "/call-centers/{callCenterId}/event-integrations/{eventIntegrationId}",
    tag = "Event integrations",
    params(("callCenterId" = String, Path), ("eventIntegrationId" = uuid::Uuid, Path)),
    request_body = EventIntegrationDraft,
    responses((status = 200, body = EventIntegration))
)]
async fn put_event_integration(
    State(portal): State<AnyPortal>,
    caller: Caller,
    Path((of, id)): Path<Names>,
    IfMatch(version): IfMatch,
    Json(draft): Json<EventIntegrationDraft>,
) -> ApiResult<Versioned<EventIntegration>> {
    Ok(versioned(portal.update_event_integration(&caller, &of, Change { id, version }, draft).await?))
}

/// Changes some members of an event integration (RFC 7396); what is not named stays, secrets included.
#[utoipa::path(
    patch,
    path = "/call-centers/{callCenterId}/event-integrations/{eventIntegrationId}",
    tag = "Event integrations",
    params(("callCenterId" = String, Path), ("eventIntegrationId" = uuid::Uuid, Path)),
    request_body = Object,
    responses((status = 200, body = EventIntegration))
)]
async fn patch_event_integration(
    State(portal): State<AnyPortal>,
    caller: Caller,
    Path((of, id)): Path<Names>,
    IfMatch(version): IfMatch,
    Json(patch): Json<Map<String, Value>>,
) -> ApiResult<Versioned<EventIntegration>> {
    let current = portal.event_integration(&caller, &of, id).await?;
    let draft = merged(&EventIntegrationDraft::from(&current), patch)?;
    let change = Change { id, version: version.or(Some(current.version)) };
    Ok(versioned(portal.update_event_integration(&caller, &of, change, draft).await?))
}

/// Deletes an event integration.
#[utoipa::path(
    delete,
    path = "/call-centers/{callCenterId}/event-integrations/{eventIntegrationId}",
    tag = "Event integrations",
    params(("callCenterId" = String, Path), ("eventIntegrationId" = uuid::Uuid, Path)),
    responses((status = 204))
)]
async fn delete_event_integration(
    State(portal): State<AnyPortal>,
    caller: Caller,
    Path((of, id)): Path<Names>,
    IfMatch(version): IfMatch,
) -> ApiResult<StatusCode> {
    portal.delete_event_integration(&caller, &of, Change { id, version }).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Makes another event integration with everything except the authentication details; what needs them fails with
/// `credential_missing` until they are entered.
#[utoipa::path(
    post,
    path = "/call-centers/{callCenterId}/event-integrations/{eventIntegrationId}/copy",
    tag = "Event integrations",
    params(("callCenterId" = String, Path), ("eventIntegrationId" = uuid::Uuid, Path)),
    request_body = EventIntegrationCopy,
    responses((status = 201, body = EventIntegration))
)]
async fn copy_event_integration(
    State(portal): State<AnyPortal>,
    caller: Caller,
    Path((of, id)): Path<Names>,
    Json(copy): Json<EventIntegrationCopy>,
) -> ApiResult<Response> {
    Ok(answer_created(&portal.copy_event_integration(&caller, &of, id, copy.name).await?))
}

pub(super) fn answer_created(made: &EventIntegration) -> Response {
    let location = format!("/api/v1/call-centers/{}/event-integrations/{}", made.call_center_id, made.id);
    created(location, made, made.version)
}

fn versioned(body: EventIntegration) -> Versioned<EventIntegration> {
    Versioned { version: body.version, body }
}
