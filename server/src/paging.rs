//! `?limit=` and `?cursor=` (spec/api.md).

use crate::problem::ApiError;
use patchbay_model::page::PageRequest;
use patchbay_model::problem::Problem;
use patchbay_model::sentence;
use patchbay_model::valid::{Violation, Violations};

/// The page that a query string asks for.
///
/// # Errors
/// 422 for a limit that is not from 1 to 200: cutting it silently would look like the end of the list.
pub fn page(limit: Option<u32>, cursor: Option<String>) -> Result<PageRequest, ApiError> {
    let limit = limit.unwrap_or(PageRequest::DEFAULT_LIMIT);
    if (1..=PageRequest::MAXIMUM_LIMIT).contains(&limit) {
        return Ok(PageRequest { limit, ..PageRequest::at(cursor) });
    }
    let mut found = Violations::none();
    found.push(Violation {
        pointer: "/limit".to_owned(),
        message: sentence!("use 1 to 200"),
        line: None,
        column: None,
    });
    Err(Problem::invalid(found.into_vec()).into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_limit_has_bounds() {
        assert_eq!(page(None, None).unwrap().limit, 50);
        assert_eq!(page(Some(200), None).unwrap().limit, 200);
        for bad in [0, 201] {
            assert_eq!(page(Some(bad), None).unwrap_err().problem().status, 422);
        }
    }
}
