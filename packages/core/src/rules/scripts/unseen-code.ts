import { type StepOf, stepsOf, stepsOn } from '../../schema/find-steps.ts'
import { tablesCalled } from '../../schema/find-tables.ts'
import { oncePer } from '../../schema/once-per.ts'
import type { ReplayedMigration } from '../../schema/replay.ts'
import { namesIn } from '../../schema/sql-text.ts'
import type { Problem } from '../finding.ts'
import type { MigrationContext } from '../rule.ts'
import { listWords } from '../wording/list-words.ts'
import { changesSomething } from './script-effect.ts'

type UnseenStep = StepOf<'run-code'>

const unseenSteps = oncePer(({ up: { steps } }: ReplayedMigration): readonly UnseenStep[] =>
  stepsOf(steps, 'run-code').filter(({ operation }) => operation.dynamic),
)

/** What the code is called, where all of it has a name. */
const unseenRoutines = oncePer((replayed: ReplayedMigration): ReadonlySet<string> => {
  const names = unseenSteps(replayed).map(step => {
    const name = routineOf(step)
    // What a SELECT calls is told more quietly.
    return name !== undefined && step.operation.language === 'function' ? `SELECT ${name}` : name
  })
  return new Set(names.every(name => name !== undefined) ? names : [])
})

/** The routine that builds the SQL, or the one whose body is not known. */
function routineOf({ operation, statement }: UnseenStep): string | undefined {
  if (operation.routine !== undefined) return operation.routine
  const caller = statement.operations.find(
    each => each.kind === 'run-code' && each.routine !== undefined && !each.dynamic,
  )
  return caller?.kind === 'run-code' ? caller.routine : undefined
}

const shownCalled = 3

/** The routines whose bodies are known that the routine runs in its turn. Any of them may be what builds the SQL. */
function calledBy(step: UnseenStep): readonly string[] {
  const names = step.statement.operations.flatMap(each =>
    each.kind === 'run-code' && each.routine !== undefined && !each.dynamic ? [each.routine] : [],
  )
  return [...new Set(names)].filter(name => name !== routineOf(step))
}

/** One of the migrations before calls all that this one calls. */
function isToldBefore({ replayed, pending }: MigrationContext): boolean {
  const called = [...unseenRoutines(replayed)]
  if (called.length === 0) return false
  const earlier = pending.slice(0, pending.indexOf(replayed))
  return earlier.some(each => isTold(each) && called.every(name => unseenRoutines(each).has(name)))
}

function isTold({ migration }: ReplayedMigration): boolean {
  return migration.declaredIrreversible === undefined
}

function calledAgain(
  routine: string | undefined,
  replayed: ReplayedMigration,
  pending: readonly ReplayedMigration[],
): string {
  const later = pending
    .slice(pending.indexOf(replayed) + 1)
    .filter(each => isTold(each) && unseenSteps(each).some(step => routineOf(step) === routine))
  if (routine === undefined) return ''
  if (later.length === 0) return ''
  return later.length === 1
    ? ' A later migration of this deploy calls it too.'
    : ` ${later.length} later migrations of this deploy call it too.`
}

/** It is given the names of tables that up makes and down drops: what it does to them goes with them. */
function goesWithItsTable({ statement, before }: UnseenStep, { up, down }: ReplayedMigration): boolean {
  if (down === undefined) return false
  const given = new Set(
    [...statement.text.matchAll(/'([^'\n]+)'/g)].flatMap(([, text = '']) => namesIn(text)),
  )
  const named = [...given].flatMap(name => tablesCalled(before, name))
  return (
    named.length > 0 &&
    named.every(
      ({ name }) =>
        stepsOn(up.steps, name, 'create-table').length > 0 &&
        stepsOn(down.steps, name, 'drop-table').length > 0,
    )
  )
}

/** `cron.schedule` keeps what it is given in pg_cron, which up makes and down drops with all that is in it. */
function goesWithItsExtension(step: UnseenStep, { up, down }: ReplayedMigration): boolean {
  const [place, name] = (routineOf(step) ?? '').split('.')
  if (place === undefined || name === undefined) return false
  const isOfIt = ({ operation }: StepOf<'create-object' | 'drop-object'>): boolean =>
    operation.objectType === 'extension' && [place, `pg_${place}`].includes(operation.name)
  return (
    stepsOf(up.steps, 'create-object').some(isOfIt) && stepsOf(down?.steps ?? [], 'drop-object').some(isOfIt)
  )
}

/** Told once for the routines of the deploy: of the code that most likely changes something, the first. */
export function unseenCode(context: MigrationContext): Problem | undefined {
  if (isToldBefore(context)) return undefined
  const { migration, replayed, pending } = context
  const unseen = unseenSteps(replayed).filter(
    step => !goesWithItsTable(step, replayed) && !goesWithItsExtension(step, replayed),
  )
  const first = unseen.find(({ operation }) => operation.language !== 'function') ?? unseen[0]
  if (first === undefined) return undefined
  const hasDown = migration.down !== undefined && changesSomething(migration.down)
  const { operation: code } = first
  const maker = routineOf(first) ?? 'This code'
  const called = calledBy(first)
  const way = hasDown ? 'whether the down script undoes it' : 'how to undo it'
  const statements = new Set(unseen.map(({ statement }) => statement)).size
  const here = statements === 1 ? '' : ` So it is with ${statements - 1} more in this script.`
  const others = `${here}${calledAgain(routineOf(first), replayed, pending)}`
  return {
    message: `${
      code.routine === undefined
        ? called.length === 0
          ? `${maker} builds its SQL at run time: what it does, and ${way}, cannot be seen.`
          : `${maker}, or what it calls (${listWords(called, shownCalled)}), builds SQL at run time: what that does, and ${way}, cannot be seen.`
        : /^lo(?:_|write$)/.test(code.routine)
          ? `${code.routine} changes large objects, which are in no schema: whether they can be brought back cannot be seen.`
          : code.outsideSchema === true
            ? `${code.routine}, a function of the server, changes what is in no schema: ${way} cannot be seen.`
            : `What ${code.routine} does, and ${way}, cannot be seen: its body is in no migration that was read.`
    }${others}`,
    // Most functions that a SELECT calls read, or compute.
    ...(code.language === 'function' ? { severity: 'info' } : {}),
    objects: code.routine === undefined ? [] : [code.routine],
    at: { location: first.statement.location, statement: first.statement.text },
  }
}
