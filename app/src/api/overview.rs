//! The start page.

use super::PageError;
use crate::wire::Ask;
use leptos::prelude::*;
use patchbay_model::view::Figures;

/// Its figures.
#[server(prefix = "/api/ui", endpoint = "overview", protocol = Ask)]
pub async fn get_overview() -> Result<Figures, PageError> {
    let crate::scope::Scope { actor, portal } = crate::scope::Scope::current()?;
    Ok(portal.overview(&actor).await?)
}
