from odoo import fields, models
from odoo.exceptions import UserError

from ..sql import proof
from .prepaid_lot import BUCKETS

BRACKETS = [("d30", "Up to 30 days"), ("d60", "31 to 60 days"), ("d90", "61 to 90 days"), ("d180", "91 to 180 days"), ("older", "Over 180 days")]


class PrepaidAging(models.Model):
    """Unused prepaid money by its age: each top-up, gift or rebate of which something is left, and when it was last used.

    As of now, or as of a day that is over (a month's end), which the search box gives in the context: then it follows from the entries.
    """

    _name = "prepaid.aging"
    _description = "Aging of unused prepaid money"
    _auto = False
    _order = "age_days desc, id"
    _rec_name = "lot_id"
    _depends = {
        "prepaid.account": ["partner_id", "season_id"], "prepaid.entry": ["account_id", "hold_key", "date", "lots"],
        "prepaid.lot": ["account_id", "bucket", "free", "initial", "created_on", "expires_on"],
        "prepaid.hold": ["account_id", "key", "state"], "prepaid.hold.line": ["hold_id", "lot_id", "amount", "captured", "released"],
    }

    as_of = fields.Date(string="As of", readonly=True, help="The day the list speaks of.")
    lot_id = fields.Many2one("prepaid.lot", string="Credit", readonly=True)
    account_id = fields.Many2one("prepaid.account", readonly=True)
    partner_id = fields.Many2one("res.partner", string="Owner", readonly=True)
    sales_company_id = fields.Many2one("res.partner", readonly=True)
    season_id = fields.Many2one("dealer.season", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    currency_id = fields.Many2one("res.currency", readonly=True)
    bucket = fields.Selection(BUCKETS, readonly=True)
    memo = fields.Boolean(string="Outside the books", readonly=True)
    created_on = fields.Date(string="Since", readonly=True)
    expires_on = fields.Date(string="Last day", readonly=True)
    last_used_on = fields.Date(string="Last used", readonly=True, help="Day of the newest debit that took from this credit.")
    initial = fields.Monetary(string="Amount", readonly=True)
    free = fields.Monetary(readonly=True, help="Neither used nor held.")
    held = fields.Monetary(readonly=True, help="Held for orders that have not shipped.")
    unused = fields.Monetary(readonly=True, help="Free and held together.")
    age_days = fields.Integer(string="Days old", readonly=True, aggregator="max")
    bracket = fields.Selection(BRACKETS, string="Age", readonly=True)

    @property
    def _table_query(self):
        day = self._asked_day()
        return proof.aging_at_query(day) if day else proof.aging_query()

    def _asked_day(self):
        """Give the day that was asked for, None for now.

        :raises UserError: for what is no day, and for a day still to come.
        """
        asked = self.env.context.get("prepaid_aging_on")
        asked = asked[-1] if isinstance(asked, list) and asked else asked
        if not asked:
            return None
        try:
            day = fields.Date.to_date(asked)
        except (TypeError, ValueError) as error:
            raise UserError(self.env._("“%s” is no day: enter one such as 2026-10-31.", asked)) from error
        today = self.env.company._dealer_today()
        if day > today:
            raise UserError(self.env._("%(day)s is still to come: ask for a day up to today, %(today)s.", day=day, today=today))
        return day if day < today else None

    def action_open_account(self):
        """Open the account."""
        self.ensure_one()
        return {"type": "ir.actions.act_window", "res_model": "prepaid.account", "res_id": self.account_id.id, "view_mode": "form"}

    def action_open_uses(self):
        """Show the ledger entries that used the credit."""
        self.ensure_one()
        return self.lot_id.action_open_uses()
