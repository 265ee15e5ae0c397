//! An integrator's row.

use crate::error::StoreError;
use crate::words::Place;
use chrono::{DateTime, Utc};
use patchbay_model::id::{IntegratorId, TemplateId, Version};
use patchbay_model::integrator::{FieldValue, Integrator, SecretState};
use patchbay_model::time::Timestamp;
use serde::Deserialize;
use serde_json::Value;
use uuid::Uuid;

pub(super) struct Row {
    pub id: Uuid,
    pub call_center_id: String,
    pub template_id: Uuid,
    pub template: String,
    pub host: String,
    pub description: String,
    pub enabled: bool,
    pub info: Option<Value>,
    pub iframe: Option<Value>,
    pub fields: Value,
    pub credentials: Value,
    pub version: i64,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
    // The name of an integrator in lists: whose it is.
    pub sort_key: String,
}

/// What integrator_fields_json gives per parameter.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Field {
    name: String,
    secret: bool,
    value: Option<String>,
    updated_at: Option<Timestamp>,
}

impl Field {
    fn read(self) -> (String, FieldValue) {
        let value = match (self.secret, self.value) {
            (true, _) => {
                FieldValue::Secret(SecretState { set: self.updated_at.is_some(), updated_at: self.updated_at })
            }
            (false, Some(value)) => FieldValue::Plain(value),
            (false, None) => FieldValue::Missing(()),
        };
        (self.name, value)
    }
}

impl Row {
    pub fn read(self) -> Result<Integrator, StoreError> {
        let place = Place { table: "integrators", row: &self.id };
        let fields: Vec<Field> = place.document(self.fields)?;
        Ok(Integrator {
            id: IntegratorId(self.id),
            call_center_id: place.call_center(&self.call_center_id)?,
            template: self.template,
            template_id: TemplateId(self.template_id),
            host: self.host,
            description: self.description,
            enabled: self.enabled,
            info: self.info,
            iframe: self.iframe,
            fields: fields.into_iter().map(Field::read).collect(),
            credentials: place.document(self.credentials)?,
            version: Version(self.version),
            created_at: self.created_at.into(),
            updated_at: self.updated_at.into(),
        })
    }
}
