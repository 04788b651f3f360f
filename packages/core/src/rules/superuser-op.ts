import { namesIn, textTokens } from '../schema/sql-text.ts'
import type { Problem } from './finding.ts'
import { withoutBody } from './rows/without-body.ts'
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

/** Of the server's own distribution, without `trusted` in their control files (measured: PostgreSQL 15, error 42501). A managed
 * server may let its users create them all the same. */
const superusersExtensions: readonly string[] =
  `adminpack amcheck autoinc bloom dblink dict_xsyn earthdistance insert_username intagg moddatetime old_snapshot pageinspect
  pg_buffercache pg_freespacemap pg_prewarm pg_stat_statements pg_surgery pg_visibility pg_walinspect pgrowlocks pgstattuple
  postgres_fdw refint sslinfo xml2`.split(/\s+/)

/** PostgreSQL manual, Predefined Roles: they reach files and programs of the server. */
const serverRoles = /^pg_(?:read_server_files|write_server_files|execute_server_program)$/i

export const superuserOp: Rule = {
  id: 'superuser-op',
  category: 'security',
  severity: 'warning',
  title: 'The statement needs the rights of an administrator.',
  why: `The migration then runs with a role that may do everything, and so does each mistake in it. Managed servers refuse
it. What it changes holds for all databases of the server.`,
  instead:
    'Leave it to whoever runs the server, and let migrations run as a role that owns the objects of the application.',
  noSql: 'it is left to whoever runs the server',
  sources: [
    'PostgreSQL manual, ALTER SYSTEM; COPY; CREATE ROLE; CREATE EVENT TRIGGER; LOAD',
    'measured: PostgreSQL 15',
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
      {
        title: 'a file of the server',
        given: 'CREATE TABLE rates (currency text)',
        up: "COPY rates FROM '/var/lib/rates.csv'",
      },
      {
        title: 'an event trigger',
        up: 'CREATE EVENT TRIGGER audit ON ddl_command_end EXECUTE FUNCTION audit()',
      },
      { title: 'a language without limits', up: 'CREATE EXTENSION plpython3u' },
      { title: 'an extension that is not trusted', up: 'CREATE EXTENSION pg_stat_statements' },
      { title: 'a library', up: "LOAD 'auto_explain'" },
      { title: 'a function in C', up: "CREATE FUNCTION one() RETURNS int LANGUAGE c AS 'lib', 'one'" },
      { title: 'a plugin', dialect: 'mariadb', up: "INSTALL PLUGIN audit SONAME 'audit.so'" },
      { title: 'a setting of the whole server', dialect: 'mysql', up: 'SET GLOBAL max_connections = 1000' },
      { title: 'MariaDB', dialect: 'mariadb', up: "GRANT SUPER ON *.* TO 'app'@'%'" },
    ],
    allowed: [
      { title: 'a role without such rights', up: 'CREATE ROLE reader NOSUPERUSER' },
      { title: 'a library that everybody may load', up: "LOAD '$libdir/plugins/audit'" },
      { title: 'an extension that is trusted', up: 'CREATE EXTENSION IF NOT EXISTS pgcrypto' },
      {
        title: 'rows that the client sends',
        given: 'CREATE TABLE rates (currency text)',
        up: 'COPY rates FROM STDIN',
      },
      {
        title: 'SQLite has no administrator',
        dialect: 'sqlite',
        up: 'PRAGMA journal_mode = WAL',
        transaction: 'none',
      },
      { title: 'a setting of the session', dialect: 'mysql', up: "SET time_zone = '+00:00'" },
    ],
  },

  checkOperation: {
    'set-variable'({ name, scope }, { traits }) {
      return scope === 'global' && traits.embedded !== true
        ? needed(`Setting ${name} for the whole server`)
        : undefined
    },
    'create-object'({ objectType, name, definition, settings }) {
      if (objectType === 'extension' && untrustedExtensions.includes(name.toLowerCase()))
        return needed(`The extension ${name}`)
      if (objectType === 'extension' && superusersExtensions.includes(name.toLowerCase())) {
        return {
          message: `The extension ${name} is not trusted: an administrator creates it, unless a managed server allows it.`,
          severity: 'info',
        }
      }
      if (objectType === 'function' && /\blanguage\s+'?c\b/i.test(withoutBody(definition)))
        return needed(`The function ${name}, whose code is in a library of the server,`)
      if (objectType === 'function' && settings?.leakproof === 'true')
        return needed(`LEAKPROOF of the function ${name}`)
      if (/^create\s+event\s+trigger\b/i.test(definition)) return needed(`The event trigger ${name}`)
      return objectType === 'role' ? givesPower(name, definition) : undefined
    },
    'alter-object'({ objectType, name }, { statement }) {
      return objectType === 'role' ? givesPower(name, statement.text) : undefined
    },
    'insert-rows': (_operation, { statement }) => copiesFile(statement.text),
    'read-rows': (_operation, { statement }) => copiesFile(statement.text),
    'no-effect': ({ what }, { statement: { text } }) =>
      what === 'load' && !/'\$libdir\/plugins\//i.test(text)
        ? needed('LOAD of a library that is not in $libdir/plugins')
        : copiesFile(text),
    'change-privileges'({ action, privileges }) {
      const administrative = privileges.find(privilege => /^(?:super|file|shutdown)$/i.test(privilege))
      if (action !== 'grant') return undefined
      const role = privileges.find(privilege => serverRoles.test(privilege))
      if (role !== undefined) return needed(`Giving the role ${role}`)
      return administrative === undefined
        ? undefined
        : needed(`Giving the privilege ${administrative.toUpperCase()}`)
    },
    maintain: ({ action }) => (action === 'install' ? needed('INSTALL PLUGIN') : undefined),
  },
}

function needed(what: string): Problem {
  return { message: `${what} needs the rights of an administrator.` }
}

/** Attributes that only a superuser may give (measured: PostgreSQL 15). */
const powers: Readonly<Record<string, string>> = {
  superuser: 'a superuser',
  bypassrls: 'a role that no row policy holds for',
  replication: 'a role that may read the whole log',
}

function givesPower(name: string, text: string): Problem | undefined {
  const power = words(text).flatMap(word => powers[word] ?? [])[0]
  return power === undefined ? undefined : needed(`Making ${name} ${power}`)
}

/** COPY from or to a program or file of the server; STDIN and STDOUT are the client's. */
function copiesFile(text: string): Problem | undefined {
  if (!/\bcopy\b/i.test(text)) return undefined
  const tokens = textTokens(text).filter(({ kind }) => kind !== 'space')
  if (tokens[0]?.name?.toLowerCase() !== 'copy') return undefined
  const place = tokens.findIndex(
    ({ name }, index) =>
      /^(?:from|to)$/i.test(name ?? '') &&
      (tokens[index + 1]?.kind === 'string' || tokens[index + 1]?.name?.toLowerCase() === 'program'),
  )
  if (place < 0) return undefined
  return tokens[place + 1]?.kind === 'string'
    ? needed('COPY with a file of the server')
    : needed('COPY with a program, which runs on the server,')
}

function words(text: string): readonly string[] {
  return namesIn(text).map(word => word.toLowerCase())
}
