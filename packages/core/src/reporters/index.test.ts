import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Report } from '../report/report.ts'
import { UserError } from '../user-error.ts'
import { reporterNamed } from './index.ts'

const plain = { color: false, width: 100 }
const stopped: Report = JSON.parse(
  readFileSync(new URL('golden/stopped.report.json', import.meta.url), 'utf8'),
)

test('nothing that a migration holds can forge a workflow command, an escape sequence or another line', () => {
  const hostile = fc
    .array(
      fc.constantFrom(
        '::error::x',
        '::',
        ' ',
        '\n',
        '\r',
        '\t',
        '\u001b[2J',
        '\u202e',
        '\u2028',
        'a',
        '%0A',
        '\u0000',
      ),
      { maxLength: 12 },
    )
    .map(parts => parts.join(''))
  fc.assert(
    fc.property(hostile, hostile, (words, source) => {
      const report = saying(words, source)
      const lines = reporterNamed('text').render(report, plain).split('\n')
      expect(lines.filter(line => line.trimStart().startsWith('::'))).toEqual([])
      expect(lines.join('')).not.toMatch(/[\p{Cc}\u202e\u2028]/u)
      const commands = reporterNamed('github').render(report, plain).trimEnd().split('\n')
      expect(commands).toHaveLength(1)
      expect(commands[0]).not.toMatch(/[\p{Cc}\u202e\u2028]/u)
    }),
  )
})

test('an unknown format is the user’s mistake', () => {
  expect(() => reporterNamed('jsom')).toThrow(
    new UserError('There is no format "jsom": did you mean "json"?'),
  )
  expect(() => reporterNamed('yaml')).toThrow('There is no format "yaml"')
})

/** One finding at the second line of a file, everything about it in these words. */
function saying(words: string, source: string): Report {
  const [migration] = stopped.migrations
  const [finding] = migration?.findings ?? []
  if (!migration || !finding) throw new Error('the example has no finding')
  const findings = [{ ...finding, message: words, instead: words, file: words, ruleId: words }]
  return {
    ...stopped,
    detected: [words],
    policy: [],
    findings: [],
    migrations: [{ ...migration, findings, sources: { [words]: `${source}\n${source}\n${source}` } }],
  }
}
