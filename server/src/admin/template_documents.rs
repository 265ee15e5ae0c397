//! `/templates/{template}/copy`, `/export` and `/templates/import`

use super::AnyPortal;
use super::templates::{OfCallCenter, answer_created};
use crate::caller::Caller;
use crate::extract::{Json, Path, Query};
use crate::problem::ApiResult;
use crate::state::AppState;
use axum::extract::State;
use axum::response::Response;
use patchbay_model::exchange::TemplateDocument;
use patchbay_model::id::CallCenterId;
use patchbay_model::template::Template;
use serde::Deserialize;
use serde_json::Value;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub(super) fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(import_template))
        .routes(routes!(export_template))
        .routes(routes!(copy_template))
}

/// What a copy is called and whose it is.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct TemplateCopy {
    /// The copy's name.
    name: String,
    /// Makes the copy private to this call center; published when left out.
    #[serde(default)]
    call_center_id: Option<CallCenterId>,
}

/// Makes another template with the endpoints of the first.
#[utoipa::path(
    post,
    path = "/templates/{template}/copy",
    tag = "Templates",
    params(("template" = String, Path), OfCallCenter),
    request_body = TemplateCopy,
    responses((status = 201, body = Template))
)]
async fn copy_template(
    State(portal): State<AnyPortal>,
    caller: Caller,
    Path(name): Path<String>,
    Query(of): Query<OfCallCenter>,
    Json(copy): Json<TemplateCopy>,
) -> ApiResult<Response> {
    let Template { id, .. } = portal.template(&caller, &name, of.call_center_id.as_ref()).await?;
    Ok(answer_created(&portal.copy_template(&caller, id, copy.name, copy.call_center_id).await?))
}

/// Writes a template with its endpoints as one document, without secrets.
#[utoipa::path(
    get,
    path = "/templates/{template}/export",
    tag = "Templates",
    params(("template" = String, Path), OfCallCenter),
    responses((status = 200, body = TemplateDocument))
)]
async fn export_template(
    State(portal): State<AnyPortal>,
    caller: Caller,
    Path(name): Path<String>,
    Query(of): Query<OfCallCenter>,
) -> ApiResult<axum::Json<Value>> {
    let Template { id, .. } = portal.template(&caller, &name, of.call_center_id.as_ref()).await?;
    Ok(axum::Json(portal.export_template(&caller, id).await?))
}

/// Creates a template with its endpoints from an exported document; with `callCenterId` private to that call center.
/// A template that is itself named `import` is reached by its id.
#[utoipa::path(
    post,
    path = "/templates/import",
    tag = "Templates",
    params(OfCallCenter),
    request_body = TemplateDocument,
    responses((status = 201, body = Template))
)]
async fn import_template(
    State(portal): State<AnyPortal>,
    caller: Caller,
    Query(of): Query<OfCallCenter>,
    Json(document): Json<Value>,
) -> ApiResult<Response> {
    Ok(answer_created(&portal.import_template(&caller, document, of.call_center_id).await?))
}
