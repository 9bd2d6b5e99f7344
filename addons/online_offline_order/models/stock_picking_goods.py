from odoo import fields, models

from odoo.addons.dealer_base.money import to_fen

from ..settlement import Parcel, ParcelLine


class StockPicking(models.Model):
    """Income at receipt (P4): the goods wait in goods shipped (E06b), the invoice is posted when the order has arrived."""

    _inherit = "stock.picking"

    goods_move_id = fields.Many2one(
        "account.move", string="Goods shipped entry", readonly=True, copy=False, index="btree_not_null", ondelete="restrict",
        help="The goods stand in goods shipped until their income counts.")
    goods_cost = fields.Json(readonly=True, copy=False, help="What the entry took out of inventory: [cost account, inventory account, fen].")

    def _book_parcel(self, order, parcel, shipped, entry, account):
        if "receipt" not in entry.sudo().mapped("gl_mode"):  # sudo: the warehouse keeps no ledger
            return super()._book_parcel(order, parcel, shipped, entry, account)
        company = self.company_id
        self._post_goods_shipped(company, company._dealer_today(), f"{order.name} {self.name}")
        return self.env["account.move"]

    def _post_goods_shipped(self, company, date, ref):
        """Post the goods of deliveries from inventory to goods shipped (E06b), as one entry.

        :param date: day of the deliveries; a day that the prepaid ledger closed stays as it was checked.
        :return: the posted account.move, empty where no goods are valued at once.
        """
        service, vals_list, sums = self.env["prepaid.posting"], [], {}
        for picking in self:
            costs = picking._batch_cost()
            picking.goods_cost = [[cost.id, inventory.id, fen] for cost, inventory, fen in costs]
            for _cost, inventory, fen in costs:
                sums[inventory] = sums.get(inventory, 0) + fen
        for inventory, fen in sums.items():
            legs = service._voucher(company, "E06b", {"cost": fen}, date)
            vals_list += service._line_vals(company, legs, ref, accounts={"inventory": inventory})
        move = service._post_move(company, company.prepaid_journal_id, vals_list, ref, bank_day=date)
        self.goods_move_id = move
        return move

    def _cost_to_book(self):
        """Give the cost of done deliveries as it leaves inventory, or goods shipped where they wait there.

        :return: list as of :meth:`_batch_cost`.
        """
        waiting = self.filtered("goods_move_id")
        found, accounts = (self - waiting)._batch_cost(), self.env["account.account"]
        for picking in waiting:
            shipped = self.env["prepaid.gl.mapping"]._account(picking.company_id, "goods_shipped")
            found += [(accounts.browse(cost), shipped, fen) for cost, _inventory, fen in picking.goods_cost]
        return found

    # -- when the goods have arrived

    def _prepare_dealer_invoice(self):
        vals = super()._prepare_dealer_invoice()
        return {**vals, "goods_move_id": self.goods_move_id.id} if self.goods_move_id else vals

    def _book_arrived(self, date):
        """Post and clear the invoice of a delivery whose income waited.

        :param date: day on which the income counts.
        """
        entries = self.env["prepaid.entry"].sudo().search([  # sudo: after-sale service keeps no ledger
            ("res_model", "=", "stock.picking"), ("res_id", "=", self.id), ("gl_mode", "=", "receipt"), ("move_id", "=", False)])
        if not entries:
            return
        order, parts, shipped = self.sale_id, {}, {}
        for entry in entries:
            for part, fen in (entry.components or {}).items():
                parts[part] = parts.get(part, 0) + fen
        for move in self._paid_moves(self.move_ids.filtered(lambda rec: rec.state == "done")):
            line = move.sale_line_id
            shipped[line] = shipped.get(line, 0) + int(move.product_uom._compute_quantity(move.quantity, line.product_uom_id))
        parcel = Parcel((ParcelLine("", 1, parts.get("goods", 0)),), parts.get("admin", 0), parts.get("logistics", 0), is_last=False)
        invoice = self._post_dealer_invoice(order, parcel, shipped, sum(to_fen(entry.memo) for entry in entries), date)
        entries._link_move(invoice)
        entries.account_id[:1]._clear_moves(invoice, f"{order.name} {self.name}")
        self.dealer_invoice_id = invoice
