//! Checking an endpoint before it is saved, trying it out, and what uses it.

use super::AnyPortal;
use super::endpoints::find;
use super::templates::OfCallCenter;
use crate::caller::Caller;
use crate::extract::{Json, Path, Query};
use crate::problem::ApiResult;
use crate::state::AppState;
use axum::extract::State;
use patchbay_model::endpoint::{Endpoint, EndpointDraft};
use patchbay_model::execution::TestRun;
use patchbay_model::id::IntegratorId;
use patchbay_model::template::Template;
use patchbay_model::view::{EndpointCheck, EndpointUsage};
use serde::Deserialize;
use serde_json::{Map, Value};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub(super) fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(check_endpoint))
        .routes(routes!(test_endpoint))
        .routes(routes!(get_endpoint_usage))
}

/// What to try.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct Trial {
    /// The integrator whose host and values are used.
    integrator_id: IntegratorId,
    /// The body transmitted from the client.
    #[serde(default)]
    body: Map<String, Value>,
}

/// Checks an endpoint as creating it would, without creating it.
#[utoipa::path(
    post,
    path = "/templates/{template}/check-endpoint",
    tag = "Endpoints",
    params(("template" = String, Path), OfCallCenter),
    request_body = EndpointDraft,
    responses((status = 200, body = EndpointCheck))
)]
async fn check_endpoint(
    State(portal): State<AnyPortal>,
    caller: Caller,
    Path(template): Path<String>,
    Query(of): Query<OfCallCenter>,
    Json(draft): Json<EndpointDraft>,
) -> ApiResult<axum::Json<EndpointCheck>> {
    let Template { id, .. } = portal.template(&caller, &template, of.call_center_id.as_ref()).await?;
    Ok(axum::Json(portal.check_endpoint(&caller, id, draft).await?))
}

/// Runs an endpoint through the production path and tells each step; its effects are not applied.
#[utoipa::path(
    post,
    path = "/templates/{template}/endpoints/{endpoint}/test",
    tag = "Endpoints",
    params(("template" = String, Path), ("endpoint" = String, Path), OfCallCenter),
    request_body = Trial,
    responses((status = 200, body = TestRun))
)]
async fn test_endpoint(
    State(portal): State<AnyPortal>,
    caller: Caller,
    Path(names): Path<(String, String)>,
    Query(of): Query<OfCallCenter>,
    Json(trial): Json<Trial>,
) -> ApiResult<axum::Json<TestRun>> {
    let Endpoint { id, .. } = find(&portal, &caller, &names, &of).await?;
    Ok(axum::Json(portal.test_endpoint(&caller, id, trial.integrator_id, Value::Object(trial.body)).await?))
}

/// Tells what deleting an endpoint would break.
#[utoipa::path(
    get,
    path = "/templates/{template}/endpoints/{endpoint}/usage",
    tag = "Endpoints",
    params(("template" = String, Path), ("endpoint" = String, Path), OfCallCenter),
    responses((status = 200, body = EndpointUsage))
)]
async fn get_endpoint_usage(
    State(portal): State<AnyPortal>,
    caller: Caller,
    Path(names): Path<(String, String)>,
    Query(of): Query<OfCallCenter>,
) -> ApiResult<axum::Json<EndpointUsage>> {
    let Endpoint { id, .. } = find(&portal, &caller, &names, &of).await?;
    Ok(axum::Json(portal.endpoint_usage(&caller, id).await?))
}
