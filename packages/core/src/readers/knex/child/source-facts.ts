import type { Location } from '../../../migration/migration.ts'
import type { Frame } from './call-site.ts'
import type { DroppedCall } from './dropped-call.ts'
import type { ParsedSource } from './parse-source.ts'
import { placeKey } from './place-key.ts'
import type { Position, SyntaxNode } from './syntax-tree.ts'

/** Of a chain of calls: one of them, or all that build it. */
export type Extent = 'call' | 'chain'

/** The project's files as they are run and as they are read; the same text is not taken apart twice. */
export interface SourceFiles {
  toRun(path: string, text: string): RunnableSource
  toRead(path: string, text: string): SyntaxNode
  /** Of a file that has been made ready to run or to read. */
  facts(path: string): SourceFacts | undefined
  /** Which of a file's branches begin at a place. */
  branchesAt(path: string, start: Position): readonly number[]
  /** The call at a frame, as a place in the file that the user wrote. */
  locate(frame: Frame, extent: Extent): Location
  /** Where the promise of the call at a frame is let go of, if that is in the function of the frame. */
  dropped(frame: Frame): DroppedCall | undefined
}

/** The body of a function. */
export interface RunnableSource {
  readonly code: string
  /** Names that are declared at its top. */
  readonly topNames: Iterable<string>
  /** Names that the file says somebody else provides. */
  readonly globals: readonly string[]
}

export type SourceFacts = Pick<
  ParsedSource,
  | 'branches'
  | 'exported'
  | 'importedCalls'
  | 'environmentReads'
  | 'comparedValues'
  | 'guardedThrows'
  | 'constantArguments'
  | 'caughtPlaces'
>

type Entries<Facts> =
  Facts extends ReadonlyMap<infer Key, infer Value> ? readonly (readonly [Key, Value])[] : Facts

/** The same as JSON can hold it. */
export type PlainFacts = { readonly [Name in keyof SourceFacts]: Entries<SourceFacts[Name]> }

export function plainFacts({
  branches,
  exported,
  importedCalls,
  environmentReads,
  comparedValues,
  guardedThrows,
  constantArguments,
  caughtPlaces,
}: SourceFacts): PlainFacts {
  return {
    branches,
    guardedThrows,
    caughtPlaces,
    exported: [...exported],
    importedCalls: [...importedCalls],
    environmentReads: [...environmentReads],
    comparedValues: [...comparedValues],
    constantArguments: [...constantArguments],
  }
}

export function factsOf({
  branches,
  exported,
  importedCalls,
  environmentReads,
  comparedValues,
  guardedThrows,
  constantArguments,
  caughtPlaces,
}: PlainFacts): SourceFacts {
  return {
    branches,
    guardedThrows,
    caughtPlaces,
    exported: new Map(exported),
    importedCalls: new Map(importedCalls),
    environmentReads: new Map(environmentReads),
    comparedValues: new Map(comparedValues),
    constantArguments: new Map(constantArguments.map(([name, calls]) => [name, calls ?? undefined])),
  }
}

/** Which branches begin at a place. */
export function byStart({
  branches,
}: Pick<ParsedSource, 'branches'>): ReadonlyMap<string, readonly number[]> {
  const found = new Map<string, number[]>()
  for (const [index, { location }] of branches.entries()) {
    const key = placeKey(location.line, location.column)
    found.set(key, [...(found.get(key) ?? []), index])
  }
  return found
}
