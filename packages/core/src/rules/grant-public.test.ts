import { beforeAll, expect, test } from 'vitest'
import { dialects } from '../dialects/index.ts'
import { exampleFindings } from '../example-findings.ts'

beforeAll(() => dialects.postgres.load())

test.each([
  ['SELECT, UPDATE', 'Everybody may SELECT and UPDATE on users.'],
  ['ALL', 'Everybody may do everything on users.'],
  ['ALL PRIVILEGES', 'Everybody may do everything on users.'],
])('GRANT %s TO PUBLIC', (privileges, message) => {
  const up = `GRANT ${privileges} ON users TO PUBLIC`
  const findings = exampleFindings({ title: '', given: 'CREATE TABLE users (id int)', up })
  expect(findings.filter(({ ruleId }) => ruleId.startsWith('grant-'))).toMatchObject([
    { ruleId: 'grant-public', message },
  ])
})
