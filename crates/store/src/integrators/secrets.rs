//! What a change of a template does to its integrators' values.

use crate::Sealed;
use crate::error::StoreError;
use crate::reach::Reach;
use crate::unit::{Db, Unit};
use crate::words::Place;
use patchbay_model::id::{CallCenterId, IntegratorId, TemplateId};
use patchbay_model::time::Timestamp;

/// An integrator that a change of its template's parameters affects.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Affected {
    /// Whose.
    pub call_center_id: CallCenterId,
    /// Its host.
    pub host: String,
    /// Required parameters that it has no value for.
    pub lacks: Vec<String>,
    /// Removed parameters whose value it would lose.
    pub loses: Vec<String>,
}

/// A value in plain text whose parameter has become secret.
#[derive(Clone)]
pub struct PlainField {
    /// Whose.
    pub call_center_id: CallCenterId,
    /// The integrator.
    pub integrator_id: IntegratorId,
    /// The parameter.
    pub name: String,
    /// The value.
    pub value: String,
}

/// Finds the integrators of a template that lack one of `required` or have a value for one of `removed`, by call center.
pub async fn affected<'c>(
    db: impl Db<'c>,
    reach: &Reach,
    template: TemplateId,
    required: &[String],
    removed: &[String],
    limit: i64,
) -> Result<Vec<Affected>, StoreError> {
    let found = sqlx::query!(
        r#"SELECT * FROM (
             SELECT i.call_center_id, i.host,
               ARRAY(SELECT n FROM UNNEST($2::text[]) AS n
                     WHERE NOT EXISTS (SELECT FROM integrator_fields f WHERE f.integrator_id = i.id AND f.name = n)) AS "lacks!",
               ARRAY(SELECT f.name FROM integrator_fields f
                     WHERE f.integrator_id = i.id AND f.name = ANY ($3::text[]) ORDER BY f.name) AS "loses!"
             FROM integrators i
             WHERE i.template_id = $1 AND ($4::text IS NULL OR i.call_center_id = $4)
           ) i
           WHERE cardinality("lacks!") > 0 OR cardinality("loses!") > 0
           ORDER BY call_center_id LIMIT $5"#,
        template.0,
        required,
        removed,
        reach.id(),
        limit,
    );
    let rows = found.fetch_all(db.executor()).await?;
    rows.into_iter()
        .map(|row| {
            let place = Place { table: "integrators", row: &row.call_center_id };
            let call_center_id = place.call_center(&row.call_center_id)?;
            Ok(Affected { call_center_id, host: row.host, lacks: row.lacks, loses: row.loses })
        })
        .collect()
}

/// Secrets of an integrator that were not entered for a host.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unbound {
    /// Whose.
    pub call_center_id: CallCenterId,
    /// Its host.
    pub host: String,
    /// Fields and credentials that have to be entered again.
    pub secrets: Vec<String>,
}

/// The secrets that a request holds: fields by name, credentials by id, and all whose id begins so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Held<'a> {
    /// Fields.
    pub fields: &'a [String],
    /// Credentials.
    pub credentials: &'a [String],
    /// Credentials by the beginning of their ids.
    pub credential_prefixes: &'a [String],
}

/// Lists the integrators of a template whose secrets among `held` were not entered for `to`, a `host[:port]` in lower case.
pub async fn list_unbound<'c>(
    db: impl Db<'c>,
    reach: &Reach,
    template: TemplateId,
    to: &str,
    held: Held<'_>,
    limit: i64,
) -> Result<Vec<Unbound>, StoreError> {
    let found = sqlx::query!(
        r#"SELECT * FROM (
             SELECT i.call_center_id, i.host,
               ARRAY(SELECT f.name FROM integrator_fields f
                     WHERE f.integrator_id = i.id AND f.sealed IS NOT NULL AND f.name = ANY ($3::text[]) AND $2 <> ALL (f.hosts)
                     ORDER BY f.name)
               || ARRAY(SELECT c.credential_id FROM credentials c
                        WHERE c.integrator_id = i.id AND $2 <> ALL (c.hosts)
                          AND (c.credential_id = ANY ($4::text[])
                               OR EXISTS (SELECT FROM UNNEST($5::text[]) AS p WHERE starts_with(c.credential_id, p)))
                        ORDER BY c.credential_id) AS "secrets!"
             FROM integrators i
             WHERE i.template_id = $1 AND lower(i.host) <> $2 AND ($6::text IS NULL OR i.call_center_id = $6)
           ) i
           WHERE cardinality("secrets!") > 0
           ORDER BY call_center_id LIMIT $7"#,
        template.0,
        to,
        held.fields,
        held.credentials,
        held.credential_prefixes,
        reach.id(),
        limit,
    );
    let rows = found.fetch_all(db.executor()).await?;
    rows.into_iter()
        .map(|row| {
            let call_center_id =
                Place { table: "integrators", row: &row.call_center_id }.call_center(&row.call_center_id)?;
            Ok(Unbound { call_center_id, host: row.host, secrets: row.secrets })
        })
        .collect()
}

/// Lists the values in plain text that belong to secret parameters of a template: the parameter became secret, and whoever
/// saves the template has to seal them in the same unit.
pub async fn list_to_seal(unit: &mut Unit, template: TemplateId) -> Result<Vec<PlainField>, StoreError> {
    let found = sqlx::query!(
        r#"SELECT i.call_center_id, i.id, f.name, f.value AS "value!"
           FROM integrators i
           JOIN integrator_fields f ON f.integrator_id = i.id
           JOIN template_parameters p ON p.template_id = i.template_id AND p.name = f.name
           WHERE i.template_id = $1 AND p.secret AND f.value IS NOT NULL
           ORDER BY i.id, f.name
           FOR UPDATE OF f"#,
        template.0,
    );
    let rows = found.fetch_all(unit.connection()).await?;
    rows.into_iter()
        .map(|row| {
            let call_center_id = Place { table: "integrators", row: &row.id }.call_center(&row.call_center_id)?;
            Ok(PlainField { call_center_id, integrator_id: IntegratorId(row.id), name: row.name, value: row.value })
        })
        .collect()
}

/// Replaces a value in plain text by the same one sealed.
pub async fn seal_field(
    unit: &mut Unit,
    integrator: IntegratorId,
    name: &str,
    sealed: &Sealed,
    at: Timestamp,
) -> Result<(), StoreError> {
    sqlx::query!(
        "UPDATE integrator_fields f SET value = NULL, sealed = $3, host = i.host, hosts = template_hosts(i.template_id), updated_at = $4
         FROM integrators i WHERE i.id = f.integrator_id AND f.integrator_id = $1 AND f.name = $2",
        integrator.0,
        name,
        sealed.0,
        at.0,
    )
    .execute(unit.connection())
    .await?;
    Ok(())
}
