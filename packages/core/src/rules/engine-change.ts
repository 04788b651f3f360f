import type { Rule } from './rule.ts'

export const engineChange: Rule = {
  id: 'engine-change',
  category: 'data-loss',
  severity: 'error',
  title: 'A table moves to a storage engine that keeps less than InnoDB.',
  why: `MEMORY loses its rows when the server restarts, BLACKHOLE keeps none. MyISAM, Aria, CSV and ARCHIVE know no foreign
keys and no transactions, and a crash can damage the table, though not one of Aria. The whole table is copied.`,
  instead: 'Stay with InnoDB.',
  sources: ['MySQL 8.0 manual, Alternative Storage Engines'],
  examples: {
    flagged: [
      {
        title: 'to MEMORY',
        dialect: 'mysql',
        given: 'CREATE TABLE sessions (id int) ENGINE=InnoDB',
        up: 'ALTER TABLE sessions ENGINE=MEMORY',
        instead: 'ALTER TABLE sessions ENGINE=InnoDB',
      },
      {
        title: 'to Aria',
        dialect: 'mariadb',
        given: 'CREATE TABLE sessions (id int) ENGINE=InnoDB',
        up: 'ALTER TABLE sessions ENGINE=Aria',
        instead: 'ALTER TABLE sessions ENGINE=InnoDB',
      },
    ],
    allowed: [
      {
        title: 'the engine that it has: the table is built anew',
        dialect: 'mysql',
        given: 'CREATE TABLE sessions (id int) ENGINE=MyISAM',
        up: 'ALTER TABLE sessions ENGINE=MyISAM',
      },
      {
        title: 'to InnoDB',
        dialect: 'mysql',
        given: 'CREATE TABLE sessions (id int) ENGINE=MyISAM',
        up: 'ALTER TABLE sessions ENGINE=InnoDB',
      },
    ],
  },

  checkOperation: {
    'set-table-option'({ table, option, value }, { tableBefore }) {
      const engine = value.toLowerCase()
      // It is built anew, as mysql-table-copy tells.
      if (option !== 'engine' || tableBefore(table)?.options.engine?.toLowerCase() === engine)
        return undefined
      const consequence = consequences[engine]
      return consequence === undefined
        ? undefined
        : { message: `${table} moves to ${value}, which ${consequence}.`, objects: [table] }
    },
  },
}

const consequences: Readonly<Record<string, string>> = {
  memory: 'loses every row when the server restarts',
  heap: 'loses every row when the server restarts',
  blackhole: 'keeps no rows',
  myisam: 'has no transactions and no foreign keys',
  aria: 'has no transactions and no foreign keys',
  merge: 'keeps no rows of its own',
  mrg_myisam: 'keeps no rows of its own',
  csv: 'has no indexes, no transactions and no NULL',
  archive: 'has no updates, no deletes and no foreign keys',
}
