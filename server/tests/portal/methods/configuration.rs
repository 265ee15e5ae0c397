//! Templates, endpoints and integrators.

use super::{BOTH, LIST, Method, Target, method, owner, page, seen, unique};
use crate::portal::desk::{endpoint, integrator, template};
use crate::portal::ground::Objects;
use patchbay_model::access::Permission as P;
use patchbay_model::integrator::IntegratorQuery;
use patchbay_model::private_code::PrivateCodeDraft;
use patchbay_model::template::{TemplateDraft, TemplateQuery};
use patchbay_model::view::Verification;
use serde_json::json;

const ALL: &[Target] = &[Target::Own, Target::Foreign, Target::Portal];

fn template_of(objects: &Objects) -> TemplateDraft {
    let visibility = if objects.published { "published" } else { "private" };
    let owner = (!objects.published).then_some(&objects.call_center);
    template(json!({"name": unique("t"), "visibility": visibility, "callCenterId": owner}))
}

pub static METHODS: &[Method] = &[
    method!(list_templates, &[P::ReadIntegrations], LIST, |g, a, _of| {
        g.desk.portal.list_templates(&a, TemplateQuery::default(), page())
    }),
    method!(list_templates, &[P::ReadIntegrations], BOTH, |g, a, of| {
        let query = TemplateQuery { call_center_id: Some(of.call_center.clone()), ..TemplateQuery::default() };
        g.desk.portal.list_templates(&a, query, page())
    }),
    method!(template, &[P::ReadIntegrations], ALL, |g, a, of| async move {
        g.desk.portal.template(&a, &of.template.to_string(), None).await
    }),
    method!(create_template, &[P::WriteTemplates], ALL, |g, a, of| g.desk.portal.create_template(&a, template_of(of))),
    method!(template_breakage, &[P::ReadIntegrations], ALL, |g, a, of| {
        g.desk.portal.template_breakage(&a, of.template, template_of(of))
    }),
    method!(update_template, &[P::WriteTemplates], ALL, |g, a, of| {
        g.desk.portal.update_template(&a, seen(of.template), template_of(of))
    }),
    method!(copy_template, &[P::ReadIntegrations, P::WriteTemplates], ALL, |g, a, of| {
        g.desk.portal.copy_template(&a, of.template, unique("copy"), owner(of))
    }),
    method!(template_usage, &[P::ReadIntegrations], ALL, |g, a, of| g.desk.portal.template_usage(&a, of.template)),
    method!(delete_template, &[P::WriteTemplates], ALL, |g, a, of| g
        .desk
        .portal
        .delete_template(&a, seen(of.template))),
    method!(export_template, &[P::ReadIntegrations], ALL, |g, a, of| g.desk.portal.export_template(&a, of.template)),
    method!(import_template, &[P::WriteTemplates], ALL, |g, a, of| {
        let document = json!({"$schema": "/schemas/template.json", "name": unique("i"), "label": "I", "type": "crm"});
        g.desk.portal.import_template(&a, document, owner(of))
    }),
    method!(gallery, &[P::ReadIntegrations], &[Target::Portal], |g, a, _of| g.desk.portal.gallery(&a)),
    method!(versions, &[P::ReadIntegrations], ALL, |g, a, of| {
        g.desk.portal.versions(&a, of.template, of.endpoint.0, page())
    }),
    method!(restore, &[P::WriteTemplates], ALL, |g, a, of| g.desk.portal.restore(&a, of.template, of.version)),
    method!(private_code, &[P::ReadIntegrations], ALL, |g, a, of| g.desk.portal.private_code(&a, of.template)),
    method!(update_private_code, &[P::WriteTemplates], ALL, |g, a, of| {
        g.desk.portal.update_private_code(&a, seen(of.template), PrivateCodeDraft::default())
    }),
    method!(list_endpoints, &[P::ReadIntegrations], ALL, |g, a, of| g.desk.portal.list_endpoints(
        &a,
        of.template,
        None,
        page()
    )),
    method!(endpoint, &[P::ReadIntegrations], ALL, |g, a, of| g.desk.portal.endpoint(&a, of.template, "find")),
    method!(check_endpoint, &[P::WriteTemplates], ALL, |g, a, of| {
        g.desk.portal.check_endpoint(&a, of.template, endpoint(json!({})))
    }),
    method!(create_endpoint, &[P::WriteTemplates], ALL, |g, a, of| {
        g.desk.portal.create_endpoint(&a, of.template, endpoint(json!({"name": unique("e")})))
    }),
    method!(update_endpoint, &[P::WriteTemplates], ALL, |g, a, of| {
        g.desk.portal.update_endpoint(&a, seen(of.endpoint), endpoint(json!({})))
    }),
    method!(copy_endpoint, &[P::WriteTemplates], ALL, |g, a, of| g.desk.portal.copy_endpoint(
        &a,
        of.endpoint,
        unique("e")
    )),
    method!(endpoint_usage, &[P::ReadIntegrations], ALL, |g, a, of| g.desk.portal.endpoint_usage(&a, of.endpoint)),
    method!(delete_endpoint, &[P::WriteTemplates], ALL, |g, a, of| g
        .desk
        .portal
        .delete_endpoint(&a, seen(of.endpoint))),
    method!(list_integrators, &[P::ReadIntegrations], LIST, |g, a, _of| {
        g.desk.portal.list_integrators(&a, None, IntegratorQuery::default(), page())
    }),
    method!(list_integrators, &[P::ReadIntegrations], BOTH, |g, a, of| {
        g.desk.portal.list_integrators(&a, Some(of.call_center.clone()), IntegratorQuery::default(), page())
    }),
    method!(integrator, &[P::ReadIntegrations], BOTH, |g, a, of| g.desk.portal.integrator(&a, of.integrator)),
    method!(create_integrator, &[P::WriteIntegrators], BOTH, |g, a, of| async move {
        let draft = integrator(json!({"template": of.template}));
        g.desk.portal.create_integrator(&a, &of.call_center, draft).await
    }),
    method!(plug_in, &[P::WriteIntegrators, P::ExecuteEndpoints], BOTH, |g, a, of| async move {
        let draft = integrator(json!({"template": "hubspot", "fields": {"Authorization": "pat-1"}}));
        g.desk.portal.plug_in(&a, &of.call_center, draft, Verification::Skipped).await
    }),
    method!(update_integrator, &[P::WriteIntegrators], BOTH, |g, a, of| {
        g.desk.portal.update_integrator(&a, seen(of.integrator), integrator(json!({"template": of.template})))
    }),
    method!(copy_integrator, &[P::ReadIntegrations, P::WriteIntegrators], BOTH, |g, a, of| {
        g.desk.portal.copy_integrator(&a, of.integrator, of.call_center.clone())
    }),
    method!(delete_integrator, &[P::WriteIntegrators], BOTH, |g, a, of| {
        g.desk.portal.delete_integrator(&a, seen(of.integrator))
    }),
    method!(circuit, &[P::ReadIntegrations], BOTH, |g, a, of| g.desk.portal.circuit(&a, of.integrator)),
];
