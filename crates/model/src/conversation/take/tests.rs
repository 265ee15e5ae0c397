use super::*;
use crate::event::fixtures::event;
use serde_json::json;

/// Feeds `type@second` words; says of each how it came and what is heard.
fn story(channel: &str, direction: &str, words: &str) -> (Vec<String>, Conversation) {
    let mut known = None;
    let mut told = Vec::new();
    for word in words.split_whitespace() {
        let (event_type, second) = word.split_once('@').unwrap();
        let taken = take(known.take(), &event(event_type, channel, direction, second.parse().unwrap()));
        let mut line = format!("{word} {}", taken.standing);
        if let Some(name) = taken.event {
            line.push_str(&format!(" {name}"));
        }
        taken.moments.iter().for_each(|moment| line.push_str(&format!(" {moment}")));
        if let Some(released) = &taken.released {
            line.push_str(&format!(" releases {released}"));
        }
        told.push(line);
        known = Some(taken.conversation);
    }
    (told, known.unwrap())
}

#[test]
fn a_call_in_runs_through_both_vocabularies() {
    let (told, conversation) = story("phone", "inbound", "received@0 queued@1 allocated@2 accepted@3 ended@9");
    assert_eq!(
        told,
        [
            "received@0 inOrder received call_start",
            "queued@1 inOrder queued",
            "allocated@2 inOrder allocated",
            "accepted@3 inOrder accepted call_connected",
            "ended@9 inOrder ended call_end",
        ]
    );
    assert_eq!((conversation.state, conversation.terminal), (ConversationState::Ended, Some(EventName::Ended)));
}

#[test]
fn a_chat_has_no_moments_of_a_call() {
    let (told, _) = story("chat", "inbound", "received@0 accepted@3 ended@9");
    assert_eq!(told, ["received@0 inOrder received", "accepted@3 inOrder accepted", "ended@9 inOrder ended"]);
}

#[test]
fn a_dialled_call_starts_with_the_first_that_is_heard_of_it() {
    let (told, _) = story("phone", "outbound", "accepted@3 ended@9");
    assert_eq!(told, ["accepted@3 inOrder accepted call_start call_connected", "ended@9 inOrder ended call_end"]);
    let (told, conversation) = story("phone", "outbound", "rejected@3 abandoned@4");
    assert_eq!(told, ["rejected@3 inOrder rejected call_start", "abandoned@4 inOrder abandoned call_end"]);
    assert_eq!(conversation.state, ConversationState::Abandoned);
}

#[test]
fn a_second_end_counts_once_whatever_it_is_called() {
    for (first, second) in
        [("ended", "ended"), ("ended", "abandoned"), ("abandoned", "abandoned"), ("abandoned", "ended")]
    {
        let accepted = if first == "ended" { "accepted@1" } else { "received@1" };
        let (told, conversation) = story("phone", "inbound", &format!("{accepted} {first}@8 {second}@9"));
        assert_eq!(told[2], format!("{second}@9 repeated"));
        assert_eq!(conversation.terminal.unwrap().as_str(), first);
    }
}

#[test]
fn an_end_before_the_answer_waits_for_it() {
    let (told, waiting) = story("phone", "inbound", "received@0 ended@9 ended@9");
    assert_eq!(told[1..], ["ended@9 early", "ended@9 repeated"]);
    assert!(waiting.terminal.is_none() && !waiting.is_over());
    let taken = take(Some(waiting), &event("accepted", "phone", "inbound", 3));
    assert_eq!((taken.standing, taken.released.as_deref()), (Standing::Late, Some("evt-ended-9")));
    assert_eq!(taken.moments, [Moment::CallConnected]);
    let taken = take(Some(taken.conversation), &event("ended", "phone", "inbound", 9));
    assert_eq!((taken.standing, taken.event), (Standing::InOrder, Some(EventName::Ended)));
    assert_eq!((taken.moments, taken.released), (vec![Moment::CallEnd], None));
    assert_eq!(taken.conversation.state, ConversationState::Ended);
}

#[test]
fn an_end_that_waits_gives_way_to_the_other_one() {
    let (told, conversation) = story("chat", "inbound", "received@0 ended@8 abandoned@9 accepted@3");
    assert_eq!(told[1..], ["ended@8 early", "abandoned@9 inOrder abandoned", "accepted@3 late accepted"]);
    assert_eq!((conversation.state, conversation.held_end), (ConversationState::Abandoned, None));
}

#[test]
fn a_late_event_is_heard_and_moves_nothing() {
    let (told, conversation) = story("phone", "inbound", "received@0 accepted@5 queued@2");
    assert_eq!(told[2], "queued@2 late queued");
    assert_eq!(conversation.state, ConversationState::Connected);
    assert_eq!(conversation.last_event_at, event("accepted", "phone", "inbound", 5).occurred_at);
}

#[test]
fn what_comes_after_the_end_is_heard_and_moves_nothing() {
    let (told, conversation) = story("chat", "inbound", "accepted@1 ended@5 queued@3 transferred@6");
    assert_eq!(told[2..], ["queued@3 late queued", "transferred@6 inOrder transferred"]);
    assert_eq!(conversation.state, ConversationState::Ended);
}

#[test]
fn an_end_that_comes_late_ends_all_the_same() {
    let (told, conversation) = story("phone", "inbound", "accepted@1 transferred@9 ended@8");
    assert_eq!(told[2], "ended@8 late ended call_end");
    assert_eq!(conversation.state, ConversationState::Ended);
    assert_eq!(conversation.ended_at, Some(event("ended", "phone", "inbound", 8).occurred_at));
}

#[test]
fn a_moment_told_both_ways_is_told_once() {
    let (told, _) =
        story("phone", "inbound", "call_start@0 received@0 accepted@2 call_connected@2 call_end@9 ended@9 call_end@9");
    assert_eq!(
        told,
        [
            "call_start@0 inOrder call_start",
            "received@0 inOrder received",
            "accepted@2 inOrder accepted call_connected",
            "call_connected@2 repeated",
            "call_end@9 inOrder call_end",
            "ended@9 inOrder ended",
            "call_end@9 repeated",
        ]
    );
}

#[test]
fn a_transferred_call_is_connected_once_for_the_callbox() {
    let (told, _) = story("phone", "inbound", "accepted@1 transferred@2 accepted@4");
    assert_eq!(told[2], "accepted@4 inOrder accepted");
}

#[test]
fn a_call_that_was_logged_is_not_connected_any_more() {
    let (told, _) = story("phone", "inbound", "call_end@9 call_connected@3 received@1");
    assert_eq!(told[1..], ["call_connected@3 late", "received@1 late received call_start"]);
}

#[test]
fn a_posted_answer_counts_as_the_answer() {
    let (told, conversation) = story("phone", "inbound", "call_connected@2 ended@9");
    assert_eq!(told[1], "ended@9 inOrder ended call_end");
    assert_eq!(conversation.state, ConversationState::Ended);
    let (_, unanswered) = story("phone", "inbound", "call_start@0 call_end@9");
    assert!(unanswered.is_over());
    assert_eq!(unanswered.state, ConversationState::Abandoned);
}

#[test]
fn every_sms_is_told() {
    let (told, _) = story("chat", "inbound", "sms_received@1 sms_received@2 sms_send@3");
    assert_eq!(
        told,
        ["sms_received@1 inOrder sms_received", "sms_received@2 inOrder sms_received", "sms_send@3 inOrder sms_send"]
    );
}

#[test]
fn states_follow_the_events() {
    let table = [
        ("received@0", ConversationState::Received),
        ("received@0 queued@1", ConversationState::Queued),
        ("received@0 forwarded@1", ConversationState::Queued),
        ("queued@1 allocated@2", ConversationState::Allocated),
        ("allocated@2 rejected@3", ConversationState::Received),
        ("accepted@2 transferred@3", ConversationState::Received),
        ("received@0 abandoned@3", ConversationState::Abandoned),
    ];
    for (words, state) in table {
        assert_eq!(story("chat", "inbound", words).1.state, state, "{words}");
    }
    assert_eq!(story("phone", "outbound", "rejected@3").1.state, ConversationState::Received);
}

#[test]
fn the_newest_word_counts_and_what_nobody_repeats_stays() {
    let said = |second: u32, members: serde_json::Value| {
        let mut wire = serde_json::to_value(event("queued", "phone", "inbound", second)).unwrap();
        wire["conversation"].as_object_mut().unwrap().extend(members.as_object().unwrap().clone());
        serde_json::from_value::<Event>(wire).unwrap()
    };
    let first = take(None, &said(1, json!({"priority": 5, "language": "EN", "queue": {"address": "sales"}})));
    let second = take(Some(first.conversation), &said(3, json!({"priority": 7})));
    let late =
        take(Some(second.conversation), &said(2, json!({"priority": 1, "language": "DE", "channelSubType": "x"})));
    let Conversation { facts, routing, .. } = late.conversation;
    assert_eq!(
        (facts.priority, facts.language.as_deref(), facts.channel_sub_type.as_deref()),
        (Some(7), Some("EN"), Some("x"))
    );
    assert_eq!((routing.priority, routing.queue.unwrap().address.as_deref()), (Some(7), Some("sales")));
}

#[test]
fn a_late_event_is_shown_as_it_was_then() {
    let said = |second: u32, members: serde_json::Value| {
        let mut wire = serde_json::to_value(event("queued", "phone", "inbound", second)).unwrap();
        wire["conversation"].as_object_mut().unwrap().extend(members.as_object().unwrap().clone());
        serde_json::from_value::<Event>(wire).unwrap()
    };
    let newest = said(3, json!({"priority": 7, "queue": {"address": "support"}, "language": "EN"}));
    let late = said(2, json!({"priority": 1, "queue": {"address": "sales"}}));
    let mut conversation = take(Some(take(None, &newest).conversation), &late).conversation;
    conversation.routing.priority = Some(9);
    let shown = |event: &Event| {
        let view = conversation.contact_view(event);
        (view["priority"].clone(), view["queue"]["address"].clone(), view["language"].clone())
    };
    assert_eq!(shown(&late), (json!(1), json!("sales"), json!("EN")));
    assert_eq!(shown(&newest), (json!(9), json!("support"), json!("EN")), "with what integrations set");
}

#[test]
fn a_conversation_is_read_as_it_was_written() {
    let (_, conversation) = story("phone", "inbound", "received@0 queued@1 ended@9");
    let text = serde_json::to_string(&conversation).unwrap();
    assert_eq!(serde_json::from_str::<Conversation>(&text).unwrap(), conversation);
}
