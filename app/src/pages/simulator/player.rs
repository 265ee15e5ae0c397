//! Posts one event after the other, as long as the page is open and nobody says stop.

use crate::api::simulator::{PlayForm, PlayedStep, play_step};
use crate::error::PageError;
use leptos::form::FromFormData;
use leptos::prelude::*;
use patchbay_model::id::CallCenterId;
use serde::Deserialize;
use std::time::Duration;
use wasm_bindgen::JsCast;

/// Slow enough to read along.
const PAUSE: Duration = Duration::from_secs(1);

/// What is played, and what was answered so far.
#[derive(Clone, Copy)]
pub(super) struct Player {
    call_center: StoredValue<CallCenterId>,
    steps: RwSignal<Vec<PlayedStep>>,
    failure: RwSignal<Option<PageError>>,
    playing: RwSignal<bool>,
    /// Counts the plays: an answer to one that was stopped is dropped.
    play: StoredValue<u32>,
}

#[derive(Deserialize)]
struct Typed {
    form: PlayForm,
}

impl Player {
    pub(super) fn new(call_center: CallCenterId) -> Self {
        Self {
            call_center: StoredValue::new(call_center),
            steps: RwSignal::new(Vec::new()),
            failure: RwSignal::new(None),
            playing: RwSignal::new(false),
            play: StoredValue::new(0),
        }
    }

    /// Tracked.
    pub(super) fn steps(self) -> Vec<PlayedStep> {
        self.steps.get()
    }

    /// Why it went no further, tracked.
    pub(super) fn failure(self) -> Option<PageError> {
        self.failure.get()
    }

    /// Tracked.
    pub(super) fn is_playing(self) -> bool {
        self.playing.get()
    }

    /// Shows what was played elsewhere.
    pub(super) fn show(self, steps: Vec<PlayedStep>) {
        self.stop();
        self.failure.set(None);
        self.steps.set(steps);
    }

    pub(super) fn stop(self) {
        self.play.update_value(|play| *play += 1);
        self.playing.set(false);
    }

    /// Plays what the form around the pressed button says.
    pub(super) fn start(self, event: &leptos::ev::MouseEvent) {
        // Until this code is there, the button sends the form, which plays all at once.
        event.prevent_default();
        let target = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
        let form = target.and_then(|target| target.closest("form").ok().flatten());
        let data = form.and_then(|form| web_sys::FormData::new_with_form(form.unchecked_ref()).ok());
        let Some(Typed { form }) = data.and_then(|data| Typed::from_form_data(&data).ok()) else { return };
        self.stop();
        self.failure.set(None);
        self.steps.set(Vec::new());
        self.playing.set(true);
        self.post(form, None, 0, self.play.get_value());
    }

    /// The step `number` of the play `mine`, and after a pause the next.
    fn post(self, form: PlayForm, conversation: Option<String>, number: usize, mine: u32) {
        let call_center = self.call_center.get_value();
        leptos::task::spawn_local(async move {
            let answer = play_step(call_center, form.clone(), conversation, number).await;
            // The page may be gone by then.
            if self.play.try_get_value() != Some(mine) {
                return;
            }
            match answer {
                Ok(step) => {
                    let (last, conversation) = (step.number >= step.of, step.conversation.clone());
                    self.steps.update(|steps| steps.push(step));
                    if last {
                        self.playing.set(false);
                        return;
                    }
                    let next = move || {
                        if self.play.try_get_value() == Some(mine) {
                            self.post(form, Some(conversation), number + 1, mine);
                        }
                    };
                    set_timeout(next, PAUSE);
                }
                Err(error) => {
                    self.failure.set(Some(error));
                    self.playing.set(false);
                }
            }
        });
    }
}
