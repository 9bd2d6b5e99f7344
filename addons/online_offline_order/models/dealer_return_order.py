from odoo import api, fields, models


class SaleOrder(models.Model):
    _inherit = "sale.order"

    return_ids = fields.One2many("dealer.return", "order_id", string="Returns")
    return_count = fields.Integer(compute="_compute_return_count")
    return_count_no = fields.Integer(
        string="Return requests so far", readonly=True, copy=False, default=0, help="Counts requests, so that two at once meet on this row.")

    def _compute_return_count(self):
        counts = dict(self.env["dealer.return"].sudo()._read_group(  # sudo: a number on a button, the list itself asks for rights
            [("order_id", "in", self.ids)], ["order_id"], ["__count"]))
        for order in self:
            order.return_count = counts.get(order, 0)

    @api.depends("return_ids.charges_move_id", "return_ids.postage_correction_ids", "return_ids.back_move_id")
    def _get_invoiced(self):
        super()._get_invoiced()
        for order in self:
            returns = order.sudo().return_ids  # sudo: people of plain orders read no returns; the list of invoices asks for rights itself
            charges = (returns.charges_move_id | returns.postage_correction_ids | returns.back_move_id).sudo(False)
            if charges:
                order.invoice_ids |= charges
                order.invoice_count = len(order.invoice_ids)

    def action_open_returns(self):
        """Show the returns of the order; without any, begin one."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("online_offline_order.dealer_return_action")
        action.update({"domain": [("order_id", "=", self.id)], "context": {"default_order_id": self.id}})
        if not self.return_count:
            action.update({"views": [(False, "form")], "view_mode": "form"})
        return action
