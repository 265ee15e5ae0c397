//! A portal on a fresh database, and short ways to fill it.

use patchbay_app::portal::{Portal, PortalError};
use patchbay_model::access::{Actor, Identity, Role, Scope};
use patchbay_model::audit::{AuditEntry, AuditQuery};
use patchbay_model::call_center::CallCenterDraft;
use patchbay_model::endpoint::{Endpoint, EndpointDraft};
use patchbay_model::id::{CallCenterId, KeyId, UserId};
use patchbay_model::integrator::{Integrator, IntegratorDraft};
use patchbay_model::page::PageRequest;
use patchbay_model::template::{Template, TemplateDraft};
use patchbay_server::services::Services;
use patchbay_server::settings::Settings;
use patchbay_store::Store;
use patchbay_testkit::TestDatabase;
use serde_json::{Value, json};
use sqlx::{PgPool, Row as _};
use std::net::SocketAddr;
use std::sync::Arc;
use tokio::net::TcpListener;
use uuid::Uuid;

/// A portal and what it stands on.
pub struct Desk {
    pub portal: Arc<dyn Portal>,
    pub store: Store,
    pub services: Services,
    pool: PgPool,
    _database: TestDatabase,
}

impl Desk {
    pub async fn open() -> Self {
        let database = TestDatabase::create().await;
        let environment = |name: &str| {
            (name == "PATCHBAY_SECRET_KEY").then(|| "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=".to_owned())
        };
        let (settings, _) = Settings::read(None, &environment).unwrap();
        let store = database.store().await;
        let services = Services::start(settings, store.clone()).await.unwrap();
        let pool = PgPool::connect(&database.url()).await.unwrap();
        Self { portal: Arc::clone(&services.portal), store, services, pool, _database: database }
    }

    pub async fn call_center(&self, id: &str) -> CallCenterId {
        let id: CallCenterId = id.parse().unwrap();
        let (name, time_zone, language) = (format!("Call center {id}"), "UTC".to_owned(), "en".to_owned());
        let draft = CallCenterDraft { id: id.clone(), name, time_zone, language, callbox_origins: Vec::new() };
        self.portal.create_call_center(&operator(), draft).await.unwrap();
        id
    }

    pub async fn template(&self, draft: Value) -> Template {
        self.portal.create_template(&operator(), template(draft)).await.unwrap()
    }

    pub async fn endpoint(&self, of: &Template, draft: Value) -> Endpoint {
        self.portal.create_endpoint(&operator(), of.id, endpoint(draft)).await.unwrap()
    }

    pub async fn integrator(&self, call_center: &CallCenterId, draft: Value) -> Integrator {
        self.portal.create_integrator(&operator(), call_center, integrator(draft)).await.unwrap()
    }

    /// The newest entries of the audit trail.
    pub async fn trail(&self) -> Vec<AuditEntry> {
        let page = self.portal.list_audit(&operator(), AuditQuery::default(), PageRequest::default()).await;
        page.unwrap().items
    }

    /// Serves it on a socket of its own; gives the address.
    pub async fn serve(&self) -> String {
        let metrics = metrics_exporter_prometheus::PrometheusBuilder::new().build_recorder().handle();
        let router = patchbay_server::router::router(self.services.state(metrics).unwrap());
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let base = format!("http://{}", listener.local_addr().unwrap());
        let service = router.into_make_service_with_connect_info::<SocketAddr>();
        tokio::spawn(async move { axum::serve(listener, service).await });
        base
    }

    /// Does to the database what no portal would: lets time pass, brings in what is broken.
    pub async fn meddle(&self, statement: &'static str) {
        query(statement).execute(&self.pool).await.unwrap();
    }

    /// The first column of every row, as text.
    pub async fn stored(&self, statement: &'static str) -> Vec<Option<String>> {
        query(statement).fetch_all(&self.pool).await.unwrap().iter().map(|row| row.get(0)).collect()
    }

    /// Everything that the tables of the configuration hold in plain text, for looking for what must not be there.
    pub async fn everything_stored(&self) -> String {
        let mut text = String::new();
        for statement in [
            "SELECT t::text FROM configuration_versions t",
            "SELECT t::text FROM audit_entries t",
            "SELECT t::text FROM integrators t",
            "SELECT t::text FROM integrator_fields t",
            "SELECT t::text FROM credentials t",
        ] {
            self.stored(statement).await.into_iter().flatten().for_each(|row| text.push_str(&row));
        }
        text
    }
}

#[expect(clippy::disallowed_methods, reason = "a test looks where the store has no query for it")]
fn query(statement: &'static str) -> sqlx::query::Query<'static, sqlx::Postgres, sqlx::postgres::PgArguments> {
    sqlx::query(statement)
}

/// The command line of the deployment: everything.
pub fn operator() -> Actor {
    Actor { identity: Identity::Operator, call_center: None, name: "test".into(), request_id: Some("r-1".into()) }
}

pub fn person(role: Role, call_center: Option<&CallCenterId>) -> Actor {
    let identity = Identity::User { id: UserId(Uuid::nil()), role };
    Actor { identity, call_center: call_center.cloned(), name: format!("{role}"), request_id: None }
}

pub fn program(scopes: &[Scope], call_center: Option<&CallCenterId>) -> Actor {
    let identity = Identity::Key { id: KeyId(Uuid::nil()), scopes: scopes.to_vec() };
    Actor { identity, call_center: call_center.cloned(), name: format!("key {scopes:?}"), request_id: None }
}

/// A template's draft: published `acme` of type crm without parameters, and `members` over it.
pub fn template(members: Value) -> TemplateDraft {
    let base = json!({"name": "acme", "label": "Acme", "type": "crm", "visibility": "published"});
    serde_json::from_value(merged(base, members)).unwrap()
}

/// An endpoint's draft: `GET /contacts` called `find`, and `members` over it.
pub fn endpoint(members: Value) -> EndpointDraft {
    let base = json!({"name": "find", "label": "Find", "type": "getData", "method": "GET", "url": "/contacts"});
    serde_json::from_value(merged(base, members)).unwrap()
}

/// An auth endpoint's draft.
pub fn auth(name: &str) -> Value {
    json!({"name": name, "label": name, "type": "auth", "method": "POST", "url": "/oauth/token"})
}

/// An endpoint's draft that takes the access token.
pub fn signed_in(name: &str, auth_endpoint: Value) -> Value {
    let token =
        json!({"name": "Authorization", "location": "header", "source": "accessToken", "format": "Bearer {token}"});
    json!({"name": name, "authEndpoint": auth_endpoint, "parameters": [token]})
}

/// An integrator's draft: of `acme` at `api.acme.test`, and `members` over it.
pub fn integrator(members: Value) -> IntegratorDraft {
    let base = json!({"template": "acme", "host": "api.acme.test"});
    serde_json::from_value(merged(base, members)).unwrap()
}

fn merged(mut base: Value, members: Value) -> Value {
    for (name, value) in members.as_object().unwrap() {
        base[name] = value.clone();
    }
    base
}

/// The pointers at which a draft was refused.
pub fn refused<T: std::fmt::Debug>(outcome: Result<T, PortalError>) -> Vec<String> {
    match outcome {
        Err(PortalError::Invalid(found)) => found.into_iter().map(|violation| violation.pointer).collect(),
        other => panic!("not refused as invalid: {other:?}"),
    }
}

/// The pointer and the words of a conflict.
pub fn conflict<T: std::fmt::Debug>(outcome: Result<T, PortalError>) -> (String, String) {
    match outcome {
        Err(PortalError::Conflict { pointer, detail }) => (pointer, detail.to_string()),
        other => panic!("no conflict: {other:?}"),
    }
}
