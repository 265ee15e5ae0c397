//! Info and Iframe JSON of an integrator (spec/callbox.md), checked when it is saved: unknown members, placeholders
//! that can't exist, links that are not https.

use patchbay_model::document::{HookFunction, IframeDocument, IframeSection, InfoDocument};
use patchbay_model::json;
use patchbay_model::templating::{
    Context, JsonTemplate, Known, Path, Scope, Site, TemplateError, TextTemplate,
};
use patchbay_model::valid::Violations;
use serde::de::DeserializeOwned;
use serde_json::Value;

/// Everything that is wrong with the two documents; pointers begin with `/info` and `/iframe`.
pub(super) fn check(info: Option<&Value>, iframe: Option<&Value>) -> Violations {
    let mut found = Violations::none();
    let info_document: Option<InfoDocument> =
        info.and_then(|info| read(info, "/info", &mut found));
    // Without Info JSON nothing is known about options and objects: a private template's own code may provide them.
    let context = info_document.as_ref().map(context_of).unwrap_or_default();
    if let Some(info) = &info_document {
        check_info(info, &context, &mut found);
    }
    if let Some(iframe) = iframe.and_then(|iframe| read(iframe, "/iframe", &mut found)) {
        check_iframe(&iframe, &context, &mut found);
    }
    found
}

/// Reads a document strictly. The value came without its text, so a pointer is all that can be told.
fn read<T: DeserializeOwned>(value: &Value, prefix: &str, found: &mut Violations) -> Option<T> {
    json::parse(&value.to_string())
        .map_err(|error| found.add(format!("{prefix}{}", error.pointer), error.message))
        .ok()
}

/// The names that Info JSON makes for the placeholders of hooks and iframe.
fn context_of(info: &InfoDocument) -> Context {
    Context {
        user_fields: Known::only(info.user_info.iter().map(|rule| rule.field.as_str())),
        options: Known::only(info.list_options.iter().map(|option| option.name.as_str())),
        objects: Known::only(
            hooks(info)
                .flat_map(|(_, functions)| functions)
                .filter_map(|function| function.object_name.as_deref()),
        ),
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

fn check_info(info: &InfoDocument, context: &Context, found: &mut Violations) {
    let scope = Scope::new(Site::CallboxHook, context);
    for (list, functions) in hooks(info) {
        for (index, function) in functions.iter().enumerate() {
            let at = |member: &str| format!("/info/{list}/{index}/{member}");
            found.require(
                !function.endpoint_name.trim().is_empty(),
                &at("endpointName"),
                "name the endpoint that runs",
            );
            let params = Value::Object(function.params.clone());
            note(found, &at("params"), JsonTemplate::parse(&params, scope, "").err());
            if let Some(when) = &function.when {
                note(found, &at("when"), Path::parse(when, scope).err());
            }
        }
    }
}

fn check_iframe(iframe: &IframeDocument, context: &Context, found: &mut Violations) {
    let scope = Scope::new(Site::Iframe, context);
    note(found, "/iframe/title", TextTemplate::parse(&iframe.title, scope).err());
    for (index, section) in iframe.sections.iter().enumerate() {
        check_section(section, &format!("/iframe/sections/{index}"), scope, found);
    }
    for (index, form) in iframe.forms.iter().enumerate() {
        for (number, field) in form.fields.iter().enumerate() {
            let pointer = format!("/iframe/forms/{index}/fields/{number}/default");
            note(found, &pointer, TextTemplate::parse(&field.default, scope).err());
        }
    }
}

fn check_section(
    section: &IframeSection,
    prefix: &str,
    scope: Scope<'_>,
    found: &mut Violations,
) {
    if let Some(source) = &section.source {
        note(found, &format!("{prefix}/source"), TextTemplate::parse(source, scope).err());
    }
    if let Some(when) = &section.when {
        note(found, &format!("{prefix}/when"), Path::parse(when, scope).err());
    }
    for (index, item) in section.items.iter().enumerate() {
        let at = |member: &str| format!("{prefix}/items/{index}/{member}");
        note(found, &at("value"), TextTemplate::parse(&item.value, scope).err());
        let Some(href) = &item.href else { continue };
        note(found, &at("href"), TextTemplate::parse(href, scope).err());
        // A link that begins with a placeholder is judged by the callbox, which knows the value.
        let https = href.starts_with("https://") || href.starts_with('{');
        found.require(https, &at("href"), "a link begins with https://");
    }
}

fn note(found: &mut Violations, prefix: &str, error: Option<TemplateError>) {
    if let Some(error) = error {
        found.push(error.into_violation(prefix));
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
        assert!(found[0].message.contains("dataFunction"), "{}", found[0].message);
    }
}
