import base64

from reportlab.graphics.barcode import createBarcodeDrawing

from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.dealer_base.money import from_fen


class DealerOrderReceipt(models.Model):
    """The paper that a consumer gets for an order: the deposit paid, or the goods paid for. Numbered per company and year without gaps,
    by the first print or when the goods reach the consumer, whichever comes first.

    What stands on it is kept when it is issued, so that each copy says the same. Every print is counted, the later ones say
    "Copy n"; the pick-up code stands on the print that drew it and on no other. A receipt of an order that is sent back or
    cancelled is void and keeps its number.
    """

    _name = "dealer.order.receipt"
    _description = "Consumer receipt"
    _inherit = ["mail.thread", "dealer.flow.mixin"]
    _order = "id desc"
    _flow_strict = True

    name = fields.Char(string="Number", required=True, readonly=True, copy=False, index="trigram")
    kind = fields.Selection([("deposit", "Deposit receipt"), ("goods", "Goods receipt")], required=True, readonly=True)
    state = fields.Selection([("valid", "Valid"), ("void", "Void")], default="valid", required=True, readonly=True, copy=False, tracking=True)
    order_id = fields.Many2one("sale.order", required=True, readonly=True, index=True, ondelete="restrict")
    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    partner_id = fields.Many2one("res.partner", string="Store", required=True, readonly=True, index=True, ondelete="restrict")
    retail_total = fields.Monetary(string="Retail total", readonly=True)
    paid_amount = fields.Monetary(string="Paid", readonly=True, help="What the consumer has paid to the store in all when this was issued.")
    rest_amount = fields.Monetary(string="Rest due", readonly=True)
    content = fields.Json(string="Goods", readonly=True, help="The goods as they stood on the order.")
    issued_at = fields.Datetime(readonly=True)
    issued_by = fields.Many2one("res.users", readonly=True)
    print_count = fields.Integer(string="Prints", readonly=True, aggregator=None)
    printed_at = fields.Datetime(string="Last print", readonly=True)
    printed_by = fields.Many2one("res.users", string="Last printed by", readonly=True)
    void_reason = fields.Char(readonly=True)

    _name_uniq = models.Constraint("UNIQUE(company_id, name)", "A receipt number is given once.")
    _one_valid = models.UniqueIndex("(order_id, kind) WHERE state = 'valid'", "An order has one valid receipt of a kind.")

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        for receipt in self:
            raise UserError(self.env._("Receipt %s keeps its number; it cannot be deleted.", receipt.name))

    # -- issue

    @api.model
    def _issue(self, order, kind, gone=None):
        """Give the valid receipt of an order, made now if need be.

        :param order: sale.order. :param kind: deposit or goods. :param gone: {sale.order.line: pieces} that the consumer does not get.
        :return: one receipt, in sudo.
        """
        receipts = self.sudo()  # sudo: nobody writes receipts by hand; who may issue one is checked by the caller
        found = receipts.search([("order_id", "=", order.id), ("kind", "=", kind), ("state", "=", "valid")])
        if found:
            return found
        flow = order._flow()
        company = flow.company_id
        total = (flow.retail_agreed or flow.retail_total) - float(from_fen(flow._retail_going_back().get(flow, 0) if gone else 0))
        pieces = {line: line.product_uom_qty - (gone or {}).get(line, 0) for line in flow._goods_lines()}
        return receipts.create({
            "name": self.env["ir.sequence"].sudo().with_company(company).next_by_code("dealer.order.receipt"),  # sudo: numbers are no right
            "kind": kind, "order_id": order.id, "company_id": company.id, "partner_id": flow.partner_id.id,
            "retail_total": total, "paid_amount": flow.deposit_amount if kind == "deposit" else total,
            "rest_amount": flow.rest_amount if kind == "deposit" else 0,
            "content": [
                {"name": line.product_id.with_context(lang=flow._document_lang()).display_name, "qty": qty, "price": line.retail_price,
                 "amount": line.retail_subtotal - line.retail_price * (line.product_uom_qty - qty)} for line, qty in pieces.items() if qty],
            "issued_at": fields.Datetime.now(), "issued_by": self.env.uid})

    def _void(self, reason):
        """Make receipts void; their numbers stay.

        :param reason: text.
        """
        self.sudo().filtered(lambda receipt: receipt.state == "valid").write({"state": "void", "void_reason": str(reason)})  # sudo: role checked by the step

    @api.model
    def _void_own_stock(self):
        """Make receipts void that were given for the own stock of a store: no consumer has paid for it."""
        found = self.sudo().search([  # sudo: nobody writes receipts by hand
            ("state", "=", "valid"), ("order_id.dealer_mode", "=", "store"), ("order_id.is_deposit_order", "=", False),
            ("order_id.delivery_way", "!=", "guide")])
        for receipt in found:
            receipt._void(receipt.with_context(lang=receipt.order_id._document_lang()).env._("Goods of the store's own stock: no consumer has paid for them."))

    # -- print

    def _begin_print(self):
        """Count a print and say what stands on it; called while the paper is made.

        :return: {"receipt", "order" (both in the store's language), "lang", "zone", "copy": 0 for the first print, "code": digits or False,
            "square": address of a picture or False}.
        """
        receipt = self.sudo()  # sudo: prints are counted, whoever prints; the caller has checked that he may read it
        receipt.write({"print_count": receipt.print_count + 1, "printed_at": fields.Datetime.now(), "printed_by": self.env.uid})
        code = receipt.order_id._new_pickup_code() if receipt.state == "valid" else False
        lang = receipt.order_id._document_lang()
        receipt = receipt.with_context(lang=lang)
        return {
            "receipt": receipt, "order": receipt.order_id, "lang": lang, "zone": str(receipt.company_id._dealer_tz()), "copy": receipt.print_count - 1,
            "code": code, "square": self._square(f"{receipt.name} {code}") if code else False}

    @api.model
    def _square(self, text):
        """Draw a square that a scanner reads.

        :param text: what it says. :return: address of a picture that stands for itself.
        """
        svg = createBarcodeDrawing("QR", value=text, width=110, height=110).asString("svg")
        return f"data:image/svg+xml;base64,{base64.b64encode(svg.encode()).decode()}"

    def action_print(self):
        """Print the receipts; each print is counted.

        :return: report action.
        :raises AccessError: for those who may not read them.
        """
        self.check_access("read")
        return self.env.ref("online_offline_order.order_receipt_report").report_action(self)

    def action_open_order(self):
        """Open the order."""
        return self.order_id._open_dealer_form()
