-- What a program says with the state that it names (spec/twoway.md, PUT …/session/state).
ALTER TABLE chat_sessions ADD COLUMN state_context json;
