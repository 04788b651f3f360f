import { strictModeIsOff } from '../../schema/strict-mode.ts'
import type { OperationContext } from '../rule.ts'

/** What becomes of a value that does not fit (MySQL, MariaDB): `becomes ''` or `become ''`. */
export function withoutStrictMode(
  loss: string,
  { replayedScript, step }: OperationContext,
  stop: 'stop' | 'stops' = 'stops',
): string {
  return strictModeIsOff(replayedScript, step)
    ? `${loss}, as the session has no strict mode`
    : `${stop} the statement in strict mode, and ${loss} without it`
}
