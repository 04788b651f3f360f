import { beforeAll, expect, test } from 'vitest'
import { mysql } from './mysql/index.ts'
import { postgres } from './postgres/index.ts'
import { sqlite } from './sqlite/index.ts'

beforeAll(() => Promise.all([postgres.load(), sqlite.load()]))

const dialects = { postgres, mysql, sqlite }

function filterOf(where: string, engine: keyof typeof dialects): string | undefined {
  const [operation] = dialects[engine].parse(`DELETE FROM t WHERE ${where}`).operations
  return operation?.kind === 'delete-rows' ? operation.filter : undefined
}

const engines = ['postgres', 'mysql', 'sqlite'] as const
const inAll = (where: string): readonly (readonly [string, keyof typeof dialects])[] =>
  engines.map(engine => [where, engine])

test.each([
  ...[
    'true',
    'NOT false',
    '(((1 = 1)))',
    '1 < 2 AND 3 <> 4',
    'id = id',
    't.id = id',
    'id >= id',
    'a = 5 OR 1 = 1',
    '1 IN (2, 1)',
    '1 BETWEEN 0 AND 2',
    "'a' = 'a'",
    'NULL IS NULL',
    '1 IS NOT NULL',
    'EXISTS (SELECT 1)',
    "a LIKE '%'",
    'id IS NULL OR id IS NOT NULL',
    'NOT (1 = 2)',
  ].flatMap(inAll),
  ...['1', '-1', "'1'", '0x1', '(SELECT 1)', 'coalesce(1, id)'].flatMap(where =>
    inAll(where).filter(([, engine]) => engine !== 'postgres'),
  ),
  ["'yes'::boolean", 'postgres'] as const,
  ['id IS NOT DISTINCT FROM id', 'postgres'] as const,
  ['1 = ANY (ARRAY[1])', 'postgres'] as const,
  ['true IS TRUE', 'postgres'] as const,
  ['(1, 2) = (1, 2)', 'sqlite'] as const,
  ['id <=> id', 'mysql'] as const,
  ['1 XOR 0', 'mysql'] as const,
])('WHERE %s holds for every row (%s)', (where, engine) => {
  expect(filterOf(where, engine)).toBe('always-true')
})

test.each(
  [
    'false',
    'NULL',
    'id = 1',
    'id = other',
    't.id = u.id',
    'id > id',
    'a = 1 AND 1 = 1',
    '1 IN (2, 3)',
    '3 BETWEEN 0 AND 2',
    'NULL = NULL',
    'EXISTS (SELECT 1 FROM u)',
    'EXISTS (SELECT 1 WHERE false)',
    "a LIKE 'x%'",
    "a NOT LIKE '%'",
    'id IS NULL OR other IS NOT NULL',
    'id IN (SELECT id FROM u)',
    'NOT (1 = 1)',
    'f(1) = 1',
  ].flatMap(inAll),
)('WHERE %s limits (%s)', (where, engine) => {
  expect(filterOf(where, engine)).toBe('present')
})

test('a LIMIT that is none limits nothing', () => {
  expect(mysql.parse('DELETE FROM t LIMIT 18446744073709551615').operations).toMatchObject([
    { filter: 'absent' },
  ])
  expect(mysql.parse('DELETE FROM t LIMIT 10').operations).toMatchObject([{ filter: 'present' }])
})
