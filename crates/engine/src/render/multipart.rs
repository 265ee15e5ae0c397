//! `multipart/form-data` (RFC 7578), texts only.

use super::request::RenderedBody;
use patchbay_model::id::ExecutionId;
use patchbay_model::templating::Rendered;

/// What separates the parts. Nobody who gives a value knows the execution's id beforehand, so that no value can end
/// its part; and the same execution renders the same bytes.
pub(super) fn boundary(execution_id: ExecutionId) -> String {
    format!("patchbay-{}", execution_id.0.simple())
}

pub(super) fn write(parts: &[(&str, Rendered)], boundary: &str) -> RenderedBody {
    let text = joined(boundary, parts.iter().map(|(name, value)| (*name, value.expose())));
    let shown = parts.iter().any(|(_, value)| value.holds_secrets()).then(|| {
        let shown: Vec<_> = parts.iter().map(|(name, value)| (*name, value.redacted())).collect();
        joined(boundary, shown.iter().map(|(name, value)| (*name, &**value)))
    });
    RenderedBody { bytes: text.into(), shown }
}

fn joined<'a>(boundary: &str, parts: impl Iterator<Item = (&'a str, &'a str)>) -> String {
    let mut text = String::new();
    for (name, value) in parts {
        // RFC 7578 leaves the escaping to the WHATWG form standard: these three and no others.
        let name = name.replace('"', "%22").replace('\r', "%0D").replace('\n', "%0A");
        for piece in ["--", boundary, "\r\nContent-Disposition: form-data; name=\"", &name, "\"\r\n\r\n", value, "\r\n"]
        {
            text.push_str(piece);
        }
    }
    for piece in ["--", boundary, "--\r\n"] {
        text.push_str(piece);
    }
    text
}
