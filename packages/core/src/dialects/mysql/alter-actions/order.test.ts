import { beforeAll, expect, test } from 'vitest'
import { apply } from '../../../schema/apply.ts'
import { emptySchema } from '../../../schema/empty-schema.ts'
import { mariadb } from '../index.ts'

beforeAll(() => mariadb.load())

const given = 'CREATE TABLE t (id int PRIMARY KEY, a int, b varchar(10), KEY ka (a), UNIQUE KEY kb (b))'

function tableAfter(alter: string) {
  return [given, alter]
    .flatMap(statement => mariadb.parse(statement).operations)
    .reduce(apply, emptySchema(mariadb.semantics, { complete: true }))
    .tables.get('t')
}

/** Measured: MariaDB 10.11, SHOW CREATE TABLE. */
test.each([
  ['CHANGE a b int, CHANGE b a varchar(20)', ['id int', 'b int', 'a varchar(20)'], ['ka (b)', 'kb (a)']],
  ['RENAME COLUMN a TO b, RENAME COLUMN b TO a', ['id int', 'b int', 'a varchar(10)'], ['ka (b)', 'kb (a)']],
  ['ADD KEY ka (b), DROP KEY ka', ['id int', 'a int', 'b varchar(10)'], ['kb (b)', 'ka (b)']],
  ['DROP KEY kb, ADD UNIQUE KEY kb (a, b)', ['id int', 'a int', 'b varchar(10)'], ['ka (a)', 'kb (a, b)']],
])('ALTER TABLE t %s', (actions, columns, keys) => {
  const table = tableAfter(`ALTER TABLE t ${actions}`)
  expect([...(table?.columns.values() ?? [])].map(({ name, type }) => `${name} ${type?.text}`)).toEqual(
    columns,
  )
  expect(
    (table?.indexes ?? []).map(
      ({ name, parts }) => `${name} (${parts.map(({ column }) => column).join(', ')})`,
    ),
  ).toEqual(keys)
})
