from odoo import models

from ..returns import Refusal


class DealerReturn(models.Model):
    """What an exchange costs beside the return that it is: fees of rules for the event "exchange", once accepted as of that day."""

    _inherit = "dealer.return"

    def _charges(self, wanted, events=("return", "refund"), on_date=None):
        if not self._is_exchange():
            return super()._charges(wanted, events, on_date)
        events = (*events, "exchange")
        if on_date or not self.exchange_accepted_at:
            return super()._charges(wanted, events, on_date)
        found = super()._charges(wanted, events, self.company_id._dealer_today(self.exchange_accepted_at))
        if isinstance(found, Refusal):  # the rules leave out that day since: the goods leave by those of today
            return super()._charges(wanted, events)
        return found
