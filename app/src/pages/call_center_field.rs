//! Which call center something belongs to.

use crate::api::call_centers::list_call_centers;
use crate::components::{BlockSkeleton, Loaded, SelectField, TextField, TextKind};
use crate::loading::load;
use crate::pages::frame::use_me;
use crate::text;
use leptos::prelude::*;
use patchbay_model::page::PageRequest;

/// A choice of call centers. Whoever is bound to one has no choice, and a choice of thousands is a text.
#[component]
pub(crate) fn CallCenterField(
    /// Its name in the form.
    name: &'static str,
    /// The call center at first.
    #[prop(into, optional)]
    value: String,
    /// What it decides, one sentence.
    #[prop(optional)]
    hint: &'static str,
    /// Whether none may be chosen.
    #[prop(optional)]
    optional: bool,
) -> impl IntoView {
    if let Some(own) = use_me().call_center_id {
        return view! { <input type="hidden" name=name value=own.to_string() /> }.into_any();
    }
    let most = PageRequest::longest();
    let call_centers = load(move || most.clone(), |page| list_call_centers(None, page));
    let pointer = || Some("/callCenterId".to_owned());
    view! {
        <Loaded resource=call_centers skeleton=|| view! { <BlockSkeleton lines=1 /> } let:page>
            {if page.next_cursor.is_some() {
                view! { <TextField name pointer=pointer() label=text!(common.call_center_id) hint value=value.clone() kind=TextKind::Code optional /> }.into_any()
            } else {
                let options = page.items.into_iter().map(|one| (one.id.to_string(), format!("{} · {}", one.id, one.name))).collect();
                view! { <SelectField name pointer=pointer() label=text!(common.call_center_id) hint options value=value.clone() optional /> }.into_any()
            }}
        </Loaded>
    }
    .into_any()
}
