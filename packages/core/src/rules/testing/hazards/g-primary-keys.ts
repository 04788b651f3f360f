import { type Hazard, mysqlFamily } from './hazard.ts'

const tables = 'CREATE TABLE u (id int PRIMARY KEY, email varchar(100), n int, e varchar(100));'
const otherTables = 'CREATE TABLE w (id serial PRIMARY KEY)'

export const primaryKeys: readonly Hazard[] = [
  {
    hazard: 'pk-change',
    engines: ['postgres', 'mysql', 'mariadb'],
    cases: [
      {
        when: 'drop add',
        on: 'postgres',
        given: tables,
        up: 'ALTER TABLE u DROP CONSTRAINT u_pkey; ALTER TABLE u ADD PRIMARY KEY (email)',
        says: ['add-primary-key', 'drop-unique'],
      },
      {
        when: 'drop add one',
        on: 'postgres',
        given: tables,
        up: 'ALTER TABLE u DROP CONSTRAINT u_pkey, ADD PRIMARY KEY (email)',
        says: ['add-primary-key', 'drop-unique'],
      },
      {
        when: 'drop add',
        on: mysqlFamily,
        given: tables,
        up: 'ALTER TABLE u DROP PRIMARY KEY, ADD PRIMARY KEY (email)',
        says: ['add-primary-key', 'drop-unique'],
      },
      {
        when: 'drop add two statements',
        on: mysqlFamily,
        given: tables,
        up: 'ALTER TABLE u DROP PRIMARY KEY; ALTER TABLE u ADD PRIMARY KEY (email)',
        says: ['add-primary-key', 'implicit-commit-multi-ddl', 'multiple-alter-same-table', 'pk-change'],
      },
      {
        when: 'drop pk of auto_increment',
        on: mysqlFamily,
        given: 'CREATE TABLE w (id int AUTO_INCREMENT PRIMARY KEY, k int)',
        up: 'ALTER TABLE w DROP PRIMARY KEY',
        says: ['constraint-backing-index-drop'],
      },
      {
        when: 'drop pk referenced',
        on: 'postgres',
        given:
          'CREATE TABLE p (id int PRIMARY KEY, code int);CREATE TABLE c (id int, p_id int REFERENCES p (id));',
        up: 'ALTER TABLE p DROP CONSTRAINT p_pkey',
        says: ['drop-order', 'drop-unique'],
      },
      {
        when: 'retype key referenced',
        on: 'postgres',
        given:
          'CREATE TABLE p (id int PRIMARY KEY, code int);CREATE TABLE c (id int, p_id int REFERENCES p (id));',
        up: 'ALTER TABLE p ALTER COLUMN id TYPE bigint',
        says: ['alter-column-type-rewrite'],
      },
      {
        when: 'retype key referenced',
        on: mysqlFamily,
        given:
          'CREATE TABLE p (id int PRIMARY KEY, code int);CREATE TABLE c (id int primary key, p_id int, FOREIGN KEY (p_id) REFERENCES p (id));',
        up: 'ALTER TABLE p MODIFY id bigint NOT NULL',
        says: ['fk-type-mismatch'],
      },
    ],
  },
  {
    hazard: 'autoincrement-capacity',
    engines: ['postgres', 'mysql', 'mariadb'],
    cases: [
      {
        when: 'smallserial',
        on: 'postgres',
        up: 'CREATE TABLE w (id smallserial PRIMARY KEY)',
        says: ['autoincrement-capacity'],
      },
      {
        when: 'tinyint',
        on: mysqlFamily,
        up: 'CREATE TABLE w (id tinyint AUTO_INCREMENT PRIMARY KEY)',
        says: ['autoincrement-capacity'],
      },
      {
        when: 'set near end',
        on: mysqlFamily,
        given: 'CREATE TABLE w (id int AUTO_INCREMENT PRIMARY KEY)',
        up: 'ALTER TABLE w AUTO_INCREMENT=2100000000',
        says: ['autoincrement-capacity'],
      },
      {
        when: 'restart near end',
        on: 'postgres',
        given: otherTables,
        up: 'ALTER SEQUENCE w_id_seq RESTART WITH 2100000000',
        says: ['autoincrement-capacity', 'drop-sequence'],
      },
    ],
  },
]
