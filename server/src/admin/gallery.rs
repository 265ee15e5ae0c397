//! `/gallery` and `/overview`

use super::AnyPortal;
use crate::caller::Caller;
use crate::problem::ApiResult;
use crate::state::AppState;
use axum::Json;
use axum::extract::State;
use patchbay_model::page::Page;
use patchbay_model::view::{Figures, GalleryEntry};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub(super) fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(list_gallery)).routes(routes!(get_overview))
}

/// Lists the templates shipped with Patchbay, ready to be imported.
#[utoipa::path(
    get,
    path = "/gallery",
    tag = "Templates",
    responses((status = 200, body = Page<GalleryEntry>))
)]
async fn list_gallery(State(portal): State<AnyPortal>, caller: Caller) -> ApiResult<Json<Page<GalleryEntry>>> {
    Ok(Json(Page { items: portal.gallery(&caller).await?, next_cursor: None }))
}

/// Counts what there is and what ran in the last 24 hours.
#[utoipa::path(
    get,
    path = "/overview",
    tag = "Executions",
    responses((status = 200, body = Figures))
)]
async fn get_overview(State(portal): State<AnyPortal>, caller: Caller) -> ApiResult<Json<Figures>> {
    Ok(Json(portal.overview(&caller).await?))
}
