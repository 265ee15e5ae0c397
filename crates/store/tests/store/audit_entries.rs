use crate::support::*;
use patchbay_model::audit::{AuditAction, AuditEntry, AuditObject, AuditQuery, Change};
use patchbay_model::id::AuditEntryId;
use patchbay_store::{Reach, StoreError, audit_entries};
use patchbay_testkit::TestDatabase;
use serde_json::json;

fn entry(actor: &str, owner: Option<&str>, object: AuditObject, object_id: &str) -> AuditEntry {
    AuditEntry {
        id: AuditEntryId(id()),
        at: at(0),
        actor: actor.into(),
        action: AuditAction::Updated,
        object,
        object_id: object_id.into(),
        object_name: "acme".into(),
        call_center_id: owner.map(cc),
        changes: vec![Change { pointer: "/host".into(), before: json!("a"), after: json!(null) }],
        request_id: Some("r-1".into()),
    }
}

#[tokio::test]
async fn the_trail_is_read_newest_first_by_every_filter() {
    let database = TestDatabase::create().await;
    let store = database.store().await;
    let entries = [
        entry("ann@example.com", Some("cc-1"), AuditObject::Template, "t-1"),
        entry("bob@example.com", Some("cc-1"), AuditObject::Integrator, "i-1"),
        entry("Ann B", Some("cc-2"), AuditObject::Template, "t-2"),
        entry("root@example.com", None, AuditObject::Template, "t-1"),
    ];
    let mut unit = store.begin().await.unwrap();
    for entry in &entries {
        audit_entries::insert(&mut unit, entry).await.unwrap();
    }
    unit.commit().await.unwrap();
    let list = async |reach: Reach, query: AuditQuery| {
        let (mut found, mut cursor) = (Vec::new(), None);
        loop {
            let page = audit_entries::list(&store, &reach, &query, &page(1, cursor)).await.unwrap();
            found.extend(page.items.into_iter().map(|e| entries.iter().position(|known| *known == e).unwrap()));
            cursor = page.next_cursor;
            if cursor.is_none() {
                return found;
            }
        }
    };
    let any = AuditQuery::default();
    assert_eq!(list(Reach::All, any.clone()).await, [3, 2, 1, 0]);
    assert_eq!(list(one("cc-1"), any.clone()).await, [1, 0]);
    let of = AuditQuery { call_center_id: Some(cc("cc-2")), ..any.clone() };
    assert_eq!(list(Reach::All, of.clone()).await, [2]);
    assert_eq!(list(one("cc-1"), of).await, [0; 0]);
    let templates = AuditQuery { object: Some(AuditObject::Template), ..any.clone() };
    assert_eq!(list(Reach::All, templates.clone()).await, [3, 2, 0]);
    let this = AuditQuery { object_id: Some("t-1".into()), ..templates };
    assert_eq!(list(Reach::All, this.clone()).await, [3, 0]);
    assert_eq!(list(one("cc-1"), this).await, [0]);
    let by_ann = AuditQuery { actor: Some("ANN".into()), ..any.clone() };
    assert_eq!(list(Reach::All, by_ann.clone()).await, [2, 0]);
    assert_eq!(list(one("cc-1"), by_ann).await, [0]);
    let nobody = AuditQuery { actor: Some("%".into()), ..any };
    assert_eq!(list(Reach::All, nobody).await, [0; 0]);
}

#[tokio::test]
async fn one_entry_is_found_within_reach() {
    let database = TestDatabase::create().await;
    let store = database.store().await;
    let entries = [
        entry("ann@example.com", Some("cc-1"), AuditObject::Template, "t-1"),
        entry("root@example.com", None, AuditObject::Template, "t-2"),
    ];
    let mut unit = store.begin().await.unwrap();
    for entry in &entries {
        audit_entries::insert(&mut unit, entry).await.unwrap();
    }
    unit.commit().await.unwrap();
    for entry in &entries {
        assert_eq!(audit_entries::get(&store, &Reach::All, entry.id).await.unwrap(), *entry);
        assert_eq!(audit_entries::find(&store, &one("cc-2"), entry.id).await.unwrap(), None);
    }
    assert_eq!(audit_entries::find(&store, &one("cc-1"), entries[0].id).await.unwrap(), Some(entries[0].clone()));
    assert_eq!(audit_entries::find(&store, &one("cc-1"), entries[1].id).await.unwrap(), None);
    let nothing = audit_entries::get(&store, &Reach::All, AuditEntryId(id())).await;
    assert!(matches!(nothing, Err(StoreError::NotFound)));
}

#[tokio::test]
async fn the_trail_can_not_be_rewritten() {
    let database = TestDatabase::create().await;
    let store = database.store().await;
    for sql in ["UPDATE audit_entries SET actor = 'nobody'", "DELETE FROM audit_entries", "TRUNCATE audit_entries"] {
        assert!(matches!(run(&store, sql).await, Err(StoreError::Internal(_))), "{sql}");
    }
}
