//! A page that follows what happens: a pulse from the server, then it asks again.

use crate::paths;
use leptos::prelude::*;
use patchbay_model::id::CallCenterId;
use patchbay_model::messaging::ChatId;
use std::time::Duration;
use wasm_bindgen::{JsCast, closure::Closure};

/// Under load pulses come by the hundred; the eye follows one list a second.
const PAUSE: Duration = Duration::from_secs(1);
/// Who talks with somebody waits for the answer.
const PAUSE_OF_CHAT: Duration = Duration::from_millis(200);

/// Runs `refresh` when executions were recorded, at most once a second, while the page is open.
pub(crate) fn follow(refresh: impl Fn() + Copy + 'static) {
    listen(paths::EXECUTIONS_STREAM.to_owned(), "executions", PAUSE, refresh);
}

/// Runs `refresh` when something was said or happened in a chat, while the page is open.
pub(crate) fn follow_chat(call_center: &CallCenterId, chat: ChatId, refresh: impl Fn() + Copy + 'static) {
    listen(paths::chat_stream(call_center, chat), "chat", PAUSE_OF_CHAT, refresh);
}

/// Asks also when the stream opens, at first and after a break: of what happened before that no pulse comes.
fn listen(stream: String, pulse: &'static str, pause: Duration, refresh: impl Fn() + Copy + 'static) {
    let waiting = StoredValue::new(false);
    Effect::new(move |_| {
        let Ok(source) = web_sys::EventSource::new(&stream) else { return };
        let on_pulse = Closure::<dyn Fn()>::new(move || {
            if waiting.try_get_value() != Some(false) {
                return;
            }
            waiting.set_value(true);
            set_timeout(
                move || {
                    // The page may be gone by then.
                    if waiting.try_update_value(|waiting| *waiting = false).is_some() {
                        refresh();
                    }
                },
                pause,
            );
        });
        for event in ["open", pulse] {
            let _ = source.add_event_listener_with_callback(event, on_pulse.as_ref().unchecked_ref());
        }
        let kept = StoredValue::new_local((source, on_pulse));
        on_cleanup(move || kept.with_value(|(source, _)| source.close()));
    });
}
