//! The orders of the lists: each of them page by page, within reach, without a row lost or told twice.

use crate::support::*;
use futures::future::BoxFuture;
use patchbay_model::access::{Role, Scope};
use patchbay_model::id::{KeyId, TemplateId, UserId};
use patchbay_model::integrator::IntegratorQuery;
use patchbay_model::key::KeyDraft;
use patchbay_model::page::{Page, PageRequest, Sort};
use patchbay_model::template::TemplateQuery;
use patchbay_model::user::UserDraft;
use patchbay_store::{Reach, Store, StoreError, call_centers, endpoints, integrators, keys, templates, users};
use patchbay_testkit::TestDatabase;
use serde_json::json;

/// The names in a list, two to a page.
async fn walk<'a, T>(
    sort: Sort,
    list: impl Fn(PageRequest) -> BoxFuture<'a, Result<Page<T>, StoreError>>,
    name: impl Fn(T) -> String,
) -> Vec<String> {
    let (mut found, mut cursor) = (Vec::new(), None);
    loop {
        let page = list(page(2, cursor).sorted(Some(sort))).await.unwrap();
        found.extend(page.items.into_iter().map(&name));
        cursor = page.next_cursor;
        if cursor.is_none() {
            return found;
        }
    }
}

/// Asks a list for each of its orders; `$by_name` and `$by_time` are the names in the first order of each.
macro_rules! assert_orders {
    ($by_name:expr, $by_time:expr, $name:expr, |$page:ident| $list:expr) => {
        let backwards = |names: &[&str]| names.iter().rev().map(|name| (*name).to_owned()).collect::<Vec<_>>();
        let list = |$page: PageRequest| -> BoxFuture<'_, _> { Box::pin(async move { $list.await }) };
        assert_eq!(walk(Sort::Name, list, $name).await, $by_name);
        assert_eq!(walk(Sort::NameDescending, list, $name).await, backwards(&$by_name));
        assert_eq!(walk(Sort::Created, list, $name).await, $by_time);
        assert_eq!(walk(Sort::CreatedDescending, list, $name).await, backwards(&$by_time));
    };
}

#[tokio::test]
async fn call_centers_have_four_orders() {
    let database = TestDatabase::create().await;
    let pool = database.pool();
    let store = &Store::from_pool(pool);
    let mut unit = store.begin().await.unwrap();
    for (second, id) in [(1, "b-2"), (2, "a-1"), (3, "C-3")] {
        call_centers::insert(&mut unit, &call_center_draft(id), at(second)).await.unwrap();
    }
    unit.commit().await.unwrap();
    assert_orders!(["a-1", "b-2", "C-3"], ["b-2", "a-1", "C-3"], |one| one.id.to_string(), |page| call_centers::list(
        store,
        &Reach::All,
        None,
        &page
    ));
}

#[tokio::test]
async fn templates_and_their_parts_have_four_orders() {
    let database = TestDatabase::create().await;
    let pool = database.pool();
    let store = &Store::from_pool(pool);
    for id in ["cc-1", "CC-2", "cc-3"] {
        insert_call_center(store, id).await;
    }
    let mut of = TemplateId(uuid::Uuid::nil());
    for name in ["beta", "Alpha", "gamma"] {
        of = insert_template(store, name, None).await.id;
    }
    for (endpoint, call_center) in [("b", "cc-3"), ("A", "cc-1"), ("c", "CC-2")] {
        insert_endpoint(store, of, endpoint, json!({})).await;
        insert_integrator(store, call_center, of).await;
    }
    {
        let query = &TemplateQuery::default();
        assert_orders!(["Alpha", "beta", "gamma"], ["beta", "Alpha", "gamma"], |one| one.template.name, |page| {
            templates::list(store, &Reach::All, query, at(0), &page)
        });
    }
    {
        assert_orders!(["A", "b", "c"], ["b", "A", "c"], |one| one.draft.name, |page| endpoints::list(
            store,
            &Reach::All,
            of,
            None,
            &page
        ));
    }
    let query = &IntegratorQuery { search: None, template_id: Some(of) };
    let name = |one: patchbay_model::integrator::Integrator| one.call_center_id.to_string();
    assert_orders!(["CC-2", "cc-1", "cc-3"], ["cc-3", "cc-1", "CC-2"], name, |page| integrators::list(
        store,
        &Reach::All,
        query,
        &page
    ));
    let own = walk(
        Sort::Created,
        |page| Box::pin(async move { integrators::list(store, &one("cc-1"), query, &page).await }),
        name,
    );
    assert_eq!(own.await, ["cc-1"]);
}

#[tokio::test]
async fn keys_and_users_have_four_orders_within_reach() {
    let database = TestDatabase::create().await;
    let pool = database.pool();
    let store = &Store::from_pool(pool);
    insert_call_center(store, "cc-1").await;
    let mut unit = store.begin().await.unwrap();
    for (hash, name, owner) in [(1, "b", Some("cc-1")), (2, "A", Some("cc-1")), (3, "c", None)] {
        let (call_center_id, scopes) = (owner.map(cc), vec![Scope::EventsWrite]);
        let key = valid(KeyDraft { name: name.into(), call_center_id: call_center_id.clone(), scopes });
        keys::insert(&mut unit, KeyId(id()), &key, &[hash; 32], &format!("pbk_{hash}"), at(0)).await.unwrap();
        let role = if owner.is_some() { Role::TenantViewer } else { Role::PortalViewer };
        let user = valid(UserDraft { email: format!("{name}@example.com"), role, call_center_id, disabled: false });
        users::insert(&mut unit, UserId(id()), &user, at(0)).await.unwrap();
    }
    unit.commit().await.unwrap();
    let everything = (Reach::All, vec!["A", "b", "c"], vec!["b", "A", "c"]);
    let own = (one("cc-1"), vec!["A", "b"], vec!["b", "A"]);
    for (reach, by_name, by_time) in [&everything, &own] {
        {
            assert_orders!(*by_name, *by_time, |one| one.name, |page| keys::list(store, reach, None, &page));
        }
        let name = |one: patchbay_model::user::User| one.email.replace("@example.com", "");
        assert_orders!(*by_name, *by_time, name, |page| users::list(store, reach, None, &page));
    }
    for (search, found) in [("a", vec!["A"]), ("PBK_2", vec![]), ("pbk_2", vec!["A"]), ("%", vec![])] {
        let page = keys::list(store, &Reach::All, Some(search), &PageRequest::default()).await.unwrap();
        assert_eq!(page.items.into_iter().map(|key| key.name).collect::<Vec<_>>(), found, "{search}");
    }
    let by_name = keys::list(store, &Reach::All, None, &page(1, None).sorted(Some(Sort::Name))).await.unwrap();
    let wrong = keys::list(store, &Reach::All, None, &page(1, by_name.next_cursor).sorted(Some(Sort::Created))).await;
    assert!(matches!(wrong, Err(StoreError::InvalidCursor)));
}
