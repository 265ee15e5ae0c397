//! A process that belongs to a test.

use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// The repository.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// A port that nobody listens on. Somebody else may be faster with it: then the process ends, and the test says so.
pub fn free_port() -> u16 {
    TcpListener::bind(("127.0.0.1", 0)).unwrap().local_addr().unwrap().port()
}

/// For calls of the test itself: the guard is the server's business.
pub fn http_client() -> reqwest::Client {
    patchbay_engine::net::install_tls_provider();
    reqwest::Client::builder().build().unwrap()
}

/// A process that is told to end, and waited for, when this goes.
pub struct Process {
    name: &'static str,
    child: Child,
}

impl Process {
    pub fn start(name: &'static str, command: &mut Command) -> Self {
        let child = command.stdin(Stdio::null()).stdout(Stdio::null()).spawn();
        Self { name, child: child.unwrap_or_else(|error| panic!("{name}: {error}")) }
    }

    /// Waits until it answers there.
    pub async fn answers(&self, url: &str, limit: Duration) {
        let client = http_client();
        let started = Instant::now();
        while !client.get(url).send().await.is_ok_and(|answer| answer.status().is_success()) {
            assert!(started.elapsed() < limit, "{} does not answer at {url}", self.name);
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // TERM and not KILL: httpbin's workers and the server's last records are to be cleaned up.
        let told = Command::new("kill").arg(self.child.id().to_string()).status();
        if !told.is_ok_and(|status| status.success()) {
            let _ = self.child.kill();
        }
        let _ = self.child.wait();
    }
}
