from odoo import api, fields, models
from odoo.exceptions import ValidationError

# From and to, in yuan or days.
PREPAID_RANGES = {
    "prepaid_min_first_topup": (0, 10 ** 11), "prepaid_low_alert": (0, 10 ** 11), "prepaid_hold_days": (0, 3_650), "prepaid_dormant_days": (1, 3_650)}


class ResCompany(models.Model):
    _inherit = "res.company"

    prepaid_min_first_topup = fields.Monetary(
        string="First top-up", default=5000.0, required=True, help="What opens an account.")
    prepaid_first_in_one = fields.Boolean(
        string="First top-up in one payment", default=True,
        help="The account opens with one payment of at least the first top-up; off: smaller payments add up to it.")
    prepaid_hold_days = fields.Integer(
        string="Days an order may hold money", default=30,
        help="A hold whose goods were not even approved for shipping is released after so many days; 0 keeps holds for ever.")
    prepaid_hold_remind_days = fields.Integer(
        string="Reminder before a hold ends (days)", default=3, required=True,
        help="So many days before a hold is released the order's owner gets a task and a message; 0 sends none.")
    prepaid_hold_rest = fields.Selection(
        [("keep", "Stays held until it ships or is cancelled"), ("release", "Is cancelled when the hold ends")], default="keep", required=True,
        string="Rest of a partly shipped order",
        help="What becomes of the money of goods that did not ship when the days of the hold are over.")
    prepaid_hold_mode = fields.Selection(
        [("hold", "Hold at submit, debit at shipment"), ("none", "Only check at submit, debit at shipment")], default="hold", required=True,
        string="Money of submitted orders",
        help="Without holds two submitted orders may lean on the same money; the later shipment then waits for a top-up.")
    prepaid_by_brand = fields.Boolean(
        string="One account per brand", help="Orders are paid from the account of their goods' brand, if the owner has an open one.")
    prepaid_journal_id = fields.Many2one("account.journal", string="Prepaid journal", check_company=True, help="Clearing entries are posted here.")
    prepaid_sale_tax_id = fields.Many2one(
        "account.tax", string="Tax of dealer invoices", check_company=True,
        help="Tax-included sale tax of goods and fees: settlement prices are gross.")

    @api.constrains("prepaid_journal_id")
    def _check_prepaid_journal(self):
        for company in self:
            if company.prepaid_journal_id and company.prepaid_journal_id.type != "general":
                raise ValidationError(self.env._(
                    "%(company)s: %(journal)s takes money or invoices; the prepaid journal is one for miscellaneous entries.",
                    company=company.name, journal=company.prepaid_journal_id.display_name))

    @api.constrains("prepaid_hold_remind_days")
    def _check_prepaid_hold_days(self):
        for company in self:
            if company.prepaid_hold_remind_days < 0:
                raise ValidationError(self.env._("%s: the days an order may hold money cannot be negative; enter 0 or more.", company.name))

    @api.constrains(*PREPAID_RANGES)
    def _check_prepaid_ranges(self):
        for company in self:
            for name in PREPAID_RANGES:
                if problem := self._prepaid_range_problem(name, company[name]):
                    raise ValidationError(problem)

    @api.model
    def _prepaid_range_problem(self, name, value):
        """Say what a setting may be; nothing for a value within its range.

        :param name: one of ``PREPAID_RANGES``. :param value: yuan or days.
        """
        low, high = PREPAID_RANGES[name]
        return "" if low <= value <= high else self.env._(
            "%(setting)s: %(value)s is not possible, enter a number from %(low)s to %(high)s.",
            setting=self._fields[name]._description_string(self.env), value=f"{value:,.0f}", low=low, high=f"{high:,}")

    def _dealer_base_setup(self):
        super()._dealer_base_setup()
        self._dealer_prepaid_setup()

    def _dealer_prepaid_setup(self):
        """Give companies with a chart of accounts their prepaid journal, tax and account roles; safe to repeat."""
        for company in self:
            self.env["prepaid.bucket"].sudo()._fill_defaults(company)  # sudo: rules of a new company, whoever makes it
        for company in self.filtered("chart_template"):
            env = self.env(su=True)  # the installer works for a company that the current user may not administrate
            env["prepaid.gl.mapping"].with_company(company)._fill_from_chart(company)
            company = company.with_env(env).with_company(company)
            if not company.prepaid_journal_id:
                company.prepaid_journal_id = company._prepaid_own_journal()
            if not company.prepaid_sale_tax_id:
                company.prepaid_sale_tax_id = company._prepaid_included_tax()
            if company.prepaid_sale_tax_id and not env["account.move"].search_count(
                    [("company_id", "=", company.id), ("move_type", "=", "out_invoice"), ("state", "=", "posted")], limit=1):
                company.account_sale_tax_id = company.prepaid_sale_tax_id  # retail and ex-factory prices of goods are gross (G25)
            receiving = env["account.journal"].search([("company_id", "=", company.id), ("type", "=", "bank")])
            if receiving and not any(receiving.mapped("is_prepaid_receiving")):
                receiving[0].is_prepaid_receiving = True

    def _prepaid_own_journal(self):
        """Find or make the journal of prepaid entries.

        One of an installation before this one keeps its entries, and goes on. One that was archived, is of another kind or in a foreign currency
        is somebody's: it stays as it is, and another code is taken, so that neither an installation nor the loading of a chart stops at it.

        :return: account.journal of the company, active, for any entries, in its own currency.
        """
        journals = self.env["account.journal"].with_company(self).with_context(active_test=False)
        there = journals.search([("company_id", "=", self.id), ("code", "=like", "PRE%")])
        own = there.filtered(lambda one: one.code == "PREP" and one.active and one.type == "general" and one.currency_id in (
            self.env["res.currency"], self.currency_id))
        taken = set(there.mapped("code"))
        code = next(code for code in ("PREP", *(f"PRE{number}" for number in range(2, 100))) if code not in taken)
        return own or journals.create({"type": "general", "code": code, "company_id": self.id, "name": self.env._("Prepaid clearing")})

    def _prepaid_included_tax(self):
        """Find or make the tax-included twin of the company's default sale tax.

        :return: one account.tax, or an empty recordset without a default sale tax.
        """
        base = self.account_sale_tax_id
        if not base or base.price_include:
            return base
        taxes = self.env["account.tax"].with_company(self)
        twin = taxes.search([
            ("company_id", "=", self.id), ("type_tax_use", "=", "sale"), ("amount", "=", base.amount), ("amount_type", "=", "percent"),
            ("price_include_override", "=", "tax_included")], limit=1)
        return twin or base.copy({
            "name": self.env._("%s included", base.name), "price_include_override": "tax_included"})
