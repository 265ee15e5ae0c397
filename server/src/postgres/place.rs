//! Where the private PostgreSQL lives: its files, its socket, and what to do when its account can't get there.

use super::account::Account;
use crate::error::ServerError;
use sha2::{Digest as _, Sha256};
use std::fs::{DirBuilder, Permissions};
use std::os::unix::fs::{DirBuilderExt as _, MetadataExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// `sun_path` has 108 bytes on Linux, the last of them a zero.
const MAXIMUM_SOCKET_PATH: usize = 107;
const SOCKET_NAME: &str = "/.s.PGSQL.5432";
/// Used by root when its data folder lies where no other account may go, such as under `/root`.
const SHARED_STATE: &str = "/var/lib/patchbay";

/// The folders of one private PostgreSQL.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Place {
    /// Holds everything below; nobody but the account may enter.
    pub(super) home: PathBuf,
    /// Holds the socket.
    pub(super) socket: PathBuf,
}

impl Place {
    /// Makes the folders, or finds them as an earlier start made them.
    pub(super) fn prepare(data_dir: &Path, account: Account) -> Result<Self, ServerError> {
        let data_dir = data_dir.canonicalize().map_err(ServerError::file(data_dir))?;
        let mut home = data_dir.join("postgres");
        private_folder(&home, account)?;
        if !enters(account, &home) {
            home = elsewhere(&data_dir, account)?;
        }
        let socket = socket_folder(&home);
        if socket != home {
            private_folder(&socket, account)?;
        }
        Ok(Self { home, socket })
    }

    /// The cluster's own folder.
    pub(super) fn cluster(&self) -> PathBuf {
        self.home.join("cluster")
    }

    /// What PostgreSQL writes to its standard error.
    pub(super) fn log(&self) -> PathBuf {
        self.home.join("log")
    }
}

/// A folder that belongs to the account and that nobody else may enter: whoever reaches the socket is trusted.
fn private_folder(path: &Path, account: Account) -> Result<(), ServerError> {
    match DirBuilder::new().mode(0o700).create(path) {
        Ok(()) => account.give(path)?,
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {}
        Err(error) => return Err(ServerError::file(path)(error)),
    }
    // Without following a link: in a folder that everybody may write to it could lead anywhere.
    let found = std::fs::symlink_metadata(path).map_err(ServerError::file(path))?;
    if !found.is_dir() || found.uid() != account.user() {
        let owner = account.user();
        return Err(ServerError::Postgres(format!(
            "{} has to be a folder that belongs to user number {owner}; move it away, or chown it",
            path.display()
        )));
    }
    std::fs::set_permissions(path, Permissions::from_mode(0o700)).map_err(ServerError::file(path))
}

/// Whether the account gets into `folder`: tried, because access lists and mounts have a say besides the mode.
fn enters(account: Account, folder: &Path) -> bool {
    let mut command = Command::new("/bin/true");
    // The folder is entered after the account was changed.
    command.current_dir(folder).stdin(Stdio::null());
    account.applied_to(&mut command);
    command.status().is_ok_and(|status| status.success())
}

fn elsewhere(data_dir: &Path, account: Account) -> Result<PathBuf, ServerError> {
    let parent = Path::new(SHARED_STATE);
    std::fs::create_dir_all(parent).map_err(ServerError::file(parent))?;
    std::fs::set_permissions(parent, Permissions::from_mode(0o755)).map_err(ServerError::file(parent))?;
    let home = parent.join(format!("postgres-{}", fingerprint(data_dir)));
    private_folder(&home, account)?;
    if !enters(account, &home) {
        let why = format!(
            "its account can't get into {} nor {}: set PATCHBAY_DATA_DIR to a folder whose parents everybody may enter (chmod o+x)",
            data_dir.display(),
            home.display()
        );
        return Err(ServerError::Postgres(why));
    }
    // The empty folder would look like the database.
    let _ = std::fs::remove_dir(data_dir.join("postgres"));
    tracing::warn!(data = %data_dir.display(), database = %home.display(), "PostgreSQL's account can't get into the data folder; the database is kept elsewhere");
    Ok(home)
}

fn socket_folder(home: &Path) -> PathBuf {
    if home.as_os_str().len() + SOCKET_NAME.len() <= MAXIMUM_SOCKET_PATH {
        return home.to_owned();
    }
    // Not XDG_RUNTIME_DIR: root's is closed to the account.
    Path::new("/tmp").join(format!("patchbay-{}", fingerprint(home)))
}

/// The same for the same path, so that the next start finds what this one left.
fn fingerprint(path: &Path) -> String {
    let hash = Sha256::digest(path.as_os_str().as_encoded_bytes());
    hash.iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_path_gets_a_short_socket() {
        let short = Path::new("/srv/patchbay/postgres");
        assert_eq!(socket_folder(short), short);
        let long = PathBuf::from(format!("/srv/{}", "x".repeat(100)));
        let socket = socket_folder(&long);
        assert!(socket.as_os_str().len() + SOCKET_NAME.len() <= MAXIMUM_SOCKET_PATH);
        assert_eq!(socket, socket_folder(&long));
    }
}
