//! The body of the request configuration, by the endpoint's format (spec/execution.md, Body formats).

use super::compile::Compiler;
use super::place::{Place, Slot};
use super::templates::{BodyTemplate, NO_BODY, RAW_BODY};
use super::xml;
use patchbay_model::document::RequestConfiguration;
use patchbay_model::endpoint::BodyFormat;
use patchbay_model::json;
use patchbay_model::sentence;
use patchbay_model::templating::{
    FormTemplate, JsonTemplate, RawBodyTemplate, RawFormat, Scope, Site, Step, TemplateError, ValuePath,
};
use patchbay_model::valid::Violation;
use serde_json::Value;

impl Compiler<'_> {
    /// What the parameters of location body are put into; none when something is wrong with it.
    pub(super) fn read_body(&mut self, request: &RequestConfiguration, shown: &str) -> Option<BodyTemplate> {
        if !self.draft.method.has_body() {
            self.violations.require(request.body.is_none(), "/request/body", NO_BODY);
            return Some(BodyTemplate::None);
        }
        self.check_nesting();
        let has_members = self.slots.iter().any(|slot| matches!(slot.place, Place::Body(..)));
        let Some(body) = &request.body else { return self.empty_body(has_members) };
        for slot in &mut self.slots {
            if matches!(&slot.place, Place::Body(_, path) if path.get(body).is_some()) {
                slot.cover();
            }
        }
        let scope = Scope::new(Site::RequestBody, &self.value_context);
        let read = match self.draft.body_format {
            BodyFormat::Json => JsonTemplate::parse(body, scope, "/body").map(BodyTemplate::Json),
            BodyFormat::Form => FormTemplate::parse(body, scope, "/body").map(BodyTemplate::Form),
            BodyFormat::Multipart => FormTemplate::parse(body, scope, "/body").map(BodyTemplate::Multipart),
            BodyFormat::Text => return self.read_raw(body, RawFormat::Text, shown),
            BodyFormat::Xml => return self.read_raw(body, RawFormat::Xml, shown),
        };
        self.or_refuse(read, shown)
    }

    /// Without a body in the configuration: an empty one that parameters fill, or none at all.
    fn empty_body(&mut self, has_members: bool) -> Option<BodyTemplate> {
        Some(match self.draft.body_format {
            _ if !has_members => BodyTemplate::None,
            BodyFormat::Json => BodyTemplate::Json(JsonTemplate::object()),
            BodyFormat::Form => BodyTemplate::Form(FormTemplate::default()),
            BodyFormat::Multipart => BodyTemplate::Multipart(FormTemplate::default()),
            BodyFormat::Text | BodyFormat::Xml => {
                self.violations.add("/request/body", RAW_BODY);
                return None;
            }
        })
    }

    fn read_raw(&mut self, body: &Value, format: RawFormat, shown: &str) -> Option<BodyTemplate> {
        let Value::String(text) = body else {
            let message = sentence!("a text or XML body is one text: write it in quotes");
            self.violations.add("/request/body", message);
            return None;
        };
        let scope = Scope::new(Site::RequestBody, &self.value_context);
        let read = RawBodyTemplate::parse(text, format, scope);
        let read = read.map_err(|error| error.at_pointer("/body"));
        if let (Ok(_), RawFormat::Xml, Err((at, message))) = (&read, format, xml::check(text)) {
            let place = json::locate_in_string(shown, "/body", at);
            let (line, column) = place.map(|place| (place.line, place.column)).unzip();
            let pointer = "/request/body".to_owned();
            self.violations.push(Violation { pointer, message, line, column });
        }
        self.or_refuse(read.map(|template| BodyTemplate::Raw(template, format)), shown)
    }

    fn or_refuse(&mut self, read: Result<BodyTemplate, TemplateError>, shown: &str) -> Option<BodyTemplate> {
        read.map_err(|error| self.refuse(error, shown)).ok()
    }

    /// `contact` and `contact.phone` can't both be set: the one is a value, the other needs an object.
    fn check_nesting(&mut self) {
        if self.draft.body_format != BodyFormat::Json {
            return;
        }
        let mut clashes = Vec::new();
        for slot in &self.slots {
            let Place::Body(outer, path) = &slot.place else { continue };
            let inner = self.slots.iter().find_map(|other| stands_inside(other, path));
            if let (Some(inner), Some(candidate)) = (inner, slot.first()) {
                let message = sentence!(
                    "%{inner} stands inside of %{outer}: only one of the two can be set",
                    inner = inner,
                    outer = outer
                );
                clashes.push((candidate.pointer.clone(), message));
            }
        }
        clashes.into_iter().for_each(|(pointer, message)| self.violations.add(pointer, message));
    }
}

/// The name of a body member that stands inside of `outer`.
fn stands_inside<'s>(slot: &'s Slot, outer: &ValuePath) -> Option<&'s str> {
    let Place::Body(name, path) = &slot.place else { return None };
    let (path, outer): (&[Step], &[Step]) = (path.steps(), outer.steps());
    (path.len() > outer.len() && path.starts_with(outer)).then_some(name)
}
