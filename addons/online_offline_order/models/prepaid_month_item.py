from odoo import api, fields, models

from odoo.addons.dealer_base.money import to_fen


class PrepaidMonthItem(models.Model):
    """The checklist's items about goods: shipments without debit, shipped without invoice, invoiced before shipping."""

    _inherit = "prepaid.month.item"

    code = fields.Selection(
        selection_add=[
            ("shipments", "All shipments debited"), ("uninvoiced", "Shipped, not invoiced"), ("unshipped", "Invoiced, not shipped")],
        ondelete={"shipments": "cascade", "uninvoiced": "cascade", "unshipped": "cascade"})

    @api.model
    def _shipped(self, close):
        """Give the domain of the deliveries of dealer orders that left up to the month's end."""
        return [("company_id", "=", close.company_id.id), ("is_dealer_delivery", "=", True), ("state", "=", "done"), ("date_done", "<", self._end(close))]

    def _item_shipments(self, close):
        domain = [*self._shipped(close), ("captured_amount", "=", 0)]
        count = self.env["stock.picking"].search_count(domain)
        text = self.env._("Shipped but not debited.") if count else self.env._("None.")
        return self._found("red" if count else "ok", text, count, 0, "stock.picking", domain)

    def _item_uninvoiced(self, close):
        domain = [*self._shipped(close), ("captured_amount", ">", 0), ("dealer_invoice_id", "=", False)]
        pickings = self.env["stock.picking"].search(domain)
        booked = self.env["prepaid.entry"].search([
            ("res_model", "=", "stock.picking"), ("res_id", "in", pickings.ids), ("kind", "=", "capture"), ("gl_batch_id", "!=", False)])
        pickings -= self.env["stock.picking"].browse(booked.mapped("res_id"))
        waiting = self.env["prepaid.entry"].search_count(
            [("res_model", "=", "stock.picking"), ("res_id", "in", pickings.ids), ("kind", "=", "capture"), ("gl_mode", "!=", "event")])
        state = "ok" if not pickings else "warn" if waiting == len(pickings) else "red"
        return self._found(
            state, self.env._("No invoice and no batch carries them.") if pickings else self.env._("None."), len(pickings),
            sum(to_fen(amount) for amount in pickings.mapped("captured_amount")), "stock.picking", [("id", "in", pickings.ids)])

    def _item_unshipped(self, close):
        invoices = self.env["account.move"].search([
            ("company_id", "=", close.company_id.id), ("move_type", "=", "out_invoice"), ("state", "=", "posted"),
            ("invoice_date", ">=", close.date_from), ("invoice_date", "<=", close.date_to), ("line_ids.sale_line_ids.order_id.is_dealer_order", "=", True)])
        pickings = self.env["stock.picking"].search([("dealer_invoice_id", "in", invoices.ids), ("state", "=", "done")])
        early = invoices - pickings.dealer_invoice_id
        return self._found(
            "warn" if early else "ok", self.env._("An early invoice makes the VAT due: say why in the remark.") if early else self.env._("None."), len(early),
            sum(to_fen(move.amount_total) for move in early), "account.move", [("id", "in", early.ids)])
