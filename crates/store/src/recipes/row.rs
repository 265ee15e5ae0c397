//! A recipe's row.

use super::{Recipe, RecipeIntegrator, StoredSecret, StoredValue, VersionedEndpoint};
use crate::Sealed;
use crate::data_keys::WrappedDataKey;
use crate::endpoints;
use crate::error::StoreError;
use crate::words::Place;
use patchbay_model::endpoint::{Endpoint, EndpointType};
use patchbay_model::id::{ConfigurationVersionId, IntegratorId, TemplateId};
use serde_json::Value;
use uuid::Uuid;

pub(super) struct Row {
    pub id: Uuid,
    pub name: String,
    pub r#type: String,
    pub configuration_version_id: Uuid,
    pub parameters: Value,
    pub endpoints: Value,
    pub integrator_id: Option<Uuid>,
    pub call_center_id: Option<String>,
    pub host: Option<String>,
    pub description: Option<String>,
    pub enabled: Option<bool>,
    pub integrator_version_id: Option<Uuid>,
    pub field_names: Vec<String>,
    pub field_values: Vec<Option<String>>,
    pub field_secrets: Vec<Option<Vec<u8>>>,
    /// Each with spaces between: an array of arrays would need as many of each.
    pub field_hosts: Vec<String>,
    pub credential_ids: Vec<String>,
    pub credential_secrets: Vec<Vec<u8>>,
    pub credential_hosts: Vec<String>,
    pub wrapped: Option<Vec<u8>>,
    pub master_key_id: Option<String>,
}

impl Row {
    pub fn read(self, is_asked: impl Fn(&Endpoint) -> bool) -> Result<Recipe, StoreError> {
        let place = Place { table: "templates", row: &self.id };
        let rows: Vec<endpoints::Row> = place.document(self.endpoints.clone())?;
        let (mut endpoint, mut auth_endpoints) = (None, Vec::new());
        for row in rows {
            let version_id = ConfigurationVersionId(row.configuration_version_id);
            let read = VersionedEndpoint { endpoint: row.read()?, version_id };
            if is_asked(&read.endpoint) {
                endpoint = Some(read.clone());
            }
            if read.endpoint.draft.endpoint_type == EndpointType::Auth {
                auth_endpoints.push(read);
            }
        }
        Ok(Recipe {
            template_id: TemplateId(self.id),
            template_type: place.word(self.r#type.clone())?,
            parameters: place.document(self.parameters.clone())?,
            template_version_id: ConfigurationVersionId(self.configuration_version_id),
            endpoint,
            auth_endpoints,
            template_name: self.name.clone(),
            integrator: self.integrator()?,
        })
    }

    /// One recipe for each of its endpoints that are no auth endpoints.
    pub fn read_listening(self, listening: &mut Vec<Recipe>) -> Result<(), StoreError> {
        let place = Place { table: "templates", row: &self.id };
        let mut endpoints = Vec::new();
        for row in place.document::<Vec<endpoints::Row>>(self.endpoints.clone())? {
            let version_id = ConfigurationVersionId(row.configuration_version_id);
            let read = VersionedEndpoint { endpoint: row.read()?, version_id };
            if read.endpoint.draft.endpoint_type != EndpointType::Auth {
                endpoints.push(read);
            }
        }
        if endpoints.is_empty() {
            return Ok(());
        }
        let recipe = self.read(|_| false)?;
        listening.extend(endpoints.into_iter().map(|endpoint| Recipe { endpoint: Some(endpoint), ..recipe.clone() }));
        Ok(())
    }

    fn integrator(self) -> Result<Option<RecipeIntegrator>, StoreError> {
        let (Some(id), Some(call_center), Some(host), Some(description), Some(enabled), Some(version_id)) = (
            self.integrator_id,
            self.call_center_id,
            self.host,
            self.description,
            self.enabled,
            self.integrator_version_id,
        ) else {
            return Ok(None);
        };
        let place = Place { table: "integrators", row: &id };
        let call_center_id = place.call_center(&call_center)?;
        let data_key = self.wrapped.zip(self.master_key_id).map(|(wrapped, master_key_id)| WrappedDataKey {
            call_center_id: call_center_id.clone(),
            wrapped: Sealed(wrapped),
            master_key_id,
        });
        let values = self.field_values.into_iter().zip(self.field_secrets).zip(self.field_hosts);
        let fields = self.field_names.into_iter().zip(values).filter_map(|(name, value)| match value {
            ((_, Some(sealed)), hosts) => Some((name, StoredValue::Sealed(secret(sealed, &hosts)))),
            ((Some(plain), None), _) => Some((name, StoredValue::Plain(plain))),
            ((None, None), _) => None,
        });
        let secrets = self.credential_secrets.into_iter().zip(&self.credential_hosts);
        let secrets = secrets.map(|(sealed, hosts)| secret(sealed, hosts));
        Ok(Some(RecipeIntegrator {
            id: IntegratorId(id),
            call_center_id,
            host,
            description,
            enabled,
            version_id: ConfigurationVersionId(version_id),
            fields: fields.collect(),
            credentials: self.credential_ids.into_iter().zip(secrets).collect(),
            data_key,
        }))
    }
}

fn secret(sealed: Vec<u8>, hosts: &str) -> StoredSecret {
    StoredSecret { sealed: Sealed(sealed), hosts: hosts.split_whitespace().map(str::to_owned).collect() }
}
