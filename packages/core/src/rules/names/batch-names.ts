import type { Direction, Migration, Statement } from '../../migration/migration.ts'
import type { Thing } from '../../operations/thing.ts'
import { oncePer } from '../../schema/once-per.ts'
import { takenBackTogether } from '../../schema/parts.ts'
import type { ReplayedScript, Step } from '../../schema/replay.ts'
import type { Problem } from '../finding.ts'
import type { DeployContext } from '../rule.ts'
import { isConditional } from '../scripts/is-conditional.ts'
import { type NameChange, type NameKeys, nameChanges, nameKeys } from './name-changes.ts'

/** What history and the pending batch have last done to a name. */
export interface SeenName {
  readonly change: NameChange['change']
  readonly statement: Statement
  readonly migration: Migration
}

export interface NameCheck {
  readonly step: Step
  readonly migration: Migration
  /** Undefined where the batch has not named it, or where it cannot be told what it has done. */
  seen(key: string): SeenName | undefined
}

/** Walks through the pending scripts in order, with what the applied ones have done to names in mind. A statement that
 * code may leave out is not checked. */
export function checkNames(
  { applied, migrations }: Pick<DeployContext, 'applied' | 'migrations'>,
  check: (context: NameCheck) => Problem | undefined,
): readonly Problem[] {
  const names = remember()
  for (const { migration, up } of applied) {
    if (isCut(up)) names.forget()
    else for (const step of up.steps) record(names, step, migration)
  }
  return takenBackTogether(migrations.map(({ replayed }) => replayed)).flatMap(parts => {
    const ofUps = parts.flatMap(({ migration, up }) => checkScript(up, migration, 'up', names, check))
    const inDowns = remember(names)
    const ofDowns = parts
      .toReversed()
      .flatMap(({ migration, down }) =>
        down === undefined ? [] : checkScript(down, migration, 'down', inDowns, check),
      )
    return [...ofUps, ...ofDowns]
  })
}

function checkScript(
  { script, steps }: ReplayedScript,
  migration: Migration,
  direction: Direction,
  names: Memory,
  check: (context: NameCheck) => Problem | undefined,
): readonly Problem[] {
  if (isCut({ script })) {
    names.forget()
    return []
  }
  const answers = new Map<Thing, NameChange['change'] | undefined>()
  return steps.flatMap(step => {
    const { statement, location, operation, before } = step
    const seen = (key: string): SeenName | undefined => {
      const name = names.get(key)
      return name !== undefined && isComparable(name, { statement, migration }) ? name : undefined
    }
    const isLeftOut = (operation.conditions ?? []).some(({ presence }) => {
      if (presence === undefined) return false
      const { thing } = presence
      if (!answers.has(thing)) answers.set(thing, lastChange(thing, nameKeys(before.semantics), seen))
      const change = answers.get(thing)
      return change !== undefined && (change === 'made') !== presence.isThere
    })
    if (step.runs === false || isLeftOut) return []
    const problem = isConditional(statement) ? undefined : check({ step, migration, seen })
    record(names, step, migration)
    if (problem === undefined) return []
    return [{ ...problem, at: { file: script.file, direction, location, statement: statement.text } }]
  })
}

/** What was last done to what a condition asks for. An index may be there for a constraint of its name. */
function lastChange(thing: Thing, keys: NameKeys, seen: NameCheck['seen']): NameChange['change'] | undefined {
  switch (thing.what) {
    case 'table':
      return seen(keys.table(thing.name))?.change
    case 'column':
      return seen(keys.column(thing.table, thing.name))?.change
    case 'constraint':
    case 'index': {
      const { table = '', name } = thing
      return (seen(keys.index(table, name)) ?? seen(keys.constraint(table, name)))?.change
    }
    case 'object':
      return seen(keys.object(thing.type, thing.name, thing.table))?.change
    default:
      return undefined
  }
}

function isCut({ script }: Pick<ReplayedScript, 'script'>): boolean {
  return script.notes.some(({ kind }) => kind === 'not-reached' || kind === 'failed')
}

function record(names: Memory, step: Step, migration: Migration): void {
  const { operation, statement } = step
  if (hidesNames(operation)) names.forget()
  for (const { key, change } of changesIn(step)) {
    names.set(key, isConditional(statement) ? undefined : { change, statement, migration })
  }
}

/** Two rules walk through the scripts. */
const changesIn = oncePer(({ operation, before }: Step) => nameChanges(operation, before.semantics))

/** After it, anything may have another name, or be gone, or be back. */
function hidesNames(operation: Step['operation']): boolean {
  return (
    operation.kind === 'unreadable' ||
    (operation.kind === 'run-code' && operation.dynamic) ||
    (operation.kind === 'control-transaction' && operation.action.startsWith('rollback'))
  )
}

/** Knex may map the names that its builder writes, and leaves those in raw SQL as they are. */
function isComparable(
  name: SeenName,
  { statement, migration }: { readonly statement: Statement; readonly migration: Migration },
): boolean {
  const isSpeltAlike =
    (name.statement.reading === 'recorded') === (statement.reading === 'recorded') &&
    name.statement.approximate === statement.approximate
  const isEarlier = name.migration === migration || (isNumbered(name.migration) && isNumbered(migration))
  return isSpeltAlike && isEarlier
}

/** The files of a plain folder run in an order that only their numbers tell: `c00511c7-7be60a84` tells none. */
function isNumbered({ layout, name }: Migration): boolean {
  return layout !== 'plain' || /^v?\d+(?![\da-z])/i.test(name.slice(name.lastIndexOf('/') + 1))
}

interface Memory {
  get(key: string): SeenName | undefined
  set(key: string, name: SeenName | undefined): void
  forget(): void
}

function remember(past?: Memory): Memory {
  const names = new Map<string, SeenName | undefined>()
  let earlier = past
  return {
    get: key => (names.has(key) ? names.get(key) : earlier?.get(key)),
    set(key, name) {
      names.set(key, name)
    },
    forget() {
      names.clear()
      earlier = undefined
    },
  }
}
