from odoo import api, fields, models
from odoo.exceptions import AccessError

from odoo.addons.dealer_base.adapters.roles import role_refusal

SENDERS = (
    "group_fin_cashier", "group_fin_confirmer", "group_fin_settlement", "group_fin_manager", "group_cs_presale", "group_cs_aftersale", "group_sales_rep")


class PrepaidAccountPayTo(models.Model):
    """The owner of an account is told where to pay (R0-030, R1-048)."""

    _inherit = "prepaid.account"

    pay_to = fields.Text(compute="_compute_pay_to", help="What the owner is told.")

    @api.depends("company_id", "partner_id")
    @api.depends_context("lang")
    def _compute_pay_to(self):
        for account in self:
            account.pay_to = "\n".join(account.company_id._pay_to_lines(account.partner_id)) if account.company_id and account.partner_id else False

    def action_send_payment_details(self):
        """Tell the owner where to pay, by mail and the account's discussion.

        :return: a notification action that says whom it went to, or shows the text where nobody has a mail address.
        :raises AccessError: for roles that do not speak with owners about money.
        :raises UserError: when no receiving account has anything to tell.
        """
        self.ensure_one()
        self._need_sender()
        return self.company_id._send_pay_to(self.sudo(), self.partner_id)  # sudo: the discussion of the account; the role was checked

    def _need_sender(self):
        if not any(self.env.user.has_group(f"dealer_base.{group}") for group in SENDERS):
            raise AccessError(role_refusal(self.env, SENDERS, self.env._("Your role may not send payment details.")))
        self.check_access("read")
