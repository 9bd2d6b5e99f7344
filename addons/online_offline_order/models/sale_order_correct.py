from odoo import fields, models

from odoo.addons.dealer_base.money import to_fen

from .dealer_return import TAKEN


class SaleOrder(models.Model):
    """Corrections of orders that have shipped."""

    _inherit = "sale.order"

    correction_ids = fields.One2many("dealer.order.correction", "order_id", string="Corrections", readonly=True, copy=False)
    correction_count = fields.Integer(compute="_compute_correction_count")

    def _flow_fields(self):
        return super()._flow_fields() | {"correction_ids"}

    def _compute_correction_count(self):
        for order in self:
            order.correction_count = len(order.sudo().correction_ids)  # sudo: a number on a button, the list itself asks for rights

    def _debited_fen(self):
        """Give what was debited for the order in all: by its shipments and for the weight that the carrier billed."""
        entries = self.env["prepaid.entry"].sudo().search([  # sudo: figures of the order itself
            ("order_model", "=", "sale.order"), ("order_id", "=", self.id), ("kind", "=", "true_up")])
        return to_fen(self.captured_total) - sum(to_fen(entry.amount) for entry in entries)

    def _given_corrections(self):
        """Give the corrections in the dealer's favour that are proposed or accepted and not given up."""
        return self.sudo().correction_ids.filtered(  # sudo: what anybody corrected counts
            lambda one: one.direction == "credit" and one.state in ("submitted", "accepted") and one.adjustment_id.state != "rejected")

    def _corrected_fen(self, besides=()):
        """Give what corrections give back: those in favour from their proposal on, less those to the charge once they are booked.

        :param besides: ids of dealer.order.correction that do not count.
        """
        given = sum(to_fen((one.adjustment_id or one).amount) for one in self._given_corrections() if one.id not in besides)
        charged = self.sudo().correction_ids.filtered(  # sudo: see _given_corrections
            lambda one: one.direction == "debit" and one.adjustment_id.state == "approved")
        return given - sum(to_fen(one.adjustment_id.amount) for one in charged)

    def _returned_fen(self, besides=()):
        """Give what returns credit, those that are only asked for included.

        :param besides: ids of dealer.return that do not count.
        """
        returns = self.sudo().return_ids.filtered(lambda one: one.state in TAKEN and one.id not in besides)  # sudo: whoever asked for them
        return sum(to_fen(one.credit_amount) for one in returns)

    def action_open_correct(self):
        """Open a new correction of the order.

        :return: form action.
        """
        self.ensure_one()
        self._require_role("dealer_base.group_cs_presale", "dealer_base.group_cs_aftersale")
        self._check_dealer_order()
        return {
            "type": "ir.actions.act_window", "name": self.env._("Correct the settlement"), "res_model": "dealer.order.correction", "view_mode": "form",
            "context": {"default_order_id": self.id}}

    def action_open_corrections(self):
        """Show the corrections of the order."""
        self.ensure_one()
        return self._open_records(self.env._("Corrections"), self.correction_ids)
