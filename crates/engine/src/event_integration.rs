//! An event integration against the compiler of endpoints: there is no second one (spec/events.md).

use crate::plan::{Surroundings, check as check_endpoint};
use patchbay_model::endpoint::EndpointDraft;
use patchbay_model::event_integration::{CONFIGURATION_POINTER, EventIntegrationDraft};
use patchbay_model::id::CallCenterId;
use patchbay_model::json::{locate, locate_in_string, locate_name};
use patchbay_model::template::TemplateType;
use patchbay_model::templating::Known;
use patchbay_model::valid::{Validate, Violation};
use patchbay_model::view::EndpointCheck;
use serde_json::Value;

/// What stands around the endpoint of an event integration: nothing but its credentials. To save it they are known; to
/// run it they are [`Known::Any`], so that a copy without them fails with `credential_missing` and not earlier.
#[must_use]
pub fn surroundings(credentials: Known) -> Surroundings<'static> {
    Surroundings { template_type: TemplateType::Crm, parameters: &[], siblings: Vec::new(), credentials }
}

/// What checking a draft finds, credentials included. One that listens to no event never runs: what is missing of its
/// credentials is a warning then, or a copy could not be disabled. Places inside of the configuration count in the text
/// as typed.
#[must_use]
pub fn check(draft: &EventIntegrationDraft, call_center: &CallCenterId) -> EndpointCheck {
    let mut violations = draft.validate().into_vec();
    let mut warnings = draft.warnings().into_vec();
    let missing = if draft.events.is_empty() { &mut warnings } else { &mut violations };
    missing.extend(draft.missing_credentials().into_vec());
    let Ok(parts) = draft.parts(call_center) else { return EndpointCheck { violations, warnings } };
    let found = check_parts(draft, &parts.endpoint);
    let halves = Halves { draft, request: parts.endpoint.request, response: parts.endpoint.response };
    for (known, found) in [(&mut violations, found.violations), (&mut warnings, found.warnings)] {
        for violation in found {
            let Some(moved) = halves.relocate(violation) else { continue };
            // What is wrong in itself was told already, in the form's own words.
            if known.iter().all(|told| told.pointer != moved.pointer) {
                known.push(moved);
            }
        }
    }
    EndpointCheck { violations, warnings }
}

/// What the compiler finds, what it finds of missing credentials alone being a warning in one that listens to nothing.
fn check_parts(draft: &EventIntegrationDraft, endpoint: &EndpointDraft) -> EndpointCheck {
    let ids = draft.credentials.iter().map(|credential| credential.id.as_str());
    let found = check_endpoint(&surroundings(Known::only(ids)), endpoint);
    if !draft.events.is_empty() {
        return found;
    }
    let mut apart = check_endpoint(&surroundings(Known::Any), endpoint);
    let missing = found.violations.into_iter().filter(|violation| !apart.violations.contains(violation));
    let missing: Vec<_> = missing.collect();
    apart.warnings.extend(missing);
    apart
}

/// The configuration as the endpoint has it, and the draft with the text that it was typed as.
struct Halves<'a> {
    draft: &'a EventIntegrationDraft,
    request: Option<Value>,
    response: Option<Value>,
}

impl Halves<'_> {
    /// From a place in the endpoint to a place in the form. What else an endpoint has, its label or its limit, is made of
    /// members of the form that were checked there.
    fn relocate(&self, violation: Violation) -> Option<Violation> {
        let half = match violation.pointer.split('/').nth(1) {
            Some("request") => self.request.as_ref(),
            Some("response") => self.response.as_ref(),
            // The one thing that lists of parameters can be told here: too many headers.
            Some("parameters") => return Some(self.draft.inside("/request/headers", violation.message)),
            Some("url") => return Some(violation),
            _ => return None,
        };
        let place = half.and_then(|half| self.place(half, &violation));
        let (line, column) = match place {
            Some((line, column)) => (Some(line), Some(column)),
            None => return Some(self.draft.inside(&violation.pointer, violation.message)),
        };
        Some(Violation { pointer: format!("{CONFIGURATION_POINTER}{}", violation.pointer), line, column, ..violation })
    }

    /// The compiler counts in the half as an editor shows it; the same character is looked for in the typed text.
    fn place(&self, half: &Value, violation: &Violation) -> Option<(u32, u32)> {
        let shown = format!("{half:#}");
        let inner = violation.pointer.get(1..)?.find('/').map_or("", |at| &violation.pointer[at + 1..]);
        let told = offset(&shown, violation.line?, violation.column?)?;
        let start = locate(&shown, inner)?.offset;
        let typed = &self.draft.configuration;
        let place = if told < start {
            locate_name(typed, &violation.pointer)?
        } else if shown[start..].starts_with('"') && told > start {
            let before: String = serde_json::from_str(&format!("\"{}\"", shown.get(start + 1..told)?)).ok()?;
            locate_in_string(typed, &violation.pointer, before.len())?
        } else {
            locate(typed, &violation.pointer)?
        };
        Some((place.line, place.column))
    }
}

/// The byte at a line and column, both from 1, the column in characters.
fn offset(text: &str, line: u32, column: u32) -> Option<usize> {
    let line = text.split_inclusive('\n').nth(usize::try_from(line).ok()?.checked_sub(1)?)?;
    let start = line.as_ptr() as usize - text.as_ptr() as usize;
    let within = line.char_indices().nth(usize::try_from(column).ok()?.checked_sub(1)?);
    Some(start + within.map_or(line.len(), |(at, _)| at))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::{Wait, compile};
    use serde_json::json;

    fn draft(configuration: &str) -> EventIntegrationDraft {
        serde_json::from_value(json!({"name": "Route", "url": "https://a.test/{event}", "direction": "both",
            "events": ["received"], "directCalls": true, "credentials": [{"id": "api-key", "secret": "s"}],
            "configuration": configuration}))
        .unwrap()
    }

    fn checked(configuration: &str) -> EndpointCheck {
        check(&draft(configuration), &"cc-1".parse().unwrap())
    }

    #[test]
    fn a_good_one_has_neither_violation_nor_warning() {
        let text = "{\"request\":{\"method\":\"POST\",\"headers\":{\"x-api-key\":\"{authentications.api-key}\"},
            \"body\":{\"event\":\"{event}\",\"who\":\"{contact.source}\"},\"condition\":\"contact.priority > 3\"},
            \"response\":{\"set\":{\"priority\":\"{response.body.p}\"},\"save\":{\"vip\":\"{response.body.vip}\"}}}";
        let found = checked(text);
        assert!(found.violations.is_empty() && found.warnings.is_empty(), "{found:?}");
        let parts = draft(text).parts(&"cc-1".parse().unwrap()).unwrap();
        let plan = compile(&surroundings(Known::Any), &parts.endpoint).unwrap();
        assert!(plan.condition().is_some());
        assert_eq!(plan.timing().wait, Wait::Blocking);
    }

    #[test]
    fn every_mistake_is_told_at_its_place_in_the_typed_text() {
        let table = [
            (
                "{\"request\":{\"method\":\"POST\",\n\"body\":{\"a\":\"\\u00e9 {contact.qeue.id}\"}}}",
                "/request/body/a",
                2,
                30,
            ),
            (
                "{\"request\":{\"method\":\"GET\",\"headers\":{\"X-A\":\"{authentications.nope}\"}}}",
                "/request/headers/X-A",
                1,
                63,
            ),
            ("{\"request\":{\"method\":\"GET\",\"headers\":\n {\"Host\":\"x\"}}}", "/request/headers/Host", 2, 3),
            ("{\"request\":{\"method\":\"GET\",\"params\":{\"a\":\"{field.x}\"}}}", "/request/params/a", 1, 50),
            (
                "{\"request\":{\"method\":\"GET\",\n\n\"condition\":\"contact.priority >\"}}",
                "/request/condition",
                3,
                32,
            ),
            ("{\"request\":{\"method\":\"GET\",\"condition\":\"contact.nope == 1\"}}", "/request/condition", 1, 49),
            (
                "{\"request\":{\"method\":\"GET\"},\"response\":{\"save\":{\"a\":\"{contact.id}\"}}}",
                "/response/save/a",
                1,
                55,
            ),
            (
                "{\"request\":{\"method\":\"GET\"},\"response\":{\"set\":{\"queue\":{\"name\":\"x\"}}}}",
                "/response/set/queue",
                1,
                56,
            ),
            (
                "{\"request\":{\"method\":\"GET\",\"authentication\":{\"type\":\"basic\"}}}",
                "/request/authentication/type",
                1,
                53,
            ),
        ];
        for (text, pointer, line, column) in table {
            let found = checked(text).violations;
            let places: Vec<_> = found.iter().map(|v| (v.pointer.as_str(), v.line, v.column)).collect();
            assert_eq!(places, [(&*format!("/configuration{pointer}"), Some(line), Some(column))], "{text}");
        }
    }

    #[test]
    fn without_events_a_missing_credential_is_a_warning_and_all_else_is_refused_as_ever() {
        let keyed = "{\"request\":{\"method\":\"GET\",\"headers\":{\"X-A\":\"{authentications.nope}\"}}}";
        let signed = "{\"request\":{\"method\":\"GET\",\"authentication\":{\"type\":\"basic\"}}}";
        let wrong =
            "{\"request\":{\"method\":\"GET\",\"headers\":{\"X-A\":\"{authentications.nope}\",\"X-B\":\"{nope}\"}}}";
        let (header, choice) = ("/configuration/request/headers/X-A", "/configuration/request/authentication/type");
        let table: [(&str, &[&str], &[&str]); 3] = [
            (keyed, &[], &[header]),
            (signed, &[], &[choice]),
            (wrong, &["/configuration/request/headers/X-B"], &[header]),
        ];
        for (text, violations, warnings) in table {
            let silent = EventIntegrationDraft { events: Vec::new(), ..draft(text) };
            let found = check(&silent, &"cc-1".parse().unwrap());
            let pointers = |found: &[Violation]| found.iter().map(|v| v.pointer.clone()).collect::<Vec<_>>();
            assert_eq!(pointers(&found.violations), violations, "{text}");
            assert_eq!(pointers(&found.warnings), warnings, "{text}");
            assert!(found.warnings.iter().all(|warning| warning.line == Some(1)), "{found:?}");
            assert_eq!(pointers(&checked(text).violations).len(), violations.len() + warnings.len(), "{text}");
        }
    }

    #[test]
    fn what_the_form_says_is_not_said_twice() {
        let mut draft = draft("{\"request\":{\"method\":\"GET\",\"body\":1,\"timeout\":0}}");
        draft.name = String::new();
        draft.url = "https://a.test/x?y=1".into();
        let found = check(&draft, &"cc-1".parse().unwrap());
        let pointers = |found: &[Violation]| found.iter().map(|v| v.pointer.clone()).collect::<Vec<_>>();
        let expected = ["/name", "/configuration/request/body", "/configuration/request/timeout"];
        assert_eq!(pointers(&found.violations), expected);
        assert_eq!(pointers(&found.warnings), ["/url"]);
    }
}
