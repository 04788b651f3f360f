import { exampleFindings } from '../../example-findings.ts'
import type { Finding, SuggestedMigration, Suggestion } from '../finding.ts'
import type { AdvisedMigration, Example, Rule } from '../rule.ts'
import type { RuleSettings } from '../running/rule-settings.ts'

/** Turns an opt-in rule on; any other one keeps the severities of its own. */
export function settingsFor(rule: Rule, { options }: Example): RuleSettings {
  return rule.optIn === true || options !== undefined ? { [rule.id]: [rule.severity, options ?? {}] } : {}
}

export function ownFindings(rule: Rule, example: Example): readonly Finding[] {
  return exampleFindings(example, { settings: settingsFor(rule, example) }).filter(
    finding => finding.ruleId === rule.id,
  )
}

/** One piece of advice about an example: migrations that are deployed one after the other, each as an example of its
 * own with those before it applied. */
export interface Advised {
  /** Of the finding that suggests it. Absent: the example itself says it. */
  readonly finding?: Finding
  readonly deploys: readonly Example[]
}

export function advisedMigrations(rule: Rule, example: Example): readonly Advised[] {
  const suggested = ownFindings(rule, example).flatMap(finding => {
    const advised = fromSuggestion(example, finding)
    return advised === undefined ? [] : [advised]
  })
  const written = writtenMigrations(example)
  return written.length === 0 ? suggested : [...suggested, { deploys: inTurn(example, written) }]
}

function writtenMigrations({ instead }: Example): readonly AdvisedMigration[] {
  if (instead === undefined) return []
  if (Array.isArray(instead)) return instead
  return typeof instead === 'string' || 'up' in instead ? [instead as AdvisedMigration] : []
}

function fromSuggestion(example: Example, finding: Finding): Advised | undefined {
  const { suggestion, statement, direction } = finding
  if (suggestion?.as !== undefined)
    return { finding, deploys: inTurn(example, [withDown(example, suggestion)]) }
  if (suggestion === undefined || statement === undefined) return undefined
  const script = direction === 'up' ? example.up : (example.down ?? '')
  if (!script.includes(statement)) throw new Error(`${statement} is not in the ${direction} script`)
  const changed = script.replace(statement, () => suggestion.sql.replace(/;\s*$/, ''))
  const first = { ...example, [direction]: changed, ...transactionOf(suggestion) }
  const later = (suggestion.later ?? []).map(each => ({ up: each.sql, ...transactionOf(each) }))
  return { finding, deploys: inTurn(example, [first, ...later]) }
}

function withDown({ up, down = '', transaction }: Example, { sql, as }: Suggestion): AdvisedMigration {
  const whole = as === 'down-script' ? sql : `${down.trim().replace(/;$/, '')};\n${sql}`
  return { up, down: whole, ...(transaction && { transaction }) }
}

function transactionOf({ outsideTransaction }: SuggestedMigration): Pick<Example, 'transaction'> {
  return outsideTransaction === true ? { transaction: 'none' } : {}
}

/** A single script takes the place of the example's; those of a list are deployed one on top of the other. */
function inTurn(example: Example, migrations: readonly AdvisedMigration[]): readonly Example[] {
  const { title, dialect, dbVersion, options, given = '', after, down } = example
  const single = migrations.length === 1 && !Array.isArray(example.instead)
  const applied = [given]
  return migrations.map(migration => {
    const own = typeof migration === 'string' ? { up: migration } : migration
    const facts = {
      title,
      ...(dialect && { dialect }),
      ...(dbVersion && { dbVersion }),
      ...(options && { options }),
    }
    const kept = single
      ? {
          ...(after && { after }),
          ...(down !== undefined && { down }),
          ...(example.transaction && { transaction: example.transaction }),
        }
      : {}
    const deploy: Example = { ...facts, ...kept, given: joined(applied), up: own.up, ...parts(own) }
    applied.push(own.up)
    return deploy
  })
}

function parts({
  down,
  transaction,
}: Pick<Example, 'down' | 'transaction'>): Pick<Example, 'down' | 'transaction'> {
  return { ...(down !== undefined && { down }), ...(transaction && { transaction }) }
}

function joined(scripts: readonly string[]): string {
  return scripts
    .map(script => script.trim().replace(/;$/, ''))
    .filter(script => script !== '')
    .map(script => `${script};`)
    .join('\n')
}
