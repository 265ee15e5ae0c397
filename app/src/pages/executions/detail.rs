//! `/executions/{id}`

use super::replay::{REPLAY, ReplayDialog};
use super::{milliseconds, status_tone};
use crate::api::executions::get_execution;
use crate::clock::use_clock;
use crate::components::{
    BlockSkeleton, ButtonLink, CodeBlock, Crumb, Emphasis, Gantt, Icon, Loaded, MenuEntry, Notice, PageHead, Phase,
    RelativeTime, Status, Tag, Tone,
};
use crate::format::{count, duration, exact_utc, relative};
use crate::loading::load;
use crate::pages::frame::use_me;
use crate::pages::live;
use crate::paths;
use crate::query::use_query_link;
use crate::words::Word;
use crate::{text, text_view};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use patchbay_model::access::Permission;
use patchbay_model::execution::{Attempt, Execution, ExecutionStatus, RecordedRequest, RecordedResponse, Timings};
use patchbay_model::time::Timestamp;

/// One execution: its attempts, what was sent and what came back.
#[component]
pub fn ExecutionPage() -> impl IntoView {
    let params = use_params_map();
    let execution = load(
        move || params.with(|params| params.get("id").unwrap_or_default()),
        |id| async move { get_execution(id.parse().map_err(|_| crate::pages::no_such(text!(common.execution)))?).await },
    );
    // One that is queued or running goes on while it is looked at.
    live::follow(move || execution.refetch());
    view! {
        <Loaded resource=execution skeleton=|| view! { <BlockSkeleton lines=12 /> } let:execution>
            <Detail execution />
        </Loaded>
    }
}

#[component]
fn Detail(execution: Execution) -> impl IntoView {
    let summary = execution.summary;
    let title = text!(executions.of_call_center, endpoint = summary.endpoint, call_center = summary.call_center_id);
    let status = summary.status;
    let link = use_query_link();
    let may_replay = status.can_be_replayed() && use_me().holds(Permission::ReplayExecutions);
    let waits = (status == ExecutionStatus::Queued)
        .then(|| view! { <Waits attempt_count=summary.attempt_count next_attempt_at=execution.next_attempt_at /> });
    let facts = {
        let summary = summary.clone();
        move || {
            let attempts = count(
                u64::from(summary.attempt_count),
                text!(executions.attempt_noun),
                text!(executions.attempts_noun),
            );
            let conversation = summary.conversation.clone().map(|id| {
                let href = paths::conversation(&summary.call_center_id, &id);
                let id = text_view!(executions.of_conversation, id = view! { <a href=href><code>{id}</code></a> });
                view! { " · " {id} }
            });
            view! {
                <Status label=status.word() tone=status_tone(status) />
                " " <Tag label=summary.cause.word() />
                " " {summary.template.clone()} " · " {attempts} " · " {duration(milliseconds(summary.duration_us))} " · "
                <RelativeTime at=summary.created_at />
                {conversation}
            }
        }
    };
    let failure = execution.failure.map(|failure| view! {
        <Notice tone=Tone::Bad><strong><code>{failure.code.to_string()}</code></strong><p>{failure.detail}</p></Notice>
    });
    let mut effects = execution.effects;
    let warnings = std::mem::take(&mut effects.warnings).into_iter();
    let warnings = warnings.map(|warning| view! { <Notice tone=Tone::Warn><p>{warning}</p></Notice> }).collect_view();
    let effects = (!effects.is_empty()).then(|| {
        let text = serde_json::to_string_pretty(&effects).unwrap_or_default();
        view! { <CodeBlock title=text!(executions.effects) text=text /> }
    });
    let attempts = execution.attempts.into_iter().rev().map(|attempt| view! { <AttemptView attempt /> }).collect_view();
    view! {
        <PageHead
            crumbs=vec![Crumb::text(MenuEntry::Executions.section()), Crumb::link(MenuEntry::Executions.label(), paths::EXECUTIONS)]
            title=title
            status=facts
        >
            {may_replay.then(|| view! {
                <ButtonLink href=Signal::derive(move || link.open_dialog(REPLAY)) label=text!(executions.replay) icon=Icon::Replay emphasis=Emphasis::Primary />
            })}
        </PageHead>
        {failure}
        {warnings}
        {waits}
        {attempts}
        {effects}
        <p class="faint">
            {text_view!(executions.own_id, id = view! { <code>{summary.id.to_string()}</code> })}
            {execution.request_id.map(|id| view! { " · " {text_view!(executions.request_id, id = view! { <code>{id}</code> })} })}
            {execution.configuration_version_id.map(|id| view! { " · " {text_view!(executions.configuration_id, id = view! { <code>{id.to_string()}</code> })} })}
        </p>
        {may_replay.then(|| view! { <ReplayDialog id=summary.id status /> })}
    }
}

/// What a queued one waits for. Without a time it is behind another one, or being sent at this moment.
#[component]
fn Waits(attempt_count: u32, next_attempt_at: Option<Timestamp>) -> impl IntoView {
    let clock = use_clock();
    // To the second, because the first retries come within seconds; how far away only where there is a clock.
    let time = move |at: Timestamp| {
        let distance = move || clock.now().map(|now| format!(" ({})", relative(at, now)));
        view! { <time datetime=at.to_string()><strong>{exact_utc(at)}</strong></time>{distance} }
    };
    let words = match (attempt_count > 0, next_attempt_at) {
        (true, Some(at)) => text_view!(executions.retry_due, time = time(at)),
        (true, None) => text!(executions.retry_soon).into_any(),
        (false, Some(at)) => text_view!(executions.first_due, time = time(at)),
        (false, None) => return ().into_any(),
    };
    view! { <Notice tone=Tone::Neutral><p>{words}</p></Notice> }.into_any()
}

#[component]
fn AttemptView(attempt: Attempt) -> impl IntoView {
    let failure =
        attempt.failure.map(|failure| view! { <p><code>{failure.code.to_string()}</code>": "{failure.detail}</p> });
    let heading = StoredValue::new(format!("attempt-{}", attempt.number));
    view! {
        <div class="two">
            <section class="card pad stack" aria-labelledby=heading.get_value()>
                <h2 id=heading.get_value()>{text!(executions.attempt_number, number = attempt.number)} {attempt.response_status.map(|status| format!(": {status}"))}</h2>
                <Gantt phases=phases(&attempt.timings) />
                {failure}
            </section>
            <section class="card pad stack" aria-label=text!(executions.exchange)>
                {request(attempt.request)}
                {response(attempt.response)}
            </section>
        </div>
    }
}

fn phases(timings: &Timings) -> Vec<Phase> {
    let parts = [
        (text!(executions.phase_resolve), timings.resolve_us),
        (text!(executions.phase_sign_in), timings.auth_us),
        (text!(executions.phase_connect), timings.connect_us),
        (text!(executions.phase_wait), timings.wait_us),
        (text!(executions.phase_read), timings.read_us),
    ];
    let longest = parts.iter().map(|(_, took)| *took).max().unwrap_or_default();
    let mut start = 0.0;
    let mut phases = Vec::with_capacity(parts.len());
    for (label, took) in parts {
        let duration_ms = milliseconds(took);
        let tone = if took == longest && took > 1_000_000 { Tone::Warn } else { Tone::Accent };
        phases.push(Phase { label: label.to_owned(), start_ms: start, duration_ms, tone });
        start += duration_ms;
    }
    phases
}

fn request(request: Option<RecordedRequest>) -> impl IntoView {
    match request {
        Some(request) => {
            let curl = curl(&request);
            let text = wire(&format!("{} {}", request.method, request.url), &request.headers, request.body.as_deref());
            view! { <CodeBlock title=text!(common.request) text=text copy_label=text!(executions.copy_as_curl) copy_text=Some(curl) /> }.into_any()
        }
        None => view! { <p class="faint">{text!(executions.request_gone)}</p> }.into_any(),
    }
}

fn response(response: Option<RecordedResponse>) -> impl IntoView {
    response.map(|response| {
        let kept = response.body.as_ref().map_or(0, String::len) as u64;
        let text = wire(&response.status.to_string(), &response.headers, response.body.as_deref());
        let cut = (response.body_bytes > kept).then(
            || view! { <p class="faint">{text!(executions.answer_cut, kept = kept, all = response.body_bytes)}</p> },
        );
        view! { <CodeBlock title=text!(executions.answer) text=text />{cut} }
    })
}

fn wire(head: &str, headers: &[(String, String)], body: Option<&str>) -> String {
    let lines: String = headers.iter().map(|(name, value)| format!("\n{name}: {value}")).collect();
    let body = body.filter(|body| !body.is_empty()).map(|body| format!("\n\n{body}")).unwrap_or_default();
    format!("{head}{lines}{body}")
}

/// For a shell; the secrets in it are dots and have to be filled in.
fn curl(request: &RecordedRequest) -> String {
    let quoted = |text: &str| format!("'{}'", text.replace('\'', r"'\''"));
    let headers: String =
        request.headers.iter().map(|(name, value)| format!(" -H {}", quoted(&format!("{name}: {value}")))).collect();
    let body = request
        .body
        .as_deref()
        .filter(|body| !body.is_empty())
        .map(|body| format!(" --data-raw {}", quoted(body)))
        .unwrap_or_default();
    let method = format!("-X {}", request.method);
    format!("curl {method} {}{headers}{body}", quoted(&request.url))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_can_be_repeated_in_a_shell() {
        let request = RecordedRequest {
            method: "POST".into(),
            url: "https://x.test/a?b=c".into(),
            headers: vec![("x-key".into(), "••••••".into())],
            body: Some("it's".into()),
        };
        assert_eq!(curl(&request), r"curl -X POST 'https://x.test/a?b=c' -H 'x-key: ••••••' --data-raw 'it'\''s'");
    }
}
