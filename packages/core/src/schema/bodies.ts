import type { ObjectName } from '../operations/column.ts'
import { joinName } from '../operations/names.ts'
import { type KeysOf, valuesBy } from './indexed-map.ts'
import { findColumn, findTable } from './lookup.ts'
import { oncePer } from './once-per.ts'
import type { NamedObject, SchemaSemantics, SchemaState } from './schema-state.ts'
import { namesIn, textTokens } from './sql-text.ts'

/** Routines and triggers whose code reads or changes the table and, if given, the column; the server does not look into it. */
export function bodiesNaming(
  schema: SchemaState,
  table: ObjectName,
  column?: string,
): readonly NamedObject[] {
  return naming(schema, table, column).filter(object => !isParsed(object))
}

/** Routines with BEGIN ATOMIC: PostgreSQL parses such a body when it is made, and keeps it in step (manual, CREATE FUNCTION,
 * sql_body; measured: PostgreSQL 15, 2BP01 and 0A000). */
export function parsedBodiesNaming(
  schema: SchemaState,
  table: ObjectName,
  column?: string,
): readonly NamedObject[] {
  return naming(schema, table, column).filter(isParsed)
}

function isParsed({ definition }: NamedObject): boolean {
  return /\bbegin\s+atomic\b/i.test(definition)
}

function naming(schema: SchemaState, table: ObjectName, column?: string): readonly NamedObject[] {
  const { objects, semantics } = schema
  const key = semantics.objectKey(table)
  const found = valuesBy(objects, tablesOf(semantics), key)
  if (column === undefined) return found
  const wanted = semantics.columnKey(column)
  return found.filter(object => {
    const { columns, tables } = bodyOf(object, semantics)
    // A column of the name that another of its tables has may be that one.
    const isOnlyHere = tables.every(name => {
      const other = name === key ? undefined : findTable(schema, name)
      return other === undefined || findColumn(other, column, semantics) === undefined
    })
    return columns.has(wanted) && isOnlyHere
  })
}

const tablesOf = oncePer(
  (semantics: SchemaSemantics): KeysOf<NamedObject> =>
    object =>
      bodyOf(object, semantics).tables,
)

interface Body {
  /** Keys of what stands behind FROM, JOIN, INTO, UPDATE: a variable may be among them. */
  readonly tables: readonly string[]
  /** Keys of all names. */
  readonly columns: ReadonlySet<string>
}

const nothing: Body = { tables: [], columns: new Set() }

const bodies = oncePer((semantics: SchemaSemantics) =>
  oncePer((object: NamedObject) => readBody(object, semantics)),
)

function bodyOf(object: NamedObject, semantics: SchemaSemantics): Body {
  const { type } = object
  const hasCode = type === 'function' || type === 'procedure' || type === 'trigger'
  return hasCode ? bodies(semantics)(object) : nothing
}

const beforeTable: ReadonlySet<string> = new Set([
  'from',
  'join',
  'into',
  'update',
  'truncate',
  'only',
  'table',
])

function readBody({ definition }: NamedObject, semantics: SchemaSemantics): Body {
  const tokens = textTokens(withoutQuoting(definition)).filter(({ kind }) => kind !== 'space')
  const tables = tokens.flatMap(({ kind, text }, at) => {
    if (kind !== 'word' || !beforeTable.has(text.toLowerCase())) return []
    const [name, dot, second] = [tokens[at + 1]?.name, tokens[at + 2]?.text, tokens[at + 3]?.name]
    if (name === undefined) return []
    return [semantics.objectKey(dot === '.' && second !== undefined ? joinName([name, second]) : name)]
  })
  // NEW.c and OLD.c are of the trigger's own table.
  const isOfRow = (at: number): boolean =>
    tokens[at - 1]?.text === '.' && /^(?:new|old)$/i.test(tokens[at - 2]?.text ?? '')
  const columns = tokens.flatMap(({ name }, at) =>
    name === undefined || isOfRow(at) ? [] : [semantics.columnKey(name)],
  )
  return { tables: [...new Set(tables)], columns: new Set(columns) }
}

export function namesInCode(definition: string): readonly string[] {
  return namesIn(withoutQuoting(definition))
}

/** PostgreSQL takes the code of a routine as a text, in dollars or in quotes; what is in a comment is no code. */
function withoutQuoting(definition: string): string {
  const inQuotes = definition.replace(
    /\bas\s+e?'((?:[^']|'')*)'/i,
    (_all, body: string) => ` as ${body.replaceAll("''", "'")} `,
  )
  return withoutComments(inQuotes.replace(/\$[A-Za-z_]?\w*\$/g, ' '))
}

export function withoutComments(definition: string): string {
  return definition.replace(/--[^\n]*/g, ' ').replace(/\/\*[\s\S]*?\*\//g, ' ')
}
