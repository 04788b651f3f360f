import type { ObjectName } from '../../operations/column.ts'
import { bareName } from '../../operations/names.ts'
import { withoutArguments } from '../../schema/find-objects.ts'
import type { NamedObject, SchemaState, Table } from '../../schema/schema-state.ts'
import { textTokens } from '../../schema/sql-text.ts'

/** In words, what of the schema calls the function and goes with it under CASCADE; bodies are read when they run, but for
 * those of BEGIN ATOMIC (PostgreSQL manual, Dependency Tracking). Triggers, which execute it, are not among them. */
export function functionCallers(name: ObjectName, schema: SchemaState): readonly string[] {
  const bare = bareName(withoutArguments(name)).toLowerCase()
  return [
    ...[...schema.objects.values()]
      .filter(object => isBound(object) && calls(object.definition, bare))
      .map(({ type, name: own }) => `the ${type.replace('-', ' ')} ${own}`),
    ...[...schema.tables.values()].flatMap(table => callersIn(table, bare)),
  ]
}

function isBound({ type, definition }: NamedObject): boolean {
  if (type === 'function' || type === 'procedure') return /\bbegin\s+atomic\b/i.test(definition)
  return type === 'view' || type === 'materialized-view' || type === 'policy' || type === 'rule'
}

function callersIn({ name, indexes, constraints, columns }: Table, called: string): readonly string[] {
  return [
    ...indexes
      .filter(({ parts, where = '' }) =>
        [where, ...parts.map(({ expression = '' }) => expression)].some(text => calls(text, called)),
      )
      .map(index => `the index ${index.name ?? ''} of ${name}`),
    ...constraints
      .filter(constraint => constraint.type === 'check' && calls(constraint.expression, called))
      .map(constraint => `the CHECK ${constraint.name ?? ''} of ${name}`),
    ...[...columns.values()].flatMap(({ name: column, default: text = '', generated }) => [
      ...(calls(text, called) ? [`the default of ${name}.${column}`] : []),
      ...(generated !== undefined && calls(generated.expression, called)
        ? [`the column ${name}.${column}`]
        : []),
    ]),
  ]
}

function calls(text: string, called: string): boolean {
  if (!text.toLowerCase().includes(called)) return false
  const tokens = textTokens(text).filter(({ kind }) => kind !== 'space')
  return tokens.some((token, at) => token.name?.toLowerCase() === called && tokens[at + 1]?.text === '(')
}
