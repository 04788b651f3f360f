import type { Operation } from '../../operations/operation.ts'
import type { MissingFeature } from '../dialect.ts'
import { isBefore } from '../features/missing-feature.ts'

/** What most drivers bring along; measured: 3.50.4 refuses what 3.53 can. */
const defaultVersion = '3.50'

/** SQLite release history (sqlite.org/changes.html). */
export function missingFeature(
  operations: readonly Operation[],
  version: string = defaultVersion,
  text = '',
): MissingFeature | undefined {
  const neededByText = operations.some(changesRows) ? neededIn(text) : []
  for (const needed of [...operations.map(neededFeature), ...neededByText]) {
    if (needed !== undefined && isBefore(version, needed.since)) {
      return { feature: needed.feature, why: `needs SQLite ${needed.since} or later` }
    }
  }
  return undefined
}

function changesRows({ kind }: Operation): boolean {
  return kind === 'insert-rows' || kind === 'update-rows' || kind === 'delete-rows'
}

/** Measured: SQLite 3.32, 3.33 and 3.35. */
function neededIn(text: string): readonly Needed[] {
  const code = text.replaceAll(/'(?:[^']|'')*'|"[^"]*"|`[^`]*`|\[[^\]]*\]|--[^\n]*|\/\*[\s\S]*?\*\//g, "''")
  const isUpdateFrom =
    /^\s*update\b/i.test(code) && /\bset\b[^()]*(?:\([^()]*\)[^()]*)*(?<!\bdistinct\s+)\bfrom\b/i.test(code)
  return [
    ...(/\breturning\b/i.test(code) ? [{ feature: 'RETURNING', since: '3.35' }] : []),
    ...(isUpdateFrom ? [{ feature: 'UPDATE … FROM', since: '3.33' }] : []),
  ]
}

interface Needed {
  readonly feature: string
  readonly since: string
}

function neededFeature(operation: Operation): Needed | undefined {
  switch (operation.kind) {
    case 'rename-column':
      return { feature: 'ALTER TABLE RENAME COLUMN', since: '3.25' }
    case 'drop-column':
      return { feature: 'ALTER TABLE DROP COLUMN', since: '3.35' }
    case 'set-not-null':
      return { feature: 'ALTER COLUMN SET NOT NULL', since: '3.53' }
    case 'drop-not-null':
      return { feature: 'ALTER COLUMN DROP NOT NULL', since: '3.53' }
    case 'add-constraint':
      return { feature: 'ALTER TABLE ADD CONSTRAINT', since: '3.53' }
    case 'drop-constraint':
      return { feature: 'ALTER TABLE DROP CONSTRAINT', since: '3.53' }
    case 'create-table':
      if (operation.options.strict !== undefined) return { feature: 'STRICT', since: '3.37' }
      return operation.columns.some(column => column.generated !== undefined) ? generated : undefined
    case 'add-column':
      return operation.column.generated === undefined ? undefined : generated
    default:
      return undefined
  }
}

const generated: Needed = { feature: 'GENERATED columns', since: '3.31' }
