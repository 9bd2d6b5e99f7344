import dataclasses

from odoo import fields, models
from odoo.exceptions import UserError

from odoo.addons.dealer_base.money import to_fen


class SaleOrder(models.Model):
    """Special prices of an order: asked for on its draft, frozen with it at the submit."""

    _inherit = "sale.order"

    price_request_ids = fields.One2many("dealer.price.request", "order_id", string="Special price requests", readonly=True, copy=False)
    price_request_count = fields.Integer(compute="_compute_price_request_count")

    def _flow_fields(self):
        return super()._flow_fields() | {"price_request_ids"}

    def _compute_price_request_count(self):
        for order in self:
            order.price_request_count = len(order.sudo().price_request_ids)  # sudo: a number on a button, the list itself asks for rights

    def _need_draft(self):
        for order in self.filtered(lambda rec: rec.dealer_state != "draft"):
            raise UserError(self.env._("Order %s was submitted: its prices are frozen. Send it back to draft to ask for other prices.", order.name))

    def _open_price_request(self):
        self.ensure_one()
        requests = self.sudo().price_request_ids  # sudo: whether one is open counts for every role
        return requests.filtered(lambda rec: rec.state == "submitted")[:1]

    def action_open_ask_price(self):
        """Open a new request for special prices of the order.

        :return: form action.
        :raises UserError: once the order was submitted.
        """
        self.ensure_one()
        self._require_role(*self._entry_roles())
        self._check_dealer_order()
        self._need_draft()
        return {
            "type": "ir.actions.act_window", "name": self.env._("Special price"), "res_model": "dealer.price.request", "view_mode": "form",
            "context": {"default_order_id": self.id}}

    def action_open_price_requests(self):
        """Show the requests for special prices of the order."""
        self.ensure_one()
        return self._open_records(self.env._("Special price requests"), self.price_request_ids)

    def _snapshot_goods(self):
        special = {line._settlement_key(): to_fen(line.special_price) for line in self._goods_lines() if line.special_price}
        return [dataclasses.replace(line, unit_fen=special.get(line.key, line.unit_fen)) for line in super()._snapshot_goods()]

    def _refuse_undecided(self):
        request = self._open_price_request()
        if request:
            raise UserError(self.env._("Order %(order)s: special price request %(request)s is not decided yet; have it decided or withdraw it.",
                                       order=self.name, request=request.name))

    def _check_ready_to_submit(self, settlement):
        super()._check_ready_to_submit(settlement)
        self._refuse_undecided()

    def _check_ready_to_approve(self):
        super()._check_ready_to_approve()
        self._refuse_undecided()

    def _no_approvers(self):
        return super()._no_approvers() | self.sudo().order_line.special_request_id.submitted_by  # sudo: who asked counts for every role

    def _special_lines(self, changes):
        """Give the lines at a special price whose pieces change, goods that are taken out not counted."""
        return self._goods_lines().filtered(lambda line: line.special_price and changes.pieces.get(line.id))

    def _check_changes(self, changes):
        super()._check_changes(changes)
        for line in self._special_lines(changes):
            if changes.pieces[line.id] > line.product_uom_qty:
                raise UserError(self.env._(
                    "%(goods)s: the special price by %(request)s was agreed to for %(qty)s pieces. Enter the further pieces as new goods, at the list "
                    "price, or take the order back to draft and ask again.",
                    goods=line.product_id.display_name, request=line.special_request_id.sudo().name,  # sudo: a number in a sentence
                    qty=int(line.product_uom_qty)))

    def _keeps_approval(self, changes):
        return super()._keeps_approval(changes) and not self._special_lines(changes)  # fewer pieces at a special price are looked at again

    def _write_amended(self, changes, found):
        for line in self._special_lines(changes):
            self._log(self.env._(
                "%(goods)s: the special price by %(request)s was agreed to for %(before)s pieces and stays for %(after)s.",
                goods=line.product_id.display_name, request=line.special_request_id.name, before=int(line.product_uom_qty),
                after=changes.pieces[line.id]))
        super()._write_amended(changes, found)

    def write(self, vals):
        lapsed = self.order_line.filtered("special_price") if not self.env.su and "partner_id" in vals else self.env["sale.order.line"]
        lapsed = lapsed.filtered(lambda line: line.order_id.partner_id.id != vals["partner_id"])
        result = super().write(vals)
        lapsed._lapse_special()
        return result
