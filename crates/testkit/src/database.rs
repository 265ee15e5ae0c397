//! A database for one test, copied from a template that was migrated once.

use patchbay_store::{ConnectOptions, MIGRATOR, Store};
use sqlx::postgres::{PgConnectOptions, PgConnection, PgPoolOptions};
use sqlx::{AssertSqlSafe, ConnectOptions as _, Connection as _, Executor as _, PgPool};
use std::str::FromStr as _;
use uuid::Uuid;

const MISSING: &str = "set DATABASE_URL to a PostgreSQL for tests: scripts/test-postgres start, then export DATABASE_URL=$(scripts/test-postgres url)";

/// A database that goes with this value.
pub struct TestDatabase {
    server: PgConnectOptions,
    name: String,
}

impl TestDatabase {
    /// Makes one with the schema of this build.
    pub async fn create() -> Self {
        let url = std::env::var("DATABASE_URL").expect(MISSING);
        let server = PgConnectOptions::from_str(&url).expect("DATABASE_URL is a URL");
        let mut connection = server.connect().await.expect(MISSING);
        let template = template(&server, &mut connection).await;
        let name = format!("patchbay_test_{}", unique());
        run(&mut connection, format!("CREATE DATABASE {name} TEMPLATE {template}")).await;
        Self { server, name }
    }

    /// What to connect to.
    #[must_use]
    pub fn url(&self) -> String {
        self.server.clone().database(&self.name).to_url_lossy().to_string()
    }

    /// Connections to it, made when they are needed.
    #[must_use]
    pub fn pool(&self) -> PgPool {
        PgPoolOptions::new().max_connections(20).connect_lazy_with(self.server.clone().database(&self.name))
    }

    /// A store on it, with few connections: many tests run side by side.
    pub async fn store(&self) -> Store {
        let options = ConnectOptions { max_connections: 5, ..ConnectOptions::default() };
        Store::connect(&self.url(), &options).await.expect("the database was just made")
    }
}

impl Drop for TestDatabase {
    fn drop(&mut self) {
        let (server, name) = (self.server.clone(), self.name.clone());
        // A thread of its own: the test's runtime is ending, and a failed test drops while it unwinds.
        let dropped = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
            runtime.block_on(async {
                let mut connection = server.connect().await.expect("the server that made the database");
                run(&mut connection, format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)")).await;
            });
        });
        let _ = dropped.join();
    }
}

/// The migrated template, made by whichever test comes first. Its name is the schema's, so that a changed migration gets
/// a new one.
async fn template(server: &PgConnectOptions, connection: &mut PgConnection) -> String {
    let sum = MIGRATOR
        .iter()
        .flat_map(|migration| migration.checksum.iter())
        .fold(0_u64, |sum, byte| sum.wrapping_mul(31).wrapping_add(u64::from(*byte)));
    let name = format!("patchbay_template_{sum:016x}");
    // Held until this connection closes, so that one makes it and the others wait.
    run(connection, "SELECT pg_advisory_lock(7071)".to_owned()).await;
    if !exists(connection, &name).await {
        let unfinished = format!("{name}_new");
        run(connection, format!("DROP DATABASE IF EXISTS {unfinished} WITH (FORCE)")).await;
        run(connection, format!("CREATE DATABASE {unfinished}")).await;
        let mut inside = server.clone().database(&unfinished).connect().await.expect("the database was just made");
        MIGRATOR.run(&mut inside).await.expect("the migrations of this build");
        inside.close().await.expect("a connection closes");
        run(connection, format!("ALTER DATABASE {unfinished} RENAME TO {name}")).await;
    }
    run(connection, "SELECT pg_advisory_unlock(7071)".to_owned()).await;
    name
}

async fn exists(connection: &mut PgConnection, name: &str) -> bool {
    let found = connection.fetch_optional(safe(format!("SELECT 1 FROM pg_database WHERE datname = '{name}'"))).await;
    found.expect("a query").is_some()
}

async fn run(connection: &mut PgConnection, statement: String) {
    connection.execute(safe(statement)).await.expect("a statement of the test kit");
}

/// Names of databases can't be parameters; those here are made of letters and digits.
#[expect(clippy::disallowed_methods, reason = "names of databases can't be parameters, and these are our own")]
fn safe(statement: String) -> AssertSqlSafe<String> {
    AssertSqlSafe(statement)
}

#[expect(clippy::disallowed_methods, reason = "a name, not an id of the system under test")]
fn unique() -> String {
    Uuid::now_v7().simple().to_string()
}
