-- What the app's role may do. After every upgrade of the tables, as desk_owner:
--   psql -U desk_owner -d desk -f rights.sql
REVOKE ALL ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO desk;
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO desk;
-- The audit log is appended to and read, nothing else.
REVOKE UPDATE, DELETE, TRUNCATE ON audit FROM desk;
-- Which version the tables are is the owner's word.
REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON alembic_version FROM desk;
