import { describe, expect, test } from 'vitest'
import { checkConfig } from './check-config.ts'

const ruleIds = ['drop-table', 'drop-column']
const check = (value: unknown) => checkConfig(value, 'migration-lint.config.ts', ruleIds)

test('a whole config comes back as it is', () => {
  const config = {
    migrations: ['db/a', 'db/b'],
    layout: 'knex',
    dialect: 'mysql',
    dbVersion: '8.0.36',
    placeholders: ['@*@', '<%=*%>'],
    rules: { 'drop-table': 'off', 'drop-column': ['warning', { ignore: ['x'] }] },
    startAfter: '20240101_a',
    failOn: 'warning',
    maxRisk: 70,
    environments: {
      production: {
        branches: ['main', 'release/*'],
        maxPending: 10,
        reviewAbovePending: 5,
        timezone: 'America/New_York',
        freeze: [
          { name: 'Friday', start: '0 14 * * FRI', end: '0 8 * * MON' },
          { name: 'Holidays', from: '2026-12-19', to: '2027-01-04' },
        ],
      },
    },
    suppressions: { requireReason: true },
    knex: { knexfile: 'knexfile.js', environment: 'test', timeout: 500 },
  }
  expect(check(config)).toEqual(config)
  expect(check({ $schema: './schema.json' })).toEqual({})
})

const rule = {
  id: 'y',
  category: 'data-loss',
  severity: 'error',
  title: 'Y',
  why: 'Because.',
  instead: 'Nothing.',
  examples: { flagged: [], allowed: [] },
}

describe('each mistake is one sentence that starts with the file', () => {
  const production = (environment: unknown) => ({ environments: { production: environment } })
  test.each([
    [{ enviroments: {} }, 'unknown key "enviroments"; did you mean "environments"?'],
    [
      production({ maxPendin: 1 }),
      'unknown key "maxPendin" in environments.production; did you mean "maxPending"?',
    ],
    [[], 'the config must be an object, not a list.'],
    [{ layout: 'knx' }, 'layout "knx" is not known; did you mean "knex"?'],
    [{ dialect: 'oracle' }, 'dialect must be one of "postgres", "mysql", "mariadb", "sqlite", not "oracle".'],
    [
      { placeholders: ['@@'] },
      'placeholders[0] must be a pattern with one * in it, such as "@*@", not "@@".',
    ],
    [{ dbVersion: 15 }, 'dbVersion must be a text, not 15.'],
    [{ dbVersion: 'new' }, 'dbVersion must be a version such as "15.4", not "new".'],
    [{ rules: { 'drop-tabel': 'off' } }, 'unknown rule "drop-tabel"; did you mean "drop-table"?'],
    [{ rules: { 'drop-table': 'eror' } }, 'rules.drop-table "eror" is not known; did you mean "error"?'],
    [
      { rules: { 'drop-table': ['off'] } },
      'rules.drop-table must be a severity, or a list of a severity and its options',
    ],
    [{ maxRisk: 101 }, 'maxRisk must be a whole number from 0 to 100, not 101.'],
    [{ migrations: [1] }, 'migrations[0] must be a text, not 1.'],
    [{ plugins: [{}] }, 'plugins[0] needs a name.'],
    [{ plugins: [{ name: 'x', rules: [{ id: 'y' }] }] }, 'plugins[0].rules[0] is not a rule'],
    [
      { plugins: [{ name: 'x', rules: [{ ...rule, category: 'dataloss' }] }] },
      'plugins[0].rules[0].category "dataloss" is not known; did you mean "data-loss"?',
    ],
    [
      { suppressions: { requireReason: 'yes' } },
      'suppressions.requireReason must be true or false, not "yes".',
    ],
    [
      production({ timezone: 'Mars/Olympus' }),
      'The time zone "Mars/Olympus" of the environment "production" is not known',
    ],
    [
      production({ freeze: [{ name: 'x', from: '2026-12-19', to: '2026-12-20' }] }),
      'freeze[0] needs the timezone',
    ],
    [
      production({ timezone: 'UTC', freeze: [{ name: 'x', start: 'noon', end: '0 8 * * MON' }] }),
      'The start of the freeze window "x" is "noon"',
    ],
    [
      production({ timezone: 'UTC', freeze: [{ name: 'x', from: '2026-02-30', to: '2026-03-01' }] }),
      'from must be a day such as',
    ],
    [
      production({ timezone: 'UTC', freeze: [{ name: 'x', from: '2026-03-02', to: '2026-03-01' }] }),
      'ends (2026-03-01) before it begins',
    ],
    [
      production({ timezone: 'UTC', freeze: [{ name: 'x', start: '0 14 * * FRI' }] }),
      'needs start and end (cron), or from and to (days).',
    ],
  ])('%j', (config, message) => {
    expect(() => check(config)).toThrow(`migration-lint.config.ts: `)
    expect(() => check(config)).toThrow(message)
  })
})
