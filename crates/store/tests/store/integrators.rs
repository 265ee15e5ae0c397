use crate::support::*;
use patchbay_model::id::{TemplateId, Version};
use patchbay_model::integrator::{FieldValue, Integrator, SecretState};
use patchbay_store::configuration_versions::{self, Object};
use patchbay_store::integrators::{self, FieldWrite, IntegratorWrite, SecretWrite};
use patchbay_store::{Reach, Store, StoreError, constraint, templates};
use patchbay_testkit::TestDatabase;
use serde_json::json;

async fn update(store: &Store, integrator: &Integrator, write: &IntegratorWrite) -> Result<Integrator, StoreError> {
    let mut unit = store.begin().await?;
    let reach = Reach::One(integrator.call_center_id.clone());
    let saved =
        integrators::update(&mut unit, &reach, integrator.id, write, Some(integrator.version), &stamp()).await?;
    unit.commit().await?;
    Ok(saved)
}

fn kept() -> IntegratorWrite {
    IntegratorWrite {
        fields: [("X-Api-Key".to_owned(), FieldWrite::Keep), ("region".to_owned(), FieldWrite::Plain("us".to_owned()))]
            .into(),
        credentials: [("basic:bob".to_owned(), SecretWrite::Keep)].into(),
        ..integrator_write("api.acme.test")
    }
}

#[tokio::test]
async fn an_integrator_is_read_back_without_its_secrets() {
    let database = TestDatabase::create().await;
    let store = database.store().await;
    insert_call_center(&store, "cc-1").await;
    let template = insert_template(&store, "acme", None).await;
    let info = json!({"userInfo": [], "renderTooltip": []});
    let write = IntegratorWrite { info: Some(info.clone()), ..integrator_write("api.acme.test:8443") };
    let made = try_insert_integrator(&store, "cc-1", template.id, &write).await.unwrap();
    let set = SecretState { set: true, updated_at: Some(at(0)) };
    assert_eq!(made.fields["X-Api-Key"], FieldValue::Secret(set.clone()));
    assert_eq!(made.fields["region"], FieldValue::Plain("us".into()));
    assert_eq!((made.credentials[0].id.as_str(), &made.credentials[0].secret), ("basic:bob", &set));
    assert_eq!((made.template.as_str(), made.host.as_str()), ("acme", "api.acme.test:8443"));
    assert_eq!(made.info.as_ref().unwrap().to_string(), info.to_string());
    assert_eq!(integrators::find_by_template(&store, &cc("cc-1"), template.id).await.unwrap(), Some(made.clone()));
    assert_eq!(integrators::find(&store, &one("cc-2"), made.id).await.unwrap(), None);
    let kept =
        configuration_versions::list(&store, &one("cc-1"), Object::Integrator(made.id), &page(9, None)).await.unwrap();
    assert!(!kept.items[0].snapshot.to_string().contains("sealed"), "{}", kept.items[0].snapshot);
}

#[tokio::test]
async fn a_template_is_plugged_in_once_per_call_center_that_sees_it() {
    let database = TestDatabase::create().await;
    let store = database.store().await;
    insert_call_center(&store, "cc-1").await;
    insert_call_center(&store, "cc-2").await;
    let template = insert_template(&store, "acme", None).await;
    let private = insert_template(&store, "private", Some("cc-1")).await;
    insert_integrator(&store, "cc-1", template.id).await;
    let write = integrator_write("api.acme.test");
    let table = [
        ("cc-1", template.id, constraint::INTEGRATOR_TEMPLATE),
        ("cc-2", private.id, constraint::INTEGRATOR_TEMPLATE_MISSING),
        ("cc-2", TemplateId(id()), constraint::INTEGRATOR_TEMPLATE_MISSING),
        ("cc-9", template.id, constraint::INTEGRATOR_CALL_CENTER),
    ];
    for (call_center, template, expected) in table {
        assert_eq!(constraint_of(try_insert_integrator(&store, call_center, template, &write).await), expected);
    }
}

#[tokio::test]
async fn a_kept_secret_stays_and_what_is_left_out_goes() {
    let database = TestDatabase::create().await;
    let store = database.store().await;
    insert_call_center(&store, "cc-1").await;
    let template = insert_template(&store, "acme", None).await;
    let made = insert_integrator(&store, "cc-1", template.id).await;
    let saved = update(&store, &made, &kept()).await.unwrap();
    assert_eq!((&saved.fields, &saved.credentials, saved.version), (&made.fields, &made.credentials, Version(2)));
    let emptied = IntegratorWrite { fields: [].into(), credentials: [].into(), ..kept() };
    let saved = update(&store, &saved, &emptied).await.unwrap();
    assert_eq!(saved.fields["X-Api-Key"], FieldValue::Secret(SecretState { set: false, updated_at: None }));
    assert_eq!((&saved.fields["region"], saved.credentials.len()), (&FieldValue::Missing(()), 0));
    let stale = update(&store, &made, &emptied).await;
    assert!(matches!(stale, Err(StoreError::Stale { current: Version(3) })));
}

#[tokio::test]
async fn a_secret_never_goes_to_another_host() {
    let database = TestDatabase::create().await;
    let store = database.store().await;
    insert_call_center(&store, "cc-1").await;
    let template = insert_template(&store, "acme", None).await;
    let made = insert_integrator(&store, "cc-1", template.id).await;
    let elsewhere = |write: IntegratorWrite| IntegratorWrite { host: "evil.test".into(), ..write };
    assert_eq!(constraint_of(update(&store, &made, &elsewhere(kept())).await), constraint::FIELD_HOST);
    let new_field = IntegratorWrite { credentials: kept().credentials, ..integrator_write("") };
    assert_eq!(constraint_of(update(&store, &made, &elsewhere(new_field)).await), constraint::CREDENTIAL_HOST);
    let saved = update(&store, &made, &elsewhere(integrator_write(""))).await.unwrap();
    assert_eq!(saved.host, "evil.test");
}

#[tokio::test]
async fn a_parameter_that_becomes_secret_hides_its_value_and_has_it_sealed() {
    let database = TestDatabase::create().await;
    let store = database.store().await;
    insert_call_center(&store, "cc-1").await;
    let template = insert_template(&store, "acme", None).await;
    let made = insert_integrator(&store, "cc-1", template.id).await;
    let parameters = json!([{"name": "region", "location": "query", "secret": true}]);
    let draft = template_draft("acme", None, json!({"parameters": parameters}));
    let mut unit = store.begin().await.unwrap();
    templates::update(&mut unit, &Reach::All, template.id, &draft, None, &stamp()).await.unwrap();
    let hidden = integrators::get(&mut unit, &Reach::All, made.id).await.unwrap();
    assert!(matches!(hidden.fields["region"], FieldValue::Secret(SecretState { set: true, .. })));
    let plain = integrators::list_to_seal(&mut unit, template.id).await.unwrap();
    assert_eq!((plain.len(), plain[0].integrator_id, plain[0].value.as_str()), (1, made.id, "us"));
    integrators::seal_field(&mut unit, made.id, "region", &sealed("us"), at(9)).await.unwrap();
    assert!(integrators::list_to_seal(&mut unit, template.id).await.unwrap().is_empty());
    unit.commit().await.unwrap();
    let saved = integrators::get(&store, &Reach::All, made.id).await.unwrap();
    assert_eq!(saved.fields["region"], FieldValue::Secret(SecretState { set: true, updated_at: Some(at(9)) }));
}

#[tokio::test]
async fn a_tenant_neither_saves_nor_deletes_another_ones() {
    let database = TestDatabase::create().await;
    let store = database.store().await;
    insert_call_center(&store, "cc-1").await;
    let template = insert_template(&store, "acme", None).await;
    let made = insert_integrator(&store, "cc-1", template.id).await;
    let mut unit = store.begin().await.unwrap();
    let saved = integrators::update(&mut unit, &one("cc-2"), made.id, &kept(), None, &stamp()).await;
    assert!(matches!(saved, Err(StoreError::NotFound)));
    assert!(matches!(integrators::delete(&mut unit, &one("cc-2"), made.id, None).await, Err(StoreError::NotFound)));
    integrators::delete(&mut unit, &one("cc-1"), made.id, Some(Version(1))).await.unwrap();
    assert_eq!(integrators::find(&mut unit, &Reach::All, made.id).await.unwrap(), None);
}
