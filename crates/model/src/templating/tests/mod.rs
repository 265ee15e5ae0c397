//! The language as a whole, position by position.

mod json;
mod properties;
mod roots;
mod secrets;
mod text;
mod twoway;
mod url;

use super::{Context, Known, Lookup, Path, Root, Scope, Site, TemplateError, TextTemplate, Values};
use crate::secret::Secret;
use serde_json::{Value, json};

/// Values as an execution would have them. The field `X-Api-Key`, the token and the credential are secret.
struct World {
    host: String,
    client: Value,
    contact: Value,
    event: Value,
    response: Value,
    secret: Secret,
}

impl Default for World {
    fn default() -> Self {
        Self {
            host: "api.acme.test".to_owned(),
            client: json!({"phone": "+84 90", "id": "a/b c", "n": 7, "ok": true, "none": null, "list": [1, "two"], "evil": "{token}"}),
            contact: json!({"id": "c-1", "source": "+8491", "queue": {"id": "q-1", "address": "sales"}, "priority": 5, "skills": [{"id": "s1"}]}),
            event: json!({"name": "received", "datetime": "2026-11-20T09:30:00.000Z", "data": {"call": {"phone": "+84"}}}),
            response: json!({"p": 7, "items": [{"id": "x"}]}),
            secret: Secret::new("s3cret/+\"<"),
        }
    }
}

impl World {
    /// Whose client body has `x` with this value.
    fn with_x(x: impl Into<Value>) -> Self {
        Self { client: json!({"x": x.into()}), ..Self::default() }
    }
}

impl Values for World {
    fn lookup(&self, path: &Path) -> Lookup<'_> {
        match &path.root {
            Root::IntegratorHost => Lookup::Text(&self.host),
            Root::IntegratorName => Lookup::Text("acme"),
            Root::Field(name) if **name == *"region" => Lookup::Text("eu"),
            Root::Token | Root::Field(_) | Root::Authentication(_) => Lookup::Secret(&self.secret),
            Root::Client => Lookup::value(path.rest.get(&self.client)),
            Root::PathParameter(name) => Lookup::value(self.client.get(&**name)),
            Root::Contact => Lookup::value(path.rest.get(&self.contact)),
            Root::Event => Lookup::value(Some(&self.event)),
            Root::EventName => Lookup::value(self.event.get("name")),
            Root::EventData => Lookup::value(path.rest.get(&self.event["data"])),
            Root::ResponseBody => Lookup::value(path.rest.get(&self.response)),
            Root::ResponseHeader(name) if **name == *"x-next" => Lookup::Text("2"),
            _ => Lookup::Absent,
        }
    }
}

/// A template whose fields and path parameters are known.
fn context() -> Context {
    Context {
        fields: Known::only(["X-Api-Key", "region", "contact.phone"]),
        path_parameters: vec!["id".to_owned(), "x".to_owned()],
        ..Context::default()
    }
}

fn at<T>(site: Site, read: impl FnOnce(Scope<'_>) -> T) -> T {
    read(Scope::new(site, &context()))
}

fn parse(site: Site, text: &str) -> Result<TextTemplate, TemplateError> {
    at(site, |scope| TextTemplate::parse(text, scope))
}

fn render(site: Site, text: &str) -> String {
    parse(site, text).unwrap().render_text(&World::default()).into_exposed()
}
