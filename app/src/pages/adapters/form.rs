//! The form of an adapter of either kind: to create one, and to save one.

use super::around::Around;
use super::omnichannel_fields::{OmnichannelFields, SecretsSince};
use super::twoway_fields::TwowayFields;
use crate::api::adapter_form::AdapterForm;
use crate::api::adapters::{CreateAdapter, UpdateAdapter, get_adapter};
use crate::components::{
    BlockSkeleton, ButtonLink, FormBody, Loaded, Submission, SubmitButton, SubmitForm, failure_of,
};
use crate::pages::call_center::OfCallCenter;
use crate::pages::editable::Editable;
use crate::pages::stale::VersionField;
use crate::pages::typed::{use_typed, was_refused};
use crate::paths;
use crate::text;
use leptos::prelude::*;
use patchbay_model::messaging::adapter::{Adapter, AdapterKind};

/// The form of one to come.
#[component]
pub(super) fn AddForm(kind: AdapterKind, around: Around) -> impl IntoView {
    let create = Submission::<CreateAdapter>::new();
    let typed = use_typed::<AdapterForm>(was_refused::<CreateAdapter>());
    let around = StoredValue::new(around);
    view! {
        <Loaded resource=typed skeleton=|| view! { <BlockSkeleton lines=16 /> } let:typed>
            {
                let around = around.get_value();
                let form = typed.unwrap_or_else(AdapterForm::blank);
                let back = paths::of_call_center(paths::ADAPTERS, &around.call_center);
                view! {
                    <SubmitForm action=create>
                        <div class="form-card">
                            <FormBody error=failure_of(create)>
                                <OfCallCenter id=around.call_center.clone() />
                                <input type="hidden" name="kind" value=kind.as_str() />
                                <Fields kind form around since=SecretsSince::default() />
                                <div class="actions">
                                    <SubmitButton label=text!(adapters.create) pending=create.pending() />
                                    <ButtonLink href=Signal::stored(back) label=text!(common.cancel) />
                                </div>
                            </FormBody>
                        </div>
                    </SubmitForm>
                }
            }
        </Loaded>
    }
    .into_any()
}

/// The form of a saved one.
#[component]
pub(super) fn EditForm(
    read: Adapter,
    around: Around,
    update: Submission<UpdateAdapter>,
    may_write: bool,
) -> impl IntoView {
    let failure = failure_of(update);
    let refused = was_refused::<UpdateAdapter>();
    let typed = use_typed::<AdapterForm>(refused);
    let (read, around) = (StoredValue::new(read), StoredValue::new(around));
    let newest = Action::new(move |(): &()| {
        let Adapter { call_center_id, id, .. } = read.get_value();
        async move { get_adapter(call_center_id, id).await.map(|newest| newest.version) }
    });
    let form = move |typed: Option<AdapterForm>| {
        let read = read.get_value();
        let form = typed.unwrap_or_else(|| AdapterForm::from(&read));
        let (since, saved_at) = (SecretsSince::of(&read), paths::adapter(&read.call_center_id, read.id));
        view! {
            <SubmitForm action=update>
                <div class="form-card">
                    <FormBody error=failure>
                        <OfCallCenter id=read.call_center_id />
                        <input type="hidden" name="id" value=read.id.to_string() />
                        <input type="hidden" name="kind" value=read.kind.as_str() />
                        <VersionField version=Signal::stored(read.version) failure saved_at newest rendered_afresh=refused />
                        <Editable may_write pending=update.pending()>
                            <Fields kind=read.kind form around=around.get_value() since />
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

#[component]
fn Fields(kind: AdapterKind, form: AdapterForm, around: Around, since: SecretsSince) -> impl IntoView {
    match kind {
        AdapterKind::Twoway => view! { <TwowayFields form around /> }.into_any(),
        AdapterKind::Omnichannel => view! { <OmnichannelFields form around since /> }.into_any(),
    }
}
