-- What is more than adding and reading rows. Run as claims_audit_migrator after each `claims-audit prepare`.

-- The relay clears what it has published; a stage takes the log that it finds for the ledger's own.
grant delete on outbox to claims_audit_writer;
-- How far the outbox has counted: that falls only where the ledger was restored under a running relay.
grant select on sequence outbox_id_seq to claims_audit_writer;
grant update on log_epoch to claims_audit_writer;
-- A newer version of a claim closes the findings of the older ones; counts are folded.
grant update on work_finding to claims_audit_writer;
grant delete on work_count to claims_audit_writer;

-- Runs: their state, their units, and what is taken out of their results when they end.
grant update, delete on audit_run, run_unit to claims_audit_writer;
grant delete on run_claim, run_skipped to claims_audit_writer;
do $$ begin
  -- Of a ledger that keeps form 1 (docs/operations.md, "Upgrade").
  if to_regclass('run_result') is not null then grant delete on run_result, run_finding to claims_audit_writer; end if;
end $$;
grant execute on function make_archive_month, make_claim_month, make_run_partitions, key_run_partitions, drop_run_partitions to claims_audit_writer;

-- The api asks for runs, cancels and deletes them.
grant insert, update, delete on audit_run to claims_audit_reader;
grant execute on function drop_run_partitions to claims_audit_reader;
