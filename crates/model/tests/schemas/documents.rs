//! One document of each kind with every member in it.

use serde_json::{Value, json};

/// The documented Info JSON, with a hook in each list.
pub fn info() -> Value {
    let hook = json!([{"endpointName": "note"}]);
    json!({
        "renderTooltip": [{"path": "/tickets", "element": ".phone"}],
        "listOptions": [{"name": "autoTicket", "label": "Create a ticket per call", "default": false}],
        "userInfo": [{"field": "crmEmail", "path": "/", "element": ".user-email"}],
        "dataFunction": [{"objectName": "contact", "templateName": "acme", "endpointName": "searchContact",
            "params": {"phone": "{call.phone}"}, "when": "option.autoTicket"}],
        "preLogFunction": hook, "logFunction": hook, "smsFunction": hook, "ticketFunction": hook,
        "contactFunction": [],
    })
}

/// The documented Iframe JSON, with one section, form and input of each kind.
pub fn iframe() -> Value {
    let items = json!([{"label": "Name", "value": "{data.contact.name}", "href": "https://{integrator.host}/c/{data.contact.id}"}]);
    let section = |kind: &str| json!({"kind": kind, "label": "Customer", "source": "{data.contact}", "items": items, "when": "data.contact"});
    let field = |input: &str| json!({"name": "subject", "label": "Subject", "input": input, "required": true, "options": ["a"], "default": ""});
    let form = |kind: &str, fields: Value| json!({"kind": kind, "label": "New ticket", "endpointName": "createTicket", "fields": fields});
    json!({
        "title": "{integrator.name}",
        "sections": [section("fields"), section("list"), section("links")],
        "forms": [
            form("createTicket", json!([field("text"), field("textarea"), field("select"), field("checkbox")])),
            form("createContact", json!([])),
        ],
    })
}

/// A template in which each member stands somewhere.
pub fn template() -> Value {
    json!({
        "$schema": "/schemas/template.json", "name": "acme", "label": "Acme", "type": "sms", "description": "",
        "infoEnabled": true, "iframeEnabled": true, "suggestedHost": "api.acme.test", "documentation": "https://acme.test/docs",
        "parameters": [
            {"name": "X-Key", "location": "header", "required": true, "secret": true, "description": ""},
            {"name": "region", "location": "query", "default": "eu"},
            {"name": "account", "location": "path"}, {"name": "sender", "location": "body"}, {"name": "X-Sum", "location": "md5"}],
        "endpoints": [
            {"name": "login", "label": "Sign in", "type": "auth", "method": "POST", "url": "/oauth/token", "responseType": "access_token",
             "expiryPath": "expires_in", "expired": {"status": 419, "header": "X-Error", "path": "error", "equals": "expired"}, "default": true,
             "refreshToken": {"path": "refresh_token", "field": "X-Key"}, "bodyFormat": "form",
             "parameters": [{"name": "X-Key", "source": "field"}]},
            {"name": "find", "label": "Find", "type": "getData", "method": "GET", "url": "/contacts/{id}", "description": "",
             "triggers": ["call_start", {"events": ["received", "ended"], "direction": "both", "directCalls": true, "directChats": false,
                "queues": ["sales"], "condition": "true", "ordinal": -1, "stop": true}],
             "authEndpoint": "login", "timeoutSeconds": 10, "enabled": true,
             "hardParams": [{"name": "limit", "location": "query", "value": "1"}],
             "parameters": [
                {"name": "Key", "location": "header", "source": "field", "field": "X-Key"},
                {"name": "id", "location": "path", "source": "clientBody", "path": "contact.id", "required": true},
                {"name": "Authorization", "location": "header", "source": "accessToken", "format": "Bearer {token}"},
                {"name": "phone", "source": "clientBody"}],
             "request": {"authentication": {"type": "digest"}, "headers": {"X-A": "1"}, "params": {"phone": "{client.phone}"},
                "condition": "true", "timeout": 5, "block": true, "delay": 3},
             "response": {"set": {"priority": 1, "queue": {"id": "q"}, "preferredAgent": "a", "requiredAgents": {"agents": ["a"], "timeout": 10}},
                "save": {"name": "{response.body.name}"}}},
            {"name": "send", "label": "Send", "type": "sendSms", "method": "POST", "url": "/sms", "triggers": ["sms_send"],
             "bodyFormat": "text", "request": {"body": "{client.text}", "authentication": {"type": "basic"}}, "response": null}],
    })
}

/// A configuration of an event integration with every member in it.
pub fn event_configuration() -> Value {
    json!({
        "request": {"authentication": {"type": "basic"}, "method": "POST", "headers": {"x-api-key": "{authentications.api-key}"},
            "params": {"phone": "{contact.source}"}, "body": {"event": "{event}", "contact": "{contact}"},
            "condition": "contact.priority > 3", "timeout": 10, "block": true, "delay": 5},
        "response": {"set": {"priority": "{response.body.p}", "queue": {"address": "sales"}, "preferredAgent": "a1",
                "requiredAgents": {"agents": ["a1"], "timeout": 30}},
            "save": {"vip": "{response.body.vip}", "crm.name": "{response.body.name}"}},
    })
}
