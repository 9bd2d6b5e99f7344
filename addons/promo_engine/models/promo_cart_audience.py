from odoo import api, fields, models

from odoo.addons.dealer_base.money import to_fen

from ..sql.backtest import spent_before
from ..sql.buyers import spent_since


class PromoCart(models.AbstractModel):
    """Which audiences a buyer belongs to, and how far he is with his account, are facts that conditions may ask for."""

    _inherit = "promo.cart"

    @api.model
    def _buyer_facts(self, partners):
        found = super()._buyer_facts(partners)
        buyers = partners.sudo()  # sudo: as in super
        audiences, accepted, asked, days = self.env["promo.audience"]._facts_of(buyers)
        if asked:
            states, since = self.env["promo.audience"]._activation_of(buyers), self.env["promo.audience"]._registered_on(buyers)
            for partner in buyers:
                found[partner.id]["activation"] = states.get(partner._origin.id, "none")
                if at := since.get(partner._origin.id):
                    found[partner.id]["registered"] = self.env.company._dealer_local(at).date().isoformat()
        for partner, facts in self._spent_within(buyers, days).items() if days else ():
            found[partner] |= facts
        for fact, keys_of in (("audience", audiences), ("entry", accepted)):
            for partner, keys in keys_of.items():
                if keys:
                    found[partner][fact] = keys
        return found

    @api.model
    def _spent_within(self, partners, days):
        """:param days: numbers of last days, the day of the company before them included. :return: {partner id: {"spent_fen:90": fen}}."""
        company, orders = self.env.company, self.env["sale.order"]
        roots = {partner.id: partner._promo_owner()._origin.id for partner in partners}
        orders.flush_model([*orders._promo_counted_by(), "date_order"])
        rule = orders._promo_counted()
        starts = {number: company._dealer_utc(fields.Date.subtract(company._dealer_today(), days=number)) for number in days}
        found = spent_since(self.env.cr, company.id, set(roots.values()) - {False}, rule, starts)
        return {partner: {f"spent_fen:{number}": to_fen(fen or 0) for number, fen in found.get(root, dict.fromkeys(days, 0)).items()}
                for partner, root in roots.items()}

    @api.model
    def _spent_then(self, orders, carts):
        """Say what buyers had spent in the last days when they placed an order, in place of what they have spent now.

        :param orders: sale.order of one company. :param carts: {order: Cart} of them.
        :return: {order id: {fact: fen}}; nothing where no rule asks.
        """
        days = sorted({int(fact.partition(":")[2]) for cart in carts.values() for fact in cart.buyer.facts if fact.startswith("spent_fen:")})
        company = orders.company_id[:1]
        found = spent_before(self.env.cr, company.id, orders.ids, orders._promo_counted(), days, company._dealer_tz().zone) if days else {}
        return {order.id: {f"spent_fen:{number}": to_fen(found.get(order.id, {}).get(number) or 0) for number in days} for order in orders}
