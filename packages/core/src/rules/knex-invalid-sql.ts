import type { Rule } from './rule.ts'

/** The CHECK of an enum as knex 3.3.0 writes it into a column's new type. */
const enumCheck = /^alter table "[^"]{1,200}" alter column "[^"]{1,200}" type text check \(/

export const knexInvalidSql: Rule = {
  id: 'knex-invalid-sql',
  category: 'readability',
  severity: 'error',
  title: 'Knex makes SQL of this call that the database refuses.',
  why: `The call looks right, and the types accept it. The statement that Knex sends is a syntax error: the migration
stops there, and the deploy with it.`,
  instead: `Write this change with knex.raw, as the database wants it, and run it once on a copy.`,
  sources: ['measured: knex 3.3.0, PostgreSQL 15'],
  directions: ['up', 'down'],
  examples: {
    flagged: [
      {
        title: "table.enu('state', ['open', 'closed']).alter(), as Knex sends it",
        given: 'CREATE TABLE orders (id int, state text)',
        up: `alter table "orders" alter column "state" type text check ("state" in ('open', 'closed')) using ("state"::text)`,
        instead: {
          knex: `exports.up = async knex => {
  await knex.raw("ALTER TABLE orders ADD CONSTRAINT orders_state CHECK (state IN ('open', 'closed')) NOT VALID")
}
exports.down = async knex => {
  await knex.raw('ALTER TABLE orders DROP CONSTRAINT orders_state')
}`,
        },
      },
    ],
    allowed: [
      {
        title: 'the CHECK in a statement of its own',
        given: 'CREATE TABLE orders (id int, state text)',
        up: `alter table "orders" add constraint "orders_state_check" check ("state" in ('open', 'closed'))`,
      },
      {
        title: 'a mistake that is not made by Knex',
        given: 'CREATE TABLE orders (id int, state text)',
        up: 'ALTER TABLE orders FROBNICATE HARDER',
      },
    ],
  },

  checkOperation: {
    unreadable({ reason, object }, { statement }) {
      const refused = refusal(reason, statement.text)
      if (refused === undefined) return undefined
      return {
        message: `The database refuses this statement: ${refused}.`,
        ...(object === undefined ? {} : { objects: [object] }),
      }
    },
  },
}

/** As the reader of the call words it; SQL that Knex has printed has no such reader. */
function refusal(reason: string, text: string): string | undefined {
  if (reason.startsWith('Knex ')) return reason
  return enumCheck.test(text) ? 'Knex writes the CHECK of an enum into ALTER COLUMN … TYPE' : undefined
}
