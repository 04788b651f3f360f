import type { Dialect } from '../../dialects/dialect.ts'
import { leavesOut } from '../../layouts/liquibase-preconditions.ts'
import type { WrittenChange } from '../../layouts/written-change.ts'
import type { ObjectName } from '../../operations/column.ts'
import type { RunCondition } from '../../operations/run-condition.ts'
import { thingsUsed } from '../../operations/things-of.ts'
import { changeSql } from './change-sql.ts'
import { field } from './fields.ts'

/** A precondition that asks whether something is there, and the change that would drop it. */
const dropOf: Readonly<Record<string, string>> = {
  tableExists: 'dropTable',
  columnExists: 'dropColumn',
  indexExists: 'dropIndex',
  viewExists: 'dropView',
  sequenceExists: 'dropSequence',
  foreignKeyConstraintExists: 'dropForeignKeyConstraint',
  uniqueConstraintExists: 'dropUniqueConstraint',
  primaryKeyExists: 'dropPrimaryKey',
}

/** What has to be true for a changeset to run. Nothing where a deploy stops instead, or runs all the same. */
export function conditionsOf(
  preconditions: WrittenChange | undefined,
  dialect: Dialect,
  changes: readonly WrittenChange[],
): readonly RunCondition[] {
  if (preconditions === undefined || !leavesOut(preconditions)) return []
  return preconditions.children.flatMap(each => conditions(each, true, { dialect, changes }))
}

interface Setting {
  readonly dialect: Dialect
  /** Of the changeset. */
  readonly changes: readonly WrittenChange[]
}

function conditions(asked: WrittenChange, isTrue: boolean, setting: Setting): readonly RunCondition[] {
  const { name, children } = asked
  // Already asked: on the others the changeset is none.
  if (name === 'dbms') return []
  // None of them may hold (NotPrecondition.java).
  if (name === 'not' && (isTrue || children.length === 1))
    return children.flatMap(child => conditions(child, !isTrue, setting))
  if (name === 'and' && isTrue) return children.flatMap(child => conditions(child, isTrue, setting))
  const thing = thingAsked(asked, setting)
  const text = `${isTrue ? '' : 'not '}${inWords(asked)}`
  const emptyTable = isTrue ? tableAskedEmpty(asked, setting.dialect) : undefined
  return [
    {
      text,
      askedFirst: true,
      ...(emptyTable !== undefined && { emptyTable }),
      ...(thing && { presence: { thing, isThere: isTrue, isExpected: true } }),
    },
  ]
}

function thingAsked(
  asked: WrittenChange,
  { dialect, changes }: Setting,
): ReturnType<typeof thingsUsed>[number] | undefined {
  const drop = Object.hasOwn(dropOf, asked.name) ? dropOf[asked.name] : undefined
  if (drop === undefined) return undefined
  const keyTable =
    asked.name === 'foreignKeyConstraintExists'
      ? tableOfKey(field(asked, 'foreignKeyName'), changes)
      : undefined
  const attributes = new Map([
    ...(keyTable === undefined ? [] : [['baseTableName', keyTable] as const]),
    ...asked.attributes,
    ...['foreignKeyTableName', 'tableName'].flatMap(key => {
      const table = field(asked, key)
      return table === undefined ? [] : [['baseTableName', table] as const]
    }),
    ...['foreignKeyName', 'primaryKeyName'].flatMap(key => {
      const name = field(asked, key)
      return name === undefined ? [] : [['constraintName', name] as const]
    }),
  ])
  const sql = changeSql({ ...asked, name: drop, attributes }, dialect)
  const [text] = 'texts' in sql ? sql.texts : []
  const [operation] = text === undefined ? [] : dialect.parse(text).operations
  // With a name it is asked for by that alone, where keys have one.
  const isAnyKey = asked.name === 'primaryKeyExists' && field(asked, 'primaryKeyName') === undefined
  if (operation?.kind === 'drop-constraint' && (isAnyKey || operation.name === undefined))
    return { what: 'primary-key', table: operation.table, name: 'PRIMARY' }
  return operation && thingsUsed(operation)[0]
}

/** A foreign key may be asked for by its name alone: its table is where the changeset makes or drops it. */
function tableOfKey(key: string | undefined, changes: readonly WrittenChange[]): string | undefined {
  const change = changes.find(
    each =>
      (each.name === 'addForeignKeyConstraint' || each.name === 'dropForeignKeyConstraint') &&
      key !== undefined &&
      field(each, 'constraintName')?.toLowerCase() === key.toLowerCase(),
  )
  return change && field(change, 'baseTableName')
}

const countOfAll = /^select\s+count\s*\(\s*(?:\*|1)\s*\)\s*from\s+([\w."`]+)\s*;?$/i

/** `SELECT count(*) FROM t` with 0 for an answer. */
function tableAskedEmpty(asked: WrittenChange, dialect: Dialect): ObjectName | undefined {
  if (asked.name !== 'sqlCheck' || field(asked, 'expectedResult') !== '0') return undefined
  const name = countOfAll.exec(field(asked, 'text')?.trim() ?? '')?.[1]
  const [operation] = name === undefined ? [] : dialect.parse(`DROP TABLE ${name}`).operations
  return operation?.kind === 'drop-table' ? operation.table : undefined
}

function inWords({ name, attributes, children }: WrittenChange): string {
  const inside = [...attributes].map(([key, value]) => `${key} ${value}`).join(', ')
  return `${name}(${[inside, ...children.map(inWords)].filter(part => part !== '').join(', ')})`
}
