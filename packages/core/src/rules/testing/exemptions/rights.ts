import type { Exemptions } from './exemption.ts'
import { tables } from './shop.ts'

export const rightsTold: Exemptions = {
  'a function of an extension in a schema of its own': {
    given: 'CREATE TABLE users (id int)',
    up: "SELECT * FROM extensions.dblink('dbname=other', 'SELECT 1') AS t (id int)",
    told: 'dangerous-function warning dblink() runs SQL on another server',
  },
  'a function dropped and made again with the rights of its owner': {
    given: "CREATE FUNCTION one() RETURNS int LANGUAGE sql AS 'SELECT 1'",
    up: `DROP FUNCTION one();
CREATE FUNCTION one() RETURNS int LANGUAGE sql SECURITY DEFINER SET search_path = '' AS 'SELECT 2'`,
    told: 'function-rights-changed warning one ran with the rights of its caller',
  },
  'EXECUTE is given back to everybody, from whom it was taken': {
    given: `CREATE FUNCTION one() RETURNS int LANGUAGE sql AS 'SELECT 1'; REVOKE ALL ON FUNCTION one() FROM PUBLIC`,
    up: 'GRANT EXECUTE ON FUNCTION one() TO PUBLIC',
    told: 'grant-public warning',
  },
  'everybody may make objects in a schema': {
    given: `${tables}`,
    up: 'GRANT CREATE, USAGE ON SCHEMA public TO PUBLIC',
    told: 'grant-public warning',
  },
  'a restrictive policy is made again in place of a permissive one of its name': {
    given: `${tables} CREATE POLICY everybody ON users USING (true); CREATE POLICY own ON users USING (id = 1);`,
    up: 'DROP POLICY own ON users; CREATE POLICY own ON users AS RESTRICTIVE USING (id = 1)',
    told: 'restrictive-policy warning',
  },
  'two tables are given to everybody under a search_path': {
    given: 'CREATE TABLE app.visits (id int); CREATE TABLE app.seen (id int)',
    up: 'SET search_path = app; GRANT SELECT ON visits, seen TO PUBLIC',
    told: 'grant-public warning Everybody may SELECT on',
  },
  'a restrictive policy for one command says what becomes of the rows': {
    given: `${tables} CREATE POLICY everybody ON users USING (true);`,
    up: 'CREATE POLICY own ON users AS RESTRICTIVE FOR DELETE USING (id = 1)',
    told: 'restrictive-policy warning Rows of users that do not meet own cannot be deleted from now on.',
  },
  'a policy for another command': {
    given: `${tables} CREATE POLICY own ON users FOR SELECT USING (id = 1)`,
    up: 'DROP POLICY own ON users; CREATE POLICY fresh ON users FOR INSERT WITH CHECK (id = 1)',
    told: 'drop-policy warning',
  },
  'a restrictive policy in place of a permissive one': {
    given: `${tables} CREATE POLICY own ON users USING (id = 1)`,
    up: 'DROP POLICY own ON users; CREATE POLICY fresh ON users AS RESTRICTIVE USING (id = 1)',
    told: 'drop-policy warning',
  },
  'all privileges for an application, beside the administrator': {
    given: 'CREATE TABLE users (id int); CREATE ROLE app',
    up: 'GRANT ALL ON users TO postgres, app',
    told: 'grant-all warning All privileges on users are given to app.',
  },
  'a policy for other roles in place of another': {
    given: `${tables} CREATE POLICY own ON users TO app USING (id = 1)`,
    up: 'DROP POLICY own ON users; CREATE POLICY fresh ON users TO PUBLIC USING (id = 1)',
    told: 'row-security-changed info TO of fresh',
  },
  'all privileges on a sequence, which are three': {
    given: 'CREATE SEQUENCE numbers',
    up: 'GRANT ALL ON SEQUENCE numbers TO app',
    told: 'grant-all info',
  },
  'two conditions in parentheses that are one no more': {
    given: `${tables} CREATE POLICY own ON users USING ((id = 1) AND (banned))`,
    up: 'ALTER POLICY own ON users USING ((id = 1) OR (banned))',
    told: 'row-security-changed info',
  },
  'a condition that asks a function of another schema': {
    given: `${tables} CREATE POLICY own ON users USING (id = app.me())`,
    up: 'ALTER POLICY own ON users USING (id = public.me())',
    told: 'row-security-changed info',
  },
  'rights on another table are taken away': {
    given: 'CREATE ROLE web; CREATE TABLE notes (id int); CREATE TABLE remarks (id int)',
    up: 'ALTER TABLE notes ENABLE ROW LEVEL SECURITY; REVOKE ALL ON remarks FROM web',
    told: 'rls-enabled-without-policy warning',
  },
  'a table that gets another name, without a policy': {
    given: 'CREATE TABLE notes (id int, author text)',
    up: 'ALTER TABLE notes ENABLE ROW LEVEL SECURITY; ALTER TABLE notes RENAME TO remarks',
    told: 'rls-enabled-without-policy warning',
  },
  'a table that takes the name of one that goes': {
    given: 'CREATE TABLE notes (id int)',
    up: 'DROP TABLE notes; CREATE TABLE notes (id int); ALTER TABLE notes ENABLE ROW LEVEL SECURITY',
    told: 'rls-enabled-without-policy warning',
  },
  'the right was taken away since it was granted': {
    given: `${tables} GRANT ALL ON users TO app; REVOKE DELETE ON users FROM app;`,
    up: 'GRANT ALL ON users TO app',
    told: 'grant-all warning',
  },
  'the table was made anew since everybody was let in': {
    given: `${tables} GRANT SELECT ON users TO PUBLIC; DROP TABLE users; CREATE TABLE users (id int);`,
    up: 'GRANT SELECT ON users TO PUBLIC',
    told: 'grant-public warning',
  },
  'row security is off between two transactions': {
    given: `${tables} ALTER TABLE users ENABLE ROW LEVEL SECURITY;`,
    up: 'ALTER TABLE users DISABLE ROW LEVEL SECURITY; COMMIT; BEGIN; ALTER TABLE users ENABLE ROW LEVEL SECURITY',
    told: 'row-security-changed warning',
  },
  'row security is off from one migration to the next': {
    given: `${tables} ALTER TABLE users ENABLE ROW LEVEL SECURITY;`,
    after: 'ALTER TABLE users DISABLE ROW LEVEL SECURITY',
    up: 'ALTER TABLE users ENABLE ROW LEVEL SECURITY',
    told: 'row-security-changed warning',
  },
  'row security is switched on again, which is taken back': {
    given: `${tables} ALTER TABLE users ENABLE ROW LEVEL SECURITY;`,
    up: `ALTER TABLE users DISABLE ROW LEVEL SECURITY; SAVEPOINT s;
ALTER TABLE users ENABLE ROW LEVEL SECURITY; ROLLBACK TO s`,
    told: 'row-security-changed warning',
  },
  'a default that is given, beside one that is taken away': {
    given: tables,
    up: `ALTER DEFAULT PRIVILEGES REVOKE ALL ON TABLES FROM app;
ALTER DEFAULT PRIVILEGES FOR ROLE anna IN SCHEMA public GRANT ALL ON TABLES TO app`,
    told: 'grant-all warning All privileges on every table that anna makes later in schema public are given to app.',
  },
  'a library outside of the plugins': {
    given: tables,
    up: "LOAD 'auto_explain'",
    told: 'superuser-op warning',
  },
  'all that is given on tables that are made later': {
    given: 'CREATE SCHEMA audit',
    up: 'ALTER DEFAULT PRIVILEGES IN SCHEMA audit GRANT ALL ON TABLES TO app',
    told: 'grant-all warning',
  },
}
