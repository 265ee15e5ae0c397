//! What saving a template would break, as a form tells it before it is confirmed.

use super::PageError;
use crate::format::count;
use crate::languages::said;
use crate::text;
use patchbay_model::sentence::Sentence;
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
    for told in sentences(broken) {
        found.add("/confirmed", told.into());
    }
    Err(found.into())
}

/// One for each reason: "lacks the required field X-Key: 2 integrators of 2 call centers (cc-1, cc-2)".
fn sentences(broken: &[Breakage]) -> Vec<String> {
    let mut reasons: Vec<&Sentence> = Vec::new();
    for one in broken {
        if !reasons.contains(&&one.reason) {
            reasons.push(&one.reason);
        }
    }
    let told = |reason: &Sentence| {
        let hit: Vec<&Breakage> = broken.iter().filter(|one| one.reason == *reason).collect();
        let mut ids: Vec<&str> = hit.iter().map(|one| one.call_center_id.as_str()).collect();
        ids.sort_unstable();
        ids.dedup();
        let call_centers =
            count(ids.len() as u64, text!(integrations.noun_call_center), text!(integrations.noun_call_centers));
        let more = if ids.len() > NAMED { ", …" } else { "" };
        ids.truncate(NAMED);
        text!(
            integrations.breaks_line,
            reason = said(reason),
            integrators =
                count(hit.len() as u64, text!(integrations.noun_integrator), text!(integrations.noun_integrators)),
            call_centers = call_centers,
            ids = format!("{}{more}", ids.join(", ")),
        )
    };
    reasons.into_iter().map(told).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use patchbay_model::sentence;

    #[test]
    fn breakage_is_counted_by_reason() {
        let broken = |call_center: &str, reason: Sentence| Breakage {
            call_center_id: call_center.parse().unwrap(),
            host: "api.acme.test".to_owned(),
            reason,
        };
        let lacks = sentence!("lacks the required field %{name}", name = "X-Key");
        let told = sentences(&[
            broken("cc-2", lacks.clone()),
            broken("cc-1", lacks),
            broken("cc-1", sentence!("carries Info JSON, which is switched off")),
        ]);
        assert_eq!(
            told,
            [
                "lacks the required field X-Key: 2 integrators of 2 call centers (cc-1, cc-2)",
                "carries Info JSON, which is switched off: 1 integrator of 1 call center (cc-1)",
            ]
        );
    }
}
