//! `/dolphin/apiv1/graph/…`: what third parties read.

use super::error::OmnichannelError;
use super::wire::{ContactQuery, Credentials, Granted, PageQuery, Read};
use crate::address::client_address;
use crate::dialect::{body_limit, read_body};
use crate::state::AppState;
use axum::Json;
use axum::extract::{Query, Request, State};
use patchbay_app::portal::PortalError;
use patchbay_model::conversation::GraphQuery;
use patchbay_model::json;
use patchbay_model::messaging::ContactId;
use patchbay_model::messaging::refusal::{Refusal, RefusalCode};
use serde_json::Value;

/// Grants a token to whoever knows a call center's id and the secret of an omnichannel adapter of it. Who guesses waits
/// longer each time, as people do who sign in.
pub(super) async fn grant(State(state): State<AppState>, request: Request) -> Result<Json<Granted>, OmnichannelError> {
    let address = client_address(&request, state.settings.trusted_proxies).to_string();
    let (parts, body) = request.into_parts();
    let text = read_body(&parts.headers, body, body_limit(&state.settings)).await?;
    let Credentials { username, password } = Credentials::read(&text)?;
    let granted = match state.portal.sign_in_third_party(&username, &password, &address).await {
        // In the words of every other 401 here: they tell nothing.
        Err(PortalError::WrongCredentials) => return Err(Refusal::unauthenticated().into()),
        granted => granted?,
    };
    Ok(Json(Granted { token: granted.token, expire_at: granted.expires_at.0.timestamp_millis() }))
}

/// Reads a customer.
pub(super) async fn contact(
    State(state): State<AppState>,
    query: Result<Query<ContactQuery>, axum::extract::rejection::QueryRejection>,
    request: Request,
) -> Result<Json<Read>, OmnichannelError> {
    let actor = state.adapter_callers.graph(request.headers()).await?;
    let Some(owner) = actor.call_center.clone() else { return Err(Refusal::unauthenticated().into()) };
    let named = query.ok().and_then(|Query(query)| query.contact_id);
    let missing = || Refusal::new(RefusalCode::MissingMember, "name the contact: contactId=…");
    let contact: Result<ContactId, _> = named.ok_or_else(missing)?.parse();
    let contact = contact.map_err(|_| Refusal::new(RefusalCode::NotFound, "there is no such contact"))?;
    let found = state.portal.graph_contact(&actor, &owner, contact).await?;
    Ok(Json(Read::one(serde_json::to_value(found).unwrap_or(Value::Null))))
}

/// Reads messages, 50 at a time.
pub(super) async fn conversations(
    State(state): State<AppState>,
    query: Result<Query<PageQuery>, axum::extract::rejection::QueryRejection>,
    request: Request,
) -> Result<Json<Read>, OmnichannelError> {
    let (parts, body) = request.into_parts();
    let actor = state.adapter_callers.graph(&parts.headers).await?;
    let Some(owner) = actor.call_center.clone() else { return Err(Refusal::unauthenticated().into()) };
    let start = query.ok().and_then(|Query(query)| query.start_index);
    let wrong = || Refusal::new(RefusalCode::InvalidValue, "startIndex is a number from 0");
    let start = start.map_or(Some(0), |text| text.parse().ok()).ok_or_else(wrong)?;
    let text = read_body(&parts.headers, body, body_limit(&state.settings)).await?;
    let query: GraphQuery =
        if text.trim().is_empty() { GraphQuery::default() } else { json::parse(&text).map_err(Refusal::from)? };
    let (data, next) = state.portal.graph_conversations(&actor, &owner, query, start).await?;
    Ok(Json(Read::page(data, next)))
}
