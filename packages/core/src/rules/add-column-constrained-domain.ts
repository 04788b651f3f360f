import { objectsNamed } from '../schema/find-objects.ts'
import { sameObject } from './names/known-columns.ts'
import type { Rule } from './rule.ts'
import { rewrites } from './scripts/blocked-table.ts'
import { listWords } from './wording/list-words.ts'

export const addColumnConstrainedDomain: Rule = {
  id: 'add-column-constrained-domain',
  category: 'locking',
  severity: 'warning',
  title: 'A new column of a domain with a CHECK or NOT NULL writes the whole table again.',
  why: `PostgreSQL writes every row to test the constraints of the domain, even where the column has no default and stays
NULL, under the strongest lock.`,
  instead: `Add the column with the type behind the domain and the CHECK as a constraint NOT VALID, and validate it in another
migration.`,
  sources: ['measured: PostgreSQL 12 to 18'],
  examples: {
    flagged: [
      {
        title: 'a domain with a check',
        given: 'CREATE DOMAIN positive AS int CHECK (value > 0); CREATE TABLE items (id int)',
        up: 'ALTER TABLE items ADD COLUMN price positive',
        instead: [
          'ALTER TABLE items ADD COLUMN price int',
          'ALTER TABLE items ADD CONSTRAINT price_positive CHECK (price > 0) NOT VALID',
          'ALTER TABLE items VALIDATE CONSTRAINT price_positive',
        ],
      },
      {
        title: 'also with a constant default',
        given: "CREATE DOMAIN key AS text CHECK (value <> ''); CREATE TABLE items (id int)",
        up: "ALTER TABLE items ADD COLUMN code key DEFAULT 'none'",
        instead: {
          noSql: 'a column of text and a CHECK that is validated later do the same without a rewrite',
        },
      },
      {
        title: 'a domain that is NOT NULL: there is no value for the rows',
        given: 'CREATE DOMAIN code AS text NOT NULL; CREATE TABLE items (id int)',
        up: 'ALTER TABLE items ADD COLUMN code code',
        instead: ['ALTER TABLE items ADD COLUMN code text'],
      },
    ],
    allowed: [
      {
        title: 'a domain without one',
        given: 'CREATE DOMAIN amount AS int; CREATE TABLE items (id int)',
        up: 'ALTER TABLE items ADD COLUMN price amount',
      },
      {
        title: 'a table that is new in the same deploy',
        given: 'CREATE DOMAIN positive AS int CHECK (value > 0)',
        up: 'CREATE TABLE items (id int); ALTER TABLE items ADD COLUMN price positive',
      },
    ],
  },

  checkOperation: {
    'add-column'(operation, { effects, before, traits, statement }) {
      const { table, column } = operation
      const type = column.type?.name
      if (type === undefined || !rewrites(effects)) return undefined
      const domain = objectsNamed(before, type).find(object => object.type === 'domain')
      // A default of its own or an identity is another rule's to tell.
      const { type: _type, ...untyped } = column
      const isOfDefault = rewrites(traits.effectsOf({ ...operation, column: untyped }, before))
      if (domain === undefined || isOfDefault || column.generated !== undefined) return undefined
      if (column.default === undefined && takesNoNull(domain.definition)) {
        return {
          message: `The domain ${type} is NOT NULL and has no default: the statement fails if ${table} has rows.`,
          severity: 'error',
          objects: [`${table}.${column.name}`],
        }
      }
      // The table is written once for all that the statement adds.
      const added = statement.operations.flatMap(each =>
        each.kind === 'add-column' && sameObject(before, each.table, table) && each.column.type?.name === type
          ? [each.column.name]
          : [],
      )
      if (added[0] !== column.name) return undefined
      return {
        message: `Every row of ${table} is written again to test the domain ${type} of ${listWords(added)}, and nobody can use the table meanwhile.`,
        objects: added.map(name => `${table}.${name}`),
      }
    },
  },
}

/** NOT NULL, or a CHECK that says nothing else of NULL (measured: PostgreSQL 15, errors 23502 and 23514). */
function takesNoNull(definition: string): boolean {
  let outside = definition
  for (let inner = ''; inner !== outside; ) {
    inner = outside
    outside = outside.replace(/\([^()]*\)/g, ' ')
  }
  if (/\bdefault\b/i.test(outside)) return false
  const isChecked = /\bvalue\s+is\s+not\s+null\b/i.test(definition) && !/\bor\b/i.test(definition)
  return isChecked || /\bnot\s+null\b/i.test(outside)
}
