use super::Subject;
use super::fields::TemplateFields;
use crate::api::template_form::TemplateForm;
use crate::api::templates::{UpdateTemplate, get_template};
use crate::components::{
    BlockSkeleton, CheckboxField, Dialog, DialogActions, DialogSize, FormBody, Loaded, Notice, Submission, SubmitForm,
    Tone, claim, failure_of,
};
use crate::error::PageError;
use crate::pages::stale::VersionField;
use crate::pages::typed::{use_typed, was_refused};
use crate::paths;
use crate::text;
use leptos::prelude::*;
use patchbay_model::template::Template;

pub(in crate::pages::integrations) const EDIT: &str = "edit-integration";

/// Edit integration. What breaks is told before it is saved, and confirmed by a second OK.
#[component]
pub(in crate::pages::integrations) fn EditDialog() -> impl IntoView {
    view! {
        <Dialog name=EDIT title=text!(integrations.edit_integration) size=DialogSize::Wide>
            <Subject children=Callback::new(|template| view! { <Form template /> }.into_any()) />
        </Dialog>
    }
}

#[component]
fn Form(template: Template) -> impl IntoView {
    let update = Submission::<UpdateTemplate>::new();
    let failure = failure_of(update);
    let refused = was_refused::<UpdateTemplate>();
    let id = template.id;
    let newest = Action::new(move |(): &()| async move { get_template(id).await.map(|newest| newest.version) });
    let saved = StoredValue::new(TemplateForm::from(&template));
    view! {
        <Loaded resource=use_typed(refused) skeleton=|| view! { <BlockSkeleton lines=8 /> } let:typed>
            <SubmitForm action=update>
                <FormBody error=failure>
                    <input type="hidden" name="id" value=id.to_string() />
                    <VersionField version=Signal::stored(template.version) failure saved_at=paths::integration(id) newest rendered_afresh=refused />
                    <TemplateFields form=typed.unwrap_or_else(|| saved.get_value()) />
                    <Confirmation failure />
                    <DialogActions confirm=text!(integrations.ok) pending=update.pending() />
                </FormBody>
            </SubmitForm>
        </Loaded>
    }
    .into_any()
}

/// Where the server says what saving would break.
const CONFIRMED: &str = "/confirmed";

/// What saving would break, once the server said so, and the box to check.
#[component]
fn Confirmation(failure: Signal<Option<PageError>>) -> impl IntoView {
    claim(CONFIRMED);
    let broken = Memo::new(move |_| {
        failure.with(|failure| {
            let errors = failure.as_ref().map_or(&[][..], |failure| &failure.0.errors);
            let broken = errors.iter().filter(|violation| violation.pointer == CONFIRMED);
            broken.map(|violation| violation.message.to_string()).collect::<Vec<_>>()
        })
    });
    move || {
        let lines = broken.get();
        (!lines.is_empty()).then(|| {
            let lines = lines.into_iter().map(|line| view! { <li>{line}</li> }).collect_view();
            view! {
                <Notice tone=Tone::Warn>
                    <p>{text!(integrations.breaks)}</p>
                    <ul>{lines}</ul>
                    <CheckboxField name="confirmed" label=text!(integrations.save_nevertheless) />
                </Notice>
            }
        })
    }
}
