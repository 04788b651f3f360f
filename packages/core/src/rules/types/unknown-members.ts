import type { Problem } from '../finding.ts'
import { listWords } from '../wording/list-words.ts'
import { quotedValues, type ValuesChange } from './enum-change.ts'

/** Of an ENUM or SET of which no migration tells the list. */
export function couldNotCompare(change: ValuesChange): Problem {
  const name = `${change.table}.${change.column}`
  return {
    message: `Which members ${name} loses could not be told: the list that it has now is not in the migrations that were read.`,
    instead: `Compare ${listWords(quotedValues(change.to))} with the column's present list (SHOW CREATE TABLE ${
      change.table
    }), or let the migrations that made it be read too.`,
    severity: 'warning',
    objects: [name],
  }
}
