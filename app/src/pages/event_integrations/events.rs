//! The conversation events of the form. One that can't come from what else is selected is greyed out, never hidden.

use super::kind_words;
use crate::components::CheckGroup;
use crate::text;
use leptos::prelude::*;
use patchbay_model::event::{Applicability, ConversationKind};
use patchbay_model::trigger::{EventName, EventTrigger};

/// The boxes.
#[component]
pub(super) fn EventBoxes(
    /// Which event applies to which conversation.
    applicability: Applicability,
    /// What is selected now.
    selection: RwSignal<EventTrigger>,
) -> impl IntoView {
    let offers = Memo::new(move |_| selection.with(|selection| applicability.offers(selection)));
    // Without a script nothing would be freed again when the direction changes: then they are only grey.
    let (alive, set_alive) = signal(false);
    Effect::new(move |_| set_alive.set(true));
    let boxes = EventName::ALL.iter().enumerate().map(move |(index, event)| {
        let kinds = Memo::new(move |_| {
            offers.with(|offers| offers.iter().find(|offer| offer.event == *event).map(|offer| offer.kinds.clone()))
        });
        event_box(index, *event, kinds, selection, alive)
    });
    view! {
        <CheckGroup
            name="events"
            pointer="/events"
            label=text!(event_integrations.conversation_events)
            hint=text!(event_integrations.conversation_events_hint)
        >
            <div class="boxes">{boxes.collect_view()}</div>
        </CheckGroup>
    }
    .into_any()
}

fn event_box(
    index: usize,
    event: EventName,
    kinds: Memo<Option<Vec<ConversationKind>>>,
    selection: RwSignal<EventTrigger>,
    alive: ReadSignal<bool>,
) -> AnyView {
    let checked = selection.with_untracked(|selection| selection.events.contains(&event));
    let is_selected = Memo::new(move |_| selection.with(|selection| selection.events.contains(&event)));
    let offered = Memo::new(move |_| kinds.with(|kinds| kinds.as_ref().is_some_and(|kinds| !kinds.is_empty())));
    // A selected one stays open, or nobody could take it out again.
    let disabled = move || alive.get() && !offered.get() && !is_selected.get();
    let from = move || kinds.with(|kinds| words(kinds.as_deref().unwrap_or_default()));
    let id = format!("field-event-{event}");
    let hint = format!("{id}-hint");
    view! {
        <div class="field check" class:not-offered=move || !offered.get()>
            <input
                id=id.clone()
                type="checkbox"
                name=format!("form[events][{index}]")
                value=event.as_str()
                checked=checked
                disabled=disabled
                aria-describedby=hint.clone()
            />
            <label for=id>{event.to_string()}</label>
            <p class="hint" id=hint>{meaning(event)}<span class="sub">{from}</span></p>
        </div>
    }
    .into_any()
}

/// `From inbound calls and inbound chats`.
fn words(kinds: &[ConversationKind]) -> String {
    let mut names: Vec<&str> = kinds.iter().map(|kind| kind_words(*kind)).collect();
    match names.pop() {
        None => text!(event_integrations.not_offered).to_owned(),
        Some(last) if names.is_empty() => text!(event_integrations.from_kind, kind = last),
        Some(last) => text!(event_integrations.from_kinds, kinds = names.join(", "), last = last),
    }
}

fn meaning(event: EventName) -> &'static str {
    match event {
        EventName::Received => text!(event_integrations.received),
        EventName::Queued => text!(event_integrations.queued),
        EventName::Allocated => text!(event_integrations.allocated),
        EventName::Accepted => text!(event_integrations.accepted),
        EventName::Rejected => text!(event_integrations.rejected),
        EventName::Transferred => text!(event_integrations.transferred),
        EventName::Forwarded => text!(event_integrations.forwarded),
        EventName::Ended => text!(event_integrations.ended),
        EventName::Abandoned => text!(event_integrations.abandoned),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_box_says_where_its_event_comes_from() {
        use ConversationKind::{CallsIn, CallsOut, ChatsIn};
        assert_eq!(words(&[CallsOut]), "From outbound calls");
        assert_eq!(words(&[ChatsIn, CallsIn, CallsOut]), "From inbound chats, inbound calls and outbound calls");
        assert!(words(&[]).starts_with("Does not apply"));
    }
}
