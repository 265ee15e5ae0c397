//! `/adapters/new/omnichannel`

use super::new_page::NewPage;
use leptos::prelude::*;
use patchbay_model::messaging::adapter::AdapterKind;

/// The form of an adapter to come that speaks with a third-party suite.
#[component]
pub fn NewOmnichannelPage() -> impl IntoView {
    view! {
        <NewPage
            kind=AdapterKind::Omnichannel
            title="New third-party omnichannel adapter"
            lead="A third-party suite that gets Incoming Events, and answers with Outgoing Events and commands."
        />
    }
    .into_any()
}
