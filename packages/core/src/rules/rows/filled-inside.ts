import { withoutComments } from '../../schema/bodies.ts'
import { objectsNamed, objectsOn } from '../../schema/find-objects.ts'
import { type KeysOf, valuesBy } from '../../schema/indexed-map.ts'
import { oncePer } from '../../schema/once-per.ts'
import type { NamedObject, SchemaSemantics, SchemaState } from '../../schema/schema-state.ts'
import { namesIn } from '../../schema/sql-text.ts'
import { sameColumn, sameObject } from '../names/known-columns.ts'

/** A trigger or function of the database, which gives the column its value: no release has to. */
export function isFilledInside(end: SchemaState, table: string, column: string): boolean {
  const assigned = new RegExp(`\\bnew\\s*\\.\\s*["\`]?${escaped(column)}["\`]?\\s*:?=`, 'i')
  const run = (definition: string): readonly NamedObject[] =>
    namesIn(definition).flatMap(name => objectsNamed(end, name).filter(({ type }) => type === 'function'))
  const isAssigned = objectsOn(end, table).some(
    trigger =>
      isOnInsert(trigger) &&
      [trigger, ...run(trigger.definition)].some(each => assigned.test(withoutComments(each.definition))),
  )
  const { objects, semantics } = end
  return (
    isAssigned ||
    valuesBy(objects, tablesFilled(semantics), semantics.objectKey(table)).some(({ definition }) =>
      insertsIn(definition).some(
        ({ into, columns }) =>
          into.some(name => sameObject(end, name, table)) &&
          columns.some(name => sameColumn(end, name, column)),
      ),
    )
  )
}

/** BEFORE INSERT OR UPDATE ON t. */
function isOnInsert({ type, definition }: NamedObject): boolean {
  return type === 'trigger' && /\bbefore\b[\s\S]*?\binsert\b[\s\S]*?\bon\b/i.test(definition)
}

function isRoutine({ type }: NamedObject): boolean {
  return type === 'trigger' || type === 'function' || type === 'procedure'
}

const tablesFilled = oncePer(
  ({ objectKey }: SchemaSemantics): KeysOf<NamedObject> =>
    object =>
      isRoutine(object) ? insertsIn(object.definition).flatMap(({ into }) => into.map(objectKey)) : [],
)

function insertsIn(
  definition: string,
): readonly { readonly into: readonly string[]; readonly columns: readonly string[] }[] {
  const inserts = definition.matchAll(/\binsert\s+into\s+([\w."`]+)\s*\(([^)]*)\)/gi)
  return [...inserts].map(([, into = '', columns = '']) => ({
    into: namesIn(into),
    columns: namesIn(columns),
  }))
}

function escaped(name: string): string {
  return name.replace(/\W/g, '\\$&')
}
