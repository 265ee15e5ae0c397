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
use leptos::prelude::*;
use patchbay_model::execution::ExecutionStatus;
use patchbay_model::id::ExecutionId;

pub(super) const REPLAY: &str = "replay";
pub(super) const REPLAY_MANY: &str = "replay-many";

/// How far back a replay in bulk may go: minutes and words.
const SINCE: [(&str, &str); 6] = [
    ("15", "The last 15 minutes"),
    ("60", "The last hour"),
    ("360", "The last 6 hours"),
    ("1440", "The last 24 hours"),
    ("10080", "The last 7 days"),
    ("43200", "The last 30 days"),
];

/// Asks before one execution is run again.
#[component]
pub(super) fn ReplayDialog(id: ExecutionId, status: ExecutionStatus) -> impl IntoView {
    let replay = Submission::<ReplayExecution>::new();
    view! {
        <Dialog name=REPLAY title="Replay this execution">
            <SubmitForm action=replay>
                <FormBody error=failure_of(replay)>
                    <input type="hidden" name="id" value=id.to_string() />
                    {warning(status)}
                    <p>"It is queued as a new execution, with the same input and today's configuration. This one stays as it is."</p>
                    <DialogActions confirm="Replay" pending=replay.pending() />
                </FormBody>
            </SubmitForm>
        </Dialog>
    }
    .into_any()
}

fn warning(status: ExecutionStatus) -> Option<AnyView> {
    (status == ExecutionStatus::Unknown).then(|| {
        view! {
            <Notice tone=Tone::Warn><p>"The answer was lost: the other side may have done it already. Look there first, or it happens twice."</p></Notice>
        }
        .into_any()
    })
}

/// Which executions are run again: filled in with what the list is filtered by.
#[component]
pub(super) fn ReplayManyDialog() -> impl IntoView {
    view! { <Dialog name=REPLAY_MANY title="Replay failed executions"><ManyForm /></Dialog> }.into_any()
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
        replayable.map(|status| (status.to_string(), status.to_string())).collect::<Vec<_>>()
    };
    let since = || SINCE.map(|(minutes, words)| (minutes.to_owned(), words.to_owned())).to_vec();
    let at = |pointer: &str| Some(pointer.to_owned());
    view! {
        <Loaded resource=typed skeleton=|| view! { <BlockSkeleton lines=6 /> } let:typed>
            {
                let form = typed.unwrap_or_else(filtered);
                view! {
                    <SubmitForm action=replay>
                        <FormBody error=failure_of(replay)>
                            <p>"Executions that failed, are dead or unknown are queued again, each as a new one, with the same input and today's configuration. What was replayed before is left out, and what has no input any more or never had one kept: synchronous calls and test runs."</p>
                            <CallCenterField name="form[call_center_id]" value=form.call_center_id />
                            <SelectField name="form[minutes]" pointer=at("/minutes") label="Since" hint="When they began." options=since() value=form.minutes />
                            <TextField name="form[since]" pointer=at("/since") label="Since exactly, in UTC" hint="Day and time in UTC, not in your zone. Filled in, it counts in place of the above." kind=TextKind::Moment value=form.since optional=true />
                            <SelectField name="form[status]" pointer=at("/status") label="Status" hint="Empty: failed, dead and unknown. An unknown one may have happened already." options=statuses() value=form.status optional=true />
                            <TextField name="form[template]" pointer=at("/template") label="Integration" hint="Its name. Empty: all." kind=TextKind::Code value=form.template optional=true />
                            <TextField name="form[endpoint]" pointer=at("/endpoint") label="Endpoint" hint="Its name. Empty: all." kind=TextKind::Code value=form.endpoint optional=true />
                            <TextField name="form[conversation]" pointer=at("/conversation") label="Conversation" hint="Its id. Empty: all." kind=TextKind::Code value=form.conversation optional=true />
                            <DialogActions confirm="Replay" pending=replay.pending() />
                        </FormBody>
                    </SubmitForm>
                }
            }
        </Loaded>
    }
    .into_any()
}
