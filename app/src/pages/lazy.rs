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
use leptos_router::LazyRoute;

/// `chunk { Route: function that builds the page, function that only loads the chunk => Page; }`
///
/// Not `#[lazy_route]`: it makes a chunk of every page, and sixteen of them share so little with each other that they
/// fall into hundreds of pieces. The functions have names of their own because the linker has to tell them apart.
macro_rules! lazy_pages {
    ($($chunk:ident { $($route:ident: $build:ident, $load:ident => $page:ident;)+ })+) => {$($(
        #[doc = concat!("The route of `", stringify!($page), "`.")]
        pub struct $route;

        impl LazyRoute for $route {
            fn data() -> Self {
                Self
            }
            async fn view(_: Self) -> AnyView {
                leptos::prefetch_lazy_fn_on_server(stringify!($chunk));
                $build().await
            }
            async fn preload() {
                $load().await;
            }
        }

        #[wasm_split($chunk, wasm_split_path = ::leptos::wasm_split, preload($load))]
        fn $build() -> AnyView {
            provide_page_address();
            view! { <$page /> }.into_any()
        }
    )+)+};
}

lazy_pages! {
    account {
        SignIn: build_sign_in, load_sign_in => SignInPage;
        Invitation: build_invitation, load_invitation => InvitationPage;
        Password: build_password, load_password => PasswordPage;
    }
    start {
        Start: build_start, load_start => StartPage;
    }
    call_centers {
        CallCenters: build_call_centers, load_call_centers => CallCentersPage;
    }
    integrations {
        Integrations: build_integrations, load_integrations => IntegrationsPage;
    }
    integration_gallery {
        IntegrationGallery: build_integration_gallery, load_integration_gallery => IntegrationGalleryPage;
        PlugIn: build_plug_in, load_plug_in => PlugInPage;
    }
    json_guide {
        JsonGuide: build_json_guide, load_json_guide => JsonGuidePage;
    }
    integration {
        Integration: build_integration, load_integration => IntegrationPage;
    }
    endpoint {
        NewEndpoint: build_new_endpoint, load_new_endpoint => NewEndpointPage;
        Endpoint: build_endpoint, load_endpoint => EndpointPage;
    }
    executions {
        Executions: build_executions, load_executions => ExecutionsPage;
        Execution: build_execution, load_execution => ExecutionPage;
    }
    queues {
        Queues: build_queues, load_queues => QueuesPage;
    }
    conversations {
        Conversations: build_conversations, load_conversations => ConversationsPage;
        Conversation: build_conversation, load_conversation => ConversationPage;
    }
    queue_health {
        QueueHealth: build_queue_health, load_queue_health => QueueHealthPage;
    }
    simulator {
        Simulator: build_simulator, load_simulator => SimulatorPage;
    }
    event_integrations {
        EventIntegrations: build_event_integrations, load_event_integrations => EventIntegrationsPage;
        EventIntegrationExamples: build_event_integration_examples, load_event_integration_examples => EventIntegrationExamplesPage;
    }
    event_integration {
        NewEventIntegration: build_new_event_integration, load_new_event_integration => NewEventIntegrationPage;
        EventIntegration: build_event_integration, load_event_integration => EventIntegrationPage;
        RequestHelp: build_request_help, load_request_help => RequestHelpPage;
        ResponseHelp: build_response_help, load_response_help => ResponseHelpPage;
    }
    channels {
        Channels: build_channels, load_channels => ChannelsPage;
        Channel: build_channel, load_channel => ChannelPage;
    }
    adapters {
        Adapters: build_adapters, load_adapters => AdaptersPage;
        Authentication: build_authentication, load_authentication => AuthenticationPage;
    }
    adapter {
        NewTwoway: build_new_twoway, load_new_twoway => NewTwowayPage;
        NewOmnichannel: build_new_omnichannel, load_new_omnichannel => NewOmnichannelPage;
        Adapter: build_adapter, load_adapter => AdapterPage;
    }
    audit {
        Audit: build_audit, load_audit => AuditPage;
    }
    users {
        Users: build_users, load_users => UsersPage;
    }
    keys {
        Keys: build_keys, load_keys => KeysPage;
    }
    components {
        Components: build_components, load_components => Gallery;
    }
}
