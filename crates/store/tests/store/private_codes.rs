use crate::support::*;
use patchbay_model::id::{PrivateCodeId, TemplateId, Version};
use patchbay_model::private_code::{PrivateCode, PrivateCodeDraft};
use patchbay_model::valid::Valid;
use patchbay_store::configuration_versions::{self, Object};
use patchbay_store::{Reach, Store, StoreError, callbox_integrations, constraint, private_codes, templates};
use patchbay_testkit::TestDatabase;
use serde_json::json;

fn code(function: &str, show_info: &str) -> Valid<PrivateCodeDraft> {
    valid(PrivateCodeDraft { function: function.to_owned(), show_info: show_info.to_owned() })
}

async fn save(
    store: &Store,
    template: TemplateId,
    draft: &Valid<PrivateCodeDraft>,
    version: Option<i64>,
) -> Result<PrivateCode, StoreError> {
    let (mut unit, id) = (store.begin().await?, PrivateCodeId(id()));
    let version = version.map(Version);
    let saved = private_codes::save(&mut unit, &Reach::All, template, id, draft, version, &stamp()).await?;
    unit.commit().await?;
    Ok(saved)
}

#[tokio::test]
async fn code_is_read_back_as_saved_and_each_save_is_kept() {
    let database = TestDatabase::create().await;
    let store = database.store().await;
    insert_call_center(&store, "cc-1").await;
    let template = insert_template(&store, "own", Some("cc-1")).await.id;
    assert_eq!(private_codes::find(&store, template).await.unwrap(), None);
    let first = save(&store, template, &code("export const ü = 1;\n", ""), Some(0)).await.unwrap();
    let second = save(&store, template, &code("", "export function showInfo() {}"), Some(1)).await.unwrap();
    assert_eq!((first.version, second.version, second.id), (Version(1), Version(2), first.id));
    assert_eq!(private_codes::find(&store, template).await.unwrap(), Some(second.clone()));
    assert_eq!(private_codes::find_template(&store, first.id.unwrap()).await.unwrap(), Some(template));

    let object = Object::PrivateCode(first.id.unwrap());
    let kept = configuration_versions::list(&store, &one("cc-1"), object, &page(10, None)).await.unwrap();
    let kept: Vec<PrivateCode> =
        kept.items.into_iter().map(|version| serde_json::from_value(version.snapshot).unwrap()).collect();
    assert_eq!(kept, [second, first]);
    assert!(
        configuration_versions::list(&store, &one("cc-2"), object, &page(10, None)).await.unwrap().items.is_empty()
    );
}

#[tokio::test]
async fn of_two_that_saw_the_same_code_the_second_is_told() {
    let database = TestDatabase::create().await;
    let store = database.store().await;
    insert_call_center(&store, "cc-1").await;
    let template = insert_template(&store, "own", Some("cc-1")).await.id;
    save(&store, template, &code("1", ""), Some(0)).await.unwrap();
    let late = save(&store, template, &code("2", ""), Some(0)).await;
    assert!(matches!(late, Err(StoreError::Stale { current: Version(1) })), "{late:?}");
}

#[tokio::test]
async fn a_published_template_carries_no_code() {
    let database = TestDatabase::create().await;
    let store = database.store().await;
    insert_call_center(&store, "cc-1").await;
    let published = insert_template(&store, "shared", None).await.id;
    let refused = save(&store, published, &code("1", ""), None).await;
    assert_eq!(constraint_of(refused), constraint::PRIVATE_CODE_TEMPLATE);

    let own = insert_template(&store, "own", Some("cc-1")).await.id;
    save(&store, own, &code("1", ""), None).await.unwrap();
    let publish = async || {
        let mut unit = store.begin().await.unwrap();
        let draft = template_draft("own", None, json!({}));
        let outcome = templates::update(&mut unit, &Reach::All, own, &draft, None, &stamp()).await;
        unit.rollback().await.unwrap();
        outcome
    };
    assert_eq!(constraint_of(publish().await), constraint::PRIVATE_CODE_TEMPLATE);
    save(&store, own, &code("", ""), None).await.unwrap();
    publish().await.unwrap();
}

#[tokio::test]
async fn the_callbox_is_told_of_modules_that_are_there() {
    let database = TestDatabase::create().await;
    let store = database.store().await;
    insert_call_center(&store, "cc-1").await;
    let own = insert_template(&store, "own", Some("cc-1")).await.id;
    insert_integrator(&store, "cc-1", own).await;
    let told = async || {
        let found = callbox_integrations::list(&store, &cc("cc-1")).await.unwrap();
        found
            .into_iter()
            .map(|one| one.code.map(|code| (code.version.0, code.function, code.show_info)))
            .collect::<Vec<_>>()
    };
    assert_eq!(told().await, [None]);
    save(&store, own, &code("f", ""), None).await.unwrap();
    assert_eq!(told().await, [Some((1, Some("f".to_owned()), None))]);
    save(&store, own, &code("", ""), None).await.unwrap();
    assert_eq!(told().await, [None]);
}
