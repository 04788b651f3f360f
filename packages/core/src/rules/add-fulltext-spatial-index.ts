import { leaveIndexOut } from './advice/leave-index-out.ts'
import type { Rule } from './rule.ts'

const quietTime = 'Add it at a quiet time, or with an online schema change tool.'

export const addFulltextSpatialIndex: Rule = {
  id: 'add-fulltext-spatial-index',
  category: 'locking',
  severity: 'warning',
  title: 'A FULLTEXT or SPATIAL index is built while nobody can write to the table.',
  why: `Other indexes are built while writes go on; these two are not: LOCK=NONE is refused. The first FULLTEXT index of a
table also writes every row anew, for a hidden FTS_DOC_ID column.`,
  instead: `${quietTime} A table that has a
column FTS_DOC_ID of its own, BIGINT UNSIGNED NOT NULL, is not rebuilt for its first FULLTEXT index.`,
  noSql: 'InnoDB has no way to build either while others write',
  sources: ['MySQL 8.4 manual, Online DDL Operations', 'measured: MariaDB 10.11'],
  examples: {
    flagged: [
      {
        title: 'FULLTEXT',
        dialect: 'mysql',
        given: 'CREATE TABLE posts (id bigint, body text)',
        up: 'ALTER TABLE posts ADD FULLTEXT INDEX posts_body (body)',
      },
      {
        title: 'one that was dropped: the hidden column has stayed',
        dialect: 'mariadb',
        given:
          'CREATE TABLE posts (id bigint, title text, body text); CREATE FULLTEXT INDEX posts_text ON posts (body)',
        up: 'DROP INDEX posts_text ON posts; CREATE FULLTEXT INDEX posts_text ON posts (title, body)',
      },
      {
        title: 'SPATIAL',
        dialect: 'mariadb',
        given: 'CREATE TABLE shops (id bigint, place point NOT NULL)',
        up: 'CREATE SPATIAL INDEX shops_place ON shops (place)',
      },
    ],
    allowed: [
      {
        title: 'another index',
        dialect: 'mysql',
        given: 'CREATE TABLE posts (id bigint, title varchar(100))',
        up: 'ALTER TABLE posts ADD INDEX posts_title (title)',
      },
      {
        title: 'a table that is new in the same deploy',
        dialect: 'mysql',
        up: 'CREATE TABLE posts (body text); ALTER TABLE posts ADD FULLTEXT INDEX posts_body (body)',
      },
    ],
  },

  checkOperation: {
    'create-index'({ index }, context) {
      const { effects } = context
      if (index.variant === undefined || !effects.some(effect => effect.blocksWrites === true))
        return undefined
      const name = index.name === undefined ? '' : ` ${index.name}`
      const isFirst = index.variant === 'fulltext' && effects.some(effect => effect.rewrite === true)
      const rows = isFirst ? ' and every row is written anew' : ''
      const leftOut = leaveIndexOut(index, context)
      return {
        message: `No writes to ${index.table} get through while the ${index.variant.toUpperCase()} index${name} is built${rows}.`,
        ...(leftOut === undefined ? !isFirst && { instead: quietTime } : { instead: leftOut }),
        objects: [index.table],
      }
    },
  },
}
