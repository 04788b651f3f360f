import type { Dialect } from '../../dialects/dialect.ts'
import type { ProjectFiles, ScriptSource } from '../../layouts/layout.ts'
import type { WrittenChange } from '../../layouts/written-change.ts'
import type { PlaceholderStyle } from '../../lexer/placeholders.ts'
import { Positions } from '../../lexer/positions.ts'
import type { IncludedFile, Location, ReadingNote, Script, Statement } from '../../migration/migration.ts'
import type { Constraint } from '../../operations/column.ts'
import type { Operation } from '../../operations/operation.ts'
import type { RunCondition } from '../../operations/run-condition.ts'
import { readSqlScript } from '../sql/read-sql-script.ts'
import { changeSql } from './change-sql.ts'
import { columnsOf, field } from './fields.ts'

export interface Setup {
  readonly projectFiles: ProjectFiles
  readonly dialect: Dialect
  readonly placeholders?: readonly PlaceholderStyle[]
}

let latest: { readonly source: string; readonly positions: Positions } | undefined

/** The changesets of a file follow each other, and the SQL that is made of them is read in between. */
function positionsOf(source: string): Positions {
  if (latest?.source !== source) latest = { source, positions: new Positions(source) }
  return latest.positions
}

/** Reads the changes of one changeset, each at its place. */
export class ChangesetReader {
  readonly #source: string
  readonly #script: ScriptSource
  readonly #files: ReadonlyMap<string, string>
  readonly #setup: Setup
  readonly #positions: Positions

  constructor(source: string, script: ScriptSource, files: ReadonlyMap<string, string>, setup: Setup) {
    this.#source = source
    this.#script = script
    this.#files = files
    this.#setup = setup
    this.#positions = positionsOf(source)
  }

  locationOf({ span: [start, end] }: WrittenChange): Location {
    const [from, to] = [this.#positions.at(start), this.#positions.at(end)]
    return { line: from.line, column: from.column, endLine: to.line, endColumn: to.column }
  }

  pointAt(offset: number): Location {
    const { line, column } = this.#positions.at(offset)
    return { line, column, endLine: line, endColumn: column }
  }

  async script(changes: readonly WrittenChange[], conditions: readonly RunCondition[]): Promise<Script> {
    const statements: Statement[] = []
    const notes: ReadingNote[] = []
    const included: IncludedFile[] = []
    for (const change of changes) {
      const read = await this.#read(change)
      statements.push(...read.statements.map(statement => under(conditions, statement)))
      notes.push(...read.notes)
      included.push(...(read.included ?? []))
    }
    const { file, transaction } = this.#script
    return {
      file,
      source: this.#source,
      statements,
      transaction,
      notes,
      ...(included.length > 0 && { included }),
    }
  }

  async #read(change: WrittenChange): Promise<Pick<Script, 'statements' | 'notes' | 'included'>> {
    const { dialect, placeholders, projectFiles } = this.#setup
    const { name, text, attributes } = change
    if ((name === 'sql' || name === 'createProcedure') && text !== undefined)
      return readSqlScript({ ...this.#script, ...text }, this.#source, dialect, placeholders)
    if (name === 'sql' && attributes.has('text')) {
      const sql = attributes.get('text') ?? ''
      const statements = /^\$\{[^}]+\}\s*;?$/.test(sql)
        ? [this.#unread(change, `what ${sql} stands for is not in the changelogs here`)]
        : this.#written(sql, change)
      return { statements, notes: [] }
    }
    // Nothing stands in it: it does nothing.
    if (name === 'sql') return { statements: [], notes: [] }
    if (name === 'sqlFile') {
      const path = field(change, 'path') ?? ''
      const file = this.#files.get(path)
      if (file === undefined)
        return {
          statements: [this.#unread(change, `it runs ${path}, which is not among the files here`)],
          notes: [],
        }
      const source = await projectFiles.read(file)
      const script = readSqlScript({ file, transaction: 'none' }, source, dialect, placeholders)
      return { ...placedIn(file, script), included: [{ file, source }] }
    }
    const sql = changeSql(change, dialect)
    if ('reason' in sql) return { statements: [this.#unread(change, sql.reason)], notes: [] }
    return { statements: sql.texts.flatMap(each => this.#written(each, change)), notes: [] }
  }

  /** A statement that Liquibase makes stands where its change does, and what it does to a column where that is. */
  #written(sql: string, change: WrittenChange): readonly Statement[] {
    const { dialect, placeholders } = this.#setup
    const location = this.locationOf(change)
    const columns = new Map(columnsOf(change).map(column => [field(column, 'name')?.toLowerCase(), column]))
    return readSqlScript(
      { file: this.#script.file, transaction: 'none' },
      sql,
      dialect,
      placeholders,
    ).statements.map(({ operationLocations: _, ...statement }) => ({
      ...statement,
      operations: statement.operations.map(operation => typed(operation, change)),
      location,
      reading:
        statement.reading === 'partial' || statement.reading === 'unknown' ? statement.reading : 'recorded',
      ...(statement.operations.length > 1 && {
        operationLocations: statement.operations.map(operation => {
          const column = columns.get(columnOf(operation)?.toLowerCase())
          return column === undefined ? location : this.locationOf(column)
        }),
      }),
    }))
  }

  #unread(change: WrittenChange, reason: string): Statement {
    const [start, end] = change.span
    return {
      text: this.#source.slice(start, end),
      location: this.locationOf(change),
      reading: 'unknown',
      // An error, as for a whole file: nothing of it is seen.
      operations: [{ kind: 'unreadable', level: 'damaged', reason }],
    }
  }
}

const typeDropped: Readonly<Record<string, Constraint['type']>> = {
  dropPrimaryKey: 'primary-key',
  dropUniqueConstraint: 'unique',
  dropForeignKeyConstraint: 'foreign-key',
}

/** DROP CONSTRAINT does not say of what type it is, and the change does. */
function typed(operation: Operation, { name }: WrittenChange): Operation {
  const type = Object.hasOwn(typeDropped, name) ? typeDropped[name] : undefined
  return operation.kind === 'drop-constraint' && type !== undefined ? { type, ...operation } : operation
}

function columnOf(operation: Operation): string | undefined {
  if (operation.kind === 'add-column') return operation.column.name
  return operation.kind === 'drop-column' ? operation.column : undefined
}

function placedIn(file: string, { statements, notes }: Script): Pick<Script, 'statements' | 'notes'> {
  const inFile = (location: Location): Location => ({ ...location, file })
  return {
    notes: notes.map(note => ({ ...note, ...(note.location && { location: inFile(note.location) }) })),
    statements: statements.map(({ operationLocations, ...statement }) => ({
      ...statement,
      location: inFile(statement.location),
      ...(operationLocations && { operationLocations: operationLocations.map(inFile) }),
    })),
  }
}

function under(conditions: readonly RunCondition[], statement: Statement): Statement {
  if (conditions.length === 0) return statement
  return {
    ...statement,
    operations: statement.operations.map(operation => ({
      ...operation,
      conditions: [...conditions, ...(operation.conditions ?? [])],
    })),
  }
}
