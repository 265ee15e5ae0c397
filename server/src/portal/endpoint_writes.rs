//! Saving an endpoint: it is compiled against its template and its neighbours, and its neighbours against it.

use super::endpoints::{self, NOUN, deed, frame, in_use};
use super::trail;
use super::{ServerPortal, refusal, templates};
use crate::clock;
use patchbay_app::portal::{Actor, Change, PortalError, PortalResult};
use patchbay_engine::plan;
use patchbay_model::access::Permission;
use patchbay_model::audit::AuditAction;
use patchbay_model::endpoint::{Endpoint, EndpointDraft, EndpointType};
use patchbay_model::id::{EndpointId, TemplateId};
use patchbay_model::sentence;
use patchbay_model::sentence::Sentence;
use patchbay_model::template::Template;
use patchbay_model::valid::Valid;
use patchbay_store::changes::Change as Stored;
use patchbay_store::{Reach, Unit, endpoints as stored, templates as stored_templates};
use serde_json::Value;

impl ServerPortal {
    /// Compiles and creates an endpoint.
    pub(super) async fn insert_endpoint(
        &self,
        actor: &Actor,
        template: TemplateId,
        draft: EndpointDraft,
        action: AuditAction,
    ) -> PortalResult<Endpoint> {
        let mut unit = self.begin().await?;
        let template = templates::permitted(&mut unit, actor, Permission::WriteTemplates, template).await?;
        let (draft, at) = (Valid::check(draft)?, clock::now());
        compile(&mut unit, &template, None, &draft).await?;
        let (id, reach, stamp) = (EndpointId(clock::new_id()), Reach::from(actor), trail::stamp(actor, at));
        let created = stored::insert(&mut unit, &reach, id, template.id, &draft, &stamp)
            .await
            .map_err(refusal::of_store(NOUN))?;
        // Again after the write: it holds the lock of the template, and what was read before may be old by now.
        refuse_broken(&mut unit, &template, id, &draft).await?;
        let deed = deed(action, &created, &template, Value::Null, trail::document(&created)?);
        trail::note(&mut unit, actor, at, deed).await?;
        self.commit_change(unit, &Stored::Template(template.id)).await?;
        Ok(created)
    }

    /// Compiles and saves an endpoint.
    pub(super) async fn save_endpoint(
        &self,
        actor: &Actor,
        change: Change<EndpointId>,
        draft: EndpointDraft,
        action: AuditAction,
    ) -> PortalResult<Endpoint> {
        let mut unit = self.begin().await?;
        let before = endpoints::find(&mut unit, actor, change.id).await?;
        let template = templates::permitted(&mut unit, actor, Permission::WriteTemplates, before.template_id).await?;
        let (draft, at) = (Valid::check(draft)?, clock::now());
        if change.version.is_some_and(|version| version != before.version) {
            return Err(PortalError::Stale);
        }
        refuse_to_leave_users(&mut unit, &before, &draft).await?;
        compile(&mut unit, &template, Some(change.id), &draft).await?;
        let (reach, stamp) = (Reach::from(actor), trail::stamp(actor, at));
        let after = stored::update(&mut unit, &reach, change.id, &draft, change.version, &stamp)
            .await
            .map_err(refusal::of_store(NOUN))?;
        refuse_broken(&mut unit, &template, change.id, &draft).await?;
        let deed = deed(action, &after, &template, trail::document(&before)?, trail::document(&after)?);
        trail::note(&mut unit, actor, at, deed).await?;
        self.commit_change(unit, &Stored::Template(template.id)).await?;
        Ok(after)
    }
}

/// An auth endpoint that others use keeps its name and its type. A new name would change what the others say without
/// anybody having saved them.
async fn refuse_to_leave_users(unit: &mut Unit, before: &Endpoint, draft: &EndpointDraft) -> PortalResult<()> {
    let was_auth = before.draft.endpoint_type == EndpointType::Auth;
    let stays = draft.endpoint_type == EndpointType::Auth && draft.name == before.draft.name;
    if !was_auth || stays {
        return Ok(());
    }
    let usage = stored::usage(unit, &Reach::All, before.id).await.map_err(refusal::of_store(NOUN))?;
    if usage.signs_in.is_empty() { Ok(()) } else { Err(in_use(&before.draft.name, &usage.signs_in)) }
}

/// Compiles a draft against the template and the other endpoints in it.
async fn compile(
    unit: &mut Unit,
    template: &Template,
    own: Option<EndpointId>,
    draft: &EndpointDraft,
) -> PortalResult<()> {
    let found = stored::all(unit, &Reach::All, template.id).await.map_err(refusal::of_store(NOUN))?;
    let others = found.iter().filter(|other| Some(other.id) != own).map(|other| &other.draft);
    plan::compile(&frame(template).around(others), draft)?;
    Ok(())
}

/// After the write, under the template's lock: the endpoint against the template as it is now, and the others against
/// the endpoint.
async fn refuse_broken(
    unit: &mut Unit,
    template: &Template,
    own: EndpointId,
    draft: &EndpointDraft,
) -> PortalResult<()> {
    let now = stored_templates::get(&mut *unit, &Reach::All, template.id).await.map_err(refusal::of_store(NOUN))?;
    compile(unit, &now, Some(own), draft).await?;
    refuse_broken_neighbours(unit, &now, own).await
}

/// Compiles the other endpoints of the template.
pub(super) async fn refuse_broken_neighbours(
    unit: &mut Unit,
    template: &Template,
    own: EndpointId,
) -> PortalResult<()> {
    let found = stored::all(unit, &Reach::All, template.id).await.map_err(refusal::of_store(NOUN))?;
    let (ids, drafts): (Vec<_>, Vec<_>) = found.into_iter().map(|endpoint| (endpoint.id, endpoint.draft)).unzip();
    let broken = frame(template).compile_all(&drafts).into_iter().filter(|(index, _)| ids[*index] != own);
    let told: Vec<Sentence> = broken
        .map(|(index, violations)| {
            let messages = violations.into_vec().into_iter().map(|violation| violation.message).collect();
            let why = Sentence::joined(messages, "; ");
            sentence!("%{endpoint}: %{why}", endpoint = &drafts[index].name, why = why)
        })
        .collect();
    if told.is_empty() {
        return Ok(());
    }
    Err(refusal::conflict(
        "",
        sentence!("this would break other endpoints: %{endpoints}", endpoints = Sentence::joined(told, " · ")),
    ))
}
