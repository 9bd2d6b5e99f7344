from odoo import api, fields, models
from odoo.exceptions import ValidationError

from .promo_phase_action import MOST_TRIES

DAILY = ("give", "call")


class PromoPhase(models.Model):
    """A phase may go on every day until its end (R3-109): buyers who come to fit the audience get what the others got, each of them once."""

    _inherit = "promo.phase"

    is_daily = fields.Boolean(string="Every day until its end", help="Also for buyers who come to fit the audience later, each of them once.")
    ran_on = fields.Date(string="Done last on", readonly=True, copy=False)
    ran_at = fields.Datetime(string="Done last at", readonly=True, copy=False)

    @api.constrains("is_daily", "action")
    def _check_daily(self):
        for phase in self:
            if phase.is_daily and phase.action not in DAILY:
                raise ValidationError(self.env._("Phase %s: only vouchers and tasks to win back are given every day.", phase.display_name))

    def _is_due(self, now):
        """:param now: naive UTC. :return: whether there is something to do: once a day, at its end, and when buyers have just come to fit."""
        return not self.is_daily or self.date_end <= now or self.ran_on != self.company_id._dealer_today() or self._has_newcomers()

    def _has_newcomers(self):
        """Hook: :return: whether somebody may have come to fit the audience since ``ran_at``, who is not to wait until tomorrow."""
        return False

    def _run(self):
        """As before; a phase of every day is done when its end has come."""
        self.ensure_one()
        if not self.is_daily:
            return super()._run()
        now = fields.Datetime.now()
        if self.date_end <= now:
            return self.write({"done_at": now})
        self.campaign_id.audience_id.filtered("is_live")._find()
        super()._run()
        return self.write({"done_at": False, **self._ran_now()})

    def _failed(self):
        """As before; a phase of every day has failed for today alone and goes on tomorrow."""
        super()._failed()
        if self.is_daily and self.tries >= MOST_TRIES:
            self.write(self._ran_now())

    def _ran_now(self):
        return {"ran_on": self.company_id._dealer_today(), "ran_at": fields.Datetime.now(), "tries": 0}

    def _receivers(self):
        """As before, on every day without who got one of this phase already, whatever became of it."""
        members = super()._receivers()
        if not self.is_daily:
            return members
        had = self.env["promo.voucher"].sudo().search([  # sudo: what somebody has already counts for every role
            ("batch_id", "=", self.batch_id.id), ("partner_id", "in", members.ids), ("create_date", ">=", self.date_start), ("source_order_id", "=", False)])
        return members - had.partner_id
