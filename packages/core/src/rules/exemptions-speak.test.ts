import { beforeAll, describe, expect, test } from 'vitest'
import { dialectNames, dialects } from '../dialects/index.ts'
import { exampleFindings } from '../example-findings.ts'
import { exemptions } from './testing/exemptions/index.ts'

// A rule that lets something pass is only as good as what it still tells: a case beside each exemption.

beforeAll(async () => {
  await Promise.all(dialectNames.map(name => dialects[name].load()))
})

describe.each(Object.entries(exemptions))('%s', (_subject, cases) => {
  test.each(Object.entries(cases))(
    'it is told: %s',
    (_title, { dialect = 'postgres', told, after, ...example }) => {
      const found = exampleFindings({
        title: '',
        dialect,
        ...example,
        ...(after && { after: { up: after } }),
      })
      expect(
        found.map(({ ruleId, severity, message }) => `${ruleId} ${severity} ${message}`).join('\n'),
      ).toContain(told)
    },
  )
})
