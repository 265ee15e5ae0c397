//! Which event applies to which kind of conversation: the table in force.

use crate::error::StoreError;
use crate::unit::Db;
use crate::words::Place;
use patchbay_model::event::Applicability;

/// Reads the table.
pub async fn load<'c>(db: impl Db<'c>) -> Result<Applicability, StoreError> {
    let cells = sqlx::query!("SELECT event, kind FROM event_applicability").fetch_all(db.executor()).await?;
    cells
        .into_iter()
        .map(|cell| {
            let place = Place { table: "event_applicability", row: &cell.event.clone() };
            Ok((place.word(cell.event)?, place.word(cell.kind)?))
        })
        .collect()
}
