import { type Hazard, mysqlFamily } from './hazard.ts'


export const varcharLength: readonly Hazard[] = [{ hazard: "varchar-length-byte-boundary", engines: mysqlFamily, cases: [{ when: "utf8mb4 63->64", on: mysqlFamily, given: "CREATE TABLE w (id int primary key, c varchar(63)) DEFAULT CHARSET=utf8mb4", up: "ALTER TABLE w MODIFY c varchar(64)", says: ["varchar-length-byte-boundary"] },
{ when: "utf8mb4 50->63", on: mysqlFamily, given: "CREATE TABLE w (id int primary key, c varchar(50)) DEFAULT CHARSET=utf8mb4", up: "ALTER TABLE w MODIFY c varchar(63)", silent: "the length takes one byte before and after" },
{ when: "utf8mb4 64->300", on: mysqlFamily, given: "CREATE TABLE w (id int primary key, c varchar(64)) DEFAULT CHARSET=utf8mb4", up: "ALTER TABLE w MODIFY c varchar(300)", silent: "the length takes two bytes before and after" },
{ when: "utf8mb3 85->86", on: mysqlFamily, given: "CREATE TABLE w (id int primary key, c varchar(85)) DEFAULT CHARSET=utf8mb3", up: "ALTER TABLE w MODIFY c varchar(86)", says: ["varchar-length-byte-boundary"] },
{ when: "utf8mb3 84->85", on: mysqlFamily, given: "CREATE TABLE w (id int primary key, c varchar(84)) DEFAULT CHARSET=utf8mb3", up: "ALTER TABLE w MODIFY c varchar(85)", silent: "the length takes one byte before and after" },
{ when: "utf8mb3 255->256", on: mysqlFamily, given: "CREATE TABLE w (id int primary key, c varchar(255)) DEFAULT CHARSET=utf8mb3", up: "ALTER TABLE w MODIFY c varchar(256)", silent: "the length takes two bytes before and after" },
{ when: "latin1 255->256", on: mysqlFamily, given: "CREATE TABLE w (id int primary key, c varchar(255)) DEFAULT CHARSET=latin1", up: "ALTER TABLE w MODIFY c varchar(256)", says: ["varchar-length-byte-boundary"] },
{ when: "latin1 254->255", on: mysqlFamily, given: "CREATE TABLE w (id int primary key, c varchar(254)) DEFAULT CHARSET=latin1", up: "ALTER TABLE w MODIFY c varchar(255)", silent: "the length takes one byte before and after" },
{ when: "latin1 64->300", on: "mysql", given: "CREATE TABLE w (id int primary key, c varchar(64)) DEFAULT CHARSET=latin1", up: "ALTER TABLE w MODIFY c varchar(300)", says: ["varchar-length-byte-boundary"] },
{ when: "latin1 64->300", on: "mariadb", given: "CREATE TABLE w (id int primary key, c varchar(64)) DEFAULT CHARSET=latin1", up: "ALTER TABLE w MODIFY c varchar(300)", silent: "up to 127 bytes MariaDB reads the length either way" },
{ when: "charset unknown 63->64", on: mysqlFamily, given: "CREATE TABLE w (id int primary key, c varchar(63))", up: "ALTER TABLE w MODIFY c varchar(64)", says: ["varchar-length-byte-boundary"] },
{ when: "binary", on: mysqlFamily, given: "CREATE TABLE w (id int primary key, c varbinary(255))", up: "ALTER TABLE w MODIFY c varbinary(256)", says: ["mysql-table-copy"] },
{ when: "binary in", on: mysqlFamily, given: "CREATE TABLE w (id int primary key, c varbinary(254))", up: "ALTER TABLE w MODIFY c varbinary(255)", silent: "the length takes one byte before and after" }] }]
