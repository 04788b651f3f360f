import { namesIn } from '../schema/sql-text.ts'
import type { Problem } from './finding.ts'
import type { Rule } from './rule.ts'

/** They let anybody who may write a function run code in the server's process. */
const untrustedExtensions: readonly string[] = [
  'plpython3u',
  'plpythonu',
  'plpython2u',
  'plperlu',
  'pltclu',
  'file_fdw',
]

export const superuserOp: Rule = {
  id: 'superuser-op',
  category: 'security',
  severity: 'warning',
  title: 'The statement needs the rights of an administrator.',
  why: `The migration then runs with a role that may do everything, and so does each mistake in it. Managed servers refuse
it. What it changes holds for all databases of the server.`,
  instead:
    'Leave it to whoever runs the server, and let migrations run as a role that owns the objects of the application.',
  sources: [
    'PostgreSQL manual, ALTER SYSTEM; COPY; CREATE ROLE',
    'MySQL 8.0 manual, SET Syntax for Variable Assignment',
  ],
  directions: ['up', 'down'],
  examples: {
    flagged: [
      { title: 'ALTER SYSTEM', up: "ALTER SYSTEM SET work_mem = '64MB'", transaction: 'none' },
      { title: 'a superuser', up: 'CREATE ROLE deployer LOGIN SUPERUSER' },
      {
        title: 'a program on the server',
        given: 'CREATE TABLE rates (currency text)',
        up: "COPY rates FROM PROGRAM 'curl https://rates.example.com'",
      },
      { title: 'a language without limits', up: 'CREATE EXTENSION plpython3u' },
      { title: 'a setting of the whole server', dialect: 'mysql', up: 'SET GLOBAL max_connections = 1000' },
      { title: 'MariaDB', dialect: 'mariadb', up: "GRANT SUPER ON *.* TO 'app'@'%'" },
    ],
    allowed: [
      { title: 'a role without such rights', up: 'CREATE ROLE reader NOSUPERUSER' },
      { title: 'an extension that is trusted', up: 'CREATE EXTENSION IF NOT EXISTS pgcrypto' },
      { title: 'a setting of the session', dialect: 'mysql', up: "SET time_zone = '+00:00'" },
    ],
  },

  checkOperation: {
    'set-variable'({ name, scope }) {
      return scope === 'global' ? needed(`Setting ${name} for the whole server`) : undefined
    },
    'create-object'({ objectType, name, definition }) {
      if (objectType === 'extension' && untrustedExtensions.includes(name.toLowerCase()))
        return needed(`The extension ${name}`)
      return objectType === 'role' && words(definition).includes('superuser')
        ? needed(`Making ${name} a superuser`)
        : undefined
    },
    'alter-object'({ objectType, name }, { statement }) {
      return objectType === 'role' && words(statement.text).includes('superuser')
        ? needed(`Making ${name} a superuser`)
        : undefined
    },
    'insert-rows'(_operation, { statement }) {
      const [first, ...rest] = words(statement.text)
      return first === 'copy' && rest.includes('from') && rest.includes('program')
        ? needed('COPY FROM PROGRAM, which runs a program on the server,')
        : undefined
    },
    'change-privileges'({ action, privileges }) {
      const administrative = privileges.find(privilege => /^(?:super|file|shutdown)$/i.test(privilege))
      return action === 'grant' && administrative !== undefined
        ? needed(`Giving the privilege ${administrative.toUpperCase()}`)
        : undefined
    },
  },
}

function needed(what: string): Problem {
  return { message: `${what} needs the rights of an administrator.` }
}

function words(text: string): readonly string[] {
  return namesIn(text).map(word => word.toLowerCase())
}
