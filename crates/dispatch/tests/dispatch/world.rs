//! A call center with one template plugged in, and processes that run its endpoints.

use crate::clock::TestClock;
use crate::upstream::Upstream;
use patchbay_dispatch::{Call, Caller, Clock, Dispatcher, EventAnswer, Post, SecretKeeper, Settings, places};
use patchbay_engine::net::{LaneLimits, OutboundClient, OutboundSettings};
use patchbay_model::call_center::CallCenterDraft;
use patchbay_model::event::Event;
use patchbay_model::execution::{Execution, ExecutionQuery, ExecutionStatus, ExecutionSummary};
use patchbay_model::id::{CallCenterId, ConfigurationVersionId, EndpointId, ExecutionId, IntegratorId, TemplateId};
use patchbay_model::page::PageRequest;
use patchbay_model::secret::Secret;
use patchbay_model::template::{TemplateDraft, Visibility};
use patchbay_model::valid::Valid;
use patchbay_store::integrators::{FieldWrite, IntegratorWrite, SecretWrite};
use patchbay_store::{
    Reach, Sealed, Stamp, Store, call_centers, endpoints, executions, integrators, partitions, templates,
};
use patchbay_testkit::TestDatabase;
use patchbay_vault::{KeyRing, MasterKey, SecretPlace};
use serde_json::{Value, json};
use sqlx::PgPool;
use std::sync::Arc;
use std::time::Duration;

pub struct World {
    pub pool: PgPool,
    pub store: Store,
    pub clock: Arc<TestClock>,
    pub upstream: Upstream,
    pub call_center: CallCenterId,
    pub template_id: TemplateId,
    pub integrator_id: IntegratorId,
    ring: Arc<KeyRing>,
    /// Goes last.
    _database: TestDatabase,
}

pub const SECRET: &str = "s3cret/key";

impl World {
    pub async fn start() -> Self {
        let database = TestDatabase::create().await;
        let pool = database.pool();
        let store = Store::from_pool(pool.clone());
        let clock = Arc::new(TestClock::at("2026-11-20T09:30:00Z"));
        partitions::create_ahead(&store, clock.now()).await.unwrap();
        let mut world = Self {
            pool,
            store,
            upstream: Upstream::start().await,
            call_center: "cc-1".parse().unwrap(),
            template_id: TemplateId(clock.new_id()),
            integrator_id: IntegratorId(clock.new_id()),
            ring: Arc::new(KeyRing::new(MasterKey::generate().unwrap())),
            clock,
            _database: database,
        };
        world.seed().await;
        world
    }

    async fn seed(&mut self) {
        let mut unit = self.store.begin().await.unwrap();
        let draft = CallCenterDraft {
            id: self.call_center.clone(),
            name: "Acme".into(),
            time_zone: "UTC".into(),
            language: "en".into(),
            callbox_origins: Vec::new(),
        };
        call_centers::insert(&mut unit, &Valid::check(draft).unwrap(), self.clock.now()).await.unwrap();
        let template = json!({"name": "acme", "label": "Acme", "type": "sms", "visibility": "published", "parameters": [
            {"name": "X-Key", "location": "header", "required": true, "secret": true},
            {"name": "X-Sum", "location": "md5"}]});
        let draft = Valid::check(serde_json::from_value(template).unwrap()).unwrap();
        templates::insert(&mut unit, self.template_id, &draft, &self.stamp()).await.unwrap();
        unit.commit().await.unwrap();
        self.endpoint(json!({"name": "login", "type": "auth", "method": "POST", "url": "/login", "bodyFormat": "form",
            "hardParams": [{"name": "grant_type", "location": "body", "value": "client_credentials"}],
            "parameters": [{"name": "X-Key", "source": "field"}],
            "expired": {"path": "error", "equals": "expired"}}))
            .await;
        self.endpoint(json!({"name": "find", "url": "/contacts/{id}", "parameters": [
            {"name": "X-Key", "source": "field"}, {"name": "X-Sum", "source": "field"},
            {"name": "id", "location": "path", "source": "clientBody", "required": true},
            {"name": "Authorization", "location": "header", "source": "accessToken", "format": "Bearer {token}"}]}))
            .await;
        self.endpoint(json!({"name": "ping", "url": "/ping"})).await;
        self.endpoint(json!({"name": "sms", "type": "sendSms", "method": "POST", "url": "/sms", "timeoutSeconds": 2,
            "parameters": [{"name": "to", "location": "body", "source": "clientBody", "required": true}]}))
            .await;
        let host = self.upstream.address.to_string();
        let write = self.integrator(&host).await;
        let mut unit = self.store.begin().await.unwrap();
        integrators::insert(&mut unit, self.integrator_id, &self.call_center, self.template_id, &write, &self.stamp())
            .await
            .unwrap();
        unit.commit().await.unwrap();
    }

    pub fn stamp(&self) -> Stamp {
        let version_id = ConfigurationVersionId(self.clock.new_id());
        Stamp { at: self.clock.now(), actor: "test".into(), version_id }
    }

    /// An integrator with its secrets sealed for their places.
    pub async fn integrator(&self, host: &str) -> IntegratorWrite {
        let keeper = SecretKeeper::new(self.store.clone(), Arc::clone(&self.ring), self.clock.clone());
        let key = keeper.data_key(&self.call_center).await.unwrap();
        let seal = |field: &str, secret: &str| {
            let place = SecretPlace { call_center: &self.call_center, row: self.integrator_id.0, field };
            Sealed(key.seal(place, &Secret::new(secret)).unwrap())
        };
        IntegratorWrite {
            host: host.into(),
            description: "Acme, Europe".into(),
            enabled: true,
            info: None,
            iframe: None,
            fields: [
                ("X-Key".to_owned(), FieldWrite::Sealed(seal(&places::field("X-Key"), SECRET))),
                ("X-Sum".to_owned(), FieldWrite::Plain("abc".into())),
            ]
            .into(),
            credentials: [(
                "basic:bob".to_owned(),
                SecretWrite::Sealed(seal(&places::credential("basic:bob"), "pa55word")),
            )]
            .into(),
        }
    }

    /// Adds an endpoint; what `draft` leaves out is as for a GET.
    pub async fn endpoint(&self, draft: Value) -> EndpointId {
        let id = EndpointId(self.clock.new_id());
        let draft = Valid::check(serde_json::from_value(whole(draft)).unwrap()).unwrap();
        let mut unit = self.store.begin().await.unwrap();
        endpoints::insert(&mut unit, &Reach::All, id, self.template_id, &draft, &self.stamp()).await.unwrap();
        unit.commit().await.unwrap();
        id
    }

    /// Changes an endpoint, as another process would.
    pub async fn change_endpoint(&self, id: EndpointId, draft: Value) {
        let draft = Valid::check(serde_json::from_value(whole(draft)).unwrap()).unwrap();
        let mut unit = self.store.begin().await.unwrap();
        endpoints::update(&mut unit, &Reach::All, id, &draft, None, &self.stamp()).await.unwrap();
        unit.commit().await.unwrap();
    }

    /// Changes the integrator, as another process would.
    pub async fn change_integrator(&self, write: &IntegratorWrite) {
        let mut unit = self.store.begin().await.unwrap();
        integrators::update(&mut unit, &Reach::All, self.integrator_id, write, None, &self.stamp()).await.unwrap();
        unit.commit().await.unwrap();
    }

    /// A server process as far as dispatch goes: its own client, caches and recorder.
    pub async fn process(&self) -> Dispatcher {
        self.process_on(self.store.clone(), Settings::default()).await
    }

    pub async fn process_on(&self, store: Store, settings: Settings) -> Dispatcher {
        let clock: Arc<dyn Clock> = self.clock.clone();
        let ring = Arc::clone(&self.ring);
        Dispatcher::start(store, Arc::new(client()), ring, clock, settings).await.unwrap()
    }

    pub fn call(&self, endpoint: &str, client: Value) -> Call {
        Call {
            caller: Caller { actor: Some("ann@example.com".into()), key_id: None, request_id: Some("req-1".into()) },
            call_center: self.call_center.clone(),
            template: "acme".into(),
            endpoint: endpoint.into(),
            client,
            deadline: None,
            lease: None,
        }
    }

    pub fn find(&self) -> Call {
        self.call("find", json!({"id": "7"}))
    }

    pub async fn execution(&self, id: ExecutionId) -> Execution {
        executions::get(&self.store, &Reach::All, id).await.unwrap()
    }

    /// Posts events of one call center; each is given as JSON over what is usual.
    pub async fn post(&self, process: &Dispatcher, events: &[Value]) -> Vec<EventAnswer> {
        process.post_events(self.posted(events, None)).await.unwrap()
    }

    pub fn posted(&self, events: &[Value], wait: Option<Duration>) -> Post {
        let events = events.iter().map(|event| self.event(event)).collect();
        Post { call_center: self.call_center.clone(), events, wait }
    }

    /// An event of an inbound call c-1 in the queue sales, now.
    pub fn event(&self, members: &Value) -> Event {
        let mut conversation = json!({"id": "c-1", "channelType": "phone", "direction": "inbound", "source": "+84901234567",
            "queue": {"address": "sales"}});
        let mut event = json!({"id": "e-1", "type": "received", "occurredAt": self.clock.now()});
        let mut members = members.as_object().unwrap().clone();
        if let Some(Value::Object(of)) = members.remove("conversation") {
            conversation.as_object_mut().unwrap().extend(of);
        }
        event.as_object_mut().unwrap().extend(members);
        event["conversation"] = conversation;
        serde_json::from_value(event).unwrap()
    }

    /// A template of its own with one endpoint that posts to `/name/{event}` when `trigger` hears something in sales.
    pub async fn listener(&self, name: &str, trigger: Value) -> EndpointId {
        self.listener_with(name, trigger, json!({})).await
    }

    pub async fn listener_with(&self, name: &str, trigger: Value, endpoint: Value) -> EndpointId {
        let ids = (TemplateId(self.clock.new_id()), IntegratorId(self.clock.new_id()), EndpointId(self.clock.new_id()));
        let template = json!({"name": name, "label": name, "type": "sms", "visibility": "published"});
        let template = Valid::check(serde_json::from_value(template).unwrap()).unwrap();
        let mut events =
            json!({"events": ["received", "queued", "accepted", "ended"], "direction": "both", "queues": ["sales"]});
        events.as_object_mut().unwrap().extend(trigger.as_object().unwrap().clone());
        let mut draft = json!({"name": "hear", "type": "postData", "method": "POST", "url": format!("/{name}/{{event}}"),
            "triggers": [events], "request": {"body": {"who": "{contact.source}", "id": "{contact.id}"}}});
        draft.as_object_mut().unwrap().extend(endpoint.as_object().unwrap().clone());
        let draft = Valid::check(serde_json::from_value(whole(draft)).unwrap()).unwrap();
        let write = IntegratorWrite {
            host: self.upstream.address.to_string(),
            description: String::new(),
            enabled: true,
            info: None,
            iframe: None,
            fields: [].into(),
            credentials: [].into(),
        };
        let mut unit = self.store.begin().await.unwrap();
        templates::insert(&mut unit, ids.0, &template, &self.stamp()).await.unwrap();
        integrators::insert(&mut unit, ids.1, &self.call_center, ids.0, &write, &self.stamp()).await.unwrap();
        endpoints::insert(&mut unit, &Reach::All, ids.2, ids.0, &draft, &self.stamp()).await.unwrap();
        unit.commit().await.unwrap();
        ids.2
    }

    /// Makes a template the call center's own.
    pub async fn make_private(&self, template: &str) {
        let mut unit = self.store.begin().await.unwrap();
        let read = templates::find_by_key(&mut unit, &Reach::All, None, template).await.unwrap().unwrap();
        let mut draft = TemplateDraft::from(&read);
        (draft.visibility, draft.call_center_id) = (Visibility::Private, Some(self.call_center.clone()));
        let draft = Valid::check(draft).unwrap();
        templates::update(&mut unit, &Reach::All, read.id, &draft, None, &self.stamp()).await.unwrap();
        unit.commit().await.unwrap();
    }

    /// The executions of an endpoint, oldest first.
    pub async fn executions(&self, template: &str) -> Vec<ExecutionSummary> {
        let query = ExecutionQuery { template: Some(template.into()), ..ExecutionQuery::default() };
        let page = PageRequest::longest();
        let found = executions::list(&self.store, &Reach::One(self.call_center.clone()), &query, &page).await.unwrap();
        found.items.into_iter().rev().collect()
    }

    pub async fn statuses(&self, template: &str) -> Vec<ExecutionStatus> {
        self.executions(template).await.into_iter().map(|execution| execution.status).collect()
    }

    /// Works until nothing is left to do now.
    pub async fn work(&self, process: &Dispatcher) {
        while process.tick().await.unwrap() > 0 {}
    }

    pub async fn recorded(&self) -> usize {
        let mut total = 0;
        let mut page = PageRequest::longest();
        loop {
            let found = executions::list(&self.store, &Reach::All, &ExecutionQuery::default(), &page).await.unwrap();
            total += found.items.len();
            match found.next_cursor {
                Some(cursor) => page.cursor = Some(cursor),
                None => return total,
            }
        }
    }
}

/// A client that calls loopback without TLS, as often as a test likes.
pub fn client() -> OutboundClient {
    let most = std::num::NonZeroU32::MAX;
    let lanes = LaneLimits { per_second: most, burst: most, ..LaneLimits::default() };
    let allow_list = "http://127.0.0.1".parse().unwrap();
    OutboundClient::new(&OutboundSettings { allow_list, lanes, ..OutboundSettings::default() }).unwrap()
}

fn whole(draft: Value) -> Value {
    let mut whole = json!({"name": "e", "label": "E", "type": "getData", "method": "GET", "url": "/e"});
    whole.as_object_mut().unwrap().extend(draft.as_object().unwrap().clone());
    whole
}

/// Waits until something that happens beside has happened.
pub async fn eventually(what: &str, mut holds: impl AsyncFnMut() -> bool) {
    for _ in 0..500 {
        if holds().await {
            return;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    panic!("never: {what}");
}
