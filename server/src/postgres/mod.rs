//! A private PostgreSQL for deployments without one: made, started, watched and stopped by the server (spec/api.md,
//! Operation), from the installed binaries.
//!
//! Not by the crate `postgresql_embedded`: it downloads binaries by default and does not leave root's account, and what
//! remains of the job is these files.

mod account;
mod binaries;
mod cluster;
mod place;

use crate::error::ServerError;
use crate::percent;
use account::Account;
use binaries::Binaries;
use patchbay_model::secret::Secret;
use place::Place;
use std::os::unix::process::CommandExt as _;
use std::path::Path;
use std::process::Stdio;
use std::time::Duration;
use tokio::process::Child;

/// How long a start may take: after a power cut PostgreSQL first replays what was not on disk yet.
const START_LIMIT: Duration = Duration::from_secs(300);
const POLL: Duration = Duration::from_millis(50);
const LOG_LIMIT_BYTES: u64 = 10 * 1024 * 1024;

/// A running private PostgreSQL.
#[derive(Debug)]
pub struct Postgres {
    child: Child,
    place: Place,
    binaries: Binaries,
    account: Account,
}

impl Postgres {
    /// Starts it, on a new cluster if there is none. One that a killed server left running is stopped first: then this
    /// process owns what it uses. The caller holds the data folder's lock, so nobody else is using it.
    ///
    /// # Errors
    /// What is missing, with the way out.
    pub async fn start(data_dir: &Path, binaries: Option<&Path>) -> Result<Self, ServerError> {
        let account = Account::choose()?;
        let place = Place::prepare(data_dir, account)?;
        let version = cluster::version(&place);
        let binaries = Binaries::find(binaries, version)?;
        if version.is_none() {
            tracing::info!(folder = %place.home.display(), version = binaries.major, "making a private PostgreSQL");
            cluster::create(&place, &binaries, account)?;
        } else if still_running(&place) {
            tracing::info!("stopping the PostgreSQL that an earlier run left behind");
            cluster::stop(&place, &binaries, account)?;
        }
        let child = spawn(&place, &binaries, account)?;
        let mut postgres = Self { child, place, binaries, account };
        postgres.wait_until_ready().await?;
        Ok(postgres)
    }

    /// What to connect to.
    #[must_use]
    pub fn url(&self) -> Secret {
        url(&self.place)
    }

    /// Returns when PostgreSQL has ended by itself, which it should not.
    pub async fn ended(&mut self) -> String {
        match self.child.wait().await {
            Ok(status) => {
                format!("it ended by itself ({status}); see {}", self.place.log().display())
            }
            Err(error) => error.to_string(),
        }
    }

    /// Stops it, when every connection was closed.
    ///
    /// # Errors
    /// When it does not stop within a minute.
    pub async fn stop(mut self) -> Result<(), ServerError> {
        let Self { place, binaries, account, .. } = &self;
        cluster::stop(place, binaries, *account)?;
        self.child.wait().await.map_err(|error| ServerError::Postgres(error.to_string()))?;
        Ok(())
    }

    async fn wait_until_ready(&mut self) -> Result<(), ServerError> {
        let mut waited = Duration::ZERO;
        while !is_ready(&self.place, self.child.id()) {
            if let Ok(Some(status)) = self.child.try_wait() {
                return Err(ServerError::Postgres(format!("it ended at once ({status}): {}", last_lines(&self.place))));
            }
            if waited >= START_LIMIT {
                return Err(ServerError::Postgres(format!(
                    "it is not ready after {} s; see {}",
                    START_LIMIT.as_secs(),
                    self.place.log().display()
                )));
            }
            tokio::time::sleep(POLL).await;
            waited += POLL;
            if waited.as_millis().is_multiple_of(10_000) {
                tracing::info!(
                    seconds = waited.as_secs(),
                    "PostgreSQL is still starting, perhaps recovering from a crash"
                );
            }
        }
        Ok(())
    }
}

/// What to connect to while another process runs the PostgreSQL of this folder.
///
/// # Errors
/// When the folders are not as that process left them.
pub fn running_url(data_dir: &Path) -> Result<Secret, ServerError> {
    Ok(url(&Place::prepare(data_dir, Account::choose()?)?))
}

fn url(place: &Place) -> Secret {
    let socket = percent::encoded(place.socket.as_os_str().as_encoded_bytes(), b"-._~");
    Secret::new(format!("postgres://postgres@{socket}/{}", cluster::DATABASE))
}

fn spawn(place: &Place, binaries: &Binaries, account: Account) -> Result<Child, ServerError> {
    let path = place.log();
    let full = std::fs::metadata(&path).is_ok_and(|log| log.len() > LOG_LIMIT_BYTES);
    let log = std::fs::OpenOptions::new().create(true).append(!full).write(full).truncate(full).open(&path);
    let log = log.map_err(ServerError::file(&path))?;
    let copy = log.try_clone().map_err(ServerError::file(path))?;

    let mut command = cluster::start_command(place, binaries, account);
    // A group of its own: Ctrl-C in a terminal is for us, who stop it after the last request.
    command.process_group(0).stdin(Stdio::null()).stdout(log).stderr(copy);
    tokio::process::Command::from(command).spawn().map_err(|error| ServerError::Postgres(error.to_string()))
}

/// The file in which PostgreSQL says how it is: process id in line 1, state in line 8.
fn state_file(place: &Place) -> Option<(u32, Option<String>)> {
    let text = std::fs::read_to_string(place.cluster().join("postmaster.pid")).ok()?;
    let mut lines = text.lines();
    let process = lines.next()?.trim().parse().ok()?;
    Some((process, lines.nth(6).map(|state| state.trim().to_owned())))
}

fn is_ready(place: &Place, child: Option<u32>) -> bool {
    state_file(place).is_some_and(|(process, state)| Some(process) == child && state.as_deref() == Some("ready"))
}

/// Whether the process of a left-over file lives and is PostgreSQL on this cluster: its number may be another's by now.
fn still_running(place: &Place) -> bool {
    let Some((process, _)) = state_file(place) else { return false };
    std::fs::read_link(format!("/proc/{process}/cwd")).is_ok_and(|folder| folder == place.cluster())
}

fn last_lines(place: &Place) -> String {
    let text = std::fs::read_to_string(place.log()).unwrap_or_default();
    let lines: Vec<&str> = text.lines().rev().take(3).collect();
    lines.into_iter().rev().collect::<Vec<_>>().join(" | ")
}
