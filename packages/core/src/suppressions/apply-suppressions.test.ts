import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { dialects } from '../dialects/index.ts'
import type { Finding } from '../rules/finding.ts'
import { builtInRules } from '../rules/index.ts'
import { applySuppressions } from './apply-suppressions.ts'
import { javascriptTexts } from './javascript-texts.ts'

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

function apply(
  source: string,
  findings: readonly Finding[],
  requireReason = false,
  file = 'a.sql',
  lexical = dialects.mysql.lexical,
) {
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

/** As it is written between backticks. */
const inTemplate = (code: string) => `$\{${code}}`

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
    [
      'the code behind it in its own line',
      '\n\n/* migration-lint-disable-next-line drop-table -- x */ DROP TABLE a;\nDROP TABLE b;',
      [drop, finding('drop-table', 4)],
      ['drop-table:3'],
    ],
    [
      'below a comment with stars',
      '/**\n * migration-lint-disable-next-line drop-table,\n * drop-column -- x\n */\nDROP TABLE a;',
      [finding('drop-table', 5), finding('drop-column', 5)],
      ['drop-table:5', 'drop-column:5'],
    ],
    [
      'one rule of a block that goes on for the other',
      '-- migration-lint-disable drop-table, drop-column -- x\n\nDROP TABLE a;\n-- migration-lint-enable drop-table\nDROP TABLE b;',
      [drop, finding('drop-table', 5), finding('drop-column', 5)],
      ['drop-table:3', 'drop-column:5'],
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

  test.each<[string, string, readonly string[]]>([
    [
      'SQL in a template',
      'await knex.raw(`\n-- migration-lint-disable-next-line drop-table -- x\nDROP TABLE a`)',
      ['drop-table:3'],
    ],
    [
      'SQL in a template, behind an expression with a template',
      `await knex.raw(\`${inTemplate('a(`}`)')}\n-- migration-lint-disable-next-line drop-table -- x\nDROP TABLE a\`)`,
      ['drop-table:3'],
    ],
    [
      'an expression in a template',
      `\n\nawait knex.raw(\`DROP TABLE ${inTemplate('/* migration-lint-disable-line drop-table -- x */ { a }.a')}\`)`,
      ['drop-table:3'],
    ],
    ['no string', '\n\nawait knex.raw("DROP TABLE a -- migration-lint-disable-line drop-table")', []],
    ['no JavaScript comment in a template', '\n\nawait knex.raw(`// migration-lint-disable-line`)', []],
  ])('a JavaScript file: %s', (_title, source, silenced) => {
    expect(apply(source, [drop], true, 'a.ts')).toMatchObject({ silenced, problems: [] })
  })

  test('the body of a DO block has comments of its own', () => {
    const body = '-- migration-lint-disable-next-line drop-table -- x\nDROP TABLE a;'
    const source = `DO $a$ BEGIN\n${body} EXECUTE $b$ SELECT 1 -- migration-lint-disable-line drop-column -- y\n$b$; END $a$`
    expect(
      apply(source, [drop, finding('drop-column', 3)], true, 'a.sql', dialects.postgres.lexical),
    ).toEqual({
      silenced: ['drop-table:3', 'drop-column:3'],
      reasons: ['x', 'y'],
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
    [
      'words stand in the place of the reason',
      '\n-- migration-lint-disable-next-line drop-table: it is empty\nDROP TABLE a;',
      false,
      ['unknown-suppressed-rule:2'],
    ],
    [
      'there is no such directive',
      '\n-- migration-lint-disable-nextline drop-table -- x\nDROP TABLE a;',
      false,
      ['unused-suppression:2'],
    ],
    [
      'it ends a block that nothing began',
      '-- migration-lint-enable drop-table\nDROP TABLE a;',
      false,
      ['unused-suppression:1'],
    ],
    [
      'it gives no reason',
      '\n-- migration-lint-disable-next-line drop-table\nDROP TABLE a;',
      false,
      ['suppression-without-reason:2'],
    ],
    [
      'nothing: a dash is a dash',
      '\n-- migration-lint-disable-next-line drop-table — a reason\nDROP TABLE a;',
      true,
      [],
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
        const { comments } = javascriptTexts(text)
        for (const [index, comment] of comments.entries()) {
          expect(text.slice(comment.start, comment.end)).toBe(comment.text)
          expect(comment.start).toBeGreaterThanOrEqual(comments[index - 1]?.end ?? 0)
        }
      },
    ),
  )
})
