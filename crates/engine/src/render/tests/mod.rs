mod declared;
mod precedence;
mod properties;
mod refusals;
mod wire;
