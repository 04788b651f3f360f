import { beforeAll, describe, expect, test } from 'vitest'
import type { Dialect } from '../dialects/dialect.ts'
import { dialects } from '../dialects/index.ts'
import type { Migration, Script } from '../migration/migration.ts'
import { readSqlScript } from '../readers/sql/read-sql-script.ts'
import { type ReplayedScript, replay } from '../schema/replay.ts'
import type { SchemaSemantics } from '../schema/schema-state.ts'
import { runRules } from './running/run-rules.ts'
import { type Family, families, familiesOfPostgres, familiesWithoutSqlite } from './testing/families.ts'

const engines = ['postgres', 'mysql', 'sqlite'] as const
const count = 40

beforeAll(() => Promise.all(engines.map(name => dialects[name].load())))

/**
 * Time is not measured: what is counted is how often a name is folded to compare it with others, and how often a step is
 * taken out of the list of a script's. Work of c + a·n + b·n² has the second difference 2·b·count²: b is how much is done
 * with each statement for each other one.
 */
describe.each(engines)('%s', name => {
  test.each(Object.entries(familiesFor(name)))('%s', (_name, family) => {
    expect(workPerPair(size => workOf(dialects[name], family(size, name)))).toBeLessThan(0.01)
  })

  test.each(Object.entries(familiesFor(name)))('%s: the down script is suggested', (family, make) => {
    const perPair = workPerPair(size => workOf(dialects[name], { ...make(size, name), down: undefined }))
    expect(perPair).toBeLessThan((alsoPerPair[`${name} ${family}`] ?? 0) + 0.01)
  })
})

/** The way back says ADD COLUMN … AFTER, whose place is looked for among all columns. */
const alsoPerPair: Readonly<Record<string, number>> = { 'mysql dropped columns': 1 }

function workPerPair(work: (size: number) => number): number {
  const [once = 0, twice = 0, thrice = 0] = [1, 2, 3].map(times => work(times * count))
  return (thrice - 2 * twice + once) / (2 * count ** 2)
}

function familiesFor(engine: (typeof engines)[number]): Readonly<Record<string, Family>> {
  if (engine === 'sqlite') return families
  return { ...families, ...familiesWithoutSqlite, ...(engine === 'postgres' && familiesOfPostgres) }
}

function workOf(
  dialect: Dialect,
  { before, up, down }: Omit<ReturnType<Family>, 'down'> & { readonly down: readonly string[] | undefined },
): number {
  let work = 0
  const counted = (): void => {
    work += 1
  }
  const script = (file: string, statements: readonly string[]): Script =>
    readSqlScript({ file, transaction: 'none' }, statements.map(each => `${each};\n`).join(''), dialect)
  const migration = { layout: 'up-down-files', dialect: dialect.name }
  const migrations: readonly Migration[] = [
    { ...migration, name: '1', file: '1', pending: false, downExpected: false, up: script('1', before) },
    {
      ...migration,
      name: '2',
      file: '2',
      pending: true,
      downExpected: true,
      up: script('2', up),
      ...(down && { down: script('3', down) }),
    },
  ]
  const watched = (replayed: ReplayedScript): ReplayedScript => ({
    ...replayed,
    steps: countingReads(replayed.steps, counted),
  })
  const replayed = replay(migrations, countingNames(dialect.semantics, counted)).map(
    ({ up, down, ...one }) => ({ ...one, up: watched(up), ...(down && { down: watched(down) }) }),
  )
  runRules(replayed, { traitsOf: each => dialects[each].traits() })
  return work
}

function countingNames(semantics: SchemaSemantics, counted: () => void): SchemaSemantics {
  return {
    ...semantics,
    objectKey: name => {
      counted()
      return semantics.objectKey(name)
    },
    columnKey: name => {
      counted()
      return semantics.columnKey(name)
    },
  }
}

function countingReads<Item>(items: readonly Item[], counted: () => void): readonly Item[] {
  return new Proxy(items, {
    get(target, key) {
      if (typeof key === 'string' && /^\d+$/.test(key)) counted()
      return Reflect.get(target, key)
    },
  })
}
