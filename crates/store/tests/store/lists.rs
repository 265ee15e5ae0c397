//! Lists stay fast: the work of a page is bounded, whatever the table holds. Measured by what the database really read
//! for the store's own queries, not by plans of copies of them.

use crate::support::*;
use chrono::Duration;
use patchbay_model::audit::AuditQuery;
use patchbay_model::execution::{ExecutionQuery, ExecutionStatus};
use patchbay_model::integrator::IntegratorQuery;
use patchbay_model::page::Sort;
use patchbay_model::time::Timestamp;
use patchbay_store::executions::{self, insert_batch};
use patchbay_store::{Reach, Store, StoreError, Unit, audit_entries, call_centers, integrators, keys, users};
use patchbay_testkit::TestDatabase;

/// Rows that this transaction read from tables and index entries that it walked, so far.
async fn work(unit: &mut Unit) -> i64 {
    use patchbay_store::Db;
    let read = sqlx::query_scalar!(
        r#"SELECT COALESCE(sum(pg_stat_get_xact_tuples_returned(oid)), 0)::bigint AS "read!" FROM pg_class
           WHERE relkind IN ('r', 'i') AND relnamespace = 'public'::regnamespace"#
    );
    read.fetch_one(unit.executor()).await.unwrap()
}

/// The work of one call, after so many that the plan is no longer made for its parameters.
macro_rules! work_of {
    ($store:expr, $call:expr) => {{
        let mut unit = $store.begin().await.unwrap();
        for _ in 0..7 {
            $call(&mut unit).await.unwrap();
        }
        let before = work(&mut unit).await;
        let found = $call(&mut unit).await.unwrap();
        (work(&mut unit).await - before, found)
    }};
}

const CALL_CENTERS: i64 = 100;
const MONTHS: i64 = 3;

/// 24 000 executions over three months and a hundred call centers; one in 97 failed, one is dead.
async fn fill(store: &Store) {
    for n in 0..CALL_CENTERS {
        insert_call_center(store, &format!("cc-{n}")).await;
    }
    for chunk in 0..24 {
        let mut batch = Vec::new();
        for n in 0..1000 {
            let n = chunk * 1000 + n;
            let began_at = Timestamp(at(0).0 - Duration::seconds((24_000 - n) * MONTHS * 30 * 86_400 / 24_000));
            let mut made = record(&format!("cc-{}", n % CALL_CENTERS), began_at);
            let summary = &mut made.execution.summary;
            summary.template = format!("template {}", n / 100 % 10);
            summary.endpoint = format!("endpoint {}", n / 1000 % 24);
            summary.conversation = (n % 7 == 0).then(|| format!("c-{}", n / 14));
            if n % 97 == 3 {
                summary.status = ExecutionStatus::Failed;
            }
            if n == 11_111 {
                summary.status = ExecutionStatus::Dead;
            }
            batch.push(made);
        }
        insert_batch(store, &batch).await.unwrap();
    }
    run(store, "ANALYZE").await.unwrap();
}

#[tokio::test]
async fn every_filter_of_executions_reads_little_more_than_its_page() {
    let database = TestDatabase::create().await;
    let store = database.store().await;
    fill(&store).await;
    let any = ExecutionQuery::default();
    let status = |status| ExecutionQuery { status: Some(status), ..ExecutionQuery::default() };
    let template = ExecutionQuery { template: Some("template 3".into()), ..any.clone() };
    let endpoint = ExecutionQuery { endpoint: Some("endpoint 3".into()), ..any.clone() };
    let both = ExecutionQuery { template: template.template.clone(), ..endpoint.clone() };
    let conversation = ExecutionQuery { conversation: Some("c-700".into()), ..any.clone() };
    let since = |query: &ExecutionQuery| ExecutionQuery {
        since: Some(Timestamp(at(0).0 - Duration::days(40))),
        ..query.clone()
    };
    let nothing = ExecutionQuery { conversation: Some("none".into()), ..any.clone() };
    // Per query: rows of a page of ten in reach of all and of cc-3, and the most work that may cost.
    let table = [
        ("any", any.clone(), [10, 10], [50, 300]),
        ("dead", status(ExecutionStatus::Dead), [1, 0], [50, 50]),
        ("failed", status(ExecutionStatus::Failed), [10, 3], [50, 300]),
        ("succeeded", status(ExecutionStatus::Succeeded), [10, 10], [50, 300]),
        ("template", template.clone(), [10, 10], [CALL_CENTERS * 30, 300]),
        ("endpoint", endpoint.clone(), [10, 10], [CALL_CENTERS * 30, 300]),
        ("template and endpoint", both, [10, 1], [CALL_CENTERS * 30, 300]),
        ("conversation", conversation, [2, 0], [50, 50]),
        ("no such conversation", nothing, [0, 0], [50, 50]),
        ("failed since", since(&status(ExecutionStatus::Failed)), [10, 1], [50, 300]),
        ("template since", since(&template), [10, 10], [CALL_CENTERS * 30, 300]),
    ];
    for (name, query, rows, most) in table {
        for (reach, (rows, most)) in [Reach::All, one("cc-3")].into_iter().zip(rows.into_iter().zip(most)) {
            let page = page(10, None);
            let call = async |unit: &mut Unit| executions::list(unit, &reach, &query, &page).await;
            let (work, found) = work_of!(store, call);
            assert_eq!(found.items.len(), rows, "{name} {reach:?}");
            assert!(work <= most, "{name} {reach:?}: {work} rows read");
        }
    }
}

#[tokio::test]
async fn the_last_page_costs_what_the_first_does() {
    let database = TestDatabase::create().await;
    let store = database.store().await;
    fill(&store).await;
    let reach = one("cc-3");
    let query = ExecutionQuery::default();
    let (mut cursor, mut seen, mut previous) = (None, 0, None);
    loop {
        let request = page(50, cursor.clone());
        let found = executions::list(&store, &reach, &query, &request).await.unwrap();
        for row in &found.items {
            assert!(previous.is_none_or(|previous| row.id < previous), "newest first, each once");
            previous = Some(row.id);
            seen += 1;
        }
        if found.next_cursor.is_none() {
            break;
        }
        cursor = found.next_cursor;
        insert_batch(&store, &[record("cc-3", at(1))]).await.unwrap(); // newer than the list: disturbs nothing
    }
    assert_eq!(seen, 240);
    let request = page(50, cursor);
    let call = async |unit: &mut Unit| executions::list(unit, &reach, &query, &request).await;
    let (work, _) = work_of!(store, call);
    assert!(work <= 500, "{work} rows read for the last page");
}

#[tokio::test]
async fn a_filter_outside_the_reach_finds_nothing() {
    let database = TestDatabase::create().await;
    let store = database.store().await;
    insert_batch(&store, &[record("cc-1", at(0)), record("cc-2", at(0))]).await.unwrap();
    let query = ExecutionQuery { call_center_id: Some(cc("cc-2")), ..ExecutionQuery::default() };
    let found =
        async |reach: Reach| executions::list(&store, &reach, &query, &page(10, None)).await.unwrap().items.len();
    assert_eq!([found(Reach::All).await, found(one("cc-2")).await, found(one("cc-1")).await], [1, 1, 0]);
    let wrong = executions::list(&store, &Reach::All, &query, &page(10, Some("xyz".into()))).await;
    assert!(matches!(wrong, Err(StoreError::InvalidCursor)));
}

#[tokio::test]
async fn of_ten_thousand_integrators_a_page_reads_little_more_than_itself() {
    let database = TestDatabase::create().await;
    let store = database.store().await;
    let template = insert_template(&store, "acme", None).await;
    run(&store, "INSERT INTO call_centers SELECT 'cc-' || n, 'Call center ' || n, 'UTC', 'en', 1, now(), now() FROM generate_series(1, 10000) n;
        INSERT INTO integrators SELECT gen_random_uuid(), 'cc-' || n, (SELECT id FROM templates), 'host-' || n || '.test', 'Number ' || n, true,
            NULL, NULL, gen_random_uuid(), 1, now(), now() FROM generate_series(1, 10000) n;
        INSERT INTO integrator_fields SELECT id, 'region', 'eu', NULL, NULL, now() FROM integrators;
        INSERT INTO credentials SELECT id, 'basic:bob', 'x', host, now() FROM integrators;
        ANALYZE").await.unwrap();
    let of_template =
        |search: Option<&str>| IntegratorQuery { search: search.map(str::to_owned), template_id: Some(template.id) };
    let first = integrators::list(&store, &Reach::All, &of_template(None), &page(200, None)).await.unwrap();
    let table = [
        ("first page", Reach::All, of_template(None), None, 200),
        ("next page", Reach::All, of_template(None), first.next_cursor, 200),
        ("rare", Reach::All, of_template(Some("HOST-777.")), None, 1),
        ("none", Reach::All, of_template(Some("nowhere")), None, 0),
        ("all templates", Reach::All, IntegratorQuery::default(), None, 200),
        ("one call center", one("cc-5000"), of_template(None), None, 1),
        ("one call center's", one("cc-5000"), IntegratorQuery::default(), None, 1),
    ];
    for (name, reach, query, cursor, rows) in table {
        let request = page(200, cursor);
        let call = async |unit: &mut Unit| integrators::list(unit, &reach, &query, &request).await;
        let (work, found) = work_of!(store, call);
        assert_eq!(found.items.len(), rows, "{name}");
        if query.search.is_none() {
            assert!(work <= 2600, "{name}: {work} rows read"); // the page with its parameters, fields and credentials
        }
    }
}

#[tokio::test]
async fn every_order_of_keys_users_and_call_centers_walks_an_index() {
    let database = TestDatabase::create().await;
    let store = database.store().await;
    run(&store, "INSERT INTO call_centers SELECT 'cc-' || n, 'Call center ' || n % 700, 'UTC', 'en', 1, now() + n * interval '1 s', now()
            FROM generate_series(1, 2000) n;
        INSERT INTO keys SELECT gen_random_uuid(), 'key ' || n % 700, 'pbk_', sha256(n::text::bytea), '{events:write}', 'cc-' || 1 + n % 4,
            NULL, NULL, 1, now(), now() FROM generate_series(1, 4000) n;
        INSERT INTO users SELECT gen_random_uuid(), 'user' || n || '@example.com', 'tenantViewer', 'cc-' || 1 + n % 4,
            NULL, NULL, NULL, 1, now(), now() FROM generate_series(1, 4000) n;
        ANALYZE").await.unwrap();
    for sort in Sort::ALL {
        let request = page(20, None).sorted(Some(*sort));
        let call = async |unit: &mut Unit| call_centers::list(unit, &Reach::All, None, &request).await;
        let (read, found) = work_of!(store, call);
        assert!(found.items.len() == 20 && read <= 100, "call centers {sort}: {read} rows read");
        for reach in [Reach::All, one("cc-3")] {
            let call = async |unit: &mut Unit| keys::list(unit, &reach, None, &request).await;
            let (read, found) = work_of!(store, call);
            assert!(found.items.len() == 20 && read <= 100, "keys {sort} of {reach:?}: {read} rows read");
            let call = async |unit: &mut Unit| users::list(unit, &reach, None, &request).await;
            let (read, found) = work_of!(store, call);
            assert!(found.items.len() == 20 && read <= 100, "users {sort} of {reach:?}: {read} rows read");
        }
    }
}

#[tokio::test]
async fn the_audit_trail_is_found_by_index() {
    let database = TestDatabase::create().await;
    let store = database.store().await;
    run(&store, "INSERT INTO audit_entries SELECT gen_random_uuid(), now(), CASE WHEN n = 7 THEN 'Rare Bird' ELSE 'user ' || n % 20 END,
        'updated', 'template', 't-' || n % 500, 'x', 'cc-' || n % 50, '[]', NULL FROM generate_series(1, 20000) n;
        ANALYZE").await.unwrap();
    let table = [
        ("any", Reach::All, AuditQuery::default(), 10, 100),
        ("call center", one("cc-3"), AuditQuery::default(), 10, 100),
        (
            "object",
            Reach::All,
            AuditQuery {
                object: Some(patchbay_model::audit::AuditObject::Template),
                object_id: Some("t-3".into()),
                ..AuditQuery::default()
            },
            10,
            200,
        ),
        ("actor", Reach::All, AuditQuery { actor: Some("rare".into()), ..AuditQuery::default() }, 1, 200),
        ("no such actor", Reach::All, AuditQuery { actor: Some("nobody".into()), ..AuditQuery::default() }, 0, 200),
    ];
    for (name, reach, query, rows, most) in table {
        let request = page(10, None);
        let call = async |unit: &mut Unit| audit_entries::list(unit, &reach, &query, &request).await;
        let (work, found) = work_of!(store, call);
        assert_eq!(found.items.len(), rows, "{name}");
        assert!(work <= most, "{name}: {work} rows read");
    }
}
