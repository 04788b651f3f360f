import type { Operation } from '../../operations/operation.ts'
import type { MissingFeature } from '../dialect.ts'

/** What most drivers bring along; measured: 3.50.4 refuses what 3.53 can. */
const defaultVersion = '3.50'

/** SQLite release history (sqlite.org/changes.html). */
export function missingFeature(
  operation: Operation,
  version: string = defaultVersion,
): MissingFeature | undefined {
  const needed = neededFeature(operation)
  return needed !== undefined && isBefore(version, needed.since) ? needed : undefined
}

function neededFeature(operation: Operation): MissingFeature | undefined {
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

const generated: MissingFeature = { feature: 'GENERATED columns', since: '3.31' }

function isBefore(version: string, since: string): boolean {
  const [major = 0, minor = 0] = numbers(version)
  const [sinceMajor = 0, sinceMinor = 0] = numbers(since)
  return major < sinceMajor || (major === sinceMajor && minor < sinceMinor)
}

function numbers(version: string): readonly number[] {
  return version.split('.').map(part => Number.parseInt(part, 10) || 0)
}
