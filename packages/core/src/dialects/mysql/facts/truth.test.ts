import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { splitStatements } from '../../../lexer/split-statements.ts'
import type { Operation } from '../../../operations/operation.ts'
import { apply } from '../../../schema/apply.ts'
import { emptySchema } from '../../../schema/empty-schema.ts'
import type { SchemaState } from '../../../schema/schema-state.ts'
import type { Effect } from '../../dialect.ts'
import { mariadb } from '../index.ts'

interface Case {
  readonly id: string
  readonly setup: readonly string[]
  readonly sessionPre?: readonly string[] | string
  readonly statement: string
  readonly table: string
  readonly expect: {
    readonly leastAlgorithm?: string | null
    readonly leastLock?: string | null
    readonly blocksWrites?: boolean | null
    readonly rebuild?: boolean
    readonly locksReliable?: boolean
    readonly locks?: readonly { readonly table: string; readonly mode: string }[]
    readonly error?: { readonly errno: number }
  }
}

const path = new URL('../../../../../../fixtures/truth/mariadb.json', import.meta.url)
const { cases }: { readonly cases: readonly Case[] } = JSON.parse(readFileSync(path, 'utf8'))

/** What the server refuses has no effect to measure. */
const measured = cases.filter(each => each.expect.error === undefined)

const disagreements: Readonly<Record<string, string>> = {
  'exchange-partition': 'the table id changes because two tables swap their files; no row is written again',
}

describe('MariaDB traits against what a server really did', () => {
  test('agree with at least 98 % of the measured cases, and every disagreement has its reason', () => {
    const wrong = measured.flatMap(each => {
      const difference = differenceOf(each)
      return difference ? [{ id: each.id, difference }] : []
    })
    const agreement = (measured.length - wrong.length) / measured.length
    const figure = `${measured.length - wrong.length} of ${measured.length}, ${(agreement * 100).toFixed(1)} %`
    process.stdout.write(
      `MariaDB truth: ${figure} (${cases.length - measured.length} more the server refuses)\n`,
    )
    expect(wrong.filter(({ id }) => !(id in disagreements))).toEqual([])
    expect(Object.keys(disagreements).sort()).toEqual(wrong.map(({ id }) => id).sort())
    expect(agreement).toBeGreaterThanOrEqual(0.98)
  })

  test.each(cases.map(each => [each.id, each] as const))('%s is read whole', (_id, each) => {
    expect(mariadb.parse(each.statement).reading).toBe('own-parser')
    for (const statement of each.setup) expect(mariadb.parse(statement).reading).toBe('own-parser')
  })
})

function differenceOf(each: Case): string | undefined {
  const operations = mariadb.parse(each.statement).operations
  const effects = mariadb.traits('10.11').combinedEffects?.(operations, schemaBefore(each)) ?? []
  const effect = effects.find(({ table }) => table === each.table)
  const { leastAlgorithm, leastLock, blocksWrites, rebuild, locks = [], locksReliable } = each.expect
  const held = locksReliable ? locks.find(({ table }) => table === each.table)?.mode : undefined
  const compared: readonly (readonly [string, unknown, unknown])[] = [
    ['algorithm', leastAlgorithm, effect?.algorithm],
    ['lock', leastLock, effect?.lockClause],
    ['metadata lock', held, effect?.lock],
    ['blocks writes', blocksWrites, effect?.blocksWrites],
    ['rewrite', rebuild, rewriteOf(effect, operations)],
  ]
  const different = compared.filter(([, expected, actual]) => expected != null && expected !== actual)
  return different.length === 0
    ? undefined
    : different.map(([what, expected, actual]) => `${what}: ${expected}, not ${actual}`).join('; ')
}

/** A statement that touches no table that was there rewrites none. */
function rewriteOf(effect: Effect | undefined, operations: readonly Operation[]): boolean | null | undefined {
  return effect
    ? effect.rewrite
    : operations.every(operation => operation.kind === 'create-object')
      ? false
      : undefined
}

function schemaBefore({ setup, sessionPre }: Case): SchemaState {
  const start = emptySchema(mariadb.semantics, { complete: true })
  const schema = setup
    .flatMap(text => splitStatements(text, mariadb.lexical).statements)
    .flatMap(statement => mariadb.parse(statement.text).operations)
    .reduce(apply, start)
  const sessionVariables = new Map(
    [sessionPre ?? []]
      .flat()
      .flatMap(text =>
        mariadb
          .parse(text)
          .operations.flatMap(operation =>
            operation.kind === 'set-variable' ? [[operation.name, operation.value ?? ''] as const] : [],
          ),
      ),
  )
  return { ...schema, sessionVariables }
}
