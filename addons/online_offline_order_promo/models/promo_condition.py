from odoo import fields, models

from odoo.addons.online_offline_order.models.sale_order_source import SOURCE_NAMES

from ..adapters.keys import settlement_key, source_key

SETTLED = {"pay_prepaid": "prepaid", "pay_now": "pay_now", "pay_later": "pay_later"}


class PromoCondition(models.Model):
    """How a dealer order is settled is a way of payment, where it came from is a channel."""

    _inherit = "promo.condition"

    pay_prepaid = fields.Boolean(string="Dealer orders: prepaid")
    pay_now = fields.Boolean(string="Dealer orders: paid before they ship")
    pay_later = fields.Boolean(string="Dealer orders: invoice with a term")
    channel_words = fields.Char(help="Names of channels that are no sales team, separated by commas; for dealer orders their source, like Store portal.")

    def _payment_keys(self):
        return [*super()._payment_keys(), *(settlement_key(method) for column, method in SETTLED.items() if self[column])]

    def _channel_keys(self, names):
        """As before; the source of a dealer order is entered by its name, in any language that is installed, or by its code."""
        known = {word: source_key(code) for pair in SOURCE_NAMES for code, word in (pair, (pair[0], pair[0]))}
        for lang, _name in self.env["res.lang"].get_installed():
            env = self.with_context(lang=lang).env
            known |= {word: source_key(code) for code, word in env["sale.order"]._fields["order_source"]._description_selection(env)}
        return [known.get(name, name) for name in super()._channel_keys(names)]
