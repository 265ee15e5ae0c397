use super::{Actor, Change, PortalResult};
use async_trait::async_trait;
use patchbay_model::id::CallCenterId;
use patchbay_model::messaging::ChannelId;
use patchbay_model::messaging::channel::{Channel, ChannelDraft, ChannelQuery, CreatedChannel, CreatedInboundToken};
use patchbay_model::messaging::signing::{CreatedSigningSecret, SigningSecret};
use patchbay_model::page::{Page, PageRequest};

/// Where customers' messages enter and leave.
#[async_trait]
pub trait Channels {
    /// A call center's, by name.
    async fn list_channels(
        &self,
        actor: &Actor,
        call_center: &CallCenterId,
        query: ChannelQuery,
        page: PageRequest,
    ) -> PortalResult<Page<Channel>>;

    /// One, by its name in any case or its id.
    async fn channel(&self, actor: &Actor, call_center: &CallCenterId, key: &str) -> PortalResult<Channel>;

    /// Creates one, with what is shown this once.
    async fn create_channel(
        &self,
        actor: &Actor,
        call_center: &CallCenterId,
        draft: ChannelDraft,
    ) -> PortalResult<CreatedChannel>;

    /// Saves one; its kind stays.
    async fn update_channel(
        &self,
        actor: &Actor,
        call_center: &CallCenterId,
        change: Change<ChannelId>,
        draft: ChannelDraft,
    ) -> PortalResult<Channel>;

    /// Deletes one. What was said over it stays.
    async fn delete_channel(
        &self,
        actor: &Actor,
        call_center: &CallCenterId,
        change: Change<ChannelId>,
    ) -> PortalResult<()>;

    /// How many open chats are over it, as far as [`MOST_COUNTED`](patchbay_model::view::MOST_COUNTED) and one.
    async fn channel_chats(&self, actor: &Actor, call_center: &CallCenterId, key: &str) -> PortalResult<u64>;

    /// Makes a new token for the inbound webhook of an SMS channel and shows it; the old one counts for a day beside it.
    async fn rotate_inbound_token(
        &self,
        actor: &Actor,
        call_center: &CallCenterId,
        key: &str,
    ) -> PortalResult<CreatedInboundToken>;

    /// What deliveries of a gateway are signed with, newest first.
    async fn channel_secrets(
        &self,
        actor: &Actor,
        call_center: &CallCenterId,
        key: &str,
    ) -> PortalResult<Vec<SigningSecret>>;

    /// Makes a new signing secret for a gateway and shows it; the old one counts for a day beside it.
    async fn rotate_channel_secret(
        &self,
        actor: &Actor,
        call_center: &CallCenterId,
        key: &str,
    ) -> PortalResult<CreatedSigningSecret>;
}
