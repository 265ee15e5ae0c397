//! What people type to sign in: argon2id with t = 2, m = 19 MiB, p = 1 (OWASP's second choice), stored as PHC strings.

use crate::error::VaultError;
use crate::random;
use argon2::password_hash::phc::PasswordHash;
use argon2::{Algorithm, Argon2, Params, PasswordHasher as _, PasswordVerifier as _, Version};
use patchbay_model::secret::Secret;
use std::num::NonZeroUsize;
use std::sync::Arc;
use tokio::sync::Semaphore;

const MEMORY_KIB: u32 = 19 * 1024;
const PASSES: u32 = 2;
const LANES: u32 = 1;
const SALT_BYTES: usize = 16;

/// Verified against when there is no such user. It costs as much as a real hash and matches no password: its output
/// was not computed from one.
const DECOY: &str = "$argon2id$v=19$m=19456,t=2,p=1$Tm9ib2R5IHNpZ25zIGlu$pXQ0d8C9bWmVxq0tqk2uY3m7o5x9Vb1sZr4Lw8hJt6E";

/// What a typed password turned out to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PasswordCheck {
    /// Not the password, or there is no such user.
    Wrong,
    /// The password.
    Right,
    /// The password, hashed with other parameters than today's: hash it again while it is at hand.
    RightButOutdated,
}

/// Hashes and verifies passwords on blocking threads, a bounded number at once.
///
/// One hash holds 19 MiB and a core for some 20 ms. Without a bound a burst of sign-ins takes the memory of the whole
/// process; on an async thread it would stall every request that shares the thread.
#[derive(Debug, Clone)]
pub struct PasswordHasher {
    seats: Arc<Semaphore>,
}

impl PasswordHasher {
    /// Lets at most `at_once` hashes run at the same time; others wait their turn.
    #[must_use]
    pub fn new(at_once: NonZeroUsize) -> Self {
        Self { seats: Arc::new(Semaphore::new(at_once.get())) }
    }

    /// Hashes `password` with a new random salt.
    ///
    /// # Errors
    /// [`VaultError::Unavailable`] without memory, randomness or a thread.
    pub async fn hash(&self, password: Secret) -> Result<String, VaultError> {
        self.run(move || hash(&password)).await
    }

    /// Compares `password` with a `stored` hash. Pass `None` when there is no such user: it takes as long as a wrong
    /// password does, so that the answer's time does not tell who has an account.
    ///
    /// # Errors
    /// [`VaultError::StoredPasswordInvalid`] when `stored` is no PHC string of argon2, [`VaultError::Unavailable`]
    /// without memory or a thread.
    pub async fn verify(&self, password: Secret, stored: Option<String>) -> Result<PasswordCheck, VaultError> {
        self.run(move || verify(&password, stored.as_deref())).await
    }

    async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> Result<T, VaultError> + Send + 'static,
    ) -> Result<T, VaultError> {
        const NO_THREAD: VaultError = VaultError::Unavailable("a thread for password hashing");
        let seat = Arc::clone(&self.seats).acquire_owned().await.map_err(|_| NO_THREAD)?;
        let worked = tokio::task::spawn_blocking(move || {
            // The seat goes with the work: a caller who hangs up frees it when the hash is done, not earlier.
            let _seat = seat;
            work()
        });
        worked.await.map_err(|_| NO_THREAD)?
    }
}

impl Default for PasswordHasher {
    /// As many at once as there are cores.
    fn default() -> Self {
        Self::new(std::thread::available_parallelism().unwrap_or(NonZeroUsize::MIN))
    }
}

fn hash(password: &Secret) -> Result<String, VaultError> {
    let parameters =
        Params::new(MEMORY_KIB, PASSES, LANES, None).map_err(|_| VaultError::Unavailable("password hashing"))?;
    let hashed: PasswordHash = Argon2::new(Algorithm::Argon2id, Version::V0x13, parameters)
        .hash_password_with_salt(password.expose().as_bytes(), &random::bytes::<SALT_BYTES>()?)
        .map_err(|_| VaultError::Unavailable("memory for password hashing"))?;
    Ok(hashed.to_string())
}

fn verify(password: &Secret, stored: Option<&str>) -> Result<PasswordCheck, VaultError> {
    use argon2::password_hash::Error;
    let parsed = PasswordHash::new(stored.unwrap_or(DECOY)).map_err(|_| VaultError::StoredPasswordInvalid)?;
    if parsed.salt.is_none() || parsed.hash.is_none() {
        return Err(VaultError::StoredPasswordInvalid);
    }
    match Argon2::default().verify_password(password.expose().as_bytes(), &parsed) {
        // Never for the decoy, whatever its output may match.
        Ok(()) if stored.is_none() => Ok(PasswordCheck::Wrong),
        Ok(()) if is_current(&parsed) => Ok(PasswordCheck::Right),
        Ok(()) => Ok(PasswordCheck::RightButOutdated),
        Err(Error::PasswordInvalid) => Ok(PasswordCheck::Wrong),
        Err(Error::OutOfMemory) => Err(VaultError::Unavailable("memory for password hashing")),
        Err(_) => Err(VaultError::StoredPasswordInvalid),
    }
}

/// True when a password hashed today would get the same parameters.
fn is_current(hashed: &PasswordHash) -> bool {
    hashed.algorithm.as_str() == "argon2id"
        && hashed.version == Some(Version::V0x13.into())
        && Params::try_from(hashed)
            .is_ok_and(|used| (used.m_cost(), used.t_cost(), used.p_cost()) == (MEMORY_KIB, PASSES, LANES))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hasher() -> PasswordHasher {
        PasswordHasher::new(NonZeroUsize::MIN)
    }

    #[tokio::test]
    async fn a_password_is_recognised_and_another_is_not() {
        let stored = hasher().hash("correct horse".into()).await.unwrap();
        assert!(stored.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{stored}");
        assert_eq!(hasher().verify("correct horse".into(), Some(stored.clone())).await, Ok(PasswordCheck::Right));
        assert_eq!(hasher().verify("battery staple".into(), Some(stored)).await, Ok(PasswordCheck::Wrong));
    }

    #[tokio::test]
    async fn the_same_password_gets_another_hash_each_time() {
        let (first, second) =
            tokio::join!(async { hasher().hash("x".into()).await }, async { hasher().hash("x".into()).await });
        assert_ne!(first.unwrap(), second.unwrap());
    }

    #[tokio::test]
    async fn an_unknown_user_costs_a_hash_of_todays_parameters_and_is_refused() {
        assert!(is_current(&PasswordHash::new(DECOY).unwrap()));
        assert_eq!(hasher().verify("anything".into(), None).await, Ok(PasswordCheck::Wrong));
    }

    #[tokio::test]
    async fn a_hash_with_other_parameters_is_right_but_outdated() {
        let weaker = Argon2::new(Algorithm::Argon2id, Version::V0x13, Params::new(8 * 1024, 1, 1, None).unwrap());
        let stored: PasswordHash = weaker.hash_password_with_salt(b"old", b"0123456789abcdef").unwrap();
        let check = hasher().verify("old".into(), Some(stored.to_string())).await;
        assert_eq!(check, Ok(PasswordCheck::RightButOutdated));
    }

    #[tokio::test]
    async fn a_stored_text_that_is_no_hash_is_an_error_and_not_a_wrong_password() {
        for stored in ["", "hunter2", "$2b$12$abcdefghijklmnopqrstuu", "$argon2id$v=19$m=19456,t=2,p=1"] {
            let check = hasher().verify("hunter2".into(), Some(stored.to_owned())).await;
            assert_eq!(check, Err(VaultError::StoredPasswordInvalid), "{stored}");
        }
    }

    #[tokio::test]
    async fn a_caller_who_hangs_up_does_not_free_the_seat_early() {
        let hasher = hasher();
        let (started, wait) = std::sync::mpsc::channel::<()>();
        let slow = hasher.run(move || wait.recv().map_err(|_| VaultError::Unreadable));
        tokio::pin!(slow);
        assert!(futures_poll_once(slow.as_mut()).await.is_none());
        assert_eq!(hasher.seats.available_permits(), 0);
        started.send(()).unwrap();
        assert_eq!(slow.await, Ok(()));
        assert_eq!(hasher.seats.available_permits(), 1);
    }

    async fn futures_poll_once<F: Future>(mut future: std::pin::Pin<&mut F>) -> Option<F::Output> {
        std::future::poll_fn(|context| match future.as_mut().poll(context) {
            std::task::Poll::Ready(output) => std::task::Poll::Ready(Some(output)),
            std::task::Poll::Pending => std::task::Poll::Ready(None),
        })
        .await
    }
}
