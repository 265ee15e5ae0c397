//! Customer -> Integration: templates, the integrators and endpoints of each, and the test bench.
//!
//! # Layout
//! `list` and `gallery` are pages of many templates, `plug_in` that of one of the gallery, `guide` explains their JSON, `detail` is the page of one with its tabs, `endpoint` the pages of
//! one endpoint, `code` the tab of a private template's own code. `template` holds the dialogs about a template, which list and detail share; `integrator` those about an
//! integrator.

mod code;
mod detail;
mod endpoint;
mod endpoints_tab;
mod gallery;
mod guide;
mod import;
mod integrator;
mod integrators_tab;
mod json_data;
mod list;
mod plug_in;
mod template;
mod versions;

pub use detail::IntegrationPage;
pub use endpoint::{EndpointPage, NewEndpointPage};
pub use gallery::IntegrationGalleryPage;
pub use guide::JsonGuidePage;
pub use list::IntegrationsPage;
pub use plug_in::PlugInPage;

use crate::api::account::Me;
use crate::text;
use patchbay_model::access::Permission;
use patchbay_model::endpoint::EndpointType;
use patchbay_model::template::{Template, TemplateType};

/// Whether the role may change this template: a tenant's changes its own ones, never a published one.
fn may_write(me: &Me, template: &Template) -> bool {
    let own = me.call_center_id.is_none() || me.call_center_id == template.call_center_id;
    own && me.holds(Permission::WriteTemplates)
}

fn type_words(template_type: TemplateType) -> &'static str {
    match template_type {
        TemplateType::Crm => "CRM",
        TemplateType::Sms => "SMS",
    }
}

/// `Published`, `Private · cc-7`.
fn visibility_words(template: &Template) -> String {
    match &template.call_center_id {
        Some(call_center) => format!("{} · {call_center}", text!(integrations.private)),
        None => text!(integrations.published).to_owned(),
    }
}

fn endpoint_type_words(endpoint_type: EndpointType) -> &'static str {
    match endpoint_type {
        EndpointType::Auth => "Auth",
        EndpointType::GetData => "GetData",
        EndpointType::PostData => "PostData",
        EndpointType::SendSms => "SendSMS",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use patchbay_model::access::Role;
    use patchbay_model::template::Visibility;

    fn template(owner: Option<&str>) -> Template {
        let at = chrono::DateTime::<chrono::Utc>::default().into();
        Template {
            id: patchbay_model::id::TemplateId(uuid::Uuid::nil()),
            name: "acme".into(),
            label: "Acme".into(),
            template_type: TemplateType::Crm,
            description: String::new(),
            info_enabled: false,
            iframe_enabled: false,
            visibility: if owner.is_some() { Visibility::Private } else { Visibility::Published },
            call_center_id: owner.map(|owner| owner.parse().unwrap()),
            parameters: Vec::new(),
            version: patchbay_model::id::Version(1),
            created_at: at,
            updated_at: at,
        }
    }

    #[test]
    fn a_tenant_changes_its_own_templates_and_no_published_one() {
        let me = |role: Role| Me {
            email: "ann@example.com".into(),
            role,
            call_center_id: role.is_tenant().then(|| "cc-7".parse().unwrap()),
        };
        let tenant = me(Role::TenantAdministrator);
        assert!(may_write(&tenant, &template(Some("cc-7"))));
        assert!(!may_write(&tenant, &template(None)));
        assert!(!may_write(&me(Role::TenantViewer), &template(Some("cc-7"))));
        assert!(may_write(&me(Role::PortalAdministrator), &template(None)));
        assert!(!may_write(&me(Role::PortalViewer), &template(None)));
    }

    #[test]
    fn visibility_names_the_owner() {
        assert_eq!(visibility_words(&template(None)), "Published");
        assert_eq!(visibility_words(&template(Some("cc-7"))), "Private · cc-7");
    }
}
