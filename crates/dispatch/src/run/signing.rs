//! Standard Webhooks: three headers that let a receiver see who sent a request, when, and whether it is the same as before.

use http::HeaderName;
use patchbay_engine::error::EngineError;
use patchbay_engine::render::{IntegratorValues, RenderedHeader, RenderedRequest};
use patchbay_model::execution::ErrorCode;
use patchbay_model::secret::Secret;
use patchbay_model::time::Timestamp;
use patchbay_model::webhook::{SIGNING_PREFIX, SigningSecretId, made_at_ms};
use patchbay_store::adapters::SIGNING_OVERLAP;
use patchbay_vault::standard_webhooks::{
    ID_HEADER, SIGNATURE_HEADER, SigningSecret, TIMESTAMP_HEADER, sign as signatures,
};

/// Adds the headers. After a rotation both secrets count for a while, so there are two signatures.
pub(super) fn sign(
    values: &IntegratorValues,
    id: &str,
    now: Timestamp,
    request: &mut RenderedRequest,
) -> Result<(), EngineError> {
    let secrets = in_force(values, now);
    if secrets.is_empty() {
        let detail = "there is no secret to sign with: make one";
        return Err(EngineError::fail(ErrorCode::CredentialMissing, detail));
    }
    let body = request.body.as_ref().map(|body| body.bytes.as_ref()).unwrap_or_default();
    let timestamp = now.0.timestamp();
    let signed = signatures(id, timestamp, body, &secrets);
    let headers = [(ID_HEADER, id.to_owned()), (TIMESTAMP_HEADER, timestamp.to_string()), (SIGNATURE_HEADER, signed)];
    for (name, value) in headers {
        request.headers.push(RenderedHeader { name: HeaderName::from_static(name), value, shown: None });
    }
    Ok(())
}

/// The newest secret, and older ones until their time is up.
fn in_force(values: &IntegratorValues, now: Timestamp) -> Vec<SigningSecret> {
    let mut known: Vec<(u64, &Secret)> = values
        .credentials
        .iter()
        .filter_map(|(id, bound)| {
            let id: SigningSecretId = id.strip_prefix(SIGNING_PREFIX)?.parse().ok()?;
            Some((made_at_ms(id.0), &bound.secret))
        })
        .collect();
    known.sort_by(|(one, _), (other, _)| other.cmp(one));
    let overlap = u64::try_from(SIGNING_OVERLAP.num_milliseconds()).unwrap_or(0);
    let newest = known.first().map_or(0, |(made, _)| *made);
    let now = u64::try_from(now.0.timestamp_millis()).unwrap_or(0);
    let are_both = now < newest.saturating_add(overlap);
    known
        .into_iter()
        .take(if are_both { 2 } else { 1 })
        .filter_map(|(_, secret)| SigningSecret::parse(secret.expose()).ok())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use patchbay_engine::render::BoundSecret;
    use uuid::Uuid;

    const HOUR: i64 = 3_600_000;
    const SECRETS: [&str; 3] = [
        "whsec_YWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFh",
        "whsec_YmJiYmJiYmJiYmJiYmJiYmJiYmJiYmJi",
        "whsec_Y2NjY2NjY2NjY2NjY2NjY2NjY2NjY2Nj",
    ];

    fn at(milliseconds: i64) -> Timestamp {
        Timestamp(chrono::DateTime::from_timestamp_millis(1_790_000_000_000 + milliseconds).unwrap())
    }

    /// The secrets, made at these hours.
    fn made(hours: &[i64]) -> IntegratorValues {
        let credentials = hours.iter().zip(SECRETS).map(|(hour, secret)| {
            let made = u128::try_from(at(hour * HOUR).0.timestamp_millis()).unwrap();
            let id = SigningSecretId(Uuid::from_u128(made << 80 | 0x7000_8000_0000_0000_0000));
            (format!("{SIGNING_PREFIX}{id}"), BoundSecret::from(secret))
        });
        IntegratorValues { credentials: credentials.collect(), ..IntegratorValues::default() }
    }

    fn signed_by(hours: &[i64], now: i64) -> Vec<usize> {
        let one = |secret: &SigningSecret| signatures("id", 0, b"", std::slice::from_ref(secret));
        let known = SECRETS.map(|secret| one(&SigningSecret::parse(secret).unwrap()));
        let found = in_force(&made(hours), at(now));
        found.iter().map(|secret| known.iter().position(|known| *known == one(secret)).unwrap()).collect()
    }

    #[test]
    fn two_secrets_count_for_a_day_after_a_rotation_and_then_the_newest_alone() {
        assert_eq!(signed_by(&[0], 100 * HOUR), [0]);
        assert_eq!(signed_by(&[0, 10], 10 * HOUR), [1, 0]);
        assert_eq!(signed_by(&[0, 10], 34 * HOUR - 1), [1, 0]);
        assert_eq!(signed_by(&[0, 10], 34 * HOUR), [1]);
        assert_eq!(signed_by(&[0, 10, 12], 13 * HOUR), [2, 1], "never three");
        assert_eq!(signed_by(&[0, 10, 12], 36 * HOUR), [2]);
    }
}
