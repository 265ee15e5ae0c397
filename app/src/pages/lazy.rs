//! Which pages the browser loads together: each group is a chunk of its own, fetched when a user comes to one of its pages.
//!
//! The server says in the document's head which chunks a page needs, so they come beside the main module and not after it.
//! What several groups share is put into chunks that only they load; what the frame needs too is in the main module.

use super::{
    AdapterPage, AdaptersPage, AuditPage, AuthenticationPage, CallCentersPage, ChannelPage, ChannelsPage,
    ConversationPage, ConversationsPage, EndpointPage, EventIntegrationExamplesPage, EventIntegrationPage,
    EventIntegrationsPage, ExecutionPage, ExecutionsPage, Gallery, IntegrationGalleryPage, IntegrationPage,
    IntegrationsPage, InvitationPage, JsonGuidePage, KeysPage, NewEndpointPage, NewEventIntegrationPage,
    NewOmnichannelPage, NewTwowayPage, PasswordPage, PlugInPage, QueueHealthPage, QueuesPage, RequestHelpPage,
    ResponseHelpPage, SignInPage, SimulatorPage, StartPage, UsersPage,
};
use crate::query::provide_page_address;
use leptos::prelude::*;
use leptos::wasm_split::wasm_split;
use leptos_router::ChooseView;
use std::pin::Pin;

/// A page that is fetched when a user comes to it: one type for all of them, so that the router is built for it once.
#[derive(Clone, Copy)]
pub struct LazyPage {
    chunk: &'static str,
    build: fn() -> Fetching<AnyView>,
    load: fn() -> Fetching<()>,
}

type Fetching<T> = Pin<Box<dyn Future<Output = T>>>;

impl ChooseView for LazyPage {
    async fn choose(self) -> AnyView {
        leptos::prefetch_lazy_fn_on_server(self.chunk);
        (self.build)().await
    }

    async fn preload(&self) {
        (self.load)().await;
    }
}

/// `chunk { NAME: function that builds the page, function that only loads the chunk => Page; }`
///
/// Not `#[lazy_route]`: it makes a chunk of every page, and sixteen of them share so little with each other that they
/// fall into hundreds of pieces. The functions have names of their own because the linker has to tell them apart.
macro_rules! lazy_pages {
    ($($chunk:ident { $($name:ident: $build:ident, $load:ident => $page:ident;)+ })+) => {$($(
        #[doc = concat!("`", stringify!($page), "`.")]
        pub const $name: LazyPage = LazyPage {
            chunk: stringify!($chunk),
            build: || Box::pin($build()),
            load: || Box::pin(async { $load().await; }),
        };

        #[wasm_split($chunk, wasm_split_path = ::leptos::wasm_split, preload($load))]
        fn $build() -> AnyView {
            provide_page_address();
            view! { <$page /> }.into_any()
        }
    )+)+};
}

lazy_pages! {
    account {
        SIGN_IN: build_sign_in, load_sign_in => SignInPage;
        INVITATION: build_invitation, load_invitation => InvitationPage;
        PASSWORD: build_password, load_password => PasswordPage;
    }
    start {
        START: build_start, load_start => StartPage;
    }
    call_centers {
        CALL_CENTERS: build_call_centers, load_call_centers => CallCentersPage;
    }
    integrations {
        INTEGRATIONS: build_integrations, load_integrations => IntegrationsPage;
    }
    integration_gallery {
        INTEGRATION_GALLERY: build_integration_gallery, load_integration_gallery => IntegrationGalleryPage;
        PLUG_IN: build_plug_in, load_plug_in => PlugInPage;
    }
    json_guide {
        JSON_GUIDE: build_json_guide, load_json_guide => JsonGuidePage;
    }
    integration {
        INTEGRATION: build_integration, load_integration => IntegrationPage;
    }
    endpoint {
        NEW_ENDPOINT: build_new_endpoint, load_new_endpoint => NewEndpointPage;
        ENDPOINT: build_endpoint, load_endpoint => EndpointPage;
    }
    executions {
        EXECUTIONS: build_executions, load_executions => ExecutionsPage;
        EXECUTION: build_execution, load_execution => ExecutionPage;
    }
    queues {
        QUEUES: build_queues, load_queues => QueuesPage;
    }
    conversations {
        CONVERSATIONS: build_conversations, load_conversations => ConversationsPage;
        CONVERSATION: build_conversation, load_conversation => ConversationPage;
    }
    queue_health {
        QUEUE_HEALTH: build_queue_health, load_queue_health => QueueHealthPage;
    }
    simulator {
        SIMULATOR: build_simulator, load_simulator => SimulatorPage;
    }
    event_integrations {
        EVENT_INTEGRATIONS: build_event_integrations, load_event_integrations => EventIntegrationsPage;
        EVENT_INTEGRATION_EXAMPLES: build_event_integration_examples, load_event_integration_examples => EventIntegrationExamplesPage;
    }
    event_integration {
        NEW_EVENT_INTEGRATION: build_new_event_integration, load_new_event_integration => NewEventIntegrationPage;
        EVENT_INTEGRATION: build_event_integration, load_event_integration => EventIntegrationPage;
        REQUEST_HELP: build_request_help, load_request_help => RequestHelpPage;
        RESPONSE_HELP: build_response_help, load_response_help => ResponseHelpPage;
    }
    channels {
        CHANNELS: build_channels, load_channels => ChannelsPage;
        CHANNEL: build_channel, load_channel => ChannelPage;
    }
    adapters {
        ADAPTERS: build_adapters, load_adapters => AdaptersPage;
        AUTHENTICATION: build_authentication, load_authentication => AuthenticationPage;
    }
    adapter {
        NEW_TWOWAY: build_new_twoway, load_new_twoway => NewTwowayPage;
        NEW_OMNICHANNEL: build_new_omnichannel, load_new_omnichannel => NewOmnichannelPage;
        ADAPTER: build_adapter, load_adapter => AdapterPage;
    }
    audit {
        AUDIT: build_audit, load_audit => AuditPage;
    }
    users {
        USERS: build_users, load_users => UsersPage;
    }
    keys {
        KEYS: build_keys, load_keys => KeysPage;
    }
    components {
        COMPONENTS: build_components, load_components => Gallery;
    }
}
