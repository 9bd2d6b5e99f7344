from odoo import api, fields, models
from odoo.fields import Domain

from ..funnel import shares_bp


class ActivationReason(models.Model):
    """How many customers gave a reason last, and its weighted share of all reasons."""

    _inherit = "activation.reason"

    customer_count = fields.Integer(
        string="Customers with it", compute="_compute_share", help="Customers whom you may read, who have not ordered and whose last reason it is.")
    share = fields.Float(
        string="Weighted share (%)", compute="_compute_share", digits=(5, 2),
        help="Customers with it times its weight, of the same sum over all reasons; the shares make 100 %.")

    @api.model
    def _silent(self):
        """Give the domain of the customers whose reasons count: no order yet, in the companies that are chosen."""
        return Domain("has_ordered", "=", False) & Domain("reason_id", "!=", False) & Domain("company_id", "in", self.env.companies.ids)

    @api.depends("weight")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_share(self):
        counts = dict(self.env["activation.record"]._read_group(self._silent(), ["reason_id"], ["__count"]))
        shares = shares_bp({reason.id: count for reason, count in counts.items()}, {reason.id: reason.weight for reason in counts}) if counts else {}
        for reason in self:
            reason.customer_count = counts.get(reason._origin, 0)
            reason.share = shares.get(reason._origin.id, 0) / 100

    def action_open_customers(self):
        """Show the customers behind the figure."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window", "name": self.name, "res_model": "activation.record", "view_mode": "list,form,pivot",
            "domain": list(self._silent() & Domain("reason_id", "=", self.id))}
