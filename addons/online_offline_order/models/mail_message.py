from odoo import api, models


class MailMessage(models.Model):
    """The timeline of a dealer order is its history from the submit on."""

    _inherit = "mail.message"

    @api.model
    def _history_models(self):
        return {**super()._history_models(), "sale.order": "dealer_state"}
