import type { ObjectName } from '../operations/column.ts'
import type { Operation } from '../operations/operation.ts'
import { indexesAndKeysOf } from '../schema/index-parts.ts'
import { findTable } from '../schema/lookup.ts'
import type { SchemaState } from '../schema/schema-state.ts'
import type { DeployContext, Rule } from './rule.ts'
import { listWords } from './wording/list-words.ts'

export const indexLeftInvalid: Rule = {
  id: 'index-left-invalid',
  category: 'order',
  severity: 'warning',
  title: 'An index made ON ONLY a partitioned table is not valid at the end of the deploy.',
  why: `It holds nothing by itself, and is valid once each partition has an index of its own that is attached to it. Until then
a partition without one is read whole, no foreign key can refer to the columns of a key, ON CONFLICT finds none, and rows
of that partition may repeat. The server does not say so: the statement succeeds.`,
  instead: `Build the index of each partition, with CONCURRENTLY where it has rows, and attach it: ALTER INDEX … ATTACH
PARTITION. pg_index.indisvalid tells when it is done.`,
  sources: [
    'PostgreSQL manual, Table Partitioning, Partition Maintenance; CREATE INDEX; ALTER INDEX',
    'measured: PostgreSQL 15 and 18',
  ],
  appliesToNewTables: true,
  examples: {
    flagged: [
      {
        title: 'one of two partitions is forgotten',
        given: `CREATE TABLE visits (id int, site int) PARTITION BY LIST (site);
CREATE TABLE visits_1 PARTITION OF visits FOR VALUES IN (1);
CREATE TABLE visits_2 PARTITION OF visits FOR VALUES IN (2);`,
        up: `CREATE INDEX visits_id ON ONLY visits (id);
CREATE INDEX CONCURRENTLY visits_1_id ON visits_1 (id);
ALTER INDEX visits_id ATTACH PARTITION visits_1_id;`,
        transaction: 'none',
        instead: [
          {
            up: `CREATE INDEX visits_id ON ONLY visits (id);
CREATE INDEX CONCURRENTLY visits_1_id ON visits_1 (id);
ALTER INDEX visits_id ATTACH PARTITION visits_1_id;
CREATE INDEX CONCURRENTLY visits_2_id ON visits_2 (id);
ALTER INDEX visits_id ATTACH PARTITION visits_2_id;`,
            transaction: 'none',
          },
        ],
      },
      {
        title: 'a key that keeps nothing apart yet',
        given: `CREATE TABLE visits (id int NOT NULL, site int NOT NULL) PARTITION BY LIST (site);
CREATE TABLE visits_1 PARTITION OF visits FOR VALUES IN (1);`,
        up: 'ALTER TABLE ONLY visits ADD CONSTRAINT visits_once UNIQUE (id, site)',
        instead: [
          {
            up: 'CREATE UNIQUE INDEX CONCURRENTLY visits_1_once ON visits_1 (id, site)',
            transaction: 'none',
          },
          `ALTER TABLE visits_1 ADD CONSTRAINT visits_1_once UNIQUE USING INDEX visits_1_once;
ALTER TABLE ONLY visits ADD CONSTRAINT visits_once UNIQUE (id, site);
ALTER INDEX visits_once ATTACH PARTITION visits_1_once;`,
        ],
      },
    ],
    allowed: [
      {
        title: 'all of them are attached',
        given: `CREATE TABLE visits (id int, site int) PARTITION BY LIST (site);
CREATE TABLE visits_1 PARTITION OF visits FOR VALUES IN (1);`,
        up: `CREATE INDEX visits_id ON ONLY visits (id);
CREATE INDEX CONCURRENTLY visits_1_id ON visits_1 (id);
ALTER INDEX visits_id ATTACH PARTITION visits_1_id;`,
        transaction: 'none',
      },
      {
        title: 'there is no partition yet: each new one gets the index',
        given: 'CREATE TABLE visits (id int, site int) PARTITION BY LIST (site)',
        up: 'CREATE INDEX visits_id ON ONLY visits (id)',
      },
    ],
  },

  checkDeploy({ migrations }: DeployContext) {
    const end = migrations.at(-1)?.replayed.up.after
    if (end === undefined) return undefined
    return migrations.flatMap(({ migration, replayed }) =>
      replayed.up.steps.flatMap(({ operation, statement, before, after }) => {
        const table = madeOnlyOn(operation)
        if (table === undefined) return []
        return indexesAndKeysOf(findTable(after, table))
          .filter(part => !indexesAndKeysOf(findTable(before, table)).includes(part))
          .flatMap(({ name = '' }) => {
            const waiting = waitingAtEnd(end, table, name)
            return waiting === undefined
              ? []
              : {
                  message: messageOf(name, waiting),
                  objects: [`${table}.${name}`],
                  at: { file: migration.up.file, location: statement.location, statement: statement.text },
                }
          })
      }),
    )
  },
}

function madeOnlyOn(operation: Operation): ObjectName | undefined {
  if (operation.only !== true) return undefined
  if (operation.kind === 'create-index') return operation.index.table
  return operation.kind === 'add-constraint' ? operation.table : undefined
}

/** The partitions that it waits for, where it is not valid. */
function waitingAtEnd(end: SchemaState, table: ObjectName, name: string): readonly ObjectName[] | undefined {
  return indexesAndKeysOf(findTable(end, table)).find(part => part.name === name)?.unattached
}

function messageOf(name: string, waiting: readonly ObjectName[]): string {
  return waiting.length === 0
    ? `${name} is not valid at the end of the deploy.`
    : `${name} is not valid at the end of the deploy: no valid index of ${listWords(waiting)} is attached to it.`
}
