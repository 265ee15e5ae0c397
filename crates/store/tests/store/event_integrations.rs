use crate::support::*;
use patchbay_model::event_integration::{EventIntegration, EventIntegrationDraft, EventIntegrationQuery};
use patchbay_model::id::{CallCenterId, EndpointId, EventIntegrationId, IntegratorId, TemplateId};
use patchbay_model::integrator::IntegratorQuery;
use patchbay_model::template::TemplateQuery;
use patchbay_model::trigger::EventName;
use patchbay_store::event_integrations::{self as integrations, EventIntegrationWrite, PartIds, PartStamps};
use patchbay_store::integrators::{IntegratorWrite, SecretWrite};
use patchbay_store::{Reach, Store, StoreError, endpoints, integrators, recipes, templates};
use patchbay_testkit::TestDatabase;
use serde_json::{Value, json};
use sqlx::PgPool;

const CONFIGURATION: &str = "{ \"request\" :\n{\"method\": \"POST\", \"body\": {\"b\": 1, \"a\": \"\\u00e9\"}} }\n";

fn draft(name: &str, members: Value) -> EventIntegrationDraft {
    let mut draft = json!({"name": name, "description": "d", "url": "https://hooks.example.com/{event}", "direction": "both",
        "events": ["received", "ended"], "directCalls": true, "queues": ["sales"], "ordinal": 7, "stop": true,
        "configuration": CONFIGURATION});
    draft.as_object_mut().unwrap().extend(members.as_object().unwrap().clone());
    serde_json::from_value(draft).unwrap()
}

fn write(draft: &EventIntegrationDraft, secret: SecretWrite) -> EventIntegrationWrite {
    let parts = draft.parts(&cc("cc-1")).unwrap();
    let integrator = IntegratorWrite {
        host: parts.integrator.host,
        description: parts.integrator.description,
        enabled: true,
        info: None,
        iframe: None,
        fields: [].into(),
        credentials: [("api-key".to_owned(), secret)].into(),
    };
    EventIntegrationWrite {
        template: valid(parts.template),
        integrator,
        endpoint: valid(parts.endpoint),
        url: parts.url,
        configuration: parts.configuration,
    }
}

fn stamps() -> PartStamps {
    PartStamps { template: stamp(), integrator: stamp(), endpoint: stamp() }
}

async fn insert(store: &Store, draft: &EventIntegrationDraft) -> Result<EventIntegration, StoreError> {
    let parts = PartIds { template: TemplateId(id()), integrator: IntegratorId(id()), endpoint: EndpointId(id()) };
    let mut unit = store.begin().await?;
    let write = write(draft, SecretWrite::Sealed(sealed("key")));
    let made = integrations::insert(&mut unit, EventIntegrationId(id()), &cc("cc-1"), parts, &write, &stamps()).await?;
    unit.commit().await?;
    Ok(made)
}

async fn update(
    store: &Store,
    id: EventIntegrationId,
    draft: &EventIntegrationDraft,
) -> Result<EventIntegration, StoreError> {
    let mut unit = store.begin().await?;
    let write = write(draft, SecretWrite::Keep);
    let saved = integrations::update(&mut unit, &cc("cc-1"), id, &write, None, &stamps()).await?;
    unit.commit().await?;
    Ok(saved)
}

async fn world(pool: PgPool) -> (Store, CallCenterId) {
    let store = Store::from_pool(pool);
    insert_call_center(&store, "cc-1").await;
    (store, cc("cc-1"))
}

#[tokio::test]
async fn what_was_typed_comes_back_byte_for_byte_and_runs_as_an_endpoint() {
    let database = TestDatabase::create().await;
    let pool = database.pool();
    let (store, owner) = world(pool).await;
    let made = insert(&store, &draft("Route", json!({}))).await.unwrap();
    assert_eq!((made.configuration.as_str(), made.url.as_str()), (CONFIGURATION, "https://hooks.example.com/{event}"));
    let mut again = EventIntegrationDraft::from(&made);
    assert_eq!(again.credentials.len(), 1);
    again.credentials.clear();
    assert_eq!(again, draft("Route", json!({})));
    assert_eq!(integrations::find(&store, &owner, made.id).await.unwrap(), Some(made.clone()));
    assert_eq!(integrations::find(&store, &cc("cc-2"), made.id).await.unwrap(), None);
    let recipe = recipes::find(&store, &owner, "Route", "event").await.unwrap().unwrap();
    assert_eq!(recipe.integrator.unwrap().credentials.len(), 1);
}

#[tokio::test]
async fn saving_changes_all_parts_at_once_and_keeps_secrets_with_their_host() {
    let database = TestDatabase::create().await;
    let pool = database.pool();
    let (store, owner) = world(pool).await;
    let made = insert(&store, &draft("Route", json!({}))).await.unwrap();
    let saved = update(&store, made.id, &draft("Renamed", json!({"events": [], "stop": false}))).await.unwrap();
    assert_eq!((saved.name.as_str(), saved.version.0, saved.is_enabled()), ("Renamed", 2, false));
    assert_eq!(saved.credentials.len(), 1, "kept");
    assert!(recipes::find(&store, &owner, "Renamed", "event").await.unwrap().is_some());
    let elsewhere = draft("Renamed", json!({"url": "https://elsewhere.example.com/"}));
    assert_eq!(constraint_of(update(&store, made.id, &elsewhere).await), "credentials_host_fkey");
    let mut unit = store.begin().await.unwrap();
    integrations::delete(&mut unit, &owner, made.id, Some(saved.version)).await.unwrap();
    unit.commit().await.unwrap();
    assert!(recipes::find(&store, &owner, "Renamed", "event").await.unwrap().is_none());
}

#[tokio::test]
async fn a_name_is_taken_by_any_integration_that_the_call_center_sees() {
    let database = TestDatabase::create().await;
    let pool = database.pool();
    let (store, _) = world(pool).await;
    insert_template(&store, "acme", None).await;
    assert_eq!(constraint_of(insert(&store, &draft("acme", json!({}))).await), "templates_name_key");
    let made = insert(&store, &draft("Route", json!({}))).await.unwrap();
    let copy = made.copy("Route (copy)".into());
    assert!(copy.credentials.is_empty());
    insert(&store, &copy).await.unwrap();
}

#[tokio::test]
async fn its_parts_are_hidden_from_ordinary_lists_and_can_not_be_written_there() {
    let database = TestDatabase::create().await;
    let pool = database.pool();
    let (store, owner) = world(pool).await;
    let made = insert(&store, &draft("Route", json!({}))).await.unwrap();
    let parts = integrations::find_parts(&store, &owner, made.id).await.unwrap().unwrap();
    assert_eq!(integrations::find_by_template(&store, parts.template).await.unwrap(), Some(made.id));
    for reach in [Reach::All, one("cc-1")] {
        let listed = templates::list(&store, &reach, &TemplateQuery::default(), at(0), &page(9, None)).await.unwrap();
        assert_eq!(listed.items.len(), 0);
        let listed = integrators::list(&store, &reach, &IntegratorQuery::default(), &page(9, None)).await.unwrap();
        assert_eq!(listed.items.len(), 0);
        let figures = patchbay_store::figures::find(&store, &reach, at(0)).await.unwrap();
        assert_eq!((figures.templates, figures.integrators), (0, 0));
    }
    let refused = "event_integrations_part";
    let write = write(&draft("Route", json!({})), SecretWrite::Keep);
    let (all, mine) = (Reach::All, one("cc-1"));
    let unit = async || store.begin().await.unwrap();
    assert_eq!(constraint_of(templates::delete(&mut unit().await, &all, parts.template, None).await), refused);
    let saved = templates::update(&mut unit().await, &mine, parts.template, &write.template, None, &stamp()).await;
    assert_eq!(constraint_of(saved), refused);
    assert_eq!(constraint_of(endpoints::delete(&mut unit().await, &mine, parts.endpoint, None).await), refused);
    let saved = endpoints::update(&mut unit().await, &mine, parts.endpoint, &write.endpoint, None, &stamp()).await;
    assert_eq!(constraint_of(saved), refused);
    assert_eq!(constraint_of(integrators::delete(&mut unit().await, &all, parts.integrator, None).await), refused);
    let other = try_insert_endpoint(&store, parts.template, "second", json!({})).await;
    assert_eq!(constraint_of(other), refused);
    assert_eq!(integrations::get(&store, &owner, made.id).await.unwrap(), made);
}

#[tokio::test]
async fn the_list_is_in_the_order_of_running_and_filtered_by_what_is_listened_to() {
    let database = TestDatabase::create().await;
    let pool = database.pool();
    let (store, owner) = world(pool).await;
    for (name, members) in [
        ("c", json!({"ordinal": 200})),
        ("A", json!({"ordinal": 5, "events": ["queued"], "queues": []})),
        ("b", json!({"ordinal": 5, "events": ["ended"], "queues": ["support"]})),
    ] {
        insert(&store, &draft(name, members)).await.unwrap();
    }
    let names = async |query: EventIntegrationQuery| {
        let (mut found, mut next) = (Vec::new(), None);
        loop {
            let listed = integrations::list(&store, &owner, &query, &page(1, next)).await.unwrap();
            found.extend(listed.items.into_iter().map(|item| item.name));
            next = listed.next_cursor;
            if next.is_none() {
                return found;
            }
        }
    };
    let all = EventIntegrationQuery::default();
    assert_eq!(names(all.clone()).await, ["A", "b", "c"]);
    assert_eq!(names(EventIntegrationQuery { event: Some(EventName::Ended), ..all.clone() }).await, ["b", "c"]);
    assert_eq!(names(EventIntegrationQuery { queue: Some("sales".into()), ..all.clone() }).await, ["c"]);
    assert_eq!(names(EventIntegrationQuery { search: Some("HOOKS".into()), ..all }).await, ["A", "b", "c"]);
}

#[tokio::test]
async fn a_call_center_goes_with_its_event_integrations() {
    let database = TestDatabase::create().await;
    let pool = database.pool();
    let (store, owner) = world(pool).await;
    let made = insert(&store, &draft("Route", json!({}))).await.unwrap();
    let mut unit = store.begin().await.unwrap();
    patchbay_store::call_centers::delete(&mut unit, &Reach::All, &owner, None).await.unwrap();
    unit.commit().await.unwrap();
    assert_eq!(integrations::find(&store, &owner, made.id).await.unwrap(), None);
}

#[tokio::test]
async fn what_is_gone_on_the_other_side_is_deselected_and_a_published_template_is_not() {
    let database = TestDatabase::create().await;
    let pool = database.pool();
    let (store, owner) = world(pool).await;
    let made = insert(&store, &draft("Route", json!({}))).await.unwrap();
    let parts = integrations::find_parts(&store, &owner, made.id).await.unwrap().unwrap();
    let silence = async |endpoint| {
        let mut unit = store.begin().await.unwrap();
        let silenced = endpoints::silence(&mut unit, &owner, endpoint, &stamp()).await.unwrap();
        unit.commit().await.unwrap();
        silenced
    };
    assert_eq!(silence(parts.endpoint).await.unwrap().event_integration, Some(made.id));
    let now = integrations::get(&store, &owner, made.id).await.unwrap();
    assert_eq!((now.is_enabled(), now.version.0, now.queues.len()), (false, 2, 1), "the rest of the form stays");
    assert_eq!(silence(parts.endpoint).await, None, "it is silent already");
    let published = insert_template(&store, "acme", None).await;
    let endpoint = insert_endpoint(&store, published.id, "log", json!({"triggers": ["call_end"]})).await;
    assert_eq!(silence(endpoint.id).await, None);
}
