//! Running executions again: one, or all that failed since a time.

use crate::api::replay::{ReplayExecution, ReplayExecutions, ReplayForm};
use crate::components::{
    BlockSkeleton, Dialog, DialogActions, FormBody, Loaded, Notice, SelectField, Submission, SubmitForm, TextField,
    TextKind, Tone, failure_of,
};
use crate::pages::call_center::use_call_center;
use crate::pages::call_center_field::CallCenterField;
use crate::pages::typed::{use_typed, was_refused};
use crate::query::use_query_link;
use crate::text;
use crate::words::Word;
use leptos::prelude::*;
use patchbay_model::execution::ExecutionStatus;
use patchbay_model::id::ExecutionId;

pub(super) const REPLAY: &str = "replay";
pub(super) const REPLAY_MANY: &str = "replay-many";

/// How far back a replay in bulk may go: minutes and words.
fn since() -> [(&'static str, &'static str); 6] {
    [
        ("15", text!(executions.last_15_minutes)),
        ("60", text!(executions.last_hour)),
        ("360", text!(executions.last_6_hours)),
        ("1440", text!(executions.last_24_hours)),
        ("10080", text!(executions.last_7_days)),
        ("43200", text!(executions.last_30_days)),
    ]
}

/// Asks before one execution is run again.
#[component]
pub(super) fn ReplayDialog(id: ExecutionId, status: ExecutionStatus) -> impl IntoView {
    let replay = Submission::<ReplayExecution>::new();
    view! {
        <Dialog name=REPLAY title=text!(executions.replay_this)>
            <SubmitForm action=replay>
                <FormBody error=failure_of(replay)>
                    <input type="hidden" name="id" value=id.to_string() />
                    {warning(status)}
                    <p>{text!(executions.replay_consequence)}</p>
                    <DialogActions confirm=text!(executions.replay) pending=replay.pending() />
                </FormBody>
            </SubmitForm>
        </Dialog>
    }
    .into_any()
}

fn warning(status: ExecutionStatus) -> Option<AnyView> {
    (status == ExecutionStatus::Unknown).then(|| {
        view! {
            <Notice tone=Tone::Warn><p>{text!(executions.replay_unknown)}</p></Notice>
        }
        .into_any()
    })
}

/// Which executions are run again: filled in with what the list is filtered by.
#[component]
pub(super) fn ReplayManyDialog() -> impl IntoView {
    view! { <Dialog name=REPLAY_MANY title=text!(executions.replay_all)><ManyForm /></Dialog> }.into_any()
}

#[component]
fn ManyForm() -> impl IntoView {
    let replay = Submission::<ReplayExecutions>::new();
    let link = use_query_link();
    let call_center = use_call_center();
    let typed = use_typed::<ReplayForm>(was_refused::<ReplayExecutions>());
    let filtered = move || ReplayForm {
        call_center_id: call_center.get_untracked().map(|id| id.to_string()).unwrap_or_default(),
        minutes: "60".to_owned(),
        since: link.peek("since").unwrap_or_default(),
        status: link.peek("status").unwrap_or_default(),
        template: link.peek("template").unwrap_or_default(),
        endpoint: link.peek("endpoint").unwrap_or_default(),
        conversation: link.peek("search").unwrap_or_default(),
    };
    let statuses = || {
        let replayable = ExecutionStatus::ALL.iter().filter(|status| status.can_be_replayed());
        replayable.map(|status| (status.to_string(), status.word().to_owned())).collect::<Vec<_>>()
    };
    let since = || since().map(|(minutes, words)| (minutes.to_owned(), words.to_owned())).to_vec();
    let at = |pointer: &str| Some(pointer.to_owned());
    view! {
        <Loaded resource=typed skeleton=|| view! { <BlockSkeleton lines=6 /> } let:typed>
            {
                let form = typed.unwrap_or_else(filtered);
                view! {
                    <SubmitForm action=replay>
                        <FormBody error=failure_of(replay)>
                            <p>{text!(executions.replay_all_help)}</p>
                            <CallCenterField name="form[call_center_id]" value=form.call_center_id />
                            <SelectField name="form[minutes]" pointer=at("/minutes") label=text!(executions.since) hint=text!(executions.since_hint) options=since() value=form.minutes />
                            <TextField name="form[since]" pointer=at("/since") label=text!(executions.since_exactly) hint=text!(executions.since_exactly_hint) kind=TextKind::Moment value=form.since optional=true />
                            <SelectField name="form[status]" pointer=at("/status") label=text!(executions.status) hint=text!(executions.status_hint) options=statuses() value=form.status optional=true />
                            <TextField name="form[template]" pointer=at("/template") label=text!(executions.integration) hint=text!(executions.name_hint) kind=TextKind::Code value=form.template optional=true />
                            <TextField name="form[endpoint]" pointer=at("/endpoint") label=text!(executions.endpoint) hint=text!(executions.name_hint) kind=TextKind::Code value=form.endpoint optional=true />
                            <TextField name="form[conversation]" pointer=at("/conversation") label=text!(executions.conversation) hint=text!(executions.id_hint) kind=TextKind::Code value=form.conversation optional=true />
                            <DialogActions confirm=text!(executions.replay) pending=replay.pending() />
                        </FormBody>
                    </SubmitForm>
                }
            }
        </Loaded>
    }
    .into_any()
}
