-- What is run again keeps its place: of one chat one message after the other, also when all of them are replayed.
ALTER TABLE execution_inputs ADD COLUMN order_key text;
