//! The data folder: made at the first start, used by one server at a time.

use crate::error::ServerError;
use std::fs::{DirBuilder, File, OpenOptions, TryLockError};
use std::io::{Read as _, Seek as _, Write as _};
use std::os::unix::fs::{DirBuilderExt as _, MetadataExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};

/// The lock on a data folder. Held, never read: closing the file opens the lock.
#[derive(Debug)]
pub struct DataDirLock {
    _file: File,
}

/// Why a data folder was not locked.
#[derive(Debug)]
pub enum LockError {
    /// Another server has it.
    Taken {
        /// The lock.
        path: PathBuf,
        /// What the holder wrote into it: its process id.
        holder: String,
    },
    /// The lock can't be used.
    File(ServerError),
}

impl From<LockError> for ServerError {
    fn from(error: LockError) -> Self {
        match error {
            LockError::Taken { path, holder } => {
                let why = format!(
                    "{}: another patchbay (process {holder}) uses this data folder; stop it, or set PATCHBAY_DATA_DIR",
                    path.display()
                );
                Self::Failed(why)
            }
            LockError::File(error) => error,
        }
    }
}

/// Makes the folder if it is not there.
///
/// # Errors
/// When it can't be made.
pub fn make(path: &Path) -> Result<(), ServerError> {
    let root = std::fs::metadata("/proc/self").is_ok_and(|own| own.uid() == 0);
    // Root hands PostgreSQL to another account, which has to get through to its own folder. Files in here are closed
    // to it one by one.
    let mode = if root { 0o711 } else { 0o700 };
    DirBuilder::new().recursive(true).mode(mode).create(path).map_err(ServerError::file(path))
}

/// Locks the folder. The lock goes with the process, however that ends.
///
/// # Errors
/// When another server has it.
pub fn lock(folder: &Path) -> Result<DataDirLock, LockError> {
    let path = folder.join("lock");
    let failed = |error| LockError::File(ServerError::file(&path)(error));
    let opened = OpenOptions::new().read(true).write(true).create(true).truncate(false).mode(0o600).open(&path);
    let mut file = opened.map_err(failed)?;
    match file.try_lock() {
        Ok(()) => {}
        Err(TryLockError::WouldBlock) => {
            let mut holder = String::new();
            file.read_to_string(&mut holder).map_err(failed)?;
            return Err(LockError::Taken { holder: holder.trim().to_owned(), path });
        }
        Err(TryLockError::Error(error)) => return Err(failed(error)),
    }
    let written = file.set_len(0).and_then(|()| file.rewind()).and_then(|()| writeln!(file, "{}", std::process::id()));
    written.map_err(failed)?;
    Ok(DataDirLock { _file: file })
}
