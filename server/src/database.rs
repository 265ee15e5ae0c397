//! The database: the operator's own, or a private one that goes with the process.

use crate::data_dir::{self, DataDirLock, LockError};
use crate::error::ServerError;
use crate::postgres::{Postgres, running_url};
use crate::settings::Settings;
use patchbay_model::secret::Secret;
use patchbay_store::{ConnectOptions, Store};

/// Who opens the database.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Owner {
    /// The server: a private PostgreSQL is its alone.
    Server,
    /// A command, which may run beside a server and then uses the server's.
    Command,
    /// A worker, which runs beside a server: a private PostgreSQL is never its own.
    Worker,
}

/// An open database.
#[derive(Debug)]
pub struct Database {
    /// The pool.
    pub store: Store,
    private: Option<Private>,
}

#[derive(Debug)]
struct Private {
    postgres: Postgres,
    _lock: DataDirLock,
}

impl Database {
    /// Connects, after starting a private PostgreSQL when no other was named.
    ///
    /// # Errors
    /// What is missing.
    pub async fn open(settings: &Settings, owner: Owner) -> Result<Self, ServerError> {
        data_dir::make(&settings.data_dir)?;
        let (url, private) = match &settings.database_url {
            Some(url) => (url.clone(), None),
            None => private(settings, owner).await?,
        };
        let options = ConnectOptions { max_connections: settings.database_connections, ..ConnectOptions::default() };
        match Store::connect(url.expose(), &options).await {
            Ok(store) => Ok(Self { store, private }),
            Err(error) => {
                stop(private).await?;
                Err(error.into())
            }
        }
    }

    /// Returns when the private PostgreSQL has ended by itself; never when there is none.
    pub async fn failed(&mut self) -> ServerError {
        match &mut self.private {
            Some(private) => ServerError::Postgres(private.postgres.ended().await),
            None => std::future::pending().await,
        }
    }

    /// Closes the pool and stops the private PostgreSQL.
    ///
    /// # Errors
    /// When it does not stop.
    pub async fn close(self) -> Result<(), ServerError> {
        self.store.close().await;
        stop(self.private).await
    }
}

async fn private(settings: &Settings, owner: Owner) -> Result<(Secret, Option<Private>), ServerError> {
    let lock = match data_dir::lock(&settings.data_dir) {
        // A server is running: its database is the one that is meant.
        Err(LockError::Taken { .. }) if owner != Owner::Server => {
            return Ok((running_url(&settings.data_dir)?, None));
        }
        Err(error) => return Err(error.into()),
        Ok(_) if owner == Owner::Worker => {
            let reason =
                "there is nothing to work on: set DATABASE_URL, or start `patchbay serve` on this data folder first";
            return Err(ServerError::Failed(reason.to_owned()));
        }
        Ok(lock) => lock,
    };
    let postgres = Postgres::start(&settings.data_dir, settings.postgres_bin.as_deref()).await?;
    Ok((postgres.url(), Some(Private { postgres, _lock: lock })))
}

async fn stop(private: Option<Private>) -> Result<(), ServerError> {
    match private {
        Some(private) => private.postgres.stop().await,
        None => Ok(()),
    }
}
