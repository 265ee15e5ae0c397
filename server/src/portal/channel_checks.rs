//! What of a channel only this deployment and its call center can judge, and the tokens of inbound webhooks.

use super::webhooks::check_plain;
use super::{ServerPortal, refusal};
use patchbay_app::portal::{PortalError, PortalResult};
use patchbay_model::endpoint::EndpointType;
use patchbay_model::id::CallCenterId;
use patchbay_model::messaging::channel::{Channel, ChannelDraft, Transport};
use patchbay_model::sentence;
use patchbay_model::sentence::Sentence;
use patchbay_model::time::Timestamp;
use patchbay_store::{Unit, channels, recipes};
use patchbay_vault::{Token, TokenKind};

const NOUN: Sentence = sentence!("channel");

impl ServerPortal {
    /// What only this deployment and this call center know: hosts without TLS, and what sends SMS.
    pub(super) async fn check_channel(
        &self,
        unit: &mut Unit,
        call_center: &CallCenterId,
        draft: &ChannelDraft,
    ) -> PortalResult<()> {
        match draft.transport() {
            Some(Transport::Gateway { .. }) => {
                check_plain(self.client.allow_list(), draft.plain_host().into_iter().collect())
            }
            Some(Transport::Sms { template, endpoint, .. }) => {
                let found = recipes::find(unit, call_center, template, endpoint).await;
                let found = found.map_err(refusal::of_store(NOUN))?;
                let Some(found) = found.filter(|found| found.integrator.is_some()) else {
                    let message = sentence!("this call center has no integrator of such a template: plug it in first");
                    return Err(PortalError::invalid("/template", message));
                };
                let sends = found.endpoint.is_some_and(|one| one.endpoint.draft.endpoint_type == EndpointType::SendSms);
                if sends {
                    return Ok(());
                }
                Err(PortalError::invalid(
                    "/endpoint",
                    sentence!("the template has no endpoint of type sendSms with this name"),
                ))
            }
            _ => Ok(()),
        }
    }
}

/// Gives an SMS channel another token; the channel with its record, and the text that is shown this once.
pub(super) async fn new_token(unit: &mut Unit, of: &Channel, at: Timestamp) -> PortalResult<(Channel, String)> {
    let token = Token::generate(TokenKind::Gateway).map_err(refusal::of_vault)?;
    let hash = token.hash();
    let after = channels::rotate_inbound_token(unit, &of.call_center_id, of.id, hash.as_bytes(), at).await;
    Ok((after.map_err(refusal::of_store(NOUN))?, token.expose().to_owned()))
}
