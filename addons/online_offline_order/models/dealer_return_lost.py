from odoo import fields, models

from odoo.addons.dealer_base.money import round_div, to_fen

from ..returns import LOST


class DealerReturn(models.Model):
    """Goods that the carrier lost and nobody wants again (J27): goods, admin fee and freight are credited, nothing comes back.

    Only a parcel case makes such a return. With its approval it waits for the refund, no transfer is made. The credit note
    takes the cost back to inventory, from where it goes to selling expense (E13j), with the input VAT where the company says so. Where
    the books are made by the day there is no credit note: the cost goes from the cost of goods to selling expense.
    """

    _inherit = "dealer.return"

    lost_move_ids = fields.Many2many(
        "account.move", "dealer_return_lost_move", "return_id", "move_id", string="Entry of goods lost", readonly=True, copy=False, groups="base.group_user")

    def _is_lost(self):
        return self.reason_class == LOST

    def _check_request(self):
        if self._is_lost():
            case = self.env["dealer.parcel.case"].sudo().search(  # sudo: that the carrier lost them, whoever asks
                [("return_id", "=", self.id), ("kind", "=", "lost"), ("order_id", "=", self.order_id.id)], limit=1)
            if not case:
                self._refuse("lost_without_case")
            self._check_lost_pieces(case)
        return super()._check_request()

    def _check_lost_pieces(self, case):
        """Refuse more pieces than the case says were lost."""
        lost = {line.order_line_id: line.quantity for line in case.line_ids}
        for line in self.line_ids:
            if line.quantity > lost.get(line.order_line_id, 0):
                self._refuse("too_many", line=line.product_id.display_name, qty=line.quantity, left=lost.get(line.order_line_id, 0))

    def _bears_postage(self):
        return not self._is_lost() and super()._bears_postage()

    def _dealer_bears_postage(self):
        return not self._is_lost() and super()._dealer_bears_postage()

    def _split_postage(self, fen):
        return {"dealer": 0, "hq": 0, "consumer": 0} if self._is_lost() else super()._split_postage(fen)

    def _create_pickings(self):
        """Nothing comes back: the return waits for the refund at once."""
        if not self._is_lost():
            return super()._create_pickings()
        for line in self.line_ids:
            line.received_qty = line.quantity
        self.write({"state": self._state_to_settle(), "received_at": fields.Datetime.now()})
        return None

    def _book_refund(self):
        result = super()._book_refund()
        if self._is_lost():
            self._post_lost_goods()
        return result

    def _post_lost_goods(self):
        """Book the cost of the goods as selling expense (E13j), their input VAT with it."""
        company, ref, cost = self.company_id, f"{self.order_id.name} {self.name}", self._lost_cost()
        tax_fen, service = self._lost_vat_fen(), self.env["prepaid.posting"]
        for account in cost or [self.env["account.account"]]:
            amounts = {"cost": cost.get(account, 0), "input_vat": tax_fen}
            if any(amounts.values()):
                accounts = {"inventory": account} if account else None
                self.lost_move_ids |= service._post_event(company, company.prepaid_journal_id, "E13j", amounts, ref, accounts=accounts)
            tax_fen = 0  # once

    def _lost_cost(self):
        """:return: {account: fen} of the cost: what the credit note took back to inventory, without one what the batch of the day booked as cost."""
        cost = {}
        if self.credit_note_id:
            for item in self.credit_note_id.line_ids.filtered(lambda one: one.display_type == "cogs" and one.balance > 0):
                cost[item.account_id] = cost.get(item.account_id, 0) + to_fen(item.balance)
            return cost
        lost = self.sudo().search([  # sudo: what the goods cost is a figure of the books, whoever refunds
            ("id", "!=", self.id), ("lost_move_ids", "!=", False), ("line_ids.order_line_id", "in", self.line_ids.order_line_id.ids)]).line_ids
        for line in self.line_ids:
            sold = line.order_line_id.sudo()  # sudo: likewise
            moves = sold.move_ids.filtered(lambda one: one.state == "done" and one.is_out and not one.picking_id.is_case_delivery)
            pieces = round(sum(moves.mapped("quantity")))
            # Several losses of one line add up to its cost exactly.
            before = round(sum(lost.filtered(lambda one, sold=sold: one.order_line_id == sold).mapped("received_qty")))
            for account, _inventory, fen in moves._batch_cost() if pieces else ():
                part = round_div(fen * (before + round(line.received_qty)), pieces) - round_div(fen * before, pieces)
                cost[account] = cost.get(account, 0) + part
        return cost

    def _lost_vat_fen(self):
        """:return: fen of the input VAT of the pieces that may not be deducted, at what they cost now; 0 where the company transfers none out."""
        goods = {}
        for line in self.line_ids:
            goods[line.product_id] = goods.get(line.product_id, 0) + line.received_qty
        return self.company_id._lost_input_vat_fen(goods)
