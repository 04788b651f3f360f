import { beforeAll, describe, expect, test } from 'vitest'
import { dialectNames, dialects } from '../dialects/index.ts'
import { exampleDialect, exampleFindings } from '../example-findings.ts'
import { readSqlScript } from '../readers/sql/read-sql-script.ts'
import { builtInRules } from './index.ts'
import type { Example, Rule } from './rule.ts'
import { advisedMigrations, ownFindings, settingsFor } from './testing/advised-migrations.ts'

beforeAll(async () => {
  await Promise.all(dialectNames.map(name => dialects[name].load()))
})

/** Duplicates stop a key however it is built, and NULL stops NOT NULL: that none is left, the database alone knows. */
const stays = ['add-unique-on-existing', 'set-not-null']

/** What is flagged on one of MySQL and MariaDB mostly is on the other too: the advice has to hold there as well. */
const twin = { mysql: 'mariadb', mariadb: 'mysql', postgres: undefined, sqlite: undefined } as const

const twins = (rule: Rule) =>
  rule.examples.flagged.flatMap(example => {
    const dialect = example.dbVersion === undefined ? twin[example.dialect ?? 'postgres'] : undefined
    return dialect === undefined ? [] : [[example.title, { ...example, dialect }] as const]
  })

const flagged = (rule: Rule) => rule.examples.flagged.map(example => [example.title, example] as const)

describe.each(builtInRules.map(rule => [rule.id, rule] as const))('%s', (_id, rule) => {
  test.each(flagged(rule))('advice on %s can be read, and takes the finding away', (_title, example) => {
    const before = new Set([...loudRules(rule, example), ...loudRules(rule, example, others(rule))])
    for (const { finding, deploys } of advisedMigrations(rule, example)) {
      for (const deploy of deploys) {
        expect(unread(deploy), deploy.up).toEqual([])
        const own = ownFindings(rule, deploy).map(({ message }) => message)
        if (finding === undefined) expect(own, deploy.up).toEqual([])
        else expect(own, deploy.up).not.toContain(finding.message)
        expect(
          loudRules(rule, deploy).filter(id => !before.has(id) && !stays.includes(id)),
          `${deploy.up} gives what was not there before`,
        ).toEqual([])
      }
    }
  })

  test.each(twins(rule))('advice on %s holds on the twin of its engine', (_title, example) => {
    if (ownFindings(rule, example).length === 0) return
    expect(hasAdvice(rule, example)).toBe(true)
    for (const { finding, deploys } of advisedMigrations(rule, example)) {
      for (const deploy of deploys) {
        const left = ownFindings(rule, deploy).map(({ message }) => message)
        expect(left.filter(message => finding === undefined || message === finding.message)).toEqual([])
      }
    }
  })

  test.each(flagged(rule))('%s has advice that is tested, or says why not', (_title, example) => {
    expect(hasAdvice(rule, example)).toBe(true)
  })
})

function hasAdvice(rule: Rule, example: Example): boolean {
  if (rule.noSql !== undefined || example.instead !== undefined) return true
  const found = ownFindings(rule, example)
  // One suggestion may be for all that the statement does.
  const advised = new Set(found.filter(each => each.suggestion !== undefined).map(each => each.statement))
  return found.length > 0 && found.every(({ statement }) => advised.has(statement))
}

/** Without the rule itself, those speak that it silences: what they say is nothing new. */
function others(rule: Rule): readonly Rule[] {
  return builtInRules.filter(each => each !== rule)
}

function unread(example: Example): readonly string[] {
  return [example.up, example.down ?? ''].flatMap(text =>
    readSqlScript({ file: 'x.sql', transaction: 'none' }, text, exampleDialect(example))
      .statements.filter(({ operations }) => operations.some(({ kind }) => kind === 'unreadable'))
      .map(statement => statement.text),
  )
}

/** Errors and warnings, but for those about the way back, which advice leaves out. */
function loudRules(rule: Rule, example: Example, rules = builtInRules): readonly string[] {
  return exampleFindings(example, { rules, settings: rules.includes(rule) ? settingsFor(rule, example) : {} })
    .filter(({ severity, category }) => severity !== 'info' && category !== 'reversibility')
    .map(({ ruleId }) => ruleId)
}
