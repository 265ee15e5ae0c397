//! An endpoint's row.

use crate::error::StoreError;
use crate::words::Place;
use chrono::{DateTime, Utc};
use patchbay_model::endpoint::{Endpoint, EndpointDraft, EndpointType};
use patchbay_model::id::{EndpointId, TemplateId, Version};
use serde_json::Value;
use uuid::Uuid;

/// An endpoint as the table has it; also read from JSON, because a recipe brings several in one row.
#[derive(serde::Deserialize)]
pub(crate) struct Row {
    pub id: Uuid,
    pub template_id: Uuid,
    pub name: String,
    pub label: String,
    pub r#type: String,
    pub method: String,
    pub url: String,
    pub description: String,
    pub triggers: Value,
    pub response_type: Option<String>,
    pub expiry_path: Option<String>,
    pub expired: Option<Value>,
    pub refresh_token: Option<Value>,
    pub is_default: bool,
    pub body_format: String,
    pub auth_endpoint: Option<String>,
    pub timeout_seconds: i32,
    pub enabled: bool,
    pub hard_params: Value,
    pub parameters: Value,
    pub request: Option<Value>,
    pub response: Option<Value>,
    pub configuration_version_id: Uuid,
    pub version: i64,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
    pub sort_key: String,
}

impl Row {
    pub fn read(self) -> Result<Endpoint, StoreError> {
        let place = Place { table: "endpoints", row: &self.id };
        let endpoint_type: EndpointType = place.word(self.r#type)?;
        let draft = EndpointDraft {
            name: self.name,
            label: self.label,
            endpoint_type,
            method: place.word(self.method)?,
            url: self.url,
            description: self.description,
            triggers: place.document(self.triggers)?,
            response_type: self.response_type,
            expiry_path: self.expiry_path,
            expired: self.expired.map(|value| place.document(value)).transpose()?,
            refresh_token: self.refresh_token.map(|value| place.document(value)).transpose()?,
            default: (endpoint_type == EndpointType::Auth).then_some(self.is_default),
            body_format: place.word(self.body_format)?,
            auth_endpoint: self.auth_endpoint,
            timeout_seconds: place.number(self.timeout_seconds)?,
            enabled: self.enabled,
            hard_params: place.document(self.hard_params)?,
            parameters: place.document(self.parameters)?,
            request: self.request,
            response: self.response,
        };
        Ok(Endpoint {
            id: EndpointId(self.id),
            template_id: TemplateId(self.template_id),
            draft,
            version: Version(self.version),
            created_at: self.created_at.into(),
            updated_at: self.updated_at.into(),
        })
    }
}
