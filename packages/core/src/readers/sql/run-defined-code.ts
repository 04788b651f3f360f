import type { DefinedCode, Dialect } from '../../dialects/dialect.ts'
import type { Statement } from '../../migration/migration.ts'
import type { ObjectName } from '../../operations/column.ts'
import type { Operation } from '../../operations/operation.ts'

/**
 * A script that makes code and then runs it does what the code does: a call of a routine, and a change of rows that
 * runs a trigger or a rule, carry the operations of the body. For what earlier migrations have made see runEarlierCode.
 */
export function runDefinedCode(statements: readonly Statement[], dialect: Dialect): readonly Statement[] {
  if (!statements.some(defines)) return statements
  const known = new KnownCode(dialect)
  return statements.map(statement => {
    const run = runKnownCode(statement, known)
    known.learn(statement)
    return run
  })
}

/** The statement with what the code that it runs does. */
export function runKnownCode(statement: Statement, known: KnownCode): Statement {
  return known.isEmpty ? statement : { ...statement, ...runAll(statement, known) }
}

type Event = NonNullable<DefinedCode['runsOn']>['events'][number]
type Read = () => DefinedCode | undefined

export class KnownCode {
  readonly #dialect: Dialect
  /** By name, then by parameters: a routine made again takes the place of the one with the same parameters. Most are
   * never called: a body is read when it is. */
  readonly #routines = new Map<string, Map<string, Read>>()
  readonly #started = new Map<string, DefinedCode[]>()

  constructor(dialect: Dialect) {
    this.#dialect = dialect
  }

  get isEmpty(): boolean {
    return this.#routines.size + this.#started.size === 0
  }

  /** What the statement makes. */
  learn(statement: Statement): void {
    if (!defines(statement)) return
    if (isRoutine(statement)) this.learnRoutine(statement)
    else this.#addStarted(this.#dialect.definedCode?.(statement.text))
  }

  /** A routine that the statement makes or drops, and no trigger or rule. */
  learnRoutine(statement: Statement): void {
    const [first] = statement.operations
    if (first?.kind === 'drop-object' && routineTypes.has(first.objectType))
      this.#routines.delete(first.name.toLowerCase())
    if (first?.kind !== 'create-object' || !defines(statement) || !isRoutine(statement)) return
    const name = first.name.toLowerCase()
    const overloads = this.#routines.get(name) ?? new Map<string, Read>()
    const { text } = statement
    this.#routines.set(
      name,
      overloads.set(
        parametersIn(text),
        once(() => this.#dialect.definedCode?.(text)),
      ),
    )
  }

  /** All of this name: which of them a call means, its arguments would say. */
  routines(name: ObjectName): readonly DefinedCode[] {
    const overloads = this.#routines.get(name.toLowerCase())?.values() ?? []
    return [...overloads].flatMap(read => read() ?? [])
  }

  /** The triggers and rules that a change of rows runs. */
  startedBy(table: ObjectName, event: Event): readonly DefinedCode[] {
    return this.#started.get(keyOf(table, event)) ?? []
  }

  #addStarted(code: DefinedCode | undefined): void {
    if (code?.runsOn === undefined) return
    const { table, events } = code.runsOn
    for (const event of events) {
      const key = keyOf(table, event)
      this.#started.set(key, [code, ...(this.#started.get(key) ?? [])].slice(0, mostFollowed))
    }
  }
}

function once<Made>(make: () => Made): () => Made {
  let made: { readonly value: Made } | undefined
  return () => {
    made ??= { value: make() }
    return made.value
  }
}

/** What stands in the first parentheses of a definition. */
function parametersIn(text: string): string {
  return /\(([^)]*)\)/.exec(text.slice(0, longestHead))?.[1]?.replace(/\s+/g, ' ').trim().toLowerCase() ?? ''
}

const longestHead = 2000

function keyOf(table: ObjectName, event: Event): string {
  return `${event} ${table.toLowerCase()}`
}

const routineTypes: ReadonlySet<string> = new Set(['function', 'procedure'])
const definingTypes: ReadonlySet<string> = new Set([...routineTypes, 'trigger', 'rule'])

function defines({ operations, reading }: Statement): boolean {
  const [first] = operations
  return reading !== 'unknown' && first?.kind === 'create-object' && definingTypes.has(first.objectType)
}

function isRoutine({ operations: [first] }: Statement): boolean {
  return first?.kind === 'create-object' && routineTypes.has(first.objectType)
}

/** One statement follows no more code than this, and none twice, so that code which runs itself comes to an end. */
const mostFollowed = 20

function runAll(
  { operations, operationLocations, location }: Statement,
  known: KnownCode,
): Pick<Statement, 'operations' | 'operationLocations'> {
  const followed = new Set<DefinedCode>()
  const run = operations.map(operation => runOne(operation, known, followed))
  return {
    operations: run.flat(),
    ...(operationLocations && {
      operationLocations: run.flatMap((done, index) => done.map(() => operationLocations[index] ?? location)),
    }),
  }
}

function runOne(operation: Operation, known: KnownCode, followed: Set<DefinedCode>): readonly Operation[] {
  const follow = (code: DefinedCode): readonly Operation[] => {
    if (followed.has(code) || followed.size >= mostFollowed) return []
    followed.add(code)
    return code.operations
      .flatMap(inside => runOne(inside, known, followed))
      .filter(changesSomething)
      .map(inside => underConditionsOf(operation, inside))
  }
  if (operation.kind === 'run-code') {
    const codes =
      operation.routine === undefined || !operation.dynamic ? [] : known.routines(operation.routine)
    const fits = followed.size + codes.length <= mostFollowed || codes.every(code => followed.has(code))
    return codes.length > 0 && fits
      ? [{ ...operation, dynamic: false }, ...codes.flatMap(follow)]
      : [operation]
  }
  const event = eventOf(operation)
  if (event === undefined) return [operation]
  return [operation, ...known.startedBy(event.table, event.event).flatMap(follow).filter(isSeen)]
}

function underConditionsOf({ conditions = [] }: Operation, inside: Operation): Operation {
  return conditions.length === 0
    ? inside
    : { ...inside, conditions: [...conditions, ...(inside.conditions ?? [])] }
}

/** What a trigger calls and was not made here is not told at every change of a row. */
function isSeen(operation: Operation): boolean {
  return operation.kind !== 'run-code' || operation.routine === undefined || !operation.dynamic
}

function changesSomething({ kind }: Operation): boolean {
  return kind !== 'read-rows' && kind !== 'no-effect' && kind !== 'set-variable'
}

function eventOf(operation: Operation): { readonly table: ObjectName; readonly event: Event } | undefined {
  switch (operation.kind) {
    case 'insert-rows':
      return { table: operation.table, event: 'insert' }
    case 'update-rows':
      return { table: operation.table, event: 'update' }
    case 'delete-rows':
      return { table: operation.table, event: 'delete' }
    default:
      return undefined
  }
}
