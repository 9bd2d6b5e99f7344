from odoo import models


class PrepaidReceipt(models.Model):
    """A receipt is compared with every kind of document that records money which came in; the steps stand in prepaid_receipt_flow.py."""

    _name = "prepaid.receipt"
    _inherit = ["prepaid.receipt", "prepaid.payment.mixin"]

    def _find_twin(self):
        """Look for another document that seems to record the same money (J24).

        :return: (model, id, number) of the oldest one, or None.
        """
        found = self._same_money()
        return (found[0][1]._name, found[0][1].id, found[0][1].name) if found else None
