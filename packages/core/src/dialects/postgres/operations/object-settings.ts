import type { AlterDomainStmt, Constraint, CreateDomainStmt, CreatePolicyStmt, Node } from '../grammar.ts'
import { afterWord, expressionText, insideParenthesesAfter, type Source } from '../source.ts'
import { dataType } from '../tree/data-type.ts'
import { roleName, strings } from '../tree/names.ts'
import { options, valueText } from '../tree/values.ts'

/** What of an object ALTER can change, by name; an empty value takes a setting away. */
export type Settings = Readonly<Record<string, string>>

/** PostgreSQL manual, CREATE SEQUENCE: what is so unless it is said. RESTART is of the moment. */
const sequenceDefaults: Settings = { increment: '1', cache: '1', cycle: 'false', as: 'bigint' }

export function sequenceSettings(list: readonly Node[] | undefined): Settings {
  const told = options(list).filter(({ defname = '' }) => !['owned_by', 'restart'].includes(defname))
  return Object.fromEntries(
    told.map(({ defname = '', arg }) => [
      defname,
      arg && 'TypeName' in arg ? dataType(arg.TypeName).name : valueText(arg),
    ]),
  )
}

export function newSequence(list: readonly Node[] | undefined): Settings {
  return { ...sequenceDefaults, ...sequenceSettings(list) }
}

/** PostgreSQL manual, CREATE FUNCTION. */
const routineDefaults: Settings = {
  security: 'false',
  volatility: 'volatile',
  strict: 'false',
  leakproof: 'false',
  parallel: 'unsafe',
}

export function routineSettings(list: readonly Node[] | undefined): Settings {
  return Object.fromEntries(
    options(list)
      .filter(({ defname = '' }) => !['as', 'language', 'window', 'transform'].includes(defname))
      .map(({ defname = '', arg }): readonly [string, string] => {
        if (arg === undefined || !('VariableSetStmt' in arg)) return [defname, valueText(arg)]
        const { name = 'all', args, kind } = arg.VariableSetStmt
        const isReset = kind === 'VAR_RESET' || kind === 'VAR_RESET_ALL'
        return [`set ${name}`, isReset ? '' : (args ?? []).map(each => `'${valueText(each)}'`).join(', ')]
      }),
  )
}

export function newRoutine(list: readonly Node[] | undefined): Settings {
  return { ...routineDefaults, ...routineSettings(list) }
}

export function policySettings(
  { roles, qual, with_check }: Pick<CreatePolicyStmt, 'roles' | 'qual' | 'with_check'>,
  source: Source,
): Settings {
  return {
    ...(roles !== undefined && {
      to: roles.map(node => ('RoleSpec' in node ? roleName(node.RoleSpec) : '')).join(', '),
    }),
    ...(qual !== undefined && { using: insideParenthesesAfter(source, 0, 'using') }),
    ...(with_check !== undefined && { 'with check': insideParenthesesAfter(source, 0, 'check') }),
  }
}

export function newDomain({ constraints, domainname }: CreateDomainStmt, source: Source): Settings {
  const name = strings(domainname).at(-1) ?? ''
  const told = (constraints ?? []).flatMap(node => ('Constraint' in node ? [node.Constraint] : []))
  const settings: Record<string, string> = {}
  for (const constraint of told) Object.assign(settings, domainConstraint(constraint, name, settings, source))
  return settings
}

/** A CHECK without a name is called after the domain (src/backend/commands/typecmds.c, ChooseConstraintName). */
function domainConstraint(
  { contype, conname, location, skip_validation }: Constraint,
  domain: string,
  taken: Settings,
  source: Source,
): Settings {
  if (contype === 'CONSTR_NOTNULL') return { 'not null': 'true' }
  if (contype === 'CONSTR_DEFAULT') return { default: defaultText(source, source.place(location)) }
  if (contype !== 'CONSTR_CHECK') return {}
  let name = conname ?? `${domain}_check`
  for (let number = 1; conname === undefined && taken[`constraint ${name}`] !== undefined; number += 1) {
    name = `${domain}_check${number}`
  }
  const text = insideParenthesesAfter(source, source.place(location), 'check')
  return { [`constraint ${name}`]: skip_validation ? `${text} not valid` : text }
}

/** Letters of src/include/nodes/parsenodes.h, AlterDomainStmt. Undefined: what it changes is not kept. */
export function domainSettings(
  { subtype, def, name = '', typeName }: AlterDomainStmt,
  source: Source,
): Settings | undefined {
  switch (subtype) {
    case 'T':
      return { default: def === undefined ? '' : defaultText(source, 0) }
    case 'N':
      return { 'not null': '' }
    case 'O':
      return { 'not null': 'true' }
    case 'X':
      return { [`constraint ${name}`]: '' }
    case 'C': {
      const constraint = def && 'Constraint' in def ? def.Constraint : undefined
      return constraint && domainConstraint(constraint, strings(typeName).at(-1) ?? '', {}, source)
    }
    default:
      return undefined
  }
}

function defaultText(source: Source, place: number): string {
  const end = { words: ['not', 'null', 'constraint', 'check', 'collate'] }
  return expressionText(source, afterWord(source, place, 'default'), end)
}
