"""The query behind the settlement list."""
from odoo.tools import SQL


def settlement_query():
    """Give one row for each ledger entry of a shipment, of its weight by the carrier's bill, or of a return.

    On a term it is one for each invoice, credit note or charges.

    Debits count above zero. ``id`` is the id of the entry, or minus the id of the invoice for what is paid on a term.
    """
    return SQL(
        """SELECT e.id, e.id AS entry_id, e.company_id, e.currency_id, e.account_id, e.partner_id, e.date, e.kind, -e.amount AS total,
                  -sign(e.amount) * coalesce((e.components->>'goods')::numeric, 0) / 100 AS goods,
                  -sign(e.amount) * coalesce((e.components->>'admin')::numeric, 0) / 100 AS admin,
                  -sign(e.amount) * coalesce((e.components->>'logistics')::numeric, 0) / 100 AS logistics,
                  o.id AS order_id, o.partner_id AS store_id, p.id AS picking_id, r.id AS return_id, e.gl_batch_id,
                  coalesce(e.move_id, b.move_id) AS move_id, e.clearing_move_id, coalesce(m.amount_residual_signed, 0) AS residual,
                  CASE WHEN e.gl_mode = 'batch' AND e.gl_batch_id IS NULL THEN 'waiting' WHEN coalesce(e.move_id, b.move_id) IS NULL THEN 'unbooked'
                       WHEN coalesce(m.amount_residual_signed, 0) <> 0 THEN 'open' ELSE 'cleared' END AS state
             FROM prepaid_entry e
        LEFT JOIN prepaid_gl_batch b ON b.id = e.gl_batch_id
        LEFT JOIN account_move m ON m.id = e.move_id
        LEFT JOIN sale_order o ON e.order_model = 'sale.order' AND o.id = e.order_id
        LEFT JOIN stock_picking p ON e.res_model = 'stock.picking' AND p.id = e.res_id
        LEFT JOIN dealer_return r ON e.res_model = 'dealer.return' AND r.id = e.res_id
            WHERE e.kind IN ('capture', 'refund', 'postage', 'handling', 'true_up')
        UNION ALL
           SELECT -m.id, NULL, m.company_id, m.currency_id, NULL, m.commercial_partner_id, m.invoice_date, t.kind, m.amount_total_signed,
                  m.amount_total_signed - coalesce(f.admin, 0) - coalesce(f.logistics, 0), f.admin, f.logistics,
                  o.id, o.partner_id, t.picking_id, t.return_id, NULL, m.id, NULL, m.amount_residual_signed,
                  CASE WHEN m.amount_residual_signed <> 0 THEN 'open' ELSE 'cleared' END
             FROM (SELECT 'term' AS kind, p.id AS picking_id, NULL::integer AS return_id, p.sale_id AS order_id, p.dealer_invoice_id AS move_id
                     FROM stock_picking p WHERE p.dealer_invoice_id IS NOT NULL
                    UNION ALL
                   SELECT 'term', NULL, NULL, s.id, s.rest_move_id FROM sale_order s WHERE s.rest_move_id IS NOT NULL
                    UNION ALL
                   SELECT 'term_return', NULL, r.id, r.order_id, v.move_id
                     FROM dealer_return r CROSS JOIN LATERAL (VALUES (r.credit_note_id), (r.charges_move_id)) v (move_id)
                    WHERE v.move_id IS NOT NULL
                    UNION ALL
                   SELECT 'term_return', NULL, r.id, r.order_id, c.move_id FROM dealer_return r JOIN dealer_return_postage_move c ON c.return_id = r.id) t
                  JOIN account_move m ON m.id = t.move_id JOIN sale_order o ON o.id = t.order_id
                  LEFT JOIN LATERAL (
                      SELECT sum(l.price_total) FILTER (WHERE d.name = 'product_admin_fee') * sign(m.amount_total_signed) AS admin,
                             sum(l.price_total) FILTER (WHERE d.name = 'product_logistics_fee') * sign(m.amount_total_signed) AS logistics
                        FROM account_move_line l JOIN ir_model_data d ON d.module = 'online_offline_order' AND d.model = 'product.product'
                             AND d.res_id = l.product_id
                       WHERE l.move_id = m.id) f ON TRUE
            WHERE o.settled_by = 'pay_later'""")
