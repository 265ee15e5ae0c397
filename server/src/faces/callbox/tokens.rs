//! `/call-centers/{callCenterId}/callbox-tokens` and `/call-centers/{callCenterId}/callbox`

use super::error::CallboxError;
use super::routes::AnyPortal;
use crate::caller::Caller;
use crate::extract::{OptionalJson, Path};
use crate::state::AppState;
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use patchbay_model::callbox::{CallboxIntegration, CallboxTokenDraft, CreatedCallboxToken};
use patchbay_model::id::CallCenterId;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub(super) fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(create_callbox_token)).routes(routes!(list_callbox_integrations))
}

/// What is plugged in for a call center.
#[derive(Debug, Serialize, ToSchema)]
struct Plugged {
    /// By the template's name.
    items: Vec<CallboxIntegration>,
}

/// Makes a short-lived token for an agent's front end: it runs the call center's endpoints and nothing else, from pages of
/// the allowed origins. The token is in this answer and nowhere else.
#[utoipa::path(
    post,
    path = "/call-centers/{callCenterId}/callbox-tokens",
    tag = "Callbox",
    params(("callCenterId" = String, Path)),
    request_body(content = Option<CallboxTokenDraft>, description = "May be absent: an hour, for pages of this server."),
    responses((status = 201, body = CreatedCallboxToken))
)]
async fn create_callbox_token(
    State(portal): State<AnyPortal>,
    caller: Caller,
    Path(call_center): Path<CallCenterId>,
    OptionalJson(draft): OptionalJson<CallboxTokenDraft>,
) -> Result<(StatusCode, Json<CreatedCallboxToken>), CallboxError> {
    let made = portal.create_callbox_token(&caller, &call_center, draft.unwrap_or_default()).await?;
    Ok((StatusCode::CREATED, Json(made)))
}

/// Lists what is plugged in for a call center, with Info and Iframe JSON and the endpoints by name; never a secret.
#[utoipa::path(
    get,
    path = "/call-centers/{callCenterId}/callbox",
    tag = "Callbox",
    params(("callCenterId" = String, Path)),
    responses((status = 200, body = Plugged))
)]
async fn list_callbox_integrations(
    State(portal): State<AnyPortal>,
    caller: Caller,
    Path(call_center): Path<CallCenterId>,
) -> Result<Json<Plugged>, CallboxError> {
    Ok(Json(Plugged { items: portal.callbox_integrations(&caller, &call_center).await? }))
}
