from odoo import api, fields, models

from ..adapters.lot_table import table


class PrepaidLotPreview(models.AbstractModel):
    """A document that says before it is carried out which lots give or get the money, what goes back with it and what expires (N10).

    The concrete model gives its moves in ``_lot_moves`` and says in ``_lot_preview_depends`` what they hang on.
    """

    _name = "prepaid.lot.preview.mixin"
    _description = "Preview by lots"

    lots_preview = fields.Html(compute="_compute_lots_preview", string="Lots", sanitize=False, groups="base.group_user")

    def _lot_moves(self):
        """Hook: say what would happen to which lot if the document were carried out now.

        :return: list of adapters.lot_table.LotMove, in order; empty when nothing would happen any more.
        """
        return []

    def _lot_preview_depends(self):
        """Hook: name the fields that the moves hang on."""
        return ["company_id"]

    @api.depends(lambda self: self._lot_preview_depends())
    @api.depends_context("lang")
    def _compute_lots_preview(self):
        for document in self:
            company = document.company_id
            document.lots_preview = table(self.env, document._lot_moves(), company._dealer_today()) if company else False
