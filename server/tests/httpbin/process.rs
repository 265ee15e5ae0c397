//! A process that belongs to a test.

use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
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

    /// Sends it a signal: `TERM`, `KILL`.
    pub fn tell(&self, signal: &str) {
        let told = Command::new("kill").args(["-s", signal, &self.child.id().to_string()]).status().unwrap();
        assert!(told.success(), "{} has ended already", self.name);
    }

    /// Waits until it has ended by itself or by a signal.
    pub async fn ended(&mut self, limit: Duration) -> ExitStatus {
        let started = Instant::now();
        loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                return status;
            }
            assert!(started.elapsed() < limit, "{} does not end", self.name);
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
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
