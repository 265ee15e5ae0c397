//! Finds the installed PostgreSQL.

use crate::error::ServerError;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The programs of one PostgreSQL release.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Binaries {
    folder: PathBuf,
    /// The major version, which the files of a cluster belong to.
    pub(super) major: u32,
}

impl Binaries {
    /// The newest release, or the one of `wanted` major version. A `given` folder is the only one looked at.
    pub(super) fn find(given: Option<&Path>, wanted: Option<u32>) -> Result<Self, ServerError> {
        let folders = match given {
            Some(folder) => vec![folder.to_owned()],
            None => usual_folders(),
        };
        let mut found: Vec<Self> = folders.into_iter().filter_map(Self::at).collect();
        found.sort_by_key(|binaries| binaries.major);
        let chosen = match wanted {
            Some(major) => found.iter().rfind(|binaries| binaries.major == major).cloned(),
            None => found.last().cloned(),
        };
        chosen.ok_or_else(|| ServerError::Postgres(missing(given, wanted)))
    }

    fn at(folder: PathBuf) -> Option<Self> {
        if !folder.join("initdb").is_file() {
            return None;
        }
        let version = output_of(&folder.join("postgres"), "--version")?;
        Some(Self { folder, major: major_version(&version)? })
    }

    /// The path of one program.
    pub(super) fn program(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }
}

/// Debian keeps them off the PATH; other systems don't.
fn usual_folders() -> Vec<PathBuf> {
    let mut folders: Vec<PathBuf> = std::fs::read_dir("/usr/lib/postgresql")
        .map(|entries| entries.flatten().map(|entry| entry.path().join("bin")).collect())
        .unwrap_or_default();
    if let Some(path) = std::env::var_os("PATH") {
        folders.extend(std::env::split_paths(&path));
    }
    if let Some(folder) = output_of(Path::new("pg_config"), "--bindir") {
        folders.push(folder.trim().into());
    }
    folders
}

fn output_of(program: &Path, argument: &str) -> Option<String> {
    let output = Command::new(program).arg(argument).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).into_owned())
}

/// `postgres (PostgreSQL) 15.8 (Debian …)`, also `16beta1`.
fn major_version(text: &str) -> Option<u32> {
    let number = text.split("(PostgreSQL)").nth(1)?.trim_start();
    let digits: String = number.chars().take_while(char::is_ascii_digit).collect();
    digits.parse().ok()
}

fn missing(given: Option<&Path>, wanted: Option<u32>) -> String {
    let which = wanted.map_or_else(
        || "PostgreSQL".to_owned(),
        |major| format!("PostgreSQL {major}, which the data folder was made with,"),
    );
    let place = given.map_or_else(
        || "in /usr/lib/postgresql/*/bin or on the PATH".to_owned(),
        |folder| format!("in {} (PATCHBAY_POSTGRES_BIN)", folder.display()),
    );
    format!(
        "{which} was not found {place}: install it (apt-get install postgresql), or set DATABASE_URL to use a server of your own"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_major_version_is_read_from_what_postgres_says() {
        assert_eq!(major_version("postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)\n"), Some(15));
        assert_eq!(major_version("postgres (PostgreSQL) 19beta1"), Some(19));
        assert_eq!(major_version("bash 5"), None);
    }

    #[test]
    fn a_folder_without_postgres_is_told_with_the_way_out() {
        let error = Binaries::find(Some(Path::new("/nowhere")), None).unwrap_err().to_string();
        assert!(error.contains("/nowhere") && error.contains("DATABASE_URL"), "{error}");
    }
}
