mod choices;
mod violations;
