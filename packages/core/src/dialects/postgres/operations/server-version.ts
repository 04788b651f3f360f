import type { VersionBound } from '../../../operations/run-condition.ts'
import type { VersionRange } from '../../../schema/schema-state.ts'

/** `current_setting('server_version_num')::int >= 120000`, or a variable that is called for the version. */
export function versionIn(expression: string): VersionBound | undefined {
  const asked = expression.replace(/\bname\s*=\s*'server_version_num'/i, 'server_version_num')
  const compared = /^([^<>=]{1,300})(>=?|<=?)[\s(]*'?(\d{5,6})'?(?:\s*::\s*\w+)?[\s)]*$/.exec(asked)
  const [, subject = '', operator = '', text = ''] = compared ?? []
  if (!/version/i.test(subject) || /\b(?:and|or|not|case)\b/i.test(subject)) return undefined
  const number = Number(text)
  switch (operator) {
    case '>=':
      return { least: number }
    case '>':
      return { least: number + 1 }
    case '<':
      return { below: number }
    case '<=':
      return { below: number + 1 }
    default:
      return undefined
  }
}

/** PostgreSQL manual, 34.2 PQserverVersion: 10.1 is 100001, 9.6.3 is 90603. */
export function versionRange(version: string | undefined, oldest: number): VersionRange {
  const [major, minor, patch] = (version ?? '').split('.').map(part => Number.parseInt(part, 10))
  if (major === undefined || Number.isNaN(major))
    return { from: oldest * 10_000, to: Number.POSITIVE_INFINITY }
  const first = major * 10_000
  if (major < 10) {
    const second = first + (minor ?? 0) * 100
    return { from: second + (patch ?? 0), to: minor === undefined ? first + 9999 : second + (patch ?? 99) }
  }
  return { from: first + (minor ?? 0), to: first + (minor ?? 9999) }
}
