-- For a very large store: the table of events in parts of a month each, so that what has been kept long enough is dropped, not deleted.
-- To be run once on an empty database, before the first assistant; then once a month: SELECT icp_drop_before(now() - interval '180 days');
-- which makes the months ahead too, with `keep_days: 0` in deploy/config/endpoints.yml. A month without a part refuses every turn.
CREATE SEQUENCE events_id_seq;
CREATE TABLE events (
  id bigint NOT NULL DEFAULT nextval('events_id_seq'),
  sender_id varchar(255) NOT NULL,
  type_name varchar(255) NOT NULL,
  -- Seconds since 1970, as Rasa has it.
  timestamp double precision NOT NULL,
  intent_name varchar(255),
  action_name varchar(255),
  data text,
  PRIMARY KEY (id, timestamp)
) PARTITION BY RANGE (timestamp);
CREATE INDEX ix_events_sender_id ON events (sender_id);
CREATE INDEX ix_events_sender_id_type_name ON events (sender_id, type_name);

-- Months are those of UTC, whatever the time zone of who calls, so that they meet.

-- The parts of the present month and of so many after it, unless they are there.
CREATE FUNCTION icp_make_months(ahead int) RETURNS void LANGUAGE plpgsql SET timezone = 'UTC' AS $$
DECLARE
  month timestamptz;
BEGIN
  FOR number IN 0..ahead LOOP
    month := date_trunc('month', now()) + make_interval(months => number);
    EXECUTE format(
      'CREATE TABLE IF NOT EXISTS %I PARTITION OF events FOR VALUES FROM (%s) TO (%s)',
      'events_' || to_char(month, 'YYYY_MM'),
      extract(epoch FROM month),
      extract(epoch FROM month + interval '1 month')
    );
  END LOOP;
END $$;

-- Makes the parts of three months ahead, drops those that end before that time; how many there were.
CREATE FUNCTION icp_drop_before(moment timestamptz) RETURNS int LANGUAGE plpgsql SET timezone = 'UTC' AS $$
DECLARE
  part record;
  dropped int := 0;
BEGIN
  PERFORM icp_make_months(3);
  FOR part IN
    SELECT inhrelid::regclass AS name, substring(inhrelid::regclass::text FROM 'events_(\d{4}_\d{2})$') AS month
    FROM pg_inherits WHERE inhparent = 'events'::regclass
  LOOP
    IF to_date(part.month, 'YYYY_MM') + interval '1 month' <= moment THEN
      EXECUTE format('DROP TABLE %s', part.name);
      dropped := dropped + 1;
    END IF;
  END LOOP;
  RETURN dropped;
END $$;

SELECT icp_make_months(3);
