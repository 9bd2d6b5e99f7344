def migrate(cr, version):
    """Keep the numbers of runs under their new names; what was worked out is done; a run that was under way begins anew, nothing of it was approved."""
    if not version:
        return
    cr.execute("SELECT 1 FROM information_schema.columns WHERE table_name = 'perf_commission_run' AND column_name = 'person_count'")
    if cr.fetchone():
        cr.execute("ALTER TABLE perf_commission_run RENAME COLUMN person_count TO total")
        cr.execute("ALTER TABLE perf_commission_run RENAME COLUMN done_count TO done")
    cr.execute("DELETE FROM perf_commission_line WHERE run_id IN (SELECT id FROM perf_commission_run WHERE state = 'running')")
    cr.execute("UPDATE perf_commission_run SET state = 'draft', total = 0, done = 0 WHERE state = 'running'")
    cr.execute("ALTER TABLE perf_commission_line ADD COLUMN IF NOT EXISTS is_done boolean, ADD COLUMN IF NOT EXISTS is_earning boolean")
    cr.execute("UPDATE perf_commission_line SET is_done = TRUE, is_earning = TRUE WHERE is_done IS NULL")
