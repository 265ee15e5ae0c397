//! People who sign in to the portal.

mod write;

pub use write::{delete, insert, refresh_password_hash, set_password, touch, update};

use crate::cursor::{self, list_in_order};
use crate::error::StoreError;
use crate::reach::Reach;
use crate::unit::Db;
use crate::words::Place;
use chrono::{DateTime, Utc};
use patchbay_model::id::{UserId, Version};
use patchbay_model::page::{Page, PageRequest, Sort};
use patchbay_model::time::Timestamp;
use patchbay_model::user::{User, UserState};
use uuid::Uuid;

/// A user with what a password is checked against.
#[derive(Clone)]
pub struct SignIn {
    /// Who signs in.
    pub user: User,
    /// The hash in PHC format; none while invited.
    pub password_hash: Option<String>,
}

struct Row {
    id: Uuid,
    email: String,
    role: String,
    call_center_id: Option<String>,
    password_hash: Option<String>,
    disabled_at: Option<DateTime<Utc>>,
    last_signed_in_at: Option<DateTime<Utc>>,
    version: i64,
    created_at: DateTime<Utc>,
    updated_at: DateTime<Utc>,
    // Made by the database: its idea of lower case is the one that the index is sorted by.
    sort_key: String,
}

impl Row {
    fn read(self) -> Result<SignIn, StoreError> {
        let place = Place { table: "users", row: &self.id };
        let state = match (&self.disabled_at, &self.password_hash) {
            (Some(_), _) => UserState::Disabled,
            (None, None) => UserState::Invited,
            (None, Some(_)) => UserState::Active,
        };
        let user = User {
            id: UserId(self.id),
            email: self.email,
            role: place.word(self.role)?,
            call_center_id: place.call_center_option(self.call_center_id.as_deref())?,
            state,
            last_signed_in_at: self.last_signed_in_at.map(Timestamp),
            version: Version(self.version),
            created_at: self.created_at.into(),
            updated_at: self.updated_at.into(),
        };
        Ok(SignIn { user, password_hash: self.password_hash })
    }

    fn read_user(self) -> Result<User, StoreError> {
        self.read().map(|found| found.user)
    }
}

macro_rules! select {
    ($tail:literal $(+ $more:literal)*, $($argument:expr),* $(,)?) => {
        sqlx::query_as!(
            Row,
            r#"SELECT id, email, role, call_center_id, password_hash, disabled_at, last_signed_in_at, version, created_at, updated_at,
                 lower(email) AS "sort_key!"
               FROM users "# + $tail $(+ $more)*,
            $($argument),*
        )
    };
}

/// Finds a user.
pub async fn find<'c>(db: impl Db<'c>, reach: &Reach, id: UserId) -> Result<Option<User>, StoreError> {
    select!("WHERE id = $1 AND ($2::text IS NULL OR call_center_id = $2)", id.0, reach.id())
        .fetch_optional(db.executor())
        .await?
        .map(Row::read_user)
        .transpose()
}

/// Finds a user that has to be there.
pub async fn get<'c>(db: impl Db<'c>, reach: &Reach, id: UserId) -> Result<User, StoreError> {
    find(db, reach, id).await?.ok_or(StoreError::NotFound)
}

/// Finds who signs in with this e-mail address, in any case.
pub async fn find_by_email<'c>(db: impl Db<'c>, email: &str) -> Result<Option<SignIn>, StoreError> {
    select!(r#"WHERE lower(email) COLLATE "C" = lower($1)"#, email)
        .fetch_optional(db.executor())
        .await?
        .map(Row::read)
        .transpose()
}

/// Finds a user together with the password's hash, for who changes their own.
pub async fn find_sign_in<'c>(db: impl Db<'c>, id: UserId) -> Result<Option<SignIn>, StoreError> {
    select!("WHERE id = $1", id.0).fetch_optional(db.executor()).await?.map(Row::read).transpose()
}

/// Lists users, by e-mail address unless the page says otherwise; `search` is a part of it, in any case.
pub async fn list<'c>(
    db: impl Db<'c>,
    reach: &Reach,
    search: Option<&str>,
    page: &PageRequest,
) -> Result<Page<User>, StoreError> {
    let executor = db.executor();
    match reach {
        Reach::All => list_in_order!(
            executor, page, or Name, Row::read_user, select,
            where "WHERE ($2::text IS NULL OR strpos(lower(email), lower($2)) > 0)",
            name r#"lower(email) COLLATE "C""#, id "id", keys "$3" "$4",
            search,
        ),
        Reach::One(call_center) => list_in_order!(
            executor, page, or Name, Row::read_user, select,
            where "WHERE call_center_id = $2 AND ($3::text IS NULL OR strpos(lower(email), lower($3)) > 0)",
            name r#"lower(email) COLLATE "C""#, id "id", keys "$4" "$5",
            call_center.as_str(), search,
        ),
    }
}

/// Whether anybody can be invited by somebody: false until the set-up is done.
pub async fn any<'c>(db: impl Db<'c>) -> Result<bool, StoreError> {
    let found = sqlx::query_scalar!(r#"SELECT EXISTS (SELECT FROM users) AS "any!""#);
    Ok(found.fetch_one(db.executor()).await?)
}
