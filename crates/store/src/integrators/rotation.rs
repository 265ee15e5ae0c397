//! Secrets that replace themselves: refresh tokens that are good for one use.

use crate::Sealed;
use crate::changes::{Change, announce};
use crate::error::StoreError;
use crate::unit::{Db, Unit};
use patchbay_model::id::IntegratorId;
use patchbay_model::time::Timestamp;

/// Finds a secret field as it stands now; none: there is none, or it is not secret.
pub async fn find_secret<'c>(
    db: impl Db<'c>,
    integrator: IntegratorId,
    name: &str,
) -> Result<Option<Sealed>, StoreError> {
    let found = sqlx::query_scalar!(
        r#"SELECT sealed AS "sealed!" FROM integrator_fields WHERE integrator_id = $1 AND name = $2 AND sealed IS NOT NULL"#,
        integrator.0,
        name,
    );
    Ok(found.fetch_optional(db.executor()).await?.map(Sealed))
}

/// Replaces a secret field that is still `before`. False: somebody entered or got another one meanwhile, which stays. It may
/// go where the one before it might.
pub async fn replace_secret(
    unit: &mut Unit,
    integrator: IntegratorId,
    name: &str,
    before: &Sealed,
    after: &Sealed,
    at: Timestamp,
) -> Result<bool, StoreError> {
    let replaced = sqlx::query!(
        "UPDATE integrator_fields SET sealed = $4, updated_at = $5 WHERE integrator_id = $1 AND name = $2 AND sealed = $3",
        integrator.0,
        name,
        before.0,
        after.0,
        at.0,
    );
    let is_replaced = replaced.execute(unit.connection()).await?.rows_affected() == 1;
    if is_replaced {
        announce(unit, &Change::Integrator(integrator)).await?;
    }
    Ok(is_replaced)
}
