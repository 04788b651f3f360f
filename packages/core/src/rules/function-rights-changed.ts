import { bareName } from '../operations/names.ts'
import type { OperationOf } from '../operations/operation.ts'
import { objectsNamed, overloadsOf } from '../schema/find-objects.ts'
import { stepsOf } from '../schema/find-steps.ts'
import { findObject } from '../schema/lookup.ts'
import type { NamedObject, SchemaState } from '../schema/schema-state.ts'
import { namesIn } from '../schema/sql-text.ts'
import type { Problem } from './finding.ts'
import { withoutBody } from './rows/without-body.ts'
import type { OperationContext, Rule } from './rule.ts'

export const functionRightsChanged: Rule = {
  id: 'function-rights-changed',
  category: 'security',
  severity: 'warning',
  title: 'A function runs with the rights of another role than before.',
  why: `With SECURITY DEFINER it does what its owner may do, for everyone who may call it, and in PostgreSQL that is everyone
unless EXECUTE was taken from PUBLIC. CREATE OR REPLACE FUNCTION says all attributes again: without SECURITY DEFINER the
function runs with the rights of its caller from then on, and fails for those who may not touch the tables themselves.`,
  instead: `Repeat SECURITY DEFINER and SET search_path in CREATE OR REPLACE. Before a function gets more rights, REVOKE EXECUTE from
PUBLIC and grant it to those who are to have it.`,
  sources: [
    'PostgreSQL manual, CREATE FUNCTION; ALTER FUNCTION',
    'MySQL 8.4 manual, Stored Object Access Control',
    'measured: PostgreSQL 15, error 42501 after CREATE OR REPLACE without SECURITY DEFINER',
  ],
  examples: {
    flagged: [
      {
        title: 'SECURITY DEFINER is not repeated',
        given: `CREATE FUNCTION one() RETURNS int LANGUAGE sql SECURITY DEFINER SET search_path = '' AS $$ SELECT 1 $$`,
        up: 'CREATE OR REPLACE FUNCTION one() RETURNS int LANGUAGE sql AS $$ SELECT 2 $$',
        instead: `CREATE OR REPLACE FUNCTION one() RETURNS int LANGUAGE sql SECURITY DEFINER SET search_path = '' AS $$ SELECT 2 $$`,
      },
      {
        title: 'dropped and made again without it',
        given: `CREATE FUNCTION one() RETURNS int LANGUAGE sql SECURITY DEFINER SET search_path = '' AS $$ SELECT 1 $$`,
        up: 'DROP FUNCTION one(); CREATE FUNCTION one() RETURNS bigint LANGUAGE sql AS $$ SELECT 2::bigint $$',
        instead: `DROP FUNCTION one();
CREATE FUNCTION one() RETURNS bigint LANGUAGE sql SECURITY DEFINER SET search_path = '' AS $$ SELECT 2::bigint $$;`,
      },
      {
        title: 'the rights of the owner for whoever calls it',
        given: `CREATE FUNCTION one() RETURNS int LANGUAGE sql SET search_path = '' AS $$ SELECT 1 $$`,
        up: 'ALTER FUNCTION one() SECURITY DEFINER',
        instead: { noSql: 'who is to have the rights is known to the owner alone' },
      },
      {
        title: 'a trigger function, which no longer everybody can make a trigger of',
        given: `CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$`,
        up: `CREATE OR REPLACE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = '' AS $$ BEGIN RETURN NEW; END $$;
REVOKE ALL ON FUNCTION touch() FROM PUBLIC;`,
        instead: { noSql: 'who is to have the rights is known to the owner alone' },
      },
      {
        title: 'another owner',
        given: `CREATE ROLE reports;
CREATE FUNCTION one() RETURNS int LANGUAGE sql SECURITY DEFINER SET search_path = '' AS $$ SELECT 1 $$`,
        up: 'ALTER FUNCTION one() OWNER TO reports',
        instead: { noSql: 'who is to have the rights is known to the owner alone' },
      },
      {
        title: 'MySQL, where DEFINER is the default',
        dialect: 'mysql',
        given: 'CREATE PROCEDURE one() SQL SECURITY INVOKER SELECT 1',
        up: 'ALTER PROCEDURE one SQL SECURITY DEFINER',
        instead: { noSql: 'who is to have the rights is known to the owner alone' },
      },
    ],
    allowed: [
      {
        title: 'the owner of a function that runs with the rights of its caller',
        given: 'CREATE ROLE reports; CREATE FUNCTION one() RETURNS int LANGUAGE sql AS $$ SELECT 1 $$',
        up: 'ALTER FUNCTION one() OWNER TO reports',
      },
      {
        title: 'a new body',
        given: `CREATE FUNCTION one() RETURNS int LANGUAGE sql SECURITY DEFINER SET search_path = '' AS $$ SELECT 1 $$`,
        up: `CREATE OR REPLACE FUNCTION one() RETURNS int LANGUAGE sql SECURITY DEFINER SET search_path = '' AS $$ SELECT 2 $$`,
      },
      {
        title: 'a new body, and the owner that it has',
        given: `CREATE ROLE reports;
CREATE FUNCTION one() RETURNS int LANGUAGE sql SECURITY DEFINER SET search_path = '' AS $$ SELECT 1 $$;
ALTER FUNCTION one() OWNER TO reports;`,
        up: `CREATE OR REPLACE FUNCTION one() RETURNS int LANGUAGE sql SECURITY DEFINER SET search_path = '' AS $$ SELECT 2 $$;
ALTER FUNCTION one() OWNER TO reports;`,
      },
      {
        title: 'a function of the name with other arguments',
        given: `CREATE FUNCTION one() RETURNS int LANGUAGE sql SECURITY DEFINER SET search_path = '' AS $$ SELECT 1 $$`,
        up: 'CREATE OR REPLACE FUNCTION one(a int) RETURNS int LANGUAGE sql AS $$ SELECT a $$',
      },
      {
        title: 'it says what it was',
        dialect: 'mariadb',
        given: 'CREATE PROCEDURE one() SELECT 1',
        up: 'ALTER PROCEDURE one SQL SECURITY DEFINER',
      },
    ],
  },

  checkOperation: {
    'create-object': replaced,
    'alter-object': (operation, context) => altered(operation, context),
  },
}

function replaced(
  { objectType, name, arguments: types, settings, definition, orReplace }: OperationOf<'create-object'>,
  context: OperationContext,
): Problem | undefined {
  const known = orReplace
    ? routineNamed(context.before, objectType, name, types)
    : droppedRoutine(objectType, name, types, context)
  if (known === undefined) return undefined
  const problem = turned(name, runsAs(known), runsAs({ settings, definition }))
  const isOfTriggers = /\breturns\s+(?:event_)?trigger\b/i.test(withoutBody(definition))
  return problem !== undefined && isOfTriggers && runsAs({ settings, definition }) === 'owner'
    ? ofTrigger(problem, name, context)
    : problem
}

/** Nobody calls it but a trigger: who may execute it can make one (PostgreSQL manual, CREATE TRIGGER, Notes). */
function ofTrigger(problem: Problem, name: string, { replayedScript }: OperationContext): Problem {
  const taken = stepsOf(replayedScript.steps, 'change-privileges').find(
    ({ operation: { action, on, roles, privileges } }) =>
      action === 'revoke' &&
      roles.some(role => /^public$/i.test(role)) &&
      privileges.some(each => /^(?:all(?: privileges)?|execute)$/i.test(each)) &&
      namesIn(on).includes(bareName(name)),
  )
  const ran = `${name} ran with the rights of whoever made its trigger fire, and runs with those of its owner from now on`
  return taken === undefined
    ? {
        ...problem,
        message: `${ran}; whoever has a table can make a trigger that executes it, unless EXECUTE was taken from PUBLIC.`,
      }
    : {
        ...problem,
        message: `${ran}; line ${taken.statement.location.line} takes from PUBLIC the right to make triggers of it.`,
        instead: 'Look what its body can be made to do by the rows that fire it.',
        severity: 'info',
      }
}

/** DROP and CREATE in one script, for other arguments perhaps: the code calls it by the same name. */
function droppedRoutine(
  objectType: string,
  name: string,
  types: string | undefined,
  { replayedScript, before }: OperationContext,
): NamedObject | undefined {
  if (objectType !== 'function' && objectType !== 'procedure') return undefined
  const known = overloadsOf(replayedScript.before, name).filter(({ type }) => type === objectType)
  const dropped = known.filter(
    each => findObject(before, each.type, each.name) === undefined && each.arguments !== undefined,
  )
  const same = dropped.find(each => each.arguments === types)
  return same ?? (dropped.length === 1 && known.length === 1 ? dropped[0] : undefined)
}

function altered(
  { objectType, name, change, settings }: OperationOf<'alter-object'>,
  { before }: OperationContext,
): Problem | undefined {
  const known = routineNamed(before, objectType, name, undefined)
  if (known === undefined) return undefined
  const owner = /^owner to (.+)$/.exec(change)?.[1]
  if (owner !== undefined) {
    if (known.owner === owner && !/^(?:current|session)_/i.test(owner)) return undefined
    return runsAs(known) === 'owner'
      ? {
          message: `${name} runs with the rights of ${owner} from now on, whoever calls it.`,
          objects: [name],
        }
      : undefined
  }
  const word = /\bsql security (\w+)/i.exec(change)?.[1]?.toLowerCase()
  if (word !== undefined) return turned(name, runsAs(known), word === 'invoker' ? 'caller' : 'owner')
  if (settings?.security === undefined) return undefined
  return turned(name, runsAs(known), settings.security === 'true' ? 'owner' : 'caller')
}

function turned(name: string, from: Rights, to: Rights): Problem | undefined {
  if (from === to) return undefined
  return {
    message:
      to === 'owner'
        ? `${name} ran with the rights of its caller, and runs with those of its owner from now on, for whoever may call it.`
        : `${name} ran with the rights of its owner, and runs with those of its caller from now on: it fails for who has none on what it uses.`,
    objects: [name],
  }
}

function routineNamed(
  schema: SchemaState,
  objectType: string,
  name: string,
  types: string | undefined,
): NamedObject | undefined {
  if (objectType !== 'function' && objectType !== 'procedure') return undefined
  return objectsNamed(schema, name).find(
    known =>
      known.type === objectType &&
      (types === undefined || known.arguments === undefined || known.arguments === types),
  )
}

type Rights = 'owner' | 'caller'

/** PostgreSQL's is a setting, and the caller's by default; MySQL and MariaDB keep the text, and the owner's are default. */
function runsAs({
  settings,
  definition,
}: {
  readonly settings?: Readonly<Record<string, string>> | undefined
  readonly definition: string
}): Rights {
  if (settings?.security !== undefined) return settings.security === 'true' ? 'owner' : 'caller'
  return /\bsql\s+security\s+invoker\b/i.test(withoutBody(definition)) ? 'caller' : 'owner'
}
