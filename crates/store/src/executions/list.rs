//! Lists of executions, newest first. Every combination of filters walks an index in the order of the page:
//! the sharpest filter chooses the index, the others leave rows out.

use crate::cursor::{self, AFTER_EVERY_ID, rows};
use crate::error::StoreError;
use crate::partitions;
use crate::reach::Reach;
use crate::unit::Db;
use crate::words::Place;
use chrono::{DateTime, Utc};
use patchbay_model::execution::{ExecutionQuery, ExecutionStatus, ExecutionSummary};
use patchbay_model::id::{EndpointId, ExecutionId, IntegratorId, TemplateId};
use patchbay_model::page::{Page, PageRequest};
use patchbay_model::time::Timestamp;
use uuid::Uuid;

pub(super) struct Row {
    pub id: Uuid,
    pub call_center_id: String,
    pub template_id: Uuid,
    pub template_name: String,
    pub endpoint_id: Uuid,
    pub endpoint_name: String,
    pub integrator_id: Uuid,
    pub cause: String,
    pub conversation: Option<String>,
    pub status: String,
    pub error_code: Option<String>,
    pub response_status: Option<i16>,
    pub attempt_count: i32,
    pub created_at: DateTime<Utc>,
    pub finished_at: Option<DateTime<Utc>>,
    pub duration_us: i64,
}

impl Row {
    pub fn read(self) -> Result<ExecutionSummary, StoreError> {
        let place = Place { table: "executions", row: &self.id };
        Ok(ExecutionSummary {
            id: ExecutionId(self.id),
            call_center_id: place.call_center(&self.call_center_id)?,
            template: self.template_name,
            template_id: TemplateId(self.template_id),
            endpoint: self.endpoint_name,
            endpoint_id: EndpointId(self.endpoint_id),
            integrator_id: IntegratorId(self.integrator_id),
            cause: place.word(self.cause)?,
            conversation: self.conversation,
            status: place.word(self.status)?,
            error_code: self.error_code.map(|word| place.word(word)).transpose()?,
            response_status: self.response_status.map(|status| place.number(status)).transpose()?,
            attempt_count: place.number(self.attempt_count)?,
            created_at: self.created_at.into(),
            finished_at: self.finished_at.map(Timestamp),
            duration_us: place.number(self.duration_us)?,
        })
    }
}

/// The filter whose index is walked.
enum Driver {
    Conversation,
    Status,
    Endpoint,
    Template,
    None,
}

impl Driver {
    fn of(query: &ExecutionQuery) -> Self {
        // Most executions succeed: walking all of them finds those soon enough, and their status has no index.
        let rare = query.status.is_some_and(|status| status != ExecutionStatus::Succeeded);
        match query {
            ExecutionQuery { conversation: Some(_), .. } => Self::Conversation,
            _ if rare => Self::Status,
            ExecutionQuery { endpoint: Some(_), .. } => Self::Endpoint,
            ExecutionQuery { template: Some(_), .. } => Self::Template,
            _ => Self::None,
        }
    }
}

// $1 before, $2 since, $3 limit, $4 status, $5 template, $6 endpoint, $7 conversation, $8 call center. All parameters stand
// in every variant; what $driver repeats as a plain equation is what the planner can look up in an index. Without `since`
// there is no lower bound at all: the planner takes any range with two ends for a narrow one, and would rather walk the
// primary key through it than use the index of a filter.
macro_rules! select {
    ($executor:expr, $arguments:expr, $from:literal, $driver:literal) => {
        if $arguments.since.is_some() {
            select!($executor, $arguments, $from, $driver, "AND id >= $2")
        } else {
            select!($executor, $arguments, $from, $driver, "AND $2::uuid IS NULL")
        }
    };
    ($executor:expr, $arguments:expr, $from:literal, $driver:literal, $since:literal) => {{
        let a: &Arguments<'_> = &$arguments;
        sqlx::query_as!(
            Row,
            r#"SELECT e.id AS "id!", e.call_center_id AS "call_center_id!", e.template_id AS "template_id!",
                 e.template_name AS "template_name!", e.endpoint_id AS "endpoint_id!", e.endpoint_name AS "endpoint_name!",
                 e.integrator_id AS "integrator_id!", e.cause AS "cause!", e.conversation, e.status AS "status!", e.error_code,
                 e.response_status, e.attempt_count AS "attempt_count!", e.created_at AS "created_at!", e.finished_at,
                 e.duration_us AS "duration_us!"
               FROM "# + $from + r#" (
                 SELECT * FROM executions
                 WHERE id < $1
                   AND ($4::text IS NULL OR status = $4) AND ($5::text IS NULL OR template_name = $5)
                   AND ($6::text IS NULL OR endpoint_name = $6) AND ($7::text IS NULL OR conversation = $7)
                   AND ($8::text IS NULL OR call_center_id = $8) "# + $since + " " + $driver + r#"
                 ORDER BY id DESC LIMIT $3
               ) e
               ORDER BY e.id DESC LIMIT $3"#,
            a.before,
            a.since,
            a.limit,
            a.status,
            a.template,
            a.endpoint,
            a.conversation,
            a.call_center,
        )
        .fetch_all($executor)
        .await?
    }};
}

struct Arguments<'a> {
    before: Uuid,
    since: Option<Uuid>,
    limit: i64,
    status: Option<&'static str>,
    template: Option<&'a str>,
    endpoint: Option<&'a str>,
    conversation: Option<&'a str>,
    call_center: Option<&'a str>,
}

/// Lists executions, newest first. By template or endpoint across all call centers, only those of call centers that still
/// exist are found.
pub async fn list<'c>(
    db: impl Db<'c>,
    reach: &Reach,
    query: &ExecutionQuery,
    page: &PageRequest,
) -> Result<Page<ExecutionSummary>, StoreError> {
    let Some(reach) = reach.narrow(query.call_center_id.as_ref()) else {
        return Ok(cursor::empty());
    };
    let a = Arguments {
        before: cursor::begin(page, AFTER_EVERY_ID)?,
        since: query.since.map(partitions::first_id_at),
        limit: rows(page),
        status: query.status.map(ExecutionStatus::as_str),
        template: query.template.as_deref(),
        endpoint: query.endpoint.as_deref(),
        conversation: query.conversation.as_deref(),
        call_center: reach.id(),
    };
    let executor = db.executor();
    let found = match (&reach, Driver::of(query)) {
        (Reach::All, Driver::None) => select!(executor, a, "", ""),
        (Reach::One(_), Driver::None) => select!(executor, a, "", "AND call_center_id = $8"),
        (Reach::All, Driver::Conversation) => select!(executor, a, "", "AND conversation = $7"),
        (Reach::One(_), Driver::Conversation) => {
            select!(executor, a, "", "AND conversation = $7 AND call_center_id = $8")
        }
        // The index holds no succeeded ones: the query has to say that it wants none.
        (Reach::All, Driver::Status) => {
            select!(executor, a, "", "AND status = $4 AND status <> 'succeeded'")
        }
        (Reach::One(_), Driver::Status) => {
            select!(executor, a, "", "AND call_center_id = $8 AND status = $4 AND status <> 'succeeded'")
        }
        (Reach::One(_), Driver::Endpoint) => {
            select!(executor, a, "", "AND call_center_id = $8 AND endpoint_name = $6")
        }
        (Reach::One(_), Driver::Template) => {
            select!(executor, a, "", "AND call_center_id = $8 AND template_name = $5")
        }
        // One look into the tenants' index per tenant: cheaper than two more indexes on the largest table.
        (Reach::All, Driver::Endpoint) => {
            select!(
                executor,
                a,
                "call_centers c CROSS JOIN LATERAL",
                "AND call_center_id = c.id AND endpoint_name = $6"
            )
        }
        (Reach::All, Driver::Template) => {
            select!(
                executor,
                a,
                "call_centers c CROSS JOIN LATERAL",
                "AND call_center_id = c.id AND template_name = $5"
            )
        }
    };
    cursor::end(page, found, |row| row.id, Row::read)
}
