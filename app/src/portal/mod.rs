//! What pages and the administration API ask of the server: one trait per noun. The server implements them.
//!
//! # Invariants
//! No method can be called without an [`Actor`]; every method judges the actor's rights itself, so that neither a
//! page nor a route can forget to. Pages render in a test with a made-up portal.

mod account;
mod adapters;
mod audit;
mod call_centers;
mod callbox;
mod channels;
mod chats;
mod conversations;
mod endpoints;
mod error;
mod event_integrations;
mod executions;
mod integrators;
mod keys;
mod messaging;
mod overview;
mod private_code;
mod queues;
mod templates;
mod third_parties;
mod users;

pub use account::{Account, ReadingToken};
pub use adapters::Adapters;
pub use audit::AuditTrail;
pub use call_centers::CallCenters;
pub use callbox::Callbox;
pub use channels::Channels;
pub use chats::{Chats, HistoryParts, Wanted};
pub use conversations::Conversations;
pub use endpoints::{EndpointCall, Endpoints};
pub use error::{Change, PortalError, PortalResult};
pub use event_integrations::EventIntegrations;
pub use executions::Executions;
pub use integrators::Integrators;
pub use keys::Keys;
pub use messaging::Messaging;
pub use overview::Overview;
pub use private_code::PrivateCodes;
pub use queues::Queues;
pub use templates::Templates;
pub use third_parties::ThirdParties;
pub use users::Users;

pub use patchbay_model::access::Actor;

/// Everything that can be asked.
pub trait Portal:
    Account
    + Adapters
    + AuditTrail
    + CallCenters
    + Callbox
    + Channels
    + Chats
    + Conversations
    + Endpoints
    + EventIntegrations
    + Executions
    + Integrators
    + Keys
    + Messaging
    + Overview
    + PrivateCodes
    + Queues
    + Templates
    + ThirdParties
    + Users
    + Send
    + Sync
    + 'static
{
}

impl<T> Portal for T where
    T: Account
        + Adapters
        + AuditTrail
        + CallCenters
        + Callbox
        + Channels
        + Chats
        + Conversations
        + Endpoints
        + EventIntegrations
        + Executions
        + Integrators
        + Keys
        + Messaging
        + Overview
        + PrivateCodes
        + Queues
        + Templates
        + ThirdParties
        + Users
        + Send
        + Sync
        + 'static
{
}
