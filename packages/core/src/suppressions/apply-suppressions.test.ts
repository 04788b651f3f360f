import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { dialects } from '../dialects/index.ts'
import type { Finding } from '../rules/finding.ts'
import { builtInRules } from '../rules/index.ts'
import { applySuppressions } from './apply-suppressions.ts'
import { javascriptComments } from './javascript-comments.ts'

const { lexical } = dialects.mysql

function finding(ruleId: string, line?: number, endLine = line): Finding {
  return {
    ruleId,
    category: 'data-loss',
    severity: 'error',
    direction: 'up',
    message: '',
    instead: '',
    file: 'a.sql',
    objects: [],
    ...(line === undefined ? {} : { location: { line, column: 1, endLine: endLine ?? line, endColumn: 9 } }),
  }
}

function apply(source: string, findings: readonly Finding[], requireReason = false, file = 'a.sql') {
  const { findings: marked, problems } = applySuppressions(
    findings.map(each => ({ ...each, file })),
    [{ file, direction: 'up', source, lexical }],
    { rules: builtInRules, requireReason },
  )
  return {
    silenced: marked
      .filter(each => each.suppressed !== undefined)
      .map(each => `${each.ruleId}:${each.location?.line ?? ''}`),
    reasons: marked.flatMap(each => each.suppressed?.reason ?? []),
    problems: problems.map(each => `${each.ruleId}:${each.location?.line}`),
  }
}

const drop = finding('drop-table', 3)

describe('what a comment silences', () => {
  test.each<[string, string, readonly Finding[], readonly string[]]>([
    [
      'the next line',
      '\n-- migration-lint-disable-next-line drop-table\nDROP TABLE a;',
      [drop],
      ['drop-table:3'],
    ],
    [
      'the next line with code',
      '-- migration-lint-disable-next-line drop-table\n\n-- why\nDROP TABLE a;',
      [finding('drop-table', 4)],
      ['drop-table:4'],
    ],
    [
      'a statement over several lines',
      '\n-- migration-lint-disable-next-line drop-table\nDROP TABLE\na;',
      [finding('drop-table', 3, 4)],
      ['drop-table:3'],
    ],
    ['its own line', '\n\nDROP TABLE a; -- migration-lint-disable-line drop-table', [drop], ['drop-table:3']],
    [
      'a block',
      '-- migration-lint-disable drop-table\n\nDROP TABLE a;\n-- migration-lint-enable drop-table\nDROP TABLE b;',
      [drop, finding('drop-table', 5)],
      ['drop-table:3'],
    ],
    [
      'to the end without enable',
      '-- migration-lint-disable drop-table\n\nDROP TABLE a;',
      [drop],
      ['drop-table:3'],
    ],
    [
      'the file',
      '# migration-lint-disable-file drop-table, missing-down -- gone\n\nDROP TABLE a;',
      [drop, finding('missing-down')],
      ['drop-table:3', 'missing-down:'],
    ],
    [
      'every rule',
      '\n/* migration-lint-disable-next-line */\nDROP TABLE a;',
      [drop, finding('drop-column', 3)],
      ['drop-table:3', 'drop-column:3'],
    ],
    ['not another rule', '\n-- migration-lint-disable-next-line drop-column\nDROP TABLE a;', [drop], []],
    [
      'not inside a string',
      "\nSELECT '-- migration-lint-disable-next-line drop-table\n';DROP TABLE a;",
      [drop],
      [],
    ],
    ['not another word', '\n-- migration-lint-disable-next-lines drop-table\nDROP TABLE a;', [drop], []],
  ])('%s', (_title, source, findings, silenced) => {
    expect(apply(source, findings).silenced).toEqual(silenced)
  })

  test('a JavaScript file, where strings and patterns are stepped over', () => {
    const source = [
      "const a = '// migration-lint-disable-file drop-table'",
      'const b = /[/"]/.test(a) // migration-lint-disable-next-line drop-table -- empty since 2.1',
      'exports.up = knex => knex.schema.dropTable("a")',
    ].join('\n')
    expect(apply(source, [drop], true, 'a.js')).toEqual({
      silenced: ['drop-table:3'],
      reasons: ['empty since 2.1'],
      problems: [],
    })
  })
})

describe('what is wrong with a comment', () => {
  test.each<[string, string, boolean, readonly string[]]>([
    [
      'it silences nothing',
      '-- migration-lint-disable-next-line drop-column -- x\nSELECT 1;\nDROP TABLE a;',
      false,
      ['unused-suppression:1'],
    ],
    [
      'one of its rules says nothing',
      '\n-- migration-lint-disable-next-line drop-table, drop-column -- x\nDROP TABLE a;',
      false,
      ['unused-suppression:2'],
    ],
    [
      'the rule does not exist',
      '\n-- migration-lint-disable-next-line drop-tabel -- x\nDROP TABLE a;',
      false,
      ['unknown-suppressed-rule:2'],
    ],
    [
      'a reason is asked for',
      '\n-- migration-lint-disable-next-line drop-table\nDROP TABLE a;',
      true,
      ['suppression-without-reason:2'],
    ],
    ['nothing', '\n-- migration-lint-disable-next-line drop-table -- a reason\nDROP TABLE a;', true, []],
  ])('%s', (_title, source, requireReason, problems) => {
    expect(apply(source, [drop], requireReason).problems).toEqual(problems)
  })
})

test('JavaScript comments are found in any text, in order and without overlap', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom('/', '*', '"', "'", '`', '\\', '\n', 'a', '(', '[', ']', ' ') }),
      text => {
        const comments = javascriptComments(text)
        for (const [index, comment] of comments.entries()) {
          expect(text.slice(comment.start, comment.end)).toBe(comment.text)
          expect(comment.start).toBeGreaterThanOrEqual(comments[index - 1]?.end ?? 0)
        }
      },
    ),
  )
})
