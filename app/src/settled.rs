//! What chooses between contents.

use leptos::prelude::*;
use leptos::task::spawn_local;

/// Follows `choice` once everything else that follows the same change has run.
///
/// For what puts one content in the place of another: old and new follow the address, and effects of the old one are due
/// already when its signals are disposed of. They would read signals that are gone, and the module would end there. A turn
/// later nothing of the old content is due.
pub fn settled<T>(choice: Memo<T>) -> ReadSignal<T>
where
    T: Clone + PartialEq + Send + Sync + 'static,
{
    let (shown, show) = signal(choice.get_untracked());
    Effect::new(move |_| {
        choice.track();
        spawn_local(async move {
            // The page may be gone by then, or there and back again.
            if let Some(now) = choice.try_get_untracked()
                && shown.try_with_untracked(|shown| *shown != now) == Some(true)
            {
                let _ = show.try_set(now);
            }
        });
    });
    shown
}
