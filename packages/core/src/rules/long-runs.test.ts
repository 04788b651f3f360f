import { beforeAll, expect, test } from 'vitest'
import { dialectNames, dialects } from '../dialects/index.ts'
import { exampleFindings } from '../example-findings.ts'
import { builtInRules } from './index.ts'

beforeAll(() => Promise.all(dialectNames.map(name => dialects[name].load())))

/** A migration is untrusted: a pattern that takes time with the cube of a run of spaces does not end in a minute with this one. */
const run = ' '.repeat(4_000)

const examples = builtInRules.flatMap(({ id, examples: { flagged, allowed } }) =>
  [...flagged, ...allowed].map(example => ({ id, example })),
)

test.each(['first', 'last'] as const)(
  'every example ends with a long run of spaces for the %s one',
  place => {
    const settings = Object.fromEntries(builtInRules.map(({ id }) => [id, 'warning' as const]))
    for (const { example } of examples) {
      const at = place === 'first' ? example.up.indexOf(' ') : example.up.lastIndexOf(' ')
      if (at < 0) continue
      const up = `${example.up.slice(0, at)}${run}${example.up.slice(at)}`
      expect(exampleFindings({ ...example, up }, { settings })).toBeDefined()
    }
  },
  120_000,
)
