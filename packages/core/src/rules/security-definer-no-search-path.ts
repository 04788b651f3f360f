import { nameParts } from '../operations/names.ts'
import type { OperationOf } from '../operations/operation.ts'
import { isBefore, stepsOf } from '../schema/find-steps.ts'
import { findObject, sameName } from '../schema/lookup.ts'
import { namesIn, textTokens } from '../schema/sql-text.ts'
import type { Problem } from './finding.ts'
import { withoutBody } from './rows/without-body.ts'
import type { OperationContext, Rule } from './rule.ts'

export const securityDefinerNoSearchPath: Rule = {
  id: 'security-definer-no-search-path',
  category: 'security',
  severity: 'warning',
  title: 'A SECURITY DEFINER function does not fix its search_path.',
  why: `It runs with the rights of its owner and finds tables, functions and operators by the search_path of the caller. Who
may create objects in any schema, also a temporary one, can put their own in front, and it runs with those rights.`,
  instead: `Add SET search_path = '' and write every name with its schema, or SET search_path = schema, pg_temp.`,
  sources: ['PostgreSQL manual, CREATE FUNCTION, Writing SECURITY DEFINER Functions Safely'],
  examples: {
    flagged: [
      {
        title: 'no search_path',
        up: 'CREATE FUNCTION one() RETURNS int LANGUAGE sql SECURITY DEFINER AS $$ SELECT 1 $$',
      },
      {
        title: 'set in the body: a note, for it stays with the caller',
        up: `CREATE FUNCTION one() RETURNS int LANGUAGE plpgsql SECURITY DEFINER AS
$$ BEGIN SET search_path = ''; RETURN 1; END $$`,
      },
      {
        title: 'by another statement',
        given: 'CREATE FUNCTION one() RETURNS int LANGUAGE sql AS $$ SELECT 1 $$',
        up: 'ALTER FUNCTION one() SECURITY DEFINER',
        instead: `ALTER FUNCTION one() SET search_path = '';
ALTER FUNCTION one() SECURITY DEFINER;`,
      },
      {
        title: 'no longer fixed',
        given:
          "CREATE FUNCTION one() RETURNS int LANGUAGE sql SECURITY DEFINER SET search_path = '' AS $$ SELECT 1 $$",
        up: 'ALTER FUNCTION one() RESET search_path',
        instead: "ALTER FUNCTION one() SET search_path = 'public', 'pg_temp'",
      },
      {
        title: 'no longer fixed, with all other settings',
        given:
          "CREATE FUNCTION one() RETURNS int LANGUAGE sql SECURITY DEFINER SET search_path = '' AS $$ SELECT 1 $$",
        up: 'ALTER FUNCTION one() RESET ALL',
        instead: "ALTER FUNCTION one() RESET ALL; ALTER FUNCTION one() SET search_path = 'public', 'pg_temp'",
      },
    ],
    allowed: [
      {
        title: 'defined again behind it, which is told there, if at all',
        up: `CREATE FUNCTION one() RETURNS int LANGUAGE sql SECURITY DEFINER AS $$ SELECT 1 $$;
CREATE OR REPLACE FUNCTION one() RETURNS int LANGUAGE sql SECURITY DEFINER SET search_path = '' AS $$ SELECT 2 $$;`,
      },
      {
        title: 'a fixed search_path',
        up: "CREATE FUNCTION one() RETURNS int LANGUAGE sql SECURITY DEFINER SET search_path = '' AS $$ SELECT 1 $$",
      },
      {
        title: 'set by another statement',
        up: `CREATE FUNCTION one() RETURNS int LANGUAGE sql SECURITY DEFINER AS $$ SELECT 1 $$;
ALTER FUNCTION one() SET search_path = '';`,
      },
      {
        title: 'the rights of the caller',
        up: 'CREATE FUNCTION one() RETURNS int LANGUAGE sql AS $$ SELECT 1 $$',
      },
      {
        title: 'a body that is looked up once, when it is created',
        up: 'CREATE FUNCTION one() RETURNS int LANGUAGE sql SECURITY DEFINER BEGIN ATOMIC SELECT 1; END',
      },
    ],
  },

  checkOperation: {
    'create-object'(operation, context) {
      const { objectType, name, definition } = operation
      if (objectType !== 'function' && objectType !== 'procedure') return undefined
      if (!/\bdefiner\b/i.test(definition)) return undefined
      const words = namesIn(withoutBody(definition)).map(word => word.toLowerCase())
      const isDefiner = words.some(
        (word, index) =>
          word === 'security' && words[index + 1] === 'definer' && !isSqlSecurity(words, index),
      )
      if (!isDefiner || words.includes('search_path') || words.includes('atomic')) return undefined
      if (isSetLater(name, context) || isDefinedAgain(operation, context)) return undefined
      const [own, rest] = nameParts(name)
      const schema = context.traits.quote(rest === undefined || own === undefined ? 'public' : own)
      return {
        message: `${name} runs with the rights of its owner and the search_path of whoever calls it.`,
        objects: [name],
        ...setInBody(name, definition),
        suggestion: {
          title: 'Fix the search_path',
          sql: withClause(context.statement.text, `SET search_path = ${schema}, pg_temp`),
        },
      }
    },
    'alter-object'({ objectType, name, settings }, context) {
      if ((objectType !== 'function' && objectType !== 'procedure') || settings === undefined)
        return undefined
      const known = findObject(context.after, objectType, name)?.settings ?? settings
      const touches =
        settings.security === 'true' || settings['set search_path'] === '' || settings['set all'] === ''
      if (!touches || known.security !== 'true' || known['set search_path'] !== undefined) return undefined
      if (isSetLater(name, context)) return undefined
      return {
        message: `${name} runs with the rights of its owner and the search_path of whoever calls it from now on.`,
        objects: [name],
      }
    },
  },
}

/** Measured: PostgreSQL 15; what stands behind it is looked up on the new path, and what is declared before it is not. */
function setInBody(name: string, definition: string): Pick<Problem, 'message' | 'severity'> | undefined {
  if (!/\blanguage\s+'?plpgsql\b/i.test(withoutBody(definition))) return undefined
  const body = bodyOf(definition)
  const begin = body.findIndex(word => word.toLowerCase() === 'begin')
  if (begin === -1) return undefined
  const first = body.slice(begin + 1, begin + 7).join(' ')
  const isSet = /^set (?:(local|session) )?search_path\b/i.exec(first)
  const isCall = /^perform (pg_catalog \. )?set_config \( 'search_path'/i.exec(first)
  if (isSet === null && isCall === null) return undefined
  if (isCall !== null && isCall[1] === undefined) {
    return {
      message: `${name} sets search_path by a function, set_config, that it finds by the search_path of whoever calls it: they can have one of their own in front of the server's.`,
      severity: 'warning',
    }
  }
  const declared = begin === 0 ? '' : 'what it declares is looked up by the one of whoever calls it, and '
  const until =
    isSet === null
      ? 'stays changed'
      : /local/i.test(isSet[1] ?? '')
        ? 'stays changed until the transaction ends'
        : 'stays changed in their session'
  return {
    message: `${name} sets search_path in its body: ${declared}the one of whoever calls it ${until}.`,
    severity: 'info',
  }
}

/** The words and symbols of the text in dollar quotes. */
function bodyOf(definition: string): readonly string[] {
  const [, tag, text] = /\$([A-Za-z_]\w*)?\$([\s\S]*)/.exec(definition) ?? []
  const end = text?.indexOf(`$${tag ?? ''}$`) ?? -1
  return textTokens(end === -1 ? '' : (text ?? '').slice(0, end))
    .filter(({ kind }) => kind !== 'space')
    .map(token => token.text)
}

/** Behind SECURITY DEFINER, where that is the clause, and no comment says the same words. */
function withClause(text: string, clause: string): string {
  const tokens = textTokens(text)
  const words = [...tokens.entries()].filter(([, { kind }]) => kind !== 'space')
  const at = words.findIndex(
    ([, { name }], index) =>
      name?.toLowerCase() === 'security' && words[index + 1]?.[1].name?.toLowerCase() === 'definer',
  )
  const definer = words[at + 1]?.[0] ?? -1
  return tokens
    .map((token, index) => (at !== -1 && index === definer ? `${token.text} ${clause}` : token.text))
    .join('')
}

/** MySQL's SQL SECURITY DEFINER; behind LANGUAGE sql it is PostgreSQL's. */
function isSqlSecurity(words: readonly string[], index: number): boolean {
  return words[index - 1] === 'sql' && words[index - 2] !== 'language'
}

/** By a later statement of the deploy, which is told instead; a routine of other arguments stays beside it. */
function isDefinedAgain(
  { objectType, name, arguments: types }: OperationOf<'create-object'>,
  { deploySteps, step, before }: OperationContext,
): boolean {
  return stepsOf(deploySteps, 'create-object').some(
    each =>
      each.runs === true &&
      each.operation.objectType === objectType &&
      each.operation.arguments === types &&
      sameName(each.operation.name, name, before.semantics) &&
      isBefore(deploySteps, step, each),
  )
}

function isSetLater(name: string, { replayedScript, step, before }: OperationContext): boolean {
  return replayedScript.steps
    .slice(replayedScript.steps.indexOf(step) + 1)
    .some(
      ({ operation, statement }) =>
        operation.kind === 'alter-object' &&
        sameName(operation.name, name, before.semantics) &&
        /\bset\s+search_path\b/i.test(statement.text),
    )
}
