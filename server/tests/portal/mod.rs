//! The portal on a real PostgreSQL: its rules, and who may do what.

mod account;
mod desk;
mod ground;
mod endpoints;
mod function_table;
mod functions;
mod integrators;
mod keys;
mod methods;
mod rights;
mod sharing;
mod templates;
mod users;
