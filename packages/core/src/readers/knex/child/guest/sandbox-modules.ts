import type { ModuleSystem } from '../module-system.ts'
import { placeKey } from '../place-key.ts'
import { byStart, factsOf, type PlainFacts, type SourceFacts, type SourceFiles } from '../source-facts.ts'
import type { SyntaxNode } from '../syntax-tree.ts'
import { UnparsableSource } from '../unparsable-source.ts'
import { askHost, askHostMaybe, askHostWhether, compileAtHost } from './host.ts'
import { requireBuiltIn, requireFrom } from './require.ts'

/** The project as the keeper of the sandbox hands it in: text for text, and nothing that is not asked for. */
export function sandboxModules(knexPath: string): ModuleSystem {
  const isProjectFile = remembered(file => askHostWhether('isProjectFile', file))
  return {
    files: keptFiles(),
    readText: path => askHost('readText', path),
    resolve: (specifier, from) => askHostMaybe('resolve', specifier, from),
    isProjectFile,
    isBuiltIn: remembered(specifier => askHostWhether('isBuiltIn', specifier)),
    builtIn: requireBuiltIn,
    installed: (specifier, from) => requireFrom(from)(specifier),
    besideKnex: requireFrom(knexPath),
    evaluate(path, code, self, values) {
      const run = compileAtHost(path, code, [...values.keys()])
      if (typeof run === 'function') Reflect.apply(run, self, [...values.values()])
    },
  }
}

interface MadeSource {
  readonly code: string
  readonly topNames: readonly string[]
  readonly globals: readonly string[]
  readonly facts: PlainFacts
}

interface ReadSource {
  readonly program: SyntaxNode
  readonly facts: PlainFacts
}

interface Unparsable {
  readonly unparsable: { readonly message: string; readonly line: number; readonly column: number }
}

function parseMade<Made extends object>(text: string): Made {
  const made: Made | Unparsable = JSON.parse(text)
  if (!('unparsable' in made)) return made
  const { message, line, column } = made.unparsable
  throw new UnparsableSource(message, line, column)
}

function keptFiles(): SourceFiles {
  const facts = new Map<string, SourceFacts>()
  const starts = new Map<string, ReadonlyMap<string, readonly number[]>>()
  const keep = (path: string, plain: PlainFacts): void => {
    const kept = factsOf(plain)
    facts.set(path, kept)
    starts.set(path, byStart(kept))
  }
  return {
    toRun(path, text) {
      const made = parseMade<MadeSource>(askHost('toRun', path, text))
      keep(path, made.facts)
      const { code, topNames, globals } = made
      return { code, topNames, globals }
    },
    toRead(path, text) {
      const read = parseMade<ReadSource>(askHost('toRead', path, text))
      keep(path, read.facts)
      return read.program
    },
    facts: path => facts.get(path),
    branchesAt: (path, start) => starts.get(path)?.get(placeKey(start.line, start.column + 1)) ?? [],
    locate: (frame, extent) => JSON.parse(askHost('locate', JSON.stringify(frame), extent)),
    dropped(frame) {
      const dropped = askHostMaybe('dropped', JSON.stringify(frame))
      return dropped === undefined ? undefined : JSON.parse(dropped)
    },
  }
}

function remembered(answer: (text: string) => boolean): (text: string) => boolean {
  const known = new Map<string, boolean>()
  return text => {
    const before = known.get(text)
    if (before !== undefined) return before
    const found = answer(text)
    known.set(text, found)
    return found
  }
}
