use crate::support::*;
use patchbay_model::access::Scope;
use patchbay_model::id::{KeyId, Version};
use patchbay_model::key::{Key, KeyDraft};
use patchbay_store::{Reach, Store, StoreError, constraint, keys};
use patchbay_testkit::TestDatabase;

async fn insert(store: &Store, name: &str, owner: Option<&str>, hash: u8) -> Result<Key, StoreError> {
    let scopes = vec![Scope::EndpointsExecute, Scope::ExecutionsRead];
    let draft = valid(KeyDraft { name: name.into(), call_center_id: owner.map(cc), scopes });
    let mut unit = store.begin().await?;
    let key = keys::insert(&mut unit, KeyId(id()), &draft, &[hash; 32], "pk_abcd", at(0)).await?;
    unit.commit().await?;
    Ok(key)
}

#[tokio::test]
async fn a_key_is_found_by_its_hash_and_told_when_revoked() {
    let database = TestDatabase::create().await;
    let store = database.store().await;
    insert_call_center(&store, "cc-1").await;
    let key = insert(&store, "callbox", Some("cc-1"), 7).await.unwrap();
    assert_eq!(keys::find_by_hash(&store, &[7; 32]).await.unwrap(), Some(key.clone()));
    assert_eq!(keys::find_by_hash(&store, &[8; 32]).await.unwrap(), None);
    assert_eq!(keys::find(&store, &one("cc-2"), key.id).await.unwrap(), None);

    let mut unit = store.begin().await.unwrap();
    let stale = keys::revoke(&mut unit, &Reach::All, key.id, Some(Version(9)), at(5)).await;
    assert!(matches!(stale, Err(StoreError::Stale { current: Version(1) })));
    let revoked = keys::revoke(&mut unit, &one("cc-1"), key.id, Some(Version(1)), at(5)).await.unwrap();
    assert_eq!((revoked.revoked_at, revoked.version), (Some(at(5)), Version(2)));
    let again = keys::revoke(&mut unit, &one("cc-1"), key.id, None, at(6)).await.unwrap();
    assert_eq!(again, revoked);
    let foreign = keys::revoke(&mut unit, &one("cc-2"), key.id, None, at(6)).await;
    assert!(matches!(foreign, Err(StoreError::NotFound)));
}

#[tokio::test]
async fn a_key_needs_an_existing_call_center_and_an_own_hash() {
    let database = TestDatabase::create().await;
    let store = database.store().await;
    assert_eq!(constraint_of(insert(&store, "a", Some("cc-9"), 1).await), constraint::KEY_CALL_CENTER);
    insert(&store, "a", None, 1).await.unwrap();
    assert_eq!(constraint_of(insert(&store, "b", None, 1).await), "keys_hash_key");
}

#[tokio::test]
async fn uses_are_noted_many_at_once_and_never_turned_back() {
    let database = TestDatabase::create().await;
    let store = database.store().await;
    let (a, b) = (insert(&store, "a", None, 1).await.unwrap(), insert(&store, "b", None, 2).await.unwrap());
    keys::touch(&store, &[(a.id, at(60)), (b.id, at(60)), (KeyId(id()), at(60))]).await.unwrap();
    keys::touch(&store, &[(a.id, at(30)), (b.id, at(90))]).await.unwrap();
    let used = async |key: Key| keys::get(&store, &Reach::All, key.id).await.unwrap();
    let (a, b) = (used(a).await, used(b).await);
    assert_eq!((a.last_used_at, b.last_used_at, b.version), (Some(at(60)), Some(at(90)), Version(1)));
}

#[tokio::test]
async fn keys_are_listed_newest_first_within_reach() {
    let database = TestDatabase::create().await;
    let store = database.store().await;
    insert_call_center(&store, "cc-1").await;
    for (name, owner, hash) in [("a", None, 1), ("b", Some("cc-1"), 2), ("c", Some("cc-1"), 3)] {
        insert(&store, name, owner, hash).await.unwrap();
    }
    let first = keys::list(&store, &Reach::All, None, &page(2, None)).await.unwrap();
    let second = keys::list(&store, &Reach::All, None, &page(2, first.next_cursor)).await.unwrap();
    let names: Vec<_> = first.items.into_iter().chain(second.items).map(|key| key.name).collect();
    assert_eq!((names, second.next_cursor), (vec!["c".to_owned(), "b".into(), "a".into()], None));
    let own = keys::list(&store, &one("cc-1"), None, &page(1, None)).await.unwrap();
    let rest = keys::list(&store, &one("cc-1"), None, &page(1, own.next_cursor)).await.unwrap();
    assert_eq!(own.items.iter().chain(&rest.items).map(|key| key.name.as_str()).collect::<Vec<_>>(), ["c", "b"]);
}
