//! Adding and editing an integrator.

use super::fields::{IntegratorFields, Stored};
use crate::api::integrator_form::IntegratorForm;
use crate::api::integrators::{CreateIntegrator, UpdateIntegrator, get_integrator};
use crate::api::templates::get_gallery;
use crate::components::{BlockSkeleton, DialogActions, FormBody, Loaded, Submission, SubmitForm, failure_of};
use crate::loading::load;
use crate::pages::call_center_field::CallCenterField;
use crate::pages::stale::VersionField;
use crate::pages::typed::{use_typed, was_refused};
use crate::paths;
use crate::{text, text_view};
use leptos::prelude::*;
use patchbay_model::integrator::Integrator;
use patchbay_model::template::Template;

#[component]
pub(super) fn AddForm(template: Template) -> impl IntoView {
    let create = Submission::<CreateIntegrator>::new();
    let typed = use_typed::<IntegratorForm>(was_refused::<CreateIntegrator>());
    let name = template.name.clone();
    // Where the gallery knows the host that such a system usually has, it is proposed.
    let suggested = load(
        move || name.clone(),
        |name| async move {
            let entry = get_gallery().await?.into_iter().find(|entry| entry.name == name);
            Ok(entry.and_then(|entry| entry.document["suggestedHost"].as_str().map(str::to_owned)).unwrap_or_default())
        },
    );
    let template = StoredValue::new(template);
    let form = move |typed: Option<IntegratorForm>, host: String| {
        let blank = IntegratorForm { host, enabled: true, ..IntegratorForm::default() };
        let form = typed.unwrap_or(blank);
        let call_center = form.call_center_id.clone();
        view! {
            <SubmitForm action=create>
                <FormBody error=failure_of(create)>
                    <input type="hidden" name="template" value=template.with_value(|template| template.id.to_string()) />
                    <CallCenterField name="form[call_center_id]" value=call_center hint=text!(integrators.call_center_hint) />
                    <IntegratorFields template=template.get_value() form stored=Stored::default() />
                    <DialogActions confirm=text!(integrators.add) pending=create.pending() />
                </FormBody>
            </SubmitForm>
        }
        .into_any()
    };
    view! {
        <Loaded resource=suggested skeleton=|| view! { <BlockSkeleton lines=8 /> } let:host>
            <Loaded resource=typed skeleton=|| view! { <BlockSkeleton lines=8 /> } let:typed>
                {form(typed, host.clone())}
            </Loaded>
        </Loaded>
    }
    .into_any()
}

#[component]
pub(super) fn EditForm(template: Template, integrator: Integrator) -> impl IntoView {
    let update = Submission::<UpdateIntegrator>::new();
    let failure = failure_of(update);
    let refused = was_refused::<UpdateIntegrator>();
    let typed = use_typed::<IntegratorForm>(refused);
    let (id, version) = (integrator.id, integrator.version);
    let newest = Action::new(move |(): &()| async move { get_integrator(id).await.map(|newest| newest.version) });
    let saved_at = StoredValue::new(format!("{}?dialog={}&id={id}", paths::integration(template.id), super::EDIT));
    let (template, integrator) = (StoredValue::new(template), StoredValue::new(integrator));
    let form = move |typed: Option<IntegratorForm>| {
        let form = typed.unwrap_or_else(|| integrator.with_value(|integrator| IntegratorForm::from(integrator)));
        let call_center = integrator.with_value(|integrator| integrator.call_center_id.to_string());
        view! {
            <SubmitForm action=update>
                <FormBody error=failure>
                    <p>{text_view!(integrators.of_call_center, call_center = view! { <strong>{call_center.clone()}</strong> })}</p>
                    <input type="hidden" name="id" value=id.to_string() />
                    <input type="hidden" name="template" value=template.with_value(|template| template.id.to_string()) />
                    <input type="hidden" name="form[call_center_id]" value=call_center />
                    <VersionField version=Signal::stored(version) failure saved_at=saved_at.get_value() newest rendered_afresh=refused />
                    <IntegratorFields template=template.get_value() form stored=integrator.with_value(Stored::of) />
                    <DialogActions confirm=text!(integrators.save) pending=update.pending() />
                </FormBody>
            </SubmitForm>
        }
        .into_any()
    };
    view! { <Loaded resource=typed skeleton=|| view! { <BlockSkeleton lines=8 /> } let:typed>{form(typed)}</Loaded> }
        .into_any()
}
