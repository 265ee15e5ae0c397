-- Partitions come and go by these two functions; names of tables can't be parameters of a statement, so it is done here.

-- Creates the partition of `parent` that holds `at`. False: it was there. Built apart and then attached, because
-- ATTACH lets reads and writes of the parent go on, which CREATE TABLE … PARTITION OF does not.
CREATE FUNCTION create_partition(parent text, span text, at timestamptz) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
    first_at timestamptz := date_trunc(span, at, 'UTC');
    next_at timestamptz := (first_at AT TIME ZONE 'UTC' + ('1 ' || span)::interval) AT TIME ZONE 'UTC';
    child text := parent || '_' || to_char(first_at AT TIME ZONE 'UTC', CASE span WHEN 'month' THEN 'YYYYMM' ELSE 'YYYYMMDD' END);
BEGIN
    IF to_regclass(child) IS NOT NULL THEN
        RETURN false;
    END IF;
    PERFORM pg_advisory_xact_lock(hashtextextended('patchbay partitions', 0));
    IF to_regclass(child) IS NOT NULL THEN -- another process was faster
        RETURN false;
    END IF;
    EXECUTE format('CREATE TABLE %I (LIKE %I INCLUDING DEFAULTS INCLUDING CONSTRAINTS INCLUDING STORAGE)', child, parent);
    EXECUTE format('ALTER TABLE %I ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)', parent, child, uuid_at(first_at), uuid_at(next_at));
    RETURN true;
END $$;

-- Drops the oldest partition of `parent` if all of it lies before `before`, and tells its name. One per call, so that
-- the lock on the parent is held for one DROP only; the caller sets lock_timeout.
CREATE FUNCTION drop_oldest_partition(parent text, before timestamptz) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    child text;
BEGIN
    SELECT c.relname INTO child
    FROM pg_inherits i
    JOIN pg_class c ON c.oid = i.inhrelid
    WHERE i.inhparent = parent::regclass
      AND substring(pg_get_expr(c.relpartbound, c.oid) FROM 'TO \(''([0-9a-f-]+)''\)')::uuid <= uuid_at(before)
    ORDER BY c.relname
    LIMIT 1;
    IF child IS NOT NULL THEN
        EXECUTE format('DROP TABLE %I', child);
    END IF;
    RETURN child;
END $$;
