"""A shipped and received order of journey J3, and the steps of its return by the people of a return."""

from odoo.fields import Command

from .common import OrderCommon


class ReturnCommon(OrderCommon):
    """Handling costs 10.00 per returned item; one after-sale person asks, another approves."""

    more_users = {**OrderCommon.more_users, "cs_aftersale_b": "cs_aftersale"}

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.return_inspection = "none"  # test_return_inspection looks at the goods
        cls.aftersale = cls.users["cs_aftersale"]
        cls.other_aftersale = cls.seconds["cs_aftersale_b"]
        rules = cls.env["logistics.fee.rule"]
        rules.search([("company_id", "=", cls.company.id), ("event", "=", "return"), ("state", "=", "active")])._write_life(
            {"state": "closed", "closed_on": "2000-01-01"})
        rule = rules.with_user(cls.users["fin_settlement"]).create({
            "name": "Test handling", "company_id": cls.company.id, "code": "handling", "event": "return", "kind": "per_item", "amount": 10,
            "date_from": "2020-01-01"})
        rule.with_user(cls.users["fin_manager"]).action_activate()

    @classmethod
    def _ship_now(cls, order, quantities=None):
        """Ship what is open, or the given pieces per product; what is left stays as a backorder."""
        picking = order.sudo().picking_ids.filtered(lambda p: p.state not in ("done", "cancel"))
        picking.carrier_tracking_ref = f"SF{picking.id:012d}"
        for move in picking.move_ids:
            move.quantity = move.product_uom_qty if quantities is None else quantities.get(move.product_id, 0)
            move.picked = bool(move.quantity)
        cls._release_part(picking.with_user(cls.warehouse_user).sudo(False))
        picking.with_user(cls.warehouse_user).sudo(False).with_context(skip_backorder=True).button_validate()
        return picking

    @classmethod
    def _received_order(cls, lines=None, **vals):
        """Give an order that was shipped and received just now: by default two coats, 680.00."""
        order = cls._approved(lines, **vals)
        cls._ship_now(order)
        order.with_user(cls.aftersale).action_received()
        return order

    @classmethod
    def _return(cls, order, pieces=1, user=None, **vals):
        """Give a draft return of the first line (or ``{order line: pieces}``), freight collect 18.00."""
        wanted = pieces if isinstance(pieces, dict) else {order.order_line[0]: pieces}
        return cls.env["dealer.return"].with_user(user or cls.aftersale).create({
            "order_id": order.id, "reason": "Size does not fit", "postage_by": "collect", "postage": 18,
            "line_ids": [Command.create({"order_line_id": line.id, "quantity": qty}) for line, qty in wanted.items()], **vals})

    @classmethod
    def _photo(cls):
        return cls.env["ir.attachment"].with_user(cls.aftersale).create({"name": "seam.pdf", "raw": b"%PDF-1.4 photo"})

    @classmethod
    def _approved_return(cls, order, pieces=1, **vals):
        record = cls._return(order, pieces, **vals)
        record.action_submit()
        record.with_user(cls.other_aftersale).action_approve()
        return record

    @classmethod
    def _refunded_return(cls, order, pieces=1, **vals):
        record = cls._approved_return(order, pieces, **vals)
        record.with_user(cls.warehouse_user).action_receive()
        record.with_user(cls.users["fin_confirmer"]).action_refund()
        return record
