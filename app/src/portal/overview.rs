use super::{Actor, PortalResult};
use async_trait::async_trait;
use patchbay_model::view::Figures;

/// What the menu and the start page show.
#[async_trait]
pub trait Overview {
    /// The figures of the start page and the three first steps.
    async fn overview(&self, actor: &Actor) -> PortalResult<Figures>;
}
