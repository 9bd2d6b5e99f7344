from odoo import fields, models


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
