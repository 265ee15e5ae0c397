//! Sealing what integrators hold, with the data key of their call center.

use super::refusal;
use patchbay_app::portal::PortalResult;
use patchbay_dispatch::places;
use patchbay_model::id::CallCenterId;
use patchbay_model::secret::Secret;
use patchbay_model::sentence;
use patchbay_model::time::Timestamp;
use patchbay_store::data_keys::{self, WrappedDataKey};
use patchbay_store::{Sealed, Unit};
use patchbay_vault::{DataKey, KeyRing, SecretPlace};
use uuid::Uuid;

/// Seals the secrets of one integrator.
pub(super) struct Sealer<'a> {
    key: DataKey,
    call_center: &'a CallCenterId,
    row: Uuid,
}

impl<'a> Sealer<'a> {
    /// A sealer for the integrator `row` of `call_center`.
    pub(super) async fn open(
        unit: &mut Unit,
        keys: &KeyRing,
        call_center: &'a CallCenterId,
        row: Uuid,
        at: Timestamp,
    ) -> PortalResult<Self> {
        let found =
            data_keys::find(&mut *unit, call_center).await.map_err(refusal::of_store(sentence!("call center")))?;
        let key = match found {
            Some(found) => keys.open(call_center, &found.wrapped.0).map_err(refusal::of_vault)?,
            // A call center that was made behind the portal's back gets its key now.
            None => create_data_key(unit, keys, call_center, at).await?,
        };
        Ok(Self { key, call_center, row })
    }

    /// Seals the value of a secret field.
    pub(super) fn field(&self, name: &str, value: &str) -> PortalResult<Sealed> {
        self.seal(&places::field(name), value)
    }

    /// Seals the secret of a credential.
    pub(super) fn credential(&self, id: &str, value: &str) -> PortalResult<Sealed> {
        self.seal(&places::credential(id), value)
    }

    fn seal(&self, field: &str, value: &str) -> PortalResult<Sealed> {
        let place = SecretPlace { call_center: self.call_center, row: self.row, field };
        self.key.seal(place, &Secret::from(value)).map(Sealed).map_err(refusal::of_vault)
    }
}

/// Makes the data key of a call center; the one that another process made first counts.
pub(super) async fn create_data_key(
    unit: &mut Unit,
    keys: &KeyRing,
    call_center: &CallCenterId,
    at: Timestamp,
) -> PortalResult<DataKey> {
    let made = DataKey::generate().map_err(refusal::of_vault)?;
    let wrapped = WrappedDataKey {
        call_center_id: call_center.clone(),
        wrapped: Sealed(keys.wrap(call_center, &made).map_err(refusal::of_vault)?),
        master_key_id: keys.current_id().to_string(),
    };
    let kept = data_keys::insert(unit, &wrapped, at).await.map_err(refusal::of_store(sentence!("call center")))?;
    keys.open(call_center, &kept.wrapped.0).map_err(refusal::of_vault)
}
