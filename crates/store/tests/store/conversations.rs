use crate::events::{accept, accept_of};
use crate::support::*;
use patchbay_model::conversation::{ConversationQuery, ConversationState, EffectReport};
use patchbay_model::id::ExecutionId;
use patchbay_store::conversations::{self, apply_effects, effects};
use patchbay_testkit::TestDatabase;

#[tokio::test]
async fn conversations_are_listed_newest_first_and_by_what_lists_filter_on() {
    let database = TestDatabase::create().await;
    let store = database.store().await;
    accept(&store, &[("e-1", "received", "c-1"), ("e-2", "queued", "c-2")], at(0)).await;
    accept(&store, &[("e-3", "received", "c-3"), ("e-4", "abandoned", "c-3")], at(60)).await;
    accept_of("cc-2", &store, &[("e-1", "received", "c-9")], at(0)).await;
    let names = async |query: ConversationQuery| {
        let (mut found, mut next) = (Vec::new(), None);
        loop {
            let listed = conversations::list(&store, &cc("cc-1"), &query, &page(1, next)).await.unwrap();
            found.extend(listed.items.into_iter().map(|item| item.id));
            next = listed.next_cursor;
            if next.is_none() {
                return found;
            }
        }
    };
    let all = ConversationQuery::default;
    assert_eq!(names(all()).await, ["c-3", "c-2", "c-1"]);
    let in_state = |state| ConversationQuery { state: Some(state), ..all() };
    assert_eq!(names(in_state(ConversationState::Queued)).await, ["c-2"]);
    assert_eq!(names(in_state(ConversationState::Abandoned)).await, ["c-3"]);
    assert_eq!(names(ConversationQuery { queue: Some("sales".into()), ..all() }).await.len(), 3);
    assert_eq!(names(ConversationQuery { search: Some("+84901234567".into()), ..all() }).await.len(), 3);
    assert_eq!(names(ConversationQuery { search: Some("c-2".into()), ..all() }).await, ["c-2"]);
    assert_eq!(names(ConversationQuery { since: Some(at(30)), ..all() }).await, ["c-3"]);
    let over = |name: &str| ConversationQuery { messaging_channel: Some(name.into()), ..all() };
    assert_eq!(names(over("WhatsApp")).await, Vec::<String>::new(), "calls are over none");
}

#[tokio::test]
async fn effects_change_a_conversation_under_its_lock_and_are_told_once() {
    let database = TestDatabase::create().await;
    let store = database.store().await;
    accept(&store, &[("e-1", "received", "c-1")], at(0)).await;
    let (owner, execution) = (cc("cc-1"), ExecutionId(id()));
    for (priority, seconds) in [(7, 1), (8, 2)] {
        let reports = apply_effects(&store, &owner, "c-1", at(seconds), |conversation| {
            conversation.routing.priority = Some(priority);
            vec![(execution, EffectReport::default())]
        });
        assert!(reports.await.unwrap().is_some());
    }
    let known = conversations::get(&store, &cc("cc-1"), "c-1").await.unwrap();
    assert_eq!(known.conversation.routing.priority, Some(8));
    let told = effects(&store, &cc("cc-1"), "c-1").await.unwrap();
    assert_eq!(told.iter().map(|entry| (entry.execution_id, entry.at)).collect::<Vec<_>>(), [(execution, at(1))]);
    let nothing = apply_effects(&store, &owner, "c-9", at(0), |_| panic!("there is none"));
    assert_eq!(nothing.await.unwrap(), None);
}

#[tokio::test]
async fn old_conversations_are_deleted_unless_something_still_happens_to_them() {
    let database = TestDatabase::create().await;
    let store = database.store().await;
    accept(&store, &[("e-1", "received", "c-1"), ("e-2", "received", "c-2")], at(0)).await;
    accept(&store, &[("e-3", "queued", "c-2")], at(60)).await;
    assert_eq!(conversations::delete_old(&store, at(30)).await.unwrap(), 1);
    assert!(conversations::find(&store, &cc("cc-1"), "c-2").await.unwrap().is_some());
}
