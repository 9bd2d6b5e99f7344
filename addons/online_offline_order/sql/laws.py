"""Laws between orders, their holds and what was debited for them (invariants I4, I9), in the form of ``dealer_prepaid.sql.laws``."""

LAWS = {
    "order_of_hold": """
        SELECT h.account_id, h.key AS document, ((h.amount - h.captured - h.released) * 100)::bigint AS found_fen, 0::bigint AS expected_fen
          FROM prepaid_hold h LEFT JOIN sale_order s ON s.id = h.res_id
         WHERE h.company_id = %(company)s AND h.res_model = 'sale.order' AND h.state = 'open'
           AND NOT (s.id IS NOT NULL AND s.hold_key = h.key AND s.dealer_state IN ('shipped', 'received') AND EXISTS (  -- sent in advance of its return
                SELECT 1 FROM dealer_return r WHERE r.id = s.exchange_return_id AND r.exchange_kind = 'advance'
                   AND r.state NOT IN ('refunded', 'exchanged', 'sent_back', 'rejected', 'cancelled')))
           AND (s.id IS NULL OR s.dealer_state NOT IN ('submitted', 'approved', 'partial')
                OR s.hold_key IS DISTINCT FROM h.key AND NOT coalesce(s.more_hold_keys, '[]'::jsonb) ? h.key)""",
    "hold_of_order": """
        SELECT a.id AS account_id, s.name AS document, 0::bigint AS found_fen, (s.settlement_total * 100)::bigint AS expected_fen
          FROM sale_order s
     LEFT JOIN prepaid_hold h ON h.key = s.hold_key
     LEFT JOIN LATERAL (SELECT id FROM prepaid_account WHERE company_id = s.company_id AND partner_id = s.account_partner_id ORDER BY id DESC LIMIT 1) a ON TRUE
         WHERE s.company_id = %(company)s AND s.hold_key IS NOT NULL AND s.dealer_state IN ('submitted', 'approved', 'partial')
           AND coalesce(h.state, 'tentative') <> 'open' AND coalesce(h.captured, 0) = 0""",
    # A shipment may take from several holds, so its entries alone do not tell whether it was debited twice.
    "debited_of_order": """
        SELECT min(e.account_id) AS account_id, s.name AS document, (-sum(e.amount) * 100)::bigint AS found_fen,
               (coalesce(s.captured_total, 0) * 100)::bigint AS expected_fen
          FROM prepaid_entry e JOIN sale_order s ON s.id = e.order_id
         WHERE e.company_id = %(company)s AND e.kind = 'capture' AND e.order_model = 'sale.order'
         GROUP BY s.id HAVING -sum(e.amount) <> coalesce(s.captured_total, 0)""",
}
