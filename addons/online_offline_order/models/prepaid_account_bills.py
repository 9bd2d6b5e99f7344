from odoo import models

from odoo.addons.dealer_prepaid.models.prepaid_account_close import NOTE


class PrepaidAccountBills(models.Model):
    """Before the season's close: parcels whose carrier's bill is still to come, where bills may change what a dealer pays (N5)."""

    _inherit = "prepaid.account"

    def _season_close_checks(self, facts=None):
        return [*super()._season_close_checks(facts), *self._check_carrier_bills()]

    def _check_carrier_bills(self):
        if not self.company_id.sudo().dealer_true_up:  # sudo: a setting; bill differences stay with HQ, no bill matters to the dealer
            return []
        pickings = self._paid_orders().picking_ids.filtered(lambda picking: picking.state == "done")
        parcels = self.env["logistics.parcel"].sudo().search([  # sudo: the close sees every parcel of its account
            ("res_model", "=", "stock.picking"), ("res_id", "in", pickings.ids), ("bill_id", "=", False), ("parent_id", "=", False),
            ("state", "!=", "cancelled")], order="id")
        return [self._finding(NOTE, "carrier_bills_missing", parcels, count=len(parcels))] if parcels else []
