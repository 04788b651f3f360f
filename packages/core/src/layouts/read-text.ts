import { UserError } from '../user-error.ts'
import type { ProjectFiles } from './layout.ts'

/**
 * Undefined for a file that cannot be read: its migration is still listed, and whoever reads it reports why,
 * so that one bad file does not hide its neighbours.
 */
export async function textIfReadable(files: ProjectFiles, path: string): Promise<string | undefined> {
  try {
    return await files.read(path)
  } catch (error) {
    if (error instanceof UserError) return undefined
    throw error
  }
}

/** Parsed JSON, or undefined when the file is missing, unreadable or not JSON. */
export async function jsonIfReadable(files: ProjectFiles, path: string): Promise<unknown> {
  if (!(await files.exists(path))) return undefined
  const text = await textIfReadable(files, path)
  if (text === undefined) return undefined
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''))
  } catch {
    return undefined
  }
}
