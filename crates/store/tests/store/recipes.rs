use crate::support::*;
use patchbay_model::id::EndpointId;
use patchbay_store::data_keys::{self, WrappedDataKey};
use patchbay_store::recipes::{self, Recipe, StoredSecret, StoredValue};
use patchbay_store::{Reach, Store, endpoints, templates};
use patchbay_testkit::TestDatabase;
use serde_json::json;

async fn find(store: &Store, call_center: &str, template: &str, endpoint: &str) -> Option<Recipe> {
    recipes::find(store, &cc(call_center), template, endpoint).await.unwrap()
}

#[tokio::test]
async fn a_recipe_brings_everything_in_one_query() {
    let database = TestDatabase::create().await;
    let store = database.store().await;
    insert_call_center(&store, "cc-1").await;
    let template = insert_template(&store, "acme", None).await;
    let auth = insert_endpoint(&store, template.id, "signIn", json!({"type": "auth"})).await;
    let request = json!({"params": {"z": "1", "a": "2"}});
    let search = json!({"authEndpoint": "signIn", "request": request, "triggers": ["call_start"]});
    let search = insert_endpoint(&store, template.id, "search", search).await;
    insert_endpoint(&store, template.id, "other", json!({"url": "https://Hooks.other.test:8443/x?y"})).await;
    insert_endpoint(&store, template.id, "own", json!({"url": "https://{integrator.host}/x"})).await;
    let integrator = insert_integrator(&store, "cc-1", template.id).await;
    let key = WrappedDataKey { call_center_id: cc("cc-1"), wrapped: sealed("data key"), master_key_id: "m1".into() };
    let mut unit = store.begin().await.unwrap();
    data_keys::insert(&mut unit, &key, at(0)).await.unwrap();
    unit.commit().await.unwrap();

    let recipe = find(&store, "cc-1", "acme", "search").await.unwrap();
    assert_eq!((recipe.template_id, recipe.parameters), (template.id, template.parameters));
    let found = recipe.endpoint.unwrap();
    assert_eq!(found.endpoint, search);
    assert_eq!(found.endpoint.draft.request.unwrap().to_string(), request.to_string());
    let auths: Vec<_> = recipe.auth_endpoints.into_iter().map(|found| found.endpoint).collect();
    assert_eq!(auths, vec![auth.clone()]);
    let plugged = recipe.integrator.unwrap();
    assert_eq!((plugged.id, plugged.host.as_str(), plugged.enabled), (integrator.id, "api.acme.test", true));
    // Where they may go besides the integrator's host.
    let entered = |text| StoredSecret { sealed: sealed(text), hosts: vec!["hooks.other.test:8443".to_owned()] };
    let fields = [
        ("X-Api-Key".to_owned(), StoredValue::Sealed(entered("key"))),
        ("region".to_owned(), StoredValue::Plain("us".into())),
    ];
    assert_eq!(plugged.fields, fields);
    assert_eq!(plugged.credentials, [("basic:bob".to_owned(), entered("password"))]);
    assert_eq!(plugged.data_key, Some(key));

    let by_auth = find(&store, "cc-1", "acme", "signIn").await.unwrap();
    assert_eq!((by_auth.endpoint.unwrap().endpoint, by_auth.auth_endpoints.len()), (auth, 1));
    let by_id = find(&store, "cc-1", &template.id.to_string(), "search").await.unwrap();
    assert_eq!(by_id.endpoint.unwrap().endpoint, search);
    let by_ids = recipes::find_by_id(&store, &cc("cc-1"), search.id).await.unwrap().unwrap();
    assert_eq!(by_ids.endpoint.unwrap().endpoint, search);
    let draft = recipes::find_by_template(&store, &cc("cc-1"), template.id).await.unwrap().unwrap();
    assert_eq!((draft.endpoint, draft.auth_endpoints.len(), draft.integrator.unwrap().id), (None, 1, integrator.id));
}

#[tokio::test]
async fn a_recipe_tells_what_is_missing() {
    let database = TestDatabase::create().await;
    let store = database.store().await;
    insert_call_center(&store, "cc-1").await;
    insert_call_center(&store, "cc-2").await;
    let template = insert_template(&store, "acme", None).await;
    let private = insert_template(&store, "private", Some("cc-2")).await;
    let search = insert_endpoint(&store, template.id, "search", json!({})).await;
    let hidden = insert_endpoint(&store, private.id, "search", json!({})).await;
    assert!(find(&store, "cc-1", "nothing", "search").await.is_none());
    assert!(find(&store, "cc-1", "private", "search").await.is_none());
    assert!(find(&store, "cc-1", &private.id.to_string(), "search").await.is_none());
    assert!(recipes::find_by_id(&store, &cc("cc-1"), hidden.id).await.unwrap().is_none());
    assert!(recipes::find_by_id(&store, &cc("cc-1"), EndpointId(id())).await.unwrap().is_none());
    assert!(recipes::find_by_template(&store, &cc("cc-1"), private.id).await.unwrap().is_none());
    let unplugged = find(&store, "cc-1", "acme", "search").await.unwrap();
    assert!(unplugged.integrator.is_none() && unplugged.endpoint.unwrap().endpoint == search);
    insert_integrator(&store, "cc-1", template.id).await;
    let no_endpoint = find(&store, "cc-1", "acme", "nothing").await.unwrap();
    assert!(no_endpoint.endpoint.is_none() && no_endpoint.integrator.unwrap().data_key.is_none());
}

#[tokio::test]
async fn an_own_template_of_the_same_name_as_a_foreign_one_is_the_one_that_runs() {
    let database = TestDatabase::create().await;
    let store = database.store().await;
    for call_center in ["cc-1", "cc-2"] {
        insert_call_center(&store, call_center).await;
        let template = insert_template(&store, "same", Some(call_center)).await;
        insert_endpoint(&store, template.id, "search", json!({"description": call_center})).await;
    }
    let recipe = find(&store, "cc-2", "same", "search").await.unwrap();
    assert_eq!(recipe.endpoint.unwrap().endpoint.draft.description, "cc-2");
}

#[tokio::test]
async fn a_recipe_names_the_version_that_was_saved_last() {
    let database = TestDatabase::create().await;
    let store = database.store().await;
    insert_call_center(&store, "cc-1").await;
    let template = insert_template(&store, "acme", None).await;
    let search = insert_endpoint(&store, template.id, "search", json!({})).await;
    let (first, second) = (stamp(), stamp());
    let mut unit = store.begin().await.unwrap();
    let draft = template_draft("acme", None, json!({}));
    templates::update(&mut unit, &Reach::All, template.id, &draft, None, &first).await.unwrap();
    let draft = endpoint_draft("search", json!({}));
    endpoints::update(&mut unit, &Reach::All, search.id, &draft, None, &second).await.unwrap();
    unit.commit().await.unwrap();
    let recipe = find(&store, "cc-1", "acme", "search").await.unwrap();
    assert_eq!(
        (recipe.template_version_id, recipe.endpoint.unwrap().version_id),
        (first.version_id, second.version_id)
    );
}

#[tokio::test]
async fn everything_that_can_run_by_itself_is_found_at_once() {
    let database = TestDatabase::create().await;
    let store = database.store().await;
    insert_call_center(&store, "cc-1").await;
    let (acme, other) = (insert_template(&store, "acme", None).await, insert_template(&store, "other", None).await);
    for (name, members) in [
        ("login", serde_json::json!({"type": "auth"})),
        ("log", serde_json::json!({"triggers": ["call_end"]})),
        ("route", serde_json::json!({"triggers": [{"events": ["queued"], "direction": "both"}]})),
        ("off", serde_json::json!({"triggers": ["call_end"], "enabled": false})),
        ("named", serde_json::json!({"triggers": ["manual"]})),
        ("silent", serde_json::json!({})),
    ] {
        insert_endpoint(&store, acme.id, name, members).await;
    }
    insert_endpoint(&store, other.id, "log", serde_json::json!({"triggers": ["call_end"]})).await;
    insert_integrator(&store, "cc-1", acme.id).await;
    let listening = recipes::all_listening(&store, &cc("cc-1")).await.unwrap();
    let names: Vec<_> =
        listening.iter().map(|recipe| recipe.endpoint.as_ref().unwrap().endpoint.draft.name.as_str()).collect();
    assert_eq!(names, ["log", "route"]);
    assert!(listening.iter().all(|recipe| recipe.auth_endpoints.len() == 1 && recipe.integrator.is_some()));
}
