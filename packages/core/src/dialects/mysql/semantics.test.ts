import { describe, expect, test } from 'vitest'
import { apply } from '../../schema/apply.ts'
import { emptySchema } from '../../schema/empty-schema.ts'
import { findTable } from '../../schema/lookup.ts'
import type { Table } from '../../schema/schema-state.ts'
import { mariadb, mysql } from './index.ts'

function tableAfter(dialect: typeof mysql, ...statements: readonly string[]): Table | undefined {
  const schema = statements
    .flatMap(text => dialect.parse(text).operations)
    .reduce(apply, emptySchema(dialect.semantics, { complete: true }))
  return findTable(schema, 't')
}

function names(table: Table | undefined): readonly (string | undefined)[] {
  return [...(table?.constraints ?? []), ...(table?.indexes ?? [])].map(({ name }) => name)
}

describe('names are the ones that the server gives', () => {
  const text =
    'CREATE TABLE t (a INT PRIMARY KEY, b INT, c INT, INDEX (b), UNIQUE (b), INDEX (b, c), CHECK (b > 0))'

  test('MySQL', () => {
    expect(names(tableAfter(mysql, text))).toEqual(['PRIMARY', 't_chk_1', 'b', 'b_2', 'b_3'])
  })

  test('MariaDB', () => {
    expect(names(tableAfter(mariadb, text))).toEqual(['PRIMARY', 'CONSTRAINT_1', 'b', 'b_2', 'b_3'])
  })

  test('foreign keys are counted, and bring an index', () => {
    const table = tableAfter(
      mysql,
      'CREATE TABLE t (a INT, b INT, FOREIGN KEY (a) REFERENCES u (id))',
      'ALTER TABLE t ADD FOREIGN KEY (b) REFERENCES u (id)',
    )
    expect(table?.constraints.map(({ name }) => name)).toEqual(['t_ibfk_1', 't_ibfk_2'])
    expect(table?.indexes.map(({ parts }) => parts[0]?.column)).toEqual(['a', 'b'])
  })
})

describe('names are compared as the server compares them', () => {
  test('tables by case, columns not', () => {
    expect(mysql.semantics.objectKey('Users')).not.toBe(mysql.semantics.objectKey('users'))
    expect(mysql.semantics.columnKey('Id')).toBe(mysql.semantics.columnKey('ID'))
  })
})

describe('replay of what is written', () => {
  test('a dropped column leaves its indexes', () => {
    const table = tableAfter(
      mysql,
      'CREATE TABLE t (a INT, b INT, INDEX i (a, b), INDEX j (b))',
      'ALTER TABLE t DROP b',
    )
    expect(table?.indexes.map(({ name, parts }) => [name, parts.map(part => part.column)])).toEqual([
      ['i', ['a']],
    ])
  })

  test('a unique key goes by any of its names', () => {
    const create = 'CREATE TABLE t (a INT, UNIQUE KEY u (a))'
    expect(names(tableAfter(mysql, create, 'DROP INDEX u ON t'))).toEqual([])
    expect(names(tableAfter(mysql, create, 'ALTER TABLE t DROP KEY u'))).toEqual([])
    expect(names(tableAfter(mysql, create, 'ALTER TABLE t DROP CONSTRAINT u'))).toEqual([])
  })

  test('MODIFY says the whole column', () => {
    const table = tableAfter(
      mysql,
      "CREATE TABLE t (a INT UNSIGNED NOT NULL DEFAULT 3 COMMENT 'x')",
      'ALTER TABLE t MODIFY a BIGINT',
    )
    expect(table?.columns.get('a')).toMatchObject({ name: 'a', nullable: true, type: { name: 'bigint' } })
    expect(table?.columns.get('a')).not.toHaveProperty('default')
  })
})
