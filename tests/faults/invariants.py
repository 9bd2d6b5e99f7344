"""The invariants of the ledger (I1 to I15) as one statement each: what it selects is a violation.

They are written from the definitions and share no text with the proofs of the add-on, so that a mistake there does not hide here.
Amounts are compared as the database keeps them, exact to the fen. Each statement is true in every committed snapshot, in the middle
of a run and before recovery; ``AT_REST`` holds once the faults have stopped and recovery has run.
"""

# An entry whose money a hold still keeps back: its debit is committed, its hold is not closed yet.
CLAIMED = "EXISTS (SELECT 1 FROM prepaid_operation o WHERE o.kind = 'debit' AND o.key = h.key AND o.applied_at IS NULL)"

ALWAYS = {
    "I1 available = entries - live holds - what is still to be applied": f"""
        SELECT a.id, a.available, e.total, h.held, o.due FROM prepaid_account a
          LEFT JOIN (SELECT account_id, sum(amount) AS total FROM prepaid_entry GROUP BY 1) e ON e.account_id = a.id
          LEFT JOIN (SELECT account_id, sum(amount - captured - released) AS held FROM prepaid_hold h
                      WHERE state IN ('tentative', 'open') AND NOT {CLAIMED} GROUP BY 1) h ON h.account_id = a.id
          LEFT JOIN (SELECT account_id, sum(delta) AS due FROM prepaid_operation WHERE applied_at IS NULL GROUP BY 1) o ON o.account_id = a.id
         WHERE a.available <> coalesce(e.total, 0) - coalesce(h.held, 0) - coalesce(o.due, 0)""",
    "I2 never below the credit line": """
        SELECT id, available, credit_line, debt, forced_debt FROM prepaid_account
         WHERE available + credit_line + forced_debt < 0 OR debt < forced_debt OR debt < 0 OR forced_debt < 0
            OR (debt - forced_debt) > credit_line""",
    "I3 a hold stays within its amount and closes when it is used": """
        SELECT id, key, state, amount, captured, released FROM prepaid_hold
         WHERE captured < 0 OR released < 0 OR captured + released > amount OR amount <= 0
            OR (state = 'done') <> (captured + released = amount AND captured > 0) OR (state = 'released') <> (released = amount)""",
    "I3 lines of a hold add up to it": """
        SELECT h.id, h.key, h.amount, l.amount FROM prepaid_hold h
          LEFT JOIN (SELECT hold_id, sum(amount) AS amount FROM prepaid_hold_line GROUP BY 1) l ON l.hold_id = h.id
         WHERE h.amount IS DISTINCT FROM l.amount""",
    "I4 what a hold gave is what its entries say": f"""
        SELECT h.id, h.key, h.captured, e.total FROM prepaid_hold h
          LEFT JOIN (SELECT hold_key, -sum(amount) AS total FROM prepaid_entry WHERE hold_key IS NOT NULL GROUP BY 1) e ON e.hold_key = h.key
         WHERE h.captured <> coalesce(e.total, 0) AND NOT {CLAIMED}""",
    "I4 an entry of a hold names one that exists, on its account": """
        SELECT e.id, e.hold_key FROM prepaid_entry e LEFT JOIN prepaid_hold h ON h.key = e.hold_key
         WHERE e.hold_key IS NOT NULL AND h.account_id IS DISTINCT FROM e.account_id""",
    "I4 a capture or debit has one entry": """
        SELECT o.id, o.key, count(e.id) FROM prepaid_operation o LEFT JOIN prepaid_entry e ON e.operation_id = o.id
         WHERE o.kind IN ('capture', 'debit') GROUP BY o.id HAVING count(e.id) <> 1""",
    "I5 both sides of a transfer cancel": """
        SELECT res_id, sum(amount) FROM prepaid_entry WHERE res_model = 'prepaid.transfer' AND kind IN ('transfer_in', 'transfer_out')
         GROUP BY res_id HAVING sum(amount) <> 0""",
    "I6 components add up": """
        SELECT e.id FROM prepaid_entry e WHERE jsonb_typeof(e.components) = 'object' AND e.components <> '{}'
           AND (SELECT sum(value::numeric) FROM jsonb_each_text(e.components)) <> abs(e.amount) * 100""",
    "I7 a key stands for one operation": "SELECT kind, key FROM prepaid_operation GROUP BY 1, 2 HAVING count(*) > 1",
    "I7 entries of an operation are what it adds": """
        SELECT o.kind, o.key, o.delta, e.total FROM prepaid_operation o
          LEFT JOIN (SELECT operation_id, sum(amount) AS total, count(*) AS n FROM prepaid_entry GROUP BY 1) e ON e.operation_id = o.id
         WHERE o.kind NOT IN ('hold', 'debit', 'capture', 'release', 'state', 'line') AND e.total IS DISTINCT FROM o.delta
            OR o.kind IN ('hold', 'release', 'state', 'line') AND e.n > 0""",
    "I8 an entry is taken back once, and not by more than it was": """
        SELECT e.reversed_entry_id FROM prepaid_entry e JOIN prepaid_entry r ON r.id = e.reversed_entry_id
         GROUP BY 1, r.amount HAVING count(*) > 1 OR abs(sum(e.amount)) > abs(r.amount)""",
    "I9 a hold that is open was asked for by a committed request": """
        SELECT h.id, h.key FROM prepaid_hold h
         WHERE h.state = 'open' AND NOT EXISTS (SELECT 1 FROM prepaid_operation o WHERE o.kind = 'hold' AND o.key = h.key)""",
    "I9 a committed request has its money": """
        SELECT o.id, o.key FROM prepaid_operation o LEFT JOIN prepaid_hold h ON h.key = o.key
         WHERE o.kind IN ('hold', 'debit') AND h.account_id IS DISTINCT FROM o.account_id""",
    "I11 a lot gives at most what it had": """
        SELECT id, initial, free, settled, restored FROM prepaid_lot
         WHERE free < 0 OR settled < 0 OR restored < 0 OR free + settled > initial""",
    "I11 a lot is what its uses leave": """
        SELECT l.id, l.free, l.initial - l.settled + l.restored, u.taken FROM prepaid_lot l
          LEFT JOIN (SELECT lot_id, sum(amount - released) AS taken FROM prepaid_hold_line GROUP BY 1) u ON u.lot_id = l.id
         WHERE l.free <> l.initial - l.settled + l.restored - coalesce(u.taken, 0)""",
    "I11 available = free lots - debt": """
        SELECT a.id, a.available, f.free, a.debt FROM prepaid_account a
          LEFT JOIN (SELECT account_id, sum(free) AS free FROM prepaid_lot GROUP BY 1) f ON f.account_id = a.id
         WHERE a.available <> coalesce(f.free, 0) - a.debt""",
    "I11 lots of an entry add up to it": """
        SELECT e.id, e.amount, e.lots FROM prepaid_entry e
         WHERE e.lots IS NOT NULL AND (SELECT sum((x->>1)::numeric) FROM jsonb_array_elements(e.lots) x) <> e.amount * 100""",
    "I11 lots of a hold's entries are its lines": """
        SELECT coalesce(e.hold_key, l.key), e.fen, l.fen
          FROM (SELECT e.hold_key, (x->>0)::integer AS lot, -sum((x->>1)::bigint) AS fen
                  FROM prepaid_entry e CROSS JOIN jsonb_array_elements(e.lots) x WHERE e.hold_key IS NOT NULL GROUP BY 1, 2) e
     FULL JOIN (SELECT h.key, coalesce(l.lot_id, 0) AS lot, sum(l.captured * 100)::bigint AS fen
                  FROM prepaid_hold_line l JOIN prepaid_hold h ON h.id = l.hold_id WHERE l.captured > 0 GROUP BY 1, 2) l
            ON l.key = e.hold_key AND l.lot = e.lot
         WHERE e.fen IS DISTINCT FROM l.fen
           AND NOT EXISTS (SELECT 1 FROM prepaid_operation o WHERE o.kind = 'debit' AND o.key = e.hold_key AND o.applied_at IS NULL)""",
    "I13 only cash leaves": """
        SELECT e.id, e.kind FROM prepaid_entry e CROSS JOIN jsonb_array_elements(e.lots) x JOIN prepaid_lot l ON l.id = (x->>0)::integer
         WHERE e.kind IN ('withdrawal', 'season_refund', 'transfer_out') AND l.bucket <> 'cash'""",
    "I15 the chain is whole": """
        SELECT * FROM (
            SELECT e.id, e.sequence, e.prev_hash, lag(e.hash, 1, '') OVER chain AS before, row_number() OVER chain AS place,
                   e.hash <> prepaid_entry_hash(e, e.sequence, e.prev_hash) AS changed
              FROM prepaid_entry e WHERE e.hash IS NOT NULL WINDOW chain AS (PARTITION BY e.account_id ORDER BY e.sequence)) x
         WHERE changed OR prev_hash <> before OR sequence <> place""",
}

AT_REST = {
    "L1 no tentative hold is left": "SELECT id, key FROM prepaid_hold WHERE state = 'tentative'",
    "L1 no operation is left to apply": "SELECT id, kind, key FROM prepaid_operation WHERE applied_at IS NULL",
    "I15 every entry is sealed": "SELECT id FROM prepaid_entry WHERE hash IS NULL",
}


def violations(cr, statements=None, limit=3):
    """Run the statements.

    :param cr: a cursor, of psycopg2 or of Odoo.
    :param statements: {name: SQL}, by default :data:`ALWAYS`.
    :return: list of "name: rows" texts, empty when everything holds.
    """
    found = []
    for name, text in (ALWAYS if statements is None else statements).items():
        cr.execute(f"{text} LIMIT {limit}")
        if rows := cr.fetchall():
            found.append(f"{name}: {rows}")
    return found
