//! Info and Iframe JSON of an integrator (spec/callbox.md), checked when it is saved: unknown members, placeholders
//! that can't exist, links that are not https.

use patchbay_model::document::{HookFunction, IframeDocument, IframeSection, InfoDocument};
use patchbay_model::json;
use patchbay_model::sentence;
use patchbay_model::sentence::Sentence;
use patchbay_model::templating::{Context, JsonTemplate, Known, Path, Scope, Site, TemplateError, TextTemplate};
use patchbay_model::valid::{Violation, Violations};
use serde::de::DeserializeOwned;
use serde_json::Value;

/// Everything that is wrong with the two documents; pointers begin with `/info` and `/iframe`.
pub(super) fn check(info: Option<&Value>, iframe: Option<&Value>) -> Violations {
    let mut found = Violations::none();
    let info = info.and_then(|value| read::<InfoDocument>(value, "/info", &mut found));
    // Without Info JSON nothing is known about options and objects: a private template's own code may provide them.
    let context = info.as_ref().map(|(info, _)| context_of(info)).unwrap_or_default();
    if let Some((info, tidy)) = &info {
        let scope = Scope::new(Site::CallboxHook, &context);
        check_info(info, &mut Check { prefix: "/info", tidy, scope, found: &mut found });
    }
    if let Some((iframe, tidy)) = iframe.and_then(|value| read::<IframeDocument>(value, "/iframe", &mut found)) {
        let scope = Scope::new(Site::Iframe, &context);
        check_iframe(&iframe, &mut Check { prefix: "/iframe", tidy: &tidy, scope, found: &mut found });
    }
    found
}

/// Reads a document strictly. The text that was typed is gone: lines are counted in the tidy text of the value, which
/// comes back too.
fn read<T: DeserializeOwned>(value: &Value, prefix: &str, found: &mut Violations) -> Option<(T, String)> {
    let tidy = format!("{value:#}");
    match json::parse(&tidy) {
        Ok(document) => Some((document, tidy)),
        Err(error) => {
            let pointer = format!("{prefix}{}", error.pointer);
            found.push(Violation { pointer, ..error.into_violation() });
            None
        }
    }
}

/// One document that is being checked.
struct Check<'a> {
    prefix: &'static str,
    tidy: &'a str,
    scope: Scope<'a>,
    found: &'a mut Violations,
}

impl Check<'_> {
    fn text(&mut self, pointer: &str, text: &str) {
        self.note(TextTemplate::parse(text, self.scope).map_err(|error| error.at_pointer(pointer)).err());
    }

    fn path(&mut self, pointer: &str, text: &str) {
        self.note(Path::parse(text, self.scope).map_err(|error| error.at_pointer(pointer)).err());
    }

    fn json(&mut self, pointer: &str, value: &Value) {
        self.note(JsonTemplate::parse(value, self.scope, pointer).err());
    }

    fn require(&mut self, holds: bool, pointer: &str, message: Sentence) {
        self.found.require(holds, &format!("{}{pointer}", self.prefix), message);
    }

    fn note(&mut self, error: Option<TemplateError>) {
        if let Some(error) = error {
            self.found.push(error.in_document(self.tidy).into_violation(self.prefix));
        }
    }
}

/// The names that Info JSON makes for the placeholders of hooks and iframe.
fn context_of(info: &InfoDocument) -> Context {
    let functions = hooks(info).flat_map(|(_, functions)| functions);
    Context {
        user_fields: Known::only(info.user_info.iter().map(|rule| rule.field.as_str())),
        options: Known::only(info.list_options.iter().map(|option| option.name.as_str())),
        objects: Known::only(functions.filter_map(|function| function.object_name.as_deref())),
        ..Context::default()
    }
}

fn hooks(info: &InfoDocument) -> impl Iterator<Item = (&'static str, &[HookFunction])> {
    [
        ("dataFunction", info.data_function.as_slice()),
        ("preLogFunction", &info.pre_log_function),
        ("logFunction", &info.log_function),
        ("smsFunction", &info.sms_function),
        ("ticketFunction", &info.ticket_function),
        ("contactFunction", &info.contact_function),
    ]
    .into_iter()
}

fn check_info(info: &InfoDocument, check: &mut Check<'_>) {
    for (list, functions) in hooks(info) {
        for (index, function) in functions.iter().enumerate() {
            let at = |member: &str| format!("/{list}/{index}/{member}");
            let named = !function.endpoint_name.trim().is_empty();
            check.require(named, &at("endpointName"), sentence!("name the endpoint that runs"));
            check.json(&at("params"), &Value::Object(function.params.clone()));
            if let Some(when) = &function.when {
                check.path(&at("when"), when);
            }
        }
    }
}

fn check_iframe(iframe: &IframeDocument, check: &mut Check<'_>) {
    check.text("/title", &iframe.title);
    for (index, section) in iframe.sections.iter().enumerate() {
        check_section(section, &format!("/sections/{index}"), check);
    }
    for (index, form) in iframe.forms.iter().enumerate() {
        let named = !form.endpoint_name.trim().is_empty();
        check.require(named, &format!("/forms/{index}/endpointName"), sentence!("name the endpoint that runs"));
        for (number, field) in form.fields.iter().enumerate() {
            check.text(&format!("/forms/{index}/fields/{number}/default"), &field.default);
        }
    }
}

fn check_section(section: &IframeSection, prefix: &str, check: &mut Check<'_>) {
    if let Some(source) = &section.source {
        check.text(&format!("{prefix}/source"), source);
    }
    if let Some(when) = &section.when {
        check.path(&format!("{prefix}/when"), when);
    }
    for (index, item) in section.items.iter().enumerate() {
        let at = |member: &str| format!("{prefix}/items/{index}/{member}");
        check.text(&at("value"), &item.value);
        let Some(href) = &item.href else { continue };
        check.text(&at("href"), href);
        // A link that begins with a placeholder is judged by the callbox, which knows the value.
        let https = href.starts_with("https://") || href.starts_with('{');
        check.require(https, &at("href"), sentence!("a link begins with https://"));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn info() -> Value {
        json!({
            "renderTooltip": [{"path": "/tickets", "element": ".phone"}],
            "listOptions": [{"name": "autoTicket", "label": "Create a ticket per call", "default": false}],
            "userInfo": [{"field": "crmEmail", "path": "/", "element": ".user-email"}],
            "dataFunction": [{"objectName": "contact", "templateName": "acme", "endpointName": "searchContact",
                "params": {"phone": "{call.phone}", "agent": "{user.crmEmail}"}, "when": "option.autoTicket"}],
            "preLogFunction": [], "logFunction": [], "smsFunction": [], "ticketFunction": [], "contactFunction": []
        })
    }

    fn iframe() -> Value {
        json!({
            "title": "{integrator.name}",
            "sections": [{"kind": "fields", "label": "Customer", "source": "{data.contact}", "when": "data.contact",
                "items": [{"label": "Name", "value": "{data.contact.name}", "href": "https://{integrator.host}/c/{data.contact.id}"}]}],
            "forms": [{"kind": "createTicket", "label": "New ticket", "endpointName": "createTicket",
                "fields": [{"name": "subject", "label": "Subject", "input": "text", "required": true, "options": [], "default": "{call.phone}"}]}]
        })
    }

    fn pointers(info: &Value, iframe: &Value) -> Vec<String> {
        check(Some(info), Some(iframe)).into_vec().into_iter().map(|found| found.pointer).collect()
    }

    #[test]
    fn the_documented_documents_are_fine() {
        assert_eq!(check(Some(&info()), Some(&iframe())).into_vec(), []);
        assert_eq!(check(None, None).into_vec(), []);
        assert_eq!(check(None, Some(&iframe())).into_vec(), [], "without info nothing is known");
    }

    #[test]
    fn each_defect_is_told_at_its_place() {
        let table = [
            ("/info/dataFunction/0/params/phone", "{call.phon}"),
            ("/info/dataFunction/0/params/agent", "{user.crmMail}"),
            ("/info/dataFunction/0/when", "option.autoTickets"),
            ("/info/dataFunction/0/endpointName", " "),
            ("/iframe/title", "{integrator.nmae}"),
            ("/iframe/sections/0/source", "{data.contacts}"),
            ("/iframe/sections/0/when", "data.nobody"),
            ("/iframe/sections/0/items/0/value", "{field.X-Api-Key}"),
            ("/iframe/sections/0/items/0/href", "http://{integrator.host}"),
            ("/iframe/sections/0/items/0/href", "javascript:alert(1)"),
            ("/iframe/forms/0/endpointName", " "),
            ("/iframe/forms/0/fields/0/default", "{token}"),
        ];
        for (pointer, text) in table {
            let mut both = json!({"info": info(), "iframe": iframe()});
            *both.pointer_mut(pointer).unwrap() = json!(text);
            assert_eq!(pointers(&both["info"], &both["iframe"]), [pointer], "{text}");
        }
    }

    #[test]
    fn an_unknown_member_is_refused_by_name() {
        let mut wrong = info();
        wrong["dataFunctions"] = json!([]);
        let found = check(Some(&wrong), None).into_vec();
        assert_eq!(found[0].pointer, "/info/dataFunctions");
        assert!(found[0].message.to_string().contains("dataFunction"), "{}", found[0].message);
    }

    #[test]
    fn a_mistake_is_placed_in_the_tidy_text() {
        let found = check(None, Some(&json!({"title": "{integrator.nmae}"}))).into_vec();
        // `{`, then two spaces and `"title": "{integrator.` in front of the name that can't be.
        assert_eq!((found[0].line, found[0].column), (Some(2), Some(25)));
    }
}
