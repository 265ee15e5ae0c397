//! `/api/v1/egress`

use crate::caller::Caller;
use crate::settings::Settings;
use crate::state::AppState;
use axum::Json;
use axum::extract::State;
use serde::Serialize;
use std::sync::Arc;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// The route, below `/api/v1`.
#[must_use]
pub fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(get_egress))
}

/// Where outbound calls come from.
#[derive(Debug, Serialize, ToSchema)]
struct Egress {
    /// The address as the operator configured it; null when it was not.
    address: Option<String>,
}

/// Tells the address that outbound calls leave from, for others' allow-lists.
#[utoipa::path(get, path = "/egress", tag = "Operation", responses((status = 200, body = Egress)))]
async fn get_egress(State(settings): State<Arc<Settings>>, _: Caller) -> Json<Egress> {
    Json(Egress { address: settings.egress_address.clone() })
}
