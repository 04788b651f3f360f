import { createRequire } from 'node:module'
import type { Insertion } from './branch-points.ts'
import { importedAsync } from './imported-async.ts'
import { isTypeScript, type ParsedSource, parseProgram, parseSource } from './parse-source.ts'
import { calleeBefore, sandboxCalls } from './sandbox-calls.ts'

export interface Place {
  readonly line: number
  readonly column: number
}

export interface TransformedModule {
  readonly code: string
  readonly parsed: ParsedSource
  /** From a call's place in `code` to its place in the file, 1-based. */
  original(place: Place): Place
}

type Transform = typeof import('sucrase').transform
let sucrase: Transform | undefined

/** The same for a file that only has to run in the sandbox: nobody counts its branches, or asks who waits. */
export function transformForSandbox(path: string, source: string, ownPackageFile: string): string {
  const isModule = isTypeScript(path) || /^\s*(import|export)\b/m.test(source)
  const waits = /\ba(?:wait|sync)\b/.test(source)
  const program = waits ? parseProgram(path, source) : undefined
  const text =
    program === undefined
      ? source
      : putIn(replace(source, importedAsync(program)), sandboxCalls(program, false))
  return isModule ? asCommonJs(path, text, isTypeScript(path), ownPackageFile) : text
}

function asCommonJs(path: string, text: string, isTypeScript: boolean, ownPackageFile: string): string {
  return loadSucrase(ownPackageFile)(text, {
    transforms: isTypeScript ? ['typescript', 'imports'] : ['imports'],
    filePath: path,
    production: true,
    disableESTransforms: true,
  }).code
}

export interface TransformOptions {
  readonly ownPackageFile: string
  readonly isForSandbox?: boolean
}

/** TypeScript and ES modules become CommonJS that keeps every line where it was; plain CommonJS stays as it is. */
export function transformModule(
  path: string,
  source: string,
  { ownPackageFile, isForSandbox = false }: TransformOptions,
): TransformedModule {
  const { program, ...parsed } = parseSource(path, source)
  const insertions = [...parsed.counters, ...(isForSandbox ? sandboxCalls(program, true) : [])]
  const text = putIn(replace(source, parsed.replacements), insertions)
  const needsTransform = parsed.isTypeScript || parsed.isModule || parsed.hasDynamicImport
  const code = needsTransform ? asCommonJs(path, text, parsed.isTypeScript, ownPackageFile) : text
  if (code === source && !isForSandbox) return { code, parsed, original: place => place }
  const lines = { before: source.split('\n'), after: code.split('\n') }
  return {
    code,
    parsed,
    original({ line, column }) {
      const after = lines.after[line - 1] ?? ''
      const at = calleeBefore(after, column - 1) + 1
      return { line, column: sameWord(after, lines.before[line - 1] ?? '', at) }
    },
  }
}

/** On the lines where they belong; of two at one offset, the earlier found encloses the later. */
function putIn(source: string, insertions: readonly Insertion[]): string {
  const inOrder = [...insertions.entries()].sort(
    ([first, a], [second, b]) =>
      a.offset - b.offset || (isClosing(a) && isClosing(b) ? second - first : first - second),
  )
  const pieces: string[] = []
  let done = 0
  for (const [, { offset, text }] of inOrder) {
    pieces.push(source.slice(done, offset), text)
    done = offset
  }
  return pieces.join('') + source.slice(done)
}

function isClosing({ text }: Insertion): boolean {
  return /^[})]+$/.test(text)
}

/**
 * Lines keep their words in their order, so that the third `string` of the one is the third of the other. (The
 * columns of sucrase 3.35.1's source maps are wrong for whole lines.)
 */
function sameWord(after: string, before: string, column: number): number {
  const at = calledWordAt(after, column - 1)
  const word = /^[\w$]+/.exec(after.slice(at))?.[0]
  if (word === undefined) return column
  const number = placesOf(word, after).indexOf(at)
  const places = placesOf(word, before)
  const place = places[number] ?? places.at(-1) ?? defaultImports(after, before)[number]
  return (place ?? column - 1) + 1
}

/** An imported function is called as `_module.name.call(void 0, …)`. */
function calledWordAt(line: string, at: number): number {
  if (!line.startsWith('call(void 0', at)) return at
  const name = /([\w$]+)\.$/.exec(line.slice(Math.max(0, at - 200), at))?.[1]
  return name === undefined ? at : at - name.length - 1
}

/** `helper(…)` has become `_helper2.default.call(void 0, …)`. */
function defaultImports(after: string, before: string): readonly number[] {
  return [...before.matchAll(/(?<![\w$.])[A-Za-z_$][\w$]*(?=\s*\()/g)].flatMap(({ 0: name, index }) =>
    placesOf(name, after).length === 0 ? [index] : [],
  )
}

function placesOf(word: string, line: string): readonly number[] {
  const isPart = (character: string | undefined): boolean =>
    character !== undefined && /[\w$]/.test(character)
  const places: number[] = []
  for (let at = line.indexOf(word); at >= 0; at = line.indexOf(word, at + word.length)) {
    if (!isPart(line[at - 1]) && !isPart(line[at + word.length])) places.push(at)
  }
  return places
}

/** Each in as many letters as it replaces, so that columns stay. */
function replace(source: string, replacements: readonly Insertion[]): string {
  const pieces: string[] = []
  let done = 0
  for (const { offset, text } of [...replacements].sort((a, b) => a.offset - b.offset)) {
    if (offset < done) continue
    pieces.push(source.slice(done, offset), text)
    done = offset + text.length
  }
  return pieces.join('') + source.slice(done)
}

/** Loaded when first needed: it takes as long as everything else together. */
function loadSucrase(ownPackageFile: string): Transform {
  if (sucrase === undefined) {
    const loaded: { readonly transform: Transform } = createRequire(ownPackageFile)('sucrase')
    sucrase = loaded.transform
  }
  return sucrase
}
