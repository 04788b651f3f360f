import { namesIn } from '../../schema/sql-text.ts'

/** CREATE POLICY name ON table AS RESTRICTIVE … */
export function isRestrictive(definition: string): boolean {
  const names = namesIn(definition).map(name => name.toLowerCase())
  return names.some((name, index) => name === 'as' && names[index + 1] === 'restrictive')
}
