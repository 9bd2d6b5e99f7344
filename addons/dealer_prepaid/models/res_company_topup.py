from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError


class ResCompanyTopup(models.Model):
    """Settings of top-ups and low-balance alerts; the dialog is ``dealer.settings``."""

    _inherit = "res.company"

    prepaid_slip_likeness = fields.Integer(
        string="Similar slips differ by at most (per mille)", default=60, required=True,
        help="Two slips of the same amount count as similar when their pictures differ in so many of 1,000 edges.")
    prepaid_slip_days = fields.Integer(
        string="Slips are compared for (days)", default=400, required=True, help="How far back similar pictures are looked for.")
    prepaid_low_alert = fields.Monetary(
        string="Low balance below", default=1000.0, required=True,
        help="An account with less available than this is reported (1,000.00 by default).")
    prepaid_low_cover_days = fields.Integer(
        string="Low balance below (days of cover)", default=0, required=True,
        help="An account whose money lasts fewer days, by the shipments of the last 30 days, is reported too; 0 for never.")
    prepaid_low_repeat_days = fields.Integer(
        string="Repeat the alert after (days)", default=1, required=True, help="At most one alert a day and account.")

    @api.constrains("prepaid_slip_likeness", "prepaid_slip_days", "prepaid_low_cover_days", "prepaid_low_repeat_days")
    def _check_prepaid_topup_settings(self):
        for company in self:
            if not 0 <= company.prepaid_slip_likeness <= 1000:
                raise ValidationError(self.env._("%s: similar slips differ by 0 to 1,000 per mille.", company.name))
            if company.prepaid_low_cover_days < 0 or company.prepaid_slip_days < 0:
                raise ValidationError(self.env._("%s: a number of days cannot be negative; enter 0 or more.", company.name))
            if company.prepaid_low_repeat_days < 1:
                raise ValidationError(self.env._("%s: a low balance is reported once a day at most; enter 1 day or more.", company.name))

    def _receiving_accounts(self):
        """Give the accounts into which dealers of this company may pay, in the order of the journals.

        :return: account.journal in sudo: active, of this company and its currency, marked as receiving.
        """
        self.ensure_one()
        return self.env["account.journal"].sudo().search([  # sudo: every dealer is told where to pay
            ("company_id", "=", self.id), ("is_prepaid_receiving", "=", True), ("type", "in", ("bank", "cash")),
            ("currency_id", "in", (False, self.currency_id.id))])

    def _receiving_rows(self):
        """Give the accounts that receipts may name: every active bank account and cash box of this company, in sudo."""
        self.ensure_one()
        return self.env["account.journal"].sudo().search(  # sudo: as above
            [("company_id", "=", self.id), ("type", "in", ("bank", "cash")), ("currency_id", "in", (False, self.currency_id.id))])

    def _pay_to_lines(self, partner):
        """Say where the dealer or store pays, for notices and screens; in the language of the environment.

        :param partner: who pays: names the remark of the payment.
        :return: list of texts; empty where no account is known.
        """
        lines = [text for text in (journal.with_env(self.sudo().env)._pay_to() for journal in self._receiving_accounts()) if text]  # sudo: as above
        owner = partner.sudo()  # sudo: names only, for who pays
        remark = " ".join(filter(None, (owner.sales_company_id.name, owner.name)))
        if lines and remark:
            lines.append(self.env._("Remark of the payment: %s", remark))
        return lines

    def _send_pay_to(self, document, payer):
        """Tell a payer where to pay, by mail and the discussion of a document. The caller checks the role.

        :param document: one record with a discussion, in sudo.
        :param payer: res.partner who pays.
        :return: a notification action; without a mail address it shows the text to copy.
        :raises UserError: when no receiving account has anything to tell.
        """
        self.ensure_one()
        owner = payer.sudo()  # sudo: the address of the payer is used, not shown
        company = self.with_context(lang=owner.lang or self.env.lang)
        lines = company._pay_to_lines(owner)
        if not lines:
            raise UserError(self.env._(
                "%s has no receiving account with payment details: have the finance manager enter them under Settings > Receiving accounts.", self.name))
        text = Markup("<br/>").join([company.env._("Please pay to:"), *lines])
        people = (owner | owner.child_ids.filtered(lambda contact: not contact.is_company)).filtered("email")
        if people:
            document.message_post(body=text, partner_ids=people.ids, subtype_xmlid="mail.mt_comment", author_id=self.env.user.partner_id.id)
        title = self.env._("Payment details sent") if people else self.env._("%s has no mail address: copy this", owner.display_name)
        return {"type": "ir.actions.client", "tag": "display_notification", "params": {
            "title": title, "message": ", ".join(people.mapped("display_name")) or "\n".join(lines), "type": "info", "sticky": not people,
            "next": {"type": "ir.actions.client", "tag": "soft_reload"}}}
