"""Laws of the ledger beyond the sums: each statement finds the rows of one company that break it (invariants I4 to I14).

A statement gives account_id, document (text), found_fen, expected_fen. A committed debit whose effect is not applied yet is not a breach.
"""
import json

from odoo.tools import SQL

WAITING = "EXISTS (SELECT 1 FROM prepaid_operation o WHERE o.kind = 'debit' AND o.key = h.key AND o.applied_at IS NULL)"

LAWS = {
    "hold_entries": f"""
        SELECT h.account_id, h.key AS document, (h.captured * 100)::bigint AS found_fen, coalesce(e.fen, 0)::bigint AS expected_fen
          FROM prepaid_hold h
     LEFT JOIN (SELECT hold_key, -sum(amount) * 100 AS fen FROM prepaid_entry
                 WHERE company_id = %(company)s AND hold_key IS NOT NULL AND amount < 0 GROUP BY 1) e
            ON e.hold_key = h.key
         WHERE h.company_id = %(company)s AND h.captured * 100 <> coalesce(e.fen, 0) AND NOT {WAITING}""",
    "entry_hold": """
        SELECT e.account_id, e.hold_key AS document, (e.amount * 100)::bigint AS found_fen, 0::bigint AS expected_fen
          FROM prepaid_entry e LEFT JOIN prepaid_hold h ON h.key = e.hold_key
         WHERE e.company_id = %(company)s AND e.hold_key IS NOT NULL AND h.account_id IS DISTINCT FROM e.account_id""",
    "one_entry": """
        SELECT o.account_id, o.kind || ' ' || o.key AS document, count(e.id) * 100 AS found_fen, 100::bigint AS expected_fen
          FROM prepaid_operation o JOIN prepaid_account a ON a.id = o.account_id LEFT JOIN prepaid_entry e ON e.operation_id = o.id
         WHERE a.company_id = %(company)s AND o.kind IN ('capture', 'debit') GROUP BY o.id HAVING count(e.id) <> 1""",
    "transfer": """
        SELECT min(account_id) AS account_id, res_model || ' ' || res_id AS document, (sum(amount) * 100)::bigint AS found_fen, 0::bigint AS expected_fen
          FROM prepaid_entry
         WHERE company_id = %(company)s AND res_model = 'prepaid.transfer' AND kind IN ('transfer_in', 'transfer_out')
         GROUP BY res_model, res_id HAVING sum(amount) <> 0""",
    "company_transfer": """
        SELECT s.account_id, t.name AS document, (coalesce(e.amount, 0) * 100)::bigint AS found_fen,
               (CASE s.role WHEN 'gives' THEN -t.amount ELSE t.amount END * 100)::bigint AS expected_fen
          FROM prepaid_company_transfer_side s JOIN prepaid_company_transfer t ON t.id = s.transfer_id
     LEFT JOIN prepaid_entry e ON e.id = s.entry_id AND e.company_id = s.company_id
         WHERE s.company_id = %(company)s AND t.state IN ('approved', 'settled')
           AND coalesce(e.amount, 0) <> CASE s.role WHEN 'gives' THEN -t.amount ELSE t.amount END""",
    "cash_out": """
        SELECT e.account_id, e.label AS document, sum(-(x->>1)::bigint)::bigint AS found_fen, 0::bigint AS expected_fen
          FROM prepaid_entry e CROSS JOIN LATERAL jsonb_array_elements(CASE jsonb_typeof(e.lots) WHEN 'array' THEN e.lots END) x
     LEFT JOIN prepaid_lot l ON l.id = (x->>0)::integer
         WHERE e.company_id = %(company)s AND e.kind IN ('withdrawal', 'season_refund') AND l.bucket IS DISTINCT FROM 'cash'
         GROUP BY e.id""",
    "given_back": """
        SELECT min(e.account_id) AS account_id, e.order_model || ' ' || e.order_id AS document, sum((x->>1)::bigint)::bigint AS found_fen,
               0::bigint AS expected_fen
          FROM prepaid_entry e CROSS JOIN LATERAL jsonb_array_elements(CASE jsonb_typeof(e.lots) WHEN 'array' THEN e.lots END) x
         WHERE e.company_id = %(company)s AND (x->>0)::integer > 0 AND (e.order_model, e.order_id) IN (
               SELECT r.order_model, r.order_id FROM prepaid_entry r
                WHERE r.company_id = %(company)s AND r.amount > 0 AND r.order_id IS NOT NULL)
         GROUP BY e.order_model, e.order_id, (x->>0)::integer HAVING sum((x->>1)::bigint) > 0""",
    "components": """
        SELECT e.account_id, e.label AS document, p.fen::bigint AS found_fen, (abs(e.amount) * 100)::bigint AS expected_fen
          FROM prepaid_entry e CROSS JOIN LATERAL (SELECT sum(value::numeric) AS fen FROM jsonb_each_text(e.components)) p
         WHERE e.company_id = %(company)s AND jsonb_typeof(e.components) = 'object' AND e.components <> '{}' AND p.fen <> abs(e.amount) * 100""",
    "operation": """
        SELECT o.account_id, o.kind || ' ' || o.key AS document, coalesce(sum(e.amount) * 100, 0)::bigint AS found_fen,
               (o.delta * 100)::bigint AS expected_fen
          FROM prepaid_operation o JOIN prepaid_account a ON a.id = o.account_id LEFT JOIN prepaid_entry e ON e.operation_id = o.id
         WHERE a.company_id = %(company)s AND o.kind NOT IN ('hold', 'debit', 'capture', 'release', 'state', 'line', 'carry')
         GROUP BY o.id HAVING coalesce(sum(e.amount), 0) <> o.delta""",
    "reversal": """
        SELECT r.account_id, r.label AS document, (sum(e.amount) * 100)::bigint AS found_fen, (-r.amount * 100)::bigint AS expected_fen
          FROM prepaid_entry e JOIN prepaid_entry r ON r.id = e.reversed_entry_id
         WHERE e.company_id = %(company)s GROUP BY r.id HAVING count(*) > 1 OR abs(sum(e.amount)) > abs(r.amount)""",
    "hold_request": """
        SELECT h.account_id, h.key AS document, (h.amount * 100)::bigint AS found_fen, 0::bigint AS expected_fen
          FROM prepaid_hold h
         WHERE h.company_id = %(company)s AND h.state = 'open'
           AND NOT EXISTS (SELECT 1 FROM prepaid_operation o WHERE o.kind IN ('hold', 'carry') AND o.key = h.key)""",
    "shipment_once": """
        SELECT min(account_id) AS account_id, res_model || ' ' || res_id AS document, (sum(amount) * 100)::bigint AS found_fen,
               (max(amount) * 100)::bigint AS expected_fen
          FROM prepaid_entry
         WHERE company_id = %(company)s AND kind = 'capture' AND res_model = 'stock.picking'
         GROUP BY res_model, res_id, hold_key HAVING count(*) > 1""",
    "slip_once": """
        SELECT min(t.account_id) AS account_id, t.serial_key AS document, (sum(t.amount) * 100)::bigint AS found_fen,
               (max(t.amount) * 100)::bigint AS expected_fen
          FROM prepaid_topup t
         WHERE t.company_id = %(company)s AND t.serial_key IS NOT NULL AND t.state = 'confirmed' AND t.serial_released IS NOT TRUE
         GROUP BY t.serial_key HAVING count(*) > 1""",
    "topup_entry": """
        SELECT t.account_id, t.name AS document, (coalesce(e.amount, 0) * 100)::bigint AS found_fen, (t.amount * 100)::bigint AS expected_fen
          FROM prepaid_topup t
     LEFT JOIN prepaid_entry e ON e.id = t.entry_id AND e.kind = 'topup' AND e.res_model = 'prepaid.topup' AND e.res_id = t.id
         WHERE t.company_id = %(company)s AND t.state IN ('confirmed', 'reversed') AND coalesce(e.amount, 0) <> t.amount""",
    "topup_confirmed": """
        SELECT e.account_id, e.label AS document, (e.amount * 100)::bigint AS found_fen, 0::bigint AS expected_fen
          FROM prepaid_entry e
         WHERE e.company_id = %(company)s AND e.kind = 'topup' AND e.res_model = 'prepaid.topup'
           AND NOT EXISTS (SELECT 1 FROM prepaid_topup t WHERE t.id = e.res_id AND t.entry_id = e.id AND t.state IN ('confirmed', 'reversed'))""",
    "bank_line": """
        SELECT t.account_id, t.name AS document, (t.amount * 100)::bigint AS found_fen, (l.amount * 100)::bigint AS expected_fen
          FROM prepaid_topup t JOIN prepaid_bank_line l ON l.id = t.bank_line_id
         WHERE t.company_id = %(company)s AND t.state = 'confirmed' AND (l.amount <> t.amount OR l.topup_id IS DISTINCT FROM t.id)""",
}


def persons(roles, approvals):
    """Give the law of persons (I21): entries whose roles are not known although others had them before, and documents without a rightful confirmer.

    :param roles: {model: [codes of the roles that may confirm while they book]}; empty: the confirmer is another person than the actor.
    :param approvals: {model: {"kinds": entries that follow an approval, "roles": codes, one of which the approver had at that time, "apart": whether
        he is another person than the actor}}; entries with a version of the seal keep those roles.
    :return: SQL text.
    """
    known, before = json.dumps(roles), json.dumps(approvals)  # names of models and groups of the program alone
    return f"""
        SELECT e.account_id, e.label AS document, (e.amount * 100)::bigint AS found_fen, 0::bigint AS expected_fen
          FROM prepaid_entry e LEFT JOIN jsonb_each('{known}') d(model, roles) ON d.model = e.res_model AND e.kind NOT IN ('carry_in', 'carry_out')
     LEFT JOIN jsonb_each('{before}') b(model, rule) ON b.model = e.res_model AND b.rule->'kinds' ? e.kind AND e.seal_version IS NOT NULL
         WHERE e.company_id = %(company)s
           AND CASE WHEN e.actor_roles IS NULL
                    THEN e.id > (SELECT f.id FROM prepaid_entry f WHERE f.actor_roles IS NOT NULL ORDER BY f.id LIMIT 1)
                    WHEN b.model IS NOT NULL AND (
                         e.approver_id IS NULL OR e.approver_roles IS NULL OR (e.approver_id = e.actor_id AND (b.rule->>'apart')::boolean)
                         OR NOT string_to_array(e.approver_roles, ' ') && ARRAY(SELECT jsonb_array_elements_text(b.rule->'roles' || '["system"]'::jsonb)))
                    THEN TRUE
                    ELSE d.model IS NOT NULL AND (e.approver_id IS NULL OR e.approver_roles IS NULL
                         OR (e.approver_id = e.actor_id AND NOT string_to_array(e.approver_roles, ' ')
                             && ARRAY(SELECT jsonb_array_elements_text(d.roles || '["system"]'::jsonb)))) END"""


def breaches(cr, company_id, laws=None):
    """Find what breaks a law.

    :param cr: cursor. :param company_id: id of the company. :param laws: {code: SQL text}, by default :data:`LAWS`.
    :return: list of dicts law, account_id, document, found_fen, expected_fen.
    """
    found = []
    for law, text in (LAWS if laws is None else laws).items():
        cr.execute(SQL(text, company=company_id))
        found += [{"law": law, **row} for row in cr.dictfetchall()]
    return found
