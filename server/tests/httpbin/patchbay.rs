//! The binary, as an operator runs it, with httpbin as the one host that it may call.

use super::process::{Process, free_port};
use super::upstream::Httpbin;
use patchbay_testkit::client::until;
use patchbay_testkit::{Client, Reply, TestDatabase};
use reqwest::Method;
use serde_json::{Value, json};
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::Duration;

const CALL_CENTER: &str = "/api/v1/call-centers/cc-1";
const TEMPLATE: &str = "/api/v1/templates/httpbin";

/// A server with httpbin as a template, and an integrator of it. Dropped in this order: the folder and the database go
/// when the process has ended.
pub struct Patchbay {
    /// Where it listens.
    pub address: String,
    client: Client,
    environment: Vec<(&'static str, String)>,
    _process: Process,
    _data_dir: Folder,
    _database: TestDatabase,
    upstream: Arc<Httpbin>,
}

/// A folder that goes with its owner.
struct Folder(PathBuf);

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

impl Patchbay {
    /// Starts it and describes httpbin through the administration API.
    pub async fn start() -> Self {
        let (upstream, database) = (Httpbin::shared().await, TestDatabase::create().await);
        let port = free_port();
        let address = format!("http://127.0.0.1:{port}");
        let data_dir = Folder(std::env::temp_dir().join(format!("patchbay-httpbin-{port}")));
        let environment = vec![
            ("DATABASE_URL", database.url()),
            // A test needs few, and as many tests run at once as there are processors.
            ("PATCHBAY_DATABASE_CONNECTIONS", "4".to_owned()),
            ("PATCHBAY_LISTEN", format!("127.0.0.1:{port}")),
            ("PATCHBAY_DATA_DIR", data_dir.0.display().to_string()),
            ("PATCHBAY_ALLOW_HOSTS", format!("http://{}", upstream.host)),
            ("PATCHBAY_LOG", "warn".to_owned()),
        ];
        let command = |arguments: &[&str]| {
            let mut command = Command::new(env!("CARGO_BIN_EXE_patchbay"));
            command.args(arguments).envs(environment.clone()).stderr(Stdio::null());
            command
        };
        let process = Process::start("patchbay", &mut command(&["serve"]));
        process.answers(&format!("{address}/readyz"), Duration::from_secs(60)).await;
        let scopes = "portal:admin,integrations:write,endpoints:execute,executions:read";
        let key = output(&mut command(&["key", "create", "--name", "test", "--scope", scopes]));
        let client = Client::with_key(&address, key.trim());
        let patchbay = Self {
            address,
            client,
            environment,
            _process: process,
            _data_dir: data_dir,
            _database: database,
            upstream,
        };
        patchbay.describe_httpbin().await;
        patchbay
    }

    /// httpbin, as an integrator names it.
    pub fn upstream_host(&self) -> &str {
        &self.upstream.host
    }

    /// Runs shell commands on the server's machine; the first that fails ends it, and the test.
    pub fn shell(&self, script: &str) -> String {
        output(Command::new("bash").args(["-euo", "pipefail", "-c", script]).envs(self.environment.clone()))
    }

    async fn describe_httpbin(&self) {
        let call_center = json!({"id": "cc-1", "name": "Test", "timeZone": "UTC", "language": "en"});
        self.create("/api/v1/call-centers", &call_center).await;
        let template = json!({"name": "httpbin", "label": "httpbin", "type": "crm", "visibility": "published", "parameters": [
            {"name": "X-Key", "location": "header", "required": true, "secret": true},
            {"name": "X-Sum", "location": "md5"}]});
        self.create("/api/v1/templates", &template).await;
        let integrator = json!({"template": "httpbin", "host": self.upstream.host, "fields": {"X-Key": "fi3ld", "X-Sum": "abc"},
            "credentials": [{"id": "basic:user", "secret": "passwd"}, {"id": "digest:user", "secret": "passwd"}]});
        self.create(&format!("{CALL_CENTER}/integrators"), &integrator).await;
    }

    /// Adds an endpoint with these members: a GET of `url` unless they say otherwise.
    pub async fn endpoint(&self, name: &str, url: &str, members: Value) {
        let mut endpoint = json!({"name": name, "label": name, "type": "getData", "method": "GET", "url": url});
        endpoint.as_object_mut().unwrap().extend(members.as_object().unwrap().clone());
        self.create(&format!("{TEMPLATE}/endpoints"), &endpoint).await;
    }

    async fn create(&self, path: &str, body: &Value) {
        let _ = self.client.post(path, body).await.expect(201);
    }

    /// Executes an endpoint as a callbox does.
    pub async fn execute(&self, endpoint: &str, body: &Value) -> Reply {
        self.client.post(&execute_path(endpoint), body).await
    }

    /// The same with the caller's own deadline.
    pub async fn execute_within(&self, endpoint: &str, deadline: Duration) -> Reply {
        let request = self.client.request(Method::POST, &execute_path(endpoint));
        Reply::of(request.header("X-Deadline-Ms", deadline.as_millis().to_string())).await
    }

    /// What httpbin answered, when it answered well.
    pub async fn answer(&self, endpoint: &str, body: &Value) -> Value {
        let mut executed = self.execute(endpoint, body).await.expect(200).json();
        assert_eq!(executed["status"], json!("succeeded"), "{endpoint}: {executed}");
        executed["response"]["body"].take()
    }

    /// What is recorded about the execution that `answer` names. Records are written in batches behind the answer.
    pub async fn recorded(&self, answer: &Value) -> Value {
        let id = answer["executionId"].as_str().unwrap_or_else(|| panic!("no execution in {answer}"));
        let path = format!("{CALL_CENTER}/executions/{id}");
        let ask = || async {
            let reply = self.client.get(&path).await;
            (reply.status != 404).then(|| reply.expect(200).json())
        };
        until("the record of an execution", ask).await
    }
}

fn execute_path(endpoint: &str) -> String {
    format!("{CALL_CENTER}/integrations/httpbin/endpoints/{endpoint}/execute")
}

fn output(command: &mut Command) -> String {
    let done = command.output().unwrap();
    assert!(done.status.success(), "{command:?}: {}", String::from_utf8_lossy(&done.stderr));
    String::from_utf8(done.stdout).unwrap()
}
