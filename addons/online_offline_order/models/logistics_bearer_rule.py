from odoo import models


class LogisticsBearerRule(models.Model):
    """Exchanges ask who pays their freight, see ``_bearing`` of their orders and ``_postage_events`` of the return."""

    _inherit = "logistics.bearer.rule"

    def _events_without_caller(self):
        return super()._events_without_caller() - {"exchange"}
