//! Everything that running an endpoint needs, in one query.

mod row;

use crate::Sealed;
use crate::data_keys::WrappedDataKey;
use crate::error::StoreError;
use crate::unit::Db;
use patchbay_model::endpoint::Endpoint;
use patchbay_model::id::{CallCenterId, ConfigurationVersionId, EndpointId, IntegratorId, TemplateId};
use patchbay_model::template::{Parameter, TemplateType};
use row::Row;
use uuid::Uuid;

/// A template as one call center sees it, ready to be compiled with one endpoint.
#[derive(Debug, Clone)]
pub struct Recipe {
    /// The template.
    pub template_id: TemplateId,
    /// Its name.
    pub template_name: String,
    /// Its type.
    pub template_type: TemplateType,
    /// Its parameters in order.
    pub parameters: Vec<Parameter>,
    /// The template's configuration version.
    pub template_version_id: ConfigurationVersionId,
    /// The endpoint that runs; none: the template has none of this name.
    pub endpoint: Option<VersionedEndpoint>,
    /// The template's auth endpoints.
    pub auth_endpoints: Vec<VersionedEndpoint>,
    /// What the call center plugged in; none: it did not.
    pub integrator: Option<RecipeIntegrator>,
}

/// An endpoint with the configuration version that executions refer to.
#[derive(Debug, Clone, PartialEq)]
pub struct VersionedEndpoint {
    /// The endpoint.
    pub endpoint: Endpoint,
    /// Its configuration version.
    pub version_id: ConfigurationVersionId,
}

/// An integrator with its secrets as sealed.
#[derive(Debug, Clone)]
pub struct RecipeIntegrator {
    /// The integrator.
    pub id: IntegratorId,
    /// The call center.
    pub call_center_id: CallCenterId,
    /// Bare `host[:port]`.
    pub host: String,
    /// What it is for.
    pub description: String,
    /// False: it does not run.
    pub enabled: bool,
    /// Its configuration version.
    pub version_id: ConfigurationVersionId,
    /// Its values by parameter.
    pub fields: Vec<(String, StoredValue)>,
    /// Its secrets by credential id.
    pub credentials: Vec<(String, StoredSecret)>,
    /// What the secrets were sealed with; none when the call center never had one.
    pub data_key: Option<WrappedDataKey>,
}

/// A field's value as stored.
#[derive(Clone, PartialEq, Eq)]
pub enum StoredValue {
    /// In plain text.
    Plain(String),
    /// Sealed.
    Sealed(StoredSecret),
}

/// A secret as stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredSecret {
    /// The secret.
    pub sealed: Sealed,
    /// The hosts that the template's endpoints named when it was entered: it goes to these and to the integrator's.
    pub hosts: Vec<String>,
}

impl std::fmt::Debug for StoredValue {
    // The parameter of a plain value may have become secret since.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Plain(_) => "Plain(…)",
            Self::Sealed(_) => "Sealed(…)",
        })
    }
}

// json_agg of rows and not of jsonb: the order of members in request and response has to survive.
macro_rules! select {
    ($endpoint:literal, $integrator:literal, $tail:literal, $($argument:expr),* $(,)?) => {
        sqlx::query_as!(
            Row,
            r#"SELECT t.id, t.name, t.type, t.configuration_version_id, template_parameters_json(t.id) AS "parameters!",
                 (SELECT COALESCE(json_agg(x), '[]') FROM (
                    SELECT e.*, a.name AS auth_endpoint, lower(e.name) AS sort_key
                    FROM endpoints e LEFT JOIN endpoints a ON a.id = e.auth_endpoint_id
                    WHERE e.template_id = t.id AND (e.type = 'auth' OR "# + $endpoint + r#")
                    ORDER BY e.id
                  ) x) AS "endpoints!",
                 i.id AS "integrator_id?", i.call_center_id AS "call_center_id?", i.host AS "host?",
                 i.description AS "description?", i.enabled AS "enabled?",
                 i.configuration_version_id AS "integrator_version_id?",
                 ARRAY(SELECT name FROM integrator_fields f WHERE f.integrator_id = i.id ORDER BY name) AS "field_names!",
                 ARRAY(SELECT value FROM integrator_fields f WHERE f.integrator_id = i.id ORDER BY name)
                   AS "field_values!: Vec<Option<String>>",
                 ARRAY(SELECT sealed FROM integrator_fields f WHERE f.integrator_id = i.id ORDER BY name)
                   AS "field_secrets!: Vec<Option<Vec<u8>>>",
                 ARRAY(SELECT array_to_string(hosts, ' ') FROM integrator_fields f WHERE f.integrator_id = i.id ORDER BY name)
                   AS "field_hosts!",
                 ARRAY(SELECT credential_id FROM credentials c WHERE c.integrator_id = i.id ORDER BY credential_id)
                   AS "credential_ids!",
                 ARRAY(SELECT sealed FROM credentials c WHERE c.integrator_id = i.id ORDER BY credential_id)
                   AS "credential_secrets!",
                 ARRAY(SELECT array_to_string(hosts, ' ') FROM credentials c WHERE c.integrator_id = i.id ORDER BY credential_id)
                   AS "credential_hosts!",
                 k.wrapped AS "wrapped?", k.master_key_id AS "master_key_id?"
               FROM templates t
               LEFT JOIN integrators i ON i.template_id = t.id AND "# + $integrator + r#"
               LEFT JOIN data_keys k ON k.call_center_id = i.call_center_id "# + $tail,
            $($argument),*
        )
    };
}

/// Finds what a call center's path names: template by name or id, endpoint by name. None: no such template.
pub async fn find<'c>(
    db: impl Db<'c>,
    call_center: &CallCenterId,
    template: &str,
    endpoint: &str,
) -> Result<Option<Recipe>, StoreError> {
    let found = select!(
        "e.name = $4",
        "i.call_center_id = $1",
        "WHERE (t.id = $2 OR t.name = $3) AND (t.call_center_id IS NULL OR t.call_center_id = $1)
         ORDER BY t.id = $2 DESC LIMIT 1",
        call_center.as_str(),
        Uuid::parse_str(template).unwrap_or_default(),
        template,
        endpoint,
    );
    let row = found.fetch_optional(db.executor()).await?;
    row.map(|row| row.read(|read| read.draft.name == endpoint)).transpose()
}

/// Finds an endpoint with the integrator of a call center, by id: for tests from the portal, triggers and replays.
pub async fn find_by_id<'c>(
    db: impl Db<'c>,
    call_center: &CallCenterId,
    endpoint: EndpointId,
) -> Result<Option<Recipe>, StoreError> {
    let found = select!(
        "e.id = $2",
        "i.call_center_id = $1",
        "WHERE t.id = (SELECT template_id FROM endpoints WHERE id = $2) AND (t.call_center_id IS NULL OR t.call_center_id = $1)",
        call_center.as_str(),
        endpoint.0,
    );
    let row = found.fetch_optional(db.executor()).await?;
    row.map(|row| row.read(|read| read.id == endpoint)).transpose()
}

/// Everything that can run by itself in a call center: one recipe per enabled endpoint with triggers, of every enabled
/// integrator.
pub async fn all_listening<'c>(db: impl Db<'c>, call_center: &CallCenterId) -> Result<Vec<Recipe>, StoreError> {
    let found = select!(
        r#"(e.enabled AND jsonb_array_length(e.triggers) > 0 AND e.triggers <> '["manual"]')"#,
        "i.call_center_id = $1",
        "WHERE i.call_center_id = $1 AND i.enabled AND (t.call_center_id IS NULL OR t.call_center_id = $1) ORDER BY t.id",
        call_center.as_str(),
    );
    let mut listening = Vec::new();
    for row in found.fetch_all(db.executor()).await? {
        row.read_listening(&mut listening)?;
    }
    Ok(listening)
}

/// Finds a template's auth endpoints with the integrator of a call center, without an endpoint: for checking a draft that
/// is not saved yet.
pub async fn find_by_template<'c>(
    db: impl Db<'c>,
    call_center: &CallCenterId,
    template: TemplateId,
) -> Result<Option<Recipe>, StoreError> {
    let found = select!(
        "false",
        "i.call_center_id = $1",
        "WHERE t.id = $2 AND (t.call_center_id IS NULL OR t.call_center_id = $1)",
        call_center.as_str(),
        template.0,
    );
    found.fetch_optional(db.executor()).await?.map(|row| row.read(|_| false)).transpose()
}
