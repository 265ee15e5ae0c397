//! What a placeholder of a request stands for (spec/templating.md, rule 2).

use super::inputs::{FieldInput, Inputs};
use crate::plan::Plan;
use patchbay_model::templating::{Lookup, Path, Root, Values};
use serde_json::Value;

/// The values of one execution, as a template asks for them.
pub(super) struct RequestValues<'a> {
    pub(super) plan: &'a Plan,
    pub(super) inputs: &'a Inputs<'a>,
}

impl Values for RequestValues<'_> {
    fn lookup(&self, path: &Path) -> Lookup<'_> {
        let Inputs { integrator, token, client, event, contact, .. } = self.inputs;
        let into = |value: &'_ Value| -> bool { !value.is_null() };
        match &path.root {
            Root::Field(name) => field(self.plan, self.inputs, name),
            Root::IntegratorHost => Lookup::Text(&integrator.host),
            Root::IntegratorName => Lookup::Text(&integrator.name),
            Root::IntegratorDescription => Lookup::Text(&integrator.description),
            Root::Token => token.map_or(Lookup::Absent, Lookup::Secret),
            Root::Client => Lookup::value(path.rest.get(client)),
            Root::Authentication(id) => integrator.credential(id).map_or(Lookup::Absent, Lookup::Secret),
            Root::Event => Lookup::value(Some(*event).filter(|event| into(event))),
            Root::EventName => Lookup::value(event.get("name")),
            Root::EventDateTime => Lookup::value(event.get("datetime")),
            Root::EventData => Lookup::value(event.get("data").and_then(|data| path.rest.get(data))),
            Root::Contact => Lookup::value(path.rest.get(contact).filter(|value| into(value))),
            _ => Lookup::Absent,
        }
    }
}

/// The integrator's value, or the template's default for it.
pub(super) fn field<'a>(plan: &'a Plan, inputs: &Inputs<'a>, name: &str) -> Lookup<'a> {
    match inputs.integrator.fields.get(name) {
        Some(FieldInput::Plain(text)) => Lookup::Text(text),
        Some(FieldInput::Secret(bound)) => Lookup::Secret(&bound.secret),
        None => {
            let known = plan.fields.iter().find(|field| field.name == name);
            Lookup::text(known.and_then(|field| field.default.as_deref()))
        }
    }
}
