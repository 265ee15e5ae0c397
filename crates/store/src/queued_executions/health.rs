//! How the queue does.

use crate::error::StoreError;
use crate::reach::Reach;
use crate::unit::Db;
use crate::words::Place;
use patchbay_model::id::CallCenterId;
use patchbay_model::time::Timestamp;
use patchbay_model::work::QueueHealth;
use std::collections::HashMap;

/// Counts what is in the queue, up to `most`: for the decision whether to take more.
pub async fn backlog<'c>(db: impl Db<'c>, most: i64) -> Result<i64, StoreError> {
    let counted =
        sqlx::query_scalar!(r#"SELECT count(*) AS "count!" FROM (SELECT FROM queued_executions LIMIT $1) q"#, most);
    Ok(counted.fetch_one(db.executor()).await?)
}

/// The same by call center; those that have nothing in it are left out.
pub async fn backlog_by_call_center<'c>(db: impl Db<'c>, most: i64) -> Result<HashMap<CallCenterId, i64>, StoreError> {
    let counted = sqlx::query!(
        r#"SELECT call_center_id, count(*) AS "count!" FROM (SELECT call_center_id FROM queued_executions LIMIT $1) q
           GROUP BY call_center_id"#,
        most,
    );
    let counted = counted.fetch_all(db.executor()).await?.into_iter().map(|row| {
        let place = Place { table: "queued_executions", row: &row.call_center_id };
        Ok((place.call_center(&row.call_center_id)?, row.count))
    });
    counted.collect()
}

/// Looks at what `reach` has in the queue; nothing of the database as a whole is told.
pub async fn health<'c>(db: impl Db<'c>, reach: &Reach) -> Result<QueueHealth, StoreError> {
    let row = sqlx::query!(
        r#"SELECT count(*) FILTER (WHERE state = 'ready') AS "ready!", count(*) FILTER (WHERE state = 'waiting') AS "waiting!",
             count(*) FILTER (WHERE state = 'blocked') AS "blocked!", count(*) FILTER (WHERE state = 'leased') AS "running!",
             min(run_at) FILTER (WHERE state = 'ready') AS oldest_ready_at,
             min(run_at) FILTER (WHERE state = 'waiting') AS next_run_at
           FROM queued_executions WHERE $1::text IS NULL OR call_center_id = $1"#,
        reach.id(),
    );
    let row = row.fetch_one(db.executor()).await?;
    Ok(QueueHealth {
        ready: row.ready,
        waiting: row.waiting,
        blocked: row.blocked,
        running: row.running,
        oldest_ready_at: row.oldest_ready_at.map(Timestamp),
        next_run_at: row.next_run_at.map(Timestamp),
        ..QueueHealth::default()
    })
}

/// What keeps the table of the queue fast, or doesn't.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Upkeep {
    /// Rows that wait for vacuum.
    pub dead_tuples: i64,
    /// When vacuum last came by.
    pub last_vacuum_at: Option<Timestamp>,
    /// For how long the oldest snapshot of this database has been held.
    pub oldest_snapshot_seconds: Option<i64>,
}

/// Looks at the table and at who keeps it from being vacuumed.
pub async fn upkeep<'c>(db: impl Db<'c>) -> Result<Upkeep, StoreError> {
    let row = sqlx::query!(
        r#"SELECT COALESCE(max(n_dead_tup), 0) AS "dead_tuples!", GREATEST(max(last_vacuum), max(last_autovacuum)) AS last_vacuum_at,
             (SELECT extract(epoch FROM max(clock_timestamp() - xact_start))::bigint FROM pg_stat_activity
              WHERE backend_xmin IS NOT NULL AND datname = current_database() AND pid <> pg_backend_pid())
               AS oldest_snapshot_seconds
           FROM pg_stat_user_tables WHERE relid = 'queued_executions'::regclass"#
    );
    let row = row.fetch_one(db.executor()).await?;
    Ok(Upkeep {
        dead_tuples: row.dead_tuples,
        last_vacuum_at: row.last_vacuum_at.map(Timestamp),
        oldest_snapshot_seconds: row.oldest_snapshot_seconds,
    })
}
