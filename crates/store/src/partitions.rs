//! The partitions of the history: created ahead of time, dropped whole when they are old.

use crate::error::StoreError;
use crate::store::Store;
use chrono::{DateTime, Duration, Months, Utc};
use patchbay_model::id::ExecutionId;
use patchbay_model::time::Timestamp;
use std::collections::BTreeSet;
use uuid::Uuid;

/// A partitioned table and how much time one partition holds.
const TABLES: [(&str, Span); 7] = [
    ("executions", Span::Month),
    ("attempts", Span::Month),
    ("attempt_bodies", Span::Day),
    ("conversation_events", Span::Month),
    ("execution_inputs", Span::Day),
    ("messages", Span::Month),
    ("chat_events", Span::Month),
];

const MONTHS_AHEAD: u32 = 2;
const DAYS_AHEAD: i64 = 3;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Span {
    Month,
    Day,
}

impl Span {
    const fn word(self) -> &'static str {
        match self {
            Self::Month => "month",
            Self::Day => "day",
        }
    }
}

/// How long the history is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Retention {
    /// Executions and attempts, without what was sent and came back; conversations with their events; chats with their
    /// messages.
    pub executions_days: u32,
    /// What was sent and came back, and what can be replayed.
    pub bodies_days: u32,
}

impl Default for Retention {
    fn default() -> Self {
        Self { executions_days: 400, bodies_days: 30 }
    }
}

/// What dropping old partitions came to.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Dropped {
    /// The tables that are gone.
    pub tables: Vec<String>,
    /// Some could not be locked in time and are left for the next call.
    pub is_busy: bool,
}

/// The smallest id of an execution that began at `at`.
#[must_use]
pub fn first_id_at(at: Timestamp) -> Uuid {
    let milliseconds = u128::try_from(at.0.timestamp_millis()).unwrap_or(0) & 0xFFFF_FFFF_FFFF;
    Uuid::from_u128(milliseconds << 80)
}

/// When an execution began, as its id says.
#[must_use]
pub fn time_of(id: ExecutionId) -> Timestamp {
    let milliseconds = i64::try_from(id.0.as_u128() >> 80).unwrap_or(i64::MAX);
    Timestamp(DateTime::from_timestamp_millis(milliseconds).unwrap_or(DateTime::<Utc>::MAX_UTC))
}

/// Creates the partitions of now and of some time to come; cheap when they are there. Called at start and every hour.
pub async fn create_ahead(store: &Store, now: Timestamp) -> Result<(), StoreError> {
    for (table, span) in TABLES {
        let times: Vec<_> = match span {
            Span::Month => {
                (0..=MONTHS_AHEAD).filter_map(|months| now.0.checked_add_months(Months::new(months))).collect()
            }
            Span::Day => (0..=DAYS_AHEAD).map(|days| now.0 + Duration::days(days)).collect(),
        };
        create(store, table, span, &times).await?;
    }
    Ok(())
}

/// Creates the partitions that rows of these executions, or of events of the same times, belong into.
pub(crate) async fn create_for(store: &Store, ids: impl IntoIterator<Item = ExecutionId>) -> Result<(), StoreError> {
    let days: BTreeSet<_> = ids.into_iter().map(|id| time_of(id).0.date_naive()).collect();
    let times: Vec<_> = days.into_iter().map(|day| day.and_time(chrono::NaiveTime::MIN).and_utc()).collect();
    for (table, span) in TABLES {
        create(store, table, span, &times).await?;
    }
    Ok(())
}

async fn create(store: &Store, table: &str, span: Span, times: &[DateTime<Utc>]) -> Result<(), StoreError> {
    for at in times {
        let mut unit = store.begin().await?;
        // A long transaction may hold the table; better to fail here and try again than to queue behind it.
        sqlx::query_scalar!("SELECT set_config('lock_timeout', '5s', true)").fetch_one(unit.connection()).await?;
        sqlx::query_scalar!("SELECT create_partition($1, $2, $3)", table, span.word(), at)
            .fetch_one(unit.connection())
            .await?;
        unit.commit().await?;
    }
    Ok(())
}

/// Drops partitions that are older than `retention` says. Whoever reads the history meanwhile keeps it from being locked;
/// a partition that can't be locked within a moment is left for the next call, because everybody else would queue behind
/// the wait.
pub async fn drop_expired(store: &Store, now: Timestamp, retention: Retention) -> Result<Dropped, StoreError> {
    let mut dropped = Dropped::default();
    for (table, span) in TABLES {
        let days = match span {
            Span::Month => retention.executions_days,
            Span::Day => retention.bodies_days,
        };
        let before = now.0 - Duration::days(i64::from(days));
        loop {
            match drop_oldest(store, table, before).await {
                Ok(Some(name)) => dropped.tables.push(name),
                Ok(None) => break,
                Err(StoreError::Unavailable(why)) if is_lock_timeout(&why) => {
                    dropped.is_busy = true;
                    break;
                }
                Err(why) => return Err(why),
            }
        }
    }
    Ok(dropped)
}

async fn drop_oldest(store: &Store, table: &str, before: DateTime<Utc>) -> Result<Option<String>, StoreError> {
    let mut unit = store.begin().await?;
    sqlx::query_scalar!("SELECT set_config('lock_timeout', '100ms', true)").fetch_one(unit.connection()).await?;
    let dropped = sqlx::query_scalar!("SELECT drop_oldest_partition($1, $2)", table, before);
    let dropped = dropped.fetch_one(unit.connection()).await?;
    unit.commit().await?;
    Ok(dropped)
}

fn is_lock_timeout(error: &sqlx::Error) -> bool {
    error.as_database_error().is_some_and(|error| error.code().as_deref() == Some("55P03"))
}
