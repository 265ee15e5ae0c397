use super::Subject;
use crate::api::templates::{DeleteTemplate, get_template_usage};
use crate::components::{BlockSkeleton, ConfirmDelete, Dialog, FormBody, Loaded, Submission, SubmitForm, failure_of};
use crate::format::count;
use crate::loading::load;
use crate::text;
use leptos::prelude::*;
use patchbay_model::template::Template;
use patchbay_model::view::TemplateUsage;

pub(in crate::pages::integrations) const DELETE: &str = "delete-integration";

/// Delete integration: names what goes with it.
#[component]
pub(in crate::pages::integrations) fn DeleteDialog() -> impl IntoView {
    view! {
        <Dialog name=DELETE title=text!(integrations.delete)>
            <Subject children=Callback::new(|template| view! { <Form template /> }.into_any()) />
        </Dialog>
    }
}

#[component]
fn Form(template: Template) -> impl IntoView {
    let delete = Submission::<DeleteTemplate>::new();
    let Template { id, version, label, .. } = template;
    let label = StoredValue::new(label);
    let usage = load(move || id, get_template_usage);
    view! {
        <Loaded resource=usage skeleton=|| view! { <BlockSkeleton lines=3 /> } let:usage>
            <SubmitForm action=delete>
                <FormBody error=failure_of(delete)>
                    <input type="hidden" name="id" value=id.to_string() />
                    <input type="hidden" name="version" value=version.to_string() />
                    <ConfirmDelete subject=label.get_value() breaks=consequences(usage) confirm=text!(integrations.delete) pending=delete.pending() />
                </FormBody>
            </SubmitForm>
        </Loaded>
    }
    .into_any()
}

fn consequences(usage: TemplateUsage) -> Vec<String> {
    let mut lines = Vec::new();
    let counted = |number: i64, one, many| count(number.unsigned_abs(), one, many);
    if usage.integrators > 0 {
        lines.push(text!(
            integrations.deleted_with_it,
            integrators =
                counted(usage.integrators, text!(integrations.noun_integrator), text!(integrations.noun_integrators)),
            call_centers = counted(
                usage.call_centers,
                text!(integrations.noun_call_center),
                text!(integrations.noun_call_centers)
            ),
        ));
    }
    if usage.endpoints > 0 {
        lines.push(text!(
            integrations.not_callable,
            endpoints = counted(usage.endpoints, text!(integrations.noun_endpoint), text!(integrations.noun_endpoints)),
        ));
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn deleting_tells_what_goes_with_it() {
        let told = consequences(TemplateUsage { integrators: 3, call_centers: 2, endpoints: 1 });
        assert_eq!(
            told,
            [
                "3 integrators of 2 call centers will be deleted with it, and their secrets.",
                "1 endpoint can't be called any more."
            ]
        );
        assert!(consequences(TemplateUsage { integrators: 0, call_centers: 0, endpoints: 0 }).is_empty());
    }
}
