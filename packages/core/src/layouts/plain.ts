import { inChain } from './chained-names.ts'
import { withCodeBeside } from './code-beside.ts'
import { comparePathsNaturally } from './compare-names.ts'
import type { Layout, ProjectFiles } from './layout.ts'
import { namesWithoutOrder } from './names-without-order.ts'
import { isSql, leadingDigits, stemOf } from './path-names.ts'
import { textIfReadable } from './read-text.ts'
import { ignoresEdits, runsLate } from './runner-behaviour.ts'
import { sameNumber } from './same-number.ts'
import { share } from './share-of.ts'

/** Beside numbered files these hold the whole schema, for new databases. */
const dumpName = /^(?:latest|schema|structure|dump)$/i
const dumpHeader = /^-- (?:PostgreSQL database dump|MySQL dump|MariaDB dump|phpMyAdmin SQL Dump)\b/m
const headerLength = 500

/**
 * A folder of SQL files without any down. Its runner is not known, so nothing says that a down could not run:
 * one is expected (as `x.down.sql`, which makes it `up-down-files`).
 */
export const plain: Layout = {
  name: 'plain',
  title: 'A folder of SQL files',
  async detect() {
    return []
  },
  async recognise(paths) {
    return share(paths.filter(isSql).length, paths.length, 10)
  },
  async arrange(paths, files) {
    const scripts = paths.filter(isSql)
    const dumps = scripts.some(isNumbered) ? await dumpsAmong(scripts, files) : new Set()
    const changes = scripts.filter(path => !dumps.has(path))
    const chain = inChain(changes)
    const ordered = chain ?? changes.toSorted(comparePathsNaturally)
    const nameOf = namesOf(ordered)
    const migrations = ordered.map(file => ({
      name: nameOf(file),
      file,
      format: 'sql' as const,
      up: { file, transaction: 'none' as const },
      downExpected: true,
    }))
    if (chain !== undefined) return { migrations, problems: [] }
    return {
      migrations: withCodeBeside(migrations, paths),
      ...namesWithoutOrder(migrations),
      problems: sameNumber(migrations),
    }
  },
  outOfOrder: runsLate('A runner that remembers names'),
  editedApplied: ignoresEdits('A runner that remembers names'),
}

/** `4/upgrade.sql` and `5/upgrade.sql` are told apart by their path. */
function namesOf(paths: readonly string[]): (path: string) => string {
  const seen = new Set<string>()
  const repeated = new Set<string>()
  for (const stem of paths.map(stemOf)) (seen.has(stem) ? repeated : seen).add(stem)
  return path => (repeated.has(stemOf(path)) ? path.replace(/\.[^./]+$/, '') : stemOf(path))
}

function isNumbered(path: string): boolean {
  return leadingDigits(stemOf(path)) !== ''
}

/** A numbered dump is how some histories begin. */
async function dumpsAmong(scripts: readonly string[], files: ProjectFiles): Promise<ReadonlySet<string>> {
  const dumps = new Set<string>()
  for (const path of scripts.filter(script => !isNumbered(script))) {
    const head = ((await textIfReadable(files, path)) ?? '').slice(0, headerLength)
    if (dumpName.test(stemOf(path)) || dumpHeader.test(head)) dumps.add(path)
  }
  return dumps
}
