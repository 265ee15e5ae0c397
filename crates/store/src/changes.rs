//! What one process changed and the others should know: heard by all, once it is committed.
//!
//! # Invariants
//! What others cache is said in the transaction of the change: whoever read the old is told, whatever becomes of this
//! process. That there is something new to look at or to do is said a moment after the commit, by whoever else has
//! something to say as well: PostgreSQL lets transactions that notify commit one after the other, each waiting for the disk
//! alone. It is lost if the process dies in that moment; whoever needs it looks now and then without being told.

use crate::error::StoreError;
use crate::store::Store;
use crate::unit::Unit;
use patchbay_model::id::{CallCenterId, EndpointId, IntegratorId, KeyId, TemplateId, UserId};
use patchbay_model::messaging::ChatId;
use serde::{Deserialize, Serialize};
use sqlx::postgres::{PgListener, PgPool};
use std::collections::BTreeSet;
use std::mem;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

const CONFIGURATION: &str = "patchbay_configuration";
const EXECUTIONS: &str = "patchbay_executions";
const WORK: &str = "patchbay_work";
const CHATS: &str = "patchbay_chats";
/// PostgreSQL takes payloads of less than 8,000 bytes, and a call center's id has 64 at most.
const CALL_CENTERS_AT_ONCE: usize = 100;
/// Before it is said again while the database is away.
const SAY_AGAIN: Duration = Duration::from_millis(250);

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
    /// These call centers have new events, or new or changed executions.
    Executions(BTreeSet<CallCenterId>),
    /// Something was said or happened in this chat.
    Chat(CallCenterId, ChatId),
    /// The queues of a call center.
    Queues(CallCenterId),
    /// The channels of a call center. An adapter changes together with the template behind it, which is told.
    Channels(CallCenterId),
    /// Executions were queued that can run now.
    Work,
    /// Anything: the connection was lost, and whatever was said meanwhile was not heard.
    Everything,
}

impl Change {
    const fn channel(&self) -> &'static str {
        match self {
            Self::Executions(_) => EXECUTIONS,
            Self::Work => WORK,
            Self::Chat(..) => CHATS,
            _ => CONFIGURATION,
        }
    }
}

/// Tells the other processes once the unit is committed, and not before.
pub async fn announce(unit: &mut Unit, change: &Change) -> Result<(), StoreError> {
    match change {
        Change::Executions(call_centers) => unit.hints.executions.extend(call_centers.iter().cloned()),
        Change::Chat(call_center, chat) => drop(unit.hints.chats.insert((call_center.clone(), *chat))),
        Change::Work => unit.hints.work = true,
        _ => {
            let payload = crate::words::to_json(change)?.to_string();
            sqlx::query!("SELECT pg_notify($1, $2)", change.channel(), payload).execute(unit.connection()).await?;
        }
    }
    Ok(())
}

/// What is said after the commit.
#[derive(Debug, Default)]
pub(crate) struct Hints {
    executions: BTreeSet<CallCenterId>,
    chats: BTreeSet<(CallCenterId, ChatId)>,
    work: bool,
}

impl Hints {
    fn is_empty(&self) -> bool {
        self.executions.is_empty() && self.chats.is_empty() && !self.work
    }

    fn merge(&mut self, other: Self) {
        self.executions.extend(other.executions);
        self.chats.extend(other.chats);
        self.work |= other.work;
    }

    /// Channels and payloads.
    fn notifications(&self) -> Result<(Vec<String>, Vec<String>), StoreError> {
        let work = self.work.then_some(Change::Work);
        let all: Vec<CallCenterId> = self.executions.iter().cloned().collect();
        let executions =
            all.chunks(CALL_CENTERS_AT_ONCE).map(|some| Change::Executions(some.iter().cloned().collect()));
        let chats = self.chats.iter().map(|(call_center, chat)| Change::Chat(call_center.clone(), *chat));
        let mut notifications = (Vec::new(), Vec::new());
        for change in executions.chain(work).chain(chats) {
            notifications.0.push(change.channel().to_owned());
            notifications.1.push(crate::words::to_json(&change)?.to_string());
        }
        Ok(notifications)
    }
}

/// Says what this process' units left to be said; what comes together while it speaks is said together.
#[derive(Debug, Clone)]
pub(crate) struct Announcer {
    pool: PgPool,
    pending: Arc<Mutex<Pending>>,
}

#[derive(Debug, Default)]
struct Pending {
    hints: Hints,
    is_speaking: bool,
}

impl Announcer {
    pub(crate) fn new(pool: PgPool) -> Self {
        Self { pool, pending: Arc::default() }
    }

    /// Says it soon.
    pub(crate) fn say(&self, hints: Hints) {
        if hints.is_empty() {
            return;
        }
        let mut pending = self.pending();
        pending.hints.merge(hints);
        if !mem::replace(&mut pending.is_speaking, true) {
            let announcer = self.clone();
            tokio::spawn(async move { announcer.speak().await });
        }
    }

    /// Says what is left, before the pool closes.
    pub(crate) async fn finish(&self) {
        let hints = mem::take(&mut self.pending().hints);
        // What is not heard now is found by looking.
        let _ = self.notify(&hints).await;
    }

    async fn speak(&self) {
        loop {
            let hints = {
                let mut pending = self.pending();
                if pending.hints.is_empty() || self.pool.is_closed() {
                    pending.is_speaking = false;
                    return;
                }
                mem::take(&mut pending.hints)
            };
            if self.notify(&hints).await.is_err() {
                self.pending().hints.merge(hints);
                tokio::time::sleep(SAY_AGAIN).await;
            }
        }
    }

    async fn notify(&self, hints: &Hints) -> Result<(), StoreError> {
        if hints.is_empty() {
            return Ok(());
        }
        let (channels, payloads) = hints.notifications()?;
        // It writes nothing, so its commit waits for no disk.
        sqlx::query!(
            "SELECT pg_notify(channel, payload) FROM UNNEST($1::text[], $2::text[]) AS n (channel, payload)",
            &channels,
            &payloads
        )
        .execute(&self.pool)
        .await?;
        Ok(())
    }

    /// Held for the moment of a look.
    fn pending(&self) -> MutexGuard<'_, Pending> {
        // Nothing that can panic happens under the lock.
        self.pending.lock().unwrap_or_else(PoisonError::into_inner)
    }
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
