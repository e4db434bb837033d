-- What a system that sends claims keeps, so that corrections are applied once and in order. SQLite; any database with transactions does.
CREATE TABLE IF NOT EXISTS claims (
  tenant   TEXT NOT NULL,
  claim_id TEXT NOT NULL,
  version  INTEGER NOT NULL,
  body     TEXT NOT NULL,                -- the claim as JSON, as it was last sent
  sequence INTEGER NOT NULL DEFAULT 0,   -- of the last correction that was taken
  PRIMARY KEY (tenant, claim_id)
);
-- What people here still have to do: claims that are held, questions to providers.
CREATE TABLE IF NOT EXISTS tasks (
  correction_id TEXT PRIMARY KEY,
  tenant        TEXT NOT NULL,
  claim_id      TEXT NOT NULL,
  kind          TEXT NOT NULL,
  body          TEXT NOT NULL
);
-- Versions that are to be sent: written together with the change, sent afterwards, as often as it takes.
CREATE TABLE IF NOT EXISTS unsent (
  tenant   TEXT NOT NULL,
  claim_id TEXT NOT NULL,
  version  INTEGER NOT NULL,
  body     TEXT NOT NULL,
  PRIMARY KEY (tenant, claim_id, version)
);
