//! The OpenAPI document: generated from the handlers, completed with what all of them share.

use patchbay_model::audit::AuditObject;
use patchbay_model::execution::ExecutionStatus;
use patchbay_model::page::Sort;
use patchbay_model::problem::Problem;
use patchbay_model::template::{TemplateType, Visibility};
use utoipa::openapi::path::{Operation, ParameterBuilder, ParameterIn};
use utoipa::openapi::security::{ApiKey, ApiKeyValue, Http, HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::openapi::{ContentBuilder, Object, OpenApi, PathItem, Ref, ResponseBuilder, Type};
use utoipa::{Modify, OpenApi as _};

const DESCRIPTION: &str = "Errors are `application/problem+json` (RFC 9457). Lists are keyset-paged: pass `nextCursor` as `cursor`. \
Every object carries `version`, also as `ETag`; `If-Match` on PUT, PATCH and DELETE answers 412 when someone else was faster. \
`Idempotency-Key` is honoured on every POST for 24 hours.";

#[derive(utoipa::OpenApi)]
#[openapi(
    info(title = "Patchbay", version = "1", description = DESCRIPTION),
    // Types that stand in query strings only are not found by themselves.
    components(schemas(Problem, Sort, TemplateType, Visibility, AuditObject, ExecutionStatus)),
    modifiers(&Security),
    security(("key" = []), ("session" = []))
)]
struct Document;

struct Security;

impl Modify for Security {
    fn modify(&self, document: &mut OpenApi) {
        let components = document.components.get_or_insert_default();
        components.add_security_scheme("key", SecurityScheme::Http(Http::new(HttpAuthScheme::Bearer)));
        let cookie = ApiKeyValue::with_description(
            "patchbay_session",
            "The portal's session; `__Host-patchbay_session` on https.",
        );
        components.add_security_scheme("visitor", SecurityScheme::Http(Http::new(HttpAuthScheme::Bearer)));
        let gateway =
            HttpBuilder::new().scheme(HttpAuthScheme::Bearer).description(Some("The token of an SMS channel."));
        components.add_security_scheme("gateway", SecurityScheme::Http(gateway.build()));
        components.add_security_scheme("session", SecurityScheme::ApiKey(ApiKey::Cookie(cookie)));
    }
}

/// The document before the routes are in it.
#[must_use]
pub fn skeleton() -> OpenApi {
    Document::openapi()
}

/// Adds to every operation what layers do for it.
pub fn complete(document: &mut OpenApi) {
    for item in document.paths.paths.values_mut() {
        complete_item(item);
    }
}

/// Adds to every operation how a refusal looks: for what stands behind no other layer of the API.
pub fn tell_problems(document: &mut OpenApi) {
    document.paths.paths.values_mut().for_each(tell_problems_of);
}

fn complete_item(item: &mut PathItem) {
    for operation in [&mut item.put, &mut item.patch, &mut item.delete].into_iter().flatten() {
        add_header(
            operation,
            "If-Match",
            "The version that was read, as its `ETag` said. 412 when it is no longer the current one.",
        );
    }
    if let Some(operation) = &mut item.post {
        add_header(
            operation,
            "Idempotency-Key",
            "Chosen by the caller. The same request again gets the same answer for 24 hours.",
        );
    }
    tell_problems_of(item);
}

fn tell_problems_of(item: &mut PathItem) {
    let operations = [&mut item.get, &mut item.post, &mut item.put, &mut item.patch, &mut item.delete];
    for operation in operations.into_iter().flatten() {
        let content = ContentBuilder::new().schema(Some(Ref::from_schema_name("Problem"))).build();
        let problem =
            ResponseBuilder::new().description("Refused or failed").content("application/problem+json", content);
        operation.responses.responses.insert("default".to_owned(), problem.build().into());
    }
}

fn add_header(operation: &mut Operation, name: &str, description: &str) {
    let parameter = ParameterBuilder::new()
        .name(name)
        .parameter_in(ParameterIn::Header)
        .description(Some(description))
        .schema(Some(Object::with_type(Type::String)));
    operation.parameters.get_or_insert_default().push(parameter.build().into());
}
