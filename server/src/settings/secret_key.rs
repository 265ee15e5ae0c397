//! The master key: given by the operator, or made once and kept in a file beside the data.

use super::Settings;
use crate::error::ServerError;
use patchbay_model::secret::Secret;
use patchbay_store::{Store, data_keys};
use patchbay_vault::{KeyRing, MasterKey};
use std::io::Write as _;
use std::os::unix::fs::{OpenOptionsExt as _, PermissionsExt as _};
use std::path::Path;

const FILE_NAME: &str = "secret.key";

/// The key ring that the settings ask for. Without `PATCHBAY_SECRET_KEY` the file `secret.key` of the data folder is
/// read, or written with a new key.
///
/// Also with a database of one's own a missing key is made and not demanded: a first try should work. The warning says
/// what to do, because then the key and the database are backed up apart.
///
/// # Errors
/// A key that is none, a file that others may read, or no key for a database that has been encrypted with one.
pub async fn secret_keys(settings: &Settings, store: &Store) -> Result<KeyRing, ServerError> {
    let path = settings.data_dir.join(FILE_NAME);
    let known = match &settings.secret_key {
        Some(given) => Some(KeyRing::parse(given)?),
        None => read(&path)?.map(|kept| KeyRing::parse(&kept)).transpose()?,
    };
    if let Some(keys) = known {
        tell_unknown(&keys, store).await?;
        return Ok(keys);
    }
    if !data_keys::list_wrapped_otherwise(store, "", 1).await?.is_empty() {
        let why = format!(
            "{}: the key that encrypts the secrets of this database is missing; restore the file, or set PATCHBAY_SECRET_KEY",
            path.display()
        );
        return Err(ServerError::Failed(why));
    }
    let key = MasterKey::generate()?;
    write(&path, &key.to_base64())?;
    if settings.database_url.is_some() {
        tracing::warn!(path = %path.display(), "PATCHBAY_SECRET_KEY is not set: made a key. Without this file the secrets in the database can't be read; back it up, or set the variable");
    } else {
        tracing::info!(path = %path.display(), "made the key that encrypts secrets; back it up together with the database");
    }
    Ok(KeyRing::new(key))
}

/// A key that was rotated away too early costs the secrets of some call centers, not the start of the rest.
async fn tell_unknown(keys: &KeyRing, store: &Store) -> Result<(), ServerError> {
    let current = keys.current_id().to_string();
    for other in data_keys::list_wrapped_otherwise(store, &current, 1).await? {
        match keys.open(&other.call_center_id, &other.wrapped.0) {
            Ok(_) => tracing::info!("some secrets are still wrapped with a former key: run patchbay secrets rotate"),
            Err(error) => {
                tracing::error!(%error, call_center = %other.call_center_id, "some secrets can't be read: add their key to PATCHBAY_SECRET_KEY again, behind the current one")
            }
        }
    }
    Ok(())
}

fn read(path: &Path) -> Result<Option<Secret>, ServerError> {
    let text = match std::fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(ServerError::file(path)(error)),
    };
    let mode = std::fs::metadata(path).map_err(ServerError::file(path))?.permissions().mode();
    if mode & 0o077 != 0 {
        let why = format!("{}: others may read this key; run chmod 600 on it", path.display());
        return Err(ServerError::Failed(why));
    }
    Ok(Some(Secret::new(text.trim())))
}

fn write(path: &Path, key: &Secret) -> Result<(), ServerError> {
    let write = || {
        let mut file = std::fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)?;
        file.write_all(key.expose().as_bytes())?;
        // Before anything is encrypted with it.
        file.sync_all()
    };
    write().map_err(ServerError::file(path))
}
