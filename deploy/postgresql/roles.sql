-- Two roles: desk_owner makes and changes the tables, desk is the app's and may not. Once, as the server's administrator:
--   psql -f roles.sql
-- then give both a password: \password desk_owner, \password desk
CREATE ROLE desk_owner LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE;
CREATE ROLE desk LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE;
CREATE DATABASE desk OWNER desk_owner ENCODING 'UTF8' TEMPLATE template0;
REVOKE ALL ON DATABASE desk FROM PUBLIC;
GRANT CONNECT ON DATABASE desk TO desk;
