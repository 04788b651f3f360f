import type { DialectTraits } from '../../dialects/dialect.ts'
import { textTokens } from '../../schema/sql-text.ts'

/** What a column is set to tells what it was: a number or text that something known was added to, a document of which
 * one member is written, a text in which one known piece stands for another. */
export function keepsOldValue(text: string, column: string, traits: DialectTraits): boolean {
  return (
    isTakenBack(text, column) ||
    isAddedTo(text, column) ||
    isJoined(text, column) ||
    isReplacedIn(text, column) ||
    isEither(text, column, traits) ||
    (traits.pipesAreOr !== true && isExtended(text, column))
  )
}

/** `IF(flags & 4, flags, flags | 4)`: one way or the other, it tells. */
function isEither(text: string, column: string, traits: DialectTraits): boolean {
  const [, inner = ''] = /^\s*if\s*\(([\s\S]*)\)\s*$/i.exec(text) ?? []
  const [condition, ...results] = splitArguments(inner)
  const own = new RegExp(`^\\s*${nameOf(column)}\\s*$`, 'i')
  return (
    condition !== undefined &&
    results.length === 2 &&
    results.every(each => own.test(each) || keepsOldValue(each, column, traits))
  )
}

function splitArguments(text: string): readonly string[] {
  if (text === '') return []
  const parts = ['']
  let depth = 0
  for (const { text: token } of textTokens(text)) {
    if (token === '(') depth += 1
    if (token === ')') depth -= 1
    if (token === ',' && depth === 0) parts.push('')
    else parts.push(`${parts.pop() ?? ''}${token}`)
  }
  return parts
}

/** `WHERE other.id LIKE CONCAT(c, '%')`: the new value begins with the old one. */
export function beginsWithOld(where: string, column: string, assigned: string): boolean {
  const plain = (text: string): string => text.replace(/[\s"`]+/g, '').toLowerCase()
  const name = `(?:\\w+\\.)?${escaped(column.toLowerCase())}`
  const value = escaped(plain(assigned))
  return plain(where)
    .split(/and/)
    .some(part => new RegExp(`^\\(*${value}like(?:concat\\(${name},'%'\\)|${name}\\|\\|'%')\\)*$`).test(part))
}

/** `REPLACE(c, 'old', 'new')`, `REPLACE(REPLACE(c, …), …)`: rows without the piece stay as they are, and which piece it
 * is says the script. */
export function isReplacedIn(text: string, column: string): boolean {
  const name = nameOf(column)
  const literal = `(?:'(?:[^'\\\\]|\\\\.|'')*'|"(?:[^"\\\\]|\\\\.)*")`
  const step = new RegExp(`\\breplace\\s*\\(\\s*${name}\\s*,\\s*${literal}\\s*,\\s*${literal}\\s*\\)`, 'gi')
  const own = column.replace(/\$/g, '$$$$')
  let [before, after] = [text, text.replace(step, own)]
  while (after !== before) [before, after] = [after, after.replace(step, own)]
  return after !== text && new RegExp(`^\\s*${name}\\s*$`, 'i').test(after)
}

/** `n = n + 1`, `n = n * 20`, `flags = flags | 4`, `at = at + INTERVAL '1 day'`, `at = ADDTIME(at, '00:10:00')`,
 * `at = datetime(at, '+10 minutes')`; not `n / 2`, which cuts integers, nor `n * 0`, nor `'+1 month'`, which has two ends. */
function isTakenBack(text: string, column: string): boolean {
  const name = nameOf(column)
  const amount = "(?:0x[\\da-f]+|[\\d.]+|interval\\s+(?:'[^']*'|\\d+)(?:\\s+\\w+)?)"
  return (
    new RegExp(`^${name}\\s*(?:[-+|]|\\*(?!\\s*[0.]+$))\\s*${amount}$`, 'i').test(
      text.replace(/^[\s(]+|[\s)]+$/g, ''),
    ) ||
    new RegExp(`^\\s*(?:add|sub)time\\s*\\(\\s*${name}\\s*,\\s*'[^']*'\\s*\\)\\s*$`, 'i').test(text) ||
    new RegExp(
      `^\\s*datetime\\s*\\(\\s*${name}\\s*,\\s*'[-+]?\\d+ (?:second|minute|hour|day)s?'\\s*\\)\\s*$`,
      'i',
    ).test(text) ||
    new RegExp(
      `^\\s*date_(?:add|sub)\\s*\\(\\s*${name}\\s*,\\s*interval\\s+\\d+\\s+(?:second|minute|hour|day|week)\\s*\\)\\s*$`,
      'i',
    ).test(text)
  )
}

/** `CONCAT('md5:', c)` */
function isJoined(text: string, column: string): boolean {
  const literal = `(?:'[^']*'|"[^"]*")`
  const name = nameOf(column)
  return new RegExp(
    `^\\s*concat\\s*\\(\\s*(?:${literal}\\s*,\\s*${name}|${name}\\s*,\\s*${literal})\\s*\\)\\s*$`,
    'i',
  ).test(text)
}

const oneCase =
  /^\s*case\s+when\b((?:(?!\bwhen\b)[\s\S])*?)\bthen\b(?:(?!\bwhen\b)[\s\S])*\belse\b([\s\S]+)\bend\s*$/i
/** In characters. The pattern looks at every pair of THEN and ELSE. */
const longestCase = 1000

/** `c || '…'`, `'…' || c`: the text stays. With CASE, only what is known before is replaced. */
function isExtended(text: string, column: string): boolean {
  const [, condition = '', otherwise = text] =
    (text.length < longestCase ? oneCase.exec(text) : undefined) ?? []
  if (otherwise !== text && !isPinned(condition, column)) return false
  const name = nameOf(column)
  return new RegExp(`^\\s*(?:${name}\\s*\\|\\||'[^']*'\\s*\\|\\|\\s*${name}\\s*$)`, 'i').test(otherwise)
}

/** `json_set(c, …)`: a member of the document is written, the others stay. */
function isAddedTo(text: string, column: string): boolean {
  return new RegExp(
    `\\bjsonb?_(?:set|insert|array_append)\\s*\\((?:\\s*json_remove\\s*\\()?\\s*${nameOf(column)}(?![\\w$])`,
    'i',
  ).test(text)
}

/** `c IS NULL`, `c = 'x'`, `c IN ('x', 'y')`: it says what the value was, or one of few. */
export function isPinned(where: string, column: string, traits?: DialectTraits): boolean {
  const words = withoutTexts(where, traits)
    .replace(/[`"[\]]/g, '')
    .replace(/[();]/g, ' ')
    .toLowerCase()
    .replace(/\s+/g, ' ')
  const literal = "(?:'[^']*'|-?[\\d.]+|true|false)"
  const pin = new RegExp(
    `^(?:\\w+\\.)?${escaped(column.toLowerCase())} ?(?:is null|= ?${literal}|in ${literal}(?: ?, ?${literal})*)$`,
  )
  return words.split(/ and /).some(part => part.split(/ or /).every(one => pin.test(one.trim())))
}

const tidying = /^(?:trim|btrim|ltrim|rtrim|lower|lcase|upper|ucase|initcap|replace)$/

/** `trim(c)`, `lower(replace(c, 'a', 'b'))`: what the value says, written another way. */
export function isTidied(text: string, column: string): boolean {
  const literal = `'(?:[^'\\\\]|\\\\.|'')*'`
  const call = new RegExp(
    `^\\s*(\\w+)\\s*\\((?:\\s*(?:both|leading|trailing)?\\s*(?:${literal})?\\s*from\\b)?([\\s\\S]*?)(?:,\\s*${literal}\\s*)*\\)\\s*$`,
    'i',
  )
  const [, name = '', inner = ''] = call.exec(text) ?? []
  if (!tidying.test(name.toLowerCase())) return false
  return new RegExp(`^\\s*${nameOf(column)}\\s*$`, 'i').test(inner) || isTidied(inner, column)
}

/** What stands in a text is no condition. MySQL's texts may have double quotes (without ANSI_QUOTES, its default). */
function withoutTexts(where: string, traits?: DialectTraits): string {
  const plain = where.replace(/'(?:[^'\\]|\\.|'')*'/g, "''")
  return traits?.quote('a b').startsWith('`') ? plain.replace(/"(?:[^"\\]|\\.|"")*"/g, "''") : plain
}

/** As it may be written in an expression. */
function nameOf(column: string): string {
  return `(?:[\\w"\`]+\\s*\\.\\s*)?["\`]?${escaped(column)}["\`]?`
}

function escaped(name: string): string {
  return name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
}
