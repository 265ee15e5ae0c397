//! What the operator decides: environment variables, or a TOML file, or defaults, in this order.

mod names;
mod reader;
mod secret_key;
mod show;

pub use reader::{Environment, Origin};
pub use secret_key::secret_keys;
pub use show::show;

use crate::error::ServerError;
use patchbay_model::private_code::MAXIMUM_MODULE_BYTES;
use patchbay_model::secret::Secret;
use reader::Reader;
use std::net::{IpAddr, SocketAddr};
use std::num::{NonZeroU32, NonZeroUsize};
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::time::Duration;

/// Everything that is in force.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Where the server listens.
    pub listen: SocketAddr,
    /// What people type into the browser, when a proxy stands in front. With `https` cookies are `Secure`.
    pub public_url: Option<String>,
    /// Proxies in front whose `X-Forwarded-For` is believed; 0 takes the peer's own address.
    pub trusted_proxies: usize,
    /// The key file, the lock and the private PostgreSQL live here.
    pub data_dir: PathBuf,
    /// Script, style and public files, as `scripts/build-site` writes them.
    pub site_root: PathBuf,
    /// The database; none starts a private one.
    pub database_url: Option<Secret>,
    /// The most connections to it.
    pub database_connections: u32,
    /// Where `initdb` and `postgres` are, when they can't be found.
    pub postgres_bin: Option<PathBuf>,
    /// The master keys that wrap the call centers' data keys, the current one first.
    pub secret_key: Option<Secret>,
    /// E-mail address of the first administrator.
    pub admin_email: Option<String>,
    /// The first administrator's password.
    pub admin_password: Option<Secret>,
    /// A session ends after this long without a request …
    pub session_idle: Duration,
    /// … and after this long whatever happens.
    pub session_lifetime: Duration,
    /// The most bytes of a request's body.
    pub body_limit_bytes: usize,
    /// The most bytes of a post of events, which may hold a thousand of them.
    pub events_body_limit_bytes: usize,
    /// Events that may wait for their commit in one process before more are refused.
    pub events_waiting: usize,
    /// Executions that may stand in the queue before events are refused.
    pub event_backlog: usize,
    /// How long the ids of events are remembered: what is posted again later is new.
    pub event_ledger_days: u32,
    /// Whether `serve` works on the queue too, and not `worker` alone.
    pub worker: bool,
    /// Where `worker` answers probes and metrics; none: nowhere.
    pub worker_listen: Option<SocketAddr>,
    /// Executions from the queue that run at once in one process.
    pub worker_slots: usize,
    /// Of these, executions of one integrator.
    pub worker_per_integrator: usize,
    /// Of these, executions of one call center.
    pub worker_per_call_center: usize,
    /// How long others wait before they take over from a process of which nothing is heard.
    pub worker_lease: Duration,
    /// Requests per second of one key, over the long run.
    pub key_requests_per_second: NonZeroU32,
    /// Requests per second of one callbox token, over the long run.
    pub callbox_token_requests_per_second: NonZeroU32,
    /// Requests per second of one visitor of a web chat, over the long run; twenty times that of one address.
    pub visitor_requests_per_second: NonZeroU32,
    /// The most bytes of all files that visitors sent together; more are refused until older ones have expired.
    pub file_storage_bytes: u64,
    /// Hours after the last message until a chat ends by itself.
    pub chat_idle_hours: u32,
    /// How long executions are kept, without what was sent and came back; conversations with their events as well.
    pub execution_retention_days: u32,
    /// How long what was sent and came back is kept, what a replay needs, and visitors' files.
    pub body_retention_days: u32,
    /// The guard's allow-list.
    pub allow_hosts: Vec<String>,
    /// The address that outbound calls leave from, as told to others.
    pub egress_address: Option<String>,
    /// The local address that outbound calls are bound to, on a machine with several.
    pub outbound_address: Option<IpAddr>,
    /// Outbound calls to one host at the same time.
    pub host_concurrency: NonZeroUsize,
    /// Outbound calls to one host per second, over the long run.
    pub host_requests_per_second: NonZeroU32,
    /// What is logged, in the syntax of `RUST_LOG`.
    pub log: String,
    /// For people or for machines.
    pub log_format: LogFormat,
}

/// How a log line looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LogFormat {
    /// Pretty on a terminal, JSON otherwise.
    Automatic,
    /// For people.
    Pretty,
    /// For machines.
    Json,
}

impl FromStr for LogFormat {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text {
            "auto" => Ok(Self::Automatic),
            "pretty" => Ok(Self::Pretty),
            "json" => Ok(Self::Json),
            _ => Err("write auto, pretty or json"),
        }
    }
}

const TWENTY: NonZeroU32 = NonZeroU32::MIN.saturating_add(19);
const A_THOUSAND: NonZeroU32 = NonZeroU32::MIN.saturating_add(999);
const SHORTEST_LEASE: Duration = Duration::from_secs(5);
const MINUTE: u64 = 60;
const HOUR: u64 = 60 * MINUTE;

impl Settings {
    /// Reads `file`, when there is one, and the environment over it. The second value says where each setting came from.
    ///
    /// # Errors
    /// The first setting that can't be used, or one that does not exist.
    pub fn read(file: Option<&Path>, environment: Environment<'_>) -> Result<(Self, Vec<Origin>), ServerError> {
        let mut reader = Reader::open(file, environment)?;
        let settings = Self {
            listen: reader.or("listen", SocketAddr::from(([127, 0, 0, 1], 3000)))?,
            public_url: reader.optional("public_url")?,
            trusted_proxies: reader.or("trusted_proxies", 0)?,
            data_dir: reader.path("data_dir", "data")?,
            site_root: reader.path("site_root", "target/site")?,
            database_url: reader.secret("database_url")?,
            database_connections: reader.or("database_connections", 20)?,
            postgres_bin: reader.optional("postgres_bin")?,
            secret_key: reader.secret("secret_key")?,
            admin_email: reader.optional("admin_email")?,
            admin_password: reader.secret("admin_password")?,
            session_idle: reader.duration("session_idle_minutes", 30, MINUTE)?,
            session_lifetime: reader.duration("session_lifetime_hours", 12, HOUR)?,
            body_limit_bytes: reader.or("body_limit_bytes", 256 * 1024)?,
            events_body_limit_bytes: reader.at_least_one("events_body_limit_bytes", 2 * 1024 * 1024)?,
            events_waiting: reader.at_least_one("events_waiting", 16_384)?,
            event_backlog: reader.at_least_one("event_backlog", 1_000_000)?,
            event_ledger_days: reader.at_least_one("event_ledger_days", 7)?,
            worker: reader.or("worker", true)?,
            worker_listen: reader.optional("worker_listen")?,
            worker_slots: reader.at_least_one("worker_slots", 512)?,
            worker_per_integrator: reader.at_least_one("worker_per_integrator", 64)?,
            worker_per_call_center: reader.at_least_one("worker_per_call_center", 256)?,
            worker_lease: reader.duration("worker_lease_seconds", 180, 1)?,
            key_requests_per_second: reader.or("key_requests_per_second", A_THOUSAND)?,
            callbox_token_requests_per_second: reader.or("callbox_token_requests_per_second", TWENTY)?,
            visitor_requests_per_second: reader.or("visitor_requests_per_second", TWENTY)?,
            file_storage_bytes: reader.or("file_storage_bytes", 10 * 1024 * 1024 * 1024)?,
            chat_idle_hours: reader.at_least_one("chat_idle_hours", 72)?,
            execution_retention_days: reader.at_least_one("execution_retention_days", 400)?,
            body_retention_days: reader.at_least_one("body_retention_days", 30)?,
            allow_hosts: reader.list("allow_hosts")?,
            egress_address: reader.optional("egress_address")?,
            outbound_address: reader.optional("outbound_address")?,
            host_concurrency: reader.or("host_concurrency", NonZeroUsize::MIN.saturating_add(63))?,
            host_requests_per_second: reader.or("host_requests_per_second", A_THOUSAND)?,
            log: reader.or("log", "info".to_owned())?,
            log_format: reader.word("log_format", "auto")?,
        };
        let origins = reader.finish()?;
        settings.check()?;
        Ok((settings, origins))
    }

    fn check(&self) -> Result<(), ServerError> {
        let refuse = |name: &str, reason: &str| {
            Err(ServerError::Setting {
                name: name.to_owned(),
                origin: "settings".to_owned(),
                reason: reason.to_owned(),
            })
        };
        if self.admin_email.is_some() != self.admin_password.is_some() {
            return refuse(
                "admin_email",
                "the first administrator needs PATCHBAY_ADMIN_EMAIL and PATCHBAY_ADMIN_PASSWORD",
            );
        }
        if let Some(url) = &self.public_url
            && !(url.starts_with("https://") || url.starts_with("http://"))
        {
            return refuse("public_url", "write it with its scheme, such as https://patchbay.example.com");
        }
        if self.worker_lease < SHORTEST_LEASE {
            return refuse(
                "worker_lease_seconds",
                "use at least 5: a lease has to outlive three beats of a busy process",
            );
        }
        if self.database_connections < 2 {
            return refuse("database_connections", "use at least 2: one listens for changes");
        }
        Ok(())
    }

    /// The most bytes of any request's body.
    #[must_use]
    pub fn largest_body_bytes(&self) -> usize {
        self.code_body_limit_bytes().max(self.events_body_limit_bytes)
    }

    /// The most bytes of a body with private code: two modules, three bytes for each of theirs in a form.
    #[must_use]
    pub fn code_body_limit_bytes(&self) -> usize {
        self.body_limit_bytes.max(2 * 3 * MAXIMUM_MODULE_BYTES + 4096)
    }

    /// Whether browsers reach the portal by https, as far as the operator said so.
    #[must_use]
    pub fn is_https(&self) -> bool {
        self.public_url.as_deref().is_some_and(|url| url.starts_with("https://"))
    }

    /// The address to print and to put into links, without a slash at the end.
    #[must_use]
    pub fn address(&self, listening: SocketAddr) -> String {
        match &self.public_url {
            Some(url) => url.trim_end_matches('/').to_owned(),
            // Nobody can open the address that stands for all of them.
            None if listening.ip().is_unspecified() => {
                format!("http://127.0.0.1:{}", listening.port())
            }
            None => format!("http://{listening}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(pairs: &[(&str, &str)]) -> Result<Settings, ServerError> {
        let environment = |name: &str| pairs.iter().find(|(key, _)| *key == name).map(|(_, value)| (*value).to_owned());
        Settings::read(None, &environment).map(|(settings, _)| settings)
    }

    #[test]
    fn without_anything_there_are_defaults() {
        let settings = with(&[]).unwrap();
        assert_eq!(settings.listen.to_string(), "127.0.0.1:3000");
        assert_eq!(settings.session_idle, Duration::from_secs(1800));
        assert!(settings.database_url.is_none() && settings.allow_hosts.is_empty() && !settings.is_https());
    }

    #[test]
    fn the_environment_is_read_with_its_units() {
        let settings = with(&[
            ("PATCHBAY_LISTEN", "0.0.0.0:80"),
            ("DATABASE_URL", "postgres://x"),
            ("PATCHBAY_BODY_RETENTION_DAYS", "7"),
            ("PATCHBAY_ALLOW_HOSTS", "http://127.0.0.1:9099, 10.0.0.0/8,"),
            ("PATCHBAY_PUBLIC_URL", "https://p.example.com/"),
        ])
        .unwrap();
        assert_eq!(settings.listen.port(), 80);
        assert_eq!(settings.body_retention_days, 7);
        assert_eq!(settings.allow_hosts, ["http://127.0.0.1:9099", "10.0.0.0/8"]);
        assert_eq!(settings.address(settings.listen), "https://p.example.com");
        assert!(settings.is_https() && settings.database_url.is_some());
    }

    #[test]
    fn a_wrong_value_is_told_with_its_name() {
        let error = with(&[("PATCHBAY_LISTEN", "localhost")]).unwrap_err().to_string();
        assert!(error.starts_with("PATCHBAY_LISTEN (environment)"), "{error}");
        let error = with(&[("PATCHBAY_ADMIN_EMAIL", "a@b.c")]).unwrap_err().to_string();
        assert!(error.contains("PATCHBAY_ADMIN_PASSWORD"), "{error}");
        assert!(with(&[("PATCHBAY_SESSION_IDLE_MINUTES", "0")]).is_err());
    }
}
