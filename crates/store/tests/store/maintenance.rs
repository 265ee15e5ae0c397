use crate::events::accept;
use crate::support::*;
use chrono::Duration;
use patchbay_model::time::Timestamp;
use patchbay_store::conversations;
use patchbay_store::executions::insert_batch;
use patchbay_store::idempotency_keys::{self, Lease};
use patchbay_store::invitations::{self, Purpose};
use patchbay_store::maintenance::sweep;
use patchbay_store::partitions::Retention;
use patchbay_store::sessions::{self, Session};
use patchbay_store::sign_in_throttles::{self, Scope};
use patchbay_testkit::TestDatabase;

#[tokio::test]
async fn one_sweep_removes_everything_that_has_had_its_time() {
    let database = TestDatabase::create().await;
    let store = database.store().await;
    let long_ago = Timestamp(at(0).0 - Duration::days(500));
    insert_batch(&store, &[record("cc-1", long_ago), record("cc-1", at(0))]).await.unwrap();
    accept(&store, &[("e-1", "received", "c-1")], long_ago).await;
    accept(&store, &[("e-2", "received", "c-2")], at(0)).await;
    for (seconds, n) in [(-500 * 86_400, 1), (60, 2)] {
        let session = Session { user_id: None, data: vec![], created_at: long_ago, expires_at: at(seconds) };
        sessions::insert(&store, &[n; 32], &session).await.unwrap();
        let mut unit = store.begin().await.unwrap();
        invitations::insert(&mut unit, &[n; 32], Purpose::SetUp, long_ago, at(seconds)).await.unwrap();
        unit.commit().await.unwrap();
        sign_in_throttles::count(&store, Scope::Account, &n.to_string(), long_ago, at(seconds)).await.unwrap();
        let lease = Lease { owner: "key:1".into(), key: n.to_string(), id: id() };
        idempotency_keys::claim(&store, &lease, &[n; 32], long_ago, at(seconds), at(seconds)).await.unwrap();
    }
    let swept = sweep(&store, at(0), Retention::default()).await.unwrap();
    // Session, throttle, idempotency key, hour, event and conversation; the second invitation replaced the first when it
    // was made.
    assert_eq!((swept.rows, swept.is_busy), (6, false));
    let expected = [
        "executions_202507",
        "attempts_202507",
        "attempt_bodies_20250708",
        "conversation_events_202507",
        "execution_inputs_20250708",
        "messages_202507",
        "chat_events_202507",
    ];
    assert_eq!(swept.tables, expected);
    assert!(conversations::find(&store, &cc("cc-1"), "c-1").await.unwrap().is_none());
    assert!(conversations::find(&store, &cc("cc-1"), "c-2").await.unwrap().is_some());
    assert_eq!(sweep(&store, at(0), Retention::default()).await.unwrap().rows, 0);
}
