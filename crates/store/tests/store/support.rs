//! What most tests need: ids, times, and rows to refer to.

use chrono::{DateTime, Duration};
use patchbay_model::call_center::CallCenterDraft;
use patchbay_model::endpoint::{Endpoint, EndpointDraft};
use patchbay_model::execution::{Cause, Effects, Execution, ExecutionStatus, ExecutionSummary};
use patchbay_model::id::{CallCenterId, ConfigurationVersionId, EndpointId, ExecutionId, IntegratorId, TemplateId};
use patchbay_model::integrator::Integrator;
use patchbay_model::page::PageRequest;
use patchbay_model::template::{Template, TemplateDraft};
use patchbay_model::time::Timestamp;
use patchbay_model::valid::{Valid, Validate};
use patchbay_store::executions::ExecutionRecord;
use patchbay_store::integrators::{FieldWrite, IntegratorWrite, SecretWrite};
use patchbay_store::{Reach, Sealed, Stamp, Store, StoreError, Unit};
use serde_json::{Value, json};
use std::sync::atomic::{AtomicU64, Ordering};
use uuid::Uuid;

/// 2026-11-20 09:00 UTC, plus some seconds.
pub fn at(seconds: i64) -> Timestamp {
    Timestamp(DateTime::from_timestamp(1_795_165_200 + seconds, 0).unwrap())
}

/// A UUIDv7 of that time; later calls give greater ones.
pub fn id_at(at: Timestamp) -> Uuid {
    static COUNT: AtomicU64 = AtomicU64::new(1);
    let time = u128::try_from(at.0.timestamp_millis()).unwrap() << 80;
    Uuid::from_u128(time | 0x7000_8000_0000_0000_0000 | u128::from(COUNT.fetch_add(1, Ordering::Relaxed)))
}

pub fn id() -> Uuid {
    id_at(at(0))
}

pub fn stamp() -> Stamp {
    Stamp { at: at(0), actor: "ann@example.com".to_owned(), version_id: ConfigurationVersionId(id()) }
}

pub fn cc(id: &str) -> CallCenterId {
    id.parse().unwrap()
}

pub fn one(id: &str) -> Reach {
    Reach::One(cc(id))
}

pub fn page(limit: u32, cursor: Option<String>) -> PageRequest {
    PageRequest { limit, ..PageRequest::at(cursor) }
}

pub fn valid<T: Validate + std::fmt::Debug>(draft: T) -> Valid<T> {
    Valid::check(draft).unwrap()
}

/// The constraint that an error is about.
pub fn constraint_of<T: std::fmt::Debug>(outcome: Result<T, StoreError>) -> String {
    match outcome {
        Err(StoreError::Conflict { constraint } | StoreError::Reference { constraint }) => constraint,
        other => panic!("expected a conflict, got {other:?}"),
    }
}

pub fn call_center_draft(id: &str) -> Valid<CallCenterDraft> {
    let name = format!("Call center {id}");
    let (time_zone, language) = ("Asia/Ho_Chi_Minh".into(), "vi".into());
    valid(CallCenterDraft { id: cc(id), name, time_zone, language, callbox_origins: Vec::new() })
}

pub async fn insert_call_center(store: &Store, id: &str) {
    let mut unit = store.begin().await.unwrap();
    patchbay_store::call_centers::insert(&mut unit, &call_center_draft(id), at(0)).await.unwrap();
    unit.commit().await.unwrap();
}

/// A template's draft as JSON, with `members` over what is usual.
pub fn template_draft(name: &str, owner: Option<&str>, members: Value) -> Valid<TemplateDraft> {
    let mut draft = json!({
        "name": name, "label": format!("Label of {name}"), "type": "crm", "infoEnabled": true, "iframeEnabled": true,
        "visibility": if owner.is_some() { "private" } else { "published" }, "callCenterId": owner,
        "parameters": [
            {"name": "X-Api-Key", "location": "header", "required": true, "secret": true, "description": "The key"},
            {"name": "region", "location": "query", "default": "eu"},
        ],
    });
    draft.as_object_mut().unwrap().extend(members.as_object().unwrap().clone());
    valid(serde_json::from_value(draft).unwrap())
}

pub async fn insert_template(store: &Store, name: &str, owner: Option<&str>) -> Template {
    try_insert_template(store, name, owner).await.unwrap()
}

pub async fn try_insert_template(store: &Store, name: &str, owner: Option<&str>) -> Result<Template, StoreError> {
    let mut unit = store.begin().await?;
    let draft = template_draft(name, owner, json!({}));
    let template = patchbay_store::templates::insert(&mut unit, TemplateId(id()), &draft, &stamp()).await?;
    unit.commit().await?;
    Ok(template)
}

/// An endpoint's draft as JSON, with `members` over what is usual.
pub fn endpoint_draft(name: &str, members: Value) -> Valid<EndpointDraft> {
    let mut draft = json!({"name": name, "label": name, "type": "getData", "method": "GET", "url": "/contacts"});
    draft.as_object_mut().unwrap().extend(members.as_object().unwrap().clone());
    valid(serde_json::from_value(draft).unwrap())
}

pub async fn insert_endpoint(store: &Store, template: TemplateId, name: &str, members: Value) -> Endpoint {
    try_insert_endpoint(store, template, name, members).await.unwrap()
}

pub async fn try_insert_endpoint(
    store: &Store,
    template: TemplateId,
    name: &str,
    members: Value,
) -> Result<Endpoint, StoreError> {
    let mut unit = store.begin().await?;
    let draft = endpoint_draft(name, members);
    let endpoint =
        patchbay_store::endpoints::insert(&mut unit, &Reach::All, EndpointId(id()), template, &draft, &stamp()).await?;
    unit.commit().await?;
    Ok(endpoint)
}

pub fn sealed(text: &str) -> Sealed {
    Sealed(format!("sealed {text}").into_bytes())
}

/// A host, one sealed field, one plain field, one credential.
pub fn integrator_write(host: &str) -> IntegratorWrite {
    IntegratorWrite {
        host: host.to_owned(),
        description: "Main account".to_owned(),
        enabled: true,
        info: None,
        iframe: None,
        fields: [
            ("X-Api-Key".to_owned(), FieldWrite::Sealed(sealed("key"))),
            ("region".to_owned(), FieldWrite::Plain("us".to_owned())),
        ]
        .into(),
        credentials: [("basic:bob".to_owned(), SecretWrite::Sealed(sealed("password")))].into(),
    }
}

pub async fn insert_integrator(store: &Store, call_center: &str, template: TemplateId) -> Integrator {
    let write = integrator_write("api.acme.test");
    try_insert_integrator(store, call_center, template, &write).await.unwrap()
}

pub async fn try_insert_integrator(
    store: &Store,
    call_center: &str,
    template: TemplateId,
    write: &IntegratorWrite,
) -> Result<Integrator, StoreError> {
    let mut unit = store.begin().await?;
    let call_center = cc(call_center);
    let integrator =
        patchbay_store::integrators::insert(&mut unit, IntegratorId(id()), &call_center, template, write, &stamp())
            .await?;
    unit.commit().await?;
    Ok(integrator)
}

/// A succeeded execution without attempts.
pub fn record(call_center: &str, began_at: Timestamp) -> ExecutionRecord {
    let summary = ExecutionSummary {
        id: ExecutionId(id_at(began_at)),
        call_center_id: cc(call_center),
        template: "acme".to_owned(),
        template_id: TemplateId(Uuid::from_u128(1)),
        endpoint: "searchContact".to_owned(),
        endpoint_id: EndpointId(Uuid::from_u128(2)),
        integrator_id: IntegratorId(Uuid::from_u128(3)),
        cause: Cause::Execute,
        conversation: None,
        status: ExecutionStatus::Succeeded,
        error_code: None,
        response_status: Some(200),
        attempt_count: 0,
        created_at: began_at,
        finished_at: Some(Timestamp(began_at.0 + Duration::milliseconds(12))),
        duration_us: 12_345,
    };
    let execution = Execution {
        summary,
        configuration_version_id: None,
        request_id: None,
        next_attempt_at: None,
        failure: None,
        effects: Effects::default(),
        attempts: Vec::new(),
    };
    ExecutionRecord { execution, actor: Some("ann@example.com".to_owned()), key_id: None }
}

/// Runs statements that no query of the store would make.
pub async fn run(store: &Store, sql: &'static str) -> Result<(), StoreError> {
    let mut unit = store.begin().await?;
    run_in(&mut unit, sql).await?;
    unit.commit().await
}

pub async fn run_in(unit: &mut Unit, sql: &'static str) -> Result<(), StoreError> {
    use patchbay_store::Db;
    sqlx::Executor::execute(unit.executor(), sql).await?;
    Ok(())
}
