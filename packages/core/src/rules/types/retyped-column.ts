import type { Statement } from '../../migration/migration.ts'
import { textTokens } from '../../schema/sql-text.ts'
import type { Problem } from '../finding.ts'

interface Retyping {
  readonly title: string
  /** The type as it may be written. Its groups are $2 and so on in `wanted`. */
  readonly written: RegExp
  readonly wanted: string
}

/** The statement as it is, but for the type of one column. */
export function retypedColumn(
  { text }: Statement,
  column: string,
  { title, written, wanted }: Retyping,
): Pick<Problem, 'suggestion'> {
  const type = new RegExp(`^(\\s+)(?:${written.source})(?![\\w(])`, 'i')
  let end = 0
  for (const token of textTokens(text)) {
    end += token.text.length
    const rest = text.slice(end)
    if (token.name?.toLowerCase() !== column.toLowerCase() || !type.test(rest)) continue
    return { suggestion: { title, sql: `${text.slice(0, end)}${rest.replace(type, `$1${wanted}`)};` } }
  }
  return {}
}
