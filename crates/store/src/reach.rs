//! Whose rows a query may touch.

use patchbay_model::access::Actor;
use patchbay_model::id::CallCenterId;

/// Whose rows a query may touch. A second lock behind the portal's check of rights: a query without it would not compile.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reach {
    /// Every call center's: the portal's own actors, and the process itself.
    All,
    /// One call center's, and what is shared with it.
    One(CallCenterId),
}

impl Reach {
    /// The call center, or none for all of them: what the queries bind.
    #[must_use]
    pub fn id(&self) -> Option<&str> {
        match self {
            Self::All => None,
            Self::One(id) => Some(id.as_str()),
        }
    }

    /// The part of this reach that a filter leaves; none when the filter names a call center outside of it.
    #[must_use]
    pub fn narrow(&self, filter: Option<&CallCenterId>) -> Option<Self> {
        match (self, filter) {
            (_, None) => Some(self.clone()),
            (Self::All, Some(id)) => Some(Self::One(id.clone())),
            (Self::One(own), Some(id)) => (own == id).then(|| self.clone()),
        }
    }

    /// Whether rows of `call_center` are inside.
    #[must_use]
    pub fn covers(&self, call_center: &CallCenterId) -> bool {
        match self {
            Self::All => true,
            Self::One(own) => own == call_center,
        }
    }
}

impl From<&Actor> for Reach {
    fn from(actor: &Actor) -> Self {
        actor.call_center.clone().map_or(Self::All, Self::One)
    }
}

impl From<CallCenterId> for Reach {
    fn from(id: CallCenterId) -> Self {
        Self::One(id)
    }
}
