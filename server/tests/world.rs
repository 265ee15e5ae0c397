//! A server with everything around it, for one test.

use patchbay_model::access::{Actor, Identity, Role, Scope};
use patchbay_model::key::KeyDraft;
use patchbay_model::user::UserDraft;
use patchbay_server::services::Services;
use patchbay_server::settings::Settings;
use patchbay_server::{clock, connections, router};
use patchbay_store::partitions;
use patchbay_testkit::{Client, TestDatabase, Upstream};
use serde_json::{Value, json};
use std::path::PathBuf;
use std::process::Command;
use tokio::net::TcpListener;

/// Good enough for a test, and long enough for the portal.
pub const PASSWORD: &str = "correct-horse-battery";

/// One server process. Several can share a database.
pub struct Process {
    /// What runs in it.
    pub services: Services,
    /// Where it listens.
    pub base: String,
}

/// A server, its database and the other side.
pub struct World {
    /// The first server.
    pub process: Process,
    /// The other side; the guard lets it through.
    pub upstream: Upstream,
    data_dir: PathBuf,
    database: TestDatabase,
}

impl World {
    pub async fn start() -> Self {
        Self::with(&[]).await
    }

    /// With settings besides those that a test needs.
    pub async fn with(settings: &[(&str, &str)]) -> Self {
        let (database, upstream) = (TestDatabase::create().await, Upstream::start().await);
        let data_dir = std::env::temp_dir().join(format!("patchbay-test-{}", clock::new_id().simple()));
        std::fs::create_dir_all(&data_dir).expect("a folder for the test");
        let process = Process::start(&database, &data_dir, &upstream, settings).await;
        partitions::create_ahead(&process.services.store, clock::now()).await.expect("partitions");
        Self { process, upstream, data_dir, database }
    }

    /// Another server on the same database.
    pub async fn another(&self) -> Process {
        self.another_with(&[]).await
    }

    /// Another server on the same database, with settings of its own.
    pub async fn another_with(&self, settings: &[(&str, &str)]) -> Process {
        Process::start(&self.database, &self.data_dir, &self.upstream, settings).await
    }

    /// The binary, on this world's database.
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_patchbay"));
        command.args(arguments).env("DATABASE_URL", self.database.url());
        command.env("PATCHBAY_DATA_DIR", &self.data_dir).env("PATCHBAY_LOG", "warn");
        command
    }

    /// A program with every scope of the portal.
    pub async fn portal(&self) -> Client {
        self.key(None, Scope::ALL).await
    }

    /// A program with a key of its own.
    pub async fn key(&self, call_center: Option<&str>, scopes: &[Scope]) -> Client {
        Client::with_key(&self.process.base, &self.new_key(call_center, scopes).await)
    }

    pub async fn new_key(&self, call_center: Option<&str>, scopes: &[Scope]) -> String {
        let draft = KeyDraft {
            name: "test".to_owned(),
            call_center_id: call_center.map(|id| id.parse().expect("an id")),
            scopes: scopes.to_vec(),
        };
        self.process.services.portal.create_key(&operator(), draft).await.expect("a key").key
    }

    /// Somebody without a key.
    pub fn stranger(&self) -> Client {
        Client::stranger(&self.process.base)
    }

    /// A person who has signed in.
    pub async fn person(&self, email: &str, role: Role, call_center: Option<&str>) -> Client {
        self.invite(email, role, call_center).await;
        let client = self.stranger();
        let form = [("email", email), ("password", PASSWORD)];
        client.post_form("/api/ui/account/sign-in", &form).await.expect(200);
        client
    }

    /// A person who can sign in.
    pub async fn invite(&self, email: &str, role: Role, call_center: Option<&str>) {
        let call_center_id = call_center.map(|id| id.parse().expect("an id"));
        let draft = UserDraft { email: email.to_owned(), role, call_center_id, disabled: false };
        let portal = &self.process.services.portal;
        let invitation = portal.invite_user(&operator(), draft).await.expect("an invitation");
        let token = invitation.path.rsplit('/').next().expect("a token");
        portal.accept_invitation(token, email, PASSWORD).await.expect("a user");
    }

    pub async fn call_center(&self, id: &str) {
        let body = json!({"id": id, "name": id, "timeZone": "UTC", "language": "en"});
        self.portal().await.post("/api/v1/call-centers", &body).await.expect(201);
    }

    /// Call center `cc-1`, template `acme` with endpoints `login` and `find`, and its integrator, which calls the other side.
    pub async fn integration(&self) -> Client {
        self.call_center("cc-1").await;
        let portal = self.portal().await;
        portal.post("/api/v1/templates", &template("acme")).await.expect(201);
        portal.post("/api/v1/templates/acme/endpoints", &login()).await.expect(201);
        portal.post("/api/v1/templates/acme/endpoints", &find()).await.expect(201);
        portal.post("/api/v1/call-centers/cc-1/integrators", &self.integrator("acme")).await.expect(201);
        self.upstream.answers(
            "POST",
            "/oauth/token",
            patchbay_testkit::Answer::json(200, &json!({"access_token": "tok-1", "expires_in": 3600})),
        );
        portal
    }

    /// Call center `cc-1` with the queue `sales`.
    pub async fn listening(&self) -> Client {
        self.call_center("cc-1").await;
        let portal = self.portal().await;
        let queue = json!({"id": "q-1", "address": "sales", "name": "Sales", "channelTypes": ["phone", "chat"]});
        portal.post("/api/v1/call-centers/cc-1/queues", &queue).await.expect(201);
        portal
    }

    /// An event integration of `cc-1` for calls that come into `sales`, and `members` over it; gives its path.
    pub async fn event_integration(&self, portal: &Client, members: Value) -> String {
        let draft = self.event_integration_draft(members);
        let made = portal.post(EVENT_INTEGRATIONS, &draft).await.expect(201);
        made.header("location").to_owned()
    }

    pub fn event_integration_draft(&self, members: Value) -> Value {
        let mut draft = json!({"name": "Lifecycle", "description": "", "url": format!("http://{}/{{event}}", self.upstream.host()),
            "direction": "inbound", "events": ["received"], "directCalls": false, "directChats": false, "queues": ["sales"],
            "ordinal": 100, "stop": false, "credentials": [],
            "configuration": r#"{"request":{"method":"POST","body":{"who":"{contact.source}"}}}"#});
        for (name, value) in members.as_object().expect("an object") {
            draft[name] = value.clone();
        }
        draft
    }

    /// The database behind the servers.
    pub async fn pool(&self) -> sqlx::PgPool {
        sqlx::PgPool::connect(&self.database.url()).await.expect("a database")
    }

    /// One round of work; tells how many executions ran.
    pub async fn tick(&self) -> usize {
        self.process.services.dispatcher.tick().await.expect("a round")
    }

    pub fn integrator(&self, template: &str) -> Value {
        json!({"template": template, "host": self.upstream.host(), "fields": {"X-Key": "s3cret", "X-Sum": "abc"}, "credentials": []})
    }
}

impl Drop for World {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.data_dir);
    }
}

impl Process {
    async fn start(
        database: &TestDatabase,
        data_dir: &std::path::Path,
        upstream: &Upstream,
        more: &[(&str, &str)],
    ) -> Self {
        let allowed = upstream.allowed();
        let data_dir = data_dir.display().to_string();
        let environment = |name: &str| {
            let more = more.iter().find(|(key, _)| *key == name).map(|(_, value)| (*value).to_owned());
            more.or_else(|| match name {
                "PATCHBAY_ALLOW_HOSTS" => Some(allowed.clone()),
                "PATCHBAY_DATA_DIR" => Some(data_dir.clone()),
                "PATCHBAY_SITE_ROOT" => Some(data_dir.clone()),
                _ => None,
            })
        };
        let (settings, _) = Settings::read(None, &environment).expect("settings");
        let services = Services::start(settings, database.store().await).await.expect("services");
        let metrics = metrics_exporter_prometheus::PrometheusBuilder::new().build_recorder().handle();
        let router = router::router(services.state(metrics).expect("a state"));
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let base = format!("http://{}", listener.local_addr().expect("an address"));
        tokio::spawn(connections::answer(listener, router, services.stopping.clone()));
        Self { services, base }
    }
}

pub const EVENTS: &str = "/api/v1/call-centers/cc-1/events";
pub const EVENT_INTEGRATIONS: &str = "/api/v1/call-centers/cc-1/event-integrations";

/// A call that came into the queue `sales`: event `id` of conversation `conversation`, and `members` over it.
pub fn event(id: &str, conversation: &str, members: Value) -> Value {
    let mut event = json!({"id": id, "type": "received", "occurredAt": "2026-11-20T09:30:00.000Z", "data": {},
        "conversation": {"id": conversation, "channelType": "phone", "channelSubType": null, "direction": "inbound",
            "language": "EN", "priority": 5, "skills": [{"id": "s1", "value": 3, "name": "German"}],
            "queue": {"id": "q-1", "address": "sales"}, "agent": {"id": "a1", "number": "1001", "chatAddress": "ann"},
            "preferredAgent": null, "requiredAgents": null, "source": "+84901234567", "destination": "+842812345678",
            "created": "2026-11-20T09:29:58.000Z", "contact": {"id": "c", "firstName": "Ann", "lastName": "Lee"}}});
    for (name, value) in members.as_object().expect("an object") {
        event[name] = value.clone();
    }
    event
}

pub fn operator() -> Actor {
    Actor { identity: Identity::Operator, call_center: None, name: "test".to_owned(), request_id: None }
}

pub fn template(name: &str) -> Value {
    json!({
        "name": name, "label": name, "type": "crm", "description": "", "infoEnabled": true, "iframeEnabled": true,
        "visibility": "published", "callCenterId": null,
        "parameters": [
            {"name": "X-Key", "location": "header", "required": true, "secret": true, "description": ""},
            {"name": "X-Sum", "location": "md5", "required": true, "secret": false, "description": ""}
        ]
    })
}

fn login() -> Value {
    json!({
        "name": "login", "label": "login", "type": "auth", "method": "POST", "url": "/oauth/token", "responseType": "access_token",
        "bodyFormat": "form", "hardParams": [{"name": "grant_type", "location": "body", "value": "client_credentials"}]
    })
}

pub fn find() -> Value {
    json!({
        "name": "find", "label": "find", "type": "getData", "method": "GET", "url": "/contacts/{id}", "triggers": ["manual"],
        "authEndpoint": "login", "timeoutSeconds": 10, "hardParams": [{"name": "limit", "location": "query", "value": "1"}],
        "parameters": [
            {"name": "X-Key", "source": "field"}, {"name": "X-Sum", "source": "field"},
            {"name": "id", "location": "path", "source": "clientBody", "path": "contact.id", "required": true},
            {"name": "Authorization", "location": "header", "source": "accessToken", "format": "Bearer {token}"}
        ]
    })
}

/// A plain endpoint of the template `acme`: no sign-in, no parameters.
pub fn plain(name: &str, method: &str, url: &str) -> Value {
    let kind = if method == "GET" { "getData" } else { "postData" };
    json!({"name": name, "label": name, "type": kind, "method": method, "url": url})
}

/// Where the execute API runs an endpoint of `acme` for `cc-1`.
pub fn execute(endpoint: &str) -> String {
    format!("/api/v1/call-centers/cc-1/integrations/acme/endpoints/{endpoint}/execute")
}
