//! The portal on a real PostgreSQL: its rules, and who may do what.

mod account;
mod desk;
mod endpoints;
mod function_table;
mod functions;
mod ground;
mod integrators;
mod keys;
mod methods;
mod private_code;
mod rights;
mod route_bodies;
mod routes;
mod sessions;
mod sharing;
mod templates;
mod users;
