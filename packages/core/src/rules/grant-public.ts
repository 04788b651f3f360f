import type { OperationOf } from '../operations/operation.ts'
import { operationsOfStatement } from '../schema/find-steps.ts'
import { isGrantedBefore } from './objects/granted-before.ts'
import type { Rule } from './rule.ts'
import { grantedOn } from './wording/granted-on.ts'
import { listWords } from './wording/list-words.ts'

export const grantPublic: Rule = {
  id: 'grant-public',
  category: 'security',
  severity: 'warning',
  title: 'Privileges are given to everybody.',
  why: `PUBLIC is every role that exists and every one that will exist. In MySQL and MariaDB an account without a name is whoever has no
account of their own.`,
  instead: 'Name the role that needs them.',
  sources: ['PostgreSQL manual, GRANT', 'MySQL 8.0 manual, Specifying Account Names'],
  examples: {
    flagged: [
      {
        title: 'to PUBLIC',
        given: 'CREATE TABLE users (id int)',
        up: 'GRANT SELECT ON users TO PUBLIC',
        instead: 'CREATE ROLE reader; GRANT SELECT ON users TO reader',
      },
      {
        title: 'on two tables in one statement: one finding',
        given: 'CREATE TABLE users (id int); CREATE TABLE carts (id int)',
        up: 'GRANT SELECT ON users, carts TO PUBLIC',
        instead: 'CREATE ROLE reader; GRANT SELECT ON users, carts TO reader',
      },
      {
        title: 'to an account without a name',
        dialect: 'mysql',
        given: 'CREATE TABLE users (id int)',
        up: "GRANT SELECT ON shop.* TO ''@'localhost'",
        instead: { noSql: 'which account needs them is not said' },
      },
    ],
    allowed: [
      {
        title: 'what everybody has from the start',
        given: "CREATE FUNCTION one() RETURNS int LANGUAGE sql AS 'SELECT 1'",
        up: 'GRANT EXECUTE ON FUNCTION one() TO PUBLIC; GRANT USAGE ON SCHEMA public TO PUBLIC',
      },
      {
        title: 'taken away from the start',
        up: 'ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC',
      },
      { title: 'to one role', given: 'CREATE TABLE users (id int)', up: 'GRANT SELECT ON users TO reader' },
      {
        title: 'an applied migration has given it already',
        given: 'CREATE TABLE users (id int); GRANT SELECT ON users TO PUBLIC',
        up: 'GRANT SELECT ON users TO PUBLIC',
      },
      { title: 'taken away', given: 'CREATE TABLE users (id int)', up: 'REVOKE ALL ON users FROM PUBLIC' },
    ],
  },

  checkOperation: {
    'change-privileges'(operation, context) {
      const { privileges } = operation
      if (!isForEverybody(operation) || isGrantedBefore(operation, context)) return undefined
      // One statement gives the same on each of its objects.
      const grants = operationsOfStatement(context.replayedScript.steps, context.statement).filter(
        (each): each is Grant =>
          each.kind === 'change-privileges' &&
          isForEverybody(each) &&
          each.privileges.join() === privileges.join() &&
          !isGrantedBefore(each, context),
      )
      if (grants.length > 1 && grants[0] !== operation) return undefined
      const on = grants.length > 1 ? listWords(grants.map(grantedOn)) : grantedOn(operation)
      const names = privileges.map(privilege => privilege.toUpperCase())
      const may = names.some(name => /^ALL(?: PRIVILEGES)?$/.test(name)) ? 'do everything' : listWords(names)
      return { message: `Everybody may ${may} on ${on}.` }
    },
  },
}

type Grant = OperationOf<'change-privileges'>

function isForEverybody({ action, revokes, roles }: Grant): boolean {
  return action !== 'revoke' && revokes !== true && roles.some(isEverybody)
}

/** `''@'host'` is read as `@host`. */
function isEverybody(role: string): boolean {
  return /^(?:public$|@|$)/i.test(role)
}
