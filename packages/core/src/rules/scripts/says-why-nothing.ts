import type { Migration } from '../../migration/migration.ts'

/** Comments, and what the code logs. */
const said = /--[^\n]*|\/\/[^\n]*|\/\*[\s\S]*?\*\/|'[^'\n]*'|"[^"\n]*"|`[^`]*`/g

/** `not required`, `we don't want …`, `no revert`, `irreversible`: more than that nothing is done. */
const reason =
  /\b(?:not|don't|doesn't|won't|can't|cannot|no need|no revert\w*|no rollback|irreversible|intentional\w*|already|incorrect)\b/i

/** The up of the same file, where down comes first. */
const up =
  /^[ \t]*(?:export\b.*\bup\b|(?:module\.)?exports\.up\b|(?:async[ \t]+)?up[ \t]*[:(=]|(?:const|let|var)[ \t]+up\b)/m

/** Does an empty down script say that it is meant so? */
export function saysWhyNothing({ down, up: forward }: Migration): boolean {
  if (down === undefined) return false
  const isOwnFile = down.file !== forward.file
  if (!isOwnFile && down.begins === undefined) return false
  const lines = down.source.split('\n')
  const [text = ''] = (isOwnFile ? down.source : lines.slice((down.begins?.line ?? 1) - 1).join('\n')).split(
    up,
  )
  return [...text.matchAll(said)].some(([words]) => reason.test(words))
}
