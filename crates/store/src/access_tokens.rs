//! Access tokens, shared by all processes; one of them at a time gets a new one.

use crate::Sealed;
use crate::error::StoreError;
use crate::store::Store;
use crate::unit::Db;
use chrono::{DateTime, Utc};
use patchbay_model::id::{ConfigurationVersionId, EndpointId, IntegratorId};
use patchbay_model::time::Timestamp;
use uuid::Uuid;

/// Which token: of an integrator, got by an auth endpoint of its template.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct TokenPlace {
    /// Whose.
    pub integrator_id: IntegratorId,
    /// Got by.
    pub auth_endpoint_id: EndpointId,
}

/// Tells tokens of one place apart; never used again, not even when the row was deleted in between.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TokenVersion(pub i64);

/// A token as kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccessToken {
    /// Which one of this place.
    pub version: TokenVersion,
    /// The token with whatever is kept beside it, sealed.
    pub sealed: Sealed,
    /// When it was got.
    pub obtained_at: Timestamp,
    /// When it ends, if it is known.
    pub expires_at: Option<Timestamp>,
}

/// The configuration that a caller signs in with, as its [`Recipe`](crate::recipes::Recipe) named it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Basis {
    /// Of the integrator.
    pub integrator: ConfigurationVersionId,
    /// Of the auth endpoint.
    pub auth_endpoint: ConfigurationVersionId,
}

/// What became of the wish to get a new token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Claim {
    /// It is up to this caller, until the lease ends.
    Claimed,
    /// Somebody got a newer one already.
    Found(AccessToken),
    /// Somebody is at it: look again, at this time at the latest.
    Leased(Timestamp),
    /// The integrator or the auth endpoint was saved or deleted since the caller read it: read again.
    Outdated,
}

struct Row {
    version: Option<i64>,
    sealed: Option<Vec<u8>>,
    obtained_at: Option<DateTime<Utc>>,
    expires_at: Option<DateTime<Utc>>,
    leased_until: Option<DateTime<Utc>>,
}

impl Row {
    fn read(self) -> Option<AccessToken> {
        let (sealed, obtained_at) = self.sealed.zip(self.obtained_at)?;
        Some(AccessToken {
            version: TokenVersion(self.version?),
            sealed: Sealed(sealed),
            obtained_at: obtained_at.into(),
            expires_at: self.expires_at.map(Timestamp),
        })
    }
}

/// Finds the token of a place, good or expired; none: there is none, or it was found to be no good.
pub async fn find<'c>(db: impl Db<'c>, place: TokenPlace) -> Result<Option<AccessToken>, StoreError> {
    let found = sqlx::query_as!(
        Row,
        r#"SELECT version AS "version?", sealed, obtained_at, expires_at, leased_until FROM access_tokens
           WHERE integrator_id = $1 AND auth_endpoint_id = $2"#,
        place.integrator_id.0,
        place.auth_endpoint_id.0,
    );
    Ok(found.fetch_optional(db.executor()).await?.and_then(Row::read))
}

/// Asks to get a new token in place of the one of version `seen`; none: the caller has seen no token.
///
/// `owner` names this attempt; [`settle`] and [`release`] take it again. A lease that has ended is taken over.
pub async fn claim(
    store: &Store,
    place: TokenPlace,
    basis: Basis,
    seen: Option<TokenVersion>,
    owner: Uuid,
    now: Timestamp,
    leased_until: Timestamp,
) -> Result<Claim, StoreError> {
    // The token's row decides between processes. FOR SHARE waits for a save that is under way: otherwise a token got with
    // the secrets of before could be kept after that save has forgotten all tokens.
    let claimed = sqlx::query!(
        "WITH basis AS (
             SELECT i.id AS integrator_id, e.id AS auth_endpoint_id FROM integrators i, endpoints e
             WHERE i.id = $1 AND i.configuration_version_id = $7 AND e.id = $2 AND e.configuration_version_id = $8
             FOR SHARE
         )
         INSERT INTO access_tokens AS t (integrator_id, auth_endpoint_id, lease_owner, leased_until)
         SELECT integrator_id, auth_endpoint_id, $3, $4 FROM basis
         ON CONFLICT (integrator_id, auth_endpoint_id) DO UPDATE
             SET lease_owner = excluded.lease_owner, leased_until = excluded.leased_until
             WHERE (t.leased_until IS NULL OR t.leased_until <= $5) AND (t.sealed IS NULL OR t.version = $6)",
        place.integrator_id.0,
        place.auth_endpoint_id.0,
        owner,
        leased_until.0,
        now.0,
        seen.map(|version| version.0),
        basis.integrator.0,
        basis.auth_endpoint.0,
    );
    if claimed.execute(&store.pool).await?.rows_affected() == 1 {
        return Ok(Claim::Claimed);
    }
    let found = sqlx::query_as!(
        Row,
        r#"SELECT t.version AS "version?", t.sealed, t.obtained_at, t.expires_at, t.leased_until
           FROM integrators i
           JOIN endpoints e ON e.template_id = i.template_id
           LEFT JOIN access_tokens t ON t.integrator_id = i.id AND t.auth_endpoint_id = e.id
           WHERE i.id = $1 AND i.configuration_version_id = $3 AND e.id = $2 AND e.configuration_version_id = $4"#,
        place.integrator_id.0,
        place.auth_endpoint_id.0,
        basis.integrator.0,
        basis.auth_endpoint.0,
    );
    let Some(row) = found.fetch_optional(&store.pool).await? else { return Ok(Claim::Outdated) };
    let leased_until = row.leased_until.map_or(now, Timestamp);
    // What the caller has seen is no answer: it is being replaced.
    match row.read().filter(|token| Some(token.version) != seen) {
        Some(token) => Ok(Claim::Found(token)),
        None => Ok(Claim::Leased(leased_until.max(now))), // now: the lease ended this moment, ask again at once
    }
}

/// Keeps the new token and ends the lease. None: the lease is no longer this owner's, because it ended or because what the
/// token was got with has changed; the token must not be kept then.
pub async fn settle<'c>(
    db: impl Db<'c>,
    place: TokenPlace,
    owner: Uuid,
    sealed: &Sealed,
    obtained_at: Timestamp,
    expires_at: Option<Timestamp>,
) -> Result<Option<TokenVersion>, StoreError> {
    let settled = sqlx::query_scalar!(
        "UPDATE access_tokens SET version = nextval('access_token_versions'), sealed = $4, obtained_at = $5, expires_at = $6,
             lease_owner = NULL, leased_until = NULL
         WHERE integrator_id = $1 AND auth_endpoint_id = $2 AND lease_owner = $3
         RETURNING version",
        place.integrator_id.0,
        place.auth_endpoint_id.0,
        owner,
        sealed.0,
        obtained_at.0,
        expires_at.map(|at| at.0),
    );
    Ok(settled.fetch_optional(db.executor()).await?.map(TokenVersion))
}

/// Ends the lease without a token: getting one failed, and the next caller may try at once.
pub async fn release<'c>(db: impl Db<'c>, place: TokenPlace, owner: Uuid) -> Result<(), StoreError> {
    sqlx::query!(
        "UPDATE access_tokens SET lease_owner = NULL, leased_until = NULL
         WHERE integrator_id = $1 AND auth_endpoint_id = $2 AND lease_owner = $3",
        place.integrator_id.0,
        place.auth_endpoint_id.0,
        owner,
    )
    .execute(db.executor())
    .await?;
    Ok(())
}

/// Forgets a token that the other side refused, unless a newer one stands there by now.
pub async fn invalidate<'c>(db: impl Db<'c>, place: TokenPlace, version: TokenVersion) -> Result<(), StoreError> {
    sqlx::query!(
        "UPDATE access_tokens SET sealed = NULL, obtained_at = NULL, expires_at = NULL
         WHERE integrator_id = $1 AND auth_endpoint_id = $2 AND version = $3",
        place.integrator_id.0,
        place.auth_endpoint_id.0,
        version.0,
    )
    .execute(db.executor())
    .await?;
    Ok(())
}
