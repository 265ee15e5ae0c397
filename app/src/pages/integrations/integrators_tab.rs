//! `/integrations/{id}`, tab Integrators: who has plugged the template in.

use super::integrator::{ADD, COPY, DELETE, EDIT};
use crate::api::integrators::{get_circuits, list_integrators};
use crate::clock::use_clock;
use crate::components::{
    ButtonLink, Column, Emphasis, EmptyState, FilterBar, Icon, IconLink, Loaded, Pager, RelativeTime, Status, Table,
    TableSkeleton, Tone,
};
use crate::loading::load;
use crate::pages::frame::use_me;
use crate::query::use_query_link;
use crate::text;
use leptos::prelude::*;
use patchbay_model::access::Permission;
use patchbay_model::id::IntegratorId;
use patchbay_model::integrator::{Integrator, IntegratorQuery};
use patchbay_model::page::Page;
use patchbay_model::template::{Parameter, Template};
use patchbay_model::view::Circuit;

/// The table of integrators.
#[component]
pub(super) fn IntegratorsTab(template: Template) -> impl IntoView {
    let link = use_query_link();
    let id = template.id;
    let list = load(
        move || {
            let query = IntegratorQuery { search: link.get("search"), template_id: Some(id) };
            (query, link.page())
        },
        |(query, page)| list_integrators(None, query, page),
    );
    let parameters = StoredValue::new(template.parameters);
    view! {
        <FilterBar search=text!(integrators.search) />
        <Loaded resource=list skeleton=|| view! { <TableSkeleton columns=columns() /> } let:page>
            <Rows page parameters />
        </Loaded>
    }
    .into_any()
}

fn columns() -> Vec<Column> {
    vec![
        Column::new(text!(common.call_center)).sort("name").unless_said("name"),
        Column::new(text!(integrators.host)),
        Column::new(text!(integrators.description)).optional(),
        Column::new(text!(common.state)),
        Column::new(text!(common.created)).sort("created").optional(),
        Column::new(text!(integrators.changed)).optional(),
        Column::actions(),
    ]
}

#[component]
fn Rows(page: Page<Integrator>, parameters: StoredValue<Vec<Parameter>>) -> impl IntoView {
    let link = use_query_link();
    let may_write = use_me().holds(Permission::WriteIntegrators);
    if page.items.is_empty() {
        let searched = link.peek("search").is_some();
        return view! {
            <EmptyState
                title=if searched { text!(integrators.none_matches) } else { text!(integrators.none) }
                explanation=text!(integrators.none_help)
            >
                {(may_write && !searched).then(|| view! {
                    <ButtonLink href=Signal::derive(move || link.open_dialog(ADD)) label=text!(integrators.add) icon=Icon::Plus emphasis=Emphasis::Primary />
                })}
            </EmptyState>
        }
        .into_any();
    }
    let circuits = use_circuits(page.items.iter().map(|integrator| integrator.id).collect());
    let row = move |(index, integrator): (usize, Integrator)| {
        let (id, call_center) = (integrator.id.to_string(), integrator.call_center_id.clone());
        let dialog = move |name: &'static str| {
            let id = id.clone();
            Signal::derive(move || link.open_dialog_about(name, &id))
        };
        let words = (integrator.call_center_id.to_string(), integrator.host.clone(), integrator.description.clone());
        let (created, changed) = (integrator.created_at, integrator.updated_at);
        let shown = Memo::new(move |_| {
            let circuit = circuits.with(|circuits| circuits.get(index).copied());
            parameters.with_value(|parameters| state(&integrator, parameters, circuit))
        });
        view! {
            <tr>
                <td class="mono">{words.0}</td>
                <td class="mono">{words.1}</td>
                <td class="opt">{words.2}</td>
                <td><Status label=Signal::derive(move || shown.get().0) tone=Signal::derive(move || shown.get().1) /></td>
                <td class="opt"><RelativeTime at=created /></td>
                <td class="opt"><RelativeTime at=changed /></td>
                <td class="row-actions">
                    {may_write.then(|| view! {
                        <IconLink icon=Icon::Pencil label=text!(integrators.edit_of, call_center = call_center) href=dialog(EDIT) />
                        <IconLink icon=Icon::Copy label=text!(integrators.copy_of, call_center = call_center) href=dialog(COPY) />
                        <IconLink icon=Icon::Trash label=text!(integrators.delete_of, call_center = call_center) href=dialog(DELETE) />
                    })}
                </td>
            </tr>
        }
    };
    view! {
        <Table caption=text!(integrators.title) columns=columns()>{page.items.into_iter().enumerate().map(row).collect_view()}</Table>
        <Pager next=page.next_cursor />
    }
    .into_any()
}

/// The circuit breakers' states, once the page is alive. Not asked for while the server renders: the list would wait
/// for something that is almost always closed. While one is open the states are asked for again with the clock.
fn use_circuits(ids: Vec<IntegratorId>) -> RwSignal<Vec<Circuit>> {
    let states = RwSignal::new(Vec::<Circuit>::new());
    let clock = use_clock();
    Effect::new(move |before: Option<()>| {
        let _ = clock.now();
        let wanted =
            before.is_none() || states.with_untracked(|states| states.iter().any(|state| *state != Circuit::Closed));
        if wanted {
            let ids = ids.clone();
            leptos::task::spawn_local(async move {
                if let Ok(answer) = get_circuits(ids).await {
                    // The page may be gone by then.
                    let _ = states.try_set(answer);
                }
            });
        }
    });
    states
}

/// What a row says about an integrator: the first thing that keeps it from working.
fn state(integrator: &Integrator, parameters: &[Parameter], circuit: Option<Circuit>) -> (String, Tone) {
    let required = parameters.iter().filter(|parameter| parameter.required && parameter.default.is_none());
    let missing = integrator.missing_fields(required.map(|parameter| parameter.name.as_str()));
    match (integrator.enabled, missing.as_slice(), circuit) {
        (false, ..) => (text!(integrators.disabled).to_owned(), Tone::Neutral),
        (true, [], None | Some(Circuit::Closed)) => (text!(integrators.ready).to_owned(), Tone::Ok),
        (true, [], Some(Circuit::HalfOpen)) => (text!(integrators.circuit_half_open).to_owned(), Tone::Warn),
        (true, [], Some(Circuit::Open { seconds })) => {
            let span = format!("{seconds} {}", text!(time.second));
            (text!(integrators.circuit_open, span = span), Tone::Bad)
        }
        (true, [one], _) => (text!(integrators.missing, field = one), Tone::Warn),
        (true, [first, rest @ ..], _) => {
            (text!(integrators.missing_more, field = first, count = rest.len()), Tone::Warn)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use patchbay_model::integrator::FieldValue;
    use serde_json::json;

    fn integrator(fields: serde_json::Value) -> Integrator {
        serde_json::from_value(json!({
            "id": uuid::Uuid::nil(), "callCenterId": "cc-1", "template": "acme", "templateId": uuid::Uuid::nil(),
            "host": "api.acme.test", "description": "", "enabled": true, "info": null, "iframe": null,
            "fields": fields, "credentials": [], "version": 1,
            "createdAt": "2026-05-03T16:42:10Z", "updatedAt": "2026-05-03T16:42:10Z"
        }))
        .unwrap()
    }

    fn required(name: &str) -> Parameter {
        serde_json::from_value(json!({"name": name, "location": "header", "required": true})).unwrap()
    }

    #[test]
    fn a_row_tells_the_first_thing_that_keeps_an_integrator_from_working() {
        let parameters = [required("X-Key"), required("X-Account")];
        let mut one = integrator(json!({"X-Key": {"set": true}, "X-Account": "7"}));
        assert_eq!(state(&one, &parameters, None), ("ready".to_owned(), Tone::Ok));
        assert_eq!(
            state(&one, &parameters, Some(Circuit::Open { seconds: 12 })),
            ("circuit open for 12 s".to_owned(), Tone::Bad)
        );
        assert_eq!(state(&one, &parameters, Some(Circuit::HalfOpen)), ("circuit half open".to_owned(), Tone::Warn));
        one.fields.insert("X-Account".to_owned(), FieldValue::Missing(()));
        assert_eq!(state(&one, &parameters, Some(Circuit::Open { seconds: 12 })).0, "missing X-Account");
        one.fields.clear();
        assert_eq!(state(&one, &parameters, None).0, "missing X-Key and 1 more");
        one.enabled = false;
        assert_eq!(state(&one, &parameters, None).0, "disabled");
    }

    #[test]
    fn a_default_is_as_good_as_a_value() {
        let parameter = Parameter { default: Some("eu".to_owned()), ..required("Region") };
        assert_eq!(state(&integrator(json!({})), &[parameter], None).0, "ready");
    }
}
