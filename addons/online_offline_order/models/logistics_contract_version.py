from odoo import models

from odoo.addons.dealer_base.money import to_fen, yuan
from odoo.addons.logistics_fee.adapters.snapshot import with_successors
from odoo.addons.logistics_fee.tariff import compile_tariff

from ..settlement import Refusal

OPEN = ("draft", "waiting")
HELD = ("submitted", "approved")
NO_PRICE = ("no_quote", "no_carrier_fits")
AT_MOST = 300  # orders that are worked out while somebody waits for the report


class LogisticsContractVersion(models.Model):
    """The checks of a tariff name the open orders that it makes dearer or cheaper, and those that become short of money by it (N14).

    Orders whose money is held keep their freight (ADR 0014); the checks say how many and what headquarters bears or keeps by that.
    """

    _inherit = "logistics.contract.version"

    def _report_open(self, source):
        values, contract = super()._report_open(source), self.contract_id
        if contract.side != "charge" or contract.purpose != "outbound":
            return values
        tariff = compile_tariff(with_successors(source, self.env["dealer.division"]._index().current))
        domain = [
            ("is_dealer_order", "=", True), ("company_id", "=", self.company_id.id), ("dealer_state", "in", OPEN),
            ("freight_manual", "=", False), *([("warehouse_id", "=", contract.warehouse_id.id)] if contract.warehouse_id else [])]
        priced = [*domain, ("settlement_total", ">", 0)]
        orders = self.env["sale.order"].sudo().search(priced, order="id", limit=AT_MOST)  # sudo: sums over the company, for who may enter tariffs
        left_out = orders.search_count(domain) - len(orders)
        short, refused, touched, sum_fen = [], [], 0, 0
        covers = {order: cover for cover, found in [(account._cover(), same) for account, same in orders._by_account().items()] for order in found}
        for order, quotes in orders._quotes_many().items():
            settlement, _freight = order._settle(self._by_draft(order, quotes, tariff))
            if isinstance(settlement, Refusal):
                if settlement.code in NO_PRICE:  # a draft that cannot be submitted anyway is not the tariff's affair
                    refused.append(order._refusal_sentence(settlement))
                continue
            total, now = settlement.total_fen, to_fen(order.settlement_total)
            if total != now:
                touched, sum_fen = touched + 1, sum_fen + total - now
                missing = 0 if covers[order].take(now)[1] else covers[order].take(total)[1]
                if missing:
                    short.append(self.env._("%(order)s by %(missing)s", order=order.name, missing=yuan(missing)))
        texts = [self.env._(
            "Open orders: %(touched)s of %(count)s change, together by %(sum)s CNY.", touched=touched, count=len(orders), sum=yuan(sum_fen))]
        if short:
            texts.append(self.env._("Short by it: %s.", self.env["prepaid.impact.mixin"]._named(short)))
        if left_out:
            texts.append(self.env._(
                "Not looked at: %(count)s more, which have no price yet or come after the first %(most)s.", count=left_out, most=AT_MOST))
        return {**values, "open_text": "\n".join([*texts, *self._held_texts(tariff), *refused])}

    def _held_texts(self, tariff):
        """Say what the tariff does to orders of this carrier that hold money: nothing, and what that is worth.

        :param tariff: the compiled draft. :return: list of sentences.
        """
        contract = self.contract_id
        orders = self.env["sale.order"].sudo()  # sudo: see above
        domain = [
            ("is_dealer_order", "=", True), ("company_id", "=", self.company_id.id), ("dealer_state", "in", HELD), ("hold_key", "!=", False),
            ("carrier_id", "=", self.carrier_id.id), ("freight_manual", "=", False),
            *([("warehouse_id", "=", contract.warehouse_id.id)] if contract.warehouse_id else [])]
        held = orders.search(domain, order="id", limit=AT_MOST)
        changes, sum_fen = [], 0
        for order, quotes in held._quotes_many().items():
            answer = next((answer for carrier, _request, answer in self._by_draft(order, quotes, tariff) if carrier == order.carrier_id), None)
            quoted = (order.freight_bearing or {}).get("whole_fen", to_fen(order.logistics_total))
            more = answer["price_fen"] - quoted if answer and answer["ok"] else 0
            if more:
                changes.append(self.env._("%(order)s by %(missing)s", order=order.name, missing=yuan(more)))
                sum_fen += more
        if not held:
            return []
        texts = [self.env._("Held orders: %(count)s keep the freight that they were submitted with, also for heavier parcels.",
                           count=orders.search_count(domain) if len(held) == AT_MOST else len(held))]
        if changes and len(held) == AT_MOST:
            texts.append(self.env._("Looked at: the first %s.", AT_MOST))
        if changes:
            texts.append(self.env._(
                "By this tariff they would cost %(sum)s CNY more, which headquarters bears (below 0.00: less, which it keeps): %(names)s.",
                sum=yuan(sum_fen), names=self.env["prepaid.impact.mixin"]._named(changes)))
        return texts

    def _by_draft(self, order, quotes, tariff):
        """Put the price of this draft in the place of its carrier's present one.

        :param quotes: what ``sale.order._quotes`` gave. :param tariff: the compiled draft.
        :return: quotes of the same form.
        """
        quoting, found = self.env["logistics.quoting"], []
        for carrier, request, answer in quotes:
            if carrier == self.carrier_id and not request.get("refusal"):
                asked = {**request, "on_date": max(request["on_date"], self.valid_from)}
                answer = quoting._answer(
                    asked, self._entry(), {self.id: (tariff, "")}, quoting._chains({request["division_id"]}), {carrier.id: carrier.name})
            found.append((carrier, request, answer))
        return found
