use crate::support::*;
use futures::future::join_all;
use patchbay_model::endpoint::{Endpoint, EndpointDraft};
use patchbay_model::id::{EndpointId, Version};
use patchbay_model::valid::Valid;
use patchbay_store::configuration_versions::{self, Object};
use patchbay_store::{Reach, Store, StoreError, constraint, endpoints};
use patchbay_testkit::TestDatabase;
use serde_json::{Value, json};

async fn update(store: &Store, endpoint: &Endpoint, draft: &Valid<EndpointDraft>) -> Result<Endpoint, StoreError> {
    let mut unit = store.begin().await?;
    let saved = endpoints::update(&mut unit, &Reach::All, endpoint.id, draft, Some(endpoint.version), &stamp()).await?;
    unit.commit().await?;
    Ok(saved)
}

async fn delete(store: &Store, id: EndpointId) -> Result<(), StoreError> {
    let mut unit = store.begin().await?;
    endpoints::delete(&mut unit, &Reach::All, id, None).await?;
    unit.commit().await
}

fn auth(members: Value) -> Value {
    let mut draft = json!({"type": "auth", "method": "POST", "url": "/token"});
    draft.as_object_mut().unwrap().extend(members.as_object().unwrap().clone());
    draft
}

#[tokio::test]
async fn an_endpoint_is_read_back_as_written_members_in_order() {
    let database = TestDatabase::create().await;
    let store = database.store().await;
    let template = insert_template(&store, "acme", None).await;
    insert_endpoint(&store, template.id, "signIn", auth(json!({}))).await;
    let members = json!({
        "type": "postData", "method": "POST", "description": "Creates", "bodyFormat": "xml", "timeoutSeconds": 60, "enabled": false,
        "triggers": ["call_start", {"events": ["received"], "direction": "both", "queues": ["sales"]}], "authEndpoint": "signIn",
        "hardParams": [{"name": "limit", "location": "query", "value": "1"}],
        "parameters": [{"name": "phone", "location": "query", "source": "clientBody", "path": "phone", "required": true}],
        "request": {"headers": {"z": "1", "a": "2"}, "params": {"b": 1.0, "a": 2}}, "response": {"save": {"z": 1, "a": 2}},
    });
    let draft = endpoint_draft("create", members.clone()).into_inner();
    let made = insert_endpoint(&store, template.id, "create", members).await;
    assert_eq!(made.draft, draft);
    assert_eq!(made.draft.request.as_ref().unwrap().to_string(), draft.request.unwrap().to_string());
    let own = endpoints::find_by_key(&store, &Reach::All, template.id, "create").await.unwrap();
    let by_id = endpoints::find_by_key(&store, &Reach::All, template.id, &made.id.to_string()).await.unwrap();
    assert_eq!((own.as_ref(), by_id.as_ref()), (Some(&made), Some(&made)));
    let kept =
        configuration_versions::list(&store, &Reach::All, Object::Endpoint(made.id), &page(9, None)).await.unwrap();
    assert_eq!(kept.items[0].snapshot, serde_json::to_value(&made).unwrap());
}

#[tokio::test]
async fn an_auth_endpoint_keeps_its_own_members() {
    let database = TestDatabase::create().await;
    let store = database.store().await;
    let template = insert_template(&store, "acme", None).await;
    let members = auth(
        json!({"responseType": "header:X-Token", "expiryPath": "ttl", "expired": {"path": "code", "equals": 401.5},
            "refreshToken": {"path": "refresh", "field": "X-Api-Key"}}),
    );
    let made = insert_endpoint(&store, template.id, "signIn", members.clone()).await;
    let expected = EndpointDraft { default: Some(true), ..endpoint_draft("signIn", members).into_inner() };
    assert_eq!(made.draft, expected);
}

#[tokio::test]
async fn a_name_is_unique_in_its_template() {
    let database = TestDatabase::create().await;
    let store = database.store().await;
    let (acme, other) = (insert_template(&store, "acme", None).await, insert_template(&store, "other", None).await);
    insert_endpoint(&store, acme.id, "search", json!({})).await;
    insert_endpoint(&store, other.id, "search", json!({})).await;
    let again = try_insert_endpoint(&store, acme.id, "search", json!({})).await;
    assert_eq!(constraint_of(again), constraint::ENDPOINT_NAME);
    let nowhere = try_insert_endpoint(&store, patchbay_model::id::TemplateId(id()), "search", json!({})).await;
    assert!(matches!(nowhere, Err(StoreError::NotFound)));
}

#[tokio::test]
async fn one_auth_endpoint_at_most_is_the_default() {
    let database = TestDatabase::create().await;
    let store = database.store().await;
    let template = insert_template(&store, "acme", None).await;
    let defaults = async || {
        let all = endpoints::all(&store, &Reach::All, template.id).await.unwrap();
        all.into_iter().filter(|e| e.draft.default == Some(true)).map(|e| e.draft.name).collect::<Vec<_>>()
    };
    let first = insert_endpoint(&store, template.id, "first", auth(json!({}))).await;
    insert_endpoint(&store, template.id, "second", auth(json!({}))).await;
    assert_eq!(defaults().await, ["first"]);
    let third = insert_endpoint(&store, template.id, "third", auth(json!({"default": true}))).await;
    assert_eq!(defaults().await, ["third"]);
    let saved = update(&store, &first, &endpoint_draft("first", auth(json!({})))).await.unwrap();
    assert_eq!((defaults().await, saved.version), (vec!["third".to_owned()], Version(2)));
    update(&store, &third, &endpoint_draft("third", auth(json!({"default": false})))).await.unwrap();
    assert_eq!(defaults().await, [""; 0]);
}

#[tokio::test]
async fn parallel_auth_endpoints_get_one_default_between_them() {
    let database = TestDatabase::create().await;
    let store = database.store().await;
    let template = insert_template(&store, "acme", None).await;
    let names: Vec<_> = (0..4).map(|n| format!("auth {n}")).collect();
    let insert = |name| try_insert_endpoint(&store, template.id, name, auth(json!({})));
    let made = join_all(names.iter().map(|name| insert(name))).await;
    assert_eq!(made.into_iter().filter(|made| made.as_ref().unwrap().draft.default == Some(true)).count(), 1);
}

#[tokio::test]
async fn a_renamed_auth_endpoint_stays_the_same_one_and_can_not_go_while_it_is_used() {
    let database = TestDatabase::create().await;
    let store = database.store().await;
    let (acme, other) = (insert_template(&store, "acme", None).await, insert_template(&store, "other", None).await);
    let sign_in = insert_endpoint(&store, acme.id, "signIn", auth(json!({}))).await;
    let token = json!([{"name": "Authorization", "location": "header", "source": "accessToken"}]);
    let named = insert_endpoint(&store, acme.id, "named", json!({"authEndpoint": "signIn"})).await;
    insert_endpoint(&store, acme.id, "byDefault", json!({"parameters": token})).await;
    insert_endpoint(&store, acme.id, "without", json!({})).await;
    let foreign = try_insert_endpoint(&store, other.id, "x", json!({"authEndpoint": "signIn"})).await;
    assert_eq!(constraint_of(foreign), constraint::ENDPOINT_AUTH_ENDPOINT);
    let no_auth = try_insert_endpoint(&store, acme.id, "x", json!({"authEndpoint": "without"})).await;
    assert_eq!(constraint_of(no_auth), constraint::ENDPOINT_AUTH_ENDPOINT);

    let renamed = update(&store, &sign_in, &endpoint_draft("logIn", auth(json!({})))).await.unwrap();
    let named = endpoints::get(&store, &Reach::All, named.id).await.unwrap();
    assert_eq!(named.draft.auth_endpoint.as_deref(), Some("logIn"));
    assert_eq!(endpoints::usage(&store, &Reach::All, sign_in.id).await.unwrap().signs_in, ["byDefault", "named"]);
    assert_eq!(constraint_of(delete(&store, sign_in.id).await), constraint::ENDPOINT_AUTH_ENDPOINT);
    let no_longer = update(&store, &renamed, &endpoint_draft("logIn", json!({}))).await;
    assert_eq!(constraint_of(no_longer), constraint::ENDPOINT_AUTH_ENDPOINT);
    delete(&store, named.id).await.unwrap();
    delete(&store, sign_in.id).await.unwrap();
    let mut unit = store.begin().await.unwrap();
    patchbay_store::templates::delete(&mut unit, &Reach::All, acme.id, None).await.unwrap();
}

#[tokio::test]
async fn a_template_goes_with_endpoints_that_use_each_other() {
    let database = TestDatabase::create().await;
    let store = database.store().await;
    let template = insert_template(&store, "acme", None).await;
    insert_endpoint(&store, template.id, "signIn", auth(json!({}))).await;
    insert_endpoint(&store, template.id, "search", json!({"authEndpoint": "signIn"})).await;
    let mut unit = store.begin().await.unwrap();
    patchbay_store::templates::delete(&mut unit, &Reach::All, template.id, None).await.unwrap();
    unit.commit().await.unwrap();
    assert_eq!(endpoints::all(&store, &Reach::All, template.id).await.unwrap(), []);
}

#[tokio::test]
async fn endpoints_are_within_reach_when_their_template_is() {
    let database = TestDatabase::create().await;
    let store = database.store().await;
    insert_call_center(&store, "cc-1").await;
    insert_call_center(&store, "cc-2").await;
    let published = insert_template(&store, "published", None).await;
    let foreign = insert_template(&store, "foreign", Some("cc-2")).await;
    let shared = insert_endpoint(&store, published.id, "search", json!({})).await;
    let hidden = insert_endpoint(&store, foreign.id, "search", json!({})).await;
    let reach = one("cc-1");
    assert!(endpoints::find(&store, &reach, shared.id).await.unwrap().is_some());
    assert!(endpoints::find(&store, &reach, hidden.id).await.unwrap().is_none());
    assert!(endpoints::list(&store, &reach, foreign.id, None, &page(9, None)).await.unwrap().items.is_empty());
    let mut unit = store.begin().await.unwrap();
    for endpoint in [&shared, &hidden] {
        let draft = endpoint_draft("search", json!({}));
        let saved = endpoints::update(&mut unit, &reach, endpoint.id, &draft, None, &stamp()).await;
        assert!(matches!(saved, Err(StoreError::NotFound)));
        let deleted = endpoints::delete(&mut unit, &reach, endpoint.id, None).await;
        assert!(matches!(deleted, Err(StoreError::NotFound)));
    }
}

#[tokio::test]
async fn endpoints_are_listed_by_name_and_a_stale_save_is_refused() {
    let database = TestDatabase::create().await;
    let store = database.store().await;
    let template = insert_template(&store, "acme", None).await;
    for name in ["b", "A", "c"] {
        insert_endpoint(&store, template.id, name, json!({})).await;
    }
    let first = endpoints::list(&store, &Reach::All, template.id, None, &page(2, None)).await.unwrap();
    let second = endpoints::list(&store, &Reach::All, template.id, None, &page(2, first.next_cursor)).await.unwrap();
    let names: Vec<_> = first.items.iter().chain(&second.items).map(|e| e.draft.name.as_str()).collect();
    assert_eq!((names, second.next_cursor), (vec!["A", "b", "c"], None));
    let found = endpoints::list(&store, &Reach::All, template.id, Some("B"), &page(2, None)).await.unwrap();
    assert_eq!(found.items.len(), 1);
    update(&store, &found.items[0], &endpoint_draft("b", json!({}))).await.unwrap();
    let stale = update(&store, &found.items[0], &endpoint_draft("b", json!({}))).await;
    assert!(matches!(stale, Err(StoreError::Stale { current: Version(2) })));
}

#[tokio::test]
async fn text_with_a_nul_character_is_told_apart() {
    let database = TestDatabase::create().await;
    let store = database.store().await;
    let template = insert_template(&store, "acme", None).await;
    for members in
        [json!({"url": "/a\u{0}b"}), json!({"hardParams": [{"name": "x", "location": "query", "value": "\u{0}"}]})]
    {
        let outcome = try_insert_endpoint(&store, template.id, "x", members).await;
        assert!(matches!(outcome, Err(StoreError::Unstorable)), "{outcome:?}");
    }
}
