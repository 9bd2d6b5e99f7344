import datetime

from odoo import fields, models
from odoo.fields import Domain


class PrepaidDeposit(models.Model):
    """The slip of a deposit that came in proves this deposit and no other money."""

    _name = "prepaid.deposit"
    _inherit = ["prepaid.deposit", "prepaid.twin.mixin"]
    _reason_methods = {"action_reject", "action_release_twin"}

    bank_serial = fields.Char(string="Bank serial number", copy=False)

    def _payment_day(self):
        return (self.create_date or fields.Datetime.now()).date()

    def _payment_payer(self):
        return self.partner_id.name or ""

    def _payments_counting(self):
        return super()._payments_counting() & Domain("kind", "=", "received")

    def _near_day(self, day):
        return (Domain("create_date", ">=", fields.Datetime.to_datetime(day) - datetime.timedelta(days=1))
                & Domain("create_date", "<", fields.Datetime.to_datetime(day) + datetime.timedelta(days=2)))

    def _check_ready(self):
        super()._check_ready()
        if self.kind == "received":
            self._mark_twin()

    def _carry_out(self):
        if self.kind == "received":
            self._refuse_twin()
        return super()._carry_out()

    def _find_twin(self):
        return super()._find_twin() if self.kind == "received" else None
