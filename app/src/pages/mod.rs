//! One folder per noun, one file per address.

mod account;
mod adapters;
mod audit;
mod call_center;
mod call_center_field;
mod call_centers;
mod channels;
mod conversations;
mod credentials;
mod editable;
mod event_integrations;
mod executions;
pub mod frame;
mod gallery;
mod integrations;
mod keys;
pub mod lazy;
mod live;
mod live_check;
mod not_found;
mod own_address;
mod placeholders;
mod queue_health;
mod queues;
mod shown_once;
mod signing;
mod signing_lines;
mod simulator;
mod stale;
mod start;
mod test_run;
mod typed;
mod users;

pub use account::{InvitationPage, PasswordPage, SignInPage};
pub use adapters::{AdapterPage, AdaptersPage, AuthenticationPage, NewOmnichannelPage, NewTwowayPage};
pub use audit::AuditPage;
pub use call_centers::CallCentersPage;
pub use channels::{ChannelPage, ChannelsPage};
pub use conversations::{ConversationPage, ConversationsPage};
pub use event_integrations::{
    EventIntegrationExamplesPage, EventIntegrationPage, EventIntegrationsPage, NewEventIntegrationPage,
    RequestHelpPage, ResponseHelpPage,
};
pub use executions::{ExecutionPage, ExecutionsPage};
pub use frame::Frame;
pub use gallery::Gallery;
pub use integrations::{
    EndpointPage, IntegrationGalleryPage, IntegrationPage, IntegrationsPage, JsonGuidePage, NewEndpointPage, PlugInPage,
};
pub use keys::KeysPage;
pub use not_found::NotFound;
pub use queue_health::QueueHealthPage;
pub use queues::QueuesPage;
pub use simulator::SimulatorPage;
pub use start::StartPage;
pub use users::UsersPage;

use crate::error::PageError;
use crate::text;
use patchbay_model::problem::{Problem, ProblemCode};

/// What an address that names nothing answers with. The noun is in the page's language, as the sentence around it.
pub(crate) fn no_such(noun: &str) -> PageError {
    crate::response::respond_with(404);
    Problem::new(ProblemCode::NotFound, text!(common.no_such, noun = noun)).into()
}
