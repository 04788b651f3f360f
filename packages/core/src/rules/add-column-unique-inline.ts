import type { Constraint } from '../operations/column.ts'
import { columnsOf, findTable } from '../schema/lookup.ts'
import { type AddColumn, addedPlain, restOfColumn } from './advice/added-in-steps.ts'
import { constraintGoneInDeploy } from './deploy/constraint-in-deploy.ts'
import { inPlace, placeWithFile } from './deploy/later-in-deploy.ts'
import type { Problem } from './finding.ts'
import type { OperationContext, Rule } from './rule.ts'
import { listWords } from './wording/list-words.ts'
import { sqlName } from './wording/sql-name.ts'

const instead =
  'Add the plain column, build a unique index CONCURRENTLY in a migration of its own that runs outside a transaction, and turn it into a constraint with ADD CONSTRAINT … UNIQUE USING INDEX.'

export const addColumnUniqueInline: Rule = {
  id: 'add-column-unique-inline',
  category: 'locking',
  severity: 'warning',
  title: 'A new column with UNIQUE builds its index while nobody can use the table.',
  why: `ADD COLUMN alone takes no time. With UNIQUE or PRIMARY KEY behind it, PostgreSQL reads the whole table for the index
under the strongest lock. With a default the statement fails as soon as there are two rows.`,
  instead,
  sources: ['PostgreSQL manual, ALTER TABLE', 'measured: PostgreSQL 15'],
  examples: {
    flagged: [
      {
        title: 'UNIQUE behind the column',
        given: 'CREATE TABLE users (id int)',
        up: 'ALTER TABLE users ADD COLUMN email text UNIQUE',
      },
      {
        title: 'UNIQUE, and what else the column says',
        given: 'CREATE TABLE teams (id int PRIMARY KEY); CREATE TABLE users (id int)',
        up: `ALTER TABLE users ADD COLUMN team_id int UNIQUE REFERENCES teams ON DELETE CASCADE CHECK (team_id > 0),
  ADD COLUMN name text`,
      },
      {
        title: 'one value for all rows',
        given: 'CREATE TABLE users (id int)',
        up: "ALTER TABLE users ADD COLUMN email text NOT NULL DEFAULT '' UNIQUE",
      },
      {
        title: 'DEFAULT NULL, which says nothing',
        given: 'CREATE TABLE users (id int)',
        up: 'ALTER TABLE users ADD COLUMN phone text UNIQUE DEFAULT NULL',
      },
    ],
    allowed: [
      {
        title: 'the plain column',
        given: 'CREATE TABLE users (id int)',
        up: 'ALTER TABLE users ADD COLUMN email text',
      },
      {
        title: 'a table that is new in the same deploy',
        up: 'CREATE TABLE users (id int); ALTER TABLE users ADD COLUMN email text UNIQUE',
      },
    ],
  },

  checkOperation: {
    'add-column'(operation, context) {
      const { table, column, constraints } = operation
      const { effects } = context
      const key = constraints.find(({ type }) => type === 'unique' || type === 'primary-key')
      if (key === undefined || !effects.some(effect => effect.blocksReads === true)) return undefined
      const fails = column.default !== undefined && isOneValue(column.default)
      return {
        message: fails
          ? `Every row of ${table} gets ${column.default} in the unique column ${column.name}: the statement fails as soon as there are two rows.`
          : `Nobody can use ${table} while the index of the unique column ${column.name} is built.`,
        objects: [`${table}.${column.name}`],
        ...(keyLeftOut(key, operation, context) ?? {
          instead: `${instead}${besideKey(operation)}`,
          ...inSteps(operation, context),
        }),
        ...(fails ? { severity: 'error' } : {}),
      }
    },
  },
}

/** A key that is gone when the deploy is over serves nobody. */
function keyLeftOut(
  key: Constraint,
  { table, column }: AddColumn,
  context: OperationContext,
): Pick<Problem, 'instead'> | undefined {
  // The server gives a name where the script gives none.
  const made = findTable(context.after, table)?.constraints.find(
    each => each.type === key.type && columnsOf(each).every(name => name === column.name),
  )
  const gone = made && constraintGoneInDeploy(table, made, made.name, context)
  if (gone === undefined) return undefined
  const word = key.type === 'unique' ? 'UNIQUE' : 'PRIMARY KEY'
  const where = inPlace(gone, context)
  if (gone.operation.kind === 'drop-column')
    return { instead: `Leave the column out, unless the deploy itself needs it: ${where} drops it.` }
  if (gone.operation.kind === 'drop-table')
    return { instead: `Leave the column out, unless the deploy itself needs it: ${where} drops the table.` }
  return {
    instead: `Leave both out, ${word} here and the DROP CONSTRAINT in ${placeWithFile(gone, context)}, unless the deploy itself needs the key in between.`,
  }
}

/** What else the column says, and the suggestion after it. */
function besideKey({ constraints }: AddColumn): string {
  const words = constraints.flatMap(({ type }) =>
    type === 'foreign-key' ? ['REFERENCES'] : type === 'check' ? ['CHECK'] : [],
  )
  if (words.length === 0) return ''
  return ` Its ${listWords([...new Set(words)])} ${words.length === 1 ? 'is' : 'are'} added NOT VALID behind the column, and validated later.`
}

/** Empty at first: one value for all rows is no key, and neither is NULL a primary one. */
function inSteps(operation: AddColumn, context: OperationContext): Pick<Problem, 'suggestion'> {
  const { table, column } = operation
  const { traits } = context
  // Those that write the table again say the same of the column.
  if (column.autoIncrement !== undefined || column.generated !== undefined) return {}
  const plain = () => {
    const { default: _, ...rest } = column
    return { ...rest, nullable: true }
  }
  // The same for all rows is refused; what differs from row to row is for new ones.
  const isNothing = column.default === undefined || column.default.toLowerCase() === 'null'
  const isConstant = isNothing || isOneValue(column.default ?? '')
  const set = `ALTER COLUMN ${traits.quote(column.name)} SET DEFAULT ${column.default}`
  const defaults = isConstant ? [] : [{ sql: `ALTER TABLE ${sqlName(table, traits)} ${set};` }]
  const sql = addedPlain([operation], plain, context.statement, traits)
  const later = restOfColumn(operation, { isRequired: !column.nullable }, context)
  return sql === undefined || later === undefined
    ? {}
    : {
        suggestion: {
          title: `Add it empty,${isNothing && column.nullable ? '' : ' fill it,'} build the index while others work, and make it the key last`,
          sql,
          later: [...defaults, ...later],
          ofWholeStatement: true,
        },
      }
}

function isOneValue(value: string): boolean {
  return /^(?:'[^']*'|-?\d+|true|false)$/i.test(value)
}
