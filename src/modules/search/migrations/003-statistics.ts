import type { Migration } from '../../../kernel/module.ts'

/** What is searched for, by day and place; nothing about who asked. */
export const statistics: Migration = {
  name: 'search/003-statistics',
  sql: `
    -- words: as they were asked, small and tidy; '' adds up everything that is not named (rare words, numbers of persons).
    -- place: the code of the site that was asked.
    CREATE TABLE search.query_day (
      day date NOT NULL,
      words text NOT NULL CHECK (length(words) <= 60),
      place text NOT NULL,
      searches int NOT NULL DEFAULT 0,
      zero int NOT NULL DEFAULT 0,
      clicks int NOT NULL DEFAULT 0,
      position_sum int NOT NULL DEFAULT 0,
      PRIMARY KEY (day, words, place)
    );
    CREATE TABLE search.click_day (
      day date NOT NULL,
      words text NOT NULL CHECK (length(words) <= 60),
      place text NOT NULL,
      position int NOT NULL CHECK (position BETWEEN 1 AND 1000),
      clicks int NOT NULL DEFAULT 0,
      PRIMARY KEY (day, words, place, position)
    );
    -- Words are named from the third day on which they are asked. Until then a mark of 24 bits, made with a secret, waits:
    -- many words have the same one, so it does not give back what was asked.
    CREATE TABLE search.query_waiting (
      mark int PRIMARY KEY CHECK (mark BETWEEN 0 AND 16777215),
      days int NOT NULL DEFAULT 1,
      last_day date NOT NULL
    );
    CREATE TABLE search.statistics_secret (
      is_only boolean PRIMARY KEY DEFAULT true CHECK (is_only),
      secret text NOT NULL DEFAULT gen_random_uuid()::text || gen_random_uuid()::text
    );
    INSERT INTO search.statistics_secret DEFAULT VALUES;
  `,
}
