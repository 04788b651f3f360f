import { hasEffect } from '../../operations/classes.ts'
import type { ReplayedMigration } from '../../schema/replay.ts'
import type { Suggestion } from '../finding.ts'

const literal = String.raw`'(?:[^'\\]|'')*'|-?\d+(?:\.\d+)?|true|false`
const mapping = new RegExp(
  String.raw`^(\s*update\s+\S+\s+set\s+(\S+)\s*=\s*)(${literal})(\s+where\s+(\S+)\s*=\s*)(${literal})\s*;?\s*$`,
  'i',
)

/** `UPDATE t SET c = 'new' WHERE c = 'old'` and no more: what the values were is said, and not which rows had the new one
 * already. */
export function mappedBack({ up }: ReplayedMigration): Suggestion | undefined {
  const statements = new Set(
    up.steps.filter(({ operation }) => hasEffect(operation)).map(({ statement }) => statement),
  )
  const maps = [...statements].map(({ text }) => mapping.exec(text))
  const values = maps.flatMap(map => (map === null || map[2] !== map[5] ? [] : [map[3], map[6]]))
  // One value that two take, or that is changed again, says not which it was.
  if (maps.length === 0 || values.length !== 2 * maps.length || new Set(values).size !== values.length)
    return undefined
  const back = maps.map(map => (map === null ? '' : `${map[1]}${map[6]}${map[4]}${map[3]};`))
  return {
    title: 'A down script, right where no row had the new value before',
    sql: back.toReversed().join('\n'),
    as: 'down-script',
  }
}
