from odoo import models


class DealerReturn(models.Model):
    """What an exchange costs beside the return that it is: fees of rules for the event "exchange"."""

    _inherit = "dealer.return"

    def _charges(self, wanted, events=("return", "refund")):
        return super()._charges(wanted, (*events, "exchange") if self._is_exchange() else events)
