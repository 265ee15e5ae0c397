//! What is plugged in for a call center, as its callbox sees it.

use crate::error::StoreError;
use crate::unit::Db;
use crate::words::Place;
use patchbay_model::callbox::{CallboxCode, CallboxEndpoint, CallboxIntegration, CallboxIntegrator};
use patchbay_model::id::{CallCenterId, IntegratorId, Version};
use serde::Deserialize;
use serde_json::Value;

/// The most of one answer: a call center has a handful.
const MOST: i64 = 200;

/// An endpoint as the query puts it together.
#[derive(Deserialize)]
struct Row {
    name: String,
    label: String,
    #[serde(rename = "type")]
    endpoint_type: String,
    triggers: Value,
}

/// Lists what is switched on, by the template's name. What stands behind event integrations is not the callbox's, and a
/// document that the template has switched off is left out.
pub async fn list<'c>(db: impl Db<'c>, call_center: &CallCenterId) -> Result<Vec<CallboxIntegration>, StoreError> {
    let found = sqlx::query!(
        r#"SELECT t.name, t.label, t.type, i.id, i.host,
             c.version AS "code_version?", nullif(c.function_module, '') AS function, nullif(c.show_info_module, '') AS show_info,
             CASE WHEN t.info_enabled THEN i.info END AS info, CASE WHEN t.iframe_enabled THEN i.iframe END AS iframe,
             (SELECT coalesce(json_agg(json_build_object('name', e.name, 'label', e.label, 'type', e.type, 'triggers', e.triggers)
                ORDER BY lower(e.name) COLLATE "C", e.id), '[]'::json)
              FROM endpoints e WHERE e.template_id = t.id AND e.enabled AND e.type <> 'auth') AS "endpoints!"
           FROM integrators i JOIN templates t ON t.id = i.template_id
             LEFT JOIN private_codes c ON c.template_id = t.id AND c.function_module || c.show_info_module <> ''
           WHERE i.call_center_id = $1 AND i.enabled
             AND NOT EXISTS (SELECT FROM hidden_parts o WHERE o.integrator_id = i.id)
           ORDER BY t.name, t.id LIMIT $2"#,
        call_center.as_str(),
        MOST,
    );
    let found = found.fetch_all(db.executor()).await?;
    let read = found.into_iter().map(|row| {
        let place = Place { table: "integrators", row: &row.id };
        let endpoints: Vec<Row> = place.document(row.endpoints)?;
        let endpoints = endpoints.into_iter().map(|endpoint| {
            Ok(CallboxEndpoint {
                name: endpoint.name,
                label: endpoint.label,
                endpoint_type: place.word(endpoint.endpoint_type)?,
                triggers: place.document(endpoint.triggers)?,
            })
        });
        Ok(CallboxIntegration {
            integrator: CallboxIntegrator { id: IntegratorId(row.id), name: row.name.clone(), host: row.host },
            template: row.name,
            label: row.label,
            template_type: place.word(row.r#type)?,
            info: row.info,
            iframe: row.iframe,
            endpoints: endpoints.collect::<Result<_, StoreError>>()?,
            code: row.code_version.map(|version| CallboxCode {
                version: Version(version),
                function: row.function,
                show_info: row.show_info,
            }),
        })
    });
    read.collect()
}
