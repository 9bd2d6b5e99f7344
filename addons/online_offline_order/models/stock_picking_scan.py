from odoo import api, fields, models
from odoo.exceptions import UserError


class StockPicking(models.Model):
    """The check before goods leave: each piece is scanned, wrong goods are refused (R1-180, R3-005)."""

    _inherit = "stock.picking"

    scan_text = fields.Char(string="Scanned", compute="_compute_scan_text")
    scanned_pieces = fields.Float(compute="_compute_scan_text", digits="Product Unit")
    is_scanned = fields.Boolean(compute="_compute_scan_text", help="What was scanned is what would ship.")

    @api.depends("move_ids.scanned_qty", "move_ids.quantity", "move_ids.picked", "move_ids.product_uom_qty", "move_ids.state")
    def _compute_scan_text(self):
        for picking in self:
            moves = picking.sudo().move_ids.filtered(lambda one: one.state != "cancel")  # sudo: service reads no stock moves
            plan = picking._scan_plan()
            picking.scanned_pieces = sum(moves.mapped("scanned_qty"))
            picking.scan_text = self.env._("%(scanned)g of %(all)g", scanned=picking.scanned_pieces, all=sum(plan.values()))
            picking.is_scanned = all(move.scanned_qty == plan.get(move, 0) for move in moves)

    def _scan_plan(self):
        """:return: {move: pieces} that would ship now."""
        if self.state == "done":
            return {move: move.quantity for move in self.sudo().move_ids if move.state == "done"}  # sudo: as above
        plan = self._part_plan()
        return {move: plan.get(str(move.id), 0) for move in self._open_moves()}

    def action_scan(self, idempotency_key=None, codes=None):
        """Count pieces of the delivery by their barcodes or codes. The same key again counts nothing more.

        :param idempotency_key: text of 1 to 64 characters, one for each scan: pieces of the same goods have the same code.
        :param codes: barcodes or product codes, a list or a text with one a line; a piece scanned twice counts twice.
        :return: sentence that says what was counted.
        :raises AccessError: for everybody but the warehouse.
        :raises UserError: naming the goods that do not belong to the delivery, or are too many; then nothing is counted.
        """
        self.ensure_one()
        self._check_shipper()
        self.check_access("write")
        calls = self.env["dealer.api.call"]
        calls._check_key_first(None if codes is None else idempotency_key)
        payload = [self.id, self.env["dealer.scan"]._codes(codes)]
        calls.with_company(self.company_id)._once(idempotency_key, "scan", payload, lambda: self._scan(codes) and self)
        return self._scan_answer()

    def _scan_answer(self):
        return self.env._("Scanned: %s", self.scan_text)

    def _scan(self, codes):
        """Count pieces once more, see :meth:`action_scan`; the dialog of the scanner empties itself with what it counted."""
        self.ensure_one()
        self._check_shipper()
        self.check_access("write")
        self._check_part()
        found, wrong, plan = {}, [], self._scan_plan()
        for code in self.env["dealer.scan"]._codes(codes):
            product = self.env["product.product"].search(["|", ("barcode", "=", code), ("default_code", "=", code)], limit=1)
            move = next((one for one in plan if one.product_id == product and one.scanned_qty + found.get(one, 0) < plan[one]), None)
            if move:
                found[move] = found.get(move, 0) + 1
            else:
                wrong.append(self._why_not_scanned(code, product, plan))
        if wrong:
            raise UserError("\n".join(dict.fromkeys(wrong)))
        for move, pieces in found.items():
            move.scanned_qty += pieces
        return self._scan_answer()

    def _why_not_scanned(self, code, product, plan):
        wanted = ", ".join(sorted({move.product_id.display_name for move in plan if plan[move]}))
        if not product:
            return self.env._("Code %(code)s belongs to no goods; delivery %(delivery)s has %(wanted)s.", code=code, delivery=self.name, wanted=wanted)
        if product not in [move.product_id for move in plan if plan[move]]:
            return self.env._("%(goods)s is not in delivery %(delivery)s, which has %(wanted)s: put it back.",
                              goods=product.display_name, delivery=self.name, wanted=wanted)
        return self.env._("%(goods)s: all pieces of delivery %(delivery)s are scanned already, this one is too many.",
                          goods=product.display_name, delivery=self.name)

    def action_scan_again(self):
        """Forget what was scanned and begin anew."""
        self._check_shipper()
        self.check_access("write")
        for picking in self:
            picking._check_part()
            picking._open_moves().scanned_qty = 0
        return True

    def action_open_scan(self):
        """Open the dialog for a scanner."""
        self._check_shipper()
        return self.env["dealer.scan"]._ask(self, self.env._("Scan the goods"))

    def _check_release(self):
        super()._check_release()
        if self.company_id.sudo().dealer_scan_required and not self.is_scanned:  # sudo: a setting, whoever ships
            raise UserError(self.env._(
                "Delivery %(delivery)s: scanned are %(scanned)s pieces. Scan what ships, or begin the scan anew.", delivery=self.name, scanned=self.scan_text))
