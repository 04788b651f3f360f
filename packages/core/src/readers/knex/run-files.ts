import { readFileSync } from 'node:fs'
import type { Dialect } from '../../dialects/dialect.ts'
import type { Direction, Statement } from '../../migration/migration.ts'
import { advance, answerFrom, type Catalogue, type CatalogueStart, startCatalogue } from './catalogue.ts'
import { type Answer, type ChildSession, type JobResult, openSession } from './child-session.ts'
import type { CodeFile } from './code-file.ts'
import { type DirectionReading, failure, readingOf } from './direction-reading.ts'
import type { FileReading } from './knex-results.ts'
import type { DirectionJob, EarlierStatement, KnexEngine } from './protocol.ts'
import { realPath } from './real-path.ts'
import { type FileJob, runInTurn } from './run-in-turn.ts'
import { sourceLines, toStatements } from './to-statements.ts'

export interface RunSetup extends CatalogueStart {
  readonly dialect: Dialect
  /** Absolute path of the project; nothing outside of it is read. */
  readonly root: string
  /** The process to read them in, which stays open, as when the knexfile was read in it; default: one of their own. */
  readonly session?: ChildSession
  /** How migrations are understood in a process of their own. */
  readonly engine?: KnexEngine
  /** Milliseconds for one direction of one migration. */
  readonly timeout?: number
}

/** What of a job hangs on the tool. */
export type JobSettings = Pick<DirectionJob, 'tool' | 'before'>

const defaultTimeout = 2000

/**
 * Runs each migration's `up` and `down` in a process that can reach nothing, the way that its tool would, and reads
 * what they would have sent. Files are taken in the given order. Never throws.
 */
export async function runFiles(
  files: readonly CodeFile[],
  setup: RunSetup,
  settingsOf: (file: CodeFile) => JobSettings,
): Promise<readonly FileReading[]> {
  if (files.length === 0) return []
  const { dialect, timeout = defaultTimeout } = setup
  let catalogue = startCatalogue(dialect.semantics, setup)
  const session = setup.session ?? openSession(setup)
  const answer: Answer = (question, before) =>
    answerFrom(advance(catalogue, operationsOf(before, dialect)), question)
  const sources = files.map(sourceOf)
  const readings = new Map<string, DirectionReading>()
  try {
    const jobs = files.flatMap((file, index) => {
      const source = sources[index]
      return typeof source === 'string' ? jobsOf(file, index, source, { ...settingsOf(file), timeout }) : []
    })
    if (jobs.length > 0) session.start()
    await dialect.load()
    const run = (job: FileJob): Promise<JobResult> => session.run(job, answer)
    await runInTurn(jobs, run, (job, result, read) => {
      const reading = readingOf(result, job.direction, job.source, dialect)
      const statements =
        read === undefined
          ? reading.statements
          : readingOf(read, job.direction, job.source, dialect).statements
      const isInBaseline = setup.baseline !== undefined && files[job.index]?.pending === false
      if (job.direction === 'up' && !isInBaseline) catalogue = advanceBy(catalogue, statements)
      readings.set(`${job.direction} ${job.index}`, { ...reading, statements })
    })
  } finally {
    if (setup.session === undefined) session.end()
  }
  return files.map((file, index): FileReading => {
    const source = sources[index]
    if (typeof source !== 'string') {
      return { file, source: '', up: failure(source?.reason ?? ''), trusted: true }
    }
    const up = readings.get(`up ${index}`) ?? failure('This file was not read.')
    const down = readings.get(`down ${index}`)
    const trusted = up.trusted && down?.trusted !== false
    return { file, source, up, trusted, ...(down === undefined ? {} : { down }) }
  })
}

function jobsOf(
  { path, pending, sourceName }: CodeFile,
  index: number,
  source: string,
  settings: JobSettings & Pick<DirectionJob, 'timeout'>,
): readonly FileJob[] {
  const directions: readonly Direction[] = pending ? ['up', 'down'] : ['up']
  return directions.map(direction => ({
    ...settings,
    kind: 'direction',
    ...(sourceName === undefined ? {} : { sourceName }),
    path: realPath(path),
    source,
    direction,
    index,
  }))
}

function advanceBy(catalogue: Catalogue, statements: readonly Statement[]): Catalogue {
  return advance(
    catalogue,
    statements.flatMap(({ operations, runs }) => (runs === undefined ? operations : [])),
  )
}

function operationsOf(
  before: readonly EarlierStatement[],
  dialect: Dialect,
): readonly Statement['operations'][number][] {
  const nowhere = { line: 1, column: 1, endLine: 1, endColumn: 1 }
  return before.flatMap(statement =>
    toStatements({ ...statement, location: nowhere, conditions: [] }, dialect, sourceLines('')).flatMap(
      ({ operations }) => operations,
    ),
  )
}

function sourceOf({ path, source }: CodeFile): string | { readonly reason: string } {
  if (source !== undefined) return source
  try {
    const bytes = readFileSync(path)
    return bytes.includes(0) ? { reason: 'This is a binary file, not a migration.' } : bytes.toString('utf8')
  } catch {
    return { reason: 'This file cannot be read.' }
  }
}
