-- By which instant the other instants of a job were worked out: where it lies in the future, a clock was set back since, and they
-- are moved back with it. Without it created_at counts.
ALTER TABLE jobs ADD COLUMN set_at timestamptz;
