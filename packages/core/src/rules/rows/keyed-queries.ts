import type { Statement } from '../../migration/migration.ts'
import type { Column, DataType, ObjectName } from '../../operations/column.ts'
import type { OperationOf } from '../../operations/operation.ts'
import { objectsCalled } from '../../schema/find-objects.ts'
import { earlierSteps, isBefore, stepsOn } from '../../schema/find-steps.ts'
import { findColumn, findTable } from '../../schema/lookup.ts'
import { oncePer } from '../../schema/once-per.ts'
import type { Step } from '../../schema/replay.ts'
import type { SchemaState, Table } from '../../schema/schema-state.ts'
import { hasUniqueKey } from '../keys/unique-keys.ts'
import { columnIn, sameColumn } from '../names/known-columns.ts'
import type { OperationContext } from '../rule.ts'
import { type ColumnRef, type SelectBranch, selectBranches } from './select-branches.ts'

/** A query whose values are apart from each other: those of a key of the table that it goes through. */
export interface KeyedQuery {
  readonly step: Step
  readonly branch: SelectBranch
  readonly table: ObjectName
  /** Of the wanted key, place by place; undefined for what is no column. */
  readonly refs: readonly (ColumnRef | undefined)[]
  readonly prefixes: readonly string[]
}

const mostQueries = 50

/** The queries that have put rows into a table that the script makes, where each alone gives no two rows the same values in
 * these columns; those that give NULL are left out. Undefined where that cannot be told of all. */
export function keyedQueries(
  table: ObjectName,
  columns: readonly string[],
  context: OperationContext,
): readonly KeyedQuery[] | undefined {
  const { replayedScript, step, before } = context
  const { steps } = replayedScript
  const [made] = stepsOn(steps, table, 'create-table')
  if (
    made === undefined ||
    made.operation.ifNotExists ||
    findTable(replayedScript.before, table) !== undefined
  )
    return undefined
  if (stepsOn(steps, table, 'change-column-type', 'change-column').length > 0) return undefined
  const filling = earlierSteps(steps, step, table, 'create-table', 'insert-rows', 'update-rows')
  // Each is compared with each.
  if (filling.length > mostQueries) return undefined
  const queries: KeyedQuery[] = []
  for (const each of filling) {
    const { operation, statement } = each
    if (operation.kind === 'update-rows') {
      if (operation.columns.some(one => columns.some(other => sameColumn(before, one, other))))
        return undefined
      continue
    }
    if (operation.kind === 'create-table' && operation.asSelect !== true) continue
    const { branches } = branchesOf(statement)
    if (branches === undefined) return undefined
    const names = operation.kind === 'create-table' ? namesOf(branches) : targetsOf(operation, each.before)
    const places = columns.map(column => names.findIndex(name => sameColumn(before, name, column)))
    if (places.includes(-1)) return undefined
    for (const branch of branches) {
      if (branch.items.length !== names.length) return undefined
      const values = places.map(place => branch.items[place]?.value)
      if (values.some(value => value?.kind === 'null')) continue
      const query = keyedBy(branch, values, each, { table, columns, context })
      if (query === undefined) return undefined
      queries.push(query)
    }
  }
  return queries
}

const branchesOf = oncePer(({ text }: Statement) => ({ branches: selectBranches(text) }))

function namesOf([first]: readonly SelectBranch[]): readonly string[] {
  return first?.items.map(({ name }) => name ?? '') ?? []
}

function targetsOf({ columns, table }: OperationOf<'insert-rows'>, schema: SchemaState): readonly string[] {
  if (columns.length > 0) return columns
  return [...(findTable(schema, table)?.columns.values() ?? [])].map(({ name }) => name)
}

interface Wanted {
  readonly table: ObjectName
  readonly columns: readonly string[]
  readonly context: OperationContext
}

function keyedBy(
  branch: SelectBranch,
  values: readonly (SelectBranch['items'][number]['value'] | undefined)[],
  step: Step,
  { table, columns, context }: Wanted,
): KeyedQuery | undefined {
  const known = knownSources(branch, step, context)
  if (known === undefined || !branch.calls.every(name => givesOneValue(name, context))) return undefined
  const owners = values.map(value => (value?.kind === 'column' ? ownerOf(value.ref, known) : undefined))
  const owner = owners.find(each => each !== undefined)
  if (owner === undefined || owners.some(each => each !== undefined && each !== owner)) return undefined
  const refs = values.map(value => (value?.kind === 'column' ? value.ref : undefined))
  const same = refs.every(
    (ref, place) =>
      ref === undefined ||
      isComparedAlike(
        columnIn(context.before, table, columns[place] ?? ''),
        findColumn(owner.table, ref.name, context.before.semantics),
        values[place],
        step.operation.kind === 'create-table',
        context,
      ),
  )
  const own = refs.flatMap(ref => ref?.name ?? [])
  if (!same || !isKey(owner, own, context)) return undefined
  if (!isOneEach(owner, branch, known, context)) return undefined
  return {
    step,
    branch,
    table: owner.table.name,
    refs,
    prefixes: values.map(value => (value?.kind === 'column' ? value.prefix : '')),
  }
}

const scalars =
  /^(?:nextval|gen_random_uuid|uuid_generate_v\d\w*|uuidv\d|now|coalesce|nullif|lower|upper|md5|concat|cast|char|varchar|decimal|numeric)$/

/** What gives several rows in a list gives each of them the same key: unnest, generate_series. */
function givesOneValue(name: string, { before }: OperationContext): boolean {
  if (scalars.test(name)) return true
  const own = objectsCalled(before, name).filter(({ type }) => type === 'function')
  return (
    own.length > 0 &&
    own.every(
      ({ definition }) =>
        definition !== undefined &&
        /\breturns\b/i.test(definition) &&
        !/\breturns\s+(?:setof|table)\b/i.test(definition),
    )
  )
}

interface Source {
  readonly as: string
  readonly table: Table
  /** The table at other times at which its rows were the same: a key that it has then keeps them apart. */
  readonly states: readonly Table[]
}

function knownSources(
  { sources }: SelectBranch,
  step: Step,
  { before, replayedScript: { steps, before: first } }: OperationContext,
): readonly Source[] | undefined {
  const known = sources.map(({ table, as }) => {
    const found = findTable(step.before, table)
    if (found?.complete !== true) return undefined
    const changes = stepsOn(
      steps,
      table,
      'insert-rows',
      'update-rows',
      'delete-rows',
      'rename-table',
      'drop-table',
      'change-column-type',
    )
    const isSame = (schema: SchemaState, isBetween: (each: Step) => boolean): readonly Table[] => {
      const other = findTable(schema, table)
      return other?.complete !== true || changes.some(isBetween) ? [] : [other]
    }
    const isEarlier = (each: Step) => isBefore(steps, each, step)
    return {
      as,
      table: found,
      states: [found, ...isSame(first, isEarlier), ...isSame(before, each => !isEarlier(each))],
    }
  })
  return known.every(each => each !== undefined) ? known : undefined
}

function isKey({ states }: Source, columns: readonly string[], { before }: OperationContext): boolean {
  return states.some(table => hasUniqueKey(table, { columns }, before))
}

function ownerOf({ of, name }: ColumnRef, sources: readonly Source[]): Source | undefined {
  if (of !== undefined) return sources.find(({ as }) => as.toLowerCase() === of.toLowerCase())
  const having = sources.filter(({ table }) => table.columns.has(name.toLowerCase()))
  return having.length === 1 ? having[0] : undefined
}

/** Each further table is joined on a key of its own, so that no row of the first comes twice. */
function isOneEach(
  owner: Source,
  { equalities }: SelectBranch,
  sources: readonly Source[],
  context: OperationContext,
): boolean {
  const reached = new Set([owner])
  for (;;) {
    const next = sources.find(source => {
      if (reached.has(source)) return false
      const found = equalities.filter(
        ({ column, from }) =>
          ownerOf(column, sources) === source &&
          from.every(ref => {
            const other = ownerOf(ref, sources)
            return other !== undefined && reached.has(other)
          }),
      )
      return isKey(
        source,
        found.map(({ column }) => column.name),
        context,
      )
    })
    if (next === undefined) return reached.size === sources.length
    reached.add(next)
  }
}

const isText = ({ name }: DataType): boolean =>
  /^(?:char|character|bpchar|varchar|text|tinytext|mediumtext|longtext|string)/.test(name)

/** `'a'` and `'a '` are one value there (PostgreSQL manual, 8.3 Character Types). */
const isPadded = ({ name }: DataType): boolean => /^(?:char|character|bpchar)$/.test(name)

/** Two values that are apart in one column are apart in the other. */
function isComparedAlike(
  to: Column | undefined,
  from: Column | undefined,
  value: SelectBranch['items'][number]['value'] | undefined,
  isOfQuery: boolean,
  { traits }: OperationContext,
): boolean {
  // A table that is made of a query has its types.
  if (to?.type === undefined && isOfQuery) return traits.pipesAreOr !== true
  if (to?.type === undefined || from?.type === undefined) return false
  const isToText = isText(to.type)
  // Where || is OR, each column of text has a collation of its own, too.
  if (traits.pipesAreOr === true && isToText) return false
  if (isPadded(to.type) && !isPadded(from.type)) return false
  if (value?.kind === 'column' && value.prefix !== '')
    return isToText && (isText(from.type) || /^(?:small|big)?(?:int|serial)|^uuid$/.test(from.type.name))
  return (
    JSON.stringify(to.type) === JSON.stringify(from.type) ||
    (isToText && isText(from.type) && to.type.collation === from.type.collation)
  )
}

/** Can no value of one be a value of the other? Texts that begin otherwise are never the same. */
export function areApart(one: KeyedQuery, other: KeyedQuery): boolean {
  return one.prefixes.some((prefix, place) => {
    const behind = other.prefixes[place] ?? ''
    return !prefix.startsWith(behind) && !behind.startsWith(prefix)
  })
}
