import type { JobResult } from './child-session.ts'
import type { DirectionJob } from './protocol.ts'

export interface FileJob extends DirectionJob {
  /** Of the file, in the order in which they are read. */
  readonly index: number
}

/**
 * One job after the other. While a result is taken in, the child is at work on the next job; what it asks is heard
 * after that, when the result before is known. A job that ended its child is read in place of being run.
 */
export async function runInTurn(
  jobs: readonly FileJob[],
  run: (job: FileJob) => Promise<JobResult>,
  takeIn: (job: FileJob, result: JobResult, read: JobResult | undefined) => void,
): Promise<void> {
  const [first] = jobs
  let running = first === undefined ? undefined : run(first)
  for (const [position, job] of jobs.entries()) {
    const result = await running
    if (result === undefined) return
    const read = result.kind === 'recorded' ? undefined : await run({ ...job, isRead: true })
    const next = jobs[position + 1]
    running = next === undefined ? undefined : run(next)
    takeIn(job, result, read)
  }
}
