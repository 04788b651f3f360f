import { findEnum } from '../schema/lookup.ts'
import { columnIn } from './names/known-columns.ts'
import type { Rule } from './rule.ts'
import { listWords } from './wording/list-words.ts'

export const enumValueConsumedBeforeDeploy: Rule = {
  id: 'enum-value-consumed-before-deploy',
  category: 'compatibility',
  severity: 'info',
  optIn: true,
  title: 'An enum gets a value that the running code does not know.',
  why: `As soon as one server of the new release writes the value, those of the old one read it: a typed client fails on the
row, a switch falls through. After a rollback of the code the rows stay.`,
  instead: `Deploy the code that can read the value first, then the value, then the code that writes it.`,
  noSql: 'the code that can read the value is deployed first',
  examples: {
    flagged: [
      {
        title: 'PostgreSQL',
        given: "CREATE TYPE mood AS ENUM ('sad', 'happy')",
        up: "ALTER TYPE mood ADD VALUE 'ok'",
      },
      {
        title: 'MySQL',
        dialect: 'mysql',
        given: "CREATE TABLE people (mood ENUM('sad', 'happy'))",
        up: "ALTER TABLE people MODIFY mood ENUM('sad', 'happy', 'ok')",
      },
    ],
    allowed: [
      {
        title: 'a type that is new in the same deploy',
        up: "CREATE TYPE mood AS ENUM ('sad'); ALTER TYPE mood ADD VALUE 'ok'",
      },
      {
        title: 'the same members',
        dialect: 'mysql',
        given: "CREATE TABLE people (mood ENUM('sad', 'happy'))",
        up: "ALTER TABLE people MODIFY mood ENUM('sad', 'happy') NOT NULL",
      },
    ],
  },

  checkOperation: {
    'add-enum-value'({ type, value }, { before, deployed }) {
      // A type that this deploy makes is read by no running code.
      if (findEnum(before, type) !== undefined && findEnum(deployed, type) === undefined) return undefined
      if (findEnum(before, type)?.values.includes(value)) return undefined
      return { message: `Running code that reads a ${type} does not know '${value}'.`, objects: [type] }
    },
    'change-column'({ table, column, to }, { before, isNewColumn }) {
      const old = columnIn(before, table, column)?.type?.values
      const added = to.type?.values?.filter(value => old?.includes(value) === false) ?? []
      if (added.length === 0 || isNewColumn(table, column)) return undefined
      return {
        message: `Running code that reads ${table}.${column} does not know ${listWords(added.map(value => `'${value}'`))}.`,
        objects: [`${table}.${column}`],
      }
    },
  },
}
