//! `/integrations/gallery/{name}`

use crate::api::integrator_form::ValueRow;
use crate::api::plug_in::{PlugInForm, PlugInIntegrator, TypedPlugIn, take_plug_in};
use crate::api::templates::get_gallery;
use crate::components::{
    BlockSkeleton, ButtonLink, Crumb, Emphasis, FormBody, Icon, Loaded, MenuEntry, Notice, PageHead, SecretField,
    Submission, SubmitButton, SubmitForm, TextField, TextKind, Tone, failure_of,
};
use crate::format::duration;
use crate::loading::load;
use crate::pages::call_center_field::CallCenterField;
use crate::pages::executions::milliseconds;
use crate::pages::frame::use_me;
use crate::pages::typed::was_refused;
use crate::paths;
use crate::query::{RESULT, use_query_link};
use crate::text;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use patchbay_model::access::Permission;
use patchbay_model::exchange::VERIFY;
use patchbay_model::execution::TestRun;
use patchbay_model::valid::pointer_token;
use patchbay_model::view::{GalleryEntry, PluggedIn};
use serde_json::Value;

/// One template of the gallery, to be plugged in with what it needs.
#[component]
pub fn PlugInPage() -> impl IntoView {
    let params = use_params_map();
    let entry = load(
        move || params.with(|params| params.get("name").unwrap_or_default()),
        |name| async move {
            let entry = get_gallery().await?.into_iter().find(|entry| entry.name == name);
            entry.ok_or_else(|| crate::pages::no_such(text!(integrations.noun_gallery_integration)))
        },
    );
    // A browser without WASM left the page to send the form.
    let sent = was_refused::<PlugInIntegrator>() || use_query_link().peek(RESULT).is_some();
    let before = load(move || sent, |sent| async move { if sent { take_plug_in().await } else { Ok(None) } });
    view! {
        <Loaded resource=entry skeleton=|| view! { <BlockSkeleton lines=12 /> } let:entry>
            <Loaded resource=before skeleton=|| view! { <BlockSkeleton lines=12 /> } let:before>
                <PlugIn entry=entry.clone() before />
            </Loaded>
        </Loaded>
    }
    .into_any()
}

#[component]
fn PlugIn(entry: GalleryEntry, before: Option<TypedPlugIn>) -> impl IntoView {
    let send = Submission::<PlugInIntegrator>::new();
    let needs = Needs::of(&entry.document);
    let (form, before) = before.map_or_else(|| (needs.blank(), None), |before| (before.form, before.outcome));
    let sent = send.value();
    let outcome = move || sent.get().map_or_else(|| before.clone(), Result::ok);
    let label = entry.label.clone();
    let outcome = move || outcome().map(|outcome| view! { <Outcome label=label.clone() outcome /> });
    let may_write = use_me().holds(Permission::WriteIntegrators);
    let form = if may_write {
        view! { <PlugInFields send name=entry.name needs form /> }.into_any()
    } else {
        view! { <Notice tone=Tone::Neutral><p>{text!(integrations.may_not_plug_in)}</p></Notice> }.into_any()
    };
    view! {
        <PageHead
            crumbs=vec![Crumb::text(MenuEntry::Integration.section()), Crumb::link(MenuEntry::Integration.label(), paths::INTEGRATIONS), Crumb::link(text!(integrations.gallery), paths::GALLERY)]
            title=text!(integrations.plug_in_named, name = entry.label)
            lead=entry.description
        />
        <div class="stack">
            <div aria-live="polite">{outcome}</div>
            {form}
        </div>
    }
    .into_any()
}

#[component]
fn PlugInFields(send: Submission<PlugInIntegrator>, name: String, needs: Needs, form: PlugInForm) -> impl IntoView {
    let verify = needs
        .verifies
        .then(|| view! { <SubmitButton label=text!(integrations.verify_and_plug_in) pending=send.pending() /> });
    let quiet = if needs.verifies { Emphasis::Normal } else { Emphasis::Primary };
    let without = if needs.verifies { text!(integrations.plug_in_unverified) } else { text!(integrations.plug_in) };
    let words = if needs.verifies { text!(integrations.verifying) } else { text!(integrations.not_verifiable) };
    let call_center = form.call_center_id.clone();
    view! {
        <section class="card pad form-card">
            <SubmitForm action=send>
                <FormBody error=failure_of(send)>
                    <input type="hidden" name="name" value=name />
                    <CallCenterField name="form[call_center_id]" value=call_center hint=text!(integrations.plug_in_call_center_hint) />
                    // A component of its own: fields find their form when they are built inside of it.
                    <Values needs form />
                    <p class="hint">{words}</p>
                    <div class="actions">
                        {verify}
                        <SubmitButton label=without emphasis=quiet name="unverified" value="true" pending=send.pending() />
                    </div>
                </FormBody>
            </SubmitForm>
        </section>
    }
    .into_any()
}

#[component]
fn Values(needs: Needs, form: PlugInForm) -> impl IntoView {
    let at = |pointer: &str| Some(pointer.to_owned());
    let hint =
        if needs.host.is_empty() { text!(integrations.own_host_hint) } else { text!(integrations.usual_host_hint) };
    let fields = needs.values.iter().enumerate().map(|(index, need)| need.field(index, &form)).collect_view();
    let user = needs.scheme.map(|scheme| {
        view! {
            <input type="hidden" name="form[scheme]" value=scheme />
            <TextField name="form[user][name]" pointer=at("/credentials/0/id") label=text!(integrations.user) hint=text!(integrations.user_hint) kind=TextKind::Code value=form.user.name.clone() />
            <SecretField name="form[user][value]" pointer=at("/credentials/0/secret") label=text!(integrations.password_or_token) hint=text!(integrations.sealed_hint) set_at=None />
        }
    });
    view! {
        <TextField name="form[host]" pointer=at("/host") label=text!(integrations.host) hint kind=TextKind::Code placeholder="api.example.com" value=form.host.clone() />
        {fields}
        {user}
    }
    .into_any()
}

/// What the document asks of a call center: without it no call works.
#[derive(Debug, Clone, PartialEq)]
struct Needs {
    host: String,
    values: Vec<Need>,
    /// How an endpoint signs in by the name of a user, if one does.
    scheme: Option<&'static str>,
    verifies: bool,
}

/// A parameter that is required and has no value of its own.
#[derive(Debug, Clone, PartialEq)]
struct Need {
    name: String,
    hint: String,
    secret: bool,
}

impl Needs {
    fn of(document: &Value) -> Self {
        let list = |member: &str| document[member].as_array().map_or(&[][..], Vec::as_slice);
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let needed = list("parameters").iter().filter(|one| one["required"] == true && one["default"].is_null());
        let need = |one: &Value| Need {
            name: text(&one["name"]),
            hint: text(&one["description"]),
            secret: one["secret"] == true,
        };
        let uses = |scheme: &&str| {
            list("endpoints").iter().any(|endpoint| endpoint["request"]["authentication"]["type"] == **scheme)
        };
        Self {
            host: text(&document["suggestedHost"]),
            values: needed.map(need).collect(),
            scheme: ["basic", "digest"].into_iter().find(uses),
            verifies: list("endpoints").iter().any(|endpoint| endpoint["name"] == VERIFY),
        }
    }

    fn blank(&self) -> PlugInForm {
        PlugInForm { host: self.host.clone(), ..PlugInForm::default() }
    }
}

impl Need {
    fn field(&self, index: usize, form: &PlugInForm) -> AnyView {
        let Self { name: label, hint, secret } = self.clone();
        let name = format!("form[fields][{index}][value]");
        let pointer = Some(format!("/fields/{}", pointer_token(&label)));
        let typed = |row: &&ValueRow| row.name == label;
        let value = form.fields.iter().find(typed).map(|row| row.value.clone()).unwrap_or_default();
        let hidden = view! { <input type="hidden" name=format!("form[fields][{index}][name]") value=label.clone() /> };
        let input = if secret {
            view! { <SecretField name label hint set_at=None pointer /> }.into_any()
        } else {
            view! { <TextField name label hint value kind=TextKind::Code pointer /> }.into_any()
        };
        view! { {hidden} {input} }.into_any()
    }
}

/// What came of it, in words, and where to go from here.
#[component]
fn Outcome(label: String, outcome: PluggedIn) -> impl IntoView {
    let (tone, words) = words(&label, &outcome);
    let record = outcome.run.and_then(|run| run.execution_id).map(|id| {
        view! { <ButtonLink href=format!("{}/{id}", paths::EXECUTIONS) label=text!(integrations.see_exchange) icon=Icon::Eye /> }
    });
    let open = outcome.integrator_id.map(|_| {
        view! { <ButtonLink href=paths::integration(outcome.template_id) label=text!(integrations.open_integration) icon=Icon::ArrowRight /> }
    });
    view! { <Notice tone><p>{words}</p><div class="actions">{open}{record}</div></Notice> }.into_any()
}

fn words(name: &str, outcome: &PluggedIn) -> (Tone, String) {
    match (&outcome.integrator_id, &outcome.run) {
        (Some(_), Some(run)) => (Tone::Ok, text!(integrations.took_values, name = name, answer = answer(run))),
        (Some(_), None) => (Tone::Neutral, text!(integrations.plugged_in_unasked, name = name)),
        (None, Some(run)) => {
            let why = run.failure.as_ref().map(|failure| format!(" {}", failure.detail)).unwrap_or_default();
            (Tone::Bad, text!(integrations.refused_values, name = name, answer = answer(run), why = why))
        }
        (None, None) => (Tone::Bad, text!(integrations.nothing_plugged_in).to_owned()),
    }
}

/// `401 in 184 ms`, or only how long it took where nothing was answered.
fn answer(run: &TestRun) -> String {
    let took = duration(milliseconds(run.duration_us));
    match (run.response_status, &run.failure) {
        (Some(status), _) => text!(integrations.answered_in, status = status, took = took),
        (None, Some(failure)) => text!(integrations.failed_after, code = failure.code, took = took),
        (None, None) => took,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn only_what_no_call_works_without_is_asked_for() {
        let needs = Needs::of(&json!({
            "suggestedHost": "api.twilio.com",
            "parameters": [
                {"name": "AccountSid", "required": true, "description": "Begins with AC"},
                {"name": "Token", "required": true, "secret": true},
                {"name": "Region", "required": true, "default": "us1"},
                {"name": "Note"}
            ],
            "endpoints": [{"name": "verify", "request": {"authentication": {"type": "basic"}}}, {"name": "other", "request": null}]
        }));
        let names: Vec<(&str, bool)> = needs.values.iter().map(|need| (need.name.as_str(), need.secret)).collect();
        assert_eq!(names, [("AccountSid", false), ("Token", true)]);
        assert_eq!((needs.host.as_str(), needs.scheme, needs.verifies), ("api.twilio.com", Some("basic"), true));
        let nothing = Needs::of(&json!({}));
        assert_eq!((nothing.values.len(), nothing.scheme, nothing.verifies), (0, None, false));
    }
}
