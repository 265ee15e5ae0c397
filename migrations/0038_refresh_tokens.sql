-- Some services answer with a new refresh token each time: an auth endpoint may say where it is and which field it replaces.
ALTER TABLE endpoints ADD COLUMN refresh_token jsonb;
