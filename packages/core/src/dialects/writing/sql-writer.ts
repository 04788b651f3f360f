import type { Column, Constraint, Index, ObjectName } from '../../operations/column.ts'
import { nameParts } from '../../operations/names.ts'
import type { Operation } from '../../operations/operation.ts'

/** An operation as statements of one engine, without delimiters; undefined where none says it. */
export type WriteSql = (operation: Operation) => readonly string[] | undefined

/** What each engine writes in its own way. */
export interface EngineWords {
  /** An identifier, bare where that is safe. */
  quote(name: string): string
  /** A column as CREATE TABLE and ADD COLUMN have it. */
  column(column: Column): string
  /** A constraint as CREATE TABLE and ADD have it; undefined where the engine has no such words. */
  constraint(constraint: Constraint): string | undefined
  /** Collation, operator class, order: what comes after a column or an expression of an index. */
  indexPartTail(part: Index['parts'][number]): string
}

export function quotedName(name: ObjectName, { quote }: Pick<EngineWords, 'quote'>): string {
  return nameParts(name).map(quote).join('.')
}

export function quotedNames(names: readonly string[], { quote }: Pick<EngineWords, 'quote'>): string {
  return names.map(quote).join(', ')
}

export function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`
}

/** A backslash is one only when it stands twice (MySQL 8.0 manual 9.1.1). */
export function escapedLiteral(text: string): string {
  return literal(text.replaceAll('\\', '\\\\'))
}

/** The words that are there, with a space between. */
export function words(...parts: readonly (string | undefined | false)[]): string {
  return parts.filter(part => part !== undefined && part !== false && part !== '').join(' ')
}

/** For lists of which each part has to be written. */
export function isWritten<Text>(text: Text | undefined): text is Text {
  return text !== undefined
}
