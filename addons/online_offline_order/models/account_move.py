from odoo import api, fields, models


class AccountMove(models.Model):
    """The invoice of a parcel stays as it was posted with the shipment; its cost leaves goods shipped where the goods waited there (P4)."""

    _inherit = "account.move"

    goods_move_id = fields.Many2one(
        "account.move", string="Goods shipped entry", readonly=True, copy=False, index="btree_not_null", ondelete="restrict")

    @api.model
    def _ledger_move_fields(self):
        return [*super()._ledger_move_fields(), ("stock.picking", "dealer_invoice_id"), ("stock.picking", "goods_move_id"), ("stock.picking", "case_move_ids")]

    def _post(self, soft=True):
        posted = super()._post(soft=soft)
        if bought := posted.filtered(lambda move: move.is_purchase_document()):
            self.env["logistics.bill"]._take_postage_back(bought)
        return posted

    def button_cancel(self):
        """Cancel entries, see accounting; a postage whose entry a vendor bill took back is booked again."""
        result = super().button_cancel()
        self._postage_again()
        return result

    def unlink(self):
        self._postage_again()
        return super().unlink()

    def _postage_again(self):
        if bought := self.filtered(lambda move: move.is_purchase_document() and move.state != "posted"):
            self.env["logistics.bill"]._book_postage_again(bought)

    def _stock_account_prepare_realtime_out_lines_vals(self):
        waited = self.filtered("goods_move_id")
        vals_list = super(AccountMove, self - waited)._stock_account_prepare_realtime_out_lines_vals()
        for move in waited:
            picking = self.env["stock.picking"].sudo().search([  # sudo: who posts need not read deliveries
                ("goods_move_id", "=", move.goods_move_id.id), ("sale_id", "in", move.line_ids.sale_line_ids.order_id.ids)], limit=1)
            for cost, shipped, fen in picking._cost_to_book():
                for vals in self.env["prepaid.posting"]._cost_vals(move.company_id, cost, shipped, fen, move.ref, move.date):
                    vals_list.append({
                        "move_id": move.id, "partner_id": move.commercial_partner_id.id, "name": vals["name"], "account_id": vals["account_id"],
                        "amount_currency": float(vals["debit"]) - float(vals["credit"]), "display_type": "cogs", "tax_ids": []})
        return vals_list
