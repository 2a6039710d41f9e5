-- The stock exchange's database, as MySQL and MariaDB both take it.
--
-- "TIMESTAMP NULL DEFAULT NULL" is written out everywhere: without it, either server may give a table's first TIMESTAMP
-- column an implicit DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP, and every update would move it.

-- No timestamp of any kind: only a comparison of snapshots finds what changed here.
CREATE TABLE IF NOT EXISTS `Stock` (
  stock_id VARCHAR(5)     NOT NULL,
  company  VARCHAR(100)   NULL,
  category VARCHAR(100)   NULL,
  price    DECIMAL(10, 2) NULL,
  PRIMARY KEY (stock_id),
  UNIQUE KEY stock_company (company)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_general_ci;

-- status is 'I' for a row as inserted, 'U' once it was updated; updated_at is the time of either.
CREATE TABLE IF NOT EXISTS `User` (
  user_id    INT          NOT NULL AUTO_INCREMENT,
  name       VARCHAR(100) NULL,
  email      VARCHAR(255) NULL,
  updated_at TIMESTAMP    NULL DEFAULT NULL,
  status     VARCHAR(1)   NULL,
  PRIMARY KEY (user_id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_general_ci;

-- stock_id has no constraint on purpose: a delisted stock's row is deleted, and its transactions stay.
CREATE TABLE IF NOT EXISTS `Transaction` (
  transaction_id   INT        NOT NULL AUTO_INCREMENT,
  user_id          INT        NULL,
  stock_id         VARCHAR(5) NOT NULL,
  quantity         INT        NULL,
  transaction_date TIMESTAMP  NULL DEFAULT NULL,
  PRIMARY KEY (transaction_id),
  KEY transaction_user (user_id),
  KEY transaction_stock (stock_id),
  KEY transaction_time (transaction_date),
  CONSTRAINT transaction_user_fk FOREIGN KEY (user_id) REFERENCES `User` (user_id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_general_ci;

-- The generator's own books. A day's row is committed with the day's data: where it is missing, so is the day.
CREATE TABLE IF NOT EXISTS datagen_day (
  day                 DATE   NOT NULL,
  seed                BIGINT NOT NULL,
  stocks              INT    NOT NULL,
  repriced            INT    NOT NULL,
  delisted            INT    NOT NULL,
  returned            INT    NOT NULL,
  renamed             INT    NOT NULL,
  users               INT    NOT NULL,
  users_added         INT    NOT NULL,
  users_changed       INT    NOT NULL,
  users_deleted       INT    NOT NULL,
  transactions        INT    NOT NULL,
  next_user_id        INT    NOT NULL,
  next_transaction_id INT    NOT NULL,
  PRIMARY KEY (day)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_general_ci;

-- The price that holds from 06:00 UTC on that day, for every stock that is listed on it.
CREATE TABLE IF NOT EXISTS datagen_price (
  day      DATE           NOT NULL,
  stock_id VARCHAR(5)     NOT NULL,
  price    DECIMAL(10, 2) NULL,
  PRIMARY KEY (day, stock_id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_general_ci;

-- Stocks that are away, as they were: any of them may return.
CREATE TABLE IF NOT EXISTS datagen_delisted (
  stock_id    VARCHAR(5)     NOT NULL,
  company     VARCHAR(100)   NULL,
  category    VARCHAR(100)   NULL,
  price       DECIMAL(10, 2) NULL,
  delisted_on DATE           NOT NULL,
  PRIMARY KEY (stock_id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_general_ci;
