import type { DialectTraits } from '../../dialects/dialect.ts'
import type { DialectName, Direction, Migration } from '../../migration/migration.ts'
import type { Operation } from '../../operations/operation.ts'
import { roundTrip } from '../../reversal/round-trip.ts'
import type { ReplayedMigration, ReplayedScript } from '../../schema/replay.ts'
import { columnsOfBatch } from '../deploy/batch-columns.ts'
import { locksOfBatch } from '../deploy/batch-locks.ts'
import { tablesMadeInBatch } from '../deploy/batch-tables.ts'
import { valuesWrittenInBatch } from '../deploy/batch-values.ts'
import type { Finding } from '../finding.ts'
import { builtInRules } from '../index.ts'
import type { MigrationContext, OperationContext, Problems, Rule } from '../rule.ts'
import { type CheckPart, partsChecker } from './check-parts.ts'
import { whereCodeRunsBefore } from './code-before.ts'
import { type Harmless, harmless, isExempt, isJudged, temporaryTables } from './exemptions.ts'
import { findingLock } from './finding-lock.ts'
import { inOrder } from './finding-order.ts'
import { type Batch, operationContext } from './operation-context.ts'
import { oneForEachClause, oneForEachHazard } from './precedence.ts'
import { type ActiveRule, activeRules, noOptions, type Preset, type RuleSettings } from './rule-settings.ts'
import { whereEmpty } from './runs-on-empty.ts'
import { toFindings } from './to-finding.ts'
import { whereVacant } from './where-vacant.ts'

export interface RunRulesOptions {
  /** Facts about each migration's engine, for the server version that is deployed to. */
  readonly traitsOf: (dialect: DialectName) => DialectTraits
  /** Default: the built-in ones. */
  readonly rules?: readonly Rule[]
  readonly settings?: RuleSettings
  readonly presets?: readonly Preset[]
}

export interface RulesRun {
  /** For each pending migration, in order of place. */
  readonly byMigration: ReadonlyMap<Migration, readonly Finding[]>
  /** About the deploy as a whole. */
  readonly deploy: readonly Finding[]
}

/** What the rules say of the pending migrations; the applied ones are there for the schema alone. */
export function runRules(replayed: readonly ReplayedMigration[], options: RunRulesOptions): RulesRun {
  const rules = activeRules(options.rules ?? builtInRules, options.settings ?? {}, options.presets)
  const replayedPending = replayed.filter(({ migration }) => isJudged(migration))
  const applied = replayed.filter(({ migration }) => !isJudged(migration))
  const [first] = replayedPending
  if (first === undefined) return { byMigration: new Map(), deploy: [] }
  const pending = replayedPending.map(one =>
    migrationContext(one, options.traitsOf(one.migration.dialect), {
      deployed: first.up.before,
      pending: replayedPending,
      applied,
    }),
  )
  const batch: Batch = {
    columns: columnsOfBatch(replayedPending),
    tables: tablesMadeInBatch(replayedPending),
    locks: locksOfBatch(replayedPending, options.traitsOf(first.migration.dialect)),
    isOwnValue: valuesWrittenInBatch(replayedPending, options.traitsOf(first.migration.dialect)),
    applied,
    deployed: first.up.before,
    atEnd: (replayedPending.at(-1) ?? first).up.after,
    deployScripts: replayedPending.map(({ up }) => up),
    deploySteps: replayedPending.flatMap(({ up }) => up.steps),
  }
  const looking: LookingRules = {
    migration: rules.filter(({ rule }) => rule.checkMigration !== undefined),
    checkPart: partsChecker(),
    up: rulesByKind(rules, 'up'),
    down: rulesByKind(rules, 'down'),
  }
  const deploy = checkDeploy(rules, pending, applied)
  const ofDeploy = new Set(deploy)
  const deployIn = groupByFile(deploy)
  const byMigration = new Map<Migration, readonly Finding[]>()
  for (const context of pending) {
    const { up, down } = context.migration
    // What the whole deploy shows of a statement speaks before what the statement shows alone.
    const above = [up.file, ...(down === undefined || down.file === up.file ? [] : [down.file])].flatMap(
      file => deployIn.get(file) ?? [],
    )
    const ofClauses = checkScripts(looking, context, batch)
    const findings = oneForEachHazard(
      [...checkMigration(looking, context), ...ofClauses, ...above],
      new Set(ofClauses),
    )
    byMigration.set(
      context.migration,
      inOrder(withoutRepeats(findings.filter(finding => !ofDeploy.has(finding)))),
    )
  }
  return { byMigration, deploy: inOrder(deploy) }
}

function groupByFile(findings: readonly Finding[]): ReadonlyMap<string, readonly Finding[]> {
  const groups = new Map<string, Finding[]>()
  for (const finding of findings) {
    const group = groups.get(finding.file)
    if (group === undefined) groups.set(finding.file, [finding])
    else group.push(finding)
  }
  return groups
}

/** Who looks at what. */
interface LookingRules {
  readonly migration: readonly ActiveRule[]
  readonly checkPart: CheckPart
  readonly up: RulesByKind
  readonly down: RulesByKind
}

type RulesByKind = (kind: Operation['kind']) => readonly ActiveRule[]

/** Most rules look at few kinds of operations, and most operations are of few kinds. */
function rulesByKind(rules: readonly ActiveRule[], direction: Direction): RulesByKind {
  const inDirection = rules.filter(({ rule }) => (rule.directions ?? ['up']).includes(direction))
  const byKind = new Map<Operation['kind'], readonly ActiveRule[]>()
  return kind => {
    const known = byKind.get(kind) ?? inDirection.filter(({ rule }) => looksAt(rule, kind))
    byKind.set(kind, known)
    return known
  }
}

function looksAt({ checkOperation, checkAnyOperation }: Rule, kind: Operation['kind']): boolean {
  return checkOperation?.[kind] !== undefined || checkAnyOperation !== undefined
}

function migrationContext(
  replayed: ReplayedMigration,
  traits: DialectTraits,
  deploy: Pick<MigrationContext, 'deployed' | 'pending' | 'applied'>,
): MigrationContext {
  return {
    migration: replayed.migration,
    replayed,
    roundTrip: replayed.down === undefined ? undefined : roundTrip(replayed, traits),
    ...deploy,
    traits,
    options: noOptions,
  }
}

function checkMigration(looking: LookingRules, context: MigrationContext): readonly Finding[] {
  const { migration } = context
  const findings: Finding[] = []
  for (const active of looking.migration) {
    const ofWhole = active.rule.seesParts === 'as-one' ? looking.checkPart(context, active) : undefined
    if (ofWhole === undefined) {
      const problems = active.rule.checkMigration?.(withOptions(context, active))
      findings.push(...toFindings(problems, active, { migration, direction: 'up' }))
    } else findings.push(...ofWhole)
  }
  return findings
}

function checkScripts(looking: LookingRules, context: MigrationContext, batch: Batch): readonly Finding[] {
  const { up, down } = context.replayed
  const ofUp = checkScript(looking.up, up, 'up', context, batch)
  return down === undefined ? ofUp : [...ofUp, ...checkScript(looking.down, down, 'down', context, batch)]
}

function checkScript(
  rulesFor: RulesByKind,
  replayedScript: ReplayedScript,
  direction: Direction,
  { migration, traits, replayed }: MigrationContext,
  batch: Batch,
): readonly Finding[] {
  const temporary = temporaryTables(replayedScript)
  const goal = direction === 'down' ? replayed.up.before : undefined
  return replayedScript.steps.flatMap(step => {
    const { operation, statement, location } = step
    const context = operationContext(step, replayedScript, direction, migration, traits, batch, goal)
    const reason = harmless(operation, context, temporary)
    const lock = findingLock(context.effects)
    const place = {
      migration,
      direction,
      statement,
      operation,
      location,
      ...(lock === undefined ? {} : { lock }),
    }
    return oneForEachClause(
      rulesFor(operation.kind).flatMap(active =>
        isExempt(active.rule, reason, context)
          ? []
          : toFindings(problemsOf(active, operation, context, reason), active, place),
      ),
    )
  })
}

function problemsOf(
  active: ActiveRule,
  operation: Operation,
  context: OperationContext,
  reason: Harmless | undefined,
): Problems {
  const problems = whereCodeRunsBefore(checkOperation(active, operation, context), active.rule, context)
  if (active.rule.category !== 'data-loss') return problems
  if (reason === 'vacant') return whereVacant(problems, operation, context)
  return reason === 'empty' ? whereEmpty(problems, operation, context) : problems
}

function checkOperation(active: ActiveRule, operation: Operation, context: OperationContext): Problems {
  const own = withOptions(context, active)
  // The compiler cannot relate a union's kind to the handler of that kind.
  const check = active.rule.checkOperation?.[operation.kind] as
    | ((operation: Operation, context: OperationContext) => Problems)
    | undefined
  return check?.(operation, own) ?? active.rule.checkAnyOperation?.(operation, own)
}

function checkDeploy(
  rules: readonly ActiveRule[],
  pending: readonly MigrationContext[],
  applied: readonly ReplayedMigration[],
): readonly Finding[] {
  const [first] = pending
  if (first === undefined) return []
  return rules.flatMap(active => {
    if (active.rule.checkDeploy === undefined) return []
    const migrations = pending.map(context => withOptions(context, active))
    const problems = active.rule.checkDeploy({
      applied,
      migrations,
      traits: first.traits,
      options: active.options,
    })
    return toFindings(problems, active, {
      migration: first.migration,
      pending: pending.map(({ migration }) => migration),
      direction: 'up',
    })
  })
}

/** Few rules have options: the others share one context. */
function withOptions<Context extends MigrationContext | OperationContext>(
  context: Context,
  { options }: ActiveRule,
): Context {
  return options === noOptions ? context : { ...context, options }
}

/** A loop in a migration's code makes the same statement at the same place more than once. */
function withoutRepeats(findings: readonly Finding[]): readonly Finding[] {
  const seen = new Set<string>()
  return findings.filter(finding => {
    const key = JSON.stringify([
      finding.ruleId,
      finding.direction,
      finding.file,
      finding.location,
      finding.message,
    ])
    if (seen.has(key)) return false
    seen.add(key)
    return true
  })
}
