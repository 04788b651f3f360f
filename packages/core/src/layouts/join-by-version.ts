import type { FilePair } from './paired-files.ts'

/**
 * `88_totals.up.sql` and `88_add_totals.down.sql`: the runners that write such names go by the number (golang-migrate,
 * source/parse.go; sqlx, migrate/source.rs; bun, migrate/migrations.go).
 */
export function joinByVersion(pairs: readonly FilePair[]): readonly FilePair[] {
  const ofVersion = new Map<string, FilePair[]>()
  for (const pair of pairs) {
    const version = versionOf(pair)
    if (version === '') continue
    const known = ofVersion.get(version)
    if (known === undefined) ofVersion.set(version, [pair])
    else known.push(pair)
  }
  return pairs.flatMap(pair => {
    const [first, second, third] = ofVersion.get(versionOf(pair)) ?? []
    if (first === undefined || second === undefined || third !== undefined) return [pair]
    const up = [first, second].find(each => each.up !== undefined && each.down === undefined)
    const down = [first, second].find(each => each.down !== undefined && each.up === undefined)?.down
    if (up === undefined || down === undefined) return [pair]
    return pair === up ? [{ ...pair, down }] : []
  })
}

/** With the folder. */
function versionOf({ up, down }: FilePair): string {
  return /^(?:.*\/)?\d+(?=_[^/]*\.(?:up|down)\.sql$)/i.exec(up ?? down ?? '')?.[0] ?? ''
}
