//! The connection pool, migrations and readiness.

use crate::changes::Announcer;
use crate::error::StoreError;
use crate::unit::Unit;
use sqlx::Connection;
use sqlx::migrate::Migrator;
use sqlx::postgres::{PgConnectOptions, PgConnection, PgPool, PgPoolOptions};
use std::str::FromStr;
use std::time::Duration;

/// The migrations of this build, embedded.
pub static MIGRATOR: Migrator = sqlx::migrate!("../../migrations");

/// How to use the server that the URL names.
#[derive(Debug, Clone)]
pub struct ConnectOptions {
    /// Connections of this process at most; one more listens for changes.
    pub max_connections: u32,
    /// How long a caller waits for a free connection.
    pub acquire_timeout: Duration,
    /// How long one statement may run; migrations are exempt.
    pub statement_timeout: Duration,
    /// What the server's own views call this process.
    pub application_name: String,
}

impl Default for ConnectOptions {
    fn default() -> Self {
        Self {
            max_connections: 20,
            acquire_timeout: Duration::from_secs(5),
            statement_timeout: Duration::from_secs(15),
            application_name: "patchbay".to_owned(),
        }
    }
}

/// The database. Cheap to clone: clones share the pool.
#[derive(Debug, Clone)]
pub struct Store {
    pub(crate) pool: PgPool,
    announcer: Announcer,
}

impl Store {
    /// Connects to the server that `url` names; fails when nobody answers there.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`], or [`StoreError::Internal`] when `url` is no URL.
    pub async fn connect(url: &str, options: &ConnectOptions) -> Result<Self, StoreError> {
        let connect = PgConnectOptions::from_str(url)?.application_name(&options.application_name).options([
            ("statement_timeout", options.statement_timeout.as_millis().to_string()),
            // A transaction that nobody ends would keep vacuum and partition drops waiting.
            ("idle_in_transaction_session_timeout", "30000".to_owned()),
            // Our statements are short; compiling those that touch many partitions costs more than it saves.
            ("jit", "off".to_owned()),
        ]);
        let pool = PgPoolOptions::new()
            .max_connections(options.max_connections)
            .acquire_timeout(options.acquire_timeout)
            .connect_with(connect)
            .await?;
        Ok(Self::from_pool(pool))
    }

    /// A store on a pool that exists, for tests.
    #[must_use]
    pub fn from_pool(pool: PgPool) -> Self {
        Self { announcer: Announcer::new(pool.clone()), pool }
    }

    /// Brings the schema up to date. Safe on a live database and from several processes at once: the migrator holds an
    /// advisory lock, and a migration that can't get its table lock in time fails instead of queueing traffic behind it.
    ///
    /// # Errors
    /// [`StoreError::Internal`] with the migration that failed.
    pub async fn migrate(&self) -> Result<(), StoreError> {
        // A connection of its own, closed at the end: its changed limits must not leak back into the pool.
        let mut connection = self.pool.acquire().await?.detach();
        sqlx::query_scalar!("SELECT set_config('statement_timeout', '0', false)").fetch_one(&mut connection).await?;
        sqlx::query_scalar!("SELECT set_config('lock_timeout', '10s', false)").fetch_one(&mut connection).await?;
        wait_for_turn(&mut connection).await?;
        let outcome = MIGRATOR.run(&mut connection).await;
        connection.close().await?;
        outcome.map_err(|why| StoreError::from(sqlx::Error::from(why)))
    }

    /// Whether the database answers and knows the schema of this build.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`] when it doesn't answer, [`StoreError::NotFound`] when migrations are missing.
    pub async fn ready(&self) -> Result<(), StoreError> {
        let applied = sqlx::query_scalar!(r#"SELECT to_regclass('message_ledger') IS NOT NULL AS "applied!""#)
            .fetch_one(&self.pool)
            .await?;
        if applied { Ok(()) } else { Err(StoreError::NotFound) }
    }

    /// Begins a unit of work. Dropped without [`Unit::commit`], it leaves nothing behind.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    pub async fn begin(&self) -> Result<Unit, StoreError> {
        Ok(Unit::new(self.pool.begin().await?, self.announcer.clone()))
    }

    /// Closes every connection; waits for those in use.
    pub async fn close(&self) {
        self.announcer.finish().await;
        self.pool.close().await;
    }
}

/// Lets one process migrate at a time; the turn ends with the connection. Asks again and again instead of waiting in the
/// lock, as the migrator's own would: an index that is built concurrently waits for every statement that runs, so that it
/// and a statement waiting for that lock would wait for each other.
async fn wait_for_turn(connection: &mut PgConnection) -> Result<(), StoreError> {
    const TURN: i64 = 0x7061_7463_6862_6179;
    while !sqlx::query_scalar!(r#"SELECT pg_try_advisory_lock($1) AS "mine!""#, TURN)
        .fetch_one(&mut *connection)
        .await?
    {
        sqlx::query!("SELECT pg_sleep(0.1)").fetch_one(&mut *connection).await?;
    }
    Ok(())
}
