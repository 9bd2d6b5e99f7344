from typing import NamedTuple

from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.dealer_base.money import from_fen, to_fen, yuan
from odoo.addons.logistics_fee.tariff import Refusal as TariffRefusal

from ..settlement import Refusal

MANAGER = "dealer_base.group_cs_manager"
OPEN = ("draft", "waiting")
WAY = {"partner_id", "dealer_mode", "delivery_way", "consumer_division_id", "carrier_id"}
NO_FREIGHT = {"freight_manual": False, "freight_manual_price": 0, "freight_manual_reason": False, "freight_manual_by": False}


class Freight(NamedTuple):
    """The freight of an order: who carries it, what all carriers ask, how it was chosen, what the settlement takes."""

    carrier: object
    quotes: list
    choice: dict
    settled: dict


class SaleOrder(models.Model):
    """The freight of a dealer order: live quotes of all carriers, the choice among them, a price set by hand, stale quotes.

    A carrier that a person enters stays until it is cleared; without one the policy of the dealer chooses. A price set by the
    service manager stays through every new quote until it is cleared or the order goes another way (store, region, carrier);
    the contract's quotes are kept beside it. Who set it does not approve the order.
    """

    _inherit = "sale.order"

    quote_html = fields.Html(string="Carrier quotes", compute="_compute_quote_html", sanitize=False)
    promise_text = fields.Char(string="Time on the way", compute="_compute_promise_text")
    policy_carrier_id = fields.Many2one(
        "delivery.carrier", string="Carrier by policy", readonly=True, copy=False,
        help="Chosen when the order was submitted; chosen anew when it is submitted again.")
    carrier_choice = fields.Json(readonly=True, copy=False, help="Quotes of all carriers and the reasons of the choice when the order was submitted.")
    freight_manual = fields.Boolean(string="Freight set by hand", readonly=True, copy=False)
    freight_manual_price = fields.Monetary(string="Freight by hand", readonly=True, copy=False)
    freight_manual_reason = fields.Char(string="Why this freight", readonly=True, copy=False)
    freight_manual_by = fields.Many2one("res.users", string="Freight set by", readonly=True, copy=False)
    quote_stale = fields.Boolean(
        string="Freight to be quoted again", compute="_compute_quote_stale", store=True, copy=False,
        help="Something the freight depends on has changed since it was quoted; submit quotes it again first.")
    quote_stale_reason = fields.Char(string="What has changed", compute="_compute_quote_stale", store=True, copy=False)

    # -- quotes

    @api.model
    def _freight_carriers(self, company):
        """:return: carriers with a charge contract of the company, in their own order."""
        contracts = self.env["logistics.contract"].sudo().search_fetch([  # sudo: who orders is told a price, not shown contracts
            ("company_id", "=", company.id), ("side", "=", "charge"), ("purpose", "=", "outbound")], ["carrier_id"])
        return contracts.carrier_id.sorted()

    def _freight_requests(self, units, carriers):
        """Turn the goods into one request per carrier, packed into that carrier's cartons.

        :param units: list of (grams of a piece, pieces, cm³ of a piece).
        :return: list of requests of ``logistics.quoting._quote_many``; empty without a region or weight.
        """
        division = self._delivery_division()._origin
        if not division or sum(weight_g * qty for weight_g, qty, _volume in units) <= 0:
            return []
        day, requests = self.company_id._dealer_today(), []
        for carrier in carriers:
            packed = carrier.sudo()._parcels_of(units)  # sudo: the size of its cartons, whoever orders
            refused = isinstance(packed, TariffRefusal)
            requests.append({
                "carrier_id": carrier.id, "division_id": division.id, "parcels": [] if refused else packed, "on_date": day,
                "refusal": packed if refused else None, "warehouse_id": self.warehouse_id._origin.id})
        return requests

    def _quotes(self, goods):
        """Ask all carriers under contract for the price of this order.

        :param goods: list of GoodsLine.
        :return: list of (delivery.carrier, request, answer of ``_quote_many``), carriers in their own order.
        """
        carriers = self._freight_carriers(self.company_id)
        requests = self._freight_requests([(line.unit_weight_g, line.qty, line.unit_volume_cm3) for line in goods], carriers)
        answers = self.env["logistics.quoting"]._quote_many(self.company_id, requests) if requests else []
        return list(zip(carriers, requests, answers, strict=True)) if requests else []

    def _quoted_line_fields(self):
        """Hook: fields of the lines that a quote reads. Extend: return super() + [names]."""
        return ["product_id", "product_uom_qty", "display_type"]

    def _quotes_many(self):
        """Ask all carriers for the prices of many orders; the number of queries does not depend on theirs.

        :return: {sale.order: list as :meth:`_quotes` gives}.
        """
        found = {order: [] for order in self}
        # One query each, however many there are: what is prefetched comes by the thousand.
        self.fetch([
            "company_id", "partner_id", "dealer_mode", "consumer_division_id", "consumer_division_unsure", "warehouse_id", "declared_value",
            "carry_floors", "cod_amount", "delivery_way", "order_line"])
        self.order_line.fetch(self._quoted_line_fields())
        for company, orders in self.grouped("company_id").items():
            carriers, rows, orders = self._freight_carriers(company), [], orders.with_prefetch(self.ids)
            weights, volumes = orders.order_line.product_id._dealer_weights_g(), orders.order_line.product_id._freight_volumes_cm3()
            for order in orders:
                units = [(weights[line.product_id.id], int(line.product_uom_qty), volumes[line.product_id.id]) for line in order._goods_lines()]
                rows += [(order, carrier, request) for carrier, request in zip(carriers, order._freight_requests(units, carriers), strict=False)]
            answers = self.env["logistics.quoting"]._quote_many(company, [request for _order, _carrier, request in rows])
            for (order, carrier, request), answer in zip(rows, answers, strict=True):
                found[order].append((carrier, request, answer))
        return found

    # -- choice

    def _choose(self, quotes):
        """:param quotes: what :meth:`_quotes` gave. :return: what ``logistics.choosing._choose`` gives."""
        return self.env["logistics.choosing"]._choose(
            self.company_id, self.partner_id._origin, self._delivery_division()._origin, self._goods_lines().product_id.categ_id._origin,
            [answer for _carrier, _request, answer in quotes])

    def _carrier_by_hand(self):
        """:return: the carrier that a person entered, empty = the policy chooses."""
        carrier = self.carrier_id._origin
        return carrier if carrier != self.policy_carrier_id._origin else carrier.browse()

    def _freight(self, goods, quotes=None, carrier=None):
        """Work out who carries the order and what the settlement takes for it. Reads only.

        :param quotes: what :meth:`_quotes_many` gave for the order in this very step; None = the carriers are asked.
        :param carrier: the one that shall carry it by its contract, whatever the order says; None = as the order says.
        :return: Freight, or a Refusal.
        """
        quotes = self._quotes(goods) if quotes is None else quotes
        choice = self._choose(quotes) if quotes else {"carrier_id": False, "policy_id": False, "codes": {}, "why_not": {}, "policy": "", "ranking": []}
        by_hand, carrier = self.freight_manual and not carrier, carrier or self._carrier_by_hand()
        if carrier and choice["codes"].get(carrier.id) == "not_allowed":
            return Refusal("carrier_not_allowed", {"carrier": carrier.name, "reason": choice["why_not"][carrier.id]})
        if not carrier and choice["policy_id"]:
            carrier = carrier.browse(choice["carrier_id"])
            if not carrier and quotes:
                names = {one.id: one.name for one, _request, _answer in quotes}
                return Refusal("no_carrier_fits", {"reason": "; ".join(f"{names[key]}: {text}" for key, text in choice["why_not"].items())})
        answer = next((answer for one, _request, answer in quotes if one == carrier), None)
        if not carrier or answer is None:
            return Refusal("no_carrier")
        if not answer["ok"] and not by_hand:
            return Refusal("no_quote", {"carrier": carrier.name, "reason": answer["message"]})
        return Freight(carrier, quotes, choice, self._borne_freight(self._settled_freight(carrier, answer, by_hand), goods, by_hand))

    def _settled_freight(self, carrier, answer, by_hand):
        """:return: what the settlement core takes as freight: the contract's price, or the one set by hand."""
        explanation = self.env["logistics.quoting"]._explanation(answer["trace"]) if answer["ok"] else [answer["message"]]
        if not by_hand:
            return {**answer, "label": carrier.name, "explanation": explanation}
        by_hand = self.env._("%(amount)s by %(person)s: %(reason)s", amount=yuan(to_fen(self.freight_manual_price)),
                             person=self.freight_manual_by.sudo().name, reason=self.freight_manual_reason)  # sudo: a name in a sentence
        return {
            "price_fen": to_fen(self.freight_manual_price), "label": carrier.name, "lines": [],
            "explanation": [by_hand, self.env._("Contract: %s", "; ".join(explanation))]}

    def _store_freight(self, freight):
        """Keep the carrier, the quotes of all carriers and the choice with a submitted order.

        :param freight: Freight.
        """
        chosen = next(answer for carrier, _request, answer in freight.quotes if carrier == freight.carrier)
        values = {"quote_stale": False, "quote_stale_reason": False, "carrier_choice": self._choice_record(freight),
                  "freight_bearing": {"whole_fen": freight.settled["whole_fen"], "steps": freight.settled["steps"]}}
        if not self._carrier_by_hand():
            values.update(carrier_id=freight.carrier.id, policy_carrier_id=freight.carrier.id)
        self.write({**values, **self._freight_parts(freight)})
        self.env["logistics.quote"]._store(
            self.company_id, [request for _carrier, request, _answer in freight.quotes], [answer for _carrier, _request, answer in freight.quotes],
            document=self, partner=self.partner_id, provisional=True,
            choice={"carrier_id": freight.carrier.id, "why_not": freight.choice["why_not"], "price_fen": chosen.get("price_fen")})

    def _choice_record(self, freight):
        rows = self._quote_rows(freight.quotes, freight.choice)
        return {
            "carrier_id": freight.carrier.id, "by_hand": bool(self._carrier_by_hand()), "policy": freight.choice["policy"], "rows": rows,
            "manual": freight.settled["explanation"][0] if self.freight_manual else "", "borne": freight.settled["borne"]}

    def _quote_rows(self, quotes, choice):
        """:return: list of dicts, one per carrier, as the screen shows them and the order keeps them."""
        texts = iter(self.env["logistics.quoting"]._explanations([answer["trace"] for _carrier, _request, answer in quotes if answer["ok"]]))
        return [{
            "carrier_id": carrier.id, "carrier": carrier.name, "price_fen": answer["price_fen"] if answer["ok"] else None,
            "days": answer["transit_days"] if answer["ok"] else None, "lines": next(texts) if answer["ok"] else [],
            "why_not": choice["why_not"].get(carrier.id, "")} for carrier, _request, answer in quotes]

    @api.depends("freight_manual", "freight_manual_price", "policy_carrier_id", "warehouse_id")
    def _compute_settlement(self):
        super()._compute_settlement()

    @api.depends(
        "partner_id", "carrier_id", "dealer_mode", "consumer_division_id", "order_line.product_id", "order_line.product_uom_qty", "freight_manual_price")
    def _compute_quote_stale(self):
        """What the order itself says is priced anew at once; a change outside of it sets the mark (``_flag_freight``)."""
        for order in self:
            if order.dealer_state == "draft" or not order.is_dealer_order:
                order.quote_stale, order.quote_stale_reason = False, False

    # -- screen

    @api.depends(
        "partner_id", "dealer_mode", "consumer_division_id", "order_line.product_id", "order_line.product_uom_qty", "carrier_id", "carrier_choice",
        "freight_manual_price", "dealer_state", "warehouse_id")
    def _compute_quote_html(self):
        for order in self:
            kept = order.carrier_choice if order.dealer_state != "draft" else None
            if order.is_dealer_order and order.dealer_state == "draft":
                goods = order._snapshot_goods()
                quotes = order._quotes(goods)
                choice = order._choose(quotes) if quotes else {}
                by_hand = order._carrier_by_hand()
                chosen = by_hand.id or (choice.get("policy_id") and choice["carrier_id"])
                kept = quotes and {
                    "carrier_id": chosen, "by_hand": bool(by_hand), "policy": choice["policy"], "rows": order._quote_rows(quotes, choice), "manual": "",
                    "borne": order._borne_note(quotes, chosen, goods)}
            order.quote_html = order._render_quotes(kept) if kept else False

    def _render_quotes(self, kept):
        """Show what each carrier asks, how it comes about or why it cannot be chosen, as a small table.

        :param kept: what :meth:`_choice_record` gives.
        """
        head = Markup("<tr><th>%s</th><th class='text-end'>%s</th><th class='text-end'>%s</th><th>%s</th></tr>") % (
            self.env._("Carrier"), self.env._("Price"), self.env._("Days"), self.env._("How it is worked out"))
        rows = []
        for row in kept["rows"]:
            chosen = row["carrier_id"] == kept["carrier_id"]
            why_not = Markup("<div class='text-danger'>%s</div>") % row["why_not"] if row["why_not"] else Markup("")
            rows.append(Markup("<tr class='%s'><td>%s%s</td><td class='text-end'>%s</td><td class='text-end'>%s</td><td class='small'>%s%s</td></tr>") % (
                "table-primary fw-bold" if chosen else "", "✓ " if chosen else "", row["carrier"],
                "–" if row["price_fen"] is None else yuan(row["price_fen"]), self._days_text(row["days"]), why_not, Markup("<br/>").join(row["lines"])))
        notes = [self.env._("Chosen by policy %s", kept["policy"])] if kept["policy"] and not kept["by_hand"] else []
        notes += [kept["manual"]] if kept["manual"] else []
        notes += kept.get("borne") or []
        foot = Markup("<div class='small text-muted'>%s</div>") % Markup("<br/>").join(notes) if notes else Markup("")
        return Markup("<table class='table table-sm o_dealer_quotes'>%s%s</table>%s") % (head, Markup("").join(rows), foot)

    @api.model
    def _days_text(self, days):
        if not days:
            return "–"
        return f"{days[0]}–{days[1]}" if days[0] != days[1] else str(days[1])

    @api.depends("carrier_choice", "quote_html")
    def _compute_promise_text(self):
        for order in self:
            kept = order.carrier_choice or {}
            days = next((row["days"] for row in kept.get("rows", ()) if row["carrier_id"] == kept["carrier_id"]), None)
            order.promise_text = order.env._("%s days after shipping", order._days_text(days)) if days else False

    # -- stale quotes

    @api.model
    def _freight_domain(self):
        return ["|", "&", ("is_dealer_order", "=", False), *super()._freight_domain(), "&", ("is_dealer_order", "=", True), ("dealer_state", "in", OPEN)]

    def _flag_freight(self, reason=""):
        """Mark dealer orders whose money is not held yet; a draft that changes itself is priced anew at once and needs no mark."""
        super(SaleOrder, self.filtered(lambda order: not order.is_dealer_order))._flag_freight(reason)
        stale = self.filtered(lambda order: order.is_dealer_order and (order.dealer_state == "waiting" or order.dealer_state == "draft" and reason))
        if stale:
            stale.flush_recordset(["settlement_total", "quote_stale"])
            stale._flow().write({"quote_stale": True, "quote_stale_reason": reason or self.env._("the order itself")})

    def action_requote(self):
        """Quote the freight of drafts again and say what has changed. The carriers are asked once for all of them.

        Of many orders one that cannot be priced is named and keeps its mark.

        :return: a notification action, or True when nothing has changed.
        :raises AccessError: without the role pre-sale service.
        :raises UserError: when an order has been submitted, or a single one cannot be priced.
        """
        self._require_role("dealer_base.group_cs_presale")
        self.check_access("write")
        self._check_dealer_order()
        for order in self.filtered(lambda rec: rec.dealer_state != "draft"):
            order._refuse("freight_not_draft")
        quotes, texts = {}, []
        for lang, orders in self.grouped(lambda order: order._document_lang()).items():
            quotes |= orders.with_context(lang=lang)._quotes_many()
        for order in self:
            settlement, _freight = order._settle(quotes[order])
            if isinstance(settlement, Refusal):
                sentence = order._refusal_sentence(settlement)
                if len(self) == 1:
                    raise UserError(sentence)
                texts.append(f"{order.name}: {sentence}")
                continue
            changes = order._changes(settlement)
            if changes:
                order._flow()._show_new_figures(settlement, changes)
                texts.append(f"{order.name}: {order._change_text(changes)}")
            order._flow().write({"quote_stale": False, "quote_stale_reason": False})
        return self._notify(self.env._("Please check the new total"), "\n".join(texts)) if texts else True

    def _show_new_figures(self, settlement, changes):
        super()._show_new_figures(settlement, changes)
        self._freight_is_fresh()

    def _freight_is_fresh(self):
        super()._freight_is_fresh()
        self.write({"quote_stale": False, "quote_stale_reason": False})

    # -- by hand

    @api.depends("freight_manual_by")
    def _compute_is_own_order(self):
        super()._compute_is_own_order()

    def _no_approvers(self):
        return super()._no_approvers() | self.freight_manual_by

    def _freight_way(self):
        """Give what a freight set by hand was agreed for: store, region and carrier."""
        return self.partner_id.id, self._delivery_division().id, self.carrier_id.id

    def write(self, vals):
        asked = not self.env.su and WAY & vals.keys()
        ways = {order: order._freight_way() for order in self.filtered("freight_manual")} if asked else {}
        result = super().write(vals)
        for order, way in ways.items():
            if order._freight_way() != way:
                order._log(self.env._("Store, region or carrier changed: the freight of %s CNY set by hand ends.", yuan(to_fen(order.freight_manual_price))))
                order._flow().write(NO_FREIGHT)
        if not self.env.su and "carrier_id" in vals:
            chosen = self.filtered("policy_carrier_id")
            if chosen:
                chosen._flow().write({"policy_carrier_id": False})
        return result

    def _check_freight_right(self):
        self._require_role(MANAGER)
        self.check_access("write")
        for order in self:
            order._check_dealer_order()
            if order.dealer_state != "draft":
                order._refuse("freight_not_draft")

    def action_set_freight(self, price, reason):
        """Set the freight of drafts by hand; it stays through new quotes until it is cleared. Service manager only.

        :param price: yuan, 0 = free of charge. :param reason: why, mandatory.
        :return: True.
        """
        self._check_freight_right()
        for order in self:
            order._need_reason(reason)
            fen = to_fen(price)
            if fen < 0:
                order._refuse("negative_freight")
            order._flow().write({
                "freight_manual": True, "freight_manual_price": float(from_fen(fen)), "freight_manual_reason": str(reason).strip(),
                "freight_manual_by": self.env.uid})
            order._log(self.env._("Freight set by hand to %(amount)s CNY: %(reason)s", amount=yuan(fen), reason=reason))
        return True

    def action_clear_freight(self):
        """Go back to the contract's price. Service manager only.

        :return: True.
        """
        self._check_freight_right()
        for order in self.filtered("freight_manual"):
            order._flow().write(NO_FREIGHT)
            order._log(self.env._("Freight by contract again."))
        return True
