//! The form around the fields: to create an event integration, and to save one. Beside it stands whom it meets.

use super::fields::EventIntegrationFields;
use super::overlap::OverlapTable;
use crate::api::event_integration_form::EventIntegrationForm;
use crate::api::event_integrations::{
    CreateEventIntegration, UpdateEventIntegration, check_event_integration, get_event_integration,
};
use crate::components::{
    BlockSkeleton, ButtonLink, FormBody, Loaded, Submission, SubmitButton, SubmitForm, failure_of,
};
use crate::pages::call_center::OfCallCenter;
use crate::pages::credentials::StoredCredentials;
use crate::pages::editable::Editable;
use crate::pages::live_check::{Checking, Found, LiveCheck, Shown};
use crate::pages::stale::VersionField;
use crate::pages::typed::{use_typed, was_refused};
use crate::paths;
use crate::text;
use leptos::form::FromFormData;
use leptos::{ev, html, prelude::*};
use patchbay_model::event::Applicability;
use patchbay_model::event_integration::{EventIntegration, Overlap};
use patchbay_model::id::{CallCenterId, EventIntegrationId};
use patchbay_model::queue::Queue;
use patchbay_model::trigger::{EventTrigger, TriggerDirection};
use serde::Deserialize;
use wasm_bindgen::JsCast;

/// What the form needs beside what it is about.
#[derive(Clone, PartialEq)]
pub(super) struct Around {
    pub(super) call_center: CallCenterId,
    pub(super) queues: Vec<Queue>,
    pub(super) applicability: Applicability,
}

#[derive(Deserialize)]
struct Typed {
    form: EventIntegrationForm,
}

/// What follows the typing: the check, the events that are grey, whom it would meet.
#[derive(Clone, Copy)]
struct Watch {
    live: LiveCheck,
    selection: RwSignal<EventTrigger>,
    /// Nothing before the first check.
    overlaps: RwSignal<Option<Vec<Overlap>>>,
    /// Inside the form.
    place: NodeRef<html::Div>,
}

impl Watch {
    fn new(
        call_center: CallCenterId,
        id: Option<EventIntegrationId>,
        shown: Shown,
        failure: Signal<Option<crate::error::PageError>>,
        selection: EventTrigger,
    ) -> Self {
        let overlaps = RwSignal::new(None);
        let check = move |data: &web_sys::FormData| -> Option<Checking> {
            let Typed { form } = Typed::from_form_data(data).ok()?;
            let call_center = call_center.clone();
            Some(Box::pin(async move {
                let check = check_event_integration(call_center, id, form).await.ok()?;
                let also = Box::new(move || overlaps.set(Some(check.overlaps)));
                Some(Found { violations: check.violations, warnings: check.warnings, also: Some(also) })
            }))
        };
        let live = LiveCheck::new(shown, failure, check);
        let watch = Self { live, selection: RwSignal::new(selection), overlaps, place: NodeRef::new() };
        // Somebody may have chosen before the page was alive.
        Effect::new(move |_| {
            if let Some(place) = watch.place.get() {
                watch.read(&place);
            }
        });
        watch
    }

    fn on_input(self, event: &ev::Event) {
        self.live.on_input(event);
        if let Some(target) = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok()) {
            self.read(&target);
        }
    }

    /// Takes over what is selected in the form around.
    fn read(self, place: &web_sys::Element) {
        let form = place.closest("form").ok().flatten();
        let data = form.and_then(|form| web_sys::FormData::new_with_form(form.unchecked_ref()).ok());
        if let Some(Typed { form }) = data.and_then(|data| Typed::from_form_data(&data).ok()) {
            self.selection.set(form.selection());
        }
    }
}

/// The form of one to come.
#[component]
pub(super) fn AddForm(
    around: Around,
    /// What it is filled in with; by none, it is empty.
    example: Option<EventIntegrationForm>,
) -> impl IntoView {
    let create = Submission::<CreateEventIntegration>::new();
    let failure = failure_of(create);
    let typed = use_typed::<EventIntegrationForm>(was_refused::<CreateEventIntegration>());
    let back = paths::of_call_center(paths::EVENT_INTEGRATIONS, &around.call_center);
    let around = StoredValue::new(around);
    let form = move |typed: Option<EventIntegrationForm>| {
        let form = typed.or_else(|| example.clone()).unwrap_or_else(blank);
        let Around { call_center, queues, applicability } = around.get_value();
        let of_form = call_center.clone();
        let watch = Watch::new(call_center.clone(), None, Shown::Touched, failure, form.selection());
        let back = back.clone();
        view! {
            <SubmitForm action=create>
                <div class="form-card" node_ref=watch.place on:input=move |event| watch.on_input(&event)>
                    <FormBody error=failure checked=watch.live.found warnings=watch.live.warnings>
                        <OfCallCenter id=of_form />
                        <EventIntegrationFields form stored=StoredCredentials::default() queues applicability selection=watch.selection />
                        <div class="actions">
                            <SubmitButton label=text!(event_integrations.add) pending=create.pending() />
                            <ButtonLink href=Signal::stored(back) label=text!(common.cancel) />
                        </div>
                    </FormBody>
                </div>
            </SubmitForm>
            <OverlapPanel call_center before=Vec::new() watch own=None />
        }
        .into_any()
    };
    view! { <Loaded resource=typed skeleton=|| view! { <BlockSkeleton lines=16 /> } let:typed>{form(typed)}</Loaded> }
        .into_any()
}

/// The form of a saved one.
#[component]
pub(super) fn EditForm(
    around: Around,
    read: EventIntegration,
    /// The cells that it shares with others, as saved.
    overlaps: Vec<Overlap>,
    update: Submission<UpdateEventIntegration>,
    may_write: bool,
) -> impl IntoView {
    let failure = failure_of(update);
    let refused = was_refused::<UpdateEventIntegration>();
    let typed = use_typed::<EventIntegrationForm>(refused);
    let id = read.id;
    let around = StoredValue::new(around);
    let read = StoredValue::new(read);
    let overlaps = StoredValue::new(overlaps);
    let newest = Action::new(move |(): &()| {
        let call_center = around.with_value(|around| around.call_center.clone());
        async move { get_event_integration(call_center, id).await.map(|newest| newest.version) }
    });
    let form = move |typed: Option<EventIntegrationForm>| {
        let read = read.get_value();
        let form = typed.unwrap_or_else(|| EventIntegrationForm::from(&read));
        let Around { call_center, queues, applicability } = around.get_value();
        let of_form = call_center.clone();
        let stored = StoredCredentials::of(&read.credentials);
        let watch = Watch::new(call_center.clone(), Some(id), Shown::Everything, failure, form.selection());
        let saved_at = paths::event_integration(&call_center, id);
        view! {
            <SubmitForm action=update>
                <div class="form-card" node_ref=watch.place on:input=move |event| watch.on_input(&event)>
                    <FormBody error=failure checked=watch.live.found warnings=watch.live.warnings>
                        <OfCallCenter id=of_form />
                        <input type="hidden" name="id" value=id.to_string() />
                        <VersionField version=Signal::stored(read.version) failure saved_at newest rendered_afresh=refused />
                        <Editable may_write pending=update.pending()>
                            <EventIntegrationFields form stored queues applicability selection=watch.selection />
                        </Editable>
                    </FormBody>
                </div>
            </SubmitForm>
            <OverlapPanel call_center before=overlaps.get_value() watch own=Some(id) />
        }
        .into_any()
    };
    view! { <Loaded resource=typed skeleton=|| view! { <BlockSkeleton lines=16 /> } let:typed>{form(typed)}</Loaded> }
        .into_any()
}

/// Whom it meets: as saved, and as typed once a check was made.
#[component]
fn OverlapPanel(
    call_center: CallCenterId,
    before: Vec<Overlap>,
    watch: Watch,
    own: Option<EventIntegrationId>,
) -> impl IntoView {
    let shown = Memo::new(move |_| watch.overlaps.get().unwrap_or_else(|| before.clone()));
    view! {
        <section class="stack" aria-labelledby="overlap">
            <h2 id="overlap">{text!(event_integrations.overlap)}</h2>
            <p class="hint">{text!(event_integrations.overlap_hint)}</p>
            {move || view! { <OverlapTable call_center=call_center.clone() overlaps=shown.get() own /> }}
        </section>
    }
    .into_any()
}

fn blank() -> EventIntegrationForm {
    EventIntegrationForm {
        name: String::new(),
        description: String::new(),
        url: String::new(),
        direction: TriggerDirection::Both,
        events: Vec::new(),
        direct_calls: true,
        direct_chats: true,
        queues: Vec::new(),
        ordinal: patchbay_model::trigger::DEFAULT_ORDINAL.to_string(),
        stop: false,
        credentials: Vec::new(),
        configuration: super::help::FIRST_CONFIGURATION.to_owned(),
    }
}
