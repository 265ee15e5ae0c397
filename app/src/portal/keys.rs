use super::{Actor, Change, PortalResult};
use async_trait::async_trait;
use patchbay_model::id::{CallCenterId, KeyId};
use patchbay_model::key::{CreatedKey, Key, KeyDraft};
use patchbay_model::page::{Page, PageRequest};

/// API keys.
#[async_trait]
pub trait Keys {
    /// Those within the actor's reach, newest first unless the page says otherwise; `search` is part of the name or of
    /// what is shown of the key.
    async fn list_keys(
        &self,
        actor: &Actor,
        call_center: Option<CallCenterId>,
        search: Option<String>,
        page: PageRequest,
    ) -> PortalResult<Page<Key>>;

    /// One.
    async fn key(&self, actor: &Actor, id: KeyId) -> PortalResult<Key>;

    /// Creates one; the key itself is in this answer and nowhere else.
    async fn create_key(&self, actor: &Actor, draft: KeyDraft) -> PortalResult<CreatedKey>;

    /// Changes its name and scopes.
    async fn update_key(&self, actor: &Actor, change: Change<KeyId>, draft: KeyDraft) -> PortalResult<Key>;

    /// Ends it at once, in every server process.
    async fn revoke_key(&self, actor: &Actor, change: Change<KeyId>) -> PortalResult<()>;
}
