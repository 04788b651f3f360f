import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import type { Report } from '../report/report.ts'
import { json } from './json.ts'

const plain = { color: false, width: 100 }
const stopped: Report = JSON.parse(
  readFileSync(new URL('golden/stopped.report.json', import.meta.url), 'utf8'),
)

test('the deploy that is stopped', async () => {
  await expect(json.render(stopped, plain)).toMatchFileSnapshot('golden/stopped.json.txt')
})

test('has every key of the contract, in its order, and none besides', () => {
  const report = JSON.parse(json.render(stopped, plain))
  expect(shapeOf(report)).toEqual({
    version: 'number',
    tool: { name: 'string', version: 'string' },
    verdict: 'string',
    dialect: 'string',
    summary: Object.fromEntries(
      'migrations pending statements unread errors warnings infos suppressed missingDown irreversible destructive'
        .split(' ')
        .map(key => [key, 'number']),
    ),
    risk: riskShape,
    policy: [{ id: 'string', status: 'string', message: 'string' }],
    migrations: [
      {
        name: 'string',
        file: 'string',
        downFile: 'null',
        layout: 'string',
        dialect: 'string',
        pending: 'boolean',
        risk: riskShape,
        reversibility: { grade: 'string', lost: ['string'], differences: ['string'] },
        statements: [
          {
            direction: 'string',
            ...placeShape,
            reading: 'string',
            operations: ['string'],
            effects: [effectShape],
          },
        ],
        findings: [findingShape],
      },
    ],
    findings: [{ ...findingWithoutPlace }],
    notChecked: [],
  })
})

test('keeps the order of the contract', () => {
  const rendered = json.render(stopped, plain)
  expect(Object.keys(JSON.parse(rendered))).toEqual([
    'version',
    'tool',
    'verdict',
    'dialect',
    'summary',
    'risk',
    'policy',
    'migrations',
    'findings',
    'notChecked',
  ])
  expect(Object.keys(JSON.parse(rendered).migrations[0].findings[0])).toEqual(Object.keys(findingShape))
  expect(rendered).toBe(json.render(stopped, { color: true, width: 60 }))
  expect(rendered.endsWith('}\n')).toBe(true)
})

test('no suppressed finding is listed: the list has what the summary counts', () => {
  const { migrations, summary } = JSON.parse(json.render(stopped, plain))
  expect(stopped.migrations[0]?.findings).toHaveLength(3)
  expect(migrations[0].findings).toHaveLength(2)
  expect(summary.suppressed).toBe(1)
})

const riskShape = {
  score: 'number',
  level: 'string',
  parts: [{ points: 'number', ruleId: 'string', migration: 'string', why: 'string' }],
}
const placeShape = { line: 'number', column: 'number', endLine: 'number', endColumn: 'number' }
const effectShape = {
  table: 'string',
  lock: 'string',
  blocksReads: 'boolean',
  blocksWrites: 'boolean',
  rewrite: 'boolean',
  scan: 'null',
  algorithm: 'string',
  lockClause: 'string',
}
const findingShape = {
  ruleId: 'string',
  category: 'string',
  severity: 'string',
  direction: 'string',
  message: 'string',
  instead: 'string',
  file: 'string',
  ...placeShape,
  statement: 'string',
  objects: ['string'],
  lock: { mode: 'string', table: 'string', rewrite: 'boolean', blocks: 'string' },
  suggestion: { title: 'string', sql: 'string' },
}
const findingWithoutPlace = {
  ruleId: 'string',
  category: 'string',
  severity: 'string',
  direction: 'string',
  message: 'string',
  instead: 'string',
  file: 'string',
  objects: [],
}

/** Keys and the types of their values; a list by its first item. */
function shapeOf(value: unknown): unknown {
  if (value === null) return 'null'
  if (Array.isArray(value)) return value.slice(0, 1).map(shapeOf)
  if (typeof value === 'object')
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, shapeOf(one)]))
  return typeof value
}
