import type { Dialect } from '../../dialects/dialect.ts'
import { decodedSection } from '../../layouts/decoded-text.ts'
import { failureOfEmpty } from '../../layouts/empty-scripts.ts'
import type { ScriptSource } from '../../layouts/layout.ts'
import { blankConstantRows } from '../../lexer/blank-constant-rows.ts'
import { classifyStatement } from '../../lexer/classify.ts'
import { namePlaceholders, type PlaceholderStyle, placeholdersIn } from '../../lexer/placeholders.ts'
import { type Positions, positionsIn } from '../../lexer/positions.ts'
import type { Damage, Span, StatementText, UnreadCommand } from '../../lexer/script-parts.ts'
import { splitStatements } from '../../lexer/split-statements.ts'
import { tokenize } from '../../lexer/tokenize.ts'
import type {
  Location,
  ReadingNote,
  RunnerTransaction,
  Script,
  Statement,
} from '../../migration/migration.ts'
import type { Operation } from '../../operations/operation.ts'
import { doubtfulComments } from './doubtful-comments.ts'
import { withOneName } from './one-name.ts'
import { recogniseRebuilds } from './recognise-rebuild.ts'
import { runDefinedCode } from './run-defined-code.ts'
import { branchesFor } from './template-branches.ts'

/** Reads one direction of a migration. `dialect.load()` has been awaited. Nothing that is written there is lost. */
export function readSqlScript(
  source: ScriptSource,
  text: string,
  dialect: Dialect,
  placeholders: readonly PlaceholderStyle[] = [],
): Script {
  const positions = positionsIn(text)
  const sections = source.sections ?? [[0, text.length] as const]
  const read = sections.map(section =>
    readSection(
      branchesFor(dialect.name, decodedSection(text, section, source.holes, source.replaced)),
      section[0],
      positions,
      dialect,
      placeholders,
    ),
  )
  const statements = runDefinedCode(
    withTexts(
      read.flatMap(section => section.statements),
      dialect,
    ),
    dialect,
  )
  const at = source.at ?? startOfSection(text, source.sections?.[0])
  const stopsEmpty =
    statements.length === 0
      ? failureOfEmpty(
          sections.map(section => text.slice(...section)).join(''),
          source.failsEmpty ?? [],
          dialect.name,
        )
      : undefined
  const isOneQuery = source.sentAsOneQuery?.includes(dialect.name) === true
  const transaction = isOneQuery ? transactionOfQuery(source, statements.length, dialect) : source.transaction
  return {
    file: source.file,
    source: text,
    statements: dialect.name === 'sqlite' ? recogniseRebuilds(statements) : statements,
    ...(at !== undefined && statements.length === 0 && { begins: pointAt(positions, at) }),
    transaction,
    ...(source.autocommitOff && { autocommitOff: true as const }),
    ...(source.isBesideLock && { isBesideLock: source.isBesideLock }),
    ...(source.afterFailure !== undefined && { afterFailure: source.afterFailure }),
    ...(stopsEmpty !== undefined && { stopsEmpty }),
    ...(source.recordsApart && { recordsApart: true as const }),
    ...(source.hasOwnSession && { hasOwnSession: true as const }),
    ...(source.putBack && { putBack: source.putBack }),
    ...(source.session && { session: source.session }),
    ...(isOneQuery && transaction !== 'none' && { oneQuery: true as const }),
    ...(isOneQuery && { sentWhole: true as const }),
    notes: read.flatMap(section => section.notes),
  }
}

/** Its first words, or, where it has none, the line of the marker before it. */
function startOfSection(text: string, section: readonly [number, number] | undefined): number | undefined {
  if (section === undefined) return undefined
  const [start, end] = section
  const inside = text.slice(start, end).search(/\S/)
  if (inside !== -1) return start + inside
  return text.slice(0, start).trimEnd().lastIndexOf('\n') + 1
}

function pointAt(positions: Positions, offset: number): Location {
  const { line, column } = positions.at(offset)
  return { line, column, endLine: line, endColumn: column }
}

function withTexts(statements: readonly Statement[], dialect: Dialect): readonly Statement[] {
  const follow = dialect.followTexts?.()
  if (follow === undefined) return statements
  return statements.map(statement => {
    const operations = follow(statement.operations)
    const isSame = operations.every((operation, index) => operation === statement.operations[index])
    return isSame ? statement : { ...statement, operations }
  })
}

/** A single statement commits alone on every engine. */
function transactionOfQuery(
  { transaction }: ScriptSource,
  statements: number,
  dialect: Dialect,
): RunnerTransaction {
  return statements > 1 && dialect.traits().queryIsTransaction ? transaction : 'none'
}

interface Section {
  readonly statements: readonly Statement[]
  readonly notes: readonly ReadingNote[]
}

function readSection(
  section: string,
  sectionStart: number,
  positions: Positions,
  dialect: Dialect,
  placeholders: readonly PlaceholderStyle[],
): Section {
  const locate = ({ start, end }: Span): Location =>
    locationOf({ start: sectionStart + start, end: sectionStart + end }, positions)
  if (isBinary(section)) return binarySection(section, locate)
  const parts = splitStatements(namePlaceholders(section, placeholders), dialect.lexical)
  const inOrder = [...parts.statements, ...parts.commands, ...parts.damage].sort((a, b) => a.start - b.start)
  return {
    statements: inOrder.map(part => {
      const asRead = readPart(part, section, dialect)
      const styles = [...dialect.lexical.placeholders, ...placeholders]
      const read = withOneName(asRead, placeholdersIn(asRead.text, styles))
      const location = locate(part)
      const partAt = ({ span }: Operation): Location =>
        span === undefined ? location : locate({ start: part.start + span[0], end: part.start + span[1] })
      return {
        ...read,
        location,
        ...(read.operations.some(({ span }) => span) && { operationLocations: read.operations.map(partAt) }),
      }
    }),
    notes: [
      ...parts.damage.map(damage => damageNote(damage.reason, locate({ start: damage.at, end: damage.end }))),
      ...doubtfulComments(parts.doubtfulComments, locate, inOrder.length === 0),
    ],
  }
}

function readPart(
  part: StatementText | UnreadCommand | Damage,
  section: string,
  dialect: Dialect,
): Omit<Statement, 'location'> {
  if ('text' in part) return readStatement(part, section, dialect)
  return 'at' in part ? damagedStatement(part, section, dialect) : unreadCommand(part, section)
}

function unreadCommand({ start, end, reason }: UnreadCommand, section: string): Omit<Statement, 'location'> {
  return {
    text: section.slice(start, end),
    operations: [{ kind: 'unreadable', level: 'unknown', reason }],
    reading: 'unknown',
  }
}

function readStatement(part: StatementText, section: string, dialect: Dialect): Omit<Statement, 'location'> {
  return {
    text: section.slice(part.start, part.end),
    ...dialect.parse(blankConstantRows(part.text, dialect.lexical)),
  }
}

/** Enough for verb and object. */
const headLength = 1000

function damagedStatement(damage: Damage, section: string, dialect: Dialect): Omit<Statement, 'location'> {
  const text = section.slice(damage.start, damage.end)
  const { verb, object } = classifyStatement(tokenize(text.slice(0, headLength), dialect.lexical))
  const known = { ...(verb === undefined ? {} : { verb }), ...(object ? { object: object.name } : {}) }
  const offset = damage.at - damage.start
  return {
    text,
    operations: [{ kind: 'unreadable', level: 'damaged', reason: damage.reason, ...known, offset }],
    reading: 'unknown',
  }
}

function damageNote(reason: string, location: Location): ReadingNote {
  return { kind: 'damaged-text', message: `${reason.charAt(0).toUpperCase()}${reason.slice(1)}.`, location }
}

/** As git decides: a NUL among the first 8000 characters. */
function isBinary(text: string): boolean {
  return text.slice(0, 8000).includes('\0')
}

function binarySection(section: string, locate: (span: Span) => Location): Section {
  const location = locate({ start: 0, end: section.length })
  const reason = 'this is no SQL text: it holds NUL bytes, as binary and UTF-16 files do'
  return {
    statements: [
      {
        text: section,
        location,
        operations: [{ kind: 'unreadable', level: 'damaged', reason }],
        reading: 'unknown',
      },
    ],
    notes: [damageNote(reason, location)],
  }
}

function locationOf({ start, end }: Span, positions: Positions): Location {
  const from = positions.at(start)
  const to = positions.at(end)
  return { line: from.line, column: from.column, endLine: to.line, endColumn: to.column }
}
