-- The closed list of subjects stands in the program, which checks it; the database only keeps the shape.
ALTER TABLE timeline DROP CONSTRAINT IF EXISTS timeline_subject_check;
ALTER TABLE timeline ADD CONSTRAINT timeline_subject_check CHECK (subject ~ '^[a-z][a-z-]*$');
