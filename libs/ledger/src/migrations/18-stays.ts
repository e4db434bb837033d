import type { MigrationInterface, QueryRunner } from 'typeorm'

/**
 * What the composer keeps: claims that wait for documents, documents that wait for their claim, and composed claims
 * that wait to be published (ADR 35).
 */
export class Stays18 implements MigrationInterface {
  readonly name = 'Stays1700000000018'

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(TABLES)
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table stay, stay_document, stay_event')
  }
}

const TABLES = `
create table stay (
  tenant text not null, claim_id text not null, account text not null, record_number text, from_day date, through_day date,
  submitted text not null, version int not null, sent_revision int not null, digest text not null,
  revision int not null default -1, documents text,
  changed_at timestamptz, due_at timestamptz, touched_at timestamptz not null,
  primary key (tenant, claim_id)
);
create index stay_account on stay (tenant, account);
create index stay_record on stay (tenant, record_number) where record_number is not null;
create index stay_due on stay (due_at) where due_at is not null;
comment on table stay is 'The newest version of each claim whose documents come apart; revision, documents: what was published of it last';
create table stay_document (
  tenant text not null, named text not null, document_id text not null,
  for_claim text, account text, visit text, record_number text,
  encounter text not null, document text not null, digest text not null, received_at timestamptz not null,
  joined boolean not null default false,
  primary key (tenant, named, document_id)
);
create index stay_document_claim on stay_document (tenant, for_claim) where for_claim is not null;
create index stay_document_account on stay_document (tenant, account) where account is not null;
create index stay_document_visit on stay_document (tenant, visit) where visit is not null;
create index stay_document_record on stay_document (tenant, record_number) where record_number is not null;
create index stay_document_parked on stay_document (received_at) where not joined;
comment on table stay_document is 'Of each document the version that holds; joined: a claim was composed with it';
create table stay_event (
  id bigint generated always as identity primary key,
  tenant text not null, claim_id text not null, key text not null, event_id uuid not null, body text not null,
  composed_at timestamptz not null default now()
);
comment on table stay_event is 'Composed claims that wait to be published, in order';
`
