//! `/call-centers`

use crate::api::call_centers::{
    CallCenterForm, CreateCallCenter, DeleteCallCenter, UpdateCallCenter, get_call_center, get_call_center_usage,
    get_limits, list_call_centers,
};
use crate::components::{
    BlockSkeleton, ButtonLink, Column, ConfirmDelete, Crumb, Dialog, DialogActions, Emphasis, EmptyState, FilterBar,
    FormBody, Icon, IconLink, Loaded, PageHead, Pager, RelativeTime, Submission, SubmitForm, Table, TableSkeleton,
    TextField, TextKind, TextareaField, failure_of,
};
use crate::format::count;
use crate::loading::load;
use crate::pages::frame::use_me;
use crate::pages::stale::VersionField;
use crate::pages::typed::{use_typed, was_refused};
use crate::query::{SUBJECT, use_query_link};
use leptos::prelude::*;
use patchbay_model::access::Permission;
use patchbay_model::call_center::CallCenter;
use patchbay_model::page::Page;
use patchbay_model::view::{CallCenterUsage, Limits};

const ADD: &str = "add-call-center";
const EDIT: &str = "edit-call-center";
const DELETE: &str = "delete-call-center";

/// The list of call centers, and what bounds their calls.
#[component]
pub fn CallCentersPage() -> impl IntoView {
    let link = use_query_link();
    let may_write = use_me().holds(Permission::WriteCallCenters);
    let list = load(move || (link.get("search"), link.page()), |(search, page)| list_call_centers(search, page));
    let limits = load(|| (), |()| get_limits());
    view! {
        <PageHead
            crumbs=vec![Crumb::text("Customer")]
            title="Call centers"
            lead="The tenants. Each plugs integrations in with its own host and credentials."
        >
            {may_write.then(|| view! {
                <ButtonLink href=Signal::derive(move || link.open_dialog(ADD)) label="Add call center" icon=Icon::Plus emphasis=Emphasis::Primary />
            })}
        </PageHead>
        <FilterBar search="Search id or name" />
        <Loaded resource=list skeleton=|| view! { <TableSkeleton columns=columns() /> } let:page>
            <Rows page may_write />
        </Loaded>
        <Loaded resource=limits skeleton=|| view! { <BlockSkeleton /> } let:limits>
            <LimitsView limits />
        </Loaded>
        <AddDialog />
        <EditDialog />
        <DeleteDialog />
    }
}

fn columns() -> Vec<Column> {
    vec![
        Column::new("Call center").sort("name").unless_said("name"),
        Column::new("Time zone").optional(),
        Column::new("Language").optional(),
        Column::new("Created").sort("created").optional(),
        Column::new("Changed").optional(),
        Column::actions(),
    ]
}

#[component]
fn Rows(page: Page<CallCenter>, may_write: bool) -> impl IntoView {
    let link = use_query_link();
    if page.items.is_empty() {
        let searched = link.get("search").is_some();
        return view! {
            <EmptyState
                title=if searched { "No call center matches" } else { "No call centers yet" }
                explanation=if searched { "Search for another part of the id or name." } else { "A call center is a tenant: it has its own integrators, keys and executions." }
            >
                {(may_write && !searched).then(|| view! {
                    <ButtonLink href=Signal::derive(move || link.open_dialog(ADD)) label="Add call center" icon=Icon::Plus emphasis=Emphasis::Primary />
                })}
            </EmptyState>
        }
        .into_any();
    }
    let row = move |call_center: CallCenter| {
        let id = call_center.id.to_string();
        let (edit, delete) = (id.clone(), id.clone());
        view! {
            <tr>
                <td>{call_center.name.clone()}<span class="sub mono">{id}</span></td>
                <td class="opt">{call_center.time_zone}</td>
                <td class="opt">{call_center.language}</td>
                <td class="opt"><RelativeTime at=call_center.created_at /></td>
                <td class="opt"><RelativeTime at=call_center.updated_at /></td>
                <td class="row-actions">
                    {may_write.then(|| view! {
                        <IconLink icon=Icon::Pencil label=format!("Edit {}", call_center.name) href=Signal::derive(move || link.open_dialog_about(EDIT, &edit)) />
                        <IconLink icon=Icon::Trash label=format!("Delete {}", call_center.name) href=Signal::derive(move || link.open_dialog_about(DELETE, &delete)) />
                    })}
                </td>
            </tr>
        }
    };
    view! {
        <Table caption="Call centers" columns=columns()>{page.items.into_iter().map(row).collect_view()}</Table>
        <Pager next=page.next_cursor />
    }
    .into_any()
}

#[component]
fn LimitsView(limits: Limits) -> impl IntoView {
    let allowed = if limits.allow_hosts.is_empty() {
        view! { <p>"Public hosts over https only. The operator widens this with PATCHBAY_ALLOW_HOSTS."</p> }.into_any()
    } else {
        let entries =
            limits.allow_hosts.into_iter().map(|entry| view! { <li><code>{entry}</code></li> }).collect_view();
        view! { <p>"Public hosts over https, and:"</p><ul>{entries}</ul> }.into_any()
    };
    let figures = limits
        .limits
        .into_iter()
        .map(|(name, value)| view! { <div><dt>{name}</dt><dd>{value}</dd></div> })
        .collect_view();
    view! {
        <section class="card pad stack" aria-labelledby="limits">
            <h2 id="limits">"What bounds outbound calls"</h2>
            {allowed}
            <p>"Calls leave from " {limits.egress_address.map_or_else(|| view! { "the address that the system chooses" }.into_any(), |address| view! { <code>{address}</code> }.into_any())} "."</p>
            <dl class="facts">{figures}</dl>
        </section>
    }
}

#[component]
fn AddDialog() -> impl IntoView {
    let create = Submission::<CreateCallCenter>::new();
    let typed = use_typed::<CallCenterForm>(was_refused::<CreateCallCenter>());
    let blank = || CallCenterForm { time_zone: "UTC".into(), language: "en".into(), ..CallCenterForm::default() };
    view! {
        <Dialog name=ADD title="Add call center">
            <Loaded resource=typed skeleton=|| view! { <BlockSkeleton lines=6 /> } let:typed>
                <SubmitForm action=create>
                    <FormBody error=failure_of(create)>
                        {
                            let form = typed.clone().unwrap_or_else(blank);
                            view! {
                                <TextField name="form[id]" pointer=Some("/id".to_owned()) label="ID Callcenter" hint="Letters, digits, dots, underscores, hyphens. It can't be changed later." kind=TextKind::Code value=form.id.clone() autofocus=true />
                                <Fields form />
                            }
                        }
                        <DialogActions confirm="Add call center" pending=create.pending() />
                    </FormBody>
                </SubmitForm>
            </Loaded>
        </Dialog>
    }
}

#[component]
fn EditDialog() -> impl IntoView {
    view! {
        <Dialog name=EDIT title="Edit call center">
            <Subject let:call_center>
                <EditForm call_center />
            </Subject>
        </Dialog>
    }
}

#[component]
fn EditForm(call_center: CallCenter) -> impl IntoView {
    let update = Submission::<UpdateCallCenter>::new();
    let failure = failure_of(update);
    let refused = was_refused::<UpdateCallCenter>();
    let typed = use_typed::<CallCenterForm>(refused);
    let call_center = StoredValue::new(call_center);
    let newest = Action::new(move |(): &()| {
        let id = call_center.with_value(|read| read.id.clone());
        async move { get_call_center(id).await.map(|newest| newest.version) }
    });
    let saved_at = StoredValue::new(use_query_link().here());
    view! {
        <Loaded resource=typed skeleton=|| view! { <BlockSkeleton lines=6 /> } let:typed>
            <SubmitForm action=update>
                <FormBody error=failure>
                    {
                        let read = call_center.get_value();
                        view! {
                            <input type="hidden" name="id" value=read.id.to_string() />
                            <VersionField version=Signal::stored(read.version) failure saved_at=saved_at.get_value() newest rendered_afresh=refused />
                            <Fields form=typed.clone().unwrap_or_else(|| read.into()) />
                        }
                    }
                    <DialogActions confirm="Save" pending=update.pending() />
                </FormBody>
            </SubmitForm>
        </Loaded>
    }
    .into_any()
}

#[component]
fn Fields(form: CallCenterForm) -> impl IntoView {
    view! {
        <TextField name="form[name]" pointer=Some("/name".to_owned()) label="Name" value=form.name />
        <TextField name="form[time_zone]" pointer=Some("/timeZone".to_owned()) label="Time zone" hint="IANA name, such as Asia/Ho_Chi_Minh." value=form.time_zone />
        <TextField name="form[language]" pointer=Some("/language".to_owned()) label="Language" hint="Such as en, id or vi." value=form.language />
        <TextareaField name="form[callbox_origins]" pointer=Some("/callboxOrigins".to_owned()) label="Pages that embed the callbox" hint="One origin in a line, such as https://crm.example.com. Only these may hold /callbox/embed in an iframe." value=form.callbox_origins optional=true />
    }
    .into_any()
}

#[component]
fn DeleteDialog() -> impl IntoView {
    let delete = Submission::<DeleteCallCenter>::new();
    view! {
        <Dialog name=DELETE title="Delete call center">
            <Subject let:call_center>
                <Deletion call_center delete />
            </Subject>
        </Dialog>
    }
}

#[component]
fn Deletion(call_center: CallCenter, delete: Submission<DeleteCallCenter>) -> impl IntoView {
    let id = StoredValue::new(call_center.id.clone());
    let usage = load(move || id.get_value(), get_call_center_usage);
    let call_center = StoredValue::new(call_center);
    view! {
        <Loaded resource=usage skeleton=|| view! { <BlockSkeleton lines=3 /> } let:usage>
            <SubmitForm action=delete>
                <FormBody error=failure_of(delete)>
                    <input type="hidden" name="id" value=id.get_value().to_string() />
                    <input type="hidden" name="version" value=call_center.with_value(|read| read.version.to_string()) />
                    <ConfirmDelete subject=call_center.with_value(|read| read.name.clone()) breaks=consequences(usage) confirm="Delete call center" pending=delete.pending() />
                </FormBody>
            </SubmitForm>
        </Loaded>
    }
}

fn consequences(usage: CallCenterUsage) -> Vec<String> {
    let parts = [
        (usage.integrators, "integrator", "integrators"),
        (usage.templates, "private integration", "private integrations"),
        (usage.users, "user", "users"),
        (usage.keys, "key", "keys"),
    ];
    let line = |(number, one, many): (i64, &str, &str)| {
        format!("{} will be deleted with it.", count(number.unsigned_abs(), one, many))
    };
    parts.into_iter().filter(|(number, ..)| *number > 0).map(line).collect()
}

/// Loads the call center that a dialog is about.
#[component]
fn Subject<V: IntoView + 'static>(children: impl Fn(CallCenter) -> V + Send + Sync + 'static) -> impl IntoView {
    let link = use_query_link();
    let call_center = load(
        move || link.get(SUBJECT),
        |id| async move {
            let id = id.unwrap_or_default().parse();
            get_call_center(id.map_err(|_| crate::pages::no_such("call center"))?).await
        },
    );
    view! { <Loaded resource=call_center skeleton=|| view! { <BlockSkeleton lines=6 /> } children /> }
}
