import type { Frame } from '../call-site.ts'
import type { SyntaxNode } from '../syntax-tree.ts'

/** Names that code can see, the innermost first. */
export interface Scope {
  readonly names: Map<string, unknown>
  readonly outer: Scope | undefined
  readonly activation: Activation
}

/** One call of one function, or one file's top level. */
export interface Activation {
  readonly file: string
  /** The calls that led here, innermost first. */
  readonly callers: readonly Frame[]
  readonly self: unknown
  readonly interpreter: Interpreter
}

/** What reading needs from around it. */
export interface Interpreter {
  /** Throws where there were too many: a loop that has no end. */
  countStep(): void
  isBranch(file: string, node: SyntaxNode): boolean
  reach(file: string, node: SyntaxNode): void
  /** Which way a condition goes that nobody knows: each in turn. */
  decide(question: string, options: readonly string[]): number
  load(specifier: string, from: string): unknown
  /** Calls something that is not of the project: knex, a built-in. */
  callOut<Result>(frames: readonly Frame[], act: () => Result): Result
  /** The database was handed to code that cannot be followed. */
  loseTrack(file: string, node: SyntaxNode): void
  /** Somebody else has it now, who may run it. */
  forget(thing: object): void
  environment(name: string): unknown
}

/** One step of reading; what it yields is waited for. */
export type Steps = Generator<unknown, unknown, unknown>

export function innerScope(outer: Scope): Scope {
  return { names: new Map(), outer, activation: outer.activation }
}

export function lookUp(scope: Scope, name: string): { readonly value: unknown } | undefined {
  for (let each: Scope | undefined = scope; each !== undefined; each = each.outer) {
    if (each.names.has(name)) return { value: each.names.get(name) }
  }
  return undefined
}

export function assign(scope: Scope, name: string, value: unknown): void {
  let holder: Scope = scope
  for (let each: Scope | undefined = scope; each !== undefined; each = each.outer) {
    if (each.names.has(name)) {
      each.names.set(name, value)
      return
    }
    holder = each
  }
  holder.names.set(name, value)
}

export function lineOf(node: SyntaxNode): string {
  return `line ${node.loc.start.line}`
}
