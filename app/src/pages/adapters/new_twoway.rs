//! `/adapters/new/twoway`

use super::new_page::NewPage;
use leptos::prelude::*;
use patchbay_model::messaging::adapter::AdapterKind;

/// The form of an adapter to come that speaks TwoWay.
#[component]
pub fn NewTwowayPage() -> impl IntoView {
    view! {
        <NewPage
            kind=AdapterKind::Twoway
            title="New TwoWay adapter"
            lead="A custom integration that gets customers' messages at its webhook and answers at an outbound URL, in one JSON for both directions."
        />
    }
    .into_any()
}
