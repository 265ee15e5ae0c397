//! Servers as processes of their own on a PostgreSQL that waits for the disk, to be killed with kill -9.

use crate::httpbin::process::{free_port, http_client};
use patchbay_server::postgres::Postgres;
use patchbay_testkit::Client;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// How long something may be tried again and again.
pub const PATIENCE: Duration = Duration::from_secs(60);
const SECRET_KEY: &str = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";

/// One server process, and how it is started again.
pub struct Server {
    pub base: String,
    port: u16,
    child: Child,
}

/// Where servers run that are killed.
pub struct Site {
    pub folder: PathBuf,
    pub database: String,
    /// The guard's list.
    pub allowed: String,
}

impl Site {
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_patchbay"));
        command.args(arguments).env("DATABASE_URL", &self.database).env("PATCHBAY_SECRET_KEY", SECRET_KEY);
        command.env("PATCHBAY_DATA_DIR", &self.folder).env("PATCHBAY_SITE_ROOT", &self.folder);
        command.env("PATCHBAY_ALLOW_HOSTS", &self.allowed).env("PATCHBAY_LOG", "off");
        // What a dead process held is taken over after this long.
        command.env("PATCHBAY_WORKER_LEASE_SECONDS", "5").env("PATCHBAY_DATABASE_CONNECTIONS", "8");
        command.stdin(Stdio::null()).stderr(Stdio::null());
        command
    }

    /// A key of the portal.
    pub fn key(&self, scopes: &str) -> String {
        let key = self.command(&["key", "create", "--name", "crash", "--scope", scopes]).output().unwrap();
        String::from_utf8(key.stdout).unwrap().trim().to_owned()
    }

    fn spawn(&self, port: u16) -> Child {
        let listen = format!("127.0.0.1:{port}");
        self.command(&["serve", "--listen", &listen]).stdout(Stdio::null()).spawn().unwrap()
    }

    pub async fn server(&self) -> Server {
        let port = free_port();
        let server = Server { base: format!("http://127.0.0.1:{port}"), port, child: self.spawn(port) };
        ready(&server.base).await;
        server
    }
}

impl Server {
    /// kill -9, a moment of silence, and a new process at the same address.
    pub async fn crash(&mut self, site: &Site) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
        tokio::time::sleep(Duration::from_millis(300)).await;
        self.child = site.spawn(self.port);
        ready(&self.base).await;
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

async fn ready(base: &str) {
    let (client, url, started) = (http_client(), format!("{base}/readyz"), Instant::now());
    while !client.get(&url).send().await.is_ok_and(|answer| answer.status().is_success()) {
        assert!(started.elapsed() < PATIENCE, "{base} is not ready");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

/// kill -9 of every process of the cluster: what a power cut leaves.
pub fn kill_postgres(folder: &Path) {
    let cluster = folder.join("postgres/cluster");
    let mut killed = 0;
    for process in std::fs::read_dir("/proc").unwrap().flatten() {
        if std::fs::read_link(process.path().join("cwd")).is_ok_and(|at| at == cluster) {
            let told = Command::new("kill").arg("-9").arg(process.file_name()).stderr(Stdio::null()).status();
            killed += usize::from(told.is_ok_and(|status| status.success()));
        }
    }
    assert!(killed > 0, "no process of PostgreSQL was found in {}", cluster.display());
}

/// Starts PostgreSQL on what is on disk. The memory of those that were killed may be in use for a moment.
pub async fn start_postgres(folder: &Path) -> Postgres {
    let started = Instant::now();
    loop {
        match Postgres::start(folder, None).await {
            Ok(postgres) => return postgres,
            Err(error) => assert!(started.elapsed() < PATIENCE, "{error}"),
        }
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
}

/// Waits until nothing is left in the queue.
pub async fn drained(portal: &Client) {
    let started = Instant::now();
    loop {
        let health = portal.get("/api/v1/queue-health").await.expect(200).json();
        let left: i64 =
            ["ready", "waiting", "blocked", "running"].iter().filter_map(|state| health[state].as_i64()).sum();
        if left == 0 {
            return;
        }
        assert!(started.elapsed() < PATIENCE, "the queue does not become empty: {health}");
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
}
