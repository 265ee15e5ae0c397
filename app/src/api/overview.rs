//! The start page.

use super::PageError;
use leptos::prelude::*;
use leptos::server_fn::codec::Json;
use patchbay_model::view::Figures;

/// Its figures.
#[server(prefix = "/api/ui", endpoint = "overview", input = Json)]
pub async fn get_overview() -> Result<Figures, PageError> {
    let crate::scope::Scope { actor, portal } = crate::scope::Scope::current()?;
    Ok(portal.overview(&actor).await?)
}
