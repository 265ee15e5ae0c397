-- Conversations are looked for by the channel that customers wrote over. What was heard of before is not: reading every
-- document would take as long as the table is large.
ALTER TABLE conversations ADD COLUMN messaging_channel text; -- lower case, at most 50 characters
