"""Promotions of a dealer order as data for other programs and for pages of stores."""

# What people of a dealer are told of rules that gave nothing: what they can do something about, never who else a campaign is for.
OPEN_REASONS = {"below_amount", "below_qty", "not_in_scope", "limit_customer", "quota", "excluded_by", "lost_to", "no_benefit", "code_needed", "stock_gift"}
PRICED = {"below_amount", "floor"}  # their sentences have amounts that lead to prices


class Teller:
    """Collects an answer.

    :param sees_fees: whether the reader may know how a total comes about. :param lines: {key of the engine's line: sale.order.line}.
    """

    def __init__(self, sees_fees, lines):
        self.sees_fees, self.lines = sees_fees, lines
        nothing = 0.0 if sees_fees else None
        self.found = {
            "discount": nothing, "freight": nothing, "lines": [], "given": [], "gifts": [], "later": [], "choices": [], "more": [], "why_not": []}

    def answer(self):
        """:return: JSON data."""
        return self.found

    def given(self, outcome, names, gifts, sentences, leaves, freight):
        """Tell what is given: off the goods, gifts, later.

        :param names: {id: name}. :param gifts: {sku: (code, name)}. :param leaves: function(effect) -> whether its gifts are sent.
        :param freight: {rule: fen off the logistics fee}.
        """
        parts = {}
        for effect in outcome.effects:
            fen = sum(part for _key, part in effect.settlement) + freight.get(effect.rule, 0)
            rule = {"rule": _number(effect.rule), "name": names.get(effect.rule, effect.rule)}
            sent = effect.gifts if leaves(effect) else ()
            if fen or sent or effect.issues:
                self.found["given"].append({**rule, "discount": fen / 100 if self.sees_fees else None})
            self.found["gifts"] += [{**rule, "code": gifts[gift.sku][0], "goods": gifts[gift.sku][1], "qty": gift.qty} for gift in sent]
            for key, part in effect.settlement:
                parts[key] = parts.get(key, 0) + part
        if self.sees_fees:
            self.found["discount"], self.found["freight"] = sum(parts.values()) / 100, sum(freight.values()) / 100
            self.found["later"] = [sentence.text for sentence in sentences if sentence.part == "later"]
            self.found["lines"] = [
                {"code": line.product_id.default_code or line.product_id.barcode, "qty": int(line.product_uom_qty), "discount": parts[key] / 100}
                for key, line in self.lines.items() if parts.get(key)]

    def choices(self, offers):
        """Tell which gifts can be chosen."""
        self.found["choices"] = [
            {"rule": offer["rule"], "name": offer["name"], "chosen": offer["chosen"],
             "gifts": [{"code": code, "goods": product.display_name} for code, product in offer["goods"].items()]} for offer in offers]

    def missed(self, outcome, names, sentences, known, plain):
        """Tell why rules do not apply, and how to get more.

        :param known: ids of rules whose campaigns the reader is told of, None = all.
        :param plain: function(name of a rule) -> that more goods are needed, without an amount.
        """
        told = {part: [sentence.text for sentence in sentences if sentence.part == part] for part in ("why_not", "hint")}
        for row, text in zip(outcome.rejected, told["why_not"], strict=True):
            if known is None or (row.rule in known and row.code in OPEN_REASONS):
                self.found["why_not"].append(self._row(row.rule, names, plain, text, row.code in PRICED, reason=row.code))
        for hint, text in zip(outcome.hints, told["hint"], strict=True):
            if known is None or hint.rule in known:
                amount = hint.kind == "more_amount"
                value = hint.value / 100 if amount else hint.value
                self.found["more"].append(self._row(
                    hint.rule, names, plain, text, amount, kind="amount" if amount else "qty", value=value if self.sees_fees or not amount else None))

    def _row(self, rule, names, plain, text, is_priced, **more):
        name = names.get(rule, rule)
        if is_priced and not self.sees_fees:
            text = plain(name)
        return {"rule": _number(rule), "name": name, "text": text, **more}


def _number(rule):
    return int(rule.removeprefix("rule"))
