//! The memory's copy of one integrator's token.

use super::HeldToken;
use super::sign_in::Refusal;
use patchbay_model::id::ConfigurationVersionId;
use patchbay_model::time::Timestamp;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;

/// One token, and the gate through which one refresh at a time passes.
#[derive(Default)]
pub(crate) struct Slot {
    held: Mutex<Option<Arc<HeldToken>>>,
    /// The last failed refresh: whoever was waiting then has failed with it, instead of each trying again in turn.
    failure: Mutex<Option<(Instant, Refusal)>>,
    pub(super) gate: Arc<tokio::sync::Mutex<()>>,
}

impl Slot {
    pub(super) fn held(&self) -> Option<Arc<HeldToken>> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Whether a token has to be got before anything can be sent.
    pub(crate) fn is_cold(&self, now: Timestamp) -> bool {
        self.held().is_none_or(|held| now >= held.valid_until)
    }

    pub(super) fn hold(&self, token: Arc<HeldToken>) {
        *self.held.lock().unwrap_or_else(PoisonError::into_inner) = Some(token);
    }

    /// Forgets `refused`, unless another one is held by now.
    pub(super) fn forget(&self, refused: &HeldToken) {
        let mut held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        if held.as_ref().is_some_and(|held| held.version == refused.version) {
            *held = None;
        }
    }

    pub(super) fn note_failure(&self, at: Instant, failure: Refusal) {
        *self.failure.lock().unwrap_or_else(PoisonError::into_inner) = Some((at, failure));
    }

    /// A refresh that failed while somebody waited since `since`.
    pub(super) fn failure_since(&self, since: Instant) -> Option<Refusal> {
        let failure = self.failure.lock().unwrap_or_else(PoisonError::into_inner);
        failure.as_ref().filter(|(at, _)| *at >= since).map(|(_, failure)| failure.clone())
    }
}

/// The slots of all recipes. Its key says with which configuration the token was got: another host or password, and
/// another slot. So a token can't go to a host that it was not issued for.
#[derive(Default)]
pub(crate) struct Slots(Mutex<HashMap<Key, Arc<Slot>>>);

type Key = (ConfigurationVersionId, ConfigurationVersionId);

impl Slots {
    /// The slot of an integrator's and an auth endpoint's configuration, the same for all endpoints that share it.
    pub(crate) fn get(&self, integrator: ConfigurationVersionId, auth_endpoint: ConfigurationVersionId) -> Arc<Slot> {
        let mut slots = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        // Slots that no recipe uses any more go when there is a new one anyhow: no task has to look for them.
        if !slots.contains_key(&(integrator, auth_endpoint)) {
            slots.retain(|_, slot| Arc::strong_count(slot) > 1);
        }
        Arc::clone(slots.entry((integrator, auth_endpoint)).or_default())
    }
}
