//! Two editors in one form: they are saved together, as one version.

use super::{FUNCTION, SHOW_INFO};
use crate::api::private_code::{PrivateCodeForm, UpdatePrivateCode, get_private_code};
use crate::components::{
    CodeField, FormBody, Loaded, ModuleScript, Submission, SubmitButton, SubmitForm, TableSkeleton, failure_of,
};
use crate::pages::stale::VersionField;
use crate::pages::typed::{use_typed, was_refused};
use crate::paths;
use crate::text;
use leptos::prelude::*;
use patchbay_model::private_code::PrivateCode;

#[component]
pub(super) fn Editors(code: PrivateCode) -> impl IntoView {
    let save = Submission::<UpdatePrivateCode>::new();
    let failure = failure_of(save);
    let refused = was_refused::<UpdatePrivateCode>();
    let typed = use_typed::<PrivateCodeForm>(refused);
    let (template, version) = (code.template_id, code.version);
    let newest =
        Action::new(move |(): &()| async move { get_private_code(template).await.map(|newest| newest.version) });
    let saved_at = StoredValue::new(paths::private_code(template));
    let code = StoredValue::new(code);
    let form = move |typed: Option<PrivateCodeForm>| {
        let form = typed.unwrap_or_else(|| code.with_value(|code| PrivateCodeForm::from(code)));
        view! {
            <SubmitForm action=save>
                <FormBody error=failure>
                    <input type="hidden" name="template" value=template.to_string() />
                    <VersionField version=Signal::stored(version) failure saved_at=saved_at.get_value() newest rendered_afresh=refused />
                    <div class="halves">
                        <section class="card pad stack" aria-label=FUNCTION>
                            <CodeField name="form[function]" pointer="/function" label=FUNCTION value=form.function
                                hint=text!(integrations.function_hint) />
                        </section>
                        <section class="card pad stack" aria-label=SHOW_INFO>
                            <CodeField name="form[show_info]" pointer="/showInfo" label=SHOW_INFO value=form.show_info
                                hint=text!(integrations.show_info_hint) />
                        </section>
                    </div>
                    <div class="actions">
                        <SubmitButton label=text!(integrations.save_code) pending=save.pending() />
                        <p class="hint">{text!(integrations.sandbox_hint)}</p>
                    </div>
                </FormBody>
            </SubmitForm>
        }
        .into_any()
    };
    view! {
        <Loaded resource=typed skeleton=|| view! { <TableSkeleton columns=Vec::new() /> } let:typed>{form(typed)}</Loaded>
        <ModuleScript src="/code-editor.js" />
    }
    .into_any()
}
