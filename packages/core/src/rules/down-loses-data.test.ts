import { beforeAll, expect, test } from 'vitest'
import { dialects } from '../dialects/index.ts'
import { exampleFindings } from '../example-findings.ts'

beforeAll(() => dialects.mysql.load())

const notBack = 'the down script does not bring back the deleted rows of carts'

test.each([
  ['INSERT INTO carts FROBNICATE', `info As far as it can be told, ${notBack}: line 2 of it may`],
  ['UPDATE users FROBNICATE', `warning ${notBack}`],
  ['DELETE FROM carts FROBNICATE', `warning ${notBack}`],
])('behind %s, which was read in part only: %s', (unread, said) => {
  const findings = exampleFindings({
    title: '',
    dialect: 'mysql',
    given: 'CREATE TABLE carts (id int PRIMARY KEY, open int); CREATE TABLE users (id int)',
    up: 'DELETE FROM carts WHERE open = 0',
    down: `SELECT 1;\n${unread}`,
  }).filter(({ ruleId }) => ruleId === 'down-loses-data')
  expect(findings).toHaveLength(1)
  expect(findings.map(({ severity, message }) => `${severity} ${message}`)[0]?.toLowerCase()).toContain(
    said.toLowerCase(),
  )
})
