//! Whom PostgreSQL runs as. It refuses to run as root, so root hands it to an account without rights.

use crate::error::ServerError;
use std::os::unix::fs::{MetadataExt as _, chown};
use std::os::unix::process::CommandExt as _;
use std::path::Path;

/// The account of the child processes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Account {
    /// Our own.
    Own {
        /// Its number, to compare owners with.
        user: u32,
    },
    /// Another, because we are root.
    Dropped {
        /// Its number.
        user: u32,
        /// Its main group.
        group: u32,
    },
}

impl Account {
    /// `postgres` for root, or else `nobody`; ourselves for anybody else.
    pub(super) fn choose() -> Result<Self, ServerError> {
        // The owner of a process's own folder in /proc is its user: std has no getuid.
        let user = std::fs::metadata("/proc/self").map_err(ServerError::file("/proc/self"))?.uid();
        if user != 0 {
            return Ok(Self::Own { user });
        }
        let accounts = std::fs::read_to_string("/etc/passwd").map_err(ServerError::file("/etc/passwd"))?;
        ["postgres", "nobody"]
            .into_iter()
            .find_map(|name| entry(&accounts, name))
            .map(|(user, group)| Self::Dropped { user, group })
            .ok_or_else(|| {
                ServerError::Postgres(
                    "it can't run as root, and there is no account postgres or nobody to run it as".to_owned(),
                )
            })
    }

    /// The account's number.
    pub(super) fn user(self) -> u32 {
        match self {
            Self::Own { user } | Self::Dropped { user, .. } => user,
        }
    }

    /// Makes `command` run as this account.
    pub(super) fn applied_to(self, command: &mut std::process::Command) {
        if let Self::Dropped { user, group } = self {
            // std also empties the supplementary groups when root changes the user.
            command.uid(user).gid(group);
        }
    }

    /// Gives `path` to this account.
    pub(super) fn give(self, path: &Path) -> Result<(), ServerError> {
        match self {
            Self::Own { .. } => Ok(()),
            Self::Dropped { user, group } => chown(path, Some(user), Some(group)).map_err(ServerError::file(path)),
        }
    }
}

fn entry(accounts: &str, name: &str) -> Option<(u32, u32)> {
    let line = accounts.lines().find(|line| line.split(':').next() == Some(name))?;
    let mut fields = line.split(':').skip(2);
    Some((fields.next()?.parse().ok()?, fields.next()?.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_account_is_found_by_its_whole_name() {
        let accounts = "root:x:0:0:root:/root:/bin/bash\npostgresql:x:7:7::/:/bin/sh\npostgres:x:105:109::/var/lib/postgresql:/bin/bash\n";
        assert_eq!(entry(accounts, "postgres"), Some((105, 109)));
        assert_eq!(entry(accounts, "nobody"), None);
    }
}
