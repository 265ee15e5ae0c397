//! The database of the server under test, measured by PostgreSQL's own tools: what the disk and one commit cost.

use crate::error::BenchError;
use std::path::{Path, PathBuf};
use std::process::Command;

/// A private cluster that runs.
pub struct Database {
    /// `…/bin` of PostgreSQL.
    programs: PathBuf,
    cluster: PathBuf,
    socket: String,
    port: String,
}

const TABLE: &str = "CREATE TABLE IF NOT EXISTS bench_rows (id uuid PRIMARY KEY, call_center_id text NOT NULL, event text NOT NULL, document jsonb NOT NULL, at timestamptz NOT NULL DEFAULT now())";
const INSERT: &str = r#"INSERT INTO bench_rows (id, call_center_id, event, document) VALUES (gen_random_uuid(), 'bench', 'received', '{"id":"c-1","channelType":"phone","direction":"inbound","source":"+84901234567","destination":"+842812345678"}');"#;

impl Database {
    /// The cluster of a server whose data folder this is.
    pub fn of(data: &Path) -> Result<Self, BenchError> {
        let cluster = data.join("postgres/cluster");
        let file = cluster.join("postmaster.pid");
        let text = std::fs::read_to_string(&file).map_err(BenchError::io(file.display().to_string()))?;
        let line = |number: usize| text.lines().nth(number).unwrap_or_default().trim().to_owned();
        Ok(Self { programs: programs()?, cluster, port: line(3), socket: line(4) })
    }

    /// How long this disk takes to have something for certain, as `pg_test_fsync` tells it.
    pub fn sync_time(&self) -> Result<String, BenchError> {
        // Beside the cluster, on the same disk.
        let file = self.cluster.with_file_name("sync-test");
        let arguments = ["-s", "1", "-f"].map(str::to_owned).into_iter().chain([file.display().to_string()]);
        let text = self.run("pg_test_fsync", arguments)?;
        let line = text.lines().find(|line| line.trim_start().starts_with("fdatasync")).unwrap_or_default();
        Ok(line.trim().trim_start_matches("fdatasync").trim().to_owned())
    }

    /// Commits of one small row a second by so many clients, as `pgbench` tells it.
    pub fn commits(&self, clients: u32, seconds: u32, folder: &Path) -> Result<f64, BenchError> {
        self.run("psql", self.place("psql").into_iter().chain(["-qc".to_owned(), TABLE.to_owned()]))?;
        let script = folder.join("insert.sql");
        std::fs::write(&script, INSERT).map_err(BenchError::io("writing the script of pgbench"))?;
        let clients = clients.to_string();
        let load = ["-n", "-j", "2", "-M", "prepared", "-c", &clients, "-T", &seconds.to_string(), "-f"]
            .map(str::to_owned)
            .into_iter()
            .chain([script.display().to_string()]);
        let text = self.run("pgbench", load.chain(self.place("pgbench")))?;
        let rate = text.lines().find_map(|line| line.strip_prefix("tps = ")?.split_whitespace().next()?.parse().ok());
        rate.ok_or_else(|| BenchError::Load(format!("pgbench: unexpected output:\n{text}")))
    }

    fn place(&self, program: &str) -> Vec<String> {
        let database = if program == "psql" { "-d" } else { "" };
        let place = ["-h", &self.socket, "-p", &self.port, "-U", "postgres", database, "patchbay"];
        place.into_iter().filter(|word| !word.is_empty()).map(str::to_owned).collect()
    }

    fn run(&self, program: &str, arguments: impl IntoIterator<Item = String>) -> Result<String, BenchError> {
        let path = self.programs.join(program);
        let output =
            Command::new(&path).args(arguments).output().map_err(BenchError::io(path.display().to_string()))?;
        let (text, errors) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
        if output.status.success() {
            return Ok(text.into_owned());
        }
        Err(BenchError::Load(format!("{program}: {}", errors.trim())))
    }
}

/// Where Debian keeps PostgreSQL's programs, the newest of them; elsewhere they are on the path.
fn programs() -> Result<PathBuf, BenchError> {
    let Ok(versions) = std::fs::read_dir("/usr/lib/postgresql") else { return Ok(PathBuf::new()) };
    let mut found: Vec<(u32, PathBuf)> = versions
        .filter_map(Result::ok)
        .filter_map(|entry| Some((entry.file_name().to_str()?.parse().ok()?, entry.path().join("bin"))))
        .collect();
    found.sort();
    Ok(found.pop().map(|(_, path)| path).unwrap_or_default())
}
