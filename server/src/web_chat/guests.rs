//! Visitors: who shows which token, and how often one may ask.

use super::{WebChats, too_many};
use crate::caller::check_rate;
use crate::clock;
use crate::portal::told;
use crate::problem::{ApiError, ApiResult};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};
use patchbay_app::portal::PortalError;
use patchbay_model::messaging::ChatId;
use patchbay_model::messaging::channel::Channel;
use patchbay_model::messaging::chat::ChatKey;
use patchbay_model::messaging::visit::{HOST_ID, MAXIMUM_NAME, VisitDraft};
use patchbay_model::problem::ProblemCode;
use patchbay_model::sentence;
use patchbay_store::visitors::{self, Visitor};
use patchbay_vault::{Token, TokenHash, TokenKind};
use std::net::IpAddr;
use std::num::NonZeroU32;

type Hash = [u8; 32];

/// Visitors behind one address, such as an office's: together they may ask so many times as often as one.
const VISITORS_OF_AN_ADDRESS: NonZeroU32 = NonZeroU32::MIN.saturating_add(19);
/// Visits that may begin at one address in a minute.
const VISITS: NonZeroU32 = NonZeroU32::MIN.saturating_add(119);
/// Files of one visitor in a minute.
const FILES: NonZeroU32 = NonZeroU32::MIN.saturating_add(9);

/// A visitor who showed the token of a channel's chat.
#[derive(Debug, Clone)]
pub struct Guest {
    /// The channel.
    pub channel: Channel,
    /// Who it is.
    pub visitor: Visitor,
    hash: Hash,
}

impl Guest {
    /// The only chat that the token opens.
    #[must_use]
    pub fn chat(&self) -> ChatId {
        let (channel, client_id) = (self.channel.name.clone(), self.visitor.client_id.clone());
        ChatKey { channel, client_id, host_id: HOST_ID.to_owned() }.id(&self.visitor.call_center_id)
    }

    /// The channel's name of a visitor's message: two visitors may choose the same id.
    #[must_use]
    pub fn message_key(&self, id: &str) -> String {
        format!("{}:{id}", self.visitor.client_id)
    }

    /// The visitor's id of a message, out of the channel's name of it.
    #[must_use]
    pub fn own_id(&self, key: &str) -> Option<String> {
        key.strip_prefix(self.visitor.client_id.as_str())?.strip_prefix(':').map(str::to_owned)
    }
}

/// Counts requests.
pub(super) struct Rates {
    visitors: DefaultKeyedRateLimiter<Hash>,
    addresses: DefaultKeyedRateLimiter<IpAddr>,
    visits: DefaultKeyedRateLimiter<IpAddr>,
    files: DefaultKeyedRateLimiter<Hash>,
}

impl Rates {
    /// Allows each visitor so many requests a second, and twice that in a burst.
    pub(super) fn new(per_second: NonZeroU32) -> Self {
        let twice = |rate: NonZeroU32| rate.saturating_mul(NonZeroU32::MIN.saturating_add(1));
        let of_address = per_second.saturating_mul(VISITORS_OF_AN_ADDRESS);
        Self {
            visitors: RateLimiter::keyed(Quota::per_second(per_second).allow_burst(twice(per_second))),
            addresses: RateLimiter::keyed(Quota::per_second(of_address).allow_burst(twice(of_address))),
            visits: RateLimiter::keyed(Quota::per_minute(VISITS)),
            files: RateLimiter::keyed(Quota::per_minute(FILES)),
        }
    }

    pub(super) fn check_file(&self, guest: &Guest) -> ApiResult<()> {
        check(&self.files, &guest.hash)
    }

    pub(super) fn forget_the_idle(&self) {
        self.visitors.retain_recent();
        self.addresses.retain_recent();
        self.visits.retain_recent();
        self.files.retain_recent();
    }
}

fn check<K: std::hash::Hash + Eq + Clone>(rates: &DefaultKeyedRateLimiter<K>, key: &K) -> ApiResult<()> {
    check_rate(rates, key).map_err(too_many)
}

impl WebChats {
    /// Counts a request of an address, whoever it is.
    ///
    /// # Errors
    /// There were too many.
    pub fn check_address(&self, address: IpAddr) -> ApiResult<()> {
        check(&self.rates.addresses, &address)
    }

    /// A new visitor of a channel, with the token, which is nowhere else.
    ///
    /// # Errors
    /// The name is too long, too many visits begin at this address, or the database is away.
    pub async fn welcome(&self, channel: &Channel, draft: &VisitDraft, address: IpAddr) -> ApiResult<(Guest, String)> {
        let name = checked_name(draft)?.unwrap_or_default().to_owned();
        check(&self.rates.visits, &address)?;
        let token = Token::generate(TokenKind::Visitor).map_err(|error| PortalError::Internal(Box::new(error)))?;
        let visitor = Visitor {
            call_center_id: channel.call_center_id.clone(),
            channel_id: channel.id,
            client_id: clock::new_id().simple().to_string(),
            name,
        };
        let hash = *token.hash().as_bytes();
        visitors::insert(&self.store, &hash, &visitor, clock::now()).await.map_err(told("web chat".into()))?;
        Ok((Guest { channel: channel.clone(), visitor, hash }, token.expose().to_owned()))
    }

    /// Notes that a visitor is there again, perhaps with another name.
    ///
    /// # Errors
    /// The name is too long, or the database is away.
    pub async fn welcome_back(&self, guest: &mut Guest, draft: &VisitDraft) -> ApiResult<()> {
        let name = checked_name(draft)?;
        visitors::touch(&self.store, &guest.hash, name, clock::now()).await.map_err(told("visitor".into()))?;
        if let Some(name) = name {
            guest.visitor.name = name.to_owned();
        }
        Ok(())
    }

    /// The visitor of a channel who shows a token.
    ///
    /// # Errors
    /// It is none of this channel's, there were too many requests, or the database is away.
    pub async fn guest(&self, channel: &Channel, token: Option<&str>) -> ApiResult<Guest> {
        let token = token.filter(|token| TokenKind::claimed_by(token) == Some(TokenKind::Visitor));
        let hash = *TokenHash::of(token.ok_or_else(unknown)?).as_bytes();
        let found = visitors::find_by_hash(&self.store, channel.id, &hash).await.map_err(told("visitor".into()))?;
        let visitor = found.ok_or_else(unknown)?;
        check(&self.rates.visitors, &hash)?;
        Ok(Guest { channel: channel.clone(), visitor, hash })
    }
}

fn checked_name(draft: &VisitDraft) -> ApiResult<Option<&str>> {
    let name = draft.name.as_deref().map(str::trim).filter(|name| !name.is_empty());
    let fits = name.is_none_or(|name| name.chars().count() <= MAXIMUM_NAME && !name.contains(char::is_control));
    if fits {
        Ok(name)
    } else {
        Err(PortalError::invalid("/name", sentence!("use at most 100 characters on one line")).into())
    }
}

fn unknown() -> ApiError {
    ApiError::new(ProblemCode::Unauthenticated, "send Authorization: Bearer with the token that this visit began with")
}
