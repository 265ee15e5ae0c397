//! The operating system's randomness.

use crate::error::VaultError;
use rand::TryRng as _;
use rand::rngs::SysRng;

/// `N` unpredictable bytes.
///
/// Asked of the operating system each time: a key is too rare for a generator of our own to be worth its state.
pub(crate) fn bytes<const N: usize>() -> Result<[u8; N], VaultError> {
    let mut bytes = [0; N];
    SysRng.try_fill_bytes(&mut bytes).map_err(|_| VaultError::Unavailable("randomness"))?;
    Ok(bytes)
}
