import { beforeAll, expect, test } from 'vitest'
import { dialects } from '../dialects/index.ts'
import { exampleFindings } from '../example-findings.ts'

beforeAll(() => dialects.postgres.load())

test.each(['"down" always throws: one way', '"down" always throws: one way.'])('%s', message => {
  const notes = [{ kind: 'throws', direction: 'down', message }] as const
  const findings = exampleFindings({ title: '', up: 'CREATE TABLE users (id int)', down: '', notes })
  expect(findings.filter(({ ruleId }) => ruleId === 'down-throws')).toMatchObject([
    { message: expect.stringMatching(/: "down" always throws: one way\.$/) },
  ])
})
