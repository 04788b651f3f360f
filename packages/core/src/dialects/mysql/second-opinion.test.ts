import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { splitStatements } from '../../lexer/split-statements.ts'
import type { Operation } from '../../operations/operation.ts'
import { mariadb } from './index.ts'
import { isRecord, secondOpinion } from './second-opinion.ts'

/** Statements that node-sql-parser reads: on these the two must agree. */
const probes = `
ALTER TABLE t ADD a INT AFTER b
ALTER TABLE t ADD COLUMN a INT NOT NULL DEFAULT 5 FIRST, ADD COLUMN b VARCHAR(20) NULL
ALTER TABLE t DROP COLUMN a, DROP KEY k
ALTER TABLE t DROP a, DROP b
ALTER TABLE t MODIFY a BIGINT UNSIGNED NOT NULL
ALTER TABLE t CHANGE a b DECIMAL(10, 2) NOT NULL DEFAULT '0.00'
ALTER TABLE t ADD INDEX i (a, b), ADD UNIQUE KEY u (c)
ALTER TABLE t ADD CONSTRAINT f FOREIGN KEY (a) REFERENCES u (id) ON DELETE CASCADE
ALTER TABLE t DROP FOREIGN KEY f, DROP PRIMARY KEY, ADD PRIMARY KEY (a)
ALTER TABLE t RENAME TO u
ALTER TABLE t RENAME COLUMN a TO b
ALTER TABLE t ADD a ENUM('x', 'y') NOT NULL, ENGINE=InnoDB
CREATE TABLE t (id INT NOT NULL AUTO_INCREMENT, a VARCHAR(50) NOT NULL DEFAULT 'x', b TEXT, PRIMARY KEY (id))
CREATE TABLE t (a DATETIME DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP, b JSON, KEY k (a)) ENGINE=InnoDB
CREATE TABLE t (a INT, CONSTRAINT f FOREIGN KEY (a) REFERENCES u (id)) DEFAULT CHARSET=utf8mb4`
  .trim()
  .split('\n')

const compared = [...probes, ...fixtureStatements()].flatMap(text => {
  const tree = secondOpinion(text)
  return tree && (tree.type === 'alter' || tree.type === 'create') ? [{ text, tree }] : []
})

describe('our parser and node-sql-parser', () => {
  test('compare more than the probes', () => {
    expect(compared.length).toBeGreaterThan(probes.length * 5)
    expect(probes.filter(text => secondOpinion(text) === undefined)).toEqual([])
  })

  test.each(compared.map(each => [each.text, each.tree] as const))('agree on %s', (text, tree) => {
    const { operations, reading } = mariadb.parse(text)
    expect(reading).toBe('own-parser')
    if (tree.type === 'alter') expect(ourActions(operations)).toEqual(theirActions(tree))
    else if (tree.keyword === 'table') expect(ourColumns(operations)).toEqual(theirColumns(tree))
  })

  test('an answer without a tree, or with another one, does not count', () => {
    expect(secondOpinion('/*!40000 ALTER TABLE t DISABLE KEYS */')).toBeUndefined()
    expect(secondOpinion('--DROP TABLE b')).toBeUndefined()
    expect(secondOpinion('x := 1')).toBeUndefined()
    expect(secondOpinion('SELECT 1; SELECT 2')).toBeUndefined()
    expect(secondOpinion('SELEC 1')).toBeUndefined()
  })
})

function fixtureStatements(): readonly string[] {
  const read = (name: string): unknown =>
    JSON.parse(readFileSync(new URL(`../../../../../fixtures/truth/${name}.json`, import.meta.url), 'utf8'))
  const texts = [...textsIn(recordOf(read('mariadb')).cases), ...textsIn(recordOf(read('roundtrip')).mariadb)]
  const statements = texts.flatMap(text => splitStatements(text, mariadb.lexical).statements)
  return [...new Set(statements.map(({ text }) => text))].filter(text =>
    /^(?:alter|create)\s+table\b/i.test(text),
  )
}

function textsIn(cases: unknown): readonly string[] {
  if (!Array.isArray(cases)) return []
  return cases.flatMap((each: unknown) => {
    const { setup, statement, up, down } = recordOf(each)
    return [setup, statement, up, down].flat().filter(text => typeof text === 'string')
  })
}

/** `add a`, `drop k`, …: the action and what it names, where both say it. */
function ourActions(operations: readonly Operation[]): readonly string[] {
  return operations.flatMap((operation, index) => {
    switch (operation.kind) {
      case 'add-column':
        return [`add ${operation.column.name}`]
      case 'create-index':
        return belongsToColumn(operation, operations[index - 1]) ? [] : [`add ${operation.index.name ?? ''}`]
      case 'add-constraint':
        return [`add ${operation.constraint.name ?? ''}`]
      case 'drop-column':
        return [`drop ${operation.column}`]
      case 'drop-index':
      case 'drop-constraint':
        return [`drop ${operation.name ?? ''}`]
      case 'change-column':
        return [`change ${operation.to.name}`]
      case 'rename-column':
      case 'rename-table':
        return [`rename ${operation.to}`]
      default:
        return ['other']
    }
  })
}

/** UNIQUE beside a column is an operation of its own for us. */
function belongsToColumn(operation: Operation, before: Operation | undefined): boolean {
  if (operation.kind !== 'create-index' || operation.index.name !== undefined) return false
  const column =
    before?.kind === 'add-column' ? before.column : before?.kind === 'change-column' ? before.to : undefined
  return column !== undefined && operation.index.parts[0]?.column === column.name
}

function theirActions(tree: Readonly<Record<string, unknown>>): readonly string[] {
  const actions: readonly unknown[] = Array.isArray(tree.expr) ? tree.expr : [tree.expr]
  return actions.map(recordOf).map(action => {
    const definitions = recordOf(action.create_definitions)
    const name = nameOf(
      action.column ??
        action.key ??
        action.index ??
        action.table ??
        action.constraint ??
        definitions.index ??
        definitions.constraint,
    )
    switch (action.resource === 'partition' ? 'other' : action.action) {
      case 'add':
      case 'drop':
      case 'rename':
        return `${action.action} ${name}`
      case 'modify':
      case 'change':
        return `change ${name}`
      default:
        return 'other'
    }
  })
}

function ourColumns(operations: readonly Operation[]): readonly string[] {
  return operations.flatMap(operation =>
    operation.kind === 'create-table'
      ? operation.columns.map(column => `${column.name} ${column.default === undefined ? '' : 'default'}`)
      : [],
  )
}

/** DEFAULT NULL is no default for us. */
function theirColumns(tree: Readonly<Record<string, unknown>>): readonly string[] {
  const definitions: readonly unknown[] = Array.isArray(tree.create_definitions)
    ? tree.create_definitions
    : []
  return definitions
    .map(recordOf)
    .filter(definition => definition.resource === 'column')
    .map(({ column, default_val }) => {
      const hasDefault = isRecord(default_val) && recordOf(default_val.value).type !== 'null'
      return `${nameOf(column)} ${hasDefault ? 'default' : ''}`
    })
}

function nameOf(node: unknown): string {
  if (typeof node === 'string') return node
  const { column, expr, value } = recordOf(node)
  return column === undefined && expr === undefined && value === undefined
    ? ''
    : nameOf(column ?? expr ?? value)
}

function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  return isRecord(value) ? value : {}
}
