import { stepsOf, stepsOn } from '../schema/find-steps.ts'
import { findTable } from '../schema/lookup.ts'
import type { Problem } from './finding.ts'
import { operationTable } from './names/operation-table.ts'
import type { MigrationContext, Rule } from './rule.ts'
import { notedProblems } from './running/reading-notes.ts'

export const usesOuterKnex: Rule = {
  id: 'uses-outer-knex',
  category: 'transaction',
  severity: 'error',
  title:
    'The migration sends a query through a Knex instance of the application, not through the one that it is given.',
  why: `That query goes over a connection of its own, outside the transaction of the migration: it stays when the migration
is rolled back, does not see what the migration has done so far, and can wait for a lock that the migration itself holds,
for ever. It also goes to whatever database the application is set up for.`,
  instead: `Use the argument of up and down, and hand it to helper functions and models, such as User.query(knex).`,
  sources: ['measured: knex 3.3.0, PostgreSQL 15'],
  directions: ['up', 'down'],
  examples: {
    flagged: [
      {
        title: "const db = require('../db'); exports.up = () => db.schema.createTable(…)",
        up: 'CREATE TABLE users (id int)',
        notes: [{ kind: 'outer-knex', message: 'This goes through a Knex instance of its own.' }],
        instead: {
          knex: `exports.up = async knex => {
  await knex.schema.createTable('teams', table => {
    table.increments()
  })
}
exports.down = async knex => {
  await knex.schema.dropTable('teams')
}`,
        },
      },
    ],
    allowed: [{ title: 'a script that was read whole', up: 'CREATE TABLE users (id int)' }],
  },

  checkMigration: context =>
    notedProblems(context.migration, 'outer-knex').map(problem =>
      isOfForeignKeys(problem) && problem.at?.direction === 'up' && changesEmptyTablesAlone(context)
        ? {
            ...problem,
            message: `${problem.message} The tables that it changes are made by this deploy, which puts no rows into them: there is nothing to lose yet.`,
          }
        : problem,
    ),
}

function isOfForeignKeys({ message }: Problem): boolean {
  return message.includes('PRAGMA foreign_keys') && message.includes('If foreign keys are enforced there')
}

function changesEmptyTablesAlone({ replayed, deployed, pending }: MigrationContext): boolean {
  const { steps } = replayed.up
  if (stepsOf(steps, 'unreadable', 'run-code').length > 0) return false
  const tables = new Set(steps.flatMap(({ operation, before }) => operationTable(operation, before) ?? []))
  return (
    tables.size > 0 &&
    [...tables].every(
      table =>
        findTable(deployed, table) === undefined &&
        pending.every(({ up }) => stepsOn(up.steps, table, 'insert-rows').length === 0),
    )
  )
}
