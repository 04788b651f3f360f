import { describe, expect, it } from 'vitest'
import {
  mariadbLexicalRules,
  mysqlLexicalRules,
  postgresLexicalRules,
  sqliteLexicalRules,
} from './engines.ts'
import type { LexicalRules } from './lexical-rules.ts'
import { splitStatements } from './split-statements.ts'

function statements(script: string, rules: LexicalRules): readonly string[] {
  return splitStatements(script, rules).statements.map(statement => statement.text)
}

function damage(script: string, rules: LexicalRules): readonly string[] {
  return splitStatements(script, rules).damage.map(({ start, end, reason }) => `${start}-${end} ${reason}`)
}

describe('PostgreSQL', () => {
  it.each([
    ['dollar quotes', 'DO $x$ BEGIN a; END $x$; SELECT 1', ['DO $x$ BEGIN a; END $x$', 'SELECT 1']],
    [
      'BEGIN ATOMIC',
      'CREATE OR REPLACE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT CASE WHEN a THEN 1 END; SELECT 2; END; SELECT 3;',
      [
        'CREATE OR REPLACE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT CASE WHEN a THEN 1 END; SELECT 2; END',
        'SELECT 3',
      ],
    ],
    ['a transaction', 'BEGIN; SELECT 1; END;', ['BEGIN', 'SELECT 1', 'END']],
    [
      'rules',
      'CREATE RULE r AS ON INSERT TO t DO ALSO (SELECT 1; SELECT 2); SELECT 3',
      ['CREATE RULE r AS ON INSERT TO t DO ALSO (SELECT 1; SELECT 2)', 'SELECT 3'],
    ],
    ['an unclosed parenthesis', 'SELECT (1; SELECT 2;', ['SELECT (1', 'SELECT 2']],
    ['COPY data', "COPY t (a) FROM stdin;\nit's; x\n\\.\nSELECT 1;", ['COPY t (a) FROM stdin', 'SELECT 1']],
    [
      'psql commands',
      '\\set x 1\nSELECT 1;\n\\i a.sql\nSELECT 2 \\g\nSELECT 3',
      ['SELECT 1', 'SELECT 2', 'SELECT 3'],
    ],
    ['a psql command inside', "SELECT 1\n\\echo it's\n+ 2;", ['SELECT 1\n          \n+ 2']],
    [
      'goose',
      '-- +goose StatementBegin\nSELECT 1;\nSELECT 2\n-- +goose StatementEnd\nSELECT 3;',
      ['SELECT 1', 'SELECT 2', 'SELECT 3'],
    ],
    [
      'a delimiter of the mysql client',
      'delimiter d//\nSELECT 1; SELECT 2 d//\ndelimiter ;\nSELECT 3;',
      ['SELECT 1', 'SELECT 2', 'SELECT 3'],
    ],
    ['psql variables', "SELECT :'x', :id, a::int;", ["SELECT  'x', _id, a::int"]],
    ['quoted psql variables', 'GRANT :role TO :"user"', ['GRANT _role TO  "user"']],
    [
      'templates',
      'CREATE TABLE {{ index .Options "Namespace" }}.a (b int)',
      ['CREATE TABLE ___index__options__namespace____.a (b int)'],
    ],
    ['template tags', 'SELECT 1 {{ if .x }} + 2 {{ end }};', ['SELECT 1             + 2']],
  ])('%s', (_, script, expected) => {
    expect(statements(script, postgresLexicalRules)).toEqual(expected)
    expect(damage(script, postgresLexicalRules)).toEqual([])
  })

  it('reports COPY data without an end', () => {
    expect(damage('COPY t FROM STDIN;\n1\nDROP TABLE t;', postgresLexicalRules)).toEqual([
      '19-34 the COPY data that begins here has no end line `\\.`',
    ])
  })
})

const trigger =
  'CREATE TRIGGER a BEFORE INSERT ON t FOR EACH ROW BEGIN IF NEW.a THEN SET NEW.b = IF(1, 2, 3); END IF; END'

describe('MySQL and MariaDB', () => {
  it.each([
    ['a delimiter', `DELIMITER $$\n${trigger}$$\nDELIMITER ;\nSELECT 1;`, [trigger, 'SELECT 1']],
    [
      'a delimiter on the next line',
      `DELIMITER\n$$\n${trigger}$$\nDELIMITER\n;\nSELECT 1;`,
      [trigger, 'SELECT 1'],
    ],
    ['a `;` before the delimiter', `DELIMITER //\n${trigger};\n//\nDELIMITER ;`, [trigger]],
    [
      'plain statements under a delimiter',
      'DELIMITER //\nDROP TABLE a; DROP TABLE b;\n//',
      ['DROP TABLE a', 'DROP TABLE b'],
    ],
    ['a body without a delimiter', `${trigger}; SELECT 1;`, [trigger, 'SELECT 1']],
    [
      'a single-statement body',
      'CREATE TRIGGER a BEFORE INSERT ON t FOR EACH ROW SET NEW.a = 1; DROP TABLE b;',
      ['CREATE TRIGGER a BEFORE INSERT ON t FOR EACH ROW SET NEW.a = 1', 'DROP TABLE b'],
    ],
    [
      'loops and cases',
      'CREATE DEFINER=`a`@`%` PROCEDURE IF NOT EXISTS p() BEGIN l: LOOP LEAVE l; END LOOP l; WHILE 1 DO SELECT CASE WHEN a THEN IF(1,2,3) ELSE IF(4,5,6) END; END WHILE; CASE x WHEN 1 THEN SELECT 1; END CASE; REPEAT SET a = 1; UNTIL a END REPEAT; END; SELECT 1;',
      [
        'CREATE DEFINER=`a`@`%` PROCEDURE IF NOT EXISTS p() BEGIN l: LOOP LEAVE l; END LOOP l; WHILE 1 DO SELECT CASE WHEN a THEN IF(1,2,3) ELSE IF(4,5,6) END; END WHILE; CASE x WHEN 1 THEN SELECT 1; END CASE; REPEAT SET a = 1; UNTIL a END REPEAT; END',
        'SELECT 1',
      ],
    ],
    [
      'a table called event',
      'CREATE TABLE event (begin INT); DROP TABLE t;',
      ['CREATE TABLE event (begin INT)', 'DROP TABLE t'],
    ],
    [
      'a column called delimiter',
      'CREATE TABLE t (\n  delimiter varchar(10)\n);',
      ['CREATE TABLE t (\n  delimiter varchar(10)\n)'],
    ],
    ['a transaction', 'BEGIN; SELECT 1; COMMIT;', ['BEGIN', 'SELECT 1', 'COMMIT']],
    [
      'a compound statement',
      'BEGIN NOT ATOMIC SELECT 1; SELECT 2; END; SELECT 3;',
      ['BEGIN NOT ATOMIC SELECT 1; SELECT 2; END', 'SELECT 3'],
    ],
    [
      'executable comments',
      '/*!40000 ALTER TABLE t DISABLE KEYS */; /* no */ /*!50001 SELECT 1 */;',
      ['/*!40000 ALTER TABLE t DISABLE KEYS */', '/*!50001 SELECT 1 */'],
    ],
    [
      'a trigger of mysqldump',
      'DELIMITER ;;\n/*!50003 CREATE*/ /*!50017 DEFINER=`a`@`%`*/ /*!50003 TRIGGER tr BEFORE INSERT ON t FOR EACH ROW BEGIN SET NEW.a = 1; SET NEW.b = 2; END */;;\nDELIMITER ;\nSELECT 1;',
      [
        '/*!50003 CREATE*/ /*!50017 DEFINER=`a`@`%`*/ /*!50003 TRIGGER tr BEFORE INSERT ON t FOR EACH ROW BEGIN SET NEW.a = 1; SET NEW.b = 2; END */',
        'SELECT 1',
      ],
    ],
    [
      'Drizzle',
      'SELECT 1;--> statement-breakpoint\nSELECT 2--> statement-breakpoint\nSELECT 3',
      ['SELECT 1', 'SELECT 2', 'SELECT 3'],
    ],
    ['hash comments', "SELECT 1; # it's\nSELECT 2;", ['SELECT 1', 'SELECT 2']],
    [
      'placeholders',
      `ALTER TABLE %TABLE_PREFIX%a ADD \${col} INT; USE {$NS}_db;`,
      ['ALTER TABLE _table_prefix_a ADD __col_ INT', 'USE __ns__db'],
    ],
    ['\\G', 'SELECT 1\\G\nSELECT 2;', ['SELECT 1', 'SELECT 2']],
  ])('%s', (_, script, expected) => {
    for (const rules of [mysqlLexicalRules, mariadbLexicalRules]) {
      expect(statements(script, rules)).toEqual(expected)
      expect(damage(script, rules)).toEqual([])
    }
  })

  it('reports an executable comment that never ends', () => {
    expect(damage('SELECT 1; /*!40101 SET x = 1; SELECT 2;', mysqlLexicalRules)).toEqual([
      '10-39 the comment opened here is never closed',
    ])
  })

  it('doubts --x', () => {
    expect(splitStatements('--DROP TABLE b\nSELECT 1', mysqlLexicalRules).doubtfulComments).toEqual([
      { start: 0, end: 14, isLineBetween: true },
    ])
    expect(splitStatements('SELECT 1\n--1\n', mysqlLexicalRules).doubtfulComments).toEqual([
      { start: 9, end: 12, isLineBetween: false },
    ])
  })
})

describe('SQLite', () => {
  it.each([
    [
      'triggers',
      'CREATE TEMP TRIGGER a AFTER INSERT ON t BEGIN UPDATE t SET x = CASE WHEN 1 THEN 2 END; END; SELECT 1;',
      [
        'CREATE TEMP TRIGGER a AFTER INSERT ON t BEGIN UPDATE t SET x = CASE WHEN 1 THEN 2 END; END',
        'SELECT 1',
      ],
    ],
    ['transactions', 'BEGIN; SELECT 1; END;', ['BEGIN', 'SELECT 1', 'END']],
    ['brackets', 'SELECT [a;b], `c;d`, "e;f"; SELECT 2', ['SELECT [a;b], `c;d`, "e;f"', 'SELECT 2']],
    ['comments around', '-- a\nSELECT /* in */ 1 -- after\n; -- b', ['SELECT /* in */ 1']],
    ['CRLF and a byte order mark', '\ufeffSELECT 1;\r\nSELECT 2;\r\n', ['SELECT 1', 'SELECT 2']],
  ])('%s', (_, script, expected) => {
    expect(statements(script, sqliteLexicalRules)).toEqual(expected)
    expect(damage(script, sqliteLexicalRules)).toEqual([])
  })

  it.each([
    ["SELECT 1; SELECT 'a; SELECT 2;", '10-30 the quote opened here is never closed'],
    ['SELECT 1; /* a', '10-14 the comment opened here is never closed'],
    ['SELECT 1; SELECT \0 2; SELECT 3', '10-20 this is no SQL text'],
  ])('%j', (script, expected) => {
    expect(damage(script, sqliteLexicalRules)).toEqual([expected])
    expect(statements(script, sqliteLexicalRules)[0]).toBe('SELECT 1')
  })
})

it('a call of a template on a line of its own is one, whatever stands before and behind it', () => {
  const script =
    '{{ index "a" "b" }}\n{{- if .x }}\n  {{ index "c" }};\n{{ end }}\nSELECT 1\n{{ index "d" }}\n;'
  const { statements: read, commands } = splitStatements(script, postgresLexicalRules)
  expect(commands.map(({ start, end }) => script.slice(start, end))).toEqual([
    '{{ index "a" "b" }}',
    '{{ index "c" }}',
  ])
  expect(read).toHaveLength(1)
})
