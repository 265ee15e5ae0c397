mod declared;
mod destinations;
mod precedence;
mod properties;
mod refusals;
mod wire;
