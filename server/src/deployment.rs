//! A database and the services on it, opened and closed together: what `serve` and the commands work with.

use crate::database::Database;
use crate::error::ServerError;
use crate::services::Services;
use crate::settings::Settings;
use patchbay_model::user::{Invitation, User};
use std::ops::Deref;

pub use crate::database::Owner;

/// An open deployment.
pub struct Deployment {
    services: Services,
    database: Database,
}

impl Deref for Deployment {
    type Target = Services;

    fn deref(&self) -> &Services {
        &self.services
    }
}

impl Deployment {
    /// Opens the database, brings its schema up to date and starts the services.
    ///
    /// # Errors
    /// What is missing. A private PostgreSQL that was started is stopped again.
    pub async fn open(settings: Settings, owner: Owner) -> Result<Self, ServerError> {
        let database = Database::open(&settings, owner).await?;
        match start(settings, &database).await {
            Ok(services) => Ok(Self { services, database }),
            Err(error) => {
                database.close().await?;
                Err(error)
            }
        }
    }

    /// Sets the first password of a user who was just invited.
    ///
    /// # Errors
    /// When the password is refused.
    pub async fn accept(&self, invitation: &Invitation, password: &str) -> Result<User, ServerError> {
        let token = invitation.path.rsplit('/').next().unwrap_or_default();
        Ok(self.portal.accept_invitation(token, &invitation.user.email, password).await?)
    }

    /// Where the portal is, to put before a path.
    #[must_use]
    pub fn address(&self) -> String {
        self.settings.address(self.settings.listen)
    }

    /// Returns when the private PostgreSQL has ended by itself.
    pub async fn failed(&mut self) -> ServerError {
        self.database.failed().await
    }

    /// Writes what is not written yet and closes everything.
    ///
    /// # Errors
    /// When the private PostgreSQL does not stop.
    pub async fn close(self) -> Result<(), ServerError> {
        self.services.stop().await;
        self.database.close().await
    }
}

async fn start(settings: Settings, database: &Database) -> Result<Services, ServerError> {
    database.store.migrate().await?;
    // The first execution needs its partition; later ones are made by the hourly job.
    patchbay_store::partitions::create_ahead(&database.store, crate::clock::now()).await?;
    Services::start(settings, database.store.clone()).await
}
