from odoo import api, fields, models
from odoo.exceptions import UserError

AFTERSALE = "dealer_base.group_cs_aftersale"


class DealerReturn(models.Model):
    """A consumer brings the receipt back: the return finds its order by the receipt's number (R0-063)."""

    _inherit = "dealer.return"

    receipt_no = fields.Char(
        string="Receipt number", copy=False, help="Number on the consumer's receipt; it finds the order. After-sale service may do without.")

    @api.onchange("receipt_no")
    def _onchange_receipt_no(self):
        order = self._find_order(self.receipt_no)
        if order and order != self.order_id:
            self.order_id = order
            self._onchange_order_id()

    @api.model
    def _find_order(self, number):
        """Find the order of a receipt that the user may see.

        :param number: as typed or scanned; what follows the number counts for nothing.
        :return: sale.order, maybe empty.
        """
        number = (str(number or "").split() or [""])[0].upper()
        receipts = self.env["dealer.order.receipt"].sudo()  # sudo: which order it is; whether the user sees that one is asked below
        order = receipts.search([("name", "=", number), ("company_id", "in", self.env.companies.ids)], limit=1).order_id.sudo(False) if number else None
        return order if order and order.has_access("read") else self.env["sale.order"]

    def _submit_with_receipt(self, number):
        """Submit a store's draft with the number that its page asked for: the receipt may be younger than the draft.

        :param number: as typed, empty leaves the draft's own.
        """
        self.ensure_one()
        store, number = self._as_store(), (number or "").strip()
        if store and number and store.state == "draft" and number != store.receipt_no:
            store.write({"receipt_no": number})
        return self.action_submit()

    def _check_request(self):
        super()._check_request()
        order = self.order_id.sudo()  # sudo: the check holds whoever asks; others are numbers alone
        papers = order.consumer_receipt_ids.filtered("print_count") if order.pickup_return_id != self else ()  # whom nobody met brings none
        if self.receipt_no:
            if self._find_order(self.receipt_no) != self.order_id:
                raise UserError(self.env._(
                    "Return %(name)s: %(number)s is no receipt of order %(order)s. Read the number on the consumer's receipt again.",
                    name=self.name, number=self.receipt_no, order=self.order_id.sudo().name))  # sudo: a name in a sentence
        elif papers and not self.env.user.has_group(AFTERSALE):
            raise UserError(self.env._(
                "Return %(name)s: enter the number of the consumer's receipt; without the receipt after-sale service enters the return.", name=self.name))
