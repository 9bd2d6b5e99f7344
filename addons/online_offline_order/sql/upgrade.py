"""Statements of upgrades: what earlier releases did not store."""
from odoo.tools.sql import SQL


def warehouses_of_parcels(cr):
    """Parcels shipped before 19.0.1.1 have no warehouse: that of their delivery, of a return that of its order. What is there stays."""
    cr.execute(SQL(
        """UPDATE logistics_parcel parcel SET warehouse_id = kind.warehouse_id
             FROM stock_picking picking JOIN stock_picking_type kind ON kind.id = picking.picking_type_id
            WHERE parcel.picking_id = picking.id AND parcel.warehouse_id IS NULL AND kind.warehouse_id IS NOT NULL"""))
    cr.execute(SQL(
        """UPDATE logistics_parcel parcel SET warehouse_id = sale.warehouse_id
             FROM dealer_return back JOIN sale_order sale ON sale.id = back.order_id
            WHERE parcel.return_id = back.id AND parcel.warehouse_id IS NULL AND sale.warehouse_id IS NOT NULL"""))


def sources_of_orders(cr, rep_ids):
    """Dealer orders before 19.0.1.3 have no source: programs left a key, all others were entered by salespeople or by service. What is there stays.

    :param rep_ids: ids of the users who enter as salespeople.
    """
    cr.execute(SQL(
        """UPDATE sale_order SET order_source = CASE WHEN api_key IS NOT NULL THEN 'api' WHEN create_uid = ANY(%s) THEN 'rep' ELSE 'service' END
            WHERE is_dealer_order AND order_source IS NULL""", list(rep_ids)))


def moments_of_brakes(cr):
    """Orders of before 19.0.1.3 count for the dealer's own brakes from their submit on."""
    cr.execute(SQL(
        """UPDATE sale_order SET brake_moment = submitted_at
            WHERE brake_moment IS NULL AND is_dealer_order AND submitted_at IS NOT NULL
              AND dealer_state IN ('submitted', 'approved', 'partial', 'shipped', 'received')"""))


def calls_of_programs(cr):
    """Until 19.0.1.2 the order or return kept the key of the program that entered it; a key that is known already stays as it is."""
    for table, model, method in (("sale_order", "sale.order", "submit"), ("dealer_return", "dealer.return", "request_return")):
        cr.execute(SQL(
            """INSERT INTO dealer_api_call (key, method, fingerprint, res_model, res_id, user_id, company_id, create_uid, create_date)
               SELECT api_key, %s, api_fingerprint, %s, id, create_uid, company_id, create_uid, create_date
                 FROM %s WHERE api_key IS NOT NULL AND api_fingerprint IS NOT NULL
               ON CONFLICT DO NOTHING""", method, model, SQL.identifier(table)))


def kinds_of_sourcing_rules(cr):
    """Until 19.0.1.2 the kind of a sourcing rule had no effect: rules keep the warehouses they name, of whatever kind."""
    cr.execute(SQL("UPDATE dealer_sourcing_rule SET kind = NULL WHERE kind IS NOT NULL"))


def makers_of_transfers(cr):
    """Open transfers of before 19.0.1.3 that no rule made were entered by who created their moves; what is known already stays."""
    cr.execute(SQL(
        """INSERT INTO stock_picking_transfer_editor_rel (picking_id, user_id)
           SELECT DISTINCT move.picking_id, move.create_uid
             FROM stock_move move JOIN stock_location here ON here.id = move.location_id JOIN stock_location there ON there.id = move.location_dest_id
                  JOIN stock_picking picking ON picking.id = move.picking_id
            WHERE move.create_uid IS NOT NULL AND move.state NOT IN ('done', 'cancel') AND move.rule_id IS NULL AND move.origin_returned_move_id IS NULL
              AND here.usage IN ('internal', 'transit') AND there.usage IN ('internal', 'transit') AND picking.dealer_return_id IS NULL
           ON CONFLICT DO NOTHING"""))


def editors_of_returns(cr):
    """Drafts of returns of before 19.0.1.4: who wrote them or their lines last, and did not enter them, is known; who wrote before is not."""
    cr.execute(SQL(
        """INSERT INTO dealer_return_res_users_rel (dealer_return_id, res_users_id)
           SELECT back.id, part.write_uid
             FROM dealer_return back
                  JOIN (SELECT id AS return_id, write_uid FROM dealer_return UNION SELECT return_id, write_uid FROM dealer_return_line) part
                    ON part.return_id = back.id
            WHERE back.state = 'draft' AND part.write_uid IS NOT NULL AND part.write_uid <> back.create_uid
           ON CONFLICT DO NOTHING"""))


def counters_of_counts(cr):
    """Counts that wait since before 19.0.1.4 name nobody: who wrote the row last counts as the counter. What is known already stays."""
    cr.execute(SQL("UPDATE stock_quant SET counted_by_id = write_uid WHERE inventory_quantity_set AND counted_by_id IS NULL AND write_uid IS NOT NULL"))


NOTICES = {  # code: (what stood there, what stands there now): everybody of a store reads notices, and a clerk learns no more than enough or not enough
    "order_waiting": (
        "Order $order of $store has been entered by $by and waits: $missing CNY of $total CNY are missing. It goes on by itself after a top-up.",
        ("Order $order of $store has been entered by $by and waits: the account does not cover its $total CNY. It goes on by itself after a top-up; "
         "the manager of the store sees on the order what is missing.")),
    "dunning": (
        "Order $order of $store waits since $day: $missing CNY of $total CNY are missing. Please top up, or cancel the order.",
        ("Order $order of $store waits since $day: the account does not cover its $total CNY. Please top up, or cancel the order; the manager of the "
         "store sees on the order what is missing.")),
}


def notices_without_amounts(cr):
    """Texts of notices that nobody changed say no more what an account lacks; translations of the old text go and come with the add-on."""
    for code, (before, after) in NOTICES.items():
        cr.execute(SQL(
            """UPDATE dealer_notice_template SET body = jsonb_build_object('en_US', %s::text)
                WHERE code = %s AND body ->> 'en_US' = %s""", after, code, before))


def departments_of_credits(cr):
    """Lines of before 19.0.1.4 have no department: where the salesperson worked when the order was first settled, as far as that is known, else that of now.

    What is there stays. All the lines of an order and a salesperson get the same one, so a return takes back where it was credited.
    """
    cr.execute(SQL(
        """WITH first AS (
               SELECT order_id, min(date) AS day FROM dealer_attribution GROUP BY order_id),
           member AS (
               SELECT m.id, m.user_id, m.crm_team_id, m.active, m.create_date, t.company_id,
                      (m.create_date AT TIME ZONE 'UTC' AT TIME ZONE 'Asia/Shanghai')::date AS joined,
                      CASE WHEN NOT m.active THEN (m.write_date AT TIME ZONE 'UTC' AT TIME ZONE 'Asia/Shanghai')::date END AS left_on
                 FROM crm_team_member m JOIN crm_team t ON t.id = m.crm_team_id),
           place AS (
               SELECT a.id, (SELECT m.crm_team_id FROM member m
                              WHERE m.user_id = a.salesperson_id AND (m.company_id IS NULL OR m.company_id = a.company_id)
                                AND (m.active OR (m.joined <= first.day AND m.left_on > first.day))
                              ORDER BY m.joined <= first.day DESC, m.create_date, m.id LIMIT 1) AS team_id
                 FROM dealer_attribution a JOIN first ON first.order_id = a.order_id
                WHERE a.team_id IS NULL AND a.salesperson_id IS NOT NULL)
           UPDATE dealer_attribution a SET team_id = place.team_id FROM place WHERE place.id = a.id AND place.team_id IS NOT NULL"""))


def days_of_promises(cr):
    """Orders of before 19.0.1.4 that passed without a hold count on the day of their submit, as they did; those that wait have not passed."""
    cr.execute(SQL(
        """UPDATE sale_order SET no_hold_at = submitted_at
            WHERE no_hold AND no_hold_at IS NULL AND submitted_at IS NOT NULL AND (dealer_state <> 'waiting' OR approved_by IS NOT NULL)"""))
