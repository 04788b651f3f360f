import { expect, test } from 'vitest'
import { github } from './github.ts'
import { finding, repeat, stopped, withFindings } from './testing/stopped-report.ts'

const plain = { color: false, width: 100 }

test('the deploy that is stopped', async () => {
  await expect(github.render(stopped, plain)).toMatchFileSnapshot('golden/stopped.github.txt')
})

test('ten of each kind, the last of which counts the rest', () => {
  const lines = github
    .render(withFindings([...repeat('error', 12), ...repeat('warning', 10), ...repeat('info', 11)]), plain)
    .split('\n')
  expect(lines.filter(line => line.startsWith('::error'))).toHaveLength(10)
  expect(lines.filter(line => line.startsWith('::warning'))).toHaveLength(10)
  expect(lines.filter(line => line.startsWith('::notice'))).toHaveLength(10)
  expect(lines[9]).toBe('::error title=migration-lint::and 3 more: the log of this step has them all')
  expect(lines.filter(line => line.includes('more'))).toHaveLength(2)
})

test('what matters most comes first', () => {
  const down = finding({ ruleId: 'missing-down', category: 'reversibility' })
  const [first] = github.render(withFindings([down, finding({})]), plain).split('\n')
  expect(first).toContain('title=drop-table::')
})

test('escapes what would end a property or a command', () => {
  const hostile = finding({ file: 'a:b,c%.sql', message: '100% gone\n::error::forged', instead: 'No.' })
  expect(github.render(withFindings([hostile]), plain)).toBe(
    '::error file=a%3Ab%2Cc%25.sql,line=2,endLine=2,col=1,endColumn=5,title=drop-table::100%25 gone%0A::error::forged%0ANo.\n',
  )
})

test('a statement of several lines has no columns, a whole file no lines', () => {
  const tall = finding({ location: { line: 2, column: 3, endLine: 4, endColumn: 1 } })
  const { location: _nowhere, ...whole } = finding({})
  const rendered = github.render(withFindings([tall, whole]), plain)
  expect(rendered).toContain('::error file=a.up.sql,line=2,endLine=4,title=drop-table::')
  expect(rendered).toContain('::error file=a.up.sql,title=drop-table::')
})
