import type { Location } from '../../../migration/migration.ts'
import type { Frame } from './call-site.ts'
import { droppedCall } from './dropped-call.ts'
import { type Call, type ParsedSource, parseProgram, parseSource } from './parse-source.ts'
import { placeKey } from './place-key.ts'
import { byStart, type SourceFiles } from './source-facts.ts'
import type { SyntaxNode } from './syntax-tree.ts'
import { type Place, type TransformedModule, transformModule } from './transform.ts'

export interface SourceOptions {
  /** The code is run in the sandbox. */
  readonly isForSandbox?: boolean
}

/** In characters of their texts. Trees are large, a hundred times their text: those of the helpers that many migrations
 * share are kept, no more. */
const keptTrees = 500_000

export function createSourceFiles(ownPackageFile: string, options: SourceOptions = {}): SourceFiles {
  const toRun = new Map<string, { readonly text: string; readonly made: TransformedModule }>()
  const parsed = new Map<string, ParsedSource>()
  const trees = new Map<string, { readonly text: string; readonly program: SyntaxNode }>()
  let size = 0
  const branches = new Map<string, ReadonlyMap<string, readonly number[]>>()

  const placeOf = (frame: Frame): Place =>
    frame.isRead === true ? frame : (toRun.get(frame.file)?.made.original(frame) ?? frame)
  const callAt = (path: string, place: Place): Call | undefined => {
    const file = parsed.get(path)
    return (
      file?.calls.get(placeKey(place.line, place.column)) ??
      file?.callsInOrder.findLast(({ location }) => encloses(location, place))
    )
  }

  return {
    toRun(path, text) {
      const known = toRun.get(path)
      const made =
        known?.text === text ? known.made : transformModule(path, text, { ownPackageFile, ...options })
      toRun.set(path, { text, made })
      parsed.set(path, made.parsed)
      return { code: made.code, topNames: made.parsed.topNames, globals: made.parsed.globals }
    },
    toRead(path, text) {
      const known = trees.get(path)
      if (known !== undefined) trees.delete(path)
      if (known?.text === text) {
        trees.set(path, known)
        return known.program
      }
      size += text.length - (known?.text.length ?? 0)
      const { program, ...rest } = parseSource(path, text)
      parsed.set(path, rest)
      branches.set(path, byStart(rest))
      for (const [oldest, { text: longUnused }] of trees) {
        if (size <= keptTrees) break
        trees.delete(oldest)
        size -= longUnused.length
      }
      trees.set(path, { text, program })
      return program
    },
    facts: path => parsed.get(path),
    branchesAt: (path, start) => branches.get(path)?.get(placeKey(start.line, start.column + 1)) ?? [],
    locate(frame, extent) {
      const place = placeOf(frame)
      const call = callAt(frame.file, place)
      if (call !== undefined) return extent === 'chain' ? call.chainLocation : call.location
      return { line: place.line, column: place.column, endLine: place.line, endColumn: place.column + 1 }
    },
    dropped(frame) {
      const { file } = frame
      const text = toRun.get(file)?.text
      const call = callAt(file, placeOf(frame))
      if (text === undefined || call === undefined) return undefined
      return droppedCall(parseProgram(file, text), call.location)
    },
  }
}

function encloses(location: Location, { line, column }: { line: number; column: number }): boolean {
  const startsBefore = location.line < line || (location.line === line && location.column <= column)
  const endsAfter = location.endLine > line || (location.endLine === line && location.endColumn > column)
  return startsBefore && endsAfter
}
