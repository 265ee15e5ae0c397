//! What conditions decide.

use super::*;
use crate::condition::Condition;

fn decisions(listeners: Vec<Listener<u32>>) -> Vec<(u32, Decision)> {
    let occurrence =
        Occurrence { event: Some(EventName::Ended), moments: &[], kind: ConversationKind::CallsIn, queue: None };
    let index = index(listeners);
    index.matching(&occurrence, facts).into_iter().map(|matched| (*matched.key, matched.decision)).collect()
}

fn conditional(number: u32, text: &str) -> Listener<u32> {
    listener(number, json!([trigger(json!({"condition": text}))]))
}

#[test]
fn a_condition_lets_run_or_is_skipped_or_says_why_it_can_not_tell() {
    let found = decisions(vec![
        conditional(1, "contact.priority == 5"),
        conditional(2, "contact.priority == 6"),
        conditional(3, "event.data.cause == 'busy'"),
        conditional(4, "contact.priority >"),
    ]);
    assert_eq!(found[0], (1, Decision::Runs));
    assert_eq!(found[1], (2, Decision::Skipped));
    assert!(matches!(&found[2], (3, Decision::Undecided(why)) if why.contains("cause")), "{found:?}");
    assert!(matches!(&found[3], (4, Decision::Undecided(why)) if why.contains("expression")), "{found:?}");
}

#[test]
fn the_conditions_of_trigger_and_configuration_both_have_to_hold() {
    let (yes, no) = ("contact.priority == 5", "contact.priority == 6");
    for (trigger, configuration, runs) in [(yes, yes, true), (yes, no, false), (no, yes, false), (no, no, false)] {
        let mut listener = conditional(1, trigger);
        listener.condition = Some(Condition::compile(configuration).unwrap());
        let expected = if runs { Decision::Runs } else { Decision::Skipped };
        assert_eq!(decisions(vec![listener]), [(1, expected)], "{trigger} and {configuration}");
    }
}

#[test]
fn an_endpoint_runs_by_the_first_trigger_that_lets_it() {
    let two = json!([
        trigger(json!({"ordinal": 1, "condition": "contact.priority == 6"})),
        trigger(json!({"ordinal": 3, "condition": "contact.priority == 5"})),
    ]);
    let between = listener(2, json!([trigger(json!({"ordinal": 2}))]));
    assert_eq!(decisions(vec![listener(1, two), between]), [(2, Decision::Runs), (1, Decision::Runs)]);
}

#[test]
fn facts_are_made_only_for_conditions() {
    let occurrence =
        Occurrence { event: Some(EventName::Ended), moments: &[], kind: ConversationKind::CallsIn, queue: None };
    let plain = index([listener(1, json!([trigger(json!({}))]))]);
    assert_eq!(plain.matching(&occurrence, || panic!("nobody asked")).len(), 1);
}
