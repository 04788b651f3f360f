import type { ObjectName } from '../../operations/column.ts'
import { bareName } from '../../operations/names.ts'
import { namesInCode, withoutComments } from '../../schema/bodies.ts'
import { objectsNamed, withoutArguments } from '../../schema/find-objects.ts'
import { stepsOf, stepsOn } from '../../schema/find-steps.ts'
import type { NamedObject, SchemaState } from '../../schema/schema-state.ts'
import { namesIn } from '../../schema/sql-text.ts'
import { sameColumn, sameObject } from '../names/known-columns.ts'
import type { OperationContext } from '../rule.ts'

type Context = Pick<OperationContext, 'before' | 'replayedScript'>

const write =
  /\b(?:(?:insert(?:\s+or\s+\w+)?|replace)\s+into|update|delete\s+from|refresh\s+materialized\s+view(?:\s+concurrently)?)\s+((?:["`\w]+\s*\.\s*)?["`\w]+)/gi
const noTable = /^(?:set|of|on|or|only)$/i
const fill = /(?:;|\bbegin|\bthen|\belse|\bset)\s*new\s*\.\s*["`]?(\w+)["`]?\s*:?=/gi
/** It does more than write rows. */
const speaksUp = /\b(?:perform|raise|pg_notify|notify|call|execute|signal)\b/i

/** All that the trigger writes goes in the same script: tables, or columns of its own table that it fills in. */
export function isWorkGone(trigger: NamedObject, { before, replayedScript: { steps } }: Context): boolean {
  const { table } = trigger
  const codes = codesOf(trigger, before)
  if (table === undefined || codes.length === 0 || codes.some(code => speaksUp.test(code))) return false
  const written = codes.flatMap(code => [...code.matchAll(write)].map(([, name = '']) => plain(name)))
  const filled = codes.flatMap(code => [...code.matchAll(fill)].map(([, name = '']) => name))
  const tables = written.filter(name => !noTable.test(name))
  const dropped = stepsOf(steps, 'drop-object')
  return (
    tables.length + filled.length > 0 &&
    tables.every(
      name =>
        stepsOn(steps, name, 'drop-table').length > 0 ||
        dropped.some(({ operation }) => sameObject(before, operation.name, name)),
    ) &&
    filled.every(name =>
      stepsOn(steps, table, 'drop-column').some(({ operation }) =>
        sameColumn(before, operation.column, name),
      ),
    )
  )
}

/** What the trigger runs: its own statements, or those of the functions that it calls. */
function codesOf({ definition }: NamedObject, schema: SchemaState): readonly string[] {
  const text = withoutComments(definition)
  const body = /\bbegin\b[\s\S]*/i.exec(text)?.[0]
  if (body !== undefined) return [body]
  const called = namesIn(text).flatMap(name =>
    objectsNamed(schema, name).filter(({ type }) => type === 'function'),
  )
  return called.map(each => withoutComments(each.definition))
}

function plain(name: string): string {
  return name.replace(/["`\s]/g, '')
}

/** Something of the schema called the routine, and nothing does when the script is done: it goes with what needed it. */
export function isCallerGone(routine: ObjectName, { replayedScript }: Context): boolean {
  return isCalled(routine, replayedScript.before) && !isCalled(routine, replayedScript.after)
}

function isCalled(routine: ObjectName, { objects, tables }: SchemaState): boolean {
  const name = bareName(withoutArguments(routine)).toLowerCase()
  const calls = (names: readonly string[]): boolean => names.some(each => each.toLowerCase() === name)
  const isOther = (object: NamedObject): boolean =>
    bareName(withoutArguments(object.name)).toLowerCase() !== name
  return (
    [...objects.values()].some(each => isOther(each) && calls(namesInCode(each.definition))) ||
    [...tables.values()].some(({ columns, constraints, indexes }) => {
      const texts = [
        ...[...columns.values()].flatMap(column => [column.default, column.generated?.expression]),
        ...constraints.map(each => (each.type === 'check' ? each.expression : undefined)),
        ...indexes.flatMap(({ parts, where }) => [where, ...parts.map(({ expression }) => expression)]),
      ]
      return texts.some(text => text !== undefined && calls(namesIn(text)))
    })
  )
}
