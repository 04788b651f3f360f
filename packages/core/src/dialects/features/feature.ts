import type { Column, Constraint, DataType, Index, ObjectName } from '../../operations/column.ts'
import type { Operation } from '../../operations/operation.ts'
import { objectsCalled, objectsOfType } from '../../schema/find-objects.ts'
import type { SchemaState } from '../../schema/schema-state.ts'
import { type Phrase, says } from './phrase.ts'

/** Something that a server knows from some version on, up to some version, or not at all. */
export interface Feature {
  /** As in a sentence: `NULLS NOT DISTINCT`. */
  readonly name: string
  readonly found: Phrase | ((statement: SeenStatement) => boolean)
  /** The first version that has it; absent: no version, or every one up to `until`. */
  readonly since?: string
  /** The first version that has it no more. */
  readonly until?: string
  /** A server that lacks it reads over it, without an error. */
  readonly ignored?: true
  /** Statements that a server without it refuses in strict mode alone, and takes with a warning otherwise: DEFAULT '' of
   * BLOB and TEXT (MySQL 8.0, `Create_field::init` in sql/field.cc; a default with a value is always an error). */
  readonly strictAlone?: (statement: SeenStatement) => boolean
  /** How the server takes it, as advice. */
  readonly form?: string
}

export interface SeenStatement {
  readonly text: string
  /** As `wordsOf` gives them. */
  readonly words: readonly string[]
  readonly operations: readonly Operation[]
  readonly before: SchemaState
}

export function someColumn(holds: (column: Column) => boolean): (statement: SeenStatement) => boolean {
  return ({ operations }) => operations.some(operation => columnsOf(operation).some(holds))
}

export function someType(holds: (type: DataType) => boolean): (statement: SeenStatement) => boolean {
  const inColumns = someColumn(({ type }) => type !== undefined && holds(type))
  return statement =>
    inColumns(statement) ||
    statement.operations.some(operation => operation.kind === 'change-column-type' && holds(operation.type))
}

/** Functions that a version brings along, where neither the history nor an extension may have brought one of the name. */
export function builtIn(since: string | undefined, ...names: readonly string[]): readonly Feature[] {
  return names.map(name => ({
    name: `the function ${name}()`,
    ...(since !== undefined && { since }),
    found: ({ text, words, operations, before }) =>
      text.toLowerCase().includes(name) &&
      says(words, `… ${name.toUpperCase()} (`) &&
      !operations.some(operation => operation.kind === 'create-object' && isCalled(operation.name, name)) &&
      objectsOfType(before, 'extension').length === 0 &&
      objectsCalled(before, name).length === 0,
  }))
}

function isCalled(object: ObjectName, name: string): boolean {
  return object.split('.').at(-1)?.toLowerCase() === name
}

export function someIndex(holds: (index: Index) => boolean): (statement: SeenStatement) => boolean {
  return ({ operations }) => operations.some(operation => indexesOf(operation).some(holds))
}

export function someConstraint(type: Constraint['type']): (statement: SeenStatement) => boolean {
  return ({ operations }) =>
    operations.some(operation => constraintsOf(operation).some(constraint => constraint.type === type))
}

function indexesOf(operation: Operation): readonly Index[] {
  if (operation.kind === 'create-index') return [operation.index]
  return operation.kind === 'create-table' ? operation.indexes : []
}

function constraintsOf(operation: Operation): readonly Constraint[] {
  if (operation.kind === 'add-constraint') return [operation.constraint]
  return operation.kind === 'create-table' ? operation.constraints : []
}

function columnsOf(operation: Operation): readonly Column[] {
  switch (operation.kind) {
    case 'create-table':
      return operation.columns
    case 'add-column':
      return [operation.column]
    case 'change-column':
      return [operation.to]
    default:
      return []
  }
}
