//! The test bench: an endpoint, an integrator, a client body, and what came of it.

use super::super::endpoint_type_words;
use super::super::endpoints_tab::runs_on;
use super::super::integrator::ADD as ADD_INTEGRATOR;
use super::skeleton::body_skeleton;
use crate::api::endpoints::{TestEndpoint, TypedTest, take_test_run};
use crate::api::integrators::list_integrators;
use crate::components::{
    BlockSkeleton, ButtonLink, Column, EmptyState, FilterBar, FormBody, Icon, JsonField, Loaded, Notice, SelectField,
    Submission, SubmitButton, SubmitForm, Table, Tag, Tone, failure_of,
};
use crate::error::PageError;
use crate::loading::load;
use crate::pages::frame::use_me;
use crate::pages::test_run::Run;
use crate::pages::typed::was_refused;
use crate::paths;
use crate::query::{RESULT, use_query_link};
use crate::text;
use leptos::prelude::*;
use patchbay_model::access::Permission;
use patchbay_model::endpoint::{Endpoint, EndpointType};
use patchbay_model::id::{EndpointId, TemplateId};
use patchbay_model::integrator::{Integrator, IntegratorQuery};
use patchbay_model::page::{Page, PageRequest};
use patchbay_model::template::Template;

/// The list of endpoints and the bench beside it.
#[component]
pub(super) fn Bench(template: Template, endpoint: Memo<Endpoint>, siblings: Vec<Endpoint>) -> impl IntoView {
    let link = use_query_link();
    let template_id = template.id;
    let integrators = load(move || template_id, |id| integrators_of(id, None));
    // A browser without WASM left the page to run the test.
    let ran = was_refused::<TestEndpoint>() || link.peek(RESULT).is_some();
    let before = load(move || ran, |ran| async move { if ran { take_test_run().await } else { Ok(None) } });
    let may_run = use_me().holds(Permission::ExecuteEndpoints);
    view! {
        <div class="two">
            <Siblings siblings shown=endpoint.with_untracked(|endpoint| endpoint.id) />
            <section class="card" aria-labelledby="bench">
                <Loaded resource=integrators skeleton=|| view! { <BlockSkeleton /> } let:integrators>
                    <Loaded resource=before skeleton=|| view! { <BlockSkeleton /> } let:before>
                        <BenchForm template_id endpoint integrators=integrators.clone() before may_run />
                    </Loaded>
                </Loaded>
            </section>
        </div>
    }
    .into_any()
}

async fn integrators_of(template: TemplateId, search: Option<String>) -> Result<Page<Integrator>, PageError> {
    let query = IntegratorQuery { search, template_id: Some(template) };
    list_integrators(None, query, PageRequest::longest()).await
}

#[component]
fn Siblings(siblings: Vec<Endpoint>, shown: EndpointId) -> impl IntoView {
    let columns = vec![
        Column::new(text!(endpoints.endpoint)),
        Column::new(text!(endpoints.kind)),
        Column::new(text!(endpoints.runs_on)).optional(),
    ];
    let row = move |sibling: Endpoint| {
        let href = format!("{}?tab=test", paths::endpoint(sibling.template_id, sibling.id));
        let draft = sibling.draft;
        let tone = if draft.endpoint_type == EndpointType::Auth { Tone::Accent } else { Tone::Neutral };
        view! {
            <tr aria-current=(sibling.id == shown).then_some("true")>
                <td><a href=href>{draft.name.clone()}</a><span class="sub mono">{draft.method.as_str()} " " {draft.url.clone()}</span></td>
                <td><Tag label=endpoint_type_words(draft.endpoint_type) tone /></td>
                <td class="opt">{runs_on(&draft)}</td>
            </tr>
        }
    };
    view! { <Table caption=text!(endpoints.title) columns>{siblings.into_iter().map(row).collect_view()}</Table> }
        .into_any()
}

#[component]
fn BenchForm(
    template_id: TemplateId,
    endpoint: Memo<Endpoint>,
    integrators: Page<Integrator>,
    before: Option<TypedTest>,
    may_run: bool,
) -> impl IntoView {
    let test = Submission::<TestEndpoint>::new();
    let (id, name) = endpoint.with_untracked(|endpoint| (endpoint.id, endpoint.draft.name.clone()));
    if integrators.items.is_empty() {
        let add = format!("{}?dialog={ADD_INTEGRATOR}", paths::integration(template_id));
        return view! {
            <EmptyState title=text!(endpoints.no_integrator) explanation=text!(endpoints.no_integrator_help)>
                <ButtonLink href=add label=text!(integrators.add) icon=Icon::Plus />
            </EmptyState>
        }
        .into_any();
    }
    let body = before.as_ref().map_or_else(
        || endpoint.with_untracked(|endpoint| body_skeleton(&endpoint.draft)),
        |before| before.body.clone(),
    );
    let chosen = before.as_ref().map(|before| before.integrator.to_string()).unwrap_or_default();
    let before = before.and_then(|before| before.run);
    let value = test.value();
    let run = move || match value.get() {
        Some(outcome) => outcome.ok(),
        None => before.clone(),
    };
    let search = (may_run && integrators.next_cursor.is_some()).then(|| {
        view! {
            <p class="hint">{text!(endpoints.more_integrators)}</p>
            <FilterBar search=text!(integrators.search) />
        }
    });
    let form = view! {
        <SubmitForm action=test>
            <FormBody error=failure_of(test)>
                <input type="hidden" name="id" value=id.to_string() />
                <IntegratorField template_id first=integrators chosen />
                <JsonField name="body" label=text!(endpoints.client_body) hint=text!(endpoints.client_body_hint) value=body optional=true rows=5 />
                <div class="actions"><SubmitButton label=text!(endpoints.run_test) pending=test.pending() /></div>
            </FormBody>
        </SubmitForm>
    };
    let form = if may_run {
        form.into_any()
    } else {
        view! { <Notice tone=Tone::Neutral><p>{text!(endpoints.may_not_test)}</p></Notice> }.into_any()
    };
    view! {
        <div class="pad stack">
            <h2 id="bench">{text!(endpoints.test_named, name = name)}</h2>
            <p class="hint">{text!(endpoints.bench_hint)}</p>
            {search}
            {form}
        </div>
        <div aria-live="polite">{move || run().map(|run| view! { <Run run /> })}</div>
    }
    .into_any()
}

/// All integrators where one list holds them; otherwise those that the search above the form finds. It changes this field
/// alone: a client body that was typed already stays.
#[component]
fn IntegratorField(template_id: TemplateId, first: Page<Integrator>, chosen: String) -> impl IntoView {
    if first.next_cursor.is_none() {
        return view! { <SelectField name="integrator" label=text!(endpoints.integrator) options=options(first.items) value=chosen /> }
            .into_any();
    }
    let link = use_query_link();
    let found = load(move || link.get("search"), move |search| integrators_of(template_id, search));
    view! {
        <Loaded resource=found skeleton=|| view! { <BlockSkeleton lines=1 /> } let:page>
            {
                let hint = if page.items.is_empty() { text!(integrators.none_matches) } else { "" };
                view! { <SelectField name="integrator" label=text!(endpoints.integrator) hint options=options(page.items) value=chosen.clone() /> }
            }
        </Loaded>
    }
    .into_any()
}

/// `cc-1 · Support (api.hubapi.com)`.
fn options(integrators: Vec<Integrator>) -> Vec<(String, String)> {
    let words = |integrator: Integrator| {
        let Integrator { id, call_center_id, description, host, .. } = integrator;
        let middle = if description.is_empty() { String::new() } else { format!(" · {description}") };
        (id.to_string(), format!("{call_center_id}{middle} ({host})"))
    };
    integrators.into_iter().map(words).collect()
}
