import { runsStatementsOf } from './psql-command.ts'
import { startsLine } from './starts-line.ts'

export interface LineCommand {
  readonly end: number
  /** One clause for the user; absent where the command changes nothing in the database. */
  readonly unread?: string
}

/** A command of the mysql client or the SQLite shell: it begins a line outside statements and ends with it. */
export function readLineCommand(
  text: string,
  start: number,
  client: 'mysql' | 'sqlite',
): LineCommand | undefined {
  const pattern = client === 'mysql' ? mysqlCommand : sqliteCommand
  pattern.lastIndex = start
  const name = pattern.exec(text)?.[1]
  if (name === undefined || !startsLine(text, start)) return undefined
  const lineFeed = text.indexOf('\n', start)
  const line = text.slice(start, lineFeed === -1 ? text.length : lineFeed).trimEnd()
  const given = line
    .slice(line.indexOf(name) + name.length)
    .replace(/;$/, '')
    .trim()
  const unread = unreadPart(client, name.toLowerCase(), given)
  return { end: start + line.length, ...(unread === undefined ? {} : { unread }) }
}

/** Words that begin no statement of the server (MySQL 8.0 manual, 6.5.1.2), and their short forms. */
const mysqlCommand =
  /(\\[.!uCTPtnr#Wwxsh?epqcd]|source|system|connect|charset|rehash|tee|notee|pager|nopager|prompt|status|warnings|nowarning|print|clear|edit|exit|quit|resetconnection|query_attributes)(?=[\s;]|$|(?<=\\[.!uCTP])\S)/iy

const sqliteCommand = /(\.[a-z][a-z0-9]*)(?=\s|$)/iy

const harmlessInMysql =
  /^(?:\\[tnWwsh?#p]|charset|\\c|rehash|tee|notee|pager|nopager|prompt|status|warnings|nowarning|print)$/i

/** They show something, set something of the shell, or copy the database elsewhere. */
const harmlessInSqlite =
  /^\.(?:backup|bail|binary|changes|databases|dbinfo|dump|echo|eqp|expert|explain|fullschema|headers?|help|ind\w*|lint|limits?|log|mode|nonce|nullvalue|once|output|print|progress|prompt|save|scanstats|schema|separator|sha3sum|show|stats|tables|timeout|timer|trace|version|vfs\w*|width|www)$/

function unreadPart(client: 'mysql' | 'sqlite', name: string, given: string): string | undefined {
  if (name === 'source' || name === '\\.' || name === '.read') return runsStatementsOf(given)
  const runsProgram = /^(?:system|\\!|\.shell|\.system)$/.test(name)
  if (runsProgram || (given.startsWith('|') && /^\.(?:once|output)$/.test(name)))
    return 'it runs a program of the shell'
  if (/^(?:connect|\\r|\\u|\.open|\.connection)$/.test(name))
    return 'what follows runs in another connection or database'
  if (/^(?:exit|quit|\\q|\.exit|\.quit)$/.test(name)) return 'what follows is not run'
  const isHarmless = client === 'mysql' ? harmlessInMysql.test(name) : harmlessInSqlite.test(name)
  return isHarmless ? undefined : 'it is a command of the client, which was not read'
}
