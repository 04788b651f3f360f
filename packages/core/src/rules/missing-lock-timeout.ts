import type { Script } from '../migration/migration.ts'
import type { Step } from '../schema/replay.ts'
import { limitedFirst } from './advice/limited-first.ts'
import type { Rule } from './rule.ts'
import { inTransactionAt } from './scripts/transaction-state.ts'

/** PostgreSQL's and MySQL's setting, with the unit of a bare number in milliseconds; MariaDB has MySQL's. */
const timeouts: ReadonlyMap<string, number> = new Map([
  ['lock_timeout', 1],
  ['lock_wait_timeout', 1000],
])

/** In milliseconds (PostgreSQL manual, Parameter Names and Values). */
const units: ReadonlyMap<string, number> = new Map([
  ['us', 0.001],
  ['ms', 1],
  ['s', 1000],
  ['min', 60_000],
  ['h', 3_600_000],
  ['d', 86_400_000],
])

/** One minute, in milliseconds. */
const longest = 60_000

export const missingLockTimeout: Rule = {
  id: 'missing-lock-timeout',
  category: 'locking',
  severity: 'warning',
  optIn: true,
  title: 'A statement waits for a strong lock without a limit.',
  why: `It waits behind the longest running query, and every later query waits behind it: the table stands still although
the migration has not begun.`,
  instead: `SET lock_timeout = '2s' (in MySQL and MariaDB: SET SESSION lock_wait_timeout = 2) before it, and try again when
it fails. A limit longer than one minute, 0, and SET LOCAL outside a transaction are no guard.`,
  sources: [
    'PostgreSQL manual, Client Connection Defaults',
    'MySQL 8.0 manual, Server System Variables: the default of lock_wait_timeout is one year',
    'measured: MariaDB 10.11, Waiting for table metadata lock; error 1205 with lock_wait_timeout',
  ],
  examples: {
    flagged: [
      {
        title: 'no timeout',
        given: 'CREATE TABLE users (id int)',
        up: 'ALTER TABLE users ADD COLUMN email text',
      },
      {
        title: 'SET LOCAL outside a transaction: it has no effect',
        given: 'CREATE TABLE users (id int)',
        up: "SET LOCAL lock_timeout = '2s'; ALTER TABLE users ADD COLUMN email text",
        transaction: 'none',
      },
      {
        title: 'MySQL, where the limit is a year',
        dialect: 'mysql',
        given: 'CREATE TABLE users (id int PRIMARY KEY)',
        up: 'ALTER TABLE users ADD COLUMN email varchar(100)',
      },
      {
        title: '0: no limit',
        given: 'CREATE TABLE users (id int)',
        up: 'SET lock_timeout = 0; ALTER TABLE users ADD COLUMN email text',
      },
      {
        title: 'longer than a minute',
        given: 'CREATE TABLE users (id int)',
        up: "SET lock_timeout = '5min'; ALTER TABLE users ADD COLUMN email text",
      },
    ],
    allowed: [
      {
        title: 'MariaDB, in the statement itself',
        dialect: 'mariadb',
        given: 'CREATE TABLE users (id int PRIMARY KEY)',
        up: 'ALTER TABLE users WAIT 5 ADD COLUMN email varchar(100)',
      },
      {
        title: 'MariaDB, for one statement',
        dialect: 'mariadb',
        given: 'CREATE TABLE users (id int PRIMARY KEY)',
        up: 'SET STATEMENT lock_wait_timeout = 5 FOR ALTER TABLE users ADD COLUMN email varchar(100)',
      },
      {
        title: 'SET LOCAL inside a transaction',
        given: 'CREATE TABLE users (id int)',
        up: "SET LOCAL lock_timeout = '2s'; ALTER TABLE users ADD COLUMN email text",
      },
      {
        title: 'a timeout before it',
        given: 'CREATE TABLE users (id int)',
        up: "SET lock_timeout = '2s'; ALTER TABLE users ADD COLUMN email text",
      },
    ],
  },

  checkAnyOperation(_operation, context) {
    const { effects, script, replayedScript, step, statement, traits } = context
    // However quick an ALTER TABLE of MySQL is, it waits for the metadata lock, and reads wait behind it (measured: MariaDB
    // 10.11, ALGORITHM=INSTANT).
    const blocked = effects.find(effect => effect.blocksReads === true || effect.algorithm !== undefined)
    if (blocked === undefined) return undefined
    const { steps } = replayedScript
    if (blocked.algorithm !== undefined && saysItself(statement.text)) return undefined
    if (isLimited(script, steps, steps.indexOf(step))) return undefined
    return {
      message: `This waits for a lock on ${blocked.table} without a limit.`,
      objects: [blocked.table],
      ...limitedFirst(traits.limits?.wait, context),
    }
  },
}

/** MariaDB manual, WAIT and NOWAIT; SET STATEMENT. */
function saysItself(text: string): boolean {
  const code = text.replaceAll(/'[^']*'|"[^"]*"|`[^`]*`/g, "''")
  const [, seconds] =
    /\bset\s+statement\b.*?\block_wait_timeout\s*=\s*(\d+)|\bwait\s+(\d+)/is.exec(code)?.filter(Boolean) ?? []
  return /\bnowait\b/i.test(code) || (seconds !== undefined && Number(seconds) * 1000 <= longest)
}

/** By the last setting before it. */
function isLimited(script: Script, steps: readonly Step[], position: number): boolean {
  let forSession = false
  let forTransaction: boolean | undefined
  for (const [index, { operation }] of steps.slice(0, position).entries()) {
    if (operation.kind === 'control-transaction') {
      if (operation.action === 'commit' || operation.action === 'rollback') forTransaction = undefined
    }
    if (operation.kind !== 'set-variable' || operation.scope === 'global') continue
    const unit = timeouts.get(operation.name)
    if (unit === undefined) continue
    const limits = isShort(operation.value, unit)
    if (operation.scope === 'session') {
      forSession = limits
      forTransaction = undefined
    }
    // SET LOCAL outside a transaction has no effect (PostgreSQL manual, SET).
    else if (inTransactionAt(script, steps, index)) forTransaction = limits
  }
  return forTransaction ?? forSession
}

/** 0 is no limit, and one that outlasts the patience of those who wait behind it is none either. A value that is read
 * from elsewhere is taken to be one. */
function isShort(value: string | undefined, milliseconds: number): boolean {
  const text = value?.replaceAll(/['"]/g, '').trim().toLowerCase()
  if (text === undefined || text === 'default') return false
  const [, digits, unit = ''] = /^([\d.]+)\s*(\w*)$/.exec(text) ?? []
  if (digits === undefined) return true
  const time = Number.parseFloat(digits) * (units.get(unit) ?? milliseconds)
  return time > 0 && time <= longest
}
