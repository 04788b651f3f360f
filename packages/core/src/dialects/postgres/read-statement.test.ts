import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import type { OperationOf } from '../../operations/operation.ts'
import { postgres } from './index.ts'

beforeAll(() => postgres.load())

function unreadable(sql: string): OperationOf<'unreadable'> {
  const [operation] = postgres.parse(sql).operations
  if (operation?.kind !== 'unreadable') throw new Error(`${sql} was read`)
  return operation
}

describe('a syntax error', () => {
  test.each([
    ['ALTER TABLE users DROP COLUMN a INT', 'INT', 'ALTER TABLE', 'users'],
    ['ALTER TABLE "é😀" ADD c text DEFAULT \'ü€😀\' FOO', 'FOO', 'ALTER TABLE', 'é😀'],
    ['/* 😀😀 */ DROP INDEX i ON t', 'ON', 'DROP INDEX', 'i'],
    ["CREATE TABLE t (a text DEFAULT '😀', b int,, c int)", ', c', 'CREATE TABLE', 't'],
    ['DELETE users', 'users', 'DELETE', undefined],
  ])('%s', (sql, place, verb, object) => {
    const { level, reason, offset, ...rest } = unreadable(sql)
    expect(level).toBe('partial')
    expect(reason).toBe(`syntax error at or near "${place.split(' ')[0]}"`)
    expect(offset).toBe(sql.lastIndexOf(place))
    expect(rest).toEqual({ kind: 'unreadable', verb, ...(object !== undefined && { object }) })
  })

  test('of which not even the verb is known', () => {
    expect(postgres.parse('FROBNICATE users').reading).toBe('unknown')
    expect(unreadable('FROBNICATE users')).toMatchObject({ level: 'unknown', offset: 0 })
  })

  test.each([
    "INSERT INTO t VALUES ('open",
    'SELECT 1 /* open',
    'DROP TABLE a\0; DROP TABLE b',
    'DO $$ BEGIN',
  ])('in damaged text: %j', sql => expect(unreadable(sql).level).toBe('damaged'))
})

test("a body that declares variables of the user's own types is read", () => {
  const sql = `DO $$
DECLARE
  -- both are filled at once
  kind public.folder_kind;
  "Place" text := 'a';
  mark folders.mark%TYPE;
BEGIN
  SELECT a, b, c INTO kind, "Place", mark FROM folders WHERE id = 1;
  UPDATE folders SET a = 1;
END $$`
  expect(postgres.parse(sql)).toMatchObject({
    reading: 'grammar',
    operations: [{ kind: 'run-code' }, { kind: 'read-rows' }, { kind: 'update-rows', table: 'folders' }],
  })
})

test('a function that returns an array of such a type is read', () => {
  const body = 'DECLARE r t.spot; BEGIN r.x = 1; DELETE FROM spots; RETURN rs; END'
  const sql = `CREATE FUNCTION f(rs t.spot[]) RETURNS t.spot[] LANGUAGE plpgsql AS $$ ${body} $$`
  expect(postgres.definedCode?.(sql)?.operations).toMatchObject([
    { kind: 'run-code' },
    { kind: 'delete-rows', table: 'spots' },
  ])
})

describe('what one release took away', () => {
  test('is read by an older grammar', () => {
    const { reading, operations } = postgres.parse('ALTER TABLE t ADD COLUMN system_user int CHECK (1 > 0)')
    expect(reading).toBe('grammar')
    expect(operations).toMatchObject([
      {
        kind: 'add-column',
        column: { name: 'system_user' },
        constraints: [{ type: 'check', expression: '1 > 0' }],
      },
    ])
  })

  test('without a CHECK of it counting as not enforced', () => {
    const [operation] = postgres.parse('ALTER TABLE t ADD CHECK (system_user > 0)').operations
    expect(operation).toEqual({
      kind: 'add-constraint',
      table: 't',
      constraint: { type: 'check', expression: 'system_user > 0' },
    })
  })
})

describe('a placeholder', () => {
  test.each([
    // biome-ignore lint/suspicious/noTemplateCurlyInString: the placeholder of a template engine
    ['ALTER TABLE ${schema}.users DROP COLUMN a', 'drop-column'],
    ['DROP TABLE "{{ index .Options "Namespace" }}".users', 'drop-table'],
    ["DELETE FROM {{ .Schema }}.users WHERE name = '{{ .Name }}'", 'delete-rows'],
  ])('%s', (sql, kind) => {
    const { reading, operations } = postgres.parse(sql)
    expect(reading).toBe('grammar')
    expect(operations).toMatchObject([{ kind }])
  })
})

test('places after other alphabets and emoji stay right', () => {
  const { operations } = postgres.parse(
    "ALTER TABLE \"naïve 😀\" ALTER \"Größe\" SET DEFAULT 'ß😀' || 'x', ADD CHECK (\"Größe\" <> '😀'), ALTER b TYPE text USING b || '😀é'",
  )
  expect(operations).toMatchObject([
    { table: 'naïve 😀', column: 'Größe', default: "'ß😀' || 'x'" },
    { constraint: { expression: '"Größe" <> \'😀\'' } },
    { using: "b || '😀é'" },
  ])
})

describe('whatever comes', () => {
  const statements = [
    "CREATE TABLE users (id serial PRIMARY KEY, email varchar(255) NOT NULL UNIQUE DEFAULT lower('X'), CHECK (id > 0))",
    'ALTER TABLE audit.events ADD COLUMN a int DEFAULT now() NOT NULL, DROP COLUMN "b c" CASCADE, ALTER d TYPE text USING d::text',
    "WITH x AS (DELETE FROM a WHERE 1 = 1 RETURNING *) UPDATE b SET c = (SELECT 1), d = CASE WHEN e THEN 'f' END WHERE g IN (1, 2)",
    "DO $$ BEGIN EXECUTE 'DROP TABLE x'; IF a THEN DELETE FROM b; END IF; END $$",
    'CREATE UNIQUE INDEX CONCURRENTLY i ON t USING gin ((a || b) gin_trgm_ops, lower(c)) WHERE d IS NOT NULL',
    'MERGE INTO t USING s ON t.id = s.id WHEN MATCHED THEN UPDATE SET a = s.a WHEN NOT MATCHED THEN INSERT VALUES (1)',
  ]
  const pieces = [...new Set(statements.flatMap(text => text.split(/(?<=\W)|(?=\W)/)))]

  test('pieces of SQL in any order', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(...pieces, '😀', '\0', '$$', '/*', '\ud800', '"', "'"), { maxLength: 40 }),
        parts => expectRead(parts.join('')),
      ),
      { numRuns: 500 },
    )
  })

  test('statements with a part cut out or doubled', () => {
    const cut = fc.tuple(fc.constantFrom(...statements), fc.nat(140), fc.nat(40), fc.boolean())
    fc.assert(
      fc.property(cut, ([sql, start, length, isDoubled]) => {
        const part = sql.slice(start, start + length)
        expectRead(sql.slice(0, start) + (isDoubled ? part + part : '') + sql.slice(start + length))
      }),
      { numRuns: 500 },
    )
  })

  test.each([
    ['parentheses', `ALTER TABLE t ADD CHECK (${'('.repeat(20_000)}1${')'.repeat(20_000)} > 0)`],
    ['casts', `ALTER TABLE t ALTER c TYPE text USING c${'::text'.repeat(5000)}`],
    ['conditions', `DELETE FROM t WHERE ${'NOT '.repeat(5000)} true`],
    ['terms', `DELETE FROM t WHERE ${Array(10_000).fill('a = 1').join(' OR ')}`],
    ['WITH clauses', `${'WITH x AS ('.repeat(200)}DELETE FROM t RETURNING 1${') SELECT 1'.repeat(200)}`],
    ['unions', `SELECT 1${' UNION SELECT 1'.repeat(3000)}`],
    ['empty', ''],
    ['only white space', ' \n\t'],
  ])('deep: %s', (_name, sql) => expectRead(sql))

  function expectRead(sql: string): void {
    const { operations } = postgres.parse(sql)
    expect(operations.length).toBeGreaterThan(0)
    for (const operation of operations) {
      if (operation.kind === 'unreadable') expect(operation.offset ?? 0).toBeLessThanOrEqual(sql.length)
    }
  }
})
