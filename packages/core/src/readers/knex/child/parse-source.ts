import { parse } from '@babel/parser'
import type { Location } from '../../../migration/migration.ts'
import { type BranchPoint, branchPoints, type Insertion } from './branch-points.ts'
import { caughtPlaces } from './caught-places.ts'
import { type ComparedValues, comparedValues } from './compared-values.ts'
import { type ConstantArguments, constantArguments } from './deciding-names.ts'
import { declarationsIn, noteExport } from './declared-names.ts'
import { type EnvironmentReads, environmentReads } from './environment-reads.ts'
import { guardedThrows } from './guarded-throws.ts'
import { importMetaName } from './import-meta.ts'
import { importedAsync } from './imported-async.ts'
import { type ImportedCalls, importedCalls } from './imported-calls.ts'
import { placeKey } from './place-key.ts'
import {
  child,
  isCall,
  isMember,
  isNode,
  isPosition,
  locationOf,
  nameOf,
  type SyntaxNode,
  walk,
} from './syntax-tree.ts'
import { UnparsableSource } from './unparsable-source.ts'

/** A call as the stack trace knows it (`key` is where V8 says that the call is) and as the reader sees it. */
export interface Call {
  readonly key: string
  readonly location: Location
  /** The same, to the end of the calls chained onto it. */
  readonly chainLocation: Location
}

export interface ParsedSource {
  readonly isTypeScript: boolean
  readonly isModule: boolean
  readonly hasDynamicImport: boolean
  /** What cannot be said in CommonJS, said in as many letters. */
  readonly replacements: readonly Insertion[]
  /** Names declared at the top, which the module wrapper must not declare again. */
  readonly topNames: ReadonlySet<string>
  /** Names that the file says are there: ESLint's `global` comment, `declare const strapi`. */
  readonly globals: readonly string[]
  readonly calls: ReadonlyMap<string, Call>
  /** All calls, outer before inner. */
  readonly callsInOrder: readonly Call[]
  /** Where the functions that the module exports are written. */
  readonly exported: ReadonlyMap<string, Location>
  readonly importedCalls: ImportedCalls
  readonly environmentReads: EnvironmentReads
  readonly comparedValues: ComparedValues
  readonly guardedThrows: readonly Location[]
  readonly caughtPlaces: readonly Location[]
  readonly constantArguments: ConstantArguments
  readonly branches: readonly BranchPoint[]
  /** Text that counts the branches when it is put in. */
  readonly counters: readonly Insertion[]
}

const ownRequireName = 'requir$'

const settlers = new Set(['then', 'catch', 'finally', 'asCallback'])

/** The tree too, which is large: keep it only where it is needed again. */
export function parseSource(path: string, source: string): ParsedSource & { readonly program: SyntaxNode } {
  const program = parseProgram(path, source)
  const calls = new Map<string, Call>()
  const callsInOrder: Call[] = []
  const replacements: Insertion[] = [...importedAsync(program)]
  const declared = declarationsIn(program)
  const exported = new Map<string, Location>()
  let hasDynamicImport = false
  const awaits: SyntaxNode[] = []
  const callNodes: SyntaxNode[] = []
  const chains = new Map<SyntaxNode, SyntaxNode>()
  for (const node of walk(program)) {
    if (isCall(node)) {
      const callee = child(node, 'callee') ?? child(node, 'tag')
      if (callee === undefined) continue
      if (callee.type === 'Import') hasDynamicImport = true
      const object = isMember(callee) ? child(callee, 'object') : undefined
      const property = isMember(callee) ? child(callee, 'property') : undefined
      if (object !== undefined && isCall(object)) {
        if (!settlers.has(nameOf(property))) chains.set(object, node)
      }
      // V8 gives the place of the property that is called, of the function's name, or of the word `new`.
      const keyNode = node.type === 'NewExpression' ? node : (property ?? callee)
      const startsChain = object === undefined || !containsCall(object)
      const start = startsChain ? node.loc.start : keyNode.loc.start
      const call = {
        key: placeKey(keyNode.loc.start.line, keyNode.loc.start.column + 1),
        location: locationOf(start, node.loc.end),
        chainLocation: locationOf(start, chainEnd(node, chains).loc.end),
      }
      if (!calls.has(call.key)) calls.set(call.key, call)
      callsInOrder.push(call)
      callNodes.push(node)
    } else if (node.type === 'AwaitExpression') {
      awaits.push(node)
    } else if (node.type === 'MetaProperty') {
      replacements.push({ offset: node.start, text: importMetaName })
    } else if (node.type === 'Identifier' && nameOf(node) === 'require' && declared.has('require')) {
      // Its own `require`, made by createRequire, beside the one that imports become.
      replacements.push({ offset: node.start, text: ownRequireName })
    } else if (node.type === 'ImportExpression') {
      hasDynamicImport = true
    } else {
      noteExport(node, declared, exported)
    }
  }
  // A stack that is waiting gives the place of the word `await`.
  for (const node of awaits) {
    const argument = child(node, 'argument')
    if (argument === undefined || !isCall(argument)) continue
    const location = locationOf(argument.loc.start, argument.loc.end)
    const key = placeKey(node.loc.start.line, node.loc.start.column + 1)
    calls.set(key, { key, location, chainLocation: location })
  }
  const found = branchPoints(program, source)
  return {
    program,
    isTypeScript: isTypeScript(path),
    isModule: Reflect.get(program, 'sourceType') === 'module',
    hasDynamicImport,
    replacements,
    topNames: new Set(declared.keys()),
    globals: globalsOf(source),
    calls,
    callsInOrder,
    exported,
    importedCalls: importedCalls(program, callNodes),
    environmentReads: source.includes('process.env') ? environmentReads(program) : new Map(),
    comparedValues: found.branches.length === 0 ? new Map() : comparedValues(program),
    guardedThrows: source.includes('throw') ? guardedThrows(program) : [],
    caughtPlaces: source.includes('catch') ? caughtPlaces(program) : [],
    constantArguments: constantArguments(program),
    ...found,
  }
}

function globalsOf(source: string): readonly string[] {
  const comments = [...source.matchAll(/\/\*\s*globals?\s+([\w$][\w$,:\s]{0,500})\*\//g)]
  const declarations = [...source.matchAll(/^declare (?:const|let|var) ([\w$]{1,100})/gm)]
  return [
    ...comments.flatMap(([, names = '']) => names.split(/[,\s]+/).map(name => name.replace(/:.*/, ''))),
    ...declarations.map(([, name = '']) => name),
  ].filter(name => /^[A-Za-z_$][\w$]*$/.test(name))
}

export function isTypeScript(path: string): boolean {
  return /\.[mc]?tsx?$/.test(path)
}

export function parseProgram(path: string, source: string): SyntaxNode {
  try {
    const file: unknown = parse(source, {
      sourceType: /\.m[jt]s$/.test(path) ? 'module' : 'unambiguous',
      attachComment: false,
      allowReturnOutsideFunction: true,
      allowSuperOutsideMethod: true,
      allowUndeclaredExports: true,
      plugins: [
        ...(isTypeScript(path) ? (['typescript'] as const) : []),
        'decorators',
        'explicitResourceManagement',
      ],
    }).program
    if (isNode(file)) return file
    throw new UnparsableSource('it cannot be read as JavaScript', 1, 1)
  } catch (error) {
    if (error instanceof UnparsableSource) throw error
    const message = error instanceof Error ? error.message.replace(/ ?\(\d+:\d+\)$/, '') : 'unknown'
    const place: unknown = typeof error === 'object' && error !== null ? Reflect.get(error, 'loc') : undefined
    const { line, column } = isPosition(place) ? place : { line: 1, column: 0 }
    throw new UnparsableSource(message, line, column + 1)
  }
}

function chainEnd(node: SyntaxNode, chains: ReadonlyMap<SyntaxNode, SyntaxNode>): SyntaxNode {
  let last = node
  for (let next = chains.get(last); next !== undefined; next = chains.get(last)) last = next
  return last
}

function containsCall(node: SyntaxNode): boolean {
  let inner: SyntaxNode | undefined = node
  while (inner !== undefined) {
    if (isCall(inner)) return true
    inner = isMember(inner) ? child(inner, 'object') : undefined
  }
  return false
}
