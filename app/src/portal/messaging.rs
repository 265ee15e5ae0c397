use super::{Actor, PortalResult};
use async_trait::async_trait;
use patchbay_model::id::CallCenterId;
use patchbay_model::messaging::AdapterId;
use patchbay_model::messaging::chat::Chat;
use patchbay_model::messaging::gateway::{AcceptedMessage, GatewayMessage};
use patchbay_model::messaging::omnichannel::{CommandEvent, OutgoingEvent};
use patchbay_model::messaging::twoway::Sent;

/// What customers and adapters say to each other.
#[async_trait]
pub trait Messaging {
    /// Takes a customer's message of a channel; the same one again is answered with the same ids.
    async fn post_customer_message(
        &self,
        actor: &Actor,
        call_center: &CallCenterId,
        channel: &str,
        message: GatewayMessage,
    ) -> PortalResult<AcceptedMessage>;

    /// Takes what a TwoWay client posted to the outbound URL of an adapter: all of it or nothing.
    async fn post_twoway(
        &self,
        actor: &Actor,
        account: &CallCenterId,
        adapter: AdapterId,
        sent: Sent,
    ) -> PortalResult<Chat>;

    /// Takes a message of a third party to a customer. A ticket of another channel or owner does not exist.
    async fn post_outgoing(&self, actor: &Actor, owner: &CallCenterId, event: OutgoingEvent) -> PortalResult<()>;

    /// Does what a third party commands: closes a ticket, and again without a change.
    async fn post_command(&self, actor: &Actor, owner: &CallCenterId, event: CommandEvent) -> PortalResult<()>;
}
