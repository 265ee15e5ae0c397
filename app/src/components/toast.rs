//! Short messages that go by themselves: "Saved".
//!
//! An action that succeeds leads to an address with `done=<word>`; that works before the WASM arrives too. The word is
//! one of a closed set, so that nobody can make the portal say something by sending a link; how many were done,
//! `count=<number>`, is a number.

use super::icon::{Glyph, Icon};
use super::tone::Tone;
use crate::format::count;
use crate::query::{COUNT, DONE, use_query_link};
use crate::text;
use leptos::prelude::*;
use leptos_router::{NavigateOptions, hooks::use_navigate};
use std::time::Duration;

const SHOWN_FOR: Duration = Duration::from_secs(5);

/// What was done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Done {
    /// Something new exists.
    Created,
    /// A change is kept.
    Saved,
    /// A copy exists.
    Copied,
    /// Something is gone.
    Deleted,
    /// A key or an invitation no longer works.
    Revoked,
    /// A user may or may not sign in from now on.
    AccessChanged,
    /// A new password counts.
    PasswordChanged,
    /// Executions are queued again.
    Replayed,
    /// A template came in from a document.
    Imported,
    /// A customer was told something.
    Sent,
    /// A chat has another host.
    HandedOver,
    /// A chat's session ended.
    Closed,
}

impl Done {
    const ALL: [(&'static str, Self); 12] = [
        ("created", Self::Created),
        ("saved", Self::Saved),
        ("copied", Self::Copied),
        ("deleted", Self::Deleted),
        ("revoked", Self::Revoked),
        ("access", Self::AccessChanged),
        ("password", Self::PasswordChanged),
        ("replayed", Self::Replayed),
        ("imported", Self::Imported),
        ("sent", Self::Sent),
        ("handed-over", Self::HandedOver),
        ("closed", Self::Closed),
    ];

    /// As written in the address after `done=`.
    #[must_use]
    pub fn word(self) -> &'static str {
        Self::ALL.iter().find(|(_, done)| *done == self).map_or("", |(word, _)| word)
    }

    fn message(word: &str, number: Option<u64>) -> Option<String> {
        let (_, done) = Self::ALL.iter().find(|(known, _)| *known == word)?;
        let message = match (done, number) {
            (Self::Replayed, Some(number)) => {
                let executions = count(number, text!(common.execution), text!(common.executions));
                return Some(text!(common.done_replayed_executions, executions = executions));
            }
            (Self::Created, _) => text!(common.done_created),
            (Self::Saved, _) => text!(common.done_saved),
            (Self::Copied, _) => text!(common.done_copied),
            (Self::Deleted, _) => text!(common.done_deleted),
            (Self::Revoked, _) => text!(common.done_revoked),
            (Self::AccessChanged, _) => text!(common.done_access_changed),
            (Self::PasswordChanged, _) => text!(common.done_password_changed),
            (Self::Replayed, None) => text!(common.done_replayed),
            (Self::Imported, _) => text!(common.done_imported),
            (Self::Sent, _) => text!(common.done_sent),
            (Self::HandedOver, _) => text!(common.done_handed_over),
            (Self::Closed, _) => text!(common.done_closed),
        };
        Some(message.to_owned())
    }
}

#[derive(Clone)]
struct Toast {
    id: u32,
    tone: Tone,
    message: String,
}

/// The messages on screen. A page takes it with `use_toasts` to say something without a change of address.
#[derive(Clone, Copy)]
pub struct Toasts {
    shown: RwSignal<Vec<Toast>>,
    next: StoredValue<u32>,
    // How often something was done: what is shown may have changed by it.
    deeds: RwSignal<u32>,
}

/// Called once, by the application's root.
pub fn provide_toasts() {
    provide_context(Toasts::empty());
}

/// The page's messages.
#[must_use]
pub fn use_toasts() -> Toasts {
    use_context().unwrap_or_else(Toasts::empty)
}

impl Toasts {
    fn empty() -> Self {
        Self { shown: RwSignal::new(Vec::new()), next: StoredValue::new(0), deeds: RwSignal::new(0) }
    }

    /// Shows a message. One that says that something failed stays until it is closed.
    pub fn show(self, tone: Tone, message: impl Into<String>) {
        let id = self.next.get_value();
        self.next.set_value(id + 1);
        self.shown.update(|shown| shown.push(Toast { id, tone, message: message.into() }));
        if tone != Tone::Bad {
            set_timeout(move || self.dismiss(id), SHOWN_FOR);
        }
    }

    /// How often something was done since the page came, tracked: `Loaded` asks again each time.
    #[must_use]
    pub fn deeds(self) -> u32 {
        self.deeds.get()
    }

    fn dismiss(self, id: u32) {
        // The page may be gone by then.
        let _ = self.shown.try_update(|shown| shown.retain(|toast| toast.id != id));
    }
}

/// Where messages appear. One per page, in the layout; always there, because a live region that arrives together with
/// its text is not read out.
#[component]
pub fn ToastRegion() -> impl IntoView {
    let toasts = use_toasts();
    let link = use_query_link();
    let navigate = use_navigate();
    let done = Memo::new(move |_| {
        let number = link.get(COUNT).and_then(|number| number.parse().ok());
        link.get(DONE).and_then(|word| Done::message(&word, number))
    });
    // Taken out of the address, so that a reload doesn't say it again; said as an ordinary message from then on.
    Effect::new(move |_| {
        if let Some(message) = done.get() {
            toasts.show(Tone::Ok, message);
            toasts.deeds.update(|deeds| *deeds += 1);
            let options = NavigateOptions { replace: true, scroll: false, ..NavigateOptions::default() };
            navigate(&untrack(|| link.here()), options);
        }
    });
    let first = move || {
        done.get().map(|message| view! { <div class="toast ok"><Glyph icon=Icon::Check /><span>{message}</span></div> })
    };
    view! {
        <div class="toasts" role="status" aria-live="polite">
            {first}
            <For each=move || toasts.shown.get() key=|toast| toast.id let:toast>
                <div class=format!("toast {}", toast.tone.class())>
                    <Glyph icon=if toast.tone == Tone::Ok { Icon::Check } else { Icon::Alert } />
                    <span>{toast.message}</span>
                    <button type="button" class="button ghost icon" aria-label=text!(common.dismiss) on:click=move |_| toasts.dismiss(toast.id)>
                        <Glyph icon=Icon::Close />
                    </button>
                </div>
            </For>
        </div>
    }
    .into_any()
}
