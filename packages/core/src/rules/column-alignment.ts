import type { Column, DataType } from '../operations/column.ts'
import type { Rule } from './rule.ts'

export const columnAlignment: Rule = {
  id: 'column-alignment',
  category: 'style',
  severity: 'info',
  optIn: true,
  title: 'The order of the columns leaves gaps in every row.',
  why: `PostgreSQL puts an eight byte value at a multiple of eight: a boolean before each of them costs seven bytes a row,
in the table and in memory.`,
  instead: 'Write the columns of eight bytes first, then four, two and one, then those without a fixed size.',
  sources: ['PostgreSQL manual, Database Page Layout, Table Row Layout; pg_type'],
  // Bytes a row that are let pass.
  defaultOptions: { bytes: 8 },
  appliesToNewTables: true,
  examples: {
    flagged: [
      {
        title: 'booleans between numbers of eight bytes',
        up: 'CREATE TABLE flags (a boolean NOT NULL, b bigint PRIMARY KEY, c boolean NOT NULL, d bigint NOT NULL)',
        instead:
          'CREATE TABLE flags (b bigint PRIMARY KEY, d bigint NOT NULL, a boolean NOT NULL, c boolean NOT NULL)',
      },
    ],
    allowed: [
      {
        title: 'the large ones first',
        up: 'CREATE TABLE flags (b bigint PRIMARY KEY, d bigint NOT NULL, a boolean NOT NULL, c boolean NOT NULL)',
      },
      {
        title: 'MySQL has no such gaps',
        dialect: 'mysql',
        up: 'CREATE TABLE flags (a boolean NOT NULL, b bigint PRIMARY KEY, c boolean NOT NULL, d bigint NOT NULL)',
      },
    ],
  },

  checkOperation: {
    'create-table'({ table, columns, temporary }, { options, traits: { alignedRows } }) {
      if (temporary || alignedRows !== true) return undefined
      const wasted = gaps(columns) - gaps([...columns].sort((a, b) => sizeOf(b.type) - sizeOf(a.type)))
      return wasted >= Number(options.bytes)
        ? { message: `The order of the columns of ${table} costs ${wasted} bytes a row.`, objects: [table] }
        : undefined
    },
  },
}

/** typlen and typalign of pg_type; what is not listed has no fixed size, or needs no alignment that counts. */
const sizes: Readonly<Record<string, number>> = {
  bigint: 8,
  'double precision': 8,
  timestamp: 8,
  timestamptz: 8,
  time: 8,
  money: 8,
  integer: 4,
  int: 4,
  real: 4,
  date: 4,
  smallint: 2,
  boolean: 1,
}

function sizeOf(type: DataType | undefined): number {
  return type === undefined || type.arrayDimensions !== undefined ? 0 : (sizes[type.name] ?? 0)
}

/** Bytes that no column fills, among those of fixed size that stand before the first without. */
function gaps(columns: readonly Column[]): number {
  let place = 0
  let filled = 0
  for (const { type } of columns) {
    const size = sizeOf(type)
    if (size === 0) break
    place = Math.ceil(place / size) * size + size
    filled += size
  }
  return place - filled
}
