import datetime

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

from ..ledger import posting

RATES = [("1300", "13 %"), ("900", "9 %"), ("600", "6 %"), ("300", "3 %"), ("100", "1 %"), ("0", "0 %")]


class ResCompanyGl(models.Model):
    """How the prepaid ledger is booked: the choices P1 to P7 of the accountant, and the day up to which the ledger is closed."""

    _inherit = "res.company"

    prepaid_gl_mode = fields.Selection(
        [("event", "Each event at once"), ("daily", "One entry a day and kind")], string="Prepaid postings", default="event", required=True,
        help="At once: each shipment has its invoice and clearing entry. Daily: the shipments of a day become one journal entry at night, "
             "without Odoo invoices; for companies that invoice in another system.")
    prepaid_lock_date = fields.Date(
        string="Prepaid ledger closed up to", readonly=True, copy=False,
        help="No ledger entry may be dated on or before this day. Moved forward by the month close or a finance manager, never back.")
    prepaid_contract_reclass = fields.Boolean(
        string="Show unshipped orders as contract liability", help="At month end, confirmed orders not shipped move from advances to contract liability "
        "net of VAT and back on day 1 (E20). Enterprise standard only.")
    prepaid_admin_vat = fields.Selection(RATES, string="VAT on admin fees", default="1300", required=True, help="Ask the tax adviser before changing it.")
    prepaid_logistics_vat = fields.Selection(
        RATES, string="VAT on logistics fees", default="1300", required=True, help="Ask the tax adviser before changing it.")
    prepaid_gateway_vat = fields.Selection(
        RATES, string="Input VAT in fees of payment providers", default="0", required=True,
        help="Rate of the VAT that is deducted out of the fee a payment provider keeps (E24). 0 %: the whole fee is an expense, as where no special "
             "invoice comes for it.")
    prepaid_admin_income = fields.Selection(
        [("other_income", "Other income"), ("goods_income", "Goods income")], string="Admin fees are", default="other_income", required=True)
    prepaid_vat_timing = fields.Selection(
        [("shipping", "When goods leave"), ("invoice", "When invoiced")], string="VAT is due", default="shipping", required=True,
        help="With an invoice after the shipment, VAT waits in the account VAT pending. Enterprise standard only.")
    prepaid_vat_timing_from = fields.Date(string="VAT timing valid from", help="Before this day VAT is due when goods leave.")
    prepaid_revenue_at = fields.Selection(
        [("shipping", "When shipped"), ("receipt", "When received")], string="Income counts at", default="shipping", required=True,
        help="With income at receipt, goods wait in goods shipped and the debit stays an advance until the order is received. "
             "Enterprise standard only; orders on a term are invoiced when shipped.")
    prepaid_gift_policy = fields.Selection(
        [("memo", "Outside the books until used"), ("deferred", "An advance against income at once"),
         ("expense", "An advance against selling expense at once")], string="Gift money",
        compute="_compute_bucket_policies", inverse="_inverse_gift_policy", help="Holds for gifts granted from now on.")
    prepaid_rebate_policy = fields.Selection(
        [("income", "Lower income"), ("expense", "Selling expense")], string="Rebates",
        compute="_compute_bucket_policies", inverse="_inverse_rebate_policy", help="Holds for rebates granted from now on.")
    prepaid_hand_entries = fields.Boolean(
        string="Journal entries by hand on the advance account",
        help="Off: what moves advances from customers comes from a prepaid document with its second person. On: accountants may post there by "
             "hand, for example the opening balance of the books; the ledger proof names each such entry.")
    prepaid_red_reversal = fields.Boolean(
        string="Reversals in red", default=True, help="Negative amounts on their own side; otherwise on the opposite side.")
    prepaid_postage_policy = fields.Selection(
        [("income", "Other income with VAT"), ("expense", "Lower selling expense")], string="Return postage charged is", default="income", required=True)
    prepaid_writeoff_max = fields.Monetary(
        string="Largest write-off", default=50.0, required=True, help="A small balance up to this amount may be written off.")
    prepaid_writeoff_days = fields.Integer(
        string="Quiet days before a write-off", default=180, required=True, help="The account must not have moved for so many days.")
    prepaid_unidentified_days = fields.Integer(
        string="Unidentified receipts are old after (days)", default=30, required=True, help="The month close warns of receipts parked longer.")
    prepaid_expected_returns = fields.Boolean(
        string="Book expected returns at month end", help="At month end, expected returns of shipments that may still come back move from income to a "
        "provision, and their cost to goods shipped; taken back on day 1. Enterprise standard only; ask the auditor.")
    prepaid_opening_books = fields.Selection(
        [("post", "Posted by the document, against the clearing account"), ("stands", "In the books already, by the accountant's own entry")],
        string="Opening balances", default="post", required=True,
        help="How opening balances from another system reach the books. In the books already: nothing is posted, but each owner's advances must be "
             "there; the finance manager allows journal entries by hand on the advance account until the accountant has posted them.")
    prepaid_return_rate = fields.Float(
        string="Expected return rate (%)", digits=(5, 2), help="Share of the goods that may still come back, in percent, by experience.")
    prepaid_standard = fields.Selection(
        [(posting.ASBE, "Enterprise standard"), (posting.SMALL, "Small enterprise standard")],
        compute="_compute_prepaid_standard", string="Accounting standard")

    @api.depends("chart_template")
    def _compute_prepaid_standard(self):
        for company in self:
            company.prepaid_standard = posting.SMALL if company.chart_template == "cn" else posting.ASBE

    def _bucket(self, code):
        self.ensure_one()
        return self.env["prepaid.bucket"].sudo().search([("company_id", "=", self.id), ("code", "=", code)])  # sudo: a rule of the company

    def _compute_bucket_policies(self):
        for company in self:
            company.prepaid_gift_policy = {"income": "deferred", "expense": "expense"}.get(company._bucket("gift").gl_treatment, "memo")
            company.prepaid_rebate_policy = "expense" if company._bucket("rebate").gl_treatment == "expense" else "income"

    def _inverse_gift_policy(self):
        for company in self:
            company._bucket("gift").gl_treatment = {"deferred": "income", "expense": "expense"}.get(company.prepaid_gift_policy, "memo")

    def _inverse_rebate_policy(self):
        for company in self:
            company._bucket("rebate").gl_treatment = company.prepaid_rebate_policy or "income"

    def _prepaid_income_role(self, part):
        """Give the role of the account that takes the income of a fee.

        :param part: admin, logistics or another part of a settlement.
        :return: role of ``prepaid.gl.mapping``.
        """
        self.ensure_one()
        return self.prepaid_admin_income if part == "admin" else "other_income"

    def _prepaid_income_waits(self):
        """Tell whether income counts when goods arrive (P4), which only the enterprise standard knows."""
        self.ensure_one()
        company = self.sudo()  # sudo: a choice of the company, whoever ships
        return company.prepaid_revenue_at == "receipt" and company.prepaid_standard == posting.ASBE

    def _prepaid_choices(self, date=None):
        """Give the choices that concern shipments and returns, as fields of posting.Terms.

        :param date: day of the event, for choices that begin on a day; today by default.
        :return: dict.
        """
        self.ensure_one()
        company = self.sudo()  # sudo: choices of the company, whoever ships
        date = date or company._dealer_today()
        waits = company.prepaid_vat_timing == "invoice" and company.prepaid_standard == posting.ASBE and (
            not company.prepaid_vat_timing_from or date >= company.prepaid_vat_timing_from)
        return {
            "standard": company.prepaid_standard, "vat": "vat_pending" if waits else "vat", "red": company.prepaid_red_reversal,
            "postage": company.prepaid_postage_policy, "roles": {"admin": company.prepaid_admin_income},
            "rates": {
                "goods": round((company.prepaid_sale_tax_id.amount or 13) * 100),
                "admin": int(company.prepaid_admin_vat), "logistics": int(company.prepaid_logistics_vat),
                "gateway": int(company.prepaid_gateway_vat)}}

    def _prepaid_terms(self, date=None):
        """Give the accountant's choices as the posting core wants them. What is a gift outside the books, the entry says itself (``memo``).

        :param date: see :meth:`_prepaid_choices`.
        :return: posting.Terms.
        """
        return posting.Terms(rebate=self.sudo().prepaid_rebate_policy, **self._prepaid_choices(date))  # sudo: a choice of the company

    @api.constrains("prepaid_return_rate")
    def _check_prepaid_return_rate(self):
        for company in self:
            if not 0 <= company.prepaid_return_rate <= 100:
                raise ValidationError(self.env._("%s: a return rate is 0 to 100 %%.", company.name))

    @api.constrains("prepaid_writeoff_max", "prepaid_writeoff_days", "prepaid_unidentified_days")
    def _check_prepaid_writeoff(self):
        for company in self:
            if not 0 <= company.prepaid_writeoff_max <= 10_000:
                raise ValidationError(self.env._("%s: a small balance is 0.00 to 10,000.00 CNY.", company.name))
            if company.prepaid_writeoff_days < 0 or company.prepaid_unidentified_days < 0:
                raise ValidationError(self.env._("%s: a number of days cannot be negative; enter 0 or more.", company.name))

    # -- the ledger's lock

    def write(self, vals):
        if "prepaid_lock_date" in vals:
            new = fields.Date.to_date(vals["prepaid_lock_date"])
            for company in self:
                company._check_prepaid_lock(new)
        return super().write(vals)

    def _check_prepaid_lock(self, new):
        if not self.env.su:
            raise AccessError(self.env._("The prepaid ledger is closed by its month close or by a finance manager, not by hand."))
        if self.prepaid_lock_date and (not new or new < self.prepaid_lock_date):
            raise UserError(self.env._(
                "The prepaid ledger of %(company)s is closed up to %(date)s; it is never opened again: book a correction today.",
                company=self.name, date=self.prepaid_lock_date))
        if new and new >= self._dealer_today():
            raise UserError(self.env._(
                "The prepaid ledger of %s can be closed up to yesterday at the latest: today's shipments and top-ups still come.", self.name))

    def action_lock_prepaid(self, date):
        """Close the prepaid ledger up to a day.

        :param date: a past day, not before the present one.
        :return: True.
        :raises AccessError: for everybody but finance managers.
        :raises UserError: for a day that is not over, or before the present one.
        """
        self.ensure_one()
        if not self.env.user.has_group("dealer_base.group_fin_manager") or self not in self.env.companies:
            raise AccessError(self.env._("Only a finance manager of the company may close its prepaid ledger."))
        self.sudo().prepaid_lock_date = fields.Date.to_date(date)  # sudo: finance managers administrate no companies
        return True

    def _refuse_locked_ledger(self, date):
        """Refuse a ledger date in the closed time.

        :param date: business date of an entry.
        :raises UserError: naming the company and the day.
        """
        lock = self.sudo().prepaid_lock_date  # sudo: the lock counts for every role
        if lock and date <= lock:
            raise UserError(self.env._(
                "%(company)s: the prepaid ledger is closed up to %(lock)s, so nothing can be dated %(date)s: book it with today's date.",
                company=self.name, lock=lock, date=date))

    def _prepaid_bank_days(self):
        """:return: (first, last) day on which money that is entered today can have moved at the bank: a year back, not in the future."""
        today = self._dealer_today()
        return today - datetime.timedelta(days=366), today

    def _prepaid_check_bank_day(self, name, day):
        """Refuse a day on which money cannot have moved.

        :param name: of the document. :param day: date.
        :raises UserError: naming both.
        """
        first, today = self._prepaid_bank_days()
        if not first <= day <= today:
            raise UserError(self.env._(
                "%(name)s: %(date)s is in the future or more than a year ago; enter the day on which the bank moved the money.", name=name, date=day))

    def _prepaid_check_after_approval(self, name, day, approved_on):
        """Refuse a day of a payment before its approval.

        :param name: of the document. :param day: date. :param approved_on: date, or None where it is not known.
        :raises UserError: naming the document and both days.
        """
        if approved_on and day < approved_on:
            raise UserError(self.env._(
                "%(name)s was approved on %(approved)s and cannot have been paid on %(day)s: enter the day on which the bank paid it.",
                name=name, approved=approved_on, day=day))

    def _prepaid_named_day(self, name, day, paid_on=None, approved_on=None):
        """Read the day on which the bank moved money, as a person or another program named it.

        :param name: of the document. :param day: date, its text, or nothing for today.
        :param paid_on: for money that came back, the first day on which it can have been paid: it cannot have come back before.
        :param approved_on: for a payment, the day of its approval: it cannot have been paid before.
        :return: date, or False where no day was named.
        :raises UserError: when it is no day, or none on which the money can have moved.
        """
        try:
            day = fields.Date.to_date(day)
        except (TypeError, ValueError):
            raise UserError(self.env._("%(name)s: %(day)s is no day; enter one as YYYY-MM-DD.", name=name, day=day)) from None
        if day:
            self._prepaid_check_bank_day(name, day)
            self._prepaid_check_after_approval(name, day, approved_on)
        if day and paid_on and day < paid_on:
            raise UserError(self.env._(
                "%(name)s was not paid before %(paid)s and cannot have come back on %(day)s: enter the day on which the bank has the return.",
                name=name, paid=paid_on, day=day))
        return day or False

    @api.model
    def _prepaid_gl_fill(self):
        """Give companies that have a chart the roles that came with this version; runs with each upgrade, safe to repeat."""
        for company in self.sudo().search([("chart_template", "!=", False)]):  # sudo: the installer works for every company
            company.env["prepaid.gl.mapping"].with_company(company)._fill_from_chart(company)
