use super::fields::TemplateFields;
use crate::api::template_form::TemplateForm;
use crate::api::templates::CreateTemplate;
use crate::components::{
    BlockSkeleton, Dialog, DialogActions, DialogSize, FormBody, Loaded, Submission, SubmitForm, failure_of,
};
use crate::pages::frame::use_me;
use crate::pages::typed::{use_typed, was_refused};
use crate::text;
use leptos::prelude::*;
use patchbay_model::template::{TemplateType, Visibility};

pub(in crate::pages::integrations) const ADD: &str = "add-integration";

/// Add integration: the dialog's OK leads back to the list with the new row.
#[component]
pub(in crate::pages::integrations) fn AddDialog() -> impl IntoView {
    let create = Submission::<CreateTemplate>::new();
    let refused = was_refused::<CreateTemplate>();
    let own = use_me().call_center_id;
    let blank = StoredValue::new(TemplateForm {
        name: String::new(),
        label: String::new(),
        template_type: TemplateType::Crm,
        description: String::new(),
        info_enabled: false,
        iframe_enabled: false,
        visibility: if own.is_some() { Visibility::Private } else { Visibility::Published },
        call_center_id: own.map(|own| own.to_string()).unwrap_or_default(),
        parameters: Vec::new(),
    });
    view! {
        <Dialog name=ADD title=text!(integrations.add) size=DialogSize::Wide>
            <Loaded resource=use_typed(refused) skeleton=|| view! { <BlockSkeleton lines=8 /> } let:typed>
                <SubmitForm action=create>
                    <FormBody error=failure_of(create)>
                        <TemplateFields form=typed.unwrap_or_else(|| blank.get_value()) />
                        <DialogActions confirm=text!(integrations.ok) pending=create.pending() />
                    </FormBody>
                </SubmitForm>
            </Loaded>
        </Dialog>
    }
    .into_any()
}
