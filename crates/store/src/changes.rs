//! What one process changed and the others cached: said in the transaction of the change, heard by all.

use crate::error::StoreError;
use crate::store::Store;
use crate::unit::Unit;
use patchbay_model::id::{CallCenterId, EndpointId, IntegratorId, KeyId, TemplateId, UserId};
use patchbay_model::messaging::ChatId;
use serde::{Deserialize, Serialize};
use sqlx::postgres::PgListener;
use std::collections::BTreeSet;

const CONFIGURATION: &str = "patchbay_configuration";
const EXECUTIONS: &str = "patchbay_executions";
const WORK: &str = "patchbay_work";
const CHATS: &str = "patchbay_chats";
/// PostgreSQL takes payloads of less than 8,000 bytes.
const LONGEST_PAYLOAD_BYTES: usize = 7_900;

/// Something that other processes may hold a copy of has changed, or is gone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "id", rename_all = "snake_case")]
pub enum Change {
    /// A call center, and with it everything that belongs to it.
    CallCenter(CallCenterId),
    /// A template or its parameters.
    Template(TemplateId),
    /// An endpoint.
    Endpoint(EndpointId),
    /// An integrator, its fields or credentials.
    Integrator(IntegratorId),
    /// A key.
    Key(KeyId),
    /// A user: role, state or password.
    User(UserId),
    /// These call centers have new or changed executions.
    Executions(BTreeSet<CallCenterId>),
    /// Something was said or happened in this chat.
    Chat(CallCenterId, ChatId),
    /// The queues of a call center.
    Queues(CallCenterId),
    /// Executions were queued that can run now.
    Work,
    /// Anything: the connection was lost, and whatever was said meanwhile was not heard.
    Everything,
}

/// Tells the other processes once the unit is committed, and not before.
pub async fn announce(unit: &mut Unit, change: &Change) -> Result<(), StoreError> {
    let channel = match change {
        Change::Executions(_) => EXECUTIONS,
        Change::Work => WORK,
        Change::Chat(..) => CHATS,
        _ => CONFIGURATION,
    };
    let mut payload = crate::words::to_json(change)?.to_string();
    if payload.len() > LONGEST_PAYLOAD_BYTES {
        payload = crate::words::to_json(&Change::Everything)?.to_string();
    }
    sqlx::query!("SELECT pg_notify($1, $2)", channel, payload).execute(unit.connection()).await?;
    Ok(())
}

/// Hears what processes announce, this one included. Begin to listen before filling a cache: what is announced between
/// the two would be missed the other way round.
#[derive(Debug)]
pub struct Changes {
    store: Store,
    listener: Option<PgListener>,
}

impl Changes {
    /// Begins to listen, on a connection of its own.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    pub async fn listen(store: &Store) -> Result<Self, StoreError> {
        Ok(Self { store: store.clone(), listener: Some(listener(store).await?) })
    }

    /// Waits for the next change. Cancel safe.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`] while the database is away; the caller waits a moment and asks again, and hears
    /// [`Change::Everything`] first when it is back.
    pub async fn next(&mut self) -> Result<Change, StoreError> {
        loop {
            let Some(listener) = &mut self.listener else {
                self.listener = Some(self::listener(&self.store).await?);
                return Ok(Change::Everything);
            };
            match listener.try_recv().await {
                // A payload that another version of this program wrote may be of a kind that this one doesn't know.
                Ok(Some(heard)) => {
                    return Ok(serde_json::from_str(heard.payload()).unwrap_or(Change::Everything));
                }
                Ok(None) => self.listener = None,
                Err(why) => {
                    self.listener = None;
                    return Err(why.into());
                }
            }
        }
    }
}

async fn listener(store: &Store) -> Result<PgListener, StoreError> {
    let mut listener = PgListener::connect_with(&store.pool).await?;
    // A connection that comes back by itself, inside a call that is then cancelled, would go unnoticed.
    listener.eager_reconnect(false);
    listener.listen_all([CONFIGURATION, EXECUTIONS, WORK, CHATS]).await?;
    Ok(listener)
}
