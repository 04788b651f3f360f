import type { CodeResult } from '../knex/code-file.ts'

/** The version of node-pg-migrate that stands in where the project has not installed its own. */
export const ourVersion = '9.0.0'

/** An operation that has no reverse in version 9 has none in those before; this one had till version 6 (measured). */
const onlyInSome = /\(\) with/

/** Statements are the same from version 6 to 9, but for the names of indexes on expressions; what is inferred is not. */
export function doubtInference(
  results: readonly CodeResult[],
  projects: string | undefined,
): readonly CodeResult[] {
  if (majorOf(projects ?? '') === majorOf(ourVersion)) return results
  const whose = projects === undefined ? 'that of this project' : `the one of this project, ${projects},`
  return results.map(result => ({
    ...result,
    up: {
      ...result.up,
      notes: result.up.notes.map(note =>
        note.kind === 'no-way-back' && onlyInSome.test(note.message)
          ? {
              ...note,
              kind: 'way-back-unknown',
              message: `${note.message} in version ${ourVersion}; ${whose} is not installed, and may infer it`,
            }
          : note,
      ),
    },
  }))
}

function majorOf(range: string): string | undefined {
  return /^[\^~=v]?\s*(\d+)/.exec(range)?.[1]
}
