//! One value per key, made when it is first asked for, with a bound on how many are kept.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

const SWEPT_FROM: usize = 4096;

/// Values by key. Keys come from configurations, so their number is not ours to choose: once there are many, those that
/// are idle and in nobody's hands are swept out.
pub(super) struct Keyed<K, V> {
    shelf: Mutex<Shelf<K, V>>,
    is_idle: fn(&V) -> bool,
}

struct Shelf<K, V> {
    values: HashMap<K, Arc<V>>,
    sweep_at: usize,
}

impl<K: Eq + Hash, V> Keyed<K, V> {
    /// Without values. `is_idle` says whether a value may be forgotten while nobody holds it.
    pub(super) fn new(is_idle: fn(&V) -> bool) -> Self {
        let shelf = Shelf { values: HashMap::new(), sweep_at: SWEPT_FROM };
        Self { shelf: Mutex::new(shelf), is_idle }
    }

    /// The value of `key`, if there is one.
    pub(super) fn get(&self, key: &K) -> Option<Arc<V>> {
        self.shelf().values.get(key).cloned()
    }

    /// The value of `key`, made by `make` if there is none.
    pub(super) fn get_or_make(&self, key: K, make: impl FnOnce() -> V) -> Arc<V> {
        let mut shelf = self.shelf();
        self.sweep(&mut shelf);
        Arc::clone(shelf.values.entry(key).or_insert_with(|| Arc::new(make())))
    }

    /// Replaces the value of `key`.
    pub(super) fn put(&self, key: K, value: Arc<V>) {
        let mut shelf = self.shelf();
        self.sweep(&mut shelf);
        shelf.values.insert(key, value);
    }

    /// Looks at every value.
    pub(super) fn map<T>(&self, look: impl Fn(&K, &V) -> T) -> Vec<T> {
        self.shelf().values.iter().map(|(key, value)| look(key, value)).collect()
    }

    fn sweep(&self, shelf: &mut Shelf<K, V>) {
        if shelf.values.len() < shelf.sweep_at {
            return;
        }
        shelf.values.retain(|_, value| Arc::strong_count(value) > 1 || !(self.is_idle)(value));
        // Twice what is left, so that a shelf full of busy values is not swept at every turn.
        shelf.sweep_at = (shelf.values.len() * 2).max(SWEPT_FROM);
    }

    fn shelf(&self) -> MutexGuard<'_, Shelf<K, V>> {
        self.shelf.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_made_once_per_key() {
        let keyed = Keyed::new(|_: &u32| true);
        assert_eq!(*keyed.get_or_make("a", || 1), 1);
        assert_eq!(*keyed.get_or_make("a", || 2), 1);
        assert_eq!(keyed.get(&"b"), None);
        keyed.put("a", Arc::new(3));
        assert_eq!(keyed.get(&"a").as_deref(), Some(&3));
    }

    #[test]
    fn idle_values_that_nobody_holds_are_swept_when_there_are_many() {
        let keyed = Keyed::new(|value: &usize| value.is_multiple_of(2));
        let held = keyed.get_or_make(0, || 0);
        for key in 1..=SWEPT_FROM {
            keyed.get_or_make(key, || key);
        }
        assert_eq!(keyed.map(|_, _| ()).len(), 2 + SWEPT_FROM / 2);
        assert_eq!(keyed.get(&0), Some(held));
        assert_eq!(keyed.get(&2), None);
        assert_eq!(keyed.get(&3).as_deref(), Some(&3));
    }
}
