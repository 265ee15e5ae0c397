//! What stands in the middle of measured values, and near their end.

/// The value below which `percent` of the others are; 0 of none.
pub fn percentile<T>(measured: &[T], percent: usize, of: impl Fn(&T) -> f64) -> f64 {
    let mut values: Vec<f64> = measured.iter().map(of).collect();
    values.sort_by(f64::total_cmp);
    values.get(values.len() * percent / 100).copied().unwrap_or_default()
}

/// The value in the middle.
pub fn median<T>(measured: &[T], of: impl Fn(&T) -> f64) -> f64 {
    percentile(measured, 50, of)
}
