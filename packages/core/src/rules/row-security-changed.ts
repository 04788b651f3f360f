import type { ObjectName } from '../operations/column.ts'
import { type StepOf, stepsOf, stepsOn } from '../schema/find-steps.ts'
import { findObject, findTable } from '../schema/lookup.ts'
import { textTokens } from '../schema/sql-text.ts'
import type { Problem } from './finding.ts'
import { policiesReplacedBy } from './objects/replaced-policy.ts'
import type { OperationContext, Rule } from './rule.ts'
import { inTransactionOf } from './scripts/transaction-state.ts'

export const rowSecurityChanged: Rule = {
  id: 'row-security-changed',
  category: 'security',
  severity: 'warning',
  title: 'Row security shows other rows than before.',
  why: `Without row level security every role that may SELECT sees every row, at once and with no error; a policy with another
condition shows and hides rows in the same way. Code that left the filter to the policy shows what is not meant for its
user.`,
  instead: `Look at the rows that each role sees under the new condition before, as that role. Put ALTER POLICY and the code
that relies on it into one release, and the old condition into the down script.`,
  noSql: 'which rows each role may see is known to their owner alone',
  sources: ['PostgreSQL manual, Row Security Policies; ALTER POLICY', 'measured: PostgreSQL 15'],
  examples: {
    flagged: [
      {
        title: 'switched off',
        given: `CREATE TABLE notes (id bigint PRIMARY KEY, team int);
ALTER TABLE notes ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON notes USING (team = 1);`,
        up: 'ALTER TABLE notes DISABLE ROW LEVEL SECURITY',
      },
      {
        title: 'a condition that every row meets',
        given: `CREATE TABLE notes (id bigint PRIMARY KEY, team int);
ALTER TABLE notes ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON notes USING (team = 1);`,
        up: 'ALTER POLICY own ON notes USING (true)',
      },
      {
        title: 'another condition, in a policy that is made again',
        given: `CREATE TABLE notes (id bigint PRIMARY KEY, team int);
ALTER TABLE notes ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON notes FOR INSERT WITH CHECK (team = 1);`,
        up: `DROP POLICY own ON notes;
CREATE POLICY own ON notes FOR INSERT WITH CHECK (team < 9);`,
      },
      {
        title: 'another condition, in a policy that takes the place of one with another name',
        given: `CREATE TABLE notes (id bigint PRIMARY KEY, team int);
ALTER TABLE notes ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON notes FOR SELECT USING (team = 1);`,
        up: `DROP POLICY own ON notes;
CREATE POLICY all_teams ON notes FOR SELECT USING (true);`,
      },
      {
        title: "no longer for the table's owner",
        given: `CREATE TABLE notes (id bigint PRIMARY KEY, team int);
ALTER TABLE notes ENABLE ROW LEVEL SECURITY;
ALTER TABLE notes FORCE ROW LEVEL SECURITY;`,
        up: 'ALTER TABLE notes NO FORCE ROW LEVEL SECURITY',
      },
    ],
    allowed: [
      {
        title: 'a table that is new',
        up: `CREATE TABLE notes (id bigint PRIMARY KEY, team int);
ALTER TABLE notes DISABLE ROW LEVEL SECURITY;`,
      },
      {
        title: 'another name',
        given: `CREATE TABLE notes (id bigint PRIMARY KEY, team int);
CREATE POLICY own ON notes USING (team = 1);`,
        up: 'ALTER POLICY own ON notes RENAME TO own_team',
      },
      {
        title: 'the same condition',
        given: `CREATE TABLE notes (id bigint PRIMARY KEY, team int);
CREATE POLICY own ON notes USING (team = 1);`,
        up: 'ALTER POLICY own ON notes USING (team = 1)',
      },
      {
        title: 'the same condition, asked once a statement and not once a row',
        given: `CREATE TABLE notes (id bigint PRIMARY KEY, owner text);
CREATE POLICY own ON notes USING (owner = current_setting('app.user'));`,
        up: "ALTER POLICY own ON notes USING (owner = (SELECT current_setting('app.user')))",
      },
      {
        title: 'the same condition, as PostgreSQL writes it',
        given: `CREATE TABLE notes (id bigint PRIMARY KEY, team int);
CREATE POLICY own ON notes USING (team = (SELECT my_team()));`,
        up: `DROP POLICY own ON notes;
CREATE POLICY own ON notes USING ((team = ( SELECT public.my_team() AS my_team)));`,
      },
      {
        title: 'switched on again in the same transaction',
        given: `CREATE TABLE notes (id bigint PRIMARY KEY, team int);
ALTER TABLE notes ENABLE ROW LEVEL SECURITY;`,
        up: `ALTER TABLE notes DISABLE ROW LEVEL SECURITY;
UPDATE notes SET team = 1 WHERE team IS NULL;
ALTER TABLE notes ENABLE ROW LEVEL SECURITY;`,
      },
      {
        title: 'a table that goes in the same deploy',
        given: `CREATE TABLE notes (id bigint PRIMARY KEY, team int);
ALTER TABLE notes ENABLE ROW LEVEL SECURITY;`,
        up: `ALTER TABLE notes DISABLE ROW LEVEL SECURITY;
DROP TABLE notes;`,
      },
    ],
  },

  checkOperation: {
    'set-table-option'({ table, option, value }, context) {
      const { tableBefore, isMade, atEnd } = context
      const words = option === 'row-level-security' ? 'every role' : 'its owner'
      if (!/^(?:force-)?row-level-security$/.test(option) || value !== '' || isMade(table)) return undefined
      if (findTable(atEnd, table) === undefined) return undefined
      const known = tableBefore(table)
      if (known?.complete === true && known.options[option] === undefined) return undefined
      if (isOnAgain(table, option, context)) return undefined
      return {
        message: `No policy of ${table} holds for ${words} any more: all its rows are seen.`,
        objects: [table],
      }
    },
    'alter-object'({ objectType, name, table, settings = {} }, { before, isMade }) {
      if (objectType !== 'policy' || table === undefined || isMade(table)) return undefined
      const known = findObject(before, 'policy', name, table)
      return changed(name, table, settings, known?.settings, commandOf(known?.definition))
    },
    'create-object'({ objectType, name, table, definition, settings = {} }, context) {
      const { deployed, isMade } = context
      if (objectType !== 'policy' || table === undefined || isMade(table)) return undefined
      const same = findObject(deployed, 'policy', name, table)
      const were = same === undefined ? policiesReplacedBy(definition, table, deployed, context) : [same]
      const command = commandOf(definition)
      const found = were.map(({ settings: was }) => changed(name, table, settings, was, command))
      return found.includes(undefined) ? undefined : found[0]
    },
  },
}

/** Before the transaction ends, nobody else sees that it was off. */
function isOnAgain(table: ObjectName, option: string, context: OperationContext): boolean {
  const { script, step, replayedScript } = context
  const { steps } = replayedScript
  const same = stepsOn(steps, table, 'set-table-option').filter(
    ({ operation }) => operation.option === option,
  )
  const last = inTransactionOf(script, steps, step, same).later.at(-1)
  if (last === undefined || last.runs !== true || last.operation.value === '') return false
  return !inTransactionOf(script, steps, last, stepsOf(steps, 'control-transaction')).later.some(undoes)
}

/** ROLLBACK TO an earlier savepoint; the transaction's own end is not within it. */
function undoes({ operation }: StepOf<'control-transaction'>): boolean {
  return operation.action === 'rollback-to'
}

type Settings = Readonly<Record<string, string>>

function changed(
  policy: string,
  table: ObjectName,
  settings: Settings,
  were: Settings | undefined,
  command: string | undefined,
): Problem | undefined {
  const found = Object.entries(settings).find(([setting, value]) => !isSame(value, were?.[setting]))
  if (found === undefined) return undefined
  const [setting, value] = found
  const was = were?.[setting]
  const isOpen = setting !== 'to' && value.toLowerCase() === 'true'
  const outcome = {
    to: was === undefined ? 'which roles it held for before, no migration tells' : 'it holds for other roles',
    using: isOpen ? 'every row meets it' : `other rows may be ${usedFor(command, { ...were, ...settings })}`,
    'with check': isOpen ? 'every row meets it' : 'other rows may be written',
  }[setting]
  return {
    message: `${setting.toUpperCase()} of ${policy} on ${table} is ${value}${was === undefined ? '' : `, was ${was}`}: ${outcome}.`,
    objects: [table],
    ...(isOpen ? {} : { severity: 'info' }),
  }
}

/** FOR ALL is the default (PostgreSQL manual, CREATE POLICY). */
function commandOf(definition: string | undefined): string | undefined {
  if (definition === undefined) return undefined
  return /\bfor\s+(all|select|insert|update|delete)\b/i.exec(definition)?.[1]?.toLowerCase() ?? 'all'
}

/** Without WITH CHECK, USING is asked of the row as it becomes as well (PostgreSQL manual, CREATE POLICY). */
function usedFor(command: string | undefined, settings: Settings): string {
  const isWritten = settings['with check'] === undefined
  switch (command) {
    case 'select':
      return 'seen'
    case 'delete':
      return 'deleted'
    case 'update':
      return isWritten ? 'changed and written' : 'changed'
    case 'all':
      return isWritten ? 'seen, changed and written' : 'seen and changed'
    default:
      return 'seen or changed'
  }
}

function isSame(value: string, was: string | undefined): boolean {
  return was !== undefined && withoutSelect(value) === withoutSelect(was)
}

/** SELECT around a call has it made once a statement and not once a row, and changes nothing else. */
function withoutSelect(condition: string): string {
  return withoutParentheses(
    textTokens(condition)
      .filter(({ kind }) => kind !== 'space')
      .map(({ kind, text }) => (kind === 'word' ? text.toLowerCase() : text))
      .join(' ')
      .replaceAll('public . ', '')
      .replace(/\( select ((?:[\w".]+ )+\([^()]*\))(?: as \S+)? \)/g, '$1'),
  )
}

/** Around all of it, as PostgreSQL writes a condition. */
function withoutParentheses(condition: string): string {
  const [, inside] = /^\( ((?:[^()]|\([^()]*\))*) \)$/.exec(condition) ?? []
  return inside ?? condition
}
