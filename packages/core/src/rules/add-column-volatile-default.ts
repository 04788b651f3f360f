import { type AddColumn, addedPlain, restOfColumn } from './advice/added-in-steps.ts'
import { filledInBatches } from './advice/filled-in-batches.ts'
import { keyWaitsToo } from './advice/key-of-column.ts'
import type { Problem } from './finding.ts'
import { sameObject } from './names/known-columns.ts'
import type { OperationContext, Rule } from './rule.ts'
import { rewrites, waiting } from './scripts/blocked-table.ts'
import { sqlName } from './wording/sql-name.ts'

const instead =
  'Add the column without a default, set the default for new rows with ALTER COLUMN … SET DEFAULT, and fill the old rows in batches.'

export const addColumnVolatileDefault: Rule = {
  id: 'add-column-volatile-default',
  category: 'locking',
  severity: 'error',
  title: 'A new column whose default differs from row to row writes the whole table again.',
  why: `A constant default is stored once, and so is now(), which is the same for the whole statement. But
gen_random_uuid(), random(), clock_timestamp() and nextval() give each row a value of its own: every row is written
again, and nobody can read or write the table meanwhile.`,
  instead,
  sources: ['PostgreSQL manual, ALTER TABLE, Notes', 'measured: PostgreSQL 12 to 18'],
  examples: {
    flagged: [
      {
        title: 'a random value for each row',
        given: 'CREATE TABLE users (id int)',
        up: 'ALTER TABLE users ADD COLUMN token uuid DEFAULT gen_random_uuid()',
      },
      {
        title: 'a required one, whose old rows are filled before NOT NULL is validated',
        given: 'CREATE TABLE users (id int)',
        up: 'ALTER TABLE users ADD COLUMN "listKey" text NOT NULL DEFAULT (gen_random_uuid())::text',
      },
      {
        title: 'two such columns, with keys of their own',
        given: 'CREATE TABLE users (id int)',
        up: `ALTER TABLE users ADD COLUMN token uuid NOT NULL DEFAULT gen_random_uuid(), ADD COLUMN name text,
  ADD COLUMN code uuid DEFAULT gen_random_uuid() CONSTRAINT code_once UNIQUE`,
      },
      {
        title: 'a function that no migration defines',
        given: 'CREATE TABLE users (id int)',
        up: 'ALTER TABLE users ADD COLUMN code text DEFAULT new_code()',
        instead: [
          'ALTER TABLE users ADD COLUMN code text',
          'ALTER TABLE users ALTER COLUMN code SET DEFAULT new_code()',
        ],
      },
      {
        title: 'a column that becomes the primary key in the place of another one',
        given: 'CREATE TABLE users (name text CONSTRAINT users_pkey PRIMARY KEY)',
        up: `ALTER TABLE users DROP CONSTRAINT users_pkey,
  ADD COLUMN id uuid DEFAULT gen_random_uuid() PRIMARY KEY`,
      },
    ],
    allowed: [
      {
        title: 'a table that can hold one row only',
        given: 'CREATE TABLE settings (id int PRIMARY KEY CHECK (id = 1), plan text)',
        up: 'ALTER TABLE settings ADD COLUMN token uuid NOT NULL DEFAULT gen_random_uuid()',
      },
      {
        title: 'a function of Supabase that is STABLE',
        given: 'CREATE TABLE users (id int)',
        up: 'ALTER TABLE users ADD COLUMN made_by uuid DEFAULT auth.uid()',
      },
      {
        title: 'a constant of a domain, which is tested in every row',
        given: "CREATE DOMAIN key AS text NOT NULL CHECK (value <> ''); CREATE TABLE users (id int)",
        up: "ALTER TABLE users ADD COLUMN code key DEFAULT 'none'",
      },
      {
        title: 'now() is the same for all rows',
        given: 'CREATE TABLE users (id int)',
        up: 'ALTER TABLE users ADD COLUMN created_at timestamptz NOT NULL DEFAULT now()',
      },
      {
        title: 'a constant',
        given: 'CREATE TABLE users (id int)',
        up: "ALTER TABLE users ADD COLUMN plan text NOT NULL DEFAULT 'free'",
      },
    ],
  },

  checkOperation: {
    'add-column'(operation, context) {
      const { before, effects, traits, statement } = context
      const { table, column } = operation
      if (column.default === undefined) return undefined
      if (isNotKnown(effects)) {
        return {
          message: `Whether every row of ${table} is written again depends on DEFAULT ${column.default}: it is, if one of its functions is VOLATILE, and no migration that was read says.`,
          severity: 'info',
          objects: [`${table}.${column.name}`],
        }
      }
      // A domain that is tested is another rule's to tell.
      const { type: _type, ...untyped } = column
      const byDefault = traits.effectsOf({ ...operation, column: untyped }, before)
      if (!isServerRewrite(effects) || !isServerRewrite(byDefault)) return undefined
      // The table is written once for all that the statement adds.
      const added = statement.operations.flatMap(each =>
        each.kind === 'add-column' &&
        each.column.default === column.default &&
        sameObject(before, each.table, table)
          ? [each]
          : [],
      )
      if (added[0] !== operation) return undefined
      const waits = added
        .map(each => keyWaitsToo(table, each.column.name, context))
        .find(text => text !== undefined)
      return {
        message: `DEFAULT ${column.default} differs from row to row: every row of ${table} is written again, and ${waiting(effects)} get through meanwhile.`,
        objects: added.map(each => `${table}.${each.column.name}`),
        ...(waits !== undefined && { instead: `${instead} ${waits}` }),
        ...inSteps(added, context),
      }
    },
  },
}

function inSteps(added: readonly AddColumn[], context: OperationContext): Pick<Problem, 'suggestion'> {
  const { statement, traits } = context
  const plain = ({ column }: AddColumn) => {
    const { default: _, ...rest } = column
    return { ...rest, nullable: true }
  }
  const sql = addedPlain(added, plain, statement, traits)
  const isRequired = added.some(({ column }) => !column.nullable)
  const rest = added.map(each => {
    const steps = restOfColumn(each, { isRequired: !each.column.nullable }, context)
    const { table, column } = each
    const value = column.default ?? ''
    const set = `ALTER COLUMN ${traits.quote(column.name)} SET DEFAULT ${value}`
    const fill = filledInBatches(table, column.name, value, traits)
    return steps && [{ sql: `ALTER TABLE ${sqlName(table, traits)} ${set};` }, fill, ...steps]
  })
  if (sql === undefined || !rest.every(steps => steps !== undefined)) return {}
  return {
    suggestion: {
      title: `Add it empty, give new rows the default, fill the old ones in batches${isRequired ? ', and set NOT NULL last' : ''}`,
      sql,
      later: rest.flat(),
      ofWholeStatement: true,
    },
  }
}

/** A function of the project or of an extension, whose volatility is not known. */
function isNotKnown(effects: Parameters<typeof rewrites>[0]): boolean {
  return effects.some(effect => effect.algorithm === undefined && effect.rewrite === null)
}

/** Engines that name an algorithm have a rule of their own for copies. */
function isServerRewrite(effects: Parameters<typeof rewrites>[0]): boolean {
  return rewrites(effects.filter(effect => effect.algorithm === undefined))
}
