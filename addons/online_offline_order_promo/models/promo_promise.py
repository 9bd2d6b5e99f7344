from odoo import fields, models
from odoo.exceptions import UserError


class PromoPromise(models.Model):
    """Cash back of somebody with a prepaid account is credited there, as a rebate that a second person of finance approves."""

    _inherit = "promo.promise"

    grant_id = fields.Many2one("prepaid.grant", string="Credited by", readonly=True, index="btree_not_null", ondelete="restrict",
        groups="dealer_base.group_fin_cashier,dealer_base.group_fin_settlement,dealer_base.group_fin_manager,dealer_base.group_auditor")

    def action_done(self):
        """As before; cash back to a prepaid account becomes a rebate that is submitted with this step.

        :raises UserError: when it was credited already.
        """
        result = super().action_done()
        for promise in self.filtered(lambda record: record.kind == "cash_back" and record.total > 0):
            account = promise._prepaid_account()
            if not account:
                continue
            if promise.grant_id:
                raise UserError(self.env._("%(name)s was credited by %(grant)s already.", name=promise.display_name, grant=promise.grant_id.name))
            grant = self.env["prepaid.grant"].create({
                "account_id": account.id, "company_id": account.company_id.id, "amount": promise.total, "bucket": "rebate",
                "reason": self.env._("Cash back: %s", promise.display_name)})
            grant.action_submit()
            promise.sudo().grant_id = grant  # sudo: written by this step alone
            promise.message_post(body=self.env._("Credited by %s, once it is approved.", grant.name))
        return result

    def _prepaid_account(self):
        """:return: prepaid.account that the order was settled from, or the open one of who gets it; empty for everybody else."""
        promise = self.sudo()  # sudo: whose account it is, whoever gives
        if promise.order_id.is_dealer_order and not promise.receiver_id:
            return promise.order_id._find_account().sudo(False)
        partner = promise.partner_id
        if not (partner.dealer_level or partner.dealer_id):
            return self.env["prepaid.account"]
        return promise.env["prepaid.account"]._for_partner(promise.company_id, partner).sudo(False)
