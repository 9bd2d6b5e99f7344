from odoo import models


class StockPicking(models.Model):
    """The input VAT of goods that were lost and are sent again."""

    _inherit = "stock.picking"

    def _post_case_cost(self, ref):
        """Goods that were lost and are sent again cost their input VAT too where the company transfers it out (E13j)."""
        result = super()._post_case_cost(ref)
        if not self.is_case_delivery or self.parcel_case_id.kind != "lost":
            return result
        company, goods = self.company_id, {}
        for move in self.move_ids.filtered(lambda one: one.state == "done"):
            goods[move.product_id] = goods.get(move.product_id, 0) + move.quantity
        if tax_fen := company._lost_input_vat_fen(goods):
            self.case_move_ids |= self.env["prepaid.posting"]._post_event(
                company, company.prepaid_journal_id, "E13j", {"cost": 0, "input_vat": tax_fen}, ref)
        return result
