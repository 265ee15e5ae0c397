//! The form around an endpoint's fields: to create one, and to save one.

use super::fields::EndpointFields;
use crate::api::endpoint_form::EndpointForm;
use crate::api::endpoints::{CreateEndpoint, UpdateEndpoint, check_endpoint, get_endpoint};
use crate::components::{
    BlockSkeleton, ButtonLink, FormBody, Loaded, Submission, SubmitButton, SubmitForm, failure_of,
};
use crate::pages::editable::Editable;
use crate::pages::live_check::{Checking, Found, LiveCheck, Shown};
use crate::pages::stale::VersionField;
use crate::pages::typed::{use_typed, was_refused};
use crate::paths;
use crate::text;
use leptos::form::FromFormData;
use leptos::prelude::*;
use patchbay_model::endpoint::Endpoint;
use patchbay_model::id::TemplateId;
use patchbay_model::template::Template;
use serde::Deserialize;

#[derive(Deserialize)]
struct Typed {
    form: EndpointForm,
}

fn check(template: TemplateId, data: &web_sys::FormData) -> Option<Checking> {
    let Typed { form } = Typed::from_form_data(data).ok()?;
    Some(Box::pin(async move {
        let check = check_endpoint(template, form).await.ok()?;
        Some(Found { violations: check.violations, warnings: check.warnings, also: None })
    }))
}

#[component]
pub(super) fn AddForm(template: Template, siblings: Vec<Endpoint>, form: EndpointForm) -> impl IntoView {
    let create = Submission::<CreateEndpoint>::new();
    let failure = failure_of(create);
    let template_id = template.id;
    let live = LiveCheck::new(Shown::Touched, failure, move |data| check(template_id, data));
    let back = format!("{}?tab=endpoints", paths::integration(template_id));
    view! {
        <SubmitForm action=create>
            <div class="endpoint-form" on:input=move |event| live.on_input(&event)>
                <FormBody error=failure checked=live.found warnings=live.warnings>
                    <input type="hidden" name="template" value=template.id.to_string() />
                    <EndpointFields template siblings form />
                    <div class="actions">
                        <SubmitButton label=text!(endpoints.add) pending=create.pending() />
                        <ButtonLink href=back label=text!(common.cancel) />
                    </div>
                </FormBody>
            </div>
        </SubmitForm>
    }
    .into_any()
}

/// The form of a saved endpoint. It stays as it is when it is saved; `current` is what the server has by now.
#[component]
pub(super) fn EditForm(
    template: Template,
    endpoint: Endpoint,
    siblings: Vec<Endpoint>,
    current: Memo<Endpoint>,
    update: Submission<UpdateEndpoint>,
    may_write: bool,
) -> impl IntoView {
    let refused = was_refused::<UpdateEndpoint>();
    let typed = use_typed::<EndpointForm>(refused);
    let failure = failure_of(update);
    let (template_id, id) = (template.id, endpoint.id);
    let live = LiveCheck::new(Shown::Everything, failure, move |data| check(template_id, data));
    let newest =
        Action::new(move |(): &()| async move { get_endpoint(template_id, id).await.map(|newest| newest.version) });
    let (template, siblings, endpoint) =
        (StoredValue::new(template), StoredValue::new(siblings), StoredValue::new(endpoint));
    let form = move |typed: Option<EndpointForm>| {
        let form = typed.unwrap_or_else(|| endpoint.with_value(|endpoint| EndpointForm::from(endpoint)));
        let version = Signal::derive(move || current.with(|current| current.version));
        view! {
            <SubmitForm action=update>
                <div class="endpoint-form" on:input=move |event| live.on_input(&event)>
                    <FormBody error=failure checked=live.found warnings=live.warnings>
                        <input type="hidden" name="id" value=id.to_string() />
                        <VersionField version failure saved_at=paths::endpoint(template_id, id) newest rendered_afresh=refused />
                        <Editable may_write reads_only=text!(endpoints.may_not_change) pending=update.pending()>
                            <EndpointFields template=template.get_value() siblings=siblings.get_value() form />
                        </Editable>
                    </FormBody>
                </div>
            </SubmitForm>
        }
        .into_any()
    };
    view! { <Loaded resource=typed skeleton=|| view! { <BlockSkeleton lines=16 /> } let:typed>{form(typed)}</Loaded> }
        .into_any()
}
