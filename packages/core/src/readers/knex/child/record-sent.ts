import { elapsed } from './clock.ts'
import { LimitReached, maxStatements, type Run, type Sent } from './run.ts'

/** Puts a statement on the list of what a run has sent. A run that would not end is ended here. */
export function recordSent(
  run: Run,
  sent: Omit<Sent, 'decided' | 'late'> & { readonly decided?: number },
): void {
  if (run.sent.length >= maxStatements) {
    throw new LimitReached(`it sends more than ${maxStatements} statements`)
  }
  if (elapsed() > run.deadline) throw new LimitReached('it takes too long')
  run.sent.push({ decided: run.decisions.length, ...sent, late: run.ended })
}
