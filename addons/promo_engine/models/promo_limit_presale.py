from odoo import api, models

from ..sql.limits import held


class PromoLimit(models.Model):
    """What deposits hold is left for their order."""

    _inherit = "promo.limit"

    @api.model
    def _left(self, company, carts):
        found = super()._left(company, carts)
        orders = {int(document.partition(",")[2]): document for document, cart in carts.items() if cart.deposits and document.startswith("sale.order,")}
        if orders:
            presales = self.env["promo.presale"].sudo()  # sudo: counters count for every role
            deposits = presales.search([("order_id", "in", list(orders)), ("state", "=", "paid")])
            owners = {deposit._document(): orders[deposit.order_id.id] for deposit in deposits}
            more = {}
            for document, key, holder, amount in held(self.env.cr, list(owners)):
                order = owners[document]
                mine = {"", *(name for names in self._holders_of(carts[order]).values() for name in names)}
                if key in found[order] and holder in mine:
                    more[document, order, key] = max(amount, more.get((document, order, key), 0))
            for (_document, order, key), amount in more.items():
                found[order][key] += amount
        return found
