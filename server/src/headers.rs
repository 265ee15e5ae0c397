//! Headers that every answer has, unless whoever answered knows better.

use crate::settings::Settings;
use axum::http::{HeaderMap, HeaderName, HeaderValue, header};

const HEADERS: [(HeaderName, &str); 8] = [
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::REFERRER_POLICY, "same-origin"),
    (header::X_FRAME_OPTIONS, "DENY"),
    (HeaderName::from_static("permissions-policy"), "camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    // Pages bring their own, with a nonce. What is no page loads nothing.
    (
        header::CONTENT_SECURITY_POLICY,
        "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
    ),
    // Files bring their own. Everything else is somebody's.
    (header::CACHE_CONTROL, "no-store"),
];

/// Adds what is missing.
pub fn add(headers: &mut HeaderMap, settings: &Settings) {
    let may_be_framed = lets_be_framed(headers);
    for (name, value) in HEADERS {
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    }
    if may_be_framed {
        // It knows no list of origins; the policy does.
        headers.remove(header::X_FRAME_OPTIONS);
    }
    if settings.is_https() {
        headers.entry(header::STRICT_TRANSPORT_SECURITY).or_insert(HeaderValue::from_static("max-age=31536000"));
    }
}

fn lets_be_framed(headers: &HeaderMap) -> bool {
    let policy = headers.get(header::CONTENT_SECURITY_POLICY).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let ancestors = policy.split(';').filter_map(|directive| directive.trim().strip_prefix("frame-ancestors "));
    ancestors.map(str::trim).any(|sources| sources != "'none'")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_names_its_ancestors_is_framed_by_them_alone() {
        let framed = |policy| {
            lets_be_framed(&HeaderMap::from_iter([(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(policy))]))
        };
        assert!(framed("default-src 'none'; frame-ancestors https://crm.example.com"));
        assert!(!framed("frame-ancestors 'none'; base-uri 'none'"));
        assert!(!framed("default-src 'none'"));
        assert!(!lets_be_framed(&HeaderMap::new()));
    }
}
