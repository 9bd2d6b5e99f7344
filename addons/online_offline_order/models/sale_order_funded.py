from odoo import api, fields, models

from odoo.addons.dealer_base.money import to_fen, yuan


class SaleOrder(models.Model):
    """The certainty at the store's counter (N18): before the store takes the consumer's money it sees that the order is paid for."""

    _inherit = "sale.order"

    funded_text = fields.Char(
        compute="_compute_funded_text", compute_sudo=True, help="What is kept back for this order, since when, and the number of the hold.")

    @api.depends("hold_key", "more_hold_keys", "dealer_state", "captured_total")
    @api.depends_context("lang")
    def _compute_funded_text(self):
        keys = [key for order in self if order.hold_key for key in [order.hold_key, *(order.more_hold_keys or ())]]
        holds = self.env["prepaid.hold"].sudo().search([  # sudo: the hold of the order itself, which the reader sees
            ("key", "in", keys), ("state", "=", "open")]).grouped("key")
        for order in self:
            hold = holds.get(order.hold_key) if order.hold_key else None
            if not hold:
                order.funded_text = False
                continue
            held = sum(to_fen(holds[key].open_amount) for key in [order.hold_key, *(order.more_hold_keys or ())] if key in holds)
            moment = fields.Datetime.context_timestamp(order.with_context(tz=order.company_id._dealer_tz().zone), hold.created_at)
            order.funded_text = self.env._(
                "Funded and locked: %(amount)s CNY since %(moment)s, hold %(number)s.",
                amount=yuan(held), moment=moment.strftime("%Y-%m-%d %H:%M:%S"), number=hold.id)
