import { objectsOn } from '../schema/find-objects.ts'
import { stepsOf } from '../schema/find-steps.ts'
import { nameAtEnd } from '../schema/name-at-end.ts'
import type { ReplayedMigration } from '../schema/replay.ts'
import type { SchemaState } from '../schema/schema-state.ts'
import { isRestrictive } from './objects/is-restrictive.ts'
import type { DeployContext, Rule } from './rule.ts'

export const rlsEnabledWithoutPolicy: Rule = {
  id: 'rls-enabled-without-policy',
  category: 'security',
  severity: 'warning',
  title: 'Row level security is switched on, and no policy lets anybody see a row.',
  why: `Without a permissive policy PostgreSQL shows no row and takes none, with no error: to the application the table is
empty. Only its owner, superusers and roles with BYPASSRLS see more.`,
  instead: `Create the policies in the same transaction, before ENABLE ROW LEVEL SECURITY. Where nobody is meant to see the
rows, take the privileges away with REVOKE as well, which says so.`,
  sources: ['PostgreSQL manual, Row Security Policies', 'measured: PostgreSQL 15'],
  examples: {
    flagged: [
      {
        title: 'no policy at all',
        given: 'CREATE TABLE notes (id int, author text)',
        up: 'ALTER TABLE notes ENABLE ROW LEVEL SECURITY',
        instead: `CREATE POLICY own ON notes USING (author = current_user);
ALTER TABLE notes ENABLE ROW LEVEL SECURITY;`,
      },
      {
        title: 'a restrictive policy alone lets nothing through',
        given: 'CREATE TABLE notes (id int, author text)',
        up: `ALTER TABLE notes ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON notes AS RESTRICTIVE USING (author = current_user);`,
        instead: `CREATE POLICY own ON notes USING (author = current_user);
ALTER TABLE notes ENABLE ROW LEVEL SECURITY;`,
      },
    ],
    allowed: [
      {
        title: 'with a policy',
        given: 'CREATE TABLE notes (id int, author text)',
        up: `ALTER TABLE notes ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON notes USING (author = current_user);`,
      },
      {
        title: 'a table that gets another name, or goes, in the same deploy',
        given: 'CREATE TABLE notes (id int, author text); CREATE TABLE old (id int)',
        up: `ALTER TABLE notes ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON notes USING (author = current_user);
ALTER TABLE notes RENAME TO remarks;
ALTER TABLE old ENABLE ROW LEVEL SECURITY;
DROP TABLE old;`,
      },
      {
        title: 'nobody is meant to see it, and REVOKE says so',
        given: 'CREATE ROLE web; CREATE TABLE notes (id int, author text); GRANT SELECT ON notes TO web',
        up: `ALTER TABLE notes ENABLE ROW LEVEL SECURITY;
REVOKE ALL ON TABLE notes FROM web;`,
      },
      {
        title: 'the policy came earlier',
        given: `CREATE TABLE notes (id int, author text);
CREATE POLICY own ON notes USING (author = current_user);`,
        up: 'ALTER TABLE notes ENABLE ROW LEVEL SECURITY',
      },
    ],
  },

  checkDeploy({ migrations }: DeployContext) {
    const end = migrations.at(-1)?.replayed.up.after
    if (end === undefined) return undefined
    const scripts = migrations.map(({ replayed }) => replayed.up)
    return migrations.flatMap(({ migration, replayed }, place) =>
      replayed.up.steps.flatMap(step => {
        const { operation, statement, after } = step
        if (operation.kind !== 'set-table-option' || operation.option !== 'row-level-security') return []
        const table = after.tables.get(after.semantics.objectKey(operation.table))
        // A table that was first seen in the middle of its life may have policies.
        if (operation.value !== 'enabled' || table?.complete !== true) return []
        const name = nameAtEnd(operation.table, step, scripts.slice(place))
        if (name === undefined || letsSomethingThrough(name, end) || runsCode(replayed)) return []
        if (takesRightsAway(operation.table, replayed)) return []
        return {
          message: `No policy of ${operation.table} lets a row through: it is empty to everybody but its owner and roles with BYPASSRLS.`,
          objects: [operation.table],
          at: { file: migration.up.file, location: statement.location, statement: statement.text },
        }
      }),
    )
  },
}

/** REVOKE of the same script says that nobody is meant to see the rows. */
function takesRightsAway(table: string, { up: { steps, after } }: ReplayedMigration): boolean {
  const key = after.semantics.objectKey(table)
  return stepsOf(steps, 'change-privileges').some(
    ({ operation: { action, on } }) =>
      action === 'revoke' && after.semantics.objectKey(on.replace(/^table\s+/i, '')) === key,
  )
}

/** Code may make policies that nobody sees from outside. */
function runsCode({ up }: ReplayedMigration): boolean {
  return up.steps.some(({ operation }) => operation.kind === 'run-code')
}

function letsSomethingThrough(table: string, schema: SchemaState): boolean {
  return objectsOn(schema, table).some(
    ({ type, definition }) => type === 'policy' && !isRestrictive(definition),
  )
}
