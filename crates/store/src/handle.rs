//! What statements run on.

use futures_core::future::BoxFuture;
use futures_core::stream::BoxStream;
use sqlx::postgres::{PgConnection, PgPool, PgQueryResult, PgRow, PgStatement, PgTypeInfo};
use sqlx::{Describe, Either, Error, Execute, Executor, Postgres, SqlStr};

/// The pool, or the connection of a unit of work.
///
/// One type for both and not an associated type of [`Db`](crate::Db): sqlx implements `Executor` for the pool under a
/// higher-ranked bound, and through a generic parameter the compiler can't prove the futures of our reads to be `Send`
/// ("implementation is not general enough", rust-lang/rust 110338).
#[doc(hidden)]
#[derive(Debug)]
pub enum Handle<'c> {
    /// Any free connection.
    Pool(&'c PgPool),
    /// This one.
    Connection(&'c mut PgConnection),
}

impl<'c> Executor<'c> for Handle<'c> {
    type Database = Postgres;

    fn fetch_many<'e, 'q: 'e, E>(self, query: E) -> BoxStream<'e, Result<Either<PgQueryResult, PgRow>, Error>>
    where
        'c: 'e,
        E: 'q + Execute<'q, Postgres>,
    {
        match self {
            Self::Pool(pool) => pool.fetch_many(query),
            Self::Connection(connection) => connection.fetch_many(query),
        }
    }

    fn fetch_optional<'e, 'q: 'e, E>(self, query: E) -> BoxFuture<'e, Result<Option<PgRow>, Error>>
    where
        'c: 'e,
        E: 'q + Execute<'q, Postgres>,
    {
        match self {
            Self::Pool(pool) => pool.fetch_optional(query),
            Self::Connection(connection) => connection.fetch_optional(query),
        }
    }

    fn prepare_with<'e>(self, sql: SqlStr, parameters: &'e [PgTypeInfo]) -> BoxFuture<'e, Result<PgStatement, Error>>
    where
        'c: 'e,
    {
        match self {
            Self::Pool(pool) => pool.prepare_with(sql, parameters),
            Self::Connection(connection) => connection.prepare_with(sql, parameters),
        }
    }

    fn describe<'e>(self, sql: SqlStr) -> BoxFuture<'e, Result<Describe<Postgres>, Error>>
    where
        'c: 'e,
    {
        match self {
            Self::Pool(pool) => pool.describe(sql),
            Self::Connection(connection) => connection.describe(sql),
        }
    }
}
