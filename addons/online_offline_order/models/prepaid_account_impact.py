from odoo import models

from odoo.addons.dealer_base.money import to_fen, yuan


class PrepaidAccountImpact(models.Model):
    """Which waiting orders and drafts become short, or go, when more or less can be spent (N14)."""

    _inherit = "prepaid.account"

    def _line_impact(self, before, after):
        found = super()._line_impact(before, after)
        waiting = [(order.name, order._asked_fen()) for order in self._waiting_orders()]
        goes = after.released_by(0, [fen for _name, fen in waiting])
        names = [f"{name} ({yuan(fen)})" for (name, fen), served in zip(waiting, goes, strict=True) if served]
        if names:
            found.append(self.env._("Waiting orders that go: %s.", ", ".join(names)))
        drafts = [
            (order.name, to_fen(order.settlement_total)) for order in self._drafts_by_account().get(self.id, self.env["sale.order"])]
        short = self._short_by([(name, fen) for name, fen in drafts if not before.take(fen)[1]], after)
        if short:
            found.append(self.env._("Drafts that become short: %s.", ", ".join(short)))
        still = self._short_by([one for one, served in zip(waiting, goes, strict=True) if not served], after)
        if still:
            found.append(self.env._("Waiting orders that stay short: %s.", ", ".join(still)))
        return found

    def _short_by(self, orders, cover):
        """Name the orders that are short, each taken alone.

        :param orders: [(name, fen)]. :param cover: ledger.Cover that shall pay.
        :return: list of text.
        """
        lacking = [(name, cover.take(fen)[1]) for name, fen in orders]
        return [self.env._("%(order)s by %(missing)s", order=name, missing=yuan(missing)) for name, missing in lacking if missing]
