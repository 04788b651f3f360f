import type { DialectTraits } from '../dialects/dialect.ts'
import type { Direction, Migration, Script } from '../migration/migration.ts'
import { usedDatabase } from '../schema/default-database.ts'
import { placeOf, stepsOf } from '../schema/find-steps.ts'
import type { ReplayedScript, Step } from '../schema/replay.ts'
import { nameResolution } from '../schema/search-path.ts'
import type { Suggestion } from './finding.ts'
import type { MigrationContext, Rule } from './rule.ts'

/** What changes the meaning of statements that come later on the same connection. */
const settings: readonly string[] = [
  'search_path',
  'role',
  'session_authorization',
  'default_transaction_isolation',
  'default_transaction_read_only',
  'timezone',
  'time_zone',
  'sql_mode',
  'autocommit',
]

/** Folders of scripts, whoever runs them. */
const withoutTool: ReadonlySet<string> = new Set(['plain', 'up-down-files', 'up-down-folders'])

export const sessionSettingLeak: Rule = {
  id: 'session-setting-leak',
  category: 'transaction',
  severity: 'warning',
  title: 'A setting stays with the connection after the migration is done.',
  why: `The migrations that come after it, and whoever gets the connection from the pool, run with it: another search_path
finds other tables, or the tool's own history table no longer.`,
  instead: `Write SET LOCAL, which ends with the transaction (PostgreSQL), or put the old value back at the end of the script:
RESET in PostgreSQL, a variable that keeps it in MySQL and MariaDB.`,
  sources: ['PostgreSQL manual, SET', 'MySQL 8.0 manual, SET Syntax for Variable Assignment'],
  directions: ['up', 'down'],
  examples: {
    flagged: [
      {
        title: 'search_path',
        given: 'CREATE SCHEMA audit',
        up: 'SET search_path = audit; CREATE TABLE events (id int)',
      },
      {
        title: 'the beginning of a dump',
        up: "SELECT pg_catalog.set_config('search_path', '', false); CREATE TABLE public.users (id int)",
        instead: "SELECT pg_catalog.set_config('search_path', '', true); CREATE TABLE public.users (id int)",
      },
      {
        title: 'each migration of the deploy: one finding for all of them',
        given: 'CREATE SCHEMA audit',
        after: { up: 'SET search_path = audit; CREATE TABLE events (id int)' },
        up: 'SET search_path = audit; CREATE TABLE visits (id int)',
        instead: { noSql: 'each of them says SET LOCAL' },
      },
      {
        title: 'MySQL',
        dialect: 'mysql',
        up: "SET time_zone = '+00:00'; CREATE TABLE users (id int)",
        instead:
          "SET @old_zone = @@time_zone; SET time_zone = '+00:00'; CREATE TABLE users (id int); SET time_zone = @old_zone",
      },
      {
        title: 'another database',
        dialect: 'mysql',
        given: 'CREATE TABLE users (id int)',
        up: 'USE reports; DROP TABLE users',
        instead: { noSql: 'a migration of the database reports is run with a connection to it' },
      },
      {
        title: 'a database, and then another one',
        dialect: 'mysql',
        given: 'USE shop; CREATE TABLE users (id int)',
        up: 'CREATE TABLE carts (id int); USE reports; CREATE TABLE visits (id int)',
        instead: { noSql: 'a migration of the database reports is run with a connection to it' },
      },
    ],
    allowed: [
      { title: 'SET LOCAL', up: 'SET LOCAL search_path = audit; CREATE TABLE events (id int)' },
      {
        title: 'the path that is there anyway, as a dump sets it',
        up: "SELECT pg_catalog.set_config('search_path', 'public', false); CREATE TABLE events (id int)",
      },
      {
        title: 'put back at the end',
        up: 'SET search_path = audit; CREATE TABLE events (id int); RESET search_path',
      },
      {
        title: 'the old value is kept and put back',
        dialect: 'mysql',
        up: "SET @old_zone = @@time_zone; SET time_zone = '+00:00'; SET time_zone = @old_zone",
      },
      {
        title: 'the database that all migrations are for, named in each',
        dialect: 'mysql',
        given: 'USE shop; CREATE TABLE users (id int)',
        up: 'USE shop; CREATE TABLE visits (id int)',
      },
      {
        title: 'scripts that are run by hand, each of which says its database first',
        dialect: 'mysql',
        given: 'USE shop; CREATE TABLE users (id int)',
        up: 'USE reports; CREATE TABLE visits (id int)',
      },
      { title: 'a timeout, which is meant for what follows', up: "SET lock_timeout = '2s'" },
    ],
  },

  checkOperation: {
    'no-effect'(operation, { migration, replayedScript, step, before, after }) {
      const database = usedDatabase(operation)
      const { steps } = replayedScript
      const place = steps.indexOf(step)
      if (database === undefined || place === steps.length - 1) return undefined
      if (database === before.semantics.defaultDatabase) return undefined
      // The last one stays.
      if (steps.slice(place + 1).some(later => usedDatabase(later.operation) !== undefined)) return undefined
      const first = steps.findIndex(({ operation: each }) => each.kind !== 'set-variable')
      const saysSo = before.semantics.usesSeveralDatabases === true
      const isFirst = usedDatabase(steps[first]?.operation ?? operation) !== undefined
      // Nothing tells of a tool that keeps its history on the connection.
      if (saysSo && isFirst && withoutTool.has(migration.layout)) return undefined
      const unchecked =
        nameResolution(after) === undefined
          ? `: none of them was checked against what is known of ${database}`
          : ''
      return {
        message: `From here on, names without a database mean tables of ${database}, also in the next migrations${withoutTool.has(migration.layout) ? '' : ' and where the migration tool writes its history'}${unchecked}.`,
        instead: 'Write the database before each name, or USE the one before again at the end.',
        objects: [],
      }
    },
    // Each by itself: weaken-sql-mode speaks in its place where it says more.
    'set-variable'({ name }, { replayedScript, direction, migration, traits, step }) {
      if (name !== 'sql_mode') return undefined
      const leak = leaksOf(replayedScript, direction, migration, traits).find(each => each.step === step)
      return (
        leak && { message: `${stays(leak, none)}.`, instead: putBack(leak), objects: [], ...suggestion(leak) }
      )
    },
  },

  /** One finding for a setting that many migrations leave behind alike. */
  checkDeploy({ migrations }) {
    const leaks = migrations.flatMap(({ migration, replayed: { up, down }, traits }) => [
      ...leaksOf(up, 'up', migration, traits),
      ...(down === undefined ? [] : leaksOf(down, 'down', migration, traits)),
    ])
    const groups = new Map<string, Leak[]>()
    for (const leak of leaks) {
      if (leak.name === 'sql_mode') continue
      const key = JSON.stringify([leak.name, leak.value.replace(/^'(.*)'$/, '$1').toLowerCase()])
      const group = groups.get(key)
      if (group === undefined) groups.set(key, [leak])
      else group.push(leak)
    }
    return [...groups.values()].flatMap(([first, ...others]) => {
      if (first === undefined) return []
      const { direction, script, step } = first
      const behind = direction === 'up' ? behindOf(first, others, migrations) : none
      return {
        message: `${stays(first, behind)}${alsoLeft(first, others)}.`,
        instead: putBack(first),
        objects: [],
        ...suggestion(first),
        at: {
          file: script.file,
          direction,
          location: step.location,
          statement: step.statement.text,
        },
      }
    })
  },
}

interface Leak {
  readonly name: string
  readonly value: string
  readonly migration: Migration
  readonly direction: Direction
  readonly script: Script
  readonly step: Step
  readonly traits: DialectTraits
}

function leaksOf(
  { script, steps }: ReplayedScript,
  direction: Direction,
  migration: Migration,
  traits: DialectTraits,
): readonly Leak[] {
  return stepsOf(steps, 'set-variable').flatMap(step => {
    const { name, value, scope } = step.operation
    if (scope !== 'session' || value === undefined || !settings.includes(name)) return []
    if (isPutBack(value) || script.hasOwnSession === true || script.putBack?.includes(name) === true)
      return []
    const isChanged = steps.slice(placeOf(steps, step) + 1).some(
      ({ operation }) =>
        // A rollback takes the setting back too.
        (operation.kind === 'control-transaction' && operation.action === 'rollback') ||
        (operation.kind === 'set-variable' &&
          operation.scope === 'session' &&
          (operation.name === name || operation.name === 'all')),
    )
    return isChanged ? [] : [{ name, value, migration, direction, script, step, traits }]
  })
}

interface Behind {
  /** Migrations of the deploy behind the first one that leaves the setting. */
  readonly all: number
  /** Those of them that run with it. */
  readonly reached: number
}

const none: Behind = { all: 0, reached: 0 }

function behindOf(first: Leak, others: readonly Leak[], migrations: readonly MigrationContext[]): Behind {
  const place = (leak: Leak): number => migrations.findIndex(({ migration }) => migration === leak.migration)
  const reached = [first, ...others.filter(({ direction }) => direction === 'up')].flatMap(leak =>
    reachedBy(leak.name, migrations.slice(place(leak) + 1)),
  )
  return { all: migrations.length - 1 - place(first), reached: new Set(reached).size }
}

/** What runs with a setting that was left: as far as the next one that sets it for the session. */
function reachedBy(name: string, migrations: readonly MigrationContext[]): readonly MigrationContext[] {
  const reached: MigrationContext[] = []
  for (const migration of migrations) {
    const { steps } = migration.replayed.up
    const sets = stepsOf(steps, 'set-variable').filter(
      ({ operation, runs }) =>
        runs === true &&
        operation.scope !== 'global' &&
        (operation.name === name || operation.name === 'all'),
    )
    const [first] = sets
    if (first === undefined || !isAtBegin(first, steps)) reached.push(migration)
    if (sets.some(({ operation }) => operation.scope === 'session')) return reached
  }
  return reached
}

/** Nothing before it looks a name up. */
function isAtBegin(step: Step, steps: readonly Step[]): boolean {
  return steps
    .slice(0, placeOf(steps, step))
    .every(({ operation: { kind } }) => kind === 'set-variable' || kind === 'control-transaction')
}

function stays({ name, value }: Leak, { all, reached }: Behind): string {
  const count = reached === 1 ? 'migration' : `${reached} migrations`
  const next =
    reached === 0
      ? 'for'
      : reached === all
        ? `for the ${count} of this deploy behind it, and for`
        : `for ${reached === 1 ? 'one migration' : count} of this deploy behind it that ${reached === 1 ? 'does' : 'do'} not set it first, and for`
  return `${name} stays ${value === "''" ? 'empty' : value} ${next} whatever runs next on this connection`
}

/** Other migrations that leave the same, and down scripts, which may be of the same one. */
function alsoLeft(first: Leak, others: readonly Leak[]): string {
  const isOfUp = first.direction === 'up'
  const ofDirection = (direction: Direction): number =>
    new Set(others.filter(other => other.direction === direction).map(other => other.migration)).size
  const ups = isOfUp ? ofDirection('up') : 0
  const downs = ofDirection('down')
  const what = [
    ...(ups === 0 ? [] : [`${ups} more ${ups === 1 ? 'migration' : 'migrations'} of this deploy`]),
    ...(downs === 0
      ? []
      : [`${downs} ${isOfUp ? '' : 'more '}${downs === 1 ? 'down script' : 'down scripts'}`]),
  ]
  if (what.length === 0) return ''
  return `; ${what.join(' and ')} ${ups + downs === 1 ? 'leaves' : 'leave'} it so, too`
}

/** DEFAULT, or a variable that holds the value from before. */
function isPutBack(value: string): boolean {
  const said = value.trim().replace(/^'(.*)'$/, '$1')
  return (
    /^(?:default|none|@[\w$.]+|1|on)$/i.test(value.trim()) ||
    /^(?:"\$user", ?)?public(?:, ?pg_catalog)?$/i.test(said)
  )
}

/** In a transaction of the whole batch, SET LOCAL would reach the next migrations too. */
function putBack({ script, traits }: Leak): string {
  if (!traits.concurrentIndexes)
    return 'Keep the old value in a variable, and put it back at the end of the script.'
  return script.transaction === 'none'
    ? 'Put the old value back at the end of the script, with RESET.'
    : 'Write SET LOCAL, which ends with the transaction, or put the old value back at the end of the script, with RESET.'
}

function suggestion({ script, step: { statement }, traits }: Leak): { readonly suggestion?: Suggestion } {
  if (script.transaction !== 'script' || !traits.concurrentIndexes) return {}
  const sql = statement.text.replace(
    /^(\s*set)\s+(?:session\s+(?!authorization))?(?!session\s|local\s)/i,
    '$1 LOCAL ',
  )
  return sql === statement.text ? {} : { suggestion: { title: 'For this transaction only', sql } }
}
