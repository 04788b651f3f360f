import { holdsUnknownText, unknownText } from '../unknown-text.ts'
import { standsFor } from './stub.ts'

/**
 * A row that is not known has columns all the same: one with a made-up name stands for them. Knex would see a row
 * without any, and send nothing.
 */
export function withColumns(inserted: unknown): unknown {
  return Array.isArray(inserted) ? inserted.map(withColumn) : withColumn(inserted)
}

function withColumn(row: unknown): unknown {
  const name = typeof row === 'string' && holdsUnknownText(row) ? row : textOfStandIn(row)
  return name === undefined ? row : { [name]: name }
}

function textOfStandIn(row: unknown): string | undefined {
  const name = standsFor(row)
  return name === undefined ? undefined : unknownText(name)
}
