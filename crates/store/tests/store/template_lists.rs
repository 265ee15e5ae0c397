use crate::support::*;
use patchbay_model::execution::ExecutionStatus;
use patchbay_model::id::TemplateId;
use patchbay_model::page::Sort;
use patchbay_model::template::{TemplateQuery, TemplateType, Visibility};
use patchbay_store::{Reach, StoreError, executions, templates};
use patchbay_testkit::TestDatabase;
use serde_json::json;

#[tokio::test]
async fn a_list_counts_what_the_asker_may_see() {
    let database = TestDatabase::create().await;
    let store = database.store().await;
    for call_center in ["cc-1", "cc-2"] {
        insert_call_center(&store, call_center).await;
    }
    let template = insert_template(&store, "acme", None).await;
    insert_endpoint(&store, template.id, "search", json!({})).await;
    let mut records = Vec::new();
    for (call_center, status, seconds) in [
        ("cc-1", ExecutionStatus::Succeeded, 0),
        ("cc-1", ExecutionStatus::Failed, 0),
        ("cc-1", ExecutionStatus::Dead, 10),
        ("cc-2", ExecutionStatus::Unknown, 0),
        ("cc-2", ExecutionStatus::Running, 0),
        ("cc-2", ExecutionStatus::Succeeded, -7200), // before `since`
    ] {
        let mut made = record(call_center, at(seconds));
        made.execution.summary.template_id = template.id;
        made.execution.summary.status = status;
        records.push(made);
    }
    executions::insert_batch(&store, &records).await.unwrap();
    for call_center in ["cc-1", "cc-2"] {
        insert_integrator(&store, call_center, template.id).await;
    }
    let counts = async |reach: Reach| {
        let list = templates::list(&store, &reach, &TemplateQuery::default(), at(0), &page(50, None)).await.unwrap();
        let row = list.items[0].clone();
        [row.integrator_count, row.endpoint_count, row.succeeded_count, row.failed_count, row.unknown_count]
    };
    assert_eq!(counts(Reach::All).await, [2, 1, 1, 2, 1]);
    assert_eq!(counts(one("cc-2")).await, [1, 1, 0, 0, 1]);
    let usage = templates::usage(&store, &Reach::All, template.id).await.unwrap();
    assert_eq!((usage.integrators, usage.call_centers, usage.endpoints), (2, 2, 1));
    assert_eq!(templates::usage(&store, &one("cc-1"), template.id).await.unwrap().integrators, 1);
}

#[tokio::test]
async fn a_list_is_filtered_sorted_and_stable_under_inserts() {
    let database = TestDatabase::create().await;
    let store = database.store().await;
    insert_call_center(&store, "cc-1").await;
    for (name, owner) in [("beta", None), ("Alpha", None), ("gamma", Some("cc-1")), ("delta", None)] {
        insert_template(&store, name, owner).await;
    }
    let mut unit = store.begin().await.unwrap();
    let sms = template_draft("omega", None, json!({"type": "sms", "label": "100% Text_ing"}));
    templates::insert(&mut unit, TemplateId(id()), &sms, &stamp()).await.unwrap();
    unit.commit().await.unwrap();
    let names = async |reach: &Reach, query: TemplateQuery| {
        let (mut found, mut cursor) = (Vec::new(), None);
        loop {
            let page = templates::list(&store, reach, &query, at(0), &page(2, cursor)).await.unwrap();
            found.extend(page.items.into_iter().map(|row| row.template.name));
            cursor = page.next_cursor;
            if cursor.is_none() {
                return found;
            }
        }
    };
    let all = &Reach::All;
    let any = TemplateQuery::default;
    assert_eq!(names(all, any()).await, ["Alpha", "beta", "delta", "gamma", "omega"]);
    assert_eq!(names(&one("cc-2"), any()).await, ["Alpha", "beta", "delta", "omega"]);
    let search = |text: &str| TemplateQuery { search: Some(text.into()), ..TemplateQuery::default() };
    assert_eq!(names(all, search("LPH")).await, ["Alpha"]);
    assert_eq!(names(all, search("0% text_")).await, ["omega"]); // neither % nor _ is a wildcard
    let sms = TemplateQuery { template_type: Some(TemplateType::Sms), ..TemplateQuery::default() };
    assert_eq!(names(all, sms).await, ["omega"]);
    let private = TemplateQuery { visibility: Some(Visibility::Private), ..TemplateQuery::default() };
    assert_eq!(names(all, private).await, ["gamma"]);
    let seen_by = TemplateQuery { call_center_id: Some(cc("cc-2")), ..TemplateQuery::default() };
    assert_eq!(names(all, seen_by.clone()).await, ["Alpha", "beta", "delta", "omega"]);
    assert_eq!(names(&one("cc-1"), seen_by).await, [""; 0]);

    let first = templates::list(&store, all, &any(), at(0), &page(2, None)).await.unwrap();
    insert_template(&store, "aaa", None).await; // before the cursor: neither repeats nor hides a row
    insert_template(&store, "carl", None).await; // after it: appears
    let second = templates::list(&store, all, &any(), at(0), &page(2, first.next_cursor)).await.unwrap();
    assert_eq!(second.items.iter().map(|row| row.template.name.as_str()).collect::<Vec<_>>(), ["carl", "delta"]);
    let wrong =
        templates::list(&store, all, &any(), at(0), &page(2, second.next_cursor).sorted(Some(Sort::Created))).await;
    assert!(matches!(wrong, Err(StoreError::InvalidCursor)));
}
