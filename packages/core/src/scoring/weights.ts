import type { Category, Severity } from '../rules/finding.ts'

export interface Weight {
  /** The score of a deploy that has this finding and no other, 1–90. */
  readonly points: number
  readonly reason: string
}

/** What a finding weighs when its rule has no weight of its own. Read down a column, it is the order in which
 * an experienced DBA worries. */
export const categoryWeights: Readonly<Record<Category, Readonly<Record<Severity, Weight>>>> = {
  'data-loss': {
    error: { points: 55, reason: 'values are gone and no script brings them back' },
    warning: { points: 15, reason: 'values may be lost' },
    info: { points: 1, reason: 'values are touched' },
  },
  locking: {
    error: { points: 35, reason: 'the application waits while a table is locked' },
    warning: { points: 10, reason: 'some statements wait' },
    info: { points: 1, reason: 'a short lock' },
  },
  'data-dependent': {
    error: { points: 30, reason: 'the deploy stops half-way if the rows are not as hoped' },
    warning: { points: 8, reason: 'may stop on rows that do not fit' },
    info: { points: 1, reason: 'depends on the rows' },
  },
  compatibility: {
    error: { points: 28, reason: 'the release that is running fails' },
    warning: { points: 8, reason: 'the release that is running may fail' },
    info: { points: 1, reason: 'the release that is running may notice' },
  },
  transaction: {
    error: { points: 25, reason: 'a failure leaves the schema half changed' },
    warning: { points: 7, reason: 'a failure may leave the schema half changed' },
    info: { points: 1, reason: 'a transaction is not what it looks like' },
  },
  order: {
    error: { points: 25, reason: 'files run in another order than written, or not at all' },
    warning: { points: 7, reason: 'files may run in another order than written' },
    info: { points: 1, reason: 'the order is unusual' },
  },
  security: {
    error: { points: 25, reason: 'someone gets rights that they should not have' },
    warning: { points: 7, reason: 'someone may get rights that they should not have' },
    info: { points: 1, reason: 'rights change' },
  },
  readability: {
    error: { points: 22, reason: 'nobody can say what this does' },
    warning: { points: 7, reason: 'part of this could not be judged' },
    info: { points: 1, reason: 'part of this was read by its first words alone' },
  },
  reversibility: {
    error: { points: 20, reason: 'nothing is lost yet, but there is no way back' },
    warning: { points: 6, reason: 'the way back is not complete' },
    info: { points: 1, reason: 'the way back has a cost' },
  },
  style: {
    error: { points: 5, reason: 'the team has agreed to do it in another way' },
    warning: { points: 3, reason: 'unusual, but harmless in itself' },
    info: { points: 1, reason: 'a remark' },
  },
}

/** Rules that weigh more or less than others of their category when they are errors. Another severity, set in
 * the config or by the rule itself, falls back on the category. */
export const ruleWeights: Readonly<Record<string, Weight>> = {
  'drop-database': { points: 90, reason: 'every table and every row' },
  'drop-schema': { points: 80, reason: 'every table of the schema' },
  'drop-table': { points: 65, reason: 'every column of every row' },
  truncate: { points: 65, reason: 'every column of every row' },
  'drop-if-exists-then-create': { points: 65, reason: 'every column of every row' },
  'create-or-replace-table': { points: 65, reason: 'every column of every row' },
  'delete-without-where': { points: 65, reason: 'every column of every row' },
  'enum-values-replaced': { points: 60, reason: 'no row keeps its value' },
  'enum-values-removed': { points: 50, reason: 'only the rows with a removed value' },
  'type-narrowing': { points: 45, reason: 'only the values that do not fit' },
  'modify-drops-attributes': { points: 36, reason: 'the rows stay; what guards them goes' },
  'create-index-not-concurrently': { points: 25, reason: 'writes wait, reads go on' },
  'missing-down': { points: 20, reason: 'a way back has to be invented during the incident' },
  'empty-down': { points: 20, reason: 'as no way back, and the runner reports success' },
  'irreversible-operation': { points: 15, reason: 'always stands beside what makes it so' },
  'down-does-not-restore-schema': { points: 15, reason: 'part of the way back is there' },
  'down-loses-data': { points: 10, reason: 'the structure comes back, the rows do not' },
}

export function weightOf(finding: {
  readonly ruleId: string
  readonly category: Category
  readonly severity: Severity
}): Weight {
  const own = Object.hasOwn(ruleWeights, finding.ruleId) ? ruleWeights[finding.ruleId] : undefined
  return finding.severity === 'error' && own ? own : categoryWeights[finding.category][finding.severity]
}

/** Findings of these kinds never make more than this together, however many there are: forty files without a
 * way back are one habit, not forty times the danger of one. */
export const ceilings = {
  info: 10,
  warning: 40,
  reversibility: 50,
} as const

export type Tier = keyof typeof ceilings | 'error'

export function tierOf(finding: { readonly category: Category; readonly severity: Severity }): Tier {
  if (finding.severity !== 'error') return finding.severity
  return finding.category === 'reversibility' ? 'reversibility' : 'error'
}
