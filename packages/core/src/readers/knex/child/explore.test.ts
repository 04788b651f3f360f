import { expect, test } from 'vitest'
import { elapsed } from './clock.ts'
import { type ExploredRun, explore } from './explore.ts'
import { startRun } from './run.ts'

/** Asks for rows thirty times, and sends a hundred statements that no other run has sent. */
async function runOnce(prefix: readonly number[]): Promise<ExploredRun> {
  const run = startRun(prefix)
  const name = prefix.join()
  for (let index = 0; index < 30; index += 1) {
    const taken = prefix[index] ?? 0
    const question = `rows ${name} ${index}`
    run.decisions.push({ question, about: 'rows', options: ['many', 'none'], taken, doubtfulFrom: 2 })
  }
  for (let index = 0; index < 100; index += 1)
    run.sent.push({ sql: `select ${name} ${index}`, origin: undefined, decided: 0, late: false })
  return { run, wrapped: true, timedOut: false, isHypothetical: false }
}

const neverAllReached = (): number => 1

test.each([
  [1000, 11],
  [250, 3],
  [1e6, 32],
])('a search ends by the number of statements, %i, wherever it runs', async (maxSent, count) => {
  const limits = { deadline: Number.POSITIVE_INFINITY, maxSent }
  const { runs, isCutShort } = await explore(runOnce, neverAllReached, limits)
  expect([runs.length, isCutShort]).toEqual([count, false])
})

test('a search whose time is over says so', async () => {
  const limits = { deadline: elapsed() - 1, maxSent: 1000 }
  const { runs, isCutShort } = await explore(runOnce, neverAllReached, limits)
  expect([runs.length, isCutShort]).toEqual([0, true])
})
