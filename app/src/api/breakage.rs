//! What saving a template would break, as a form tells it before it is confirmed.

use super::PageError;
use crate::format::count;
use patchbay_model::valid::Violations;
use patchbay_model::view::Breakage;

/// More than this many are counted and not named: nobody reads a hundred ids.
const NAMED: usize = 8;

/// Refuses at `/confirmed` when anything breaks.
pub(super) fn refuse(broken: &[Breakage]) -> Result<(), PageError> {
    if broken.is_empty() {
        return Ok(());
    }
    let mut found = Violations::none();
    for sentence in sentences(broken) {
        found.add("/confirmed", sentence);
    }
    Err(found.into())
}

/// One for each reason: "2 integrators of 2 call centers lack the required field X-Key: cc-1, cc-2".
fn sentences(broken: &[Breakage]) -> Vec<String> {
    let mut reasons: Vec<&str> = Vec::new();
    for one in broken {
        if !reasons.contains(&one.reason.as_str()) {
            reasons.push(&one.reason);
        }
    }
    let sentence = |reason: &str| {
        let hit: Vec<&Breakage> = broken.iter().filter(|one| one.reason == reason).collect();
        let mut ids: Vec<&str> = hit.iter().map(|one| one.call_center_id.as_str()).collect();
        ids.sort_unstable();
        ids.dedup();
        let integrators = count(hit.len() as u64, "integrator", "integrators");
        let call_centers = count(ids.len() as u64, "call center", "call centers");
        let verb = if hit.len() == 1 { reason.to_owned() } else { plural(reason) };
        let more = if ids.len() > NAMED { ", …" } else { "" };
        ids.truncate(NAMED);
        format!("{integrators} of {call_centers} {verb}: {}{more}", ids.join(", "))
    };
    reasons.into_iter().map(sentence).collect()
}

/// "lacks the field" of one is "lack the field" of several.
fn plural(reason: &str) -> String {
    let (verb, rest) = reason.split_once(' ').unwrap_or((reason, ""));
    let verb = match verb.strip_suffix("ies") {
        Some(stem) => format!("{stem}y"),
        None => verb.strip_suffix('s').unwrap_or(verb).to_owned(),
    };
    format!("{verb} {rest}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn breakage_is_counted_by_reason() {
        let broken = |call_center: &str, reason: &str| Breakage {
            call_center_id: call_center.parse().unwrap(),
            host: "api.acme.test".to_owned(),
            reason: reason.to_owned(),
        };
        let told = sentences(&[
            broken("cc-2", "lacks the required field X-Key"),
            broken("cc-1", "lacks the required field X-Key"),
            broken("cc-1", "carries Info JSON, which is switched off"),
        ]);
        assert_eq!(
            told,
            [
                "2 integrators of 2 call centers lack the required field X-Key: cc-1, cc-2",
                "1 integrator of 1 call center carries Info JSON, which is switched off: cc-1",
            ]
        );
        assert_eq!(plural("carries Info JSON"), "carry Info JSON");
    }
}
