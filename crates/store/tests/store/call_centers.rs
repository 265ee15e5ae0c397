use crate::support::*;
use patchbay_model::id::Version;
use patchbay_store::{Reach, StoreError, call_centers, constraint, data_keys};
use patchbay_testkit::TestDatabase;

#[tokio::test]
async fn a_call_center_is_read_back_as_written() {
    let database = TestDatabase::create().await;
    let store = database.store().await;
    let mut unit = store.begin().await.unwrap();
    let made = call_centers::insert(&mut unit, &call_center_draft("cc-1"), at(0)).await.unwrap();
    unit.commit().await.unwrap();
    assert_eq!((made.version, made.created_at, made.time_zone.as_str()), (Version(1), at(0), "Asia/Ho_Chi_Minh"));
    assert_eq!(call_centers::get(&store, &Reach::All, &cc("cc-1")).await.unwrap(), made);
    assert_eq!(call_centers::find(&store, &one("cc-2"), &cc("cc-1")).await.unwrap(), None);
}

#[tokio::test]
async fn an_id_is_given_once() {
    let database = TestDatabase::create().await;
    let store = database.store().await;
    insert_call_center(&store, "cc-1").await;
    let mut unit = store.begin().await.unwrap();
    let again = call_centers::insert(&mut unit, &call_center_draft("cc-1"), at(0)).await;
    assert_eq!(constraint_of(again), constraint::CALL_CENTER_ID);
}

#[tokio::test]
async fn a_save_with_an_old_version_is_stale_and_a_missing_call_center_is_not_found() {
    let database = TestDatabase::create().await;
    let store = database.store().await;
    insert_call_center(&store, "cc-1").await;
    let draft = call_center_draft("cc-1");
    let mut unit = store.begin().await.unwrap();
    let saved = call_centers::update(&mut unit, &Reach::All, &cc("cc-1"), &draft, Some(Version(1)), at(5)).await;
    assert_eq!(saved.unwrap().version, Version(2));
    let stale = call_centers::update(&mut unit, &Reach::All, &cc("cc-1"), &draft, Some(Version(1)), at(6)).await;
    assert!(matches!(stale, Err(StoreError::Stale { current: Version(2) })));
    let stale = call_centers::delete(&mut unit, &Reach::All, &cc("cc-1"), Some(Version(1))).await;
    assert!(matches!(stale, Err(StoreError::Stale { .. })));
    let missing = call_centers::delete(&mut unit, &Reach::All, &cc("cc-9"), Some(Version(1))).await;
    assert!(matches!(missing, Err(StoreError::NotFound)));
    let foreign = call_centers::update(&mut unit, &one("cc-9"), &cc("cc-1"), &draft, None, at(6)).await;
    assert!(matches!(foreign, Err(StoreError::NotFound)));
}

#[tokio::test]
async fn deleting_a_call_center_takes_what_usage_counted() {
    let database = TestDatabase::create().await;
    let store = database.store().await;
    insert_call_center(&store, "cc-1").await;
    insert_call_center(&store, "cc-2").await;
    let shared = insert_template(&store, "shared", None).await;
    let own = insert_template(&store, "own", Some("cc-1")).await;
    for template in [&shared, &own] {
        insert_integrator(&store, "cc-1", template.id).await;
    }
    insert_integrator(&store, "cc-2", shared.id).await;
    let usage = call_centers::usage(&store, &Reach::All, &cc("cc-1")).await.unwrap();
    assert_eq!((usage.integrators, usage.templates, usage.users, usage.keys), (2, 1, 0, 0));
    let mut unit = store.begin().await.unwrap();
    call_centers::delete(&mut unit, &Reach::All, &cc("cc-1"), None).await.unwrap();
    unit.commit().await.unwrap();
    let query = patchbay_model::template::TemplateQuery::default();
    let found = patchbay_store::templates::list(&store, &Reach::All, &query, at(0), &page(50, None)).await.unwrap();
    let left: Vec<_> = found.items.into_iter().map(|row| (row.template.name, row.integrator_count)).collect();
    assert_eq!(left, [("shared".to_owned(), 1)]);
}

#[tokio::test]
async fn call_centers_are_listed_by_name_and_found_by_a_part_of_it() {
    let database = TestDatabase::create().await;
    let store = database.store().await;
    for id in ["b-2", "a-1", "C-3"] {
        insert_call_center(&store, id).await;
    }
    let ids = async |reach: Reach, search: Option<&str>, limit| {
        let mut found = Vec::new();
        let mut cursor = None;
        loop {
            let page = call_centers::list(&store, &reach, search, &page(limit, cursor)).await.unwrap();
            found.extend(page.items.into_iter().map(|row| row.id.to_string()));
            cursor = page.next_cursor;
            if cursor.is_none() {
                return found;
            }
        }
    };
    assert_eq!(ids(Reach::All, None, 1).await, ["a-1", "b-2", "C-3"]);
    assert_eq!(ids(Reach::All, Some("CENTER c"), 50).await, ["C-3"]);
    assert_eq!(ids(one("b-2"), None, 50).await, ["b-2"]);
}

#[tokio::test]
async fn the_first_data_key_counts_and_rotation_replaces_what_it_read() {
    let database = TestDatabase::create().await;
    let store = database.store().await;
    insert_call_center(&store, "cc-1").await;
    let key = |text: &str, master: &str| data_keys::WrappedDataKey {
        call_center_id: cc("cc-1"),
        wrapped: sealed(text),
        master_key_id: master.to_owned(),
    };
    let mut unit = store.begin().await.unwrap();
    let first = data_keys::insert(&mut unit, &key("one", "m1"), at(0)).await.unwrap();
    assert_eq!(data_keys::insert(&mut unit, &key("two", "m1"), at(0)).await.unwrap(), first);
    assert_eq!(data_keys::list_wrapped_otherwise(&mut unit, "m2", 10).await.unwrap(), vec![first.clone()]);
    assert!(data_keys::update(&mut unit, &first, &sealed("three"), "m2", at(1)).await.unwrap());
    assert!(!data_keys::update(&mut unit, &first, &sealed("four"), "m2", at(1)).await.unwrap());
    assert_eq!(data_keys::list_wrapped_otherwise(&mut unit, "m2", 10).await.unwrap(), []);
    assert_eq!(data_keys::find(&mut unit, &cc("cc-1")).await.unwrap(), Some(key("three", "m2")));
}
