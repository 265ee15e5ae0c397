//! The unit of work: everything that has to be written together.

use crate::changes::{Announcer, Hints};
use crate::error::StoreError;
use crate::handle::Handle;
use crate::store::Store;
use patchbay_model::id::{ConfigurationVersionId, Version};
use patchbay_model::time::Timestamp;
use sqlx::postgres::PgConnection;
use sqlx::{Postgres, Transaction};

/// A transaction. Writes take it, so that change, audit entry and notification are committed together or not at all.
#[derive(Debug)]
pub struct Unit {
    pub(crate) transaction: Transaction<'static, Postgres>,
    pub(crate) door: Door,
    /// What the others are told a moment after the commit.
    pub(crate) hints: Hints,
    announcer: Announcer,
}

/// By which way templates, integrators and endpoints are being written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Door {
    /// By their own: parts of something else are refused.
    Ordinary,
    /// By that of what they stand behind.
    Whole,
}

impl Unit {
    pub(crate) fn new(transaction: Transaction<'static, Postgres>, announcer: Announcer) -> Self {
        Self { transaction, door: Door::Ordinary, hints: Hints::default(), announcer }
    }

    /// Makes everything visible and durable.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`]; whether it was committed is then unknown.
    pub async fn commit(self) -> Result<(), StoreError> {
        self.transaction.commit().await?;
        self.announcer.say(self.hints);
        Ok(())
    }

    /// Throws everything away, now instead of when the connection is used next.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    pub async fn rollback(self) -> Result<(), StoreError> {
        Ok(self.transaction.rollback().await?)
    }

    pub(crate) fn connection(&mut self) -> &mut PgConnection {
        &mut self.transaction
    }
}

/// Who saves a configuration, when, and the id of the version that the save makes: one stamp per save.
#[derive(Debug, Clone)]
pub struct Stamp {
    /// When.
    pub at: Timestamp,
    /// Who, as the audit trail names them.
    pub actor: String,
    /// What executions will refer to.
    pub version_id: ConfigurationVersionId,
}

/// Where a statement can run: `&Store` for itself, `&mut Unit` together with others.
pub trait Db<'c>: Send + sealed::Sealed {
    /// Gives up the wrapper.
    #[doc(hidden)]
    fn executor(self) -> Handle<'c>;
}

impl<'c> Db<'c> for &'c Store {
    fn executor(self) -> Handle<'c> {
        Handle::Pool(&self.pool)
    }
}

impl<'c> Db<'c> for &'c mut Unit {
    fn executor(self) -> Handle<'c> {
        Handle::Connection(self.connection())
    }
}

mod sealed {
    /// Keeps `Db` ours.
    pub trait Sealed {}
    impl Sealed for &super::Store {}
    impl Sealed for &mut super::Unit {}
}

/// Compares what the caller read with what stands there now, under the row's lock.
pub(crate) fn check_version(expected: Option<Version>, current: i64) -> Result<(), StoreError> {
    match expected {
        Some(Version(expected)) if expected != current => Err(StoreError::Stale { current: Version(current) }),
        _ => Ok(()),
    }
}
