use crate::support::*;
use patchbay_model::access::{Role, Scope};
use patchbay_model::id::{KeyId, UserId};
use patchbay_model::key::KeyDraft;
use patchbay_model::user::UserDraft;
use patchbay_store::changes::{Change, Changes};
use patchbay_store::executions::insert_batch;
use patchbay_store::{Db, Reach, Store, call_centers, data_keys, endpoints, integrators, keys, templates, users};
use patchbay_testkit::TestDatabase;
use serde_json::json;
use std::collections::BTreeSet;

/// What was announced by now: everything before a mark.
async fn heard(store: &Store, changes: &mut Changes) -> Vec<Change> {
    run(store, r#"SELECT pg_notify('patchbay_configuration', '{"kind":"call_center","id":"mark"}')"#).await.unwrap();
    let mut found = Vec::new();
    loop {
        match changes.next().await.unwrap() {
            Change::CallCenter(id) if id == cc("mark") => return found,
            change => found.push(change),
        }
    }
}

#[tokio::test]
async fn every_write_is_announced_once_it_is_committed() {
    let database = TestDatabase::create().await;
    let store = database.store().await;
    let mut changes = Changes::listen(&store).await.unwrap();
    let call_center = Change::CallCenter(cc("cc-1"));

    let mut unit = store.begin().await.unwrap();
    call_centers::insert(&mut unit, &call_center_draft("cc-1"), at(0)).await.unwrap();
    unit.rollback().await.unwrap();
    assert_eq!(heard(&store, &mut changes).await, []);

    insert_call_center(&store, "cc-1").await;
    assert_eq!(heard(&store, &mut changes).await, vec![call_center.clone()]);
    let template = insert_template(&store, "acme", None).await;
    assert_eq!(heard(&store, &mut changes).await, [Change::Template(template.id)]);
    let auth = insert_endpoint(&store, template.id, "signIn", json!({"type": "auth"})).await;
    assert_eq!(heard(&store, &mut changes).await, [Change::Template(template.id), Change::Endpoint(auth.id)]);
    let search = insert_endpoint(&store, template.id, "search", json!({})).await;
    assert_eq!(heard(&store, &mut changes).await, [Change::Endpoint(search.id)]);
    let integrator = insert_integrator(&store, "cc-1", template.id).await;
    assert_eq!(heard(&store, &mut changes).await, [Change::Integrator(integrator.id)]);

    let mut unit = store.begin().await.unwrap();
    let (user, key) = (UserId(id()), KeyId(id()));
    let draft =
        UserDraft { email: "a@b.example".into(), role: Role::PortalViewer, call_center_id: None, disabled: false };
    users::insert(&mut unit, user, &valid(draft.clone()), at(0)).await.unwrap();
    let scopes = vec![Scope::EventsWrite];
    let key_draft = valid(KeyDraft { name: "k".into(), call_center_id: None, scopes });
    keys::insert(&mut unit, key, &key_draft, &[1; 32], "p", at(0)).await.unwrap();
    unit.commit().await.unwrap();
    assert_eq!(heard(&store, &mut changes).await, [Change::User(user), Change::Key(key)]);

    // One unit tells the same thing once, however often it says so.
    let mut unit = store.begin().await.unwrap();
    let all = &Reach::All;
    let data_key =
        data_keys::WrappedDataKey { call_center_id: cc("cc-1"), wrapped: sealed("1"), master_key_id: "1".into() };
    data_keys::insert(&mut unit, &data_key, at(0)).await.unwrap();
    data_keys::update(&mut unit, &data_key, &sealed("2"), "2", at(0)).await.unwrap();
    call_centers::update(&mut unit, all, &cc("cc-1"), &call_center_draft("cc-1"), None, at(0)).await.unwrap();
    templates::update(&mut unit, all, template.id, &template_draft("b", None, json!({})), None, &stamp())
        .await
        .unwrap();
    endpoints::update(&mut unit, all, search.id, &endpoint_draft("b", json!({})), None, &stamp()).await.unwrap();
    integrators::update(&mut unit, all, integrator.id, &integrator_write("x.test"), None, &stamp()).await.unwrap();
    users::update(&mut unit, all, user, &valid(draft), None, at(0)).await.unwrap();
    users::set_password(&mut unit, user, "$", at(0)).await.unwrap();
    keys::revoke(&mut unit, all, key, None, at(0)).await.unwrap();
    unit.commit().await.unwrap();
    let expected = [
        call_center.clone(),
        Change::Template(template.id),
        Change::Endpoint(search.id),
        Change::Integrator(integrator.id),
        Change::User(user),
        Change::Key(key),
    ];
    assert_eq!(heard(&store, &mut changes).await, expected);

    let mut unit = store.begin().await.unwrap();
    users::delete(&mut unit, all, user, None).await.unwrap();
    integrators::delete(&mut unit, all, integrator.id, None).await.unwrap();
    endpoints::delete(&mut unit, all, search.id, None).await.unwrap();
    templates::delete(&mut unit, all, template.id, None).await.unwrap();
    call_centers::delete(&mut unit, all, &cc("cc-1"), None).await.unwrap();
    unit.commit().await.unwrap();
    let expected = [
        Change::User(user),
        Change::Integrator(integrator.id),
        Change::Endpoint(search.id),
        Change::Template(template.id),
        call_center,
    ];
    assert_eq!(heard(&store, &mut changes).await, expected);
}

#[tokio::test]
async fn new_executions_name_their_call_centers_however_many() {
    let database = TestDatabase::create().await;
    let store = database.store().await;
    let mut changes = Changes::listen(&store).await.unwrap();
    insert_batch(&store, &[record("cc-1", at(0)), record("cc-2", at(0)), record("cc-1", at(0))]).await.unwrap();
    let expected = BTreeSet::from([cc("cc-1"), cc("cc-2")]);
    assert_eq!(changes.next().await.unwrap(), Change::Executions(expected));
    let many: Vec<_> = (0..400).map(|n| record(&format!("a-call-center-with-a-long-name-{n}"), at(0))).collect();
    insert_batch(&store, &many).await.unwrap();
    let mut named = BTreeSet::new();
    while named.len() < many.len() {
        match changes.next().await.unwrap() {
            Change::Executions(some) => named.extend(some),
            other => panic!("{other:?}"),
        }
    }
    let all: BTreeSet<_> = many.iter().map(|record| record.execution.summary.call_center_id.clone()).collect();
    assert_eq!(named, all);
}

#[tokio::test]
async fn a_lost_connection_is_told_as_everything() {
    let database = TestDatabase::create().await;
    let store = database.store().await;
    let mut changes = Changes::listen(&store).await.unwrap();
    let end = sqlx::query_scalar!(
        r#"SELECT count(pg_terminate_backend(pid)) AS "ended!" FROM pg_stat_activity
           WHERE datname = current_database() AND pid <> pg_backend_pid() AND query LIKE 'LISTEN%'"#
    );
    assert_eq!(end.fetch_one((&store).executor()).await.unwrap(), 1);
    assert_eq!(changes.next().await.unwrap(), Change::Everything);
    insert_call_center(&store, "cc-1").await;
    assert_eq!(changes.next().await.unwrap(), Change::CallCenter(cc("cc-1")));
}
