use crate::support::*;
use patchbay_model::event::{Applicability, ChannelType};
use patchbay_model::queue::{Queue, QueueDraft, QueueQuery, QueueUse};
use patchbay_model::valid::Valid;
use patchbay_store::queues;
use patchbay_store::{Store, StoreError, event_applicability};
use patchbay_testkit::TestDatabase;
use serde_json::json;

fn draft(id: &str, address: &str) -> Valid<QueueDraft> {
    let name = format!("Queue {address}");
    let channel_types = vec![ChannelType::Phone, ChannelType::Chat];
    valid(QueueDraft { id: id.parse().unwrap(), address: address.into(), name, channel_types })
}

async fn insert(store: &Store, call_center: &str, id: &str, address: &str) -> Result<Queue, StoreError> {
    let mut unit = store.begin().await?;
    let queue = queues::insert(&mut unit, &cc(call_center), &draft(id, address), at(0)).await?;
    unit.commit().await?;
    Ok(queue)
}

async fn update(store: &Store, id: &str, address: &str) -> Result<Queue, StoreError> {
    let mut unit = store.begin().await?;
    let queue = queues::update(&mut unit, &cc("cc-1"), &id.parse().unwrap(), &draft(id, address), None, at(60)).await?;
    unit.commit().await?;
    Ok(queue)
}

async fn delete(store: &Store, id: &str) -> Result<(), StoreError> {
    let mut unit = store.begin().await?;
    queues::delete(&mut unit, &cc("cc-1"), &id.parse().unwrap(), None).await?;
    unit.commit().await
}

#[tokio::test]
async fn a_queue_is_kept_as_written_and_belongs_to_its_call_center() {
    let database = TestDatabase::create().await;
    let store = database.store().await;
    insert_call_center(&store, "cc-1").await;
    let made = insert(&store, "cc-1", "8d7d-1", "sales").await.unwrap();
    assert_eq!(QueueDraft::from(&made), *draft("8d7d-1", "sales"));
    assert_eq!(queues::find(&store, &cc("cc-1"), &made.id).await.unwrap(), Some(made.clone()));
    assert_eq!(queues::find(&store, &cc("cc-2"), &made.id).await.unwrap(), None);
    let saved = update(&store, "8d7d-1", "sales-2").await.unwrap();
    assert_eq!((saved.address.as_str(), saved.version.0, saved.updated_at), ("sales-2", 2, at(60)));
    delete(&store, "8d7d-1").await.unwrap();
    assert!(matches!(queues::get(&store, &cc("cc-1"), &made.id).await, Err(StoreError::NotFound)));
}

#[tokio::test]
async fn ids_and_addresses_are_unique_in_a_call_center() {
    let database = TestDatabase::create().await;
    let store = database.store().await;
    insert_call_center(&store, "cc-1").await;
    insert_call_center(&store, "cc-2").await;
    insert(&store, "cc-1", "q-1", "sales").await.unwrap();
    insert(&store, "cc-2", "q-1", "sales").await.unwrap();
    assert_eq!(constraint_of(insert(&store, "cc-1", "q-1", "other").await), "queues_pkey");
    assert_eq!(constraint_of(insert(&store, "cc-1", "q-2", "sales").await), "queues_address_key");
    assert_eq!(constraint_of(insert(&store, "cc-9", "q-1", "sales").await), "queues_call_center_fkey");
}

#[tokio::test]
async fn queues_are_listed_by_name_page_by_page() {
    let database = TestDatabase::create().await;
    let store = database.store().await;
    insert_call_center(&store, "cc-1").await;
    for address in ["c", "a", "B"] {
        insert(&store, "cc-1", &format!("q-{address}"), address).await.unwrap();
    }
    let list = async |query: &QueueQuery, page| queues::list(&store, &cc("cc-1"), query, &page).await.unwrap();
    let first = list(&QueueQuery::default(), page(2, None)).await;
    let second = list(&QueueQuery::default(), page(2, first.next_cursor)).await;
    let addresses: Vec<_> = first.items.into_iter().chain(second.items).map(|queue| queue.address).collect();
    assert_eq!(addresses, ["a", "B", "c"]);
    assert_eq!(second.next_cursor, None);
    assert_eq!(list(&QueueQuery { search: Some("QUEUE b".into()) }, page(9, None)).await.items.len(), 1);
    assert_eq!(queues::all(&store, &cc("cc-1")).await.unwrap().len(), 3);
}

#[tokio::test]
async fn a_queue_stays_while_triggers_of_the_tenant_name_it_and_published_ones_are_told() {
    let database = TestDatabase::create().await;
    let store = database.store().await;
    insert_call_center(&store, "cc-1").await;
    insert(&store, "cc-1", "q-1", "sales").await.unwrap();
    let triggers =
        json!({"triggers": ["call_start", {"events": ["ended"], "direction": "both", "queues": ["x", "sales"]}]});
    let (published, own) =
        (insert_template(&store, "acme", None).await, insert_template(&store, "own", Some("cc-1")).await);
    for template in [published.id, own.id] {
        insert_integrator(&store, "cc-1", template).await;
    }
    insert_endpoint(&store, published.id, "log", triggers.clone()).await;
    update(&store, "q-1", "sales-2").await.unwrap();
    update(&store, "q-1", "sales").await.unwrap();
    let endpoint = insert_endpoint(&store, own.id, "log", triggers).await;
    let named = |template: &str, own| QueueUse { template: template.into(), endpoint: "log".into(), own };
    assert_eq!(queues::usage(&store, &cc("cc-1"), "sales").await.unwrap(), [named("acme", false), named("own", true)]);
    assert_eq!(constraint_of(delete(&store, "q-1").await), "queues_in_use");
    assert_eq!(constraint_of(update(&store, "q-1", "sales-2").await), "queues_in_use");
    let mut unit = store.begin().await.unwrap();
    patchbay_store::endpoints::delete(&mut unit, &one("cc-1"), endpoint.id, None).await.unwrap();
    unit.commit().await.unwrap();
    delete(&store, "q-1").await.unwrap();
}

#[tokio::test]
async fn the_table_of_what_applies_is_the_documented_one() {
    let database = TestDatabase::create().await;
    let store = database.store().await;
    assert_eq!(event_applicability::load(&store).await.unwrap(), Applicability::documented());
}
