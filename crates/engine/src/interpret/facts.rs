//! What a response mapping can refer to (spec/templating.md, rule 2: response, request, debug).

use super::view::View;
use patchbay_model::execution::RecordedRequest;
use patchbay_model::templating::{Lookup, Path, Root, Values};
use serde_json::{Map, Value, json};
use std::borrow::Cow;
use std::time::Duration;
use url::form_urlencoded;

/// A finished call. Its request is the redacted one, so that no mapping can carry a secret out of it.
#[derive(Debug, Clone, Copy)]
pub struct Facts<'a> {
    /// What was sent, secrets removed.
    pub request: &'a RecordedRequest,
    /// What came back.
    pub view: &'a View,
    /// How long it took.
    pub duration: Duration,
}

impl Facts<'_> {
    /// Milliseconds with three decimals: nobody wants to store 12.300000000000001.
    fn duration_ms(&self) -> Value {
        let microseconds = u32::try_from(self.duration.as_micros()).unwrap_or(u32::MAX);
        Value::from(f64::from(microseconds) / 1000.0)
    }

    fn query(&self) -> Value {
        let query = self.request.url.split_once('?').map_or("", |(_, query)| query);
        let pairs = form_urlencoded::parse(query.as_bytes());
        Value::Object(pairs.map(|(name, value)| (name.into_owned(), Value::from(value))).collect::<Map<_, _>>())
    }

    fn debug(&self) -> Value {
        json!({
            "request": { "method": self.request.method, "url": self.request.url },
            "response": { "status": self.view.response.status, "headers": self.view.response.headers },
            "duration": self.duration_ms(),
        })
    }
}

impl Values for Facts<'_> {
    fn lookup(&self, path: &Path) -> Lookup<'_> {
        let owned = |value| Lookup::Value(Cow::Owned(value));
        match &path.root {
            Root::ResponseStatus => owned(self.view.response.status.into()),
            Root::ResponseHeader(name) => Lookup::text(self.view.response.headers.get(&**name).map(String::as_str)),
            Root::ResponseBody => Lookup::value(path.rest.get(&self.view.response.body)),
            Root::ResponseDuration => owned(self.duration_ms()),
            Root::RequestMethod => Lookup::Text(&self.request.method),
            Root::RequestUrl => Lookup::Text(&self.request.url),
            Root::RequestQuery => path.rest.get(&self.query()).cloned().map_or(Lookup::Absent, owned),
            Root::Debug => owned(self.debug()),
            _ => Lookup::Absent,
        }
    }
}
