import { describe, expect, test } from 'vitest'
import { readSqlScript } from '../../readers/sql/read-sql-script.ts'
import { mysql } from './index.ts'

/** `kind: condition and condition` of what a script changes; a guard with what it asks for. */
function conditions(text: string): readonly string[] {
  return readSqlScript({ file: 'm.sql', transaction: 'none' }, text, mysql)
    .statements.flatMap(({ operations }) => operations)
    .filter(
      ({ kind }) =>
        !['read-rows', 'no-effect', 'set-variable', 'create-object', 'drop-object'].includes(kind),
    )
    .filter(operation => operation.kind !== 'run-code' || operation.dynamic)
    .map(({ kind, conditions: all = [] }) => {
      const texts = all.map(({ text: written, presence }) =>
        presence === undefined
          ? written
          : `${presence.isExpected ? '' : 'unlikely '}${presence.isThere ? '' : 'no '}${presence.thing.what} ${presence.thing.name}`,
      )
      return texts.length === 0 ? kind : `${kind}: ${texts.join(' and ')}`
    })
}

const procedure = (body: string) =>
  `DELIMITER //\nCREATE PROCEDURE p() BEGIN ${body} END//\nDELIMITER ;\nCALL p(); DROP PROCEDURE p;`
const column =
  "SELECT COUNT(*) FROM information_schema.COLUMNS WHERE TABLE_NAME = 't' AND COLUMN_NAME = 'c' AND TABLE_SCHEMA = DATABASE()"
const add = 'ALTER TABLE t ADD COLUMN c INT'

describe('a procedure that is made, called and dropped', () => {
  test.each([
    [`${add};`, ['add-column']],
    [`IF NOT EXISTS (${column}) THEN ${add}; END IF;`, ['add-column: no column c']],
    [
      `IF (${column}) = 0 THEN ${add}; UPDATE t SET c = 1; END IF;`,
      ['add-column: no column c', 'update-rows: no column c'],
    ],
    [
      `IF EXISTS (${column}) THEN ALTER TABLE t DROP COLUMN c; ELSE ${add}; END IF;`,
      ['drop-column: column c', 'add-column: unlikely no column c'],
    ],
    [
      `IF x > 1 THEN ${add}; ELSEIF y THEN DROP TABLE u; ELSE DROP TABLE v; END IF; DROP TABLE w;`,
      [
        'add-column: x > 1',
        'drop-table: not (x > 1) and y',
        'drop-table: not (x > 1) and no branch before it runs',
        'drop-table',
      ],
    ],
    [
      `CASE v WHEN 1 THEN ${add}; ELSE DROP TABLE u; END CASE;`,
      ['add-column: v 1', 'drop-table: no other case is true'],
    ],
    [`WHILE x DO ${add}; END WHILE;`, ['add-column: the loop runs']],
    [`DECLARE CONTINUE HANDLER FOR 1060 BEGIN END; ${add};`, ['add-column: no column c']],
    [
      `DECLARE CONTINUE HANDLER FOR SQLEXCEPTION BEGIN END; ${add};`,
      ['add-column: SQLEXCEPTION is not raised'],
    ],
    [
      `DECLARE EXIT HANDLER FOR SQLEXCEPTION BEGIN ROLLBACK; RESIGNAL; END; ${add};`,
      ['control-transaction', 'add-column'],
    ],
    [
      `IF x THEN SET @s = 'DROP TABLE t'; ELSE SET @s = 'DROP TABLE u'; END IF; PREPARE q FROM @s; EXECUTE q;`,
      ['run-code'],
    ],
    [`IF x THEN SET @s = 'DROP TABLE t'; PREPARE q FROM @s; EXECUTE q; END IF;`, ['drop-table: x']],
  ])('%s', (body, expected) => {
    expect(conditions(procedure(body))).toEqual(expected)
  })

  test('LEAVE passes over what follows', () => {
    const text = `DELIMITER //\nCREATE PROCEDURE p() main: BEGIN IF EXISTS (${column}) THEN LEAVE main; END IF; ${add}; END//\nDELIMITER ;\nCALL p();`
    expect(conditions(text)).toEqual(['add-column: no column c'])
  })
})

describe('a text that is put together and executed', () => {
  const run = 'PREPARE s FROM @sql; EXECUTE s; DEALLOCATE PREPARE s;'
  test.each([
    ["SET @sql = 'DROP TABLE t';", ['drop-table']],
    ["SET @t = 't'; SET @sql = CONCAT('DROP TABLE ', @t, ' CASCADE');", ['drop-table']],
    [`SET @sql = IF((${column}) > 0, 'SELECT 1', '${add}');`, ['add-column: no column c']],
    [`SET @n := (${column}); SET @sql := IF(@n = 0, '${add}', 'SELECT 1');`, ['add-column: no column c']],
    [
      `SELECT COUNT(*) INTO @n ${column.replace('SELECT COUNT(*) ', '')}; SET @sql = IF(@n > 0, 'ALTER TABLE t DROP c', '');`,
      ['drop-column: column c'],
    ],
    [
      `SET @sql = (SELECT IF(COUNT(*) = 0, '${add}', 'SELECT 1') ${column.replace('SELECT COUNT(*) ', '')});`,
      ['add-column: no column c'],
    ],
    [
      'SET @tn = "t"; SET @cn = "c"; SET @sql = (SELECT IF((SELECT COUNT(*) FROM INFORMATION_SCHEMA.COLUMNS WHERE (table_name = @tn) AND (column_name = @cn)) > 0, "SELECT 1", CONCAT("ALTER TABLE ", @tn, " ADD ", @cn, " INT(11);")));',
      ['add-column: no column c'],
    ],
    [
      "SET @sql = IF(@@version_comment LIKE '%Maria%', 'DROP TABLE t', 'DROP TABLE u');",
      ["drop-table: @@version_comment LIKE '%Maria%'", "drop-table: not (@@version_comment LIKE '%Maria%')"],
    ],
    ["SET @sql = CONCAT('DROP TABLE ', (SELECT name FROM x));", ['run-code']],
    ['SET @sql = (SELECT GROUP_CONCAT(name) FROM x);', ['run-code']],
    ['', ['run-code']],
  ])('%s', (text, expected) => {
    expect(conditions(text + run)).toEqual(expected)
  })

  test('is read anew for each time that it is prepared', () => {
    const text =
      "SET @sql = 'DROP TABLE a';PREPARE s FROM @sql;EXECUTE s;SET @sql = 'TRUNCATE b';PREPARE s FROM @sql;EXECUTE s;"
    expect(conditions(text)).toEqual(['drop-table', 'truncate-table'])
  })

  test('that grows and grows comes to an end', () => {
    expect(conditions(`SET @sql = 'x';${'SET @sql = CONCAT(@sql, @sql);'.repeat(60)}${run}`)).toEqual([
      'run-code',
    ])
  })
})
