import type { Dialect, ParsedStatement } from '../../dialects/dialect.ts'
import { splitStatements } from '../../lexer/split-statements.ts'
import type { Location, Statement } from '../../migration/migration.ts'
import type { Operation } from '../../operations/operation.ts'
import { unknownType } from '../../operations/unknown-text.ts'
import { withUnknownNames } from './at-run-time.ts'
import { mistakeIn } from './knex-mistakes.ts'
import type { EmulatedChange, RecordedStatement } from './protocol.ts'
import { changeOperations, changeText } from './to-operations.ts'

/** One recorded call as the statements that it sends. */
export function toStatements(
  recorded: RecordedStatement,
  dialect: Dialect,
  source: SourceLines,
): readonly Statement[] {
  const { location, conditions } = recorded
  const rest = {
    ...(conditions.length > 0 && { conditions }),
    ...(recorded.isApproximate === true && { approximate: true as const }),
    ...(recorded.isCaught === true && { caught: true as const }),
    ...(recorded.runs !== undefined && { runs: recorded.runs }),
  }
  if (recorded.change !== undefined) {
    const text =
      recorded.change.method === 'renameColumn' ? recorded.sql : changeText(recorded.change, dialect)
    const change = { operations: changeOperations(recorded.change, dialect), reading: 'grammar' } as const
    return [
      {
        text,
        location,
        ...readingOf(withUnknownNames(text, change)),
        ...rest,
        ...rebuilt(recorded.change, dialect),
      },
    ]
  }
  const parts = splitStatements(recorded.sql, dialect.lexical).statements
  const [only] = parts
  if (only === undefined) return []
  if (parts.length === 1) {
    const text = recorded.sql.slice(only.start, only.end)
    const parsed = ofConnection(parse(text, recorded.inlined, dialect), recorded)
    return [
      {
        text,
        location,
        ...readingOf(parsed),
        ...operationPlaces(parsed.operations, recorded),
        ...withValues(parsed.operations, recorded),
        ...rest,
      },
    ]
  }
  return parts.map(part => {
    const text = recorded.sql.slice(part.start, part.end)
    return {
      text,
      location: source.find(text, location) ?? location,
      ...readingOf(parse(text, undefined, dialect)),
      ...rest,
    }
  })
}

/** A setting of another connection is none of the migration's. */
function ofConnection(parsed: ParsedStatement, { isOutside }: RecordedStatement): ParsedStatement {
  if (isOutside !== true || !parsed.operations.some(({ kind }) => kind === 'set-variable')) return parsed
  return { ...parsed, operations: [{ kind: 'no-effect', what: 'a setting of another connection' }] }
}

/** Knex asks SQLite for a new table in most changes that SQLite could make in place. */
function rebuilt({ method, table }: EmulatedChange, dialect: Dialect): { readonly rebuildsTable?: string } {
  return dialect.name === 'sqlite' && method !== 'renameColumn' ? { rebuildsTable: table } : {}
}

export interface SourceLines {
  /** Where a text stands, letter for letter and once only, inside of a place. */
  find(text: string, within: Location): Location | undefined
}

export function sourceLines(source: string): SourceLines {
  const starts = [0]
  for (let index = source.indexOf('\n'); index >= 0; index = source.indexOf('\n', index + 1))
    starts.push(index + 1)
  const offsetOf = (line: number, column: number): number => (starts[line - 1] ?? source.length) + column - 1
  const placeOf = (offset: number, from: number): { line: number; column: number } => {
    let line = from
    while ((starts[line] ?? Number.POSITIVE_INFINITY) <= offset) line++
    return { line, column: offset - (starts[line - 1] ?? 0) + 1 }
  }
  return {
    find(text, within) {
      const start = offsetOf(within.line, within.column)
      const inside = source.slice(start, offsetOf(within.endLine, within.endColumn))
      const found = inside.indexOf(text)
      if (found < 0 || inside.indexOf(text, found + 1) >= 0) return undefined
      const from = placeOf(start + found, within.line)
      const to = placeOf(start + found + text.length, from.line)
      return { ...from, endLine: to.line, endColumn: to.column }
    },
  }
}

/** With placeholders as they are sent, or, where a grammar cannot take those, with the values written in. */
function parse(text: string, inlined: string | undefined, dialect: Dialect): ParsedStatement {
  if (text.includes(unknownType)) {
    const parsed = parse(text.replaceAll(unknownType, 'text'), undefined, dialect)
    return { ...parsed, operations: parsed.operations.map(withoutType) }
  }
  const parsed = dialect.parse(text)
  if (inlined === undefined || !parsed.operations.some(isUnreadable)) return withReason(text, parsed)
  const second = dialect.parse(inlined)
  return withReason(text, second.operations.some(isUnreadable) ? parsed : second)
}

/** The change is known, and what it is a change of is not. */
function withoutType(operation: Operation): Operation {
  if (operation.kind !== 'change-column') return operation
  const { type: _unknown, ...to } = operation.to
  return { ...operation, to }
}

/** A syntax error that knex makes is not a gap in our reading. */
function withReason(text: string, parsed: ParsedStatement): ParsedStatement {
  const reason = parsed.operations.some(isUnreadable) ? mistakeIn(text) : undefined
  if (reason === undefined) return withUnknownNames(text, parsed)
  const operations = parsed.operations.map(each => (each.kind === 'unreadable' ? { ...each, reason } : each))
  return { ...parsed, operations }
}

/** Which rows are meant is not told by a placeholder. */
function withValues(
  operations: readonly Operation[],
  { inlined }: RecordedStatement,
): Pick<Statement, 'inlined'> {
  const isOfRows = operations.some(({ kind }) => kind === 'update-rows' || kind === 'delete-rows')
  return inlined === undefined || !isOfRows ? {} : { inlined }
}

function isUnreadable({ kind }: Operation): boolean {
  return kind === 'unreadable'
}

function readingOf({ operations, reading }: ParsedStatement): Pick<Statement, 'operations' | 'reading'> {
  return { operations, reading: reading === 'grammar' || reading === 'own-parser' ? 'recorded' : reading }
}

/** Two columns that two calls add can be one ALTER TABLE. */
function operationPlaces(
  operations: readonly Operation[],
  { columnLocations, location }: RecordedStatement,
): Pick<Statement, 'operationLocations'> {
  if (columnLocations === undefined || operations.length < 2) return {}
  const operationLocations = operations.map(operation => {
    const column = columnOf(operation)
    return (column === undefined ? undefined : columnLocations[column]) ?? location
  })
  return { operationLocations }
}

function columnOf(operation: Operation): string | undefined {
  if (operation.kind === 'add-column') return operation.column.name
  if (operation.kind === 'change-column' || operation.kind === 'change-column-type') return operation.column
  return undefined
}
