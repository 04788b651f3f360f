import { isAbsolute } from 'node:path'

export function isPath(specifier: string): boolean {
  return specifier.startsWith('.') || isAbsolute(specifier)
}
