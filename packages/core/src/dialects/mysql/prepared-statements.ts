import type { Operation } from '../../operations/operation.ts'
import type { Branch } from '../branches.ts'
import { underConditions } from '../guards.ts'
import { mysqlGuards } from './elements/catalogue-question.ts'
import { Variables, type Variant } from './elements/constant-text.ts'

/**
 * `SET @sql = IF(…, 'ALTER …', 'SELECT 1'); PREPARE s FROM @sql; EXECUTE s`: what is executed is read where its text is
 * made of constants. One for each script, asked in order.
 */
export class PreparedStatements {
  readonly #parse: (text: string) => readonly Operation[]
  readonly #variables = new Variables()
  readonly #prepared = new Map<string, readonly Variant[]>()

  constructor(parse: (text: string) => readonly Operation[]) {
    this.#parse = parse
  }

  /** The operations of the next statement, which stands in these branches. */
  follow(operations: readonly Operation[], branches: readonly Branch[] = []): readonly Operation[] {
    return operations.flatMap(operation => this.#followOne(operation, branches))
  }

  #followOne(operation: Operation, branches: readonly Branch[]): readonly Operation[] {
    if (operation.kind === 'set-variable' && operation.name.startsWith('@'))
      this.#variables.set(operation.name, operation.value ?? '', branches)
    if (operation.kind === 'no-effect' && operation.prepares !== undefined) {
      const { name, text } = operation.prepares
      const variants = this.#variables.textsOf(text, branches)
      if (variants === undefined) this.#prepared.delete(name)
      else this.#prepared.set(name, variants)
    }
    if (operation.kind !== 'run-code' || operation.prepared === undefined) return [operation]
    const { prepared } = operation
    const variants =
      'name' in prepared
        ? this.#prepared.get(prepared.name)
        : this.#variables.textsOf(prepared.text, branches)
    return variants === undefined ? [operation] : [{ ...operation, dynamic: false }, ...this.#read(variants)]
  }

  #read(variants: readonly Variant[]): readonly Operation[] {
    const parts = variants.map(({ text, branches }) => ({
      branches,
      operations: text.trim() === '' ? [] : this.#parse(text),
    }))
    return underConditions(parts, mysqlGuards)
  }
}
