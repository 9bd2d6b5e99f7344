from odoo import models

from odoo.addons.dealer_base.money import to_fen, yuan


class PrepaidAccountImpact(models.Model):
    """Which waiting orders and drafts become short, or go, when more or less can be spent (N14)."""

    _inherit = "prepaid.account"

    def _line_impact(self, before_fen, after_fen):
        found = super()._line_impact(before_fen, after_fen)
        waiting = [(order.name, to_fen(order.proposed_total or order.settlement_total)) for order in self._waiting_orders()]
        goes = self._served(waiting, after_fen)
        names = [f"{name} ({yuan(fen)})" for name, fen in waiting if name in goes]
        if names:
            found.append(self.env._("Waiting orders that go: %s.", ", ".join(names)))
        drafts = [
            (order.name, to_fen(order.settlement_total)) for order in self._drafts_by_account().get(self.id, self.env["sale.order"])]
        short = [
            self.env._("%(order)s by %(missing)s", order=name, missing=yuan(fen - after_fen)) for name, fen in drafts if after_fen < fen <= before_fen]
        if short:
            found.append(self.env._("Drafts that become short: %s.", ", ".join(short)))
        still = [
            self.env._("%(order)s by %(missing)s", order=name, missing=yuan(fen - after_fen)) for name, fen in waiting if name not in goes and fen > after_fen]
        if still:
            found.append(self.env._("Waiting orders that stay short: %s.", ", ".join(still)))
        return found

    @staticmethod
    def _served(orders, left_fen):
        """Serve orders in their turn, smaller ones behind a large one included.

        :param orders: [(name, fen)].
        :return: set of names.
        """
        served = set()
        for name, fen in orders:
            if fen <= left_fen:
                served.add(name)
                left_fen -= fen
        return served
