//! httpbin, as `scripts/httpbin` starts it.

use super::process::{Process, free_port, root};
use std::process::{Command, Stdio};
use std::sync::{Arc, Mutex, Weak};
use std::time::Duration;

/// A running httpbin; it ends with the last test that holds it.
pub struct Httpbin {
    /// `host:port`.
    pub host: String,
    process: Process,
}

impl Httpbin {
    /// The one that runs, or a new one: it takes a second to start, and every test of this module wants one.
    ///
    /// # Panics
    /// When it is not installed: a test must not pass without what it is about.
    pub async fn shared() -> Arc<Self> {
        static RUNNING: Mutex<Weak<Httpbin>> = Mutex::new(Weak::new());
        let httpbin = {
            let mut running = RUNNING.lock().unwrap();
            running.upgrade().unwrap_or_else(|| {
                let httpbin = Arc::new(Self::start());
                *running = Arc::downgrade(&httpbin);
                httpbin
            })
        };
        httpbin.process.answers(&format!("http://{}/get", httpbin.host), Duration::from_secs(60)).await;
        httpbin
    }

    fn start() -> Self {
        let script = || Command::new(root().join("scripts/httpbin"));
        let installed = script().arg("installed").status().is_ok_and(|status| status.success());
        assert!(installed, "httpbin is not installed: run scripts/setup test");
        let port = free_port();
        // What it logs of broken connections is what the tests provoke.
        let process = Process::start("httpbin", script().arg(port.to_string()).stderr(Stdio::null()));
        Self { host: format!("127.0.0.1:{port}"), process }
    }
}
