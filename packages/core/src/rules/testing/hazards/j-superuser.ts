import { everyEngine, type Hazard, mysqlFamily } from './hazard.ts'

const tables = "CREATE TABLE u (id int PRIMARY KEY, email varchar(100), n int);"

export const superuser: readonly Hazard[] = [{ hazard: "superuser-op", engines: everyEngine, cases: [{ when: "alter system", on: "postgres", given: tables, up: "ALTER SYSTEM SET work_mem = '1MB'", transaction: "none", says: ["superuser-op"] },
{ when: "create role superuser", on: "postgres", given: tables, up: "CREATE ROLE x SUPERUSER", says: ["superuser-op"] },
{ when: "alter role superuser", on: "postgres", given: tables, up: "ALTER ROLE x SUPERUSER", says: ["superuser-op"] },
{ when: "create role bypassrls", on: "postgres", given: tables, up: "CREATE ROLE x BYPASSRLS", says: ["superuser-op"] },
{ when: "create role", on: "postgres", given: tables, up: "CREATE ROLE x", silent: "CREATEROLE is enough" },
{ when: "create role createrole", on: "postgres", given: tables, up: "CREATE ROLE x CREATEROLE", silent: "CREATEROLE is enough" },
{ when: "copy program", on: "postgres", given: tables, up: "COPY u TO PROGRAM 'cat'", says: ["irreversible-operation","superuser-op"] },
{ when: "copy file", on: "postgres", given: tables, up: "COPY u FROM '/tmp/x'", says: ["superuser-op"] },
{ when: "copy stdin", on: "postgres", given: tables, up: "COPY u FROM STDIN", silent: "the client sends the rows" },
{ when: "extension untrusted", on: "postgres", given: tables, up: "CREATE EXTENSION pg_stat_statements", says: ["superuser-op"] },
{ when: "extension trusted", on: "postgres", given: tables, up: "CREATE EXTENSION pgcrypto", silent: "it is trusted: CREATE on the database is enough" },
{ when: "extension trusted ltree", on: "postgres", given: tables, up: "CREATE EXTENSION IF NOT EXISTS citext", silent: "it is trusted: CREATE on the database is enough" },
{ when: "language plpython3u", on: "postgres", given: tables, up: "CREATE EXTENSION plpython3u", says: ["superuser-op"] },
{ when: "event trigger", on: "postgres", given: tables, up: "CREATE EVENT TRIGGER e ON ddl_command_end EXECUTE FUNCTION f()", says: ["superuser-op"] },
{ when: "grant pg_read_server_files", on: "postgres", given: tables, up: "GRANT pg_read_server_files TO app", says: ["superuser-op"] },
{ when: "C function", on: "postgres", given: tables, up: "CREATE FUNCTION c() RETURNS int LANGUAGE c AS 'x', 'y'", says: ["superuser-op"] },
{ when: "leakproof", on: "postgres", given: tables, up: "CREATE FUNCTION c() RETURNS int LANGUAGE sql LEAKPROOF AS 'SELECT 1'", says: ["superuser-op"] },
{ when: "disable trigger all", on: "postgres", given: tables, up: "ALTER TABLE u DISABLE TRIGGER ALL", says: ["disable-fk-checks"] },
{ when: "set global", on: mysqlFamily, given: tables, up: "SET GLOBAL max_connections = 10", says: ["superuser-op"] },
{ when: "set persist", on: "mysql", given: tables, up: "SET PERSIST max_connections = 10", says: ["superuser-op"] },
{ when: "create user", on: mysqlFamily, given: tables, up: "CREATE USER 'x'@'%' IDENTIFIED BY 'pw'", says: ["plain-secret-in-migration"] },
{ when: "install plugin", on: mysqlFamily, given: tables, up: "INSTALL PLUGIN x SONAME 'x.so'", says: ["superuser-op"] },
{ when: "flush privileges", on: mysqlFamily, given: tables, up: "FLUSH PRIVILEGES", silent: "RELOAD is no right over rows" },
{ when: "load_extension", on: "sqlite", given: tables, up: "SELECT load_extension('x')", says: ["dangerous-function","irreversible-operation"] }] }]
