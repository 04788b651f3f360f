import { beforeAll, expect, describe as group, test } from 'vitest'
import type { Dialect } from '../../dialects/dialect.ts'
import { mysql } from '../../dialects/mysql/index.ts'
import { postgres } from '../../dialects/postgres/index.ts'
import { sqlite } from '../../dialects/sqlite/index.ts'
import { describe } from '../../operations/describe.ts'
import { readSqlScript } from './read-sql-script.ts'

beforeAll(() => Promise.all([postgres.load(), sqlite.load()]))

function last(text: string, dialect: Dialect): readonly string[] {
  const { statements } = readSqlScript({ file: 'a.sql', transaction: 'none' }, text, dialect)
  return (statements.at(-1)?.operations ?? []).map(describe)
}

const inPlpgsql = (body: string): string => `RETURNS void LANGUAGE plpgsql AS $$ BEGIN ${body} END $$`
const unseen = 'run plpgsql code that builds SQL'

group('code that the script makes and runs', () => {
  test.each<readonly [Dialect, string, readonly string[]]>([
    [postgres, `CREATE FUNCTION f() ${inPlpgsql('DROP TABLE t;')}; SELECT f();`, ['drop table t']],
    [postgres, `CREATE FUNCTION f() ${inPlpgsql("EXECUTE 'DROP ' || x;")}; SELECT f();`, [unseen]],
    [
      postgres,
      "CREATE FUNCTION f() RETURNS void LANGUAGE sql AS 'DELETE FROM t'; SELECT f();",
      ['delete every row of t'],
    ],
    [
      postgres,
      'CREATE FUNCTION f() RETURNS void LANGUAGE sql BEGIN ATOMIC DELETE FROM t; END; SELECT f();',
      ['delete every row of t'],
    ],
    [
      postgres,
      'CREATE PROCEDURE p() LANGUAGE plpgsql AS $$ BEGIN DROP TABLE t; END $$; CALL p();',
      ['drop table t'],
    ],
    [
      postgres,
      `CREATE FUNCTION g() ${inPlpgsql('DROP TABLE t;')}; CREATE FUNCTION f() ${inPlpgsql('PERFORM g();')}; SELECT f();`,
      ['drop table t'],
    ],
    [
      postgres,
      `CREATE FUNCTION f() ${inPlpgsql('PERFORM f(); DROP TABLE t;')}; SELECT f();`,
      ['drop table t'],
    ],
    [
      postgres,
      'CREATE RULE r AS ON UPDATE TO t DO INSTEAD DELETE FROM u; UPDATE t SET a = 1 WHERE id = 1',
      ['delete every row of u'],
    ],
    [
      postgres,
      'CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN DELETE FROM u; RETURN NEW; END $$; CREATE TRIGGER tr AFTER UPDATE ON t FOR EACH ROW EXECUTE FUNCTION f(); UPDATE t SET a = 1 WHERE id = 1',
      ['delete every row of u'],
    ],
    [
      postgres,
      `CREATE FUNCTION f() ${inPlpgsql('DROP TABLE t;')}; CREATE OR REPLACE FUNCTION f(a int) ${inPlpgsql('NULL;')}; SELECT f();`,
      ['drop table t'],
    ],
    [mysql, 'CREATE PROCEDURE p() BEGIN DROP TABLE t; END; CALL p();', ['drop table t']],
    [
      mysql,
      'CREATE PROCEDURE p() BEGIN PREPARE s FROM @s; EXECUTE s; END; CALL p();',
      ['run sql code that builds SQL'],
    ],
    [
      mysql,
      'CREATE TRIGGER tr AFTER UPDATE ON t FOR EACH ROW DELETE FROM u; UPDATE t SET a = 1 WHERE id = 1',
      ['delete every row of u'],
    ],
    [
      sqlite,
      'CREATE TRIGGER tr AFTER UPDATE ON t BEGIN DELETE FROM u; END; UPDATE t SET a = 1 WHERE id = 1',
      ['delete every row of u'],
    ],
  ])('is seen %#', (dialect, text, expected) => {
    expect(last(text, dialect)).toEqual(expect.arrayContaining([...expected]))
  })

  test.each<readonly [Dialect, string]>([
    [
      postgres,
      'CREATE TRIGGER tr BEFORE UPDATE ON t FOR EACH ROW EXECUTE FUNCTION set_time(); UPDATE t SET a = 1 WHERE id = 1',
    ],
    [
      mysql,
      'CREATE TRIGGER tr AFTER DELETE ON t FOR EACH ROW DELETE FROM u; UPDATE t SET a = 1 WHERE id = 1',
    ],
    [sqlite, 'CREATE TRIGGER tr AFTER UPDATE ON u BEGIN DELETE FROM u; END; UPDATE t SET a = 1 WHERE id = 1'],
  ])('that does not run is not told %#', (dialect, text) => {
    expect(last(text, dialect)).toEqual(['update rows of t (a)'])
  })

  test('that was replaced is not told', () => {
    const text = `CREATE FUNCTION f() ${inPlpgsql('DROP TABLE t;')}; CREATE OR REPLACE FUNCTION f() ${inPlpgsql('NULL;')}; SELECT f();`
    expect(last(text, postgres)).not.toContain('drop table t')
  })

  test('that starts itself comes to an end', () => {
    const one =
      'CREATE TRIGGER tr AFTER UPDATE ON t FOR EACH ROW BEGIN UPDATE t SET a = 1; UPDATE t SET b = 1; END;\n'
    expect(last(`${one.repeat(200)}UPDATE t SET a = 2`, mysql).length).toBeLessThan(100)
  })
})
