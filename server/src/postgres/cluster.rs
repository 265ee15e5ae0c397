//! Makes the cluster once, and says how PostgreSQL is started on it.

use super::account::Account;
use super::binaries::Binaries;
use super::place::Place;
use crate::error::ServerError;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Output, Stdio};

/// The database in the cluster.
pub(super) const DATABASE: &str = "patchbay";

/// Small where memory is taken for good, ordinary where it is not. Durability stays at PostgreSQL's defaults.
const PARAMETERS: [&str; 10] = [
    // Reached by its socket only, whose folder nobody else may enter: no port to collide with, no password to keep.
    "listen_addresses=",
    "unix_socket_permissions=0700",
    "max_connections=120",
    "shared_buffers=64MB",
    "max_wal_size=512MB",
    "wal_compression=on",
    // What is known of new tables is nothing, and plans made with that read them as a whole: for seconds, not for a minute.
    "autovacuum_naptime=5s",
    // Compiling a query to machine code costs more than our short ones take.
    "jit=off",
    "timezone=UTC",
    "log_timezone=UTC",
];

/// The major version of the cluster that is there, if any.
pub(super) fn version(place: &Place) -> Option<u32> {
    std::fs::read_to_string(place.cluster().join("PG_VERSION")).ok()?.trim().parse().ok()
}

/// Makes the cluster with its database, under another name first: what an interrupted start leaves is never taken for one.
pub(super) fn create(place: &Place, binaries: &Binaries, account: Account) -> Result<(), ServerError> {
    let unfinished = place.home.join("cluster.new");
    if unfinished.exists() {
        std::fs::remove_dir_all(&unfinished).map_err(ServerError::file(&unfinished))?;
    }
    let mut initdb = command(place, &binaries.program("initdb"), account);
    initdb.arg("--pgdata").arg(&unfinished);
    initdb.args(["--username=postgres", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "--no-instructions"]);
    run(&mut initdb, "")?;

    // In single-user mode, which needs no running server.
    let mut single = command(place, &binaries.program("postgres"), account);
    single.arg("--single").arg("-D").arg(&unfinished).arg("postgres");
    run(&mut single, &format!("CREATE DATABASE {DATABASE}\n"))?;
    std::fs::rename(&unfinished, place.cluster()).map_err(ServerError::file(unfinished))
}

/// The command that runs PostgreSQL on the cluster.
pub(super) fn start_command(place: &Place, binaries: &Binaries, account: Account) -> Command {
    let mut postgres = command(place, &binaries.program("postgres"), account);
    postgres.arg("-D").arg(place.cluster());
    for parameter in PARAMETERS {
        postgres.args(["-c", parameter]);
    }
    // Given at each start and not written down: the folder may have been moved since.
    postgres.arg("-c").arg(format!("unix_socket_directories={}", quoted(&place.socket)));
    postgres
}

/// Stops whatever runs on the cluster: connections are cut, what was committed is on disk.
pub(super) fn stop(place: &Place, binaries: &Binaries, account: Account) -> Result<(), ServerError> {
    let mut stop = command(place, &binaries.program("pg_ctl"), account);
    stop.args(["stop", "--mode=fast", "--wait", "--timeout=60", "--silent", "--pgdata"]).arg(place.cluster());
    run(&mut stop, "").map(drop)
}

fn command(place: &Place, program: &Path, account: Account) -> Command {
    let mut command = Command::new(program);
    command.current_dir(&place.home).env_clear().env("LC_ALL", "C.UTF-8").env("PATH", "/usr/bin:/bin");
    account.applied_to(&mut command);
    command
}

fn run(command: &mut Command, input: &str) -> Result<Output, ServerError> {
    let name = command.get_program().to_string_lossy().into_owned();
    let failed = |why: String| ServerError::Postgres(format!("{name}: {why}"));
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().map_err(|error| failed(error.to_string()))?;
    if let Some(mut stdin) = child.stdin.take() {
        stdin.write_all(input.as_bytes()).map_err(|error| failed(error.to_string()))?;
    }
    let output = child.wait_with_output().map_err(|error| failed(error.to_string()))?;
    if output.status.success() {
        Ok(output)
    } else {
        Err(failed(String::from_utf8_lossy(&output.stderr).trim().to_owned()))
    }
}

/// The parameter is a list of folders; quotes keep a comma in a folder's name from dividing it.
fn quoted(path: &Path) -> String {
    format!("\"{}\"", path.display().to_string().replace('"', "\"\""))
}
