//! Every component on one page, to look at while changing them. In a release build the address answers 404.

use super::NotFound;
use crate::components::*;
use crate::error::PageError;
use crate::query::use_query_link;
use chrono::DateTime;
use leptos::prelude::*;
use patchbay_model::problem::{Problem, ProblemCode};
use patchbay_model::time::Timestamp;
use patchbay_model::valid::Violation;

/// The page.
#[component]
pub fn Gallery() -> impl IntoView {
    if cfg!(debug_assertions) { view! { <Samples /> }.into_any() } else { view! { <NotFound /> }.into_any() }
}

fn at(seconds: i64) -> Timestamp {
    Timestamp(DateTime::from_timestamp(seconds, 0).unwrap_or_default())
}

#[component]
fn Samples() -> impl IntoView {
    let viewer = Viewer {
        name: "ana@example.com".to_owned(),
        role: "Portal administrator".to_owned(),
        entries: MenuEntry::ALL.to_vec(),
        sign_out: "/dev/components".to_owned(),
    };
    let link = use_query_link();
    view! {
        <Layout viewer>
            <PageHead
                crumbs=vec![Crumb::text("Customer"), Crumb::link("Integration", "/integrations")]
                title="Components"
                lead="Third-party systems that call centers can plug in. Describe a system once; each call center adds its own host and credentials."
                status=|| view! { <Tag label="CRM" /> <Tag label="Published" tone=Tone::Accent /> }
            >
                <ButtonLink href="/integrations" label="Gallery" />
                <ButtonLink href=Signal::derive(move || link.open_dialog("add")) label="Add integration" icon=Icon::Plus emphasis=Emphasis::Primary />
            </PageHead>
            <Tabs label="Components" tabs=vec![
                Tab { label: "Integrators".into(), href: "?tab=integrators".into(), count: Some(7), selection: Selection::Other },
                Tab { label: "Endpoints".into(), href: "?tab=endpoints".into(), count: Some(1_204), selection: Selection::Current },
                Tab { label: "Versions".into(), href: "?tab=versions".into(), count: None, selection: Selection::Other },
            ] />
            <Lists />
            <Wire />
            <Forms />
            <Dialog name="add" title="Add integration">
                <form method="post">
                    <FormBody>
                        <TextField name="dialogName" label="Name" hint="Programs call it by this name." autofocus=true />
                        <SelectField name="type" label="Type" options=types() value="crm" />
                    </FormBody>
                    <DialogActions confirm="Add integration" />
                </form>
            </Dialog>
            <Dialog name="delete" title="Delete endpoint">
                <form method="post">
                    <ConfirmDelete
                        subject="searchContact"
                        breaks=vec!["3 integrators of 2 call centers use this endpoint.".to_owned()]
                        confirm="Delete endpoint"
                    />
                </form>
            </Dialog>
        </Layout>
    }
    .into_any()
}

fn types() -> Vec<(String, String)> {
    [("crm", "CRM"), ("sms", "SMS")].map(|(value, words)| (value.to_owned(), words.to_owned())).to_vec()
}

fn columns() -> Vec<Column> {
    vec![
        Column::new("Integration").sort("name"),
        Column::new("Type").sort("type"),
        Column::new("Visibility").optional(),
        Column::new("Integrators").numeric(),
        Column::new("Last 24 hours").optional(),
        Column::new("Changed").optional(),
        Column::actions(),
    ]
}

#[component]
fn Lists() -> impl IntoView {
    let link = use_query_link();
    let row = move |(name, about, status, tone): (&'static str, &'static str, &'static str, Tone)| {
        view! {
            <tr>
                <td><a href="/integrations">{name}</a><span class="sub">{about}</span></td>
                <td><Tag label="CRM" /></td>
                <td class="opt">"Published"</td>
                <td class="num">"1,207"</td>
                <td class="opt"><Status label=status tone=tone /></td>
                <td class="opt"><RelativeTime at=at(1_777_826_530) /></td>
                <td class="row-actions">
                    <IconLink icon=Icon::Eye label=format!("Open {name}") href="/integrations" />
                    <IconLink icon=Icon::Pencil label=format!("Edit {name}") href="/integrations" />
                    <IconLink icon=Icon::Copy label=format!("Copy {name}") href="/integrations" />
                    <IconLink icon=Icon::Trash label=format!("Delete {name}") href=Signal::derive(move || link.open_dialog_about("delete", name)) />
                </td>
            </tr>
        }
    };
    let rows = [
        ("HubSpot", "Contacts, calls and tickets", "18,204 ok", Tone::Ok),
        ("Twilio SMS", "Send and log SMS", "3 unknown", Tone::Warn),
        ("Zendesk", "Ticket per call", "412 failed", Tone::Bad),
        ("Kho hàng nội bộ", "Own order system, with custom callbox code", "No runs", Tone::Neutral),
    ];
    view! {
        <FilterBar search="Search name or label">
            <FilterSelect name="type" label="Type" all="All types" options=types() />
        </FilterBar>
        <Table caption="Integrations" columns=columns()>{rows.map(row).collect_view()}</Table>
        <Pager next=Some("abc".to_owned()) />
        <TableSkeleton columns=columns() rows=2 />
        <EmptyState title="No integrations yet" explanation="An integration describes a third-party system once, for all call centers.">
            <ButtonLink href="/integrations" label="Open the gallery" />
            <ButtonLink href=Signal::derive(move || link.open_dialog("add")) label="Add integration" emphasis=Emphasis::Primary />
        </EmptyState>
        <ProblemView error=sample_error(Vec::new()) />
    }
    .into_any()
}

fn sample_error(errors: Vec<Violation>) -> PageError {
    let mut problem = Problem::new(ProblemCode::Unavailable, "The database does not answer. Nothing was changed.");
    problem.request_id = Some("0199c0de-7a11-7000-8000-000000000001".to_owned());
    problem.errors = errors;
    problem.into()
}

#[component]
fn Wire() -> impl IntoView {
    let phase =
        |label: &str, start_ms, duration_ms, tone| Phase { label: label.to_owned(), start_ms, duration_ms, tone };
    let phases = vec![
        phase("Resolve", 0.0, 0.1, Tone::Accent),
        phase("Sign in", 0.1, 12.0, Tone::Accent),
        phase("Connect", 12.1, 41.0, Tone::Accent),
        phase("Wait", 53.1, 1_804.0, Tone::Warn),
        phase("Read", 1_857.0, 1.0, Tone::Accent),
    ];
    let request = "POST https://api.hubapi.com/crm/v3/objects/contacts/search\nauthorization: Bearer ••••••\ncontent-type: application/json\n\n{\"limit\":1,\"filterGroups\":[{\"filters\":[{\"propertyName\":\"phone\",\"operator\":\"EQ\",\"value\":\"+84901234567\"}]}]}";
    view! {
        <div class="two">
            <section class="card pad stack">
                <h2>"Attempt 3"</h2>
                <Gantt phases />
                <Notice tone=Tone::Warn>"The other side answered " <strong>"503"</strong> " and asked to wait 120 s."</Notice>
                <dl class="facts">
                    <div><dt>"Conversation"</dt><dd><code>"c-8812"</code></dd></div>
                    <div><dt>"Started"</dt><dd><RelativeTime at=at(1_777_826_530) /></dd></div>
                </dl>
                <CodeBlock title="Request" text=request copy_label="Copy as curl" />
            </section>
            <section class="card">
                <Steps>
                    <Step state=StepState::Succeeded title="Values resolved" detail="3 hard, 1 field, 1 from the body" milliseconds=0.1 />
                    <Step state=StepState::Succeeded title="Request" milliseconds=0.2><pre>{request}</pre></Step>
                    <Step state=StepState::Failed title="Destination refused" detail="10.0.0.1 is private" milliseconds=3.4 />
                    <Step state=StepState::Skipped title="Answer" />
                </Steps>
            </section>
        </div>
    }
    .into_any()
}

#[component]
fn Forms() -> impl IntoView {
    let violation = |pointer: &str, message: &str, line, column| Violation {
        pointer: pointer.to_owned(),
        message: message.into(),
        line,
        column,
    };
    let error = sample_error(vec![
        violation("/host", "Write the host alone: api.acme.test", None, None),
        violation("/info", "expected `:`", Some(3), Some(9)),
        violation("/fields/Region", "The template has no field Region any more.", None, None),
    ]);
    let placeholders =
        vec![Placeholder { text: "{call.phone}".to_owned(), description: "The caller's number, E.164".to_owned() }];
    view! {
        <form class="card pad form-card" method="post">
            <FormBody error=Signal::stored(Some(error))>
                <TextField name="label" label="Label" value="HubSpot" hint="Shown in the callbox." />
                <TextField name="host" label="Host" kind=TextKind::Code value="https://api.acme.test" hint="Without a scheme: api.acme.test or api.acme.test:8443." />
                <NumberField name="timeout" label="Timeout" value=10 unit="seconds" min=1 max=60 />
                <SelectField name="method" label="Type" options=types() value="sms" />
                <CheckboxField name="iframe" label="Iframe" hint="Integrators may describe what the callbox shows." checked=true />
                <CheckGroup name="channels" pointer="/channels" label="Channels" hint="What can be routed to it.">
                    <CheckboxField name="channels[0]" label="Calls" value="phone" checked=true />
                    <CheckboxField name="channels[1]" label="Chats" value="chat" />
                </CheckGroup>
                <SecretField name="apiKey" label="X-Api-Key" set_at=Some(at(1_777_826_530)) />
                <SecretField name="newKey" label="Password" set_at=None />
                <TextareaField name="description" label="Description" optional=true />
                <JsonField
                    name="info"
                    label="Info"
                    hint="Click-to-call buttons, options and functions."
                    value="{\n  \"renderTooltip\": [],\n  \"dataFunction\" []\n}"
                    placeholders
                    optional=true
                    help=ViewFn::from(|| view! { <p>"One member for each hook."</p> })
                />
                <div class="actions"><SubmitButton label="Save" /><SubmitButton label="Saving" pending=Signal::stored(true) /></div>
            </FormBody>
        </form>
    }
    .into_any()
}
