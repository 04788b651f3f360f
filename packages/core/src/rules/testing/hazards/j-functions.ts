import { type Hazard, mysqlFamily } from './hazard.ts'

const tables = "CREATE TABLE u (id int PRIMARY KEY, email varchar(100), n int);"
const otherTables = "CREATE TABLE u (id int PRIMARY KEY, email varchar(100), n int);CREATE FUNCTION f() RETURNS int LANGUAGE sql SECURITY INVOKER AS 'SELECT 1';"
const moreTables = "CREATE TABLE u (id int PRIMARY KEY, email varchar(100), n int);CREATE FUNCTION g() RETURNS int LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog AS 'SELECT 1';"

export const functions: readonly Hazard[] = [{ hazard: "security-definer-no-search-path", engines: ["postgres","mysql","mariadb"], cases: [{ when: "create", on: "postgres", given: tables, up: "CREATE FUNCTION g() RETURNS int LANGUAGE sql SECURITY DEFINER AS 'SELECT 1'", says: ["security-definer-no-search-path"] },
{ when: "with set", on: "postgres", given: tables, up: "CREATE FUNCTION g() RETURNS int LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog AS 'SELECT 1'", silent: "the path is fixed" },
{ when: "with set empty", on: "postgres", given: tables, up: "CREATE FUNCTION g() RETURNS int LANGUAGE sql SECURITY DEFINER SET search_path = '' AS 'SELECT 1'", silent: "the path is fixed" },
{ when: "from current", on: "postgres", given: tables, up: "CREATE FUNCTION g() RETURNS int LANGUAGE sql SECURITY DEFINER SET search_path FROM CURRENT AS 'SELECT 1'", silent: "the path is fixed" },
{ when: "alter", on: "postgres", given: otherTables, up: "ALTER FUNCTION f() SECURITY DEFINER", says: ["security-definer-no-search-path"] },
{ when: "alter with set", on: "postgres", given: otherTables, up: "ALTER FUNCTION f() SECURITY DEFINER SET search_path = pg_catalog", says: ["function-rights-changed"] },
{ when: "alter then set", on: "postgres", given: otherTables, up: "ALTER FUNCTION f() SECURITY DEFINER; ALTER FUNCTION f() SET search_path = pg_catalog", says: ["function-rights-changed"] },
{ when: "create or replace", on: "postgres", given: otherTables, up: "CREATE OR REPLACE FUNCTION f() RETURNS int LANGUAGE sql SECURITY DEFINER AS 'SELECT 1'", says: ["security-definer-no-search-path"] },
{ when: "create or replace with set", on: "postgres", given: otherTables, up: "CREATE OR REPLACE FUNCTION f() RETURNS int LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog AS 'SELECT 1'", says: ["function-rights-changed"] },
{ when: "reset", on: "postgres", given: moreTables, up: "ALTER FUNCTION g() RESET search_path", says: ["security-definer-no-search-path"] },
{ when: "reset all", on: "postgres", given: moreTables, up: "ALTER FUNCTION g() RESET ALL", says: ["security-definer-no-search-path"] },
{ when: "or replace drops set", on: "postgres", given: moreTables, up: "CREATE OR REPLACE FUNCTION g() RETURNS int LANGUAGE sql SECURITY DEFINER AS 'SELECT 2'", says: ["security-definer-no-search-path"] },
{ when: "procedure", on: "postgres", given: tables, up: "CREATE PROCEDURE g() LANGUAGE sql SECURITY DEFINER AS 'SELECT 1'", says: ["security-definer-no-search-path"] },
{ when: "definer back to invoker", on: "postgres", given: moreTables, up: "ALTER FUNCTION g() SECURITY INVOKER", says: ["function-rights-changed"] },
{ when: "alter routine", on: "postgres", given: otherTables, up: "ALTER ROUTINE f() SECURITY DEFINER", says: ["security-definer-no-search-path"] },
{ when: "view owner", on: "postgres", given: tables, up: "CREATE VIEW v AS SELECT * FROM u", silent: "it is no function" },
{ when: "mysql sql security definer", on: mysqlFamily, given: tables, up: "CREATE FUNCTION g() RETURNS int DETERMINISTIC SQL SECURITY DEFINER RETURN 1", silent: "MySQL has no search_path" }] },
{ hazard: "definer-not-allowed", engines: mysqlFamily, cases: [{ when: "view", on: mysqlFamily, given: tables, up: "CREATE DEFINER='root'@'localhost' VIEW v AS SELECT id FROM u", optIn: ["definer-not-allowed"] },
{ when: "trigger", on: mysqlFamily, given: tables, up: "CREATE DEFINER='root'@'localhost' TRIGGER g BEFORE INSERT ON u FOR EACH ROW SET NEW.n = 1", optIn: ["definer-not-allowed"] },
{ when: "procedure", on: mysqlFamily, given: tables, up: "CREATE DEFINER='root'@'localhost' PROCEDURE g() SELECT 1", optIn: ["definer-not-allowed"] },
{ when: "event", on: mysqlFamily, given: tables, up: "CREATE DEFINER='root'@'localhost' EVENT g ON SCHEDULE EVERY 1 DAY DO SELECT 1", optIn: ["definer-not-allowed"] },
{ when: "current_user", on: mysqlFamily, given: tables, up: "CREATE DEFINER=CURRENT_USER VIEW v AS SELECT id FROM u", silent: "nobody is named" },
{ when: "alter", on: mysqlFamily, given: "CREATE TABLE u (id int PRIMARY KEY, email varchar(100), n int);CREATE VIEW v AS SELECT id FROM u;", up: "ALTER DEFINER='root'@'localhost' VIEW v AS SELECT id FROM u", optIn: ["definer-not-allowed"] }] },
{ hazard: "object-owner", engines: ["postgres"], cases: [{ when: "owner of new table", on: "postgres", given: tables, up: "CREATE TABLE z (id int primary key); ALTER TABLE z OWNER TO x", silent: "no role is asked for" },
{ when: "function owner", on: "postgres", given: otherTables, up: "ALTER FUNCTION f() OWNER TO x", silent: "it runs with the rights of its caller" },
{ when: "definer function owner", on: "postgres", given: moreTables, up: "ALTER FUNCTION g() OWNER TO x", says: ["function-rights-changed"] },
{ when: "drop owned", on: "postgres", given: tables, up: "DROP OWNED BY a", says: ["irreversible-operation"] },
{ when: "set role", on: "postgres", given: tables, up: "SET ROLE admin; CREATE TABLE z (id int primary key); RESET ROLE", silent: "no role is asked for" }] }]
