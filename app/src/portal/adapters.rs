use super::{Actor, Change, PortalResult};
use async_trait::async_trait;
use patchbay_model::execution::TestRun;
use patchbay_model::id::CallCenterId;
use patchbay_model::messaging::adapter::{
    Adapter, AdapterDraft, AdapterQuery, AdapterToken, AdapterTokenDraft, CreatedAdapter, CreatedAdapterToken,
};
use patchbay_model::messaging::signing::CreatedSigningSecret;
use patchbay_model::messaging::{AdapterId, AdapterTokenId};
use patchbay_model::page::{Page, PageRequest};
use patchbay_model::webhook::WebhookRole;

/// Messaging bridges, with their tokens and what their requests are signed with.
#[async_trait]
pub trait Adapters {
    /// A call center's, by name.
    async fn list_adapters(
        &self,
        actor: &Actor,
        call_center: &CallCenterId,
        query: AdapterQuery,
        page: PageRequest,
    ) -> PortalResult<Page<Adapter>>;

    /// One.
    async fn adapter(&self, actor: &Actor, call_center: &CallCenterId, id: AdapterId) -> PortalResult<Adapter>;

    /// Creates one, with a secret that signs its requests and is shown this once.
    async fn create_adapter(
        &self,
        actor: &Actor,
        call_center: &CallCenterId,
        draft: AdapterDraft,
    ) -> PortalResult<CreatedAdapter>;

    /// How many open chats it hosts, as far as [`MOST_COUNTED`](patchbay_model::view::MOST_COUNTED) and one.
    async fn adapter_chats(&self, actor: &Actor, call_center: &CallCenterId, id: AdapterId) -> PortalResult<u64>;

    /// Saves one. Secrets that are kept go to the host that they were entered for and to no other.
    async fn update_adapter(
        &self,
        actor: &Actor,
        call_center: &CallCenterId,
        change: Change<AdapterId>,
        draft: AdapterDraft,
    ) -> PortalResult<Adapter>;

    /// Deletes one that hosts no chat.
    async fn delete_adapter(
        &self,
        actor: &Actor,
        call_center: &CallCenterId,
        change: Change<AdapterId>,
    ) -> PortalResult<()>;

    /// Makes a new signing secret and shows it; the old one counts for a day beside it.
    async fn rotate_adapter_secret(
        &self,
        actor: &Actor,
        call_center: &CallCenterId,
        id: AdapterId,
    ) -> PortalResult<CreatedSigningSecret>;

    /// Sends a sample to one of its webhooks, as any delivery goes, and shows each step.
    async fn test_adapter(
        &self,
        actor: &Actor,
        call_center: &CallCenterId,
        id: AdapterId,
        role: WebhookRole,
    ) -> PortalResult<TestRun>;

    /// Its tokens, newest first.
    async fn list_adapter_tokens(
        &self,
        actor: &Actor,
        call_center: &CallCenterId,
        id: AdapterId,
    ) -> PortalResult<Vec<AdapterToken>>;

    /// Makes a token and shows it. Two count at a time.
    async fn create_adapter_token(
        &self,
        actor: &Actor,
        call_center: &CallCenterId,
        id: AdapterId,
        draft: AdapterTokenDraft,
    ) -> PortalResult<CreatedAdapterToken>;

    /// Ends a token, at once.
    async fn revoke_adapter_token(
        &self,
        actor: &Actor,
        call_center: &CallCenterId,
        id: AdapterId,
        token: AdapterTokenId,
    ) -> PortalResult<()>;
}
