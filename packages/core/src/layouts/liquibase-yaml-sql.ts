import { type SqlText, unescaped } from './decoded-text.ts'
import { cutAt } from './liquibase-delimiter.ts'
import type { Section } from './section.ts'

/** A string of YAML where it stands. */
interface YamlString {
  readonly range?: readonly [start: number, valueEnd: number, nodeEnd: number] | null | undefined
  readonly type?: string
}

/** The SQL that a value in YAML or JSON holds, without a change of place. */
export function sqlInYaml(
  text: string,
  { range, type }: YamlString,
  endDelimiter: string | undefined,
): SqlText {
  const [start, end] = range ?? [0, 0]
  const isBlock = type === 'BLOCK_LITERAL' || type === 'BLOCK_FOLDED'
  const isQuoted = type === 'QUOTE_DOUBLE' || type === 'QUOTE_SINGLE'
  const first = isBlock ? text.indexOf('\n', start) + 1 || end : isQuoted ? start + 1 : start
  const section: Section = [first, isQuoted ? end - 1 : end]
  return {
    sections: cutAt(text, section, endDelimiter),
    holes: [],
    replaced:
      type === 'QUOTE_DOUBLE'
        ? unescaped(text, section, /\\(?:x[\da-f]{2}|u[\da-f]{4}|U[\da-f]{8}|\r\n|[\s\S])/gi, doubleQuoted)
        : type === 'QUOTE_SINGLE'
          ? unescaped(text, section, /''/g, () => "'")
          : [],
  }
}

const named: ReadonlyMap<string, string> = new Map([
  ['n', '\n'],
  ['t', '\t'],
  ['r', '\r'],
  ['N', '\u0085'],
  ['_', '\u00a0'],
])

/** YAML 1.2, 5.7; those without a print are as good as white space in SQL. */
function doubleQuoted(escaped: string): string {
  const [, kind = '', rest = ''] = /^\\([\s\S])([\s\S]*)$/.exec(escaped) ?? []
  if (/^[xuU]$/.test(kind) && rest !== '') {
    const code = Number.parseInt(rest, 16)
    return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : ' '
  }
  if (named.has(kind)) return named.get(kind) ?? ''
  return /[\w\s]/.test(kind) ? ' ' : kind
}
