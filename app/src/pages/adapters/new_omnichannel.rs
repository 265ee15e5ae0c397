//! `/adapters/new/omnichannel`

use super::new_page::NewPage;
use crate::text;
use leptos::prelude::*;
use patchbay_model::messaging::adapter::AdapterKind;

/// The form of an adapter to come that speaks with a third-party suite.
#[component]
pub fn NewOmnichannelPage() -> impl IntoView {
    view! {
        <NewPage
            kind=AdapterKind::Omnichannel
            title=text!(adapters.new_omnichannel)
            lead=text!(adapters.new_omnichannel_lead)
        />
    }
    .into_any()
}
