from odoo import api, fields, models

from odoo.addons.dealer_base.money import to_fen


class PrepaidTopupEffect(models.Model):
    """Tells beforehand what a top-up brings about: opens the account, what is still missing, which orders it releases."""

    _inherit = "prepaid.topup"

    effect_hint = fields.Char(compute="_compute_effect_hint", string="What it brings about")

    pay_to = fields.Text(string="Receiving accounts", compute="_compute_pay_to", help="What the payer is told.")

    @api.depends("company_id", "partner_id")
    @api.depends_context("lang")
    def _compute_pay_to(self):
        for topup in self:
            topup.pay_to = "\n".join(topup.company_id._pay_to_lines(topup.partner_id)) if topup.partner_id else False

    @api.depends(
        "state", "partner_id", "company_id", "brand_id", "amount", "account_id.state", "account_id.available", "date_paid", "journal_id", "bank_line_id.date")
    @api.depends_context("lang")
    def _compute_effect_hint(self):
        for topup in self:
            running = topup.partner_id and topup.amount > 0 and topup.state in ("draft", "submitted")
            topup.effect_hint = " ".join(topup._effects()) if running else False

    def _effects(self):
        """Say what confirming brings about. Extend: return more sentences.

        :return: list of sentences.
        """
        self.ensure_one()
        return self.env["prepaid.account"]._credit_effects(
            self.company_id, self.partner_id, self._own_account(), to_fen(self.amount), self.brand_id) + self._day_effects()

    def _day_effects(self):
        """Say that the books take the money on another day than the bank did, where that day is closed."""
        day = self.journal_id and self._bank_day()
        booked = day and self.env["prepaid.posting"]._money_day(self.company_id, self.journal_id.sudo(), day)  # sudo: recorders read no journals
        return [self.env._("%(day)s is closed: the books will have the money on %(booked)s.", day=day, booked=booked)] if booked and booked > day else []

    def _own_account(self):
        """Give the account the top-up goes to, if there is one already."""
        return self.account_id.sudo() or self.env["prepaid.account"]._account_of(  # sudo: figures of the owner whom the recorder records for
            self.company_id, self.partner_id, self.brand_id)
