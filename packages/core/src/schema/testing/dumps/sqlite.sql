CREATE TABLE users (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      email TEXT NOT NULL UNIQUE,
      name VARCHAR(50) DEFAULT 'x',
      born DATE,
      score NUMERIC(10, 2) CHECK (score >= 0),
      name_length INT GENERATED ALWAYS AS (length(name)) VIRTUAL,
      UNIQUE (name, born)
    );
CREATE TABLE sqlite_sequence(name,seq);
CREATE INDEX users_by_born ON users (born, score);
CREATE UNIQUE INDEX users_lower ON users (lower(email)) WHERE born IS NOT NULL;
CREATE TABLE orders (
      id INTEGER PRIMARY KEY,
      user_id INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
      total INT DEFAULT 0,
      note
    );
CREATE INDEX orders_by_user ON orders (user_id);
CREATE TABLE lines (order_id INT, line INT, item TEXT, PRIMARY KEY (order_id, line),
      FOREIGN KEY (order_id) REFERENCES orders (id) ON UPDATE SET NULL) WITHOUT ROWID;
CREATE TABLE strict_one (id INT PRIMARY KEY, a TEXT) STRICT;
CREATE TABLE text_key (id TEXT PRIMARY KEY, a INT);
CREATE TRIGGER text_key_added AFTER INSERT ON text_key BEGIN
      UPDATE text_key SET a = 1 WHERE id <> 'a;b';
      SELECT 1;
    END;
CREATE VIEW totals AS SELECT user_id, sum(total) AS total FROM orders GROUP BY user_id;