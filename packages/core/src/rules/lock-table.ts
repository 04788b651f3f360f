import type { DialectTraits, Effect } from '../dialects/dialect.ts'
import { effectsOfStep } from '../dialects/effects-of-step.ts'
import type { Script, Statement } from '../migration/migration.ts'
import type { OperationKind } from '../operations/operation.ts'
import { stepsOf } from '../schema/find-steps.ts'
import { oncePer } from '../schema/once-per.ts'
import type { ReplayedScript, Step } from '../schema/replay.ts'
import { sameObject } from './names/known-columns.ts'
import type { OperationContext, Rule } from './rule.ts'
import { onlyIf } from './scripts/only-if.ts'
import { inSameTransaction } from './scripts/transaction-state.ts'

export const lockTable: Rule = {
  id: 'lock-table',
  category: 'locking',
  severity: 'warning',
  title: 'LOCK TABLE keeps others from the table until the script is done with it.',
  why: `The lock is held until the transaction ends, in MySQL and MariaDB until UNLOCK TABLES, however long the statements
between take. And it waits for everybody who uses the table, with all later queries waiting behind it.`,
  instead: `Leave it out: each statement takes the lock that it needs. Where two statements must see the same rows, keep the
transaction short and set a lock_timeout first.`,
  sources: ['PostgreSQL manual, LOCK', 'MySQL 8.4 manual, LOCK TABLES and UNLOCK TABLES Statements'],
  directions: ['up', 'down'],
  examples: {
    flagged: [
      {
        title: 'the strongest lock, which is the default',
        given: 'CREATE TABLE users (id int)',
        up: 'LOCK TABLE users',
        instead: { noSql: 'the statement is left out' },
      },
      {
        title: 'a lock that the DROP TABLE behind it takes anyway: a note',
        given: 'CREATE TABLE users (id int); CREATE TABLE people (id int)',
        up: `LOCK TABLE users IN ACCESS EXCLUSIVE MODE;
DO $$ BEGIN IF (SELECT count(*) FROM users) <> (SELECT count(*) FROM people) THEN RAISE EXCEPTION 'not all'; END IF; END $$;
DROP TABLE users;`,
        instead: { noSql: 'it may stay' },
      },
      {
        title: 'a lock that stops writers',
        given: 'CREATE TABLE users (id int)',
        up: 'LOCK TABLE users IN SHARE ROW EXCLUSIVE MODE',
        instead: { noSql: 'the statement is left out' },
      },
      {
        title: 'MySQL',
        dialect: 'mysql',
        given: 'CREATE TABLE users (id int)',
        up: 'LOCK TABLES users WRITE; UPDATE users SET id = id + 1 WHERE id > 5; UNLOCK TABLES',
        instead: 'UPDATE users SET id = id + 1 WHERE id > 5',
      },
      {
        title: 'a lock clause that is stronger than need be',
        dialect: 'mysql',
        given: 'CREATE TABLE users (id int)',
        up: 'ALTER TABLE users ADD INDEX by_id (id), LOCK=EXCLUSIVE',
      },
      {
        title: 'a copy that need not be',
        dialect: 'mariadb',
        given: 'CREATE TABLE users (id int)',
        up: 'ALTER TABLE users ADD COLUMN age int, ALGORITHM=COPY',
      },
    ],
    allowed: [
      {
        title: 'LOCK=NONE',
        dialect: 'mysql',
        given: 'CREATE TABLE users (id int)',
        up: 'ALTER TABLE users ADD INDEX by_id (id), ALGORITHM=INPLACE, LOCK=NONE',
      },
      {
        title: 'a lock that stops neither readers nor writers',
        given: 'CREATE TABLE users (id int)',
        up: 'LOCK TABLE users IN ROW EXCLUSIVE MODE',
      },
      {
        title: 'a table that is new in the same deploy',
        dialect: 'mysql',
        up: 'CREATE TABLE users (id int); LOCK TABLES users WRITE; INSERT INTO users VALUES (1); UNLOCK TABLES',
      },
    ],
  },

  /** LOCK= and ALGORITHM= of MySQL and MariaDB: more than the server would need. */
  checkAnyOperation(operation, { effects, statement, script, direction, deployScripts, traits }) {
    if (statement.operations[0] !== operation) return undefined
    const [, lock, algorithm] = askedFor.exec(statement.text) ?? []
    const word = lock ?? algorithm ?? ''
    const eased = effects.find(effect => effect.lockClause === 'NONE')
    if (word === '' || eased === undefined) return undefined
    const asked = word.toUpperCase()
    const blocked = {
      message: `${asked === 'COPY' ? 'ALGORITHM' : 'LOCK'}=${asked} keeps others from ${asked === 'EXCLUSIVE' ? 'reading and writing' : 'writing to'} ${eased.table} until the statement is done; the server could do it while they work.`,
      objects: [eased.table],
    }
    // What a helper of the project writes into all its migrations is not this one's to decide.
    if (isOfHelper(statement, script)) {
      const alike = ofHelpers(deployScripts)(traits)
      const isToldThere = direction === 'down' ? alike.length > 0 : alike.includes(statement)
      if (isToldThere && alike[0] !== statement) return undefined
      const others =
        alike.length <= 1
          ? ''
          : ` It is in ${alike.length - 1} more statement${alike.length === 2 ? '' : 's'} of this deploy.`
      return {
        ...blocked,
        message: `${blocked.message}${others}`,
        severity: 'info',
        instead: 'Leave the clause out where the helper adds it.',
      }
    }
    return {
      ...blocked,
      instead: 'Leave the clause out, or write LOCK=NONE.',
      suggestion: {
        title: 'Let it fail rather than block',
        sql: statement.text.replace(clause, 'LOCK=NONE'),
      },
    }
  },

  checkOperation: {
    'lock-table'(operation, context) {
      const { table, mode } = operation
      const { effects } = context
      const blocking = effects.find(effect => effect.blocksReads === true || effect.blocksWrites === true)
      if (blocking === undefined) return undefined
      const what = blocking.blocksReads === true ? 'read or write' : 'write to'
      const taken = takenAnyway(blocking, context)
      if (taken !== undefined) {
        return {
          message: `Nobody else can ${what} ${table} from here on; line ${taken.location.line} takes as strong a lock in the same transaction.${onlyIf(operation, context)}`,
          instead:
            'It may stay, where the statements between must see the rows as they are then. Set a lock_timeout first: the wait for the lock comes here.',
          severity: 'info',
          objects: [table],
        }
      }
      return {
        message: `Nobody else can ${what} ${table} while the lock (${mode.toUpperCase()}) is held.${onlyIf(operation, context)}`,
        objects: [table],
      }
    },
  },
}

/** Behind it in the transaction, where nothing between takes the time of a write to rows. */
function takenAnyway(
  { table, blocksReads }: Effect,
  { script, replayedScript: { steps }, step, before, traits }: OperationContext,
): Step | undefined {
  if (!traits.transactionalDdl) return undefined
  const { later } = inSameTransaction(script, steps, step)
  const writes = later.findIndex(({ operation: { kind } }) => rowKinds.has(kind))
  return (writes === -1 ? later : later.slice(0, writes)).find(
    each =>
      each.runs === true &&
      each.operation.kind !== 'lock-table' &&
      effectsOfStep(each, traits).some(
        effect =>
          sameObject(before, effect.table, table) &&
          (effect.blocksReads === true || (blocksReads !== true && effect.blocksWrites === true)),
      ),
  )
}

const rowKinds: ReadonlySet<OperationKind> = new Set(['insert-rows', 'update-rows', 'delete-rows'])

function isOfHelper({ reading }: Statement, { source }: Script): boolean {
  return reading === 'recorded' && !clause.test(source)
}

/** Statements with such a clause that no migration has written itself, on tables that are there before the deploy, in
 * order. */
const ofHelpers = oncePer((scripts: readonly ReplayedScript[]) =>
  oncePer((traits: DialectTraits): readonly Statement[] => {
    const made = new Set(
      scripts.flatMap(({ steps }) =>
        stepsOf(steps, 'create-table').map(({ operation, before }) =>
          before.semantics.objectKey(operation.table),
        ),
      ),
    )
    const blocks = (step: Step): boolean =>
      askedFor.test(step.statement.text) &&
      effectsOfStep(step, traits).some(
        ({ table, lockClause }) => lockClause === 'NONE' && !made.has(step.before.semantics.objectKey(table)),
      )
    const found = scripts.flatMap(({ script, steps }) =>
      steps.filter(step => isOfHelper(step.statement, script) && blocks(step)),
    )
    return [...new Set(found.map(({ statement }) => statement))]
  }),
)

const clause = /\b(?:lock\s*=?\s*(?:shared|exclusive)|algorithm\s*=?\s*copy)\b/i

const askedFor =
  /^\s*(?:alter\s+table|create|drop)\b[^;]*\b(?:lock\s*=?\s*(shared|exclusive)|algorithm\s*=?\s*(copy))\b/i
