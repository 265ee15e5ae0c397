//! Files that visitors send: in the data folder, under random names, for as long as bodies are kept.

use super::Guest;
use super::media::{TAKEN, media_type};
use crate::clock;
use crate::error::ServerError;
use crate::portal::told;
use crate::problem::{ApiError, ApiResult};
use crate::settings::Settings;
use axum::body::Bytes;
use patchbay_app::portal::PortalError;
use patchbay_model::messaging::content::Media;
use patchbay_model::messaging::visit::check_message_id;
use patchbay_model::problem::ProblemCode;
use patchbay_model::sentence;
use patchbay_model::time::Timestamp;
use patchbay_store::Store;
use patchbay_store::visitors::{self, VisitorFile};
use patchbay_vault::{Token, TokenKind};
use std::net::IpAddr;
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

/// The most bytes of a file: 10 MiB.
pub const MAXIMUM_FILE_BYTES: usize = 10 * 1024 * 1024;
/// The most characters of what a visitor calls a file.
const MAXIMUM_FILE_NAME: usize = 200;
/// The folder below the data folder.
const FOLDER: &str = "files";

/// A file on its way in.
#[derive(Debug)]
pub struct Sent {
    /// The visitor's id of the message.
    pub id: String,
    /// What the visitor calls it.
    pub file_name: String,
    /// Its bytes.
    pub bytes: Bytes,
}

/// Where files are kept.
pub struct Files {
    store: Store,
    folder: PathBuf,
    /// What goes before a path so that others find it; none: others could not.
    address: Option<String>,
    maximum_stored_bytes: u64,
}

impl Files {
    pub(super) fn new(store: Store, settings: &Settings) -> Self {
        Self {
            store,
            folder: settings.data_dir.join(FOLDER),
            address: own_address(settings),
            maximum_stored_bytes: settings.file_storage_bytes,
        }
    }

    /// Keeps a file, and says how a message names it. The same message again is the same file.
    pub(super) async fn keep(&self, guest: &Guest, sent: Sent) -> ApiResult<Media> {
        check_message_id(&sent.id).map_err(|refusal| PortalError::Invalid(vec![refusal.into()]))?;
        let address = self.address.as_ref().ok_or_else(|| {
            let detail = "files need an address that adapters can load them from by https: the operator sets PATCHBAY_PUBLIC_URL";
            ApiError::new(ProblemCode::Conflict, detail)
        })?;
        let message_key = guest.message_key(&sent.id);
        let known =
            visitors::find_file_of(&self.store, guest.channel.id, &message_key).await.map_err(told("file".into()))?;
        let file = match known {
            Some(file) => file,
            None => self.keep_new(guest, message_key, sent).await?,
        };
        Ok(Media {
            url: format!("{address}/chat-files/{}", file.name),
            mime_type: file.media_type,
            file_name: Some(file.file_name),
            caption: None,
        })
    }

    async fn keep_new(&self, guest: &Guest, message_key: String, sent: Sent) -> ApiResult<VisitorFile> {
        if sent.bytes.is_empty() {
            return Err(PortalError::invalid("", sentence!("the file is empty")).into());
        }
        let media_type = media_type(&sent.bytes).ok_or_else(|| {
            ApiError::new(ProblemCode::UnsupportedMediaType, format!("this file is none that is taken: send {TAKEN}"))
        })?;
        let stored = visitors::stored_bytes(&self.store).await.map_err(told("file".into()))?;
        if stored.unsigned_abs() + sent.bytes.len() as u64 > self.maximum_stored_bytes {
            tracing::warn!(stored, "a visitor's file is refused: PATCHBAY_FILE_STORAGE_BYTES are used up");
            return Err(ApiError::new(ProblemCode::Unavailable, "no file can be taken right now").retry_after(3600));
        }
        let name = Token::generate(TokenKind::File).map_err(internal)?.expose().to_owned();
        let new = VisitorFile {
            name,
            call_center_id: guest.visitor.call_center_id.clone(),
            channel_id: guest.channel.id,
            message_key,
            file_name: file_name(&sent.file_name),
            media_type: media_type.to_owned(),
            size_bytes: i64::try_from(sent.bytes.len()).unwrap_or(i64::MAX),
        };
        let path = self.folder.join(&new.name);
        let (folder, bytes, to) = (self.folder.clone(), sent.bytes, path.clone());
        let written = tokio::task::spawn_blocking(move || write(&folder, &to, &bytes)).await;
        written.map_err(internal)?.map_err(|error| internal(ServerError::file(&path)(error)))?;
        let kept = visitors::insert_file(&self.store, &new, clock::now()).await.map_err(told("file".into()))?;
        if kept.name != new.name {
            // The same message at the same moment was faster.
            remove(&path).await;
        }
        Ok(kept)
    }

    /// A file by its random name, with where its bytes are.
    ///
    /// # Errors
    /// There is none, it was kept long enough, or the database is away.
    pub async fn find(&self, name: &str) -> ApiResult<(VisitorFile, PathBuf)> {
        let found = visitors::find_file(&self.store, name).await.map_err(told("file".into()))?;
        let file = found.ok_or_else(|| ApiError::not_found("file"))?;
        let path = self.folder.join(&file.name);
        Ok((file, path))
    }
}

/// Removes the bytes that were written before `before` in this process's data folder. What the database knows of them is
/// deleted apart: servers need not share a folder, and a file that nobody knows of must go too.
///
/// # Errors
/// When the folder can't be read.
pub fn remove_old(data_dir: &Path, before: Timestamp) -> Result<u64, ServerError> {
    let folder = data_dir.join(FOLDER);
    let entries = match std::fs::read_dir(&folder) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(0),
        other => other.map_err(ServerError::file(&folder))?,
    };
    let (before, mut removed) = (SystemTime::from(before.0), 0);
    for entry in entries.flatten() {
        let is_old = entry.metadata().and_then(|of| of.modified()).is_ok_and(|at| at < before);
        if is_old && std::fs::remove_file(entry.path()).is_ok() {
            removed += 1;
        }
    }
    Ok(removed)
}

/// On the disk before anybody is told: a message must not name a file that a power cut took.
fn write(folder: &Path, path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    use std::io::Write as _;
    std::fs::DirBuilder::new().recursive(true).mode(0o700).create(folder)?;
    let mut file = std::fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    std::fs::File::open(folder)?.sync_all()
}

async fn remove(path: &Path) {
    if let Err(error) = tokio::fs::remove_file(path).await {
        tracing::warn!(%error, "a file that is not needed stays until it is old");
    }
}

fn internal(error: impl std::error::Error + Send + Sync + 'static) -> ApiError {
    PortalError::Internal(Box::new(error)).into()
}

/// The last part of a path, without control characters; never empty.
fn file_name(given: &str) -> String {
    let last = given.rsplit(['/', '\\']).next().unwrap_or_default();
    let name: String = last.chars().filter(|sign| !sign.is_control()).take(MAXIMUM_FILE_NAME).collect();
    let name = name.trim();
    if name.is_empty() { "file".to_owned() } else { name.to_owned() }
}

/// The address of this deployment, if messages may name it: https (spec/twoway.md, media), or on this machine alone, where
/// there is no network for TLS to protect.
fn own_address(settings: &Settings) -> Option<String> {
    let address = settings.address(settings.listen);
    let rest = match &settings.public_url {
        None => return settings.listen.ip().is_loopback().then_some(address),
        Some(_) if settings.is_https() => return Some(address),
        Some(_) => address.strip_prefix("http://")?,
    };
    let authority = rest.split('/').next().unwrap_or_default();
    let host = authority.rsplit_once(':').map_or(authority, |(host, _)| host).trim_matches(['[', ']']);
    let is_here = host == "localhost" || host.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback());
    is_here.then_some(address)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_name_https_or_this_machine() {
        let named = |pairs: &[(&str, &str)]| {
            let environment =
                |name: &str| pairs.iter().find(|(key, _)| *key == name).map(|(_, value)| (*value).to_owned());
            own_address(&Settings::read(None, &environment).unwrap().0)
        };
        assert_eq!(named(&[]).as_deref(), Some("http://127.0.0.1:3000"));
        let public = |url| named(&[("PATCHBAY_PUBLIC_URL", url), ("PATCHBAY_LISTEN", "0.0.0.0:80")]);
        assert_eq!(public("https://p.example.com/").as_deref(), Some("https://p.example.com"));
        assert_eq!(public("http://localhost:8080").as_deref(), Some("http://localhost:8080"));
        assert_eq!(public("http://[::1]:8080").as_deref(), Some("http://[::1]:8080"));
        assert_eq!(public("http://p.example.com"), None);
        assert_eq!(public("http://localhost.example.com"), None);
        assert_eq!(named(&[("PATCHBAY_LISTEN", "0.0.0.0:80")]), None);
    }

    #[test]
    fn a_name_is_no_path() {
        assert_eq!(file_name("C:\\Users\\ann\\photo.png"), "photo.png");
        assert_eq!(file_name("../../etc/passwd"), "passwd");
        assert_eq!(file_name("a\u{0}\r\nb.txt"), "ab.txt");
        assert_eq!((file_name("/").as_str(), file_name("ảnh.png").as_str()), ("file", "ảnh.png"));
    }
}
