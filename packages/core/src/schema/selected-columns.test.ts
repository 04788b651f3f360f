import { beforeAll, expect, test } from 'vitest'
import { dialects } from '../dialects/index.ts'
import { apply } from './apply.ts'
import { emptySchema } from './empty-schema.ts'
import { findObject } from './lookup.ts'

/** SQLite's views keep their text alone. */
const engines = ['postgres', 'mysql', 'mariadb'] as const

beforeAll(() => Promise.all(engines.map(name => dialects[name].load())))

// With each query read again for each column that is selected from it, forty levels take three to the power of forty.
test.each(engines)('%s: queries in queries, forty deep', name => {
  let query = 'SELECT a, b, c FROM t'
  for (let depth = 0; depth < 40; depth += 1) query = `SELECT a, b, c FROM (${query}) x${depth}`
  expect(
    columnsOfView(name, ['CREATE TABLE t (a int, b int, c int)', `CREATE VIEW v AS ${query}`], 'v'),
  ).toEqual(['a', 'b', 'c'])
})

test.each(engines)('%s: a view with more columns than a server takes has unknown ones', name => {
  const views = Array.from(
    { length: 40 },
    (_, at) => `CREATE VIEW v${at + 1} AS SELECT x.*, y.* FROM v${at} x CROSS JOIN v${at} y`,
  )
  const statements = ['CREATE TABLE v0 (a int)', ...views]
  expect(columnsOfView(name, statements, 'v12')?.length).toBe(4096)
  expect(columnsOfView(name, statements, 'v40')).toBeUndefined()
})

function columnsOfView(
  name: (typeof engines)[number],
  statements: readonly string[],
  view: string,
): readonly string[] | undefined {
  const { parse, semantics } = dialects[name]
  const schema = statements
    .flatMap(statement => parse(statement).operations)
    .reduce(apply, emptySchema(semantics, { complete: true }))
  return findObject(schema, 'view', view)?.columns?.map(column => column.name)
}
