from odoo import api, models

from ..sql import laws


class PrepaidCheck(models.AbstractModel):
    """Orders and holds belong together: one accepted order, one live hold; what was debited for an order is what its shipments settled."""

    _inherit = "prepaid.check"

    @api.model
    def _laws(self):
        return {**super()._laws(), **laws.LAWS}

    @api.model
    def _approvals(self):
        return {**super()._approvals(), "dealer.return": {"kinds": ["refund"], "roles": ["cs_aftersale"], "apart": False}}

    @api.model
    def _law_sentences(self):
        return {
            **super()._law_sentences(),
            "order_of_hold": self.env._("the hold keeps money back for an order that is a draft, cancelled or gone"),
            "hold_of_order": self.env._("the order was accepted and no money is held for it"),
            "debited_of_order": self.env._("the ledger debited another amount than the shipments of the order settled"),
        }
