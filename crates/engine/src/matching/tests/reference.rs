//! The index against a matcher that reads the rule out of spec/events.md for every trigger.

use super::*;
use patchbay_model::event::{ChannelType, Direction};
use patchbay_model::trigger::{EventTrigger, Trigger, TriggerDirection};
use proptest::prelude::*;

/// "event selected AND direction fits AND applicable AND ((queue in the list AND not an outbound call) OR (no queue AND
/// the direct flag for that channel))"; outbound calls are direct.
fn naive(trigger: &EventTrigger, event: EventName, kind: ConversationKind, queue: Option<&str>) -> bool {
    let outbound_call = kind.channel() == ChannelType::Phone && kind.direction() == Direction::Outbound;
    let direction = match trigger.direction {
        TriggerDirection::Both => true,
        TriggerDirection::Inbound => kind.direction() == Direction::Inbound,
        TriggerDirection::Outbound => kind.direction() == Direction::Outbound,
    };
    let flag = if kind.channel() == ChannelType::Phone { trigger.direct_calls } else { trigger.direct_chats };
    let listed = queue.is_some_and(|queue| trigger.queues.iter().any(|listed| listed == queue));
    let direct = outbound_call || queue.is_none();
    trigger.events.contains(&event)
        && direction
        && Applicability::documented().applies(event, kind)
        && ((listed && !outbound_call) || (direct && flag))
}

fn naive_run(listeners: &[Listener<u32>], event: EventName, kind: ConversationKind, queue: Option<&str>) -> Vec<u32> {
    let mut hearing: Vec<(&EventTrigger, &Listener<u32>)> = Vec::new();
    for listener in listeners {
        for trigger in &listener.triggers {
            if let Trigger::Events(events) = trigger
                && naive(events, event, kind, queue)
            {
                hearing.push((events, listener));
            }
        }
    }
    hearing.sort_by_key(|(trigger, listener)| (trigger.ordinal, listener.created_at, listener.key));
    let mut running = Vec::new();
    for (trigger, listener) in hearing {
        if !running.contains(&listener.key) {
            running.push(listener.key);
            if trigger.stop {
                break;
            }
        }
    }
    running
}

fn any_trigger() -> impl Strategy<Value = Trigger> {
    let events = prop::sample::subsequence(EventName::ALL, 0..=9);
    let queues = prop::sample::subsequence(vec!["sales", "support", "night"], 0..=3);
    let direction = prop::sample::select(TriggerDirection::ALL);
    (events, direction, any::<bool>(), any::<bool>(), queues, -2..3_i32, prop::bool::weighted(0.1)).prop_map(
        |(events, direction, direct_calls, direct_chats, queues, ordinal, stop)| {
            let queues = queues.into_iter().map(str::to_owned).collect();
            let condition = None;
            Trigger::Events(EventTrigger {
                events,
                direction,
                direct_calls,
                direct_chats,
                queues,
                condition,
                ordinal,
                stop,
            })
        },
    )
}

fn any_listeners() -> impl Strategy<Value = Vec<Listener<u32>>> {
    let triggers = prop::collection::vec(any_trigger(), 0..4);
    prop::collection::vec((triggers, 0..3_u32), 0..24).prop_map(|listeners| {
        let number = |(number, (triggers, second)): (u32, (Vec<Trigger>, u32))| Listener {
            key: number,
            triggers,
            ..listener(second, json!([]))
        };
        (0..).zip(listeners).map(number).collect()
    })
}

proptest! {
    #[test]
    fn the_index_finds_what_the_rule_says(
        listeners in any_listeners(),
        event in prop::sample::select(EventName::ALL),
        kind in prop::sample::select(ConversationKind::ALL),
        address in prop::option::of(prop::sample::select(vec!["sales", "support", "night", "unlisted"])),
    ) {
        let index = index(listeners.clone());
        let named = address.map(queue);
        prop_assert_eq!(heard(&index, event, kind, named.as_ref()), naive_run(&listeners, event, kind, address));
    }
}
