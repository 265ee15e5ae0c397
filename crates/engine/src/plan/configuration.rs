//! The request half of the JSON configuration (spec/events.md, JSON for Configuration), for what the lists can't say.

use super::compile::Compiler;
use super::headers;
use super::place::{Candidate, Covers, Origin, Place, Slot, Transform};
use super::templates::BodyTemplate;
use crate::condition::Condition;
use patchbay_model::document::{AuthenticationType, MAXIMUM_DOCUMENT_BYTES, RequestConfiguration, SignatureType};
use patchbay_model::json;
use patchbay_model::limit::CALL_SECONDS;
use patchbay_model::sentence;
use patchbay_model::templating::{FormTemplate, Known, Scope, Site, TemplateError, TextTemplate};
use patchbay_model::trigger::{EventTrigger, Trigger};
use patchbay_model::valid::{Violation, Violations, pointer_token};
use serde::de::DeserializeOwned;
use serde_json::Value;
use std::time::Duration;

/// What the configuration says, its headers aside: they have become candidates.
pub(super) struct Configuration {
    pub(super) query: FormTemplate,
    pub(super) body: BodyTemplate,
    pub(super) authentication: Option<AuthenticationType>,
    pub(super) signature: Option<SignatureType>,
    pub(super) timeout: Duration,
    pub(super) delay: Duration,
    /// Whether the configuration asks for the sender of the event to wait.
    pub(super) block: bool,
    pub(super) condition: Option<Condition>,
}

/// Reads a half of the configuration strictly. Line and column count in the document as the portal's editor shows it.
pub(super) fn read_document<T: DeserializeOwned + Default>(
    member: &str,
    document: Option<&Value>,
    found: &mut Violations,
) -> Option<(T, String)> {
    let Some(document) = document else { return Some((T::default(), String::new())) };
    let shown = format!("{document:#}");
    if document.to_string().len() > MAXIMUM_DOCUMENT_BYTES {
        found.add(member, sentence!("use at most 64 KiB"));
        return None;
    }
    match json::parse(&shown) {
        Ok(read) => Some((read, shown)),
        Err(error) => {
            let mut violation = error.into_violation();
            if violation.pointer == "/method" {
                violation.message = sentence!("leave method out: the endpoint's own counts");
            }
            violation.pointer.insert_str(0, member);
            found.push(violation);
            None
        }
    }
}

impl Compiler<'_> {
    pub(super) fn read_configuration(&mut self) -> Option<Configuration> {
        let found = &mut self.violations;
        let (request, shown) = read_document::<RequestConfiguration>("/request", self.draft.request.as_ref(), found)?;
        let timeout = request.timeout.unwrap_or(self.draft.timeout_seconds);
        found.require(CALL_SECONDS.contains(&timeout), "/request/timeout", sentence!("use 1 to 60 seconds"));
        found.require(request.delay <= 3600, "/request/delay", sentence!("use 0 to 3600 seconds"));
        let condition = self.read_condition(&request, &shown);
        self.read_headers(&request, &shown);
        let query = self.read_query(&request, &shown);
        let body = self.read_body(&request, &shown);
        let authentication = request.authentication.as_ref().map(|choice| choice.authentication_type);
        self.check_authentication(authentication);
        let (timeout, delay) = (Duration::from_secs(timeout.into()), Duration::from_secs(request.delay.into()));
        let (query, body, block) = (query?, body?, request.block);
        let signature = request.signature;
        Some(Configuration { query, body, authentication, signature, timeout, delay, block, condition })
    }

    fn read_condition(&mut self, request: &RequestConfiguration, shown: &str) -> Option<Condition> {
        let read = Condition::compile(request.condition.as_deref()?);
        read.map_err(|error| self.violations.push(error.into_violation_in(shown, "/condition", "/request"))).ok()
    }

    /// The conditions of the triggers themselves; the index of triggers compiles them again, for its call center.
    pub(super) fn check_triggers(&mut self) {
        for (index, trigger) in self.draft.triggers.iter().enumerate() {
            let Trigger::Events(EventTrigger { condition: Some(text), .. }) = trigger else { continue };
            if let Err(error) = Condition::compile(text) {
                self.violations.push(error.into_violation(format!("/triggers/{index}/condition"), text));
            }
        }
    }

    pub(super) fn refuse(&mut self, error: TemplateError, shown: &str) {
        self.violations.push(error.in_document(shown).into_violation("/request"));
    }

    fn read_headers(&mut self, request: &RequestConfiguration, shown: &str) {
        for (text, value) in &request.headers {
            let pointer = format!("/headers/{}", pointer_token(text));
            let name = match headers::name(text, self.draft.body_format) {
                Ok(name) => name,
                Err(message) => {
                    let place = json::locate_name(shown, &pointer);
                    let (line, column) = place.map(|place| (place.line, place.column)).unzip();
                    self.violations.push(Violation { pointer: format!("/request{pointer}"), message, line, column });
                    continue;
                }
            };
            let template = match value {
                Value::String(text) => {
                    let scope = Scope::new(Site::RequestHeader, &self.value_context);
                    TextTemplate::parse(text, scope).map_err(|error| error.at_pointer(&pointer))
                }
                Value::Number(_) | Value::Bool(_) => Ok(TextTemplate::literal(value.to_string())),
                Value::Null | Value::Array(_) | Value::Object(_) => {
                    self.violations.add(format!("/request{pointer}"), sentence!("a header's value is a text"));
                    continue;
                }
            };
            match template {
                Ok(template) => self.add_header(Place::Header(name), template, format!("/request{pointer}")),
                Err(error) => self.refuse(error, shown),
            }
        }
    }

    fn add_header(&mut self, place: Place, template: TextTemplate, pointer: String) {
        let candidate = Candidate { origin: Origin::Configuration, template, transform: Transform::None, pointer };
        match self.slots.iter_mut().find(|slot| slot.place == place) {
            Some(slot) => slot.candidates.push(candidate),
            None => self.slots.push(Slot { place, candidates: vec![candidate], covers: Covers::Nothing }),
        }
    }

    fn read_query(&mut self, request: &RequestConfiguration, shown: &str) -> Option<FormTemplate> {
        for slot in &mut self.slots {
            if matches!(&slot.place, Place::Query(name) if request.params.contains_key(name)) {
                slot.cover();
            }
        }
        let params = Value::Object(request.params.clone());
        match FormTemplate::parse(&params, Scope::new(Site::RequestQuery, &self.value_context), "/params") {
            Ok(query) => Some(query),
            Err(error) => {
                self.refuse(error, shown);
                None
            }
        }
    }

    fn check_authentication(&mut self, choice: Option<AuthenticationType>) {
        let Some(choice) = choice else { return };
        let prefix = credential_prefix(choice);
        let known = match &self.surroundings.credentials {
            Known::Any => true,
            Known::Only(ids) => ids.iter().any(|id| id.starts_with(prefix)),
        };
        let message = sentence!("there is no credential %{prefix}<user>: add one", prefix = prefix);
        self.violations.require(known, "/request/authentication/type", message);
        let authorization = Place::Header(http::header::AUTHORIZATION);
        let other = self.slots.iter().find(|slot| slot.place == authorization);
        for candidate in other.into_iter().flat_map(|slot| &slot.candidates) {
            let message = sentence!("request.authentication sets Authorization already: remove one of the two");
            self.violations.add(&*candidate.pointer, message);
        }
    }
}

/// What the ids of such credentials begin with (spec/events.md, Authentication).
pub(crate) const fn credential_prefix(choice: AuthenticationType) -> &'static str {
    match choice {
        AuthenticationType::Basic => "basic:",
        AuthenticationType::Digest => "digest:",
    }
}
