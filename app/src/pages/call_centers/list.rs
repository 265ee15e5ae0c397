//! `/call-centers`

use crate::api::call_centers::{
    CallCenterForm, CreateCallCenter, DeleteCallCenter, UpdateCallCenter, get_call_center, get_call_center_usage,
    get_limits, list_call_centers,
};
use crate::components::{
    BlockSkeleton, ButtonLink, Column, ConfirmDelete, Crumb, Dialog, DialogActions, Emphasis, EmptyState, FilterBar,
    FormBody, Icon, IconLink, Loaded, MenuEntry, PageHead, Pager, RelativeTime, Submission, SubmitForm, Table,
    TableSkeleton, TextField, TextKind, TextareaField, failure_of,
};
use crate::format::{amount, count};
use crate::loading::load;
use crate::pages::frame::use_me;
use crate::pages::stale::VersionField;
use crate::pages::typed::{use_typed, was_refused};
use crate::query::{SUBJECT, use_query_link};
use crate::words::Word;
use crate::{text, text_view};
use leptos::prelude::*;
use patchbay_model::access::Permission;
use patchbay_model::call_center::CallCenter;
use patchbay_model::limit::Limits;
use patchbay_model::page::Page;
use patchbay_model::view::CallCenterUsage;

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
            crumbs=vec![Crumb::text(MenuEntry::CallCenters.section())]
            title=MenuEntry::CallCenters.label()
            lead=text!(call_centers.lead)
        >
            {may_write.then(|| view! {
                <ButtonLink href=Signal::derive(move || link.open_dialog(ADD)) label=text!(call_centers.add) icon=Icon::Plus emphasis=Emphasis::Primary />
            })}
        </PageHead>
        <FilterBar search=text!(call_centers.search) />
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
        Column::new(text!(common.call_center)).sort("name").unless_said("name"),
        Column::new(text!(call_centers.time_zone)).optional(),
        Column::new(text!(common.language)).optional(),
        Column::new(text!(common.created)).sort("created").optional(),
        Column::new(text!(call_centers.changed)).optional(),
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
                title=if searched { text!(call_centers.none_matches) } else { text!(call_centers.none) }
                explanation=if searched { text!(call_centers.none_matches_help) } else { text!(call_centers.none_help) }
            >
                {(may_write && !searched).then(|| view! {
                    <ButtonLink href=Signal::derive(move || link.open_dialog(ADD)) label=text!(call_centers.add) icon=Icon::Plus emphasis=Emphasis::Primary />
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
                        <IconLink icon=Icon::Pencil label=text!(call_centers.edit_named, name = call_center.name) href=Signal::derive(move || link.open_dialog_about(EDIT, &edit)) />
                        <IconLink icon=Icon::Trash label=text!(call_centers.delete_named, name = call_center.name) href=Signal::derive(move || link.open_dialog_about(DELETE, &delete)) />
                    })}
                </td>
            </tr>
        }
    };
    view! {
        <Table caption=MenuEntry::CallCenters.label() columns=columns()>{page.items.into_iter().map(row).collect_view()}</Table>
        <Pager next=page.next_cursor />
    }
    .into_any()
}

#[component]
fn LimitsView(limits: Limits) -> impl IntoView {
    let allowed = if limits.allow_hosts.is_empty() {
        view! { <p>{text!(call_centers.public_hosts_only, setting = "PATCHBAY_ALLOW_HOSTS")}</p> }.into_any()
    } else {
        let entries =
            limits.allow_hosts.into_iter().map(|entry| view! { <li><code>{entry}</code></li> }).collect_view();
        view! { <p>{text!(call_centers.public_hosts_and)}</p><ul>{entries}</ul> }.into_any()
    };
    let address = limits.egress_address.map_or_else(
        || text!(call_centers.chosen_address).into_any(),
        |address| view! { <code>{address}</code> }.into_any(),
    );
    let figures = limits
        .limits
        .into_iter()
        .map(|limit| view! { <div><dt>{limit.name.word()}</dt><dd>{amount(limit.most, limit.unit)}</dd></div> })
        .collect_view();
    view! {
        <section class="card pad stack" aria-labelledby="limits">
            <h2 id="limits">{text!(call_centers.limits)}</h2>
            {allowed}
            <p>{text_view!(call_centers.calls_leave_from, address = address)}</p>
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
        <Dialog name=ADD title=text!(call_centers.add)>
            <Loaded resource=typed skeleton=|| view! { <BlockSkeleton lines=6 /> } let:typed>
                <SubmitForm action=create>
                    <FormBody error=failure_of(create)>
                        {
                            let form = typed.clone().unwrap_or_else(blank);
                            view! {
                                <TextField name="form[id]" pointer=Some("/id".to_owned()) label=text!(common.call_center_id) hint=text!(call_centers.id_hint) kind=TextKind::Code value=form.id.clone() autofocus=true />
                                <Fields form />
                            }
                        }
                        <DialogActions confirm=text!(call_centers.add) pending=create.pending() />
                    </FormBody>
                </SubmitForm>
            </Loaded>
        </Dialog>
    }
}

#[component]
fn EditDialog() -> impl IntoView {
    view! {
        <Dialog name=EDIT title=text!(call_centers.edit)>
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
                    <DialogActions confirm=text!(call_centers.save) pending=update.pending() />
                </FormBody>
            </SubmitForm>
        </Loaded>
    }
    .into_any()
}

#[component]
fn Fields(form: CallCenterForm) -> impl IntoView {
    view! {
        <TextField name="form[name]" pointer=Some("/name".to_owned()) label=text!(common.name) value=form.name />
        <TextField name="form[time_zone]" pointer=Some("/timeZone".to_owned()) label=text!(call_centers.time_zone) hint=text!(call_centers.time_zone_hint) value=form.time_zone />
        <TextField name="form[language]" pointer=Some("/language".to_owned()) label=text!(common.language) hint=text!(call_centers.language_hint) value=form.language />
        <TextareaField name="form[callbox_origins]" pointer=Some("/callboxOrigins".to_owned()) label=text!(call_centers.callbox_origins) hint=text!(call_centers.callbox_origins_hint) value=form.callbox_origins optional=true />
    }
    .into_any()
}

#[component]
fn DeleteDialog() -> impl IntoView {
    let delete = Submission::<DeleteCallCenter>::new();
    view! {
        <Dialog name=DELETE title=text!(call_centers.delete)>
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
                    <ConfirmDelete subject=call_center.with_value(|read| read.name.clone()) breaks=consequences(usage) confirm=text!(call_centers.delete) pending=delete.pending() />
                </FormBody>
            </SubmitForm>
        </Loaded>
    }
}

fn consequences(usage: CallCenterUsage) -> Vec<String> {
    let parts = [
        (usage.integrators, text!(call_centers.noun_integrator), text!(call_centers.noun_integrators)),
        (usage.templates, text!(call_centers.noun_integration), text!(call_centers.noun_integrations)),
        (usage.users, text!(call_centers.noun_user), text!(call_centers.noun_users)),
        (usage.keys, text!(call_centers.noun_key), text!(call_centers.noun_keys)),
    ];
    let line = |(number, one, many): (i64, &str, &str)| {
        text!(call_centers.deleted_with_it, what = count(number.unsigned_abs(), one, many))
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
            get_call_center(id.map_err(|_| crate::pages::no_such(text!(words.call_center)))?).await
        },
    );
    view! { <Loaded resource=call_center skeleton=|| view! { <BlockSkeleton lines=6 /> } children /> }
}
