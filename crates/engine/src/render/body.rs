//! The body in its format (spec/execution.md, Body formats).

use super::multipart;
use super::request::RenderedBody;
use super::size::{self, too_large};
use super::values::RequestValues;
use crate::error::EngineError;
use crate::plan::{BodyTemplate, Plan, Templates};
use patchbay_model::limit::MAXIMUM_REQUEST_BYTES;
use patchbay_model::templating::RawFormat;
use std::borrow::Cow;

/// Up to so many placeholders a request can't grow dangerously: the caller's body is bounded itself.
const HARMLESS_PLACEHOLDERS: usize = 32;

/// What a body is sent as; none when there is no body.
pub(super) type ContentType = Option<Cow<'static, str>>;

pub(super) fn render(
    template: &BodyTemplate,
    values: &RequestValues<'_>,
) -> Result<(ContentType, Option<RenderedBody>), EngineError> {
    let (content_type, body) = match template {
        BodyTemplate::None => return Ok((None, None)),
        BodyTemplate::Json(body) => ("application/json".into(), RenderedBody::from(body.render(values))),
        BodyTemplate::Form(body) => {
            ("application/x-www-form-urlencoded".into(), RenderedBody::from(body.render(values)))
        }
        BodyTemplate::Multipart(body) => {
            let boundary = multipart::boundary(values.inputs.execution_id);
            let content_type = format!("multipart/form-data; boundary={boundary}");
            (content_type.into(), multipart::write(&body.render_parts(values), &boundary))
        }
        BodyTemplate::Raw(body, RawFormat::Text) => {
            ("text/plain; charset=utf-8".into(), RenderedBody::from(body.render(values)))
        }
        BodyTemplate::Raw(body, RawFormat::Xml) => ("application/xml".into(), RenderedBody::from(body.render(values))),
    };
    if body.bytes.len() > MAXIMUM_REQUEST_BYTES {
        let detail = format!("the body has {} bytes with these values, and at most 262,144 are sent", body.bytes.len());
        return Err(too_large(&detail, &template.paths(), values));
    }
    Ok((Some(content_type), Some(body)))
}

/// A template may name the same large value thousands of times. That is found before it is written out.
pub(super) fn check_growth(plan: &Plan, templates: &Templates, values: &RequestValues<'_>) -> Result<(), EngineError> {
    if plan.placeholder_count <= HARMLESS_PLACEHOLDERS {
        return Ok(());
    }
    let paths = templates.paths();
    let mut total = 0;
    for path in &paths {
        total += size::bytes(path, values);
        if total > MAXIMUM_REQUEST_BYTES {
            return Err(too_large("the request is over 262,144 bytes with these values", &paths, values));
        }
    }
    Ok(())
}
