//! `/adapters/new/twoway`

use super::new_page::NewPage;
use crate::text;
use leptos::prelude::*;
use patchbay_model::messaging::adapter::AdapterKind;

/// The form of an adapter to come that speaks TwoWay.
#[component]
pub fn NewTwowayPage() -> impl IntoView {
    view! {
        <NewPage
            kind=AdapterKind::Twoway
            title=text!(adapters.new_twoway)
            lead=text!(adapters.new_twoway_lead)
        />
    }
    .into_any()
}
