//! What a change of a template breaks, told before it is saved (spec/callbox.md, Template). Only integrators that the
//! asker may see are named.

use super::refusal;
use patchbay_app::portal::PortalResult;
use patchbay_model::id::TemplateId;
use patchbay_model::integrator::{Integrator, IntegratorQuery};
use patchbay_model::page::PageRequest;
use patchbay_model::sentence;
use patchbay_model::template::{Parameter, Template, TemplateDraft};
use patchbay_model::view::Breakage;
use patchbay_store::{Reach, Store, integrators};

/// How many integrators are named at most: more than a person reads.
const MAXIMUM_NAMED: usize = 1000;

/// What saving `draft` over `before` would break.
pub(super) async fn of(
    store: &Store,
    reach: &Reach,
    before: &Template,
    draft: &TemplateDraft,
) -> PortalResult<Vec<Breakage>> {
    let required: Vec<String> = newly_required(&before.parameters, &draft.parameters).collect();
    let lost: Vec<String> = lost(&before.parameters, &draft.parameters).collect();
    let mut found = Vec::new();
    if !(required.is_empty() && lost.is_empty()) {
        let limit = i64::try_from(MAXIMUM_NAMED).unwrap_or(i64::MAX);
        let affected = integrators::affected(store, reach, before.id, &required, &lost, limit)
            .await
            .map_err(refusal::of_store(sentence!("template")))?;
        for integrator in affected {
            let lacks = integrator.lacks.iter().map(|name| sentence!("lacks the required field %{name}", name = name));
            let loses = integrator.loses.iter().map(|name| sentence!("loses the value of %{name}", name = name));
            found.extend(lacks.chain(loses).map(|reason| Breakage {
                call_center_id: integrator.call_center_id.clone(),
                host: integrator.host.clone(),
                reason,
            }));
        }
    }
    let info_ends = before.info_enabled && !draft.info_enabled;
    let iframe_ends = before.iframe_enabled && !draft.iframe_enabled;
    if info_ends || iframe_ends {
        for integrator in all(store, reach, before.id).await? {
            let carries = [
                (info_ends && integrator.info.is_some(), sentence!("carries Info JSON, which is switched off")),
                (iframe_ends && integrator.iframe.is_some(), sentence!("carries Iframe JSON, which is switched off")),
            ];
            found.extend(carries.into_iter().filter(|(breaks, _)| *breaks).map(|(_, reason)| Breakage {
                call_center_id: integrator.call_center_id.clone(),
                host: integrator.host.clone(),
                reason,
            }));
        }
    }
    found.truncate(MAXIMUM_NAMED);
    Ok(found)
}

/// Parameters that an integrator without a value breaks on from now on.
fn newly_required<'a>(before: &'a [Parameter], after: &'a [Parameter]) -> impl Iterator<Item = String> + 'a {
    let needs = |parameter: &Parameter| parameter.required && parameter.default.is_none();
    after
        .iter()
        .filter(move |parameter| needs(parameter))
        .filter(move |parameter| !before.iter().any(|old| old.name == parameter.name && needs(old)))
        .map(|parameter| parameter.name.clone())
}

/// Parameters whose stored values are of no use any more: removed ones, and secrets that would have to be shown.
fn lost<'a>(before: &'a [Parameter], after: &'a [Parameter]) -> impl Iterator<Item = String> + 'a {
    before
        .iter()
        .filter(move |old| !after.iter().any(|new| new.name == old.name && (new.secret || !old.secret)))
        .map(|old| old.name.clone())
}

async fn all(store: &Store, reach: &Reach, template: TemplateId) -> PortalResult<Vec<Integrator>> {
    let query = IntegratorQuery { template_id: Some(template), ..IntegratorQuery::default() };
    let mut found = Vec::new();
    let mut page = PageRequest::longest();
    loop {
        let read =
            integrators::list(store, reach, &query, &page).await.map_err(refusal::of_store(sentence!("template")))?;
        found.extend(read.items);
        page.cursor = read.next_cursor;
        if page.cursor.is_none() || found.len() >= MAXIMUM_NAMED {
            return Ok(found);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn parameters(list: serde_json::Value) -> Vec<Parameter> {
        serde_json::from_value(list).unwrap()
    }

    #[test]
    fn only_what_an_integrator_now_needs_and_did_not_before_is_newly_required() {
        let before = parameters(json!([
            {"name": "kept", "location": "query", "required": true},
            {"name": "now", "location": "query"}
        ]));
        let after = parameters(json!([
            {"name": "kept", "location": "query", "required": true},
            {"name": "now", "location": "query", "required": true},
            {"name": "new", "location": "query", "required": true},
            {"name": "helped", "location": "query", "required": true, "default": "1"},
            {"name": "optional", "location": "query"}
        ]));
        assert_eq!(newly_required(&before, &after).collect::<Vec<_>>(), ["now", "new"]);
    }

    #[test]
    fn a_value_is_lost_when_its_parameter_goes_or_stops_being_secret() {
        let before = parameters(json!([
            {"name": "gone", "location": "query"},
            {"name": "shown", "location": "query", "secret": true},
            {"name": "hidden", "location": "query"}
        ]));
        let after = parameters(json!([
            {"name": "shown", "location": "query"},
            {"name": "hidden", "location": "query", "secret": true}
        ]));
        assert_eq!(lost(&before, &after).collect::<Vec<_>>(), ["gone", "shown"]);
    }
}
