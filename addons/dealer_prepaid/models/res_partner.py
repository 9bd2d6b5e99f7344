from odoo import fields, models
from odoo.exceptions import UserError


class ResPartner(models.Model):
    _inherit = "res.partner"

    prepaid_account_count = fields.Integer(compute="_compute_prepaid_account_count", groups="dealer_base.group_dealer_viewer")

    def _compute_prepaid_account_count(self):
        accounts = self.env["prepaid.account"]
        groups = accounts._read_group([("partner_id", "in", self.ids)], ["partner_id"], ["__count"]) if accounts.has_access("read") else ()
        counts = dict(groups)
        for partner in self:
            partner.prepaid_account_count = counts.get(partner, 0)

    def write(self, vals):
        if vals.get("active") is False:
            account = self.env["prepaid.account"].sudo().search([  # sudo: money counts whoever archives its owner
                ("partner_id", "in", self.ids), ("state", "!=", "closed")]).filtered(lambda rec: rec.balance or rec.held)[:1]
            if account and not self.env.su:
                raise UserError(self.env._(
                    "%(partner)s has %(balance).2f CNY on account %(account)s: close the season or let the dealer leave before it is archived.",
                    partner=account.partner_id.name, balance=account.balance, account=account.name))
        return super().write(vals)

    def action_open_prepaid_accounts(self):
        """Show the prepaid accounts of this dealer or store."""
        action = self.env["ir.actions.act_window"]._for_xml_id("dealer_prepaid.prepaid_account_action")
        return {**action, "domain": [("partner_id", "in", self.ids)], "context": {}}
