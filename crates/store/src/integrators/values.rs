//! The fields and credentials of an integrator.

use super::{FieldWrite, IntegratorWrite, SecretWrite};
use crate::error::StoreError;
use crate::unit::Unit;
use patchbay_model::id::IntegratorId;
use patchbay_model::time::Timestamp;

/// Deletes what is neither kept nor the same as before. True: there was such a thing.
pub(super) async fn delete_values(
    unit: &mut Unit,
    id: IntegratorId,
    write: &IntegratorWrite,
) -> Result<bool, StoreError> {
    let (mut kept, mut same_names, mut same_values) = (Vec::new(), Vec::new(), Vec::new());
    for (name, value) in &write.fields {
        match value {
            FieldWrite::Keep => kept.push(name.clone()),
            FieldWrite::Plain(value) => {
                same_names.push(name.clone());
                same_values.push(value.clone());
            }
            FieldWrite::Sealed(_) => {}
        }
    }
    let fields = sqlx::query!(
        "DELETE FROM integrator_fields WHERE integrator_id = $1 AND name <> ALL ($2)
           AND (value IS NULL OR (name, value) NOT IN (SELECT * FROM UNNEST($3::text[], $4::text[])))",
        id.0,
        &kept,
        &same_names,
        &same_values,
    );
    let fields = fields.execute(unit.connection()).await?.rows_affected();
    let is_kept = |(id, secret): (&String, &SecretWrite)| (*secret == SecretWrite::Keep).then(|| id.clone());
    let kept: Vec<String> = write.credentials.iter().filter_map(is_kept).collect();
    let credentials =
        sqlx::query!("DELETE FROM credentials WHERE integrator_id = $1 AND credential_id <> ALL ($2)", id.0, &kept);
    Ok(fields + credentials.execute(unit.connection()).await?.rows_affected() > 0)
}

/// Inserts what is new; a secret is entered for the integrator's host and for those that the template's endpoints name now. True: there was such a thing.
pub(super) async fn insert_values(
    unit: &mut Unit,
    id: IntegratorId,
    write: &IntegratorWrite,
    at: Timestamp,
) -> Result<bool, StoreError> {
    let (mut names, mut values, mut secrets) = (Vec::new(), Vec::new(), Vec::new());
    for (name, value) in &write.fields {
        let (value, sealed) = match value {
            FieldWrite::Plain(value) => (Some(value.clone()), None),
            FieldWrite::Sealed(sealed) => (None, Some(sealed.0.clone())),
            FieldWrite::Keep => continue,
        };
        names.push(name.clone());
        values.push(value);
        secrets.push(sealed);
    }
    let fields = sqlx::query!(
        "INSERT INTO integrator_fields (integrator_id, name, value, sealed, host, hosts, updated_at)
         SELECT i.id, f.name, f.value, f.sealed, CASE WHEN f.sealed IS NOT NULL THEN $5 END,
             CASE WHEN f.sealed IS NULL THEN '{}' ELSE template_hosts(i.template_id) END, $6
         FROM integrators i, UNNEST($2::text[], $3::text[], $4::bytea[]) AS f (name, value, sealed)
         WHERE i.id = $1
         ON CONFLICT (integrator_id, name) DO NOTHING", // the same plain value as before
        id.0,
        &names,
        &values as &[Option<String>],
        &secrets as &[Option<Vec<u8>>],
        write.host,
        at.0,
    );
    let fields = fields.execute(unit.connection()).await?.rows_affected();
    let (mut ids, mut secrets) = (Vec::new(), Vec::new());
    for (id, secret) in &write.credentials {
        if let SecretWrite::Sealed(sealed) = secret {
            ids.push(id.clone());
            secrets.push(sealed.0.clone());
        }
    }
    let credentials = sqlx::query!(
        "INSERT INTO credentials (integrator_id, credential_id, sealed, host, hosts, updated_at)
         SELECT i.id, c.credential_id, c.sealed, $4, template_hosts(i.template_id), $5
         FROM integrators i, UNNEST($2::text[], $3::bytea[]) AS c (credential_id, sealed)
         WHERE i.id = $1",
        id.0,
        &ids,
        &secrets,
        write.host,
        at.0,
    );
    Ok(fields + credentials.execute(unit.connection()).await?.rows_affected() > 0)
}
