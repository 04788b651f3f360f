import type { OperationOf } from '../../operations/operation.ts'
import { listWords } from './list-words.ts'

/** What the privileges are on, in words: a default is for what is made from then on, and for that of some roles alone
 * (PostgreSQL manual, ALTER DEFAULT PRIVILEGES). */
export function grantedOn({ action, on, makers }: OperationOf<'change-privileges'>): string {
  if (action !== 'default') return on
  const [, what, where = ''] = /^(.*?)s( in schema .*)?$/.exec(on) ?? [undefined, on]
  return `every ${what} that ${makers === undefined ? 'the role which runs this' : listWords(makers)} makes later${where}`
}
