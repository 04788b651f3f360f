import type { Operation } from '../../operations/operation.ts'
import type { TokenCursor } from './token-cursor.ts'

/** The two servers that this grammar is for. */
export type Engine = 'mysql' | 'mariadb'

/** Reads from the statement's first keyword; throws UnexpectedToken where the grammar does not fit. */
export type StatementReader = (cursor: TokenCursor, grammar: Grammar) => readonly Operation[]

export interface Grammar {
  readonly engine: Engine
  /** How many statements stand around the one that is being read. */
  readonly depth: number
  /** Told what the body of a routine or trigger does when it runs. */
  readonly onBody?: (operations: readonly Operation[]) => void
  /** The text of another statement, which a string holds. */
  readonly parseText?: (text: string) => readonly Operation[]
  /** Any statement, for those that hold others. */
  readonly readStatement: StatementReader
}

/** More than any real script nests, and far less than the stack holds. */
const deepestNesting = 12

/** Reads a statement that stands inside another. */
export function readInnerStatement(cursor: TokenCursor, grammar: Grammar): readonly Operation[] {
  if (grammar.depth >= deepestNesting) cursor.fail()
  return grammar.readStatement(cursor, { ...grammar, depth: grammar.depth + 1 })
}
