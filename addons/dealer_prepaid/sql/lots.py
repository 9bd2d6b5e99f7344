"""Statements about lots that run once or in the main transaction."""


def make_opening_lots(cr):
    """Give every account without lots one cash lot of its balance, and its live holds their lines. Safe to repeat.

    The lot belongs to no single entry: entries before lots name none, and their refunds come as new lots.
    """
    cr.execute("""
        INSERT INTO prepaid_lot (account_id, company_id, currency_id, bucket, memo, initial, free, settled, restored, created_on)
        SELECT a.id, a.company_id, a.currency_id, 'cash', FALSE, a.available + coalesce(h.held, 0), a.available, 0, 0,
               coalesce((SELECT min(date) FROM prepaid_entry e WHERE e.account_id = a.id), (now() AT TIME ZONE 'UTC')::date)
          FROM prepaid_account a
     LEFT JOIN (SELECT account_id, sum(amount - captured - released) AS held FROM prepaid_hold
                 WHERE state IN ('tentative', 'open') GROUP BY 1) h ON h.account_id = a.id
         WHERE a.available + coalesce(h.held, 0) > 0 AND NOT EXISTS (SELECT 1 FROM prepaid_lot l WHERE l.account_id = a.id)
    """)
    cr.execute("""
        INSERT INTO prepaid_hold_line (hold_id, company_id, lot_id, amount, captured, released)
        SELECT h.id, h.company_id, l.id, h.amount - h.captured - h.released, 0, 0
          FROM prepaid_hold h JOIN prepaid_lot l ON l.account_id = h.account_id AND l.entry_id IS NULL
         WHERE h.state IN ('tentative', 'open') AND NOT EXISTS (SELECT 1 FROM prepaid_hold_line x WHERE x.hold_id = h.id)
    """)
    cr.execute("""
        UPDATE prepaid_operation o SET payload = jsonb_build_object('hold', h.id)
          FROM prepaid_hold h
         WHERE o.kind = 'release' AND o.applied_at IS NULL AND o.payload IS NULL AND o.key LIKE h.key || ':%'
    """)


def freeze_rules(cr):
    """Give lots of before the rule of their bucket that holds now, as far as it fits what they are. Safe to repeat.

    A lot outside the books stays so, one in the books too, whatever the rule says since; where its grant was booked, the journal
    entry says whether it lowered income or was an expense.
    """
    cr.execute("""
        UPDATE prepaid_lot l
           SET gl_treatment = CASE WHEN l.memo THEN 'memo'
                                   WHEN l.bucket <> 'cash' AND g.treatment IS NOT NULL THEN g.treatment
                                   WHEN b.gl_treatment = 'memo' THEN CASE WHEN l.bucket = 'expense' THEN 'expense' ELSE 'income' END
                                   ELSE b.gl_treatment END,
               close_policy = b.close_policy
          FROM prepaid_bucket b, prepaid_lot own
     LEFT JOIN (SELECT e.id, CASE WHEN bool_or(a.account_type LIKE 'expense%') THEN 'expense' ELSE 'income' END AS treatment
                  FROM prepaid_entry e JOIN account_move_line i ON i.move_id = e.move_id AND i.parent_state = 'posted'
                  JOIN account_account a ON a.id = i.account_id AND (a.account_type LIKE 'expense%' OR a.account_type LIKE 'income%')
              GROUP BY e.id) g ON g.id = own.entry_id
         WHERE own.id = l.id AND b.company_id = l.company_id AND b.code = l.bucket AND l.gl_treatment IS NULL
    """)


def find_sources(cr):
    """Give lots of before 1.1, made for the balance of their account, its first credit as their source. Safe to repeat.

    That credit names no lot: there were none. Whatever an account without lots had goes back to it first.
    """
    cr.execute("""
        UPDATE prepaid_lot l SET entry_id = e.id
          FROM (SELECT account_id, min(id) AS id FROM prepaid_entry WHERE amount > 0 AND lots IS NULL GROUP BY account_id) e
         WHERE l.entry_id IS NULL AND l.bucket = 'cash' AND e.account_id = l.account_id
    """)
