import type { RecordedStatement } from '../protocol.ts'

/** An answer that was given before a statement was sent. */
export interface GivenAnswer {
  readonly question: string
  readonly answer: string
  /** Whether something is there, and not what it holds. */
  readonly isAboutSchema: boolean
}

/** What one run sent. */
export interface SentStatement {
  readonly statement: Omit<RecordedStatement, 'conditions' | 'runs'>
  readonly answers: readonly GivenAnswer[]
}

interface Merged {
  readonly key: string
  readonly statement: SentStatement['statement']
  /** Of the run that the first answers lead to. */
  readonly isExpected: boolean
  /** By their words: those that it was sent under in every run. */
  readonly answers: Map<string, GivenAnswer>
}

/** The statements of all runs, those of the first in their order and the others where they would have come. */
export function mergeRuns(runs: readonly (readonly SentStatement[])[]): readonly RecordedStatement[] {
  const merged: Merged[] = []
  const known = new Map<string, Merged>()
  for (const [number, run] of runs.entries()) {
    const times = new Map<string, number>()
    let at = 0
    for (const { statement, answers } of run) {
      const base = `${statement.location.line}:${statement.location.column} ${statement.sql}`
      const time = (times.get(base) ?? 0) + 1
      times.set(base, time)
      const key = `${time} ${base}`
      const here = new Map(answers.map(each => [inWords(each), each]))
      const before = known.get(key)
      if (before === undefined) {
        // Of attempts with other rows, which come in no order of their own: what is in them is told without.
        if (number > 0 && knexSavepoint.test(statement.sql)) continue
        const entry = { key, statement, isExpected: number === 0, answers: here }
        known.set(key, entry)
        merged.splice(at, 0, entry)
        at++
        continue
      }
      for (const words of before.answers.keys()) if (!here.has(words)) before.answers.delete(words)
      // Runs mostly go the same way.
      at = (merged[at]?.key === key ? at : merged.findIndex(each => each.key === key)) + 1
    }
  }
  const expected = expectedAnswers(merged)
  return merged.map(each => ({
    ...each.statement,
    conditions: [...each.answers.keys()],
    ...whetherItRuns(each, expected),
  }))
}

const knexSavepoint = /^(?:(?:RELEASE|ROLLBACK TO) )?SAVEPOINT trx\d+|^(?:RELEASE|ROLLBACK TO) trx\d+/i

function inWords({ question, answer }: GivenAnswer): string {
  return `${question} is ${answer}`
}

/**
 * Where both answers lead to a statement, the first that was tried counts, as everything else was sent under it. A
 * script that does something under one answer alone is written for that one: IF it is there THEN change it.
 */
function expectedAnswers(merged: readonly Merged[]): ReadonlyMap<string, string> {
  const expected = new Map<string, string>()
  for (const isExpected of [true, false]) {
    for (const each of merged) {
      if (each.isExpected !== isExpected) continue
      for (const { question, answer } of each.answers.values()) {
        if (!expected.has(question)) expected.set(question, answer)
      }
    }
  }
  return expected
}

function whetherItRuns(
  { isExpected, answers }: Merged,
  expected: ReadonlyMap<string, string>,
): Pick<RecordedStatement, 'runs'> {
  if (isExpected) return {}
  const given = [...answers.values()]
  const isContradicted = given.some(
    ({ isAboutSchema, question, answer }) => isAboutSchema && expected.get(question) !== answer,
  )
  if (isContradicted) return { runs: 'not' }
  return given.every(({ isAboutSchema }) => isAboutSchema) ? {} : { runs: 'perhaps' }
}
