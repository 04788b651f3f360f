import type { DialectName } from '../../migration/migration.ts'

/**
 * The text without what a template writes for other engines: `{{if .mysql}} … {{else}} … {{end}}`. Every place stays where
 * it is. A condition that does not name an engine is not known, and both its sides stay.
 */
export function branchesFor(dialect: DialectName, text: string): string {
  // What is for `mysql` may be for MariaDB or not, where the template tells the two apart.
  if (!text.includes('{{') || (dialect === 'mariadb' && /\bmariadb\b/i.test(text))) return text
  let written = ''
  let kept = 0
  for (const [start, end] of leftOut(dialect, text)) {
    if (start < kept) continue
    written += text.slice(kept, start) + text.slice(start, end).replace(/[^\r\n]/g, ' ')
    kept = end
  }
  return written + text.slice(kept)
}

/** From an arm's tag to the next one. */
type Range = readonly [start: number, end: number]

interface Arm {
  readonly start: number
  readonly isTaken: boolean | undefined
}

const tag = /\{\{-?[ \t\r\n]{0,99}(if|else|end|range|with|define|block)\b([^{}]{0,200})\}\}/g

/** In the order of their beginnings; none where the tags do not fit together. */
function leftOut(dialect: DialectName, text: string): readonly Range[] {
  const open: Arm[][] = []
  const found: Range[] = []
  for (const { 1: word = '', 2: rest = '', index } of text.matchAll(tag)) {
    const condition = rest.replace(/-$/, '').trim()
    if (word === 'if') open.push([{ start: index, isTaken: isTrue(condition, dialect) }])
    else if (word !== 'else' && word !== 'end') open.push([])
    else {
      const arms = word === 'end' ? open.pop() : open.at(-1)
      if (arms === undefined) return []
      const last = arms.at(-1)
      if (last?.isTaken === false) found.push([last.start, index])
      if (last === undefined || word === 'end') continue
      const isDone = arms.some(({ isTaken }) => isTaken === true)
      const own = condition.startsWith('if') ? isTrue(condition.slice(2).trim(), dialect) : true
      const isKnown = own === false || arms.every(({ isTaken }) => isTaken === false)
      arms.push({ start: index, isTaken: isDone ? false : isKnown ? own : undefined })
    }
  }
  return open.length > 0 ? [] : found.toSorted(([one], [other]) => one - other)
}

/** Undefined where it is not known. */
function isTrue(condition: string, dialect: DialectName): boolean | undefined {
  const words = condition.match(/"[^"]*"|[()]|[^\s()"]+/g) ?? []
  const value = conditionValue(words, dialect)
  return words.length === 0 ? value : undefined
}

/** Takes the words of one value from the front: `.mysql`, `not X`, `or X Y`, `eq .dialect "mysql"`, `(X)`. */
function conditionValue(words: string[], dialect: DialectName): boolean | undefined {
  const word = words.shift()
  if (word === 'not') return opposite(conditionValue(words, dialect))
  if (word === '(') {
    const inner = conditionValue(words, dialect)
    return words.shift() === ')' ? inner : undefined
  }
  if (word === 'eq' || word === 'ne') {
    const [one = '', other = ''] = words.splice(0, 2)
    const named = /^"(\w+)"$/.exec(one.startsWith('"') ? one : other)?.[1] ?? ''
    const isSame = isEngine(named, dialect)
    return word === 'eq' ? isSame : opposite(isSame)
  }
  if (word === 'or' || word === 'and') {
    const deciding = word === 'or'
    const values: (boolean | undefined)[] = []
    while (words.length > 0 && words[0] !== ')') values.push(conditionValue(words, dialect))
    if (values.includes(deciding)) return deciding
    return values.includes(undefined) || values.length === 0 ? undefined : !deciding
  }
  return isEngine(/^[.$](?:\w+\.)*(?:is_?)?(\w+)$/i.exec(word ?? '')?.[1] ?? '', dialect)
}

function opposite(value: boolean | undefined): boolean | undefined {
  return value === undefined ? undefined : !value
}

const engines: Readonly<Record<string, readonly DialectName[]>> = {
  postgres: ['postgres'],
  postgresql: ['postgres'],
  mysql: ['mysql', 'mariadb'],
  sqlite: ['sqlite'],
  sqlite3: ['sqlite'],
}

function isEngine(name: string, dialect: DialectName): boolean | undefined {
  return engines[name.toLowerCase()]?.includes(dialect)
}
