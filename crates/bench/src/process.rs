//! Servers as processes of their own, so that none shares a runtime or an allocator with another.

use crate::error::BenchError;
use std::ffi::OsStr;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

/// A server that is stopped when it is dropped.
pub struct Server {
    child: Child,
}

impl Server {
    /// Starts `binary` and keeps what it prints in `log`.
    pub fn start<A: AsRef<OsStr>>(
        binary: &Path,
        arguments: impl IntoIterator<Item = A>,
        environment: &[(&str, String)],
        log: &Path,
    ) -> Result<Self, BenchError> {
        let file = std::fs::File::create(log).map_err(BenchError::io(format!("writing {}", log.display())))?;
        let errors = file.try_clone().map_err(BenchError::io("copying the log's handle"))?;
        let child = Command::new(binary)
            .args(arguments)
            .envs(environment.iter().map(|(name, value)| (*name, value.as_str())))
            .stdin(Stdio::null())
            .stdout(file)
            .stderr(errors)
            .spawn()
            .map_err(BenchError::io(format!("starting {}", binary.display())))?;
        Ok(Self { child })
    }

    /// Resident memory in bytes, of the server alone: the database is a process of its own.
    pub fn resident_bytes(&self) -> Result<u64, BenchError> {
        let path = format!("/proc/{}/status", self.child.id());
        let text = std::fs::read_to_string(&path).map_err(BenchError::io(path))?;
        let kilobytes =
            text.lines().find_map(|line| line.strip_prefix("VmRSS:")?.split_whitespace().next()?.parse::<u64>().ok());
        Ok(kilobytes.unwrap_or_default() * 1024)
    }

    /// Asks it to stop and waits, so that it can flush.
    pub async fn stop(mut self) -> Result<(), BenchError> {
        let id = self.child.id().to_string();
        Command::new("kill").args(["-TERM", &id]).status().map_err(BenchError::io("stopping a server"))?;
        for _ in 0..300 {
            if self.child.try_wait().map_err(BenchError::io("waiting for a server"))?.is_some() {
                return Ok(());
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        self.child.kill().map_err(BenchError::io("killing a server"))
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // Already stopped: nothing to kill, and nobody to tell.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Waits until `url` answers with a success.
pub async fn ready(client: &reqwest::Client, url: &str) -> Result<(), BenchError> {
    for _ in 0..600 {
        if let Ok(response) = client.get(url).send().await
            && response.status().is_success()
        {
            return Ok(());
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    Err(BenchError::Load(format!("{url} did not become ready in 60 s")))
}
