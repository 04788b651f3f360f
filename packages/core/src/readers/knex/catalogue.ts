import type { Script, Statement } from '../../migration/migration.ts'
import type { Column } from '../../operations/column.ts'
import type { Operation } from '../../operations/operation.ts'
import { apply } from '../../schema/apply.ts'
import { baselineState } from '../../schema/baseline.ts'
import { columnKeyOf } from '../../schema/column-key.ts'
import { emptySchema } from '../../schema/empty-schema.ts'
import { findColumn, findObject, findTable } from '../../schema/lookup.ts'
import { referencesTo } from '../../schema/references.ts'
import { resolveNames } from '../../schema/resolve-names.ts'
import type { SchemaSemantics, SchemaState } from '../../schema/schema-state.ts'
import { nameResolution } from '../../schema/search-path.ts'
import type { ColumnFacts, ReferenceFacts, SchemaAnswer, SchemaQuestion } from './protocol.ts'

/** What is known of the schema while migrations are run one after the other. */
export interface Catalogue {
  readonly schema: SchemaState
  /** Tables and columns (`table column`) that were there and have been dropped or renamed. */
  readonly gone: ReadonlySet<string>
}

export interface CatalogueStart {
  /** The files begin with the first migration that the database has seen: a table that none of them makes does not exist. */
  readonly historyComplete?: boolean
  /** A schema dump of what the applied migrations have left. */
  readonly baseline?: readonly Statement[]
  /** What the runner sets on its connection: `search_path`. */
  readonly variables?: Script['session']
}

export function startCatalogue(
  semantics: SchemaSemantics,
  { historyComplete = false, baseline, variables }: CatalogueStart,
): Catalogue {
  const schema =
    baseline === undefined
      ? emptySchema(semantics, { complete: historyComplete })
      : baselineState(baseline, semantics)
  const sessionVariables = new Map(Object.entries(variables ?? {}))
  return { schema: { ...schema, sessionVariables }, gone: new Set() }
}

export function advance(catalogue: Catalogue, operations: readonly Operation[]): Catalogue {
  let { schema } = catalogue
  const gone = new Set(catalogue.gone)
  for (const written of operations) {
    const operation = resolveNames(written, schema)
    schema = apply(schema, operation)
    noteGone(gone, operation, schema.semantics)
  }
  return { schema, gone }
}

function noteGone(gone: Set<string>, operation: Operation, semantics: SchemaSemantics): void {
  if (operation.kind === 'drop-table') gone.add(semantics.objectKey(operation.table))
  if (operation.kind === 'create-table') gone.delete(semantics.objectKey(operation.table))
  if (operation.kind === 'rename-table') {
    gone.add(semantics.objectKey(operation.table))
    gone.delete(semantics.objectKey(operation.to))
  }
  if (operation.kind === 'drop-column' || operation.kind === 'rename-column') {
    gone.add(columnKeyOf(operation.table, operation.column, semantics))
  }
  if (operation.kind === 'add-column')
    gone.delete(columnKeyOf(operation.table, operation.column.name, semantics))
  if (operation.kind === 'rename-column') gone.delete(columnKeyOf(operation.table, operation.to, semantics))
}

export function answerFrom({ schema, gone }: Catalogue, asked: SchemaQuestion): SchemaAnswer {
  const { semantics } = schema
  const question = { ...asked, table: nameResolution(schema)?.existing(asked.table) ?? asked.table }
  if (question.kind === 'references') {
    return { known: 'references', references: referenceFacts(schema, question.table) }
  }
  const table = findTable(schema, question.table)
  if (table === undefined) {
    if (findObject(schema, 'view', question.table) !== undefined)
      return { known: question.kind === 'table' ? 'yes' : 'unknown' }
    return { known: schema.complete || gone.has(semantics.objectKey(question.table)) ? 'no' : 'unknown' }
  }
  if (question.kind === 'table') return { known: 'yes' }
  if (question.kind === 'columns') {
    return { known: 'columns', columns: [...table.columns.values()].map(factsOf), isComplete: table.complete }
  }
  if (findColumn(table, question.column, semantics) !== undefined) return { known: 'yes' }
  const isGone = table.complete || gone.has(columnKeyOf(question.table, question.column, semantics))
  return { known: isGone ? 'no' : 'unknown' }
}

function factsOf({ name, type, nullable, default: defaultText }: Column): ColumnFacts {
  return {
    name,
    type: type?.name ?? 'text',
    fullType: type?.text ?? 'text',
    maxLength: type !== undefined && /char|binary/.test(type.name) ? (type.args[0] ?? null) : null,
    nullable,
    default: defaultText === undefined ? null : withoutQuotes(defaultText),
  }
}

function referenceFacts(schema: SchemaState, name: string): readonly ReferenceFacts[] {
  return referencesTo(schema, name).flatMap(({ table, foreignKey }) =>
    foreignKey.columns.map((column, index) => ({
      name: foreignKey.name ?? '',
      table: table.name,
      column,
      referencedColumn: foreignKey.references.columns[index] ?? '',
      onDelete: foreignKey.onDelete ?? 'no action',
      onUpdate: foreignKey.onUpdate ?? 'no action',
    })),
  )
}

function withoutQuotes(text: string): string {
  return text.length > 1 && text.startsWith("'") && text.endsWith("'")
    ? text.slice(1, -1).replace(/''/g, "'")
    : text
}
