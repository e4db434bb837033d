import type { MigrationInterface, QueryRunner } from 'typeorm'

/** What was answered to requests with an Idempotency-Key, for as long as a sender may send them again. */
export class IdempotentAnswers20 implements MigrationInterface {
  readonly name = 'IdempotentAnswers1700000000020'

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(TABLES)
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table idempotent_answer')
  }
}

const TABLES = `
create table idempotent_answer (
  sender text not null, key text not null, fingerprint bytea not null, taken_at timestamptz not null default now(),
  status int, content_type text, body bytea,
  primary key (sender, key)
);
create index on idempotent_answer (taken_at);
comment on table idempotent_answer is 'Answers by Idempotency-Key; without a status it is not answered yet. They name claims and fields, and hold no values of patients';
`
