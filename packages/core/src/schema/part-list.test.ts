import fc from 'fast-check'
import { beforeAll, expect, test } from 'vitest'
import { dialects } from '../dialects/index.ts'
import { apply } from './apply.ts'
import { emptySchema } from './empty-schema.ts'
import { constraintsNamed, indexesNamed, indexesWith } from './find-parts.ts'
import { findTable, tablesNaming } from './lookup.ts'
import { unlike } from './part-list.ts'
import type { SchemaState, Table } from './schema-state.ts'

const { postgres } = dialects

beforeAll(() => postgres.load())

const name = fc.constantFrom('a', 'b', 'c')
const column = fc.constantFrom('x', 'y')
/** A CHECK may have an index's name (PostgreSQL). */
const statement = fc.oneof(
  fc.tuple(name, column).map(([index, each]) => `CREATE INDEX ${index} ON t (${each}, (lower(y)))`),
  fc.tuple(name, column).map(([check, each]) => `ALTER TABLE t ADD CONSTRAINT ${check} CHECK (${each} > '')`),
  name.map(index => `DROP INDEX ${index}`),
  name.map(check => `ALTER TABLE t DROP CONSTRAINT ${check}`),
  fc.tuple(name, name).map(([from, to]) => `ALTER INDEX ${from} RENAME TO ${to}`),
  fc.constant('ALTER TABLE t RENAME COLUMN x TO z'),
  fc.constant('ALTER TABLE t DROP COLUMN x'),
)

test('after any changes, parts are found as a look at all of them finds them', () => {
  fc.assert(
    fc.property(fc.array(statement, { maxLength: 25 }), statements => {
      const schemas = walk(['CREATE TABLE t (x text, y text)', ...statements])
      const [first] = schemas
      for (const schema of schemas) {
        const table = tableOf(schema)
        for (const each of ['a', 'b', 'c']) {
          const isNamed = (part: { readonly name?: string }) => part.name === each
          const [indexes, constraints] = [table.indexes.filter(isNamed), table.constraints.filter(isNamed)]
          expect(indexesNamed(table, each, postgres.semantics)).toEqual(indexes)
          expect(constraintsNamed(table, each, postgres.semantics)).toEqual(constraints)
          expect(tablesNaming(schema, each)).toEqual(indexes.length + constraints.length > 0 ? [table] : [])
        }
        expect(indexesWith(table, 'x', postgres.semantics)).toEqual(
          table.indexes.filter(({ parts }) => parts.some(part => part.column === 'x')),
        )
        const before = tableOf(first)
        expect(unlike(before.indexes, table.indexes)).toEqual([
          before.indexes.filter(each => !table.indexes.includes(each)),
          table.indexes.filter(each => !before.indexes.includes(each)),
        ])
      }
    }),
  )
})

function walk(statements: readonly string[]): readonly [SchemaState, ...SchemaState[]] {
  const [start, ...operations] = statements.flatMap(each => postgres.parse(each).operations)
  if (start === undefined) throw new Error('no operation')
  const schemas: [SchemaState, ...SchemaState[]] = [
    apply(emptySchema(postgres.semantics, { complete: true }), start),
  ]
  for (const operation of operations) schemas.push(apply(schemas.at(-1) ?? schemas[0], operation))
  return schemas
}

function tableOf(schema: SchemaState): Table {
  const table = findTable(schema, 't')
  if (table === undefined) throw new Error('no table')
  return table
}
