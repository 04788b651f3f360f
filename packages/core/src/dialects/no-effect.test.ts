import { beforeAll, expect, test } from 'vitest'
import { describe } from '../operations/describe.ts'
import { mysql } from './mysql/index.ts'
import { postgres } from './postgres/index.ts'
import { sqlite } from './sqlite/index.ts'

beforeAll(() => Promise.all([postgres.load(), sqlite.load()]))

const dialects = { postgres, mysql, sqlite }
type Engine = keyof typeof dialects

/** Every statement that counts as doing nothing, and why it does nothing that a migration could lose. */
test.each<readonly [Engine, string, why: string]>([
  ['mysql', '/* x */', 'a comment'],
  ['mysql', 'ALTER TABLE t ALGORITHM=INPLACE', 'says how, not what'],
  ['mysql', 'BEGIN NOT ATOMIC END', 'nothing stands in it'],
  ['mysql', "XA PREPARE 'x'", 'the statements before it are told'],
  ['mysql', 'USE d', 'names the database of what follows'],
  ['mysql', 'BACKUP STAGE START', 'locks only'],
  ['mysql', 'GET DIAGNOSTICS @x = NUMBER', 'fills a variable'],
  ['mysql', "HELP 'x'", 'shows'],
  ['mysql', 'KILL 5', 'ends a connection; its transaction is rolled back'],
  ['mysql', 'SHOW TABLES', 'shows'],
  ['mysql', "SIGNAL SQLSTATE '45000'", 'an error'],
  ['mysql', 'RESIGNAL', 'an error'],
  ['mysql', 'UNLOCK TABLES', 'gives locks back'],
  ['mysql', 'LOCK INSTANCE FOR BACKUP', 'locks only'],
  ['mysql', 'EXPLAIN DELETE FROM t', 'shows the plan'],
  ['mysql', 'DESCRIBE t', 'shows'],
  ['mysql', 'DO SLEEP(1)', 'a function of the server without effect'],
  ['mysql', "PREPARE s FROM 'DROP TABLE t'", 'EXECUTE is what runs, and is told'],
  ['mysql', 'DEALLOCATE PREPARE s', 'forgets a prepared statement'],
  ['mysql', 'DROP PREPARE s', 'forgets a prepared statement'],
  ['postgres', 'SHOW search_path', 'shows'],
  ['postgres', 'DISCARD PLANS', 'forgets plans'],
  ['postgres', 'LISTEN x', 'of this session'],
  ['postgres', 'UNLISTEN x', 'of this session'],
  ['postgres', "NOTIFY x, 'y'", 'a message'],
  ['postgres', "LOAD 'auto_explain'", 'a library for this session'],
  ['postgres', 'FETCH ALL FROM c', 'what the cursor runs is told where it is declared'],
  ['postgres', 'CLOSE c', 'of this session'],
  ['postgres', 'PREPARE p AS DELETE FROM t', 'EXECUTE is what runs, and is told'],
  ['postgres', 'DEALLOCATE p', 'forgets a prepared statement'],
  ['postgres', 'SELECT 1', 'reads nothing and calls nothing'],
  ['postgres', "SELECT pg_notify('x', 'y'), now()", 'functions of the server without lasting effect'],
  ['postgres', 'EXPLAIN DELETE FROM t', 'shows the plan'],
  ['postgres', 'MERGE INTO t USING u ON t.id = u.id WHEN MATCHED THEN DO NOTHING', 'does nothing'],
  ['sqlite', '-- x', 'a comment'],
  ['sqlite', 'PRAGMA table_info(t)', 'asks'],
  ['sqlite', 'PRAGMA foreign_keys', 'asks'],
  ['sqlite', "ATTACH 'x.db' AS x", 'what is done there is told under its name'],
  ['sqlite', 'DETACH x', 'closes a file'],
  ['sqlite', 'EXPLAIN DELETE FROM t', 'shows the plan'],
  ['sqlite', "SELECT date('now')", 'a function of SQLite'],
])('%s: %s', (engine, text) => {
  expect(dialects[engine].parse(text).operations.map(({ kind }) => kind)).toEqual(['no-effect'])
})

const unseen = (what: string): string => `run ${what} code that builds SQL`

/** What looks as harmless and is not. */
test.each<readonly [Engine, string, string]>([
  ['mysql', 'CALL p()', unseen('sql')],
  ['mysql', 'DO f()', unseen('function')],
  ['mysql', 'SELECT d.f(1)', unseen('function')],
  ['mysql', 'SELECT `f`(1)', unseen('function')],
  ['mysql', 'WITH x AS (SELECT f()) SELECT 1', unseen('function')],
  ['mysql', 'SET @x = f()', unseen('function')],
  ['mysql', 'CREATE TABLE x SELECT f()', unseen('function')],
  ['mysql', 'IF f() THEN SET @x = 1; END IF', unseen('function')],
  ['mysql', 'BEGIN NOT ATOMIC DECLARE x INT DEFAULT f(); END', unseen('function')],
  ['mysql', "BINLOG 'abc'", unseen('binlog')],
  ['mysql', 'EXPLAIN ANALYZE DELETE FROM t', 'delete every row of t'],
  ['mysql', 'DESC ANALYZE FORMAT=TREE DELETE FROM t', 'delete every row of t'],
  ['mysql', 'CREATE EVENT e ON SCHEDULE AT NOW() DO DELETE FROM t', 'delete every row of t'],
  ['mysql', 'ALTER TABLE t DISCARD TABLESPACE', 'truncate table t'],
  ['mysql', "CLONE INSTANCE FROM a@b:1 IDENTIFIED BY 'c'", 'drop database of this server, every one cascade'],
  ['mysql', 'INSERT INTO t SELECT * FROM u ON DUPLICATE KEY UPDATE a = 1', 'update rows of t (a)'],
  [
    'mysql',
    'DELETE FROM mysql.user WHERE 1 = 0',
    'change of catalog mysql.user, not read whole: what a change of a system table does is not seen',
  ],
  ['postgres', 'CALL p()', unseen('procedure')],
  ['postgres', 'SELECT s.f(1)', unseen('function')],
  ['postgres', 'CREATE TABLE x AS SELECT f()', unseen('function')],
  ['postgres', 'CREATE TABLE x AS EXECUTE p', unseen('sql')],
  ['postgres', "SELECT query_to_xml('DELETE FROM t', true, false, '')", unseen('function')],
  ['postgres', "SELECT pg_file_unlink('x')", unseen('function')],
  ['postgres', 'INSERT INTO t VALUES (lo_unlink(5))', unseen('function')],
  ['postgres', "COPY t TO PROGRAM 'sh'", unseen('shell')],
  [
    'postgres',
    'INSERT INTO u WITH d AS (DELETE FROM t RETURNING *) SELECT * FROM d',
    'delete every row of t',
  ],
  ['postgres', 'CREATE SCHEMA s CREATE TABLE x (id int)', 'create table s.x'],
  ['postgres', 'DISCARD ALL', 'reset all'],
  [
    'postgres',
    'DO $$ DECLARE c CURSOR FOR DELETE FROM t RETURNING id; BEGIN OPEN c; END $$',
    'delete every row of t',
  ],
  [
    'postgres',
    'DO $$ DECLARE c refcursor; BEGIN OPEN c FOR DELETE FROM t RETURNING id; END $$',
    'delete every row of t',
  ],
  [
    'postgres',
    "DO $$ DECLARE c refcursor; BEGIN OPEN c FOR EXECUTE 'DELETE FROM ' || 't'; END $$",
    'delete every row of t',
  ],
  ['postgres', 'DO $$ DECLARE x int := f(); BEGIN END $$', unseen('function')],
  ['postgres', 'DO $$ DECLARE x int; BEGIN x := f(); END $$', unseen('function')],
  ['postgres', 'DO $$ BEGIN IF f() THEN NULL; END IF; END $$', unseen('function')],
  [
    'postgres',
    "UPDATE pg_class SET relname = 'x'",
    'change of catalog pg_class, not read whole: what a change of a system catalog does to the schema is not seen',
  ],
  ['sqlite', "SELECT load_extension('x')", unseen('function')],
  ['sqlite', "SELECT writefile('x', 'y') FROM t", unseen('function')],
  ['sqlite', 'SELECT * FROM f(1)', unseen('function')],
  ['sqlite', 'UPDATE OR REPLACE t SET id = 5 WHERE id = 1', 'delete rows of t'],
  [
    'sqlite',
    "UPDATE sqlite_master SET sql = ''",
    'change of catalog sqlite_master, not read whole: what a change of the schema table does to the schema is not seen',
  ],
])('%s: %s is told', (engine, text, words) => {
  expect(dialects[engine].parse(text).operations.map(describe)).toContain(words)
})
