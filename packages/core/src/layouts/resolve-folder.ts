/** `join('packages/api/.knex', '../db')` → `packages/api/db`; the working directory is `.`. */
export function resolveFolder(base: string, folder: string): string {
  const parts: string[] = []
  for (const part of `${base}/${folder}`.split('/')) {
    if (part === '' || part === '.') continue
    if (part === '..' && parts.length > 0 && parts.at(-1) !== '..') parts.pop()
    else parts.push(part)
  }
  return parts.join('/') || '.'
}
