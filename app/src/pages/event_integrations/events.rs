//! The conversation events of the form. One that can't come from what else is selected is greyed out, never hidden.

use super::kind_words;
use crate::components::CheckGroup;
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
            label="Conversation events"
            hint="Without any it is disabled: there is no second switch. Grey ones can't come from what is selected above."
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
        None => "Does not apply to this selection: it would never run.".to_owned(),
        Some(last) if names.is_empty() => format!("From {last}"),
        Some(last) => format!("From {} and {last}", names.join(", ")),
    }
}

fn meaning(event: EventName) -> &'static str {
    match event {
        EventName::Received => "In the system, not yet in a queue.",
        EventName::Queued => "In an allocation queue.",
        EventName::Allocated => "Offered to an agent.",
        EventName::Accepted => "Taken by an agent, or connected to the external party.",
        EventName::Rejected => "Refused by the agent, the system or the external party.",
        EventName::Transferred => "Handed on by an agent.",
        EventName::Forwarded => "Overflowed to another queue.",
        EventName::Ended => "Over, after it was connected.",
        EventName::Abandoned => "Over, without having been connected.",
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
