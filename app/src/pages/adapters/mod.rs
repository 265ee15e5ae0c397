//! System Management -> Adapters: messaging bridges, TwoWay and third-party omnichannel (spec/twoway.md, spec/omnichannel.md).
//!
//! # Layout
//! `list`, `new_twoway` and `new_omnichannel` (around `new_page`), `detail` and `authentication` are the pages. `form` is the form of both kinds, with
//! `twoway_fields` (and `handover`, its body) or `omnichannel_fields` in it; `around` what it needs beside the adapter.
//! `outbound` and `workflow` say how the other side is connected; `tokens` and `test` are tabs of `detail`.

mod around;
mod authentication;
mod detail;
mod dialogs;
mod form;
mod handover;
mod list;
mod new_omnichannel;
mod new_page;
mod new_twoway;
mod omnichannel_fields;
mod outbound;
mod test;
mod tokens;
mod twoway_fields;
mod workflow;

pub use authentication::AuthenticationPage;
pub use detail::AdapterPage;
pub use list::AdaptersPage;
pub use new_omnichannel::NewOmnichannelPage;
pub use new_twoway::NewTwowayPage;

use crate::text;
use patchbay_model::messaging::adapter::Adapter;
use patchbay_model::webhook::{StoredAdapter, WebhookRole};

/// What a webhook is called on pages.
fn role_words(role: WebhookRole) -> &'static str {
    match role {
        WebhookRole::Message => text!(adapters.message_endpoint),
        WebhookRole::Handover => text!(adapters.handover_endpoint),
        WebhookRole::Events => text!(adapters.events_endpoint),
        WebhookRole::Callback => text!(adapters.callback_url),
    }
}

/// The webhooks that an adapter has, and what is posted to.
fn webhooks(read: &Adapter) -> Vec<(WebhookRole, String)> {
    let stored = StoredAdapter {
        message_endpoint: read.message_endpoint.clone(),
        handover_endpoint: read.handover_endpoint.clone(),
        events_endpoint: read.events_endpoint.clone(),
        properties: read.properties.clone(),
    };
    WebhookRole::ALL.iter().filter_map(|role| Some((*role, stored.url(*role)?))).collect()
}
