import { isGrantedBefore } from './objects/granted-before.ts'
import type { Rule } from './rule.ts'
import { grantedOn } from './wording/granted-on.ts'
import { listWords } from './wording/list-words.ts'

export const grantAll: Rule = {
  id: 'grant-all',
  category: 'security',
  severity: 'warning',
  title: 'All privileges are given at once.',
  why: `An application that should only read and write rows may then empty a table with TRUNCATE and put triggers on it, and
in MySQL and MariaDB change it and drop it.`,
  sources: ['PostgreSQL manual, Privileges', 'MySQL 8.0 manual, Privileges Provided by MySQL'],
  instead: 'Name the privileges that the role needs.',
  examples: {
    flagged: [
      {
        title: 'ALL PRIVILEGES',
        dialect: 'mysql',
        up: "GRANT ALL PRIVILEGES ON shop.* TO 'app'@'%'",
        instead: "GRANT SELECT, INSERT, UPDATE, DELETE ON shop.* TO 'app'@'%'",
      },
      {
        title: 'on tables that come later',
        up: 'ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT ALL ON TABLES TO app',
        instead:
          'CREATE ROLE app; ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO app',
      },
    ],
    allowed: [
      {
        title: 'the administrator of the server',
        given: 'CREATE TABLE users (id int)',
        up: 'GRANT ALL ON users TO postgres',
      },
      {
        title: 'taken away from what comes later',
        up: 'ALTER DEFAULT PRIVILEGES IN SCHEMA public REVOKE ALL ON TABLES FROM app',
      },
      {
        title: 'a function has no other privilege than EXECUTE',
        given: "CREATE FUNCTION one() RETURNS int LANGUAGE sql AS 'SELECT 1'",
        up: 'GRANT ALL ON FUNCTION one() TO app',
      },
      {
        title: 'what is taken away from tables that are made later',
        given: 'CREATE SCHEMA audit',
        up: 'ALTER DEFAULT PRIVILEGES IN SCHEMA audit REVOKE ALL ON TABLES FROM app',
      },
      {
        title: 'one role, one privilege',
        given: 'CREATE TABLE users (id int)',
        up: 'GRANT SELECT ON users TO reader',
      },
    ],
  },

  checkOperation: {
    'change-privileges'(operation, context) {
      const { action, revokes, privileges, on, roles } = operation
      if (action === 'revoke' || revokes === true) return undefined
      if (!privileges.some(privilege => /^all(?: privileges)?$/i.test(privilege))) return undefined
      if (isGrantedBefore(operation, context)) return undefined
      // Who administers the server has them all, or gives them to himself.
      const given = roles.filter(role => !administrators.test(role))
      if (given.length === 0) return undefined
      return {
        message: `All privileges on ${grantedOn(operation)} are given to ${listWords(given)}.`,
        // To take numbers from it is what an application does; the rest of ALL is setval().
        ...(/^(?:all )?sequences?\b/.test(on) && { severity: 'info' }),
      }
    },
  },
}

/** The superuser that a server is set up with, and those that take his place where it is rented. */
const administrators =
  /^["'`]?(?:postgres|root|rds_superuser|cloudsqlsuperuser|azure_pg_admin|supabase_admin)["'`]?(?:@["'`]?[\w.%-]+["'`]?)?$/i
