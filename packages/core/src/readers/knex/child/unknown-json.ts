import { holdsUnknownText } from '../../../operations/unknown-text.ts'
import { activity } from './run.ts'
import { unknownJson } from './unknown-row.ts'

/** JSON that a table holds is as unknown as the rest of the row: what is in it is asked when it is looked at. */
export function readUnknownJson(): void {
  const { parse } = JSON
  JSON.parse = (text: string, reviver?: (this: unknown, key: string, value: unknown) => unknown): unknown => {
    const run = activity.getStore()?.run
    return run !== undefined && typeof text === 'string' && holdsUnknownText(text) && !/^\s*["[{]/.test(text)
      ? unknownJson(run, text)
      : parse(text, reviver)
  }
}
