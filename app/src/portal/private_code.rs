use super::{Actor, Change, PortalResult};
use async_trait::async_trait;
use patchbay_model::id::TemplateId;
use patchbay_model::private_code::{PrivateCode, PrivateCodeDraft};

/// The code of private templates. Its versions are listed and brought back as a template's are.
#[async_trait]
pub trait PrivateCodes {
    /// A template's; empty until it is written, and for ever when the template is published.
    async fn private_code(&self, actor: &Actor, template: TemplateId) -> PortalResult<PrivateCode>;

    /// Saves it; the version before is kept. A published template carries none.
    async fn update_private_code(
        &self,
        actor: &Actor,
        change: Change<TemplateId>,
        draft: PrivateCodeDraft,
    ) -> PortalResult<PrivateCode>;
}
