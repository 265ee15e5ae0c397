//! The exchanges of one call: usually one, more with Digest or when a kept connection was dead.

use super::authentication::HttpAuthentication;
use super::body::WatchedBody;
use super::digest::{Challenge, Session, SessionKey, Sessions};
use super::error::{NetError, Sent, Stage};
use super::exchange::Exchange;
use super::guard::{AllowList, Destination};
use super::request::{Checked, OutboundRequest, Repeat, header_value};
use super::response::{Connection, OutboundResponse, Timings};
use super::transport::{Transport, wire_request};
use http::header::AUTHORIZATION;
use patchbay_model::secret::Secret;
use std::sync::Arc;
use tokio::time::{Instant, timeout_at};
use url::Position;

const UNAUTHORIZED: u16 = 401;
/// Without credentials, answered, answered again with a fresh nonce: more would be a server that never has enough.
const DIGEST_ANSWERS: u32 = 2;

/// One call, from the first byte to the last.
pub(super) struct Conversation<'a> {
    pub(super) transport: &'a Transport,
    pub(super) sessions: &'a Sessions,
    pub(super) allow_list: &'a Arc<AllowList>,
    pub(super) request: &'a OutboundRequest,
    pub(super) checked: Checked,
    pub(super) destination: Destination,
    pub(super) deadline: Instant,
    pub(super) timings: Timings,
    pub(super) exchanges: u32,
}

impl Conversation<'_> {
    pub(super) async fn run(mut self) -> Result<OutboundResponse, NetError> {
        let mut response = match &self.request.authentication {
            Some(HttpAuthentication::Digest { user, secret }) => self.run_digest(user, secret).await?,
            Some(HttpAuthentication::Basic { .. }) | None => self.exchange(None).await?,
        };
        response.timings = self.timings;
        response.exchanges = self.exchanges;
        Ok(response)
    }

    async fn run_digest(&mut self, user: &str, secret: &Secret) -> Result<OutboundResponse, NetError> {
        let key = self.request.integrator.map(|integrator| SessionKey {
            integrator,
            origin: self.checked.url.origin().ascii_serialization(),
            user: user.to_owned(),
        });
        let mut session = key.as_ref().and_then(|key| self.sessions.get(key));
        let mut answered = 0;
        loop {
            let authorization = session.as_ref().map(|session| {
                let uri = &self.checked.url[Position::BeforePath..Position::AfterQuery];
                session.authorization(user, secret, self.request.method.as_str(), uri)
            });
            let response = self.exchange(authorization.as_deref()).await?;
            if response.answer.status != UNAUTHORIZED {
                return Ok(response);
            }
            // A challenge after an answer to one of this call means wrong credentials, unless only the nonce was stale.
            let worth_answering =
                |challenge: &Challenge| answered == 0 || challenge.is_stale() && answered < DIGEST_ANSWERS;
            let Some(challenge) = Challenge::strongest(&response.answer.headers).filter(worth_answering) else {
                return Ok(response);
            };
            answered += 1;
            let fresh = Arc::new(Session::new(challenge));
            if let Some(key) = &key {
                self.sessions.remember(key.clone(), Arc::clone(&fresh));
            }
            session = Some(fresh);
        }
    }

    async fn exchange(&mut self, authorization: Option<&str>) -> Result<OutboundResponse, NetError> {
        let (exchange, outcome) = self.exchange_once(authorization).await;
        match outcome {
            Err(NetError::Connect { sent: Sent::Maybe, .. })
                if self.request.repeat == Repeat::OnDeadConnection
                    && exchange.connection() == Connection::Reused
                    && exchange.stage().0 != Stage::Read =>
            {
                self.exchange_once(authorization).await.1
            }
            outcome => outcome,
        }
    }

    async fn exchange_once(
        &mut self,
        authorization: Option<&str>,
    ) -> (Arc<Exchange>, Result<OutboundResponse, NetError>) {
        let exchange =
            Exchange::new(self.destination.clone(), Arc::clone(self.allow_list), !self.request.body.is_empty());
        let outcome = self.exchange_as(&exchange, authorization).await;
        (exchange, outcome)
    }

    async fn exchange_as(
        &mut self,
        exchange: &Arc<Exchange>,
        authorization: Option<&str>,
    ) -> Result<OutboundResponse, NetError> {
        exchange.judge_literal()?;
        let request = self.wire_request(exchange, authorization)?;
        self.exchanges += 1;
        let sent = timeout_at(self.deadline, self.transport.exchange(exchange, request)).await;
        let exchanged = sent.unwrap_or_else(|_| {
            let (stage, sent) = exchange.stage();
            Err(NetError::Timeout { stage, limit: self.request.timeout, sent })
        })?;
        self.timings += exchanged.timings;
        let guard = match (exchange.decision(), exchanged.remote) {
            (Some(decision), _) => decision,
            // A kept connection: its address was judged when it was opened, and is judged alike now.
            (None, Some(remote)) => self.destination.decide(&[remote.ip()], self.allow_list)?,
            (None, None) => self.destination.decide(&[], self.allow_list)?,
        };
        Ok(OutboundResponse {
            answer: exchanged.answer,
            timings: self.timings,
            remote: exchanged.remote,
            guard,
            connection: exchange.connection(),
            exchanges: self.exchanges,
        })
    }

    fn wire_request(
        &self,
        exchange: &Arc<Exchange>,
        authorization: Option<&str>,
    ) -> Result<http::Request<WatchedBody>, NetError> {
        let mut headers = self.checked.headers.clone();
        if let Some(authorization) = authorization {
            headers.insert(AUTHORIZATION, header_value("Authorization", authorization)?);
        }
        let body = WatchedBody::new(self.request.body.clone(), Arc::clone(exchange));
        Ok(wire_request(self.request.method.clone(), &self.checked.url, headers, body)?)
    }
}
