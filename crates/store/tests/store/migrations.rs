//! What every migration has to keep to, so that it can run while the old server still answers.

use patchbay_store::MIGRATOR;
use std::collections::HashSet;

/// The statements of a migration, without comments, in lower case and single spaces.
fn statements(sql: &str) -> Vec<String> {
    let code: Vec<_> = sql.lines().map(|line| line.split("--").next().unwrap_or_default()).collect();
    let code = code.join(" ").to_lowercase();
    code.split(';').map(|statement| statement.split_whitespace().collect::<Vec<_>>().join(" ")).collect()
}

/// What a statement does that a live table can't take.
fn offence(statement: &str, made_here: &HashSet<&str>) -> Option<&'static str> {
    let words: Vec<_> = statement.split(' ').collect();
    let table_after = |word: &str| words.iter().skip_while(|w| **w != word).nth(1).copied().unwrap_or_default();
    if statement.starts_with("create index") || statement.starts_with("create unique index") {
        let fresh = made_here.contains(table_after("on"));
        return (!fresh && !statement.contains("concurrently"))
            .then_some("an index on a live table is built CONCURRENTLY");
    }
    if !statement.starts_with("alter table") || made_here.contains(table_after("table")) {
        return None;
    }
    let adds = statement.contains("add column");
    if adds && statement.contains("not null") && !statement.contains("default") {
        return Some("a new column that is NOT NULL has a DEFAULT: the old server doesn't fill it");
    }
    let validates =
        statement.contains("add constraint") && !statement.contains("not valid") && !statement.contains("using index");
    if validates {
        return Some("a constraint on a live table is added NOT VALID and validated by a later migration");
    }
    let breaks = ["drop column", "rename ", "set not null", " type "].iter().any(|part| statement.contains(part));
    breaks.then_some("the old server still uses it: take it away one release later, and name the release in the file")
}

#[test]
fn every_migration_says_why_and_is_safe_on_a_live_table() {
    for migration in MIGRATOR.iter() {
        let name = format!("{:04}_{}", migration.version, migration.description);
        let sql = migration.sql.as_str();
        let first = sql.lines().next().unwrap_or_default();
        assert!(first.starts_with("-- ") && first.len() > 20, "{name}: the first line is a comment that says why");
        let statements = statements(sql);
        let made = |statement: &String| statement.strip_prefix("create table ")?.split(' ').next().map(str::to_owned);
        let made: Vec<_> = statements.iter().filter_map(made).collect();
        let made_here = made.iter().map(String::as_str).collect();
        for statement in &statements {
            assert_eq!(offence(statement, &made_here), None, "{name}: {statement}");
        }
    }
}

#[test]
fn migrations_are_numbered_upwards_and_only_go_forward() {
    // Gaps are allowed: branches that are written at the same time leave room for each other.
    let versions: Vec<_> = MIGRATOR.iter().map(|migration| migration.version).collect();
    assert!(versions[0] == 1 && versions.is_sorted_by(|one, next| one < next), "{versions:?}");
    assert!(MIGRATOR.iter().all(|migration| migration.migration_type.is_up_migration()));
}

#[test]
fn the_linter_finds_what_it_looks_for() {
    let none = HashSet::new();
    for sql in [
        "alter table users add column nick text not null",
        "alter table users add constraint users_nick_check check (true)",
        "alter table users drop column nick",
        "alter table users alter column nick type int",
        "create index users_by_nick on users (nick)",
    ] {
        assert!(offence(sql, &none).is_some(), "{sql}");
    }
    for sql in [
        "alter table users add column nick text",
        "alter table users add column nick text not null default ''",
        "alter table users add constraint users_nick_check check (true) not valid",
        "create index concurrently users_by_nick on users (nick)",
    ] {
        assert_eq!(offence(sql, &none), None, "{sql}");
    }
}
