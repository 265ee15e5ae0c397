use crate::support::*;
use futures::future::join_all;
use patchbay_model::id::{TemplateId, Version};
use patchbay_model::template::{Template, Visibility};
use patchbay_store::configuration_versions::{self, Object};
use patchbay_store::{Reach, StoreError, constraint, integrators, templates};
use patchbay_testkit::TestDatabase;
use serde_json::json;

#[tokio::test]
async fn a_template_is_read_back_as_written_with_its_parameters_in_order() {
    let database = TestDatabase::create().await;
    let store = database.store().await;
    let draft = template_draft("acme", None, json!({"description": "Ünïcode"}));
    let mut unit = store.begin().await.unwrap();
    let made = templates::insert(&mut unit, TemplateId(id()), &draft, &stamp()).await.unwrap();
    unit.commit().await.unwrap();
    assert_eq!(patchbay_model::template::TemplateDraft::from(&made), draft.into_inner());
    assert_eq!((made.version, made.created_at), (Version(1), at(0)));
    assert_eq!(templates::get(&store, &one("cc-1"), made.id).await.unwrap(), made);
}

#[tokio::test]
async fn two_templates_of_one_name_are_never_seen_by_the_same_call_center() {
    let database = TestDatabase::create().await;
    let store = database.store().await;
    insert_call_center(&store, "cc-1").await;
    insert_call_center(&store, "cc-2").await;
    // The name that is there, its owner, the owner of the same name again, and whether that is allowed.
    let table = [
        ("a", None, None, false),
        ("b", None, Some("cc-1"), false),
        ("c", Some("cc-1"), None, false),
        ("d", Some("cc-1"), Some("cc-1"), false),
        ("e", Some("cc-1"), Some("cc-2"), true),
    ];
    for (name, first, second, allowed) in table {
        insert_template(&store, name, first).await;
        let outcome = try_insert_template(&store, name, second).await;
        if allowed {
            outcome.unwrap();
        } else {
            assert_eq!(constraint_of(outcome), constraint::TEMPLATE_NAME, "{name}");
        }
    }
    insert_template(&store, "A", None).await; // names are exact
    assert_eq!(constraint_of(try_insert_template(&store, "z", Some("cc-9")).await), constraint::TEMPLATE_CALL_CENTER);
}

#[tokio::test]
async fn of_parallel_writers_of_a_name_one_gets_it_and_the_others_are_told() {
    let database = TestDatabase::create().await;
    let store = database.store().await;
    let owners = [None, Some("cc-1"), Some("cc-2"), None, Some("cc-1")];
    insert_call_center(&store, "cc-1").await;
    insert_call_center(&store, "cc-2").await;
    insert_template(&store, "before", None).await;
    for round in 0..5 {
        let name = format!("name {round}");
        let outcomes = join_all(owners.iter().map(|owner| try_insert_template(&store, &name, *owner))).await;
        let got: Vec<_> = outcomes.iter().filter_map(|outcome| outcome.as_ref().ok()).collect();
        let private = got.iter().filter(|template| template.visibility == Visibility::Private).count();
        assert!(got.len() == 1 || (got.len() == 2 && private == 2), "{got:?}");
        for refused in outcomes.into_iter().filter(Result::is_err) {
            assert_eq!(constraint_of(refused), constraint::TEMPLATE_NAME);
        }
    }
}

#[tokio::test]
async fn publishing_and_renaming_meet_the_same_rule() {
    let database = TestDatabase::create().await;
    let store = database.store().await;
    insert_call_center(&store, "cc-1").await;
    insert_template(&store, "published", None).await;
    let private = insert_template(&store, "private", Some("cc-1")).await;
    let renamed = template_draft("published", Some("cc-1"), json!({}));
    let mut unit = store.begin().await.unwrap();
    let renamed = templates::update(&mut unit, &Reach::All, private.id, &renamed, None, &stamp()).await;
    assert_eq!(constraint_of(renamed), constraint::TEMPLATE_NAME);
    unit.rollback().await.unwrap();
    let published = template_draft("private", None, json!({}));
    let mut unit = store.begin().await.unwrap();
    let saved = templates::update(&mut unit, &Reach::All, private.id, &published, Some(Version(1)), &stamp()).await;
    assert_eq!(saved.unwrap().visibility, Visibility::Published);
    unit.commit().await.unwrap();
    assert_eq!(constraint_of(try_insert_template(&store, "private", Some("cc-1")).await), constraint::TEMPLATE_NAME);
}

#[tokio::test]
async fn a_template_that_others_use_can_not_be_taken_from_them() {
    let database = TestDatabase::create().await;
    let store = database.store().await;
    insert_call_center(&store, "cc-1").await;
    insert_call_center(&store, "cc-2").await;
    let template = insert_template(&store, "acme", None).await;
    insert_integrator(&store, "cc-2", template.id).await;
    let taken = template_draft("acme", Some("cc-1"), json!({}));
    let mut unit = store.begin().await.unwrap();
    let taken = templates::update(&mut unit, &Reach::All, template.id, &taken, None, &stamp()).await;
    assert_eq!(constraint_of(taken), constraint::TEMPLATE_IN_USE);
}

#[tokio::test]
async fn a_tenant_reads_published_templates_and_writes_only_its_own() {
    let database = TestDatabase::create().await;
    let store = database.store().await;
    insert_call_center(&store, "cc-1").await;
    insert_call_center(&store, "cc-2").await;
    let published = insert_template(&store, "published", None).await;
    let own = insert_template(&store, "own", Some("cc-1")).await;
    let foreign = insert_template(&store, "foreign", Some("cc-2")).await;
    let reach = one("cc-1");
    let seen = async |template: &Template| templates::find(&store, &reach, template.id).await.unwrap().is_some();
    assert_eq!([seen(&published).await, seen(&own).await, seen(&foreign).await], [true, true, false]);
    for (template, allowed) in [(&published, false), (&own, true), (&foreign, false)] {
        let mut unit = store.begin().await.unwrap();
        let outcome = templates::delete(&mut unit, &reach, template.id, None).await;
        assert_eq!(outcome.is_ok(), allowed, "{}", template.name);
        if !allowed {
            assert!(matches!(outcome, Err(StoreError::NotFound)));
        }
    }
    assert!(templates::usage(&store, &reach, published.id).await.is_ok());
    assert!(matches!(templates::usage(&store, &reach, foreign.id).await, Err(StoreError::NotFound)));
}

#[tokio::test]
async fn a_path_names_a_template_by_id_or_by_the_name_its_call_center_sees() {
    let database = TestDatabase::create().await;
    let store = database.store().await;
    insert_call_center(&store, "cc-1").await;
    insert_call_center(&store, "cc-2").await;
    let published = insert_template(&store, "published", None).await;
    let own = insert_template(&store, "own", Some("cc-1")).await;
    // Someone named a template like another one's id.
    insert_template(&store, &own.id.to_string(), None).await;
    let find = async |reach: Reach, call_center: Option<&str>, key: &str| {
        let call_center = call_center.map(cc);
        templates::find_by_key(&store, &reach, call_center.as_ref(), key).await.unwrap().map(|template| template.id)
    };
    assert_eq!(find(Reach::All, None, "published").await, Some(published.id));
    assert_eq!(find(Reach::All, None, "own").await, None);
    assert_eq!(find(Reach::All, Some("cc-1"), "own").await, Some(own.id));
    assert_eq!(find(Reach::All, None, &own.id.to_string()).await, Some(own.id));
    assert_eq!(find(one("cc-2"), Some("cc-1"), "own").await, None);
    assert_eq!(find(Reach::All, Some("cc-1"), "nothing").await, None);
}

#[tokio::test]
async fn saving_replaces_the_parameters_and_integrators_lose_values_of_removed_ones() {
    let database = TestDatabase::create().await;
    let store = database.store().await;
    insert_call_center(&store, "cc-1").await;
    let template = insert_template(&store, "acme", None).await;
    let integrator = insert_integrator(&store, "cc-1", template.id).await;
    let (required, removed) = (["X-Api-Key".to_owned(), "account".into()], ["region".to_owned()]);
    let affected = integrators::affected(&store, &Reach::All, template.id, &required, &removed, 10).await.unwrap();
    assert_eq!(affected.len(), 1);
    assert_eq!(
        (affected[0].lacks.as_slice(), affected[0].loses.as_slice()),
        (&["account".to_owned()][..], &["region".to_owned()][..])
    );

    let parameters = json!([{"name": "account", "location": "path", "required": true}, {"name": "X-Api-Key", "location": "header", "secret": true}]);
    let draft = template_draft("acme", None, json!({"parameters": parameters}));
    let mut unit = store.begin().await.unwrap();
    let saved =
        templates::update(&mut unit, &Reach::All, template.id, &draft, Some(Version(1)), &stamp()).await.unwrap();
    unit.commit().await.unwrap();
    let names: Vec<_> = saved.parameters.iter().map(|parameter| parameter.name.as_str()).collect();
    assert_eq!((names, saved.version), (vec!["account", "X-Api-Key"], Version(2)));
    let fields = integrators::get(&store, &Reach::All, integrator.id).await.unwrap().fields;
    assert_eq!(serde_json::to_value(fields).unwrap()["account"], json!(null));
}

#[tokio::test]
async fn every_save_keeps_a_version_with_the_endpoints() {
    let database = TestDatabase::create().await;
    let store = database.store().await;
    let template = insert_template(&store, "acme", None).await;
    insert_endpoint(&store, template.id, "search", json!({})).await;
    let second = stamp();
    let mut unit = store.begin().await.unwrap();
    let draft = template_draft("acme 2", None, json!({}));
    templates::update(&mut unit, &Reach::All, template.id, &draft, None, &second).await.unwrap();
    templates::delete(&mut unit, &Reach::All, template.id, Some(Version(2))).await.unwrap();
    unit.commit().await.unwrap();
    let object = Object::Template(template.id);
    let first_page = configuration_versions::list(&store, &one("cc-1"), object, &page(1, None)).await.unwrap();
    let newest = &first_page.items[0];
    assert_eq!((newest.version, newest.id, newest.actor.as_str()), (Version(2), second.version_id, "ann@example.com"));
    assert_eq!(
        (&newest.snapshot["name"], &newest.snapshot["endpoints"][0]["name"]),
        (&json!("acme 2"), &json!("search"))
    );
    let rest =
        configuration_versions::list(&store, &one("cc-1"), object, &page(1, first_page.next_cursor)).await.unwrap();
    assert_eq!((rest.items[0].version, rest.next_cursor), (Version(1), None));
    let found = configuration_versions::get(&store, &one("cc-1"), second.version_id).await.unwrap();
    assert_eq!(found, *newest);
}

#[tokio::test]
async fn versions_of_a_private_template_are_its_call_centers() {
    let database = TestDatabase::create().await;
    let store = database.store().await;
    insert_call_center(&store, "cc-1").await;
    let template = insert_template(&store, "own", Some("cc-1")).await;
    let object = Object::Template(template.id);
    let version =
        configuration_versions::list(&store, &one("cc-1"), object, &page(9, None)).await.unwrap().items.remove(0);
    assert_eq!(templates::find_version(&store, template.id).await.unwrap(), Some(version.id));
    assert_eq!(configuration_versions::find(&store, &one("cc-2"), version.id).await.unwrap(), None);
    let foreign = configuration_versions::list(&store, &one("cc-2"), object, &page(9, None)).await.unwrap();
    assert_eq!(foreign.items, []);
}
