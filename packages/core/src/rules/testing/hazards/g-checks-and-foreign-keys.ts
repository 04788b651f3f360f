import { everyEngine, type Hazard, mysqlFamily } from './hazard.ts'

const tables = 'CREATE TABLE u (id int PRIMARY KEY, email varchar(100), n int, e varchar(100));'
const otherTables =
  'CREATE TABLE u (id int PRIMARY KEY, email varchar(100), n int, e varchar(100));CREATE TABLE p (id int PRIMARY KEY, code int);'

export const checksAndForeignKeys: readonly Hazard[] = [
  {
    hazard: 'add-check-on-existing',
    engines: everyEngine,
    cases: [
      {
        when: 'check',
        on: ['postgres', 'mysql', 'mariadb'],
        given: tables,
        up: 'ALTER TABLE u ADD CONSTRAINT c CHECK (n > 0)',
        says: ['add-check'],
      },
      {
        when: 'check, 3.53',
        on: 'sqlite',
        given: tables,
        up: 'ALTER TABLE u ADD CONSTRAINT c CHECK (n > 0)',
        dbVersion: '3.53',
        says: ['add-check'],
      },
      {
        when: 'not valid',
        on: 'postgres',
        given: tables,
        up: 'ALTER TABLE u ADD CONSTRAINT c CHECK (n > 0) NOT VALID',
        silent: 'no row is looked at',
      },
      {
        when: 'validate',
        on: 'postgres',
        given:
          'CREATE TABLE u (id int PRIMARY KEY, email varchar(100), n int, e varchar(100));ALTER TABLE u ADD CONSTRAINT c CHECK (n > 0) NOT VALID;',
        up: 'ALTER TABLE u VALIDATE CONSTRAINT c',
        silent: 'it is the advised second step, and changes nothing where it fails',
      },
      {
        when: 'mariadb checks off',
        on: 'mariadb',
        given: tables,
        up: 'SET check_constraint_checks=0; ALTER TABLE u ADD CONSTRAINT c CHECK (n > 0); SET check_constraint_checks=1',
        says: ['add-check'],
      },
      {
        when: 'column check via modify',
        on: 'mysql',
        given: tables,
        up: 'ALTER TABLE u MODIFY n int CHECK (n > 0)',
        says: ['add-check-on-existing', 'mysql-table-copy'],
      },
      {
        when: 'column check via modify',
        on: 'mariadb',
        given: tables,
        up: 'ALTER TABLE u MODIFY n int CHECK (n > 0)',
        says: ['add-check-on-existing'],
      },
      {
        when: 'add column default violates',
        on: ['postgres', 'mariadb', 'sqlite'],
        given: tables,
        up: 'ALTER TABLE u ADD COLUMN d int DEFAULT 0 CHECK (d > 0)',
        says: ['add-check-on-existing'],
      },
      {
        when: 'add column default violates',
        on: 'mysql',
        given: tables,
        up: 'ALTER TABLE u ADD COLUMN d int DEFAULT 0 CHECK (d > 0)',
        says: ['add-check-on-existing', 'mysql-table-copy'],
      },
      {
        when: 'add column null ok',
        on: 'postgres',
        given: tables,
        up: 'ALTER TABLE u ADD COLUMN d int CHECK (d > 0)',
        says: ['add-column-check-inline'],
      },
      {
        when: 'add column null ok',
        on: 'mysql',
        given: tables,
        up: 'ALTER TABLE u ADD COLUMN d int CHECK (d > 0)',
        says: ['mysql-table-copy'],
      },
      {
        when: 'add column null ok',
        on: ['mariadb', 'sqlite'],
        given: tables,
        up: 'ALTER TABLE u ADD COLUMN d int CHECK (d > 0)',
        silent: 'NULL meets it',
      },
      {
        when: 'rebuild with check',
        on: 'sqlite',
        given: tables,
        up: 'CREATE TABLE new_u (id int PRIMARY KEY, email varchar(100), n int CHECK (n > 0), e varchar(100)); INSERT INTO new_u SELECT * FROM u; DROP TABLE u; ALTER TABLE new_u RENAME TO u',
        says: ['add-check-on-existing'],
      },
    ],
  },
  {
    hazard: 'add-fk-on-existing',
    engines: everyEngine,
    cases: [
      {
        when: 'rebuild with fk',
        on: 'sqlite',
        given: otherTables,
        up: 'CREATE TABLE new_u (id int PRIMARY KEY, email varchar(100), n int REFERENCES p (id), e varchar(100)); INSERT INTO new_u SELECT * FROM u; DROP TABLE u; ALTER TABLE new_u RENAME TO u',
        says: ['add-fk-on-existing'],
      },
      {
        when: 'fk',
        on: ['postgres', 'mysql', 'mariadb'],
        given: otherTables,
        up: 'ALTER TABLE u ADD CONSTRAINT f FOREIGN KEY (n) REFERENCES p (id)',
        says: ['add-foreign-key'],
      },
      {
        when: 'fk not valid',
        on: 'postgres',
        given: otherTables,
        up: 'ALTER TABLE u ADD CONSTRAINT f FOREIGN KEY (n) REFERENCES p (id) NOT VALID',
        silent: 'no row is looked at',
      },
      {
        when: 'fk validate',
        on: 'postgres',
        given:
          'CREATE TABLE u (id int PRIMARY KEY, email varchar(100), n int, e varchar(100));CREATE TABLE p (id int PRIMARY KEY, code int);ALTER TABLE u ADD CONSTRAINT f FOREIGN KEY (n) REFERENCES p (id) NOT VALID;',
        up: 'ALTER TABLE u VALIDATE CONSTRAINT f',
        silent: 'it is the advised second step, and changes nothing where it fails',
      },
      {
        when: 'fk new null column',
        on: ['postgres', 'sqlite'],
        given: otherTables,
        up: 'ALTER TABLE u ADD COLUMN p_id int REFERENCES p (id)',
        silent: 'NULL refers to nothing',
      },
      {
        when: 'fk new null column',
        on: 'mysql',
        given: otherTables,
        up: 'ALTER TABLE u ADD COLUMN p_id int REFERENCES p (id)',
        says: ['inline-references-ignored'],
      },
      {
        when: 'fk new null column',
        on: 'mariadb',
        given: otherTables,
        up: 'ALTER TABLE u ADD COLUMN p_id int REFERENCES p (id)',
        says: ['add-foreign-key'],
      },
      {
        when: 'fk new column default 1',
        on: ['postgres', 'mariadb'],
        given: otherTables,
        up: 'ALTER TABLE u ADD COLUMN p_id int DEFAULT 1 REFERENCES p (id)',
        says: ['add-foreign-key'],
      },
      {
        when: 'fk new column default 1',
        on: 'mysql',
        given: otherTables,
        up: 'ALTER TABLE u ADD COLUMN p_id int DEFAULT 1 REFERENCES p (id)',
        says: ['inline-references-ignored'],
      },
      {
        when: 'fk new column default 1',
        on: 'sqlite',
        given: otherTables,
        up: 'ALTER TABLE u ADD COLUMN p_id int DEFAULT 1 REFERENCES p (id)',
        silent: 'foreign keys are off unless the connection says otherwise, which no script does',
      },
      {
        when: 'fk new column default 1 in two',
        on: mysqlFamily,
        given: otherTables,
        up: 'ALTER TABLE u ADD COLUMN p_id int NOT NULL DEFAULT 1, ADD FOREIGN KEY (p_id) REFERENCES p (id)',
        says: ['add-foreign-key'],
      },
      {
        when: 'fk new column not null implicit 0',
        on: mysqlFamily,
        given: otherTables,
        up: 'ALTER TABLE u ADD COLUMN p_id int NOT NULL, ADD FOREIGN KEY (p_id) REFERENCES p (id)',
        says: ['add-foreign-key', 'add-required-column'],
      },
    ],
  },
]
