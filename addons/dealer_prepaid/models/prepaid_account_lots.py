import datetime

from odoo import api, fields, models

from odoo.addons.dealer_base.money import from_fen, to_fen, yuan

from .. import ledger
from ..sql import book
from .prepaid_sums_mixin import search_sum


class PrepaidAccountLots(models.Model):
    """Where the credits of an account go: a new lot each, or back to the lots that paid for the order that is refunded."""

    _inherit = "prepaid.account"

    lot_ids = fields.One2many("prepaid.lot", "account_id", string="Lots")
    sub_limit_ids = fields.One2many("prepaid.sub.limit", "account_id", string="Limits of stores")
    cash_free = fields.Monetary(compute="_compute_free", search=search_sum("cash_free"), help="Free cash: what can be paid back.")
    bucket_text = fields.Char(string="Made of", compute="_compute_free", help="What the available amount is made of.")

    @api.depends("lot_ids.free")
    def _compute_free(self):
        words = dict(self.env["prepaid.lot"]._fields["bucket"]._description_selection(self.env))
        free = self._free_by_bucket()
        for account in self:
            account.cash_free = from_fen(free[account.id].get("cash", 0))
            parts = [f"{words[code]} {yuan(fen)}" for code, fen in free[account.id].items() if fen]
            parts += [self.env._("owed %s", yuan(-to_fen(account.debt)))] if account.debt else []
            account.bucket_text = ", ".join(parts)

    def _free_by_bucket(self):
        """Give what is free in each bucket, in the order of the buckets' codes as they are used.

        :return: {account id: {bucket: fen}}.
        """
        groups = self.env["prepaid.lot"].sudo()._read_group(  # sudo: a sum of the account, which the caller reads
            [("account_id", "in", self.ids), ("free", ">", 0)], ["account_id", "bucket"], ["free:sum"])
        free = {account_id: {} for account_id in self.ids}
        for account, bucket, amount in groups:
            free[account.id][bucket] = to_fen(amount)
        return free

    def action_open_lots(self):
        """Show where the money of the account came from and what is left of it."""
        return self._action("dealer_prepaid.prepaid_lot_action", [("account_id", "in", self.ids)])

    def _plan_lots(self, lines, order_model, order_id):
        """Plan the lots of entries that are credited together.

        :param lines: dicts as ``_post_entries`` takes them; ``lots`` in a line stands as it is.
        :param order_model: model of the order a refund belongs to, if any.
        :param order_id: its id.
        :return: ([[(lot id, fen signed)]], [fen outside the books, signed]), one of each per line.
        """
        self.ensure_one()
        given, plans = [], []  # what the refunds of this posting give back and no charge has used
        for line in lines:
            fen = line["amount_fen"]
            if line.get("lots"):
                plan = [tuple(part) for part in line["lots"]]
            elif fen > 0 and line["kind"] == "refund" and order_id:
                used, restored = book.used_lots(self.env.cr, order_model, order_id, self.id)
                for _fen, done in plans:
                    for lot, part in done:
                        restored[lot] = restored.get(lot, 0) + max(part, 0)
                plan = ledger.restore(used, restored, fen)
            elif fen > 0:
                plan = [(ledger.NEW_LOT, fen)]
            else:
                kinds = self._lots_of(given)
                plan = ledger.charge(given, [lot.id for lot in kinds if lot.bucket == "cash"], -fen)
            given = self._after(given, plan)
            plans.append((fen, plan))
        return [plan for _fen, plan in plans], self._memo_of(lines, [plan for _fen, plan in plans])

    def _split_foreign(self, lines, order_model, order_id):
        """Split refunds of an order that another season's account paid: gifts come back as a gift, not as cash (invariant I13).

        :return: lines as ``_post_entries`` takes them.
        """
        if not order_id or not any(line["kind"] == "refund" for line in lines) or book.used_lots(self.env.cr, order_model, order_id, self.id)[0]:
            return lines
        used, restored = book.used_lots(self.env.cr, order_model, order_id, None)
        outside = {lot.id: lot for lot in self._lots_of(used) if lot.bucket != "cash"}
        if not outside:
            return lines
        result = []
        for line in lines:
            parts = {}
            plan = ledger.restore(used, restored, line["amount_fen"]) if line["kind"] == "refund" else ()
            for lot, fen in plan:
                restored[lot] = restored.get(lot, 0) + fen
                if lot in outside:
                    kind = (outside[lot].bucket, outside[lot]._rule())
                    parts[kind] = parts.get(kind, 0) + fen
            rest = line["amount_fen"] - sum(parts.values())
            if rest:
                result.append({**line, "amount_fen": rest, "components": {} if parts else line.get("components")})
            until = self.company_id._dealer_today() + datetime.timedelta(days=30)
            result += [{**line, "amount_fen": fen, "components": {}, "bucket": bucket, "rule": rule, "expires_on": until,
                        "lots": [(ledger.NEW_LOT, fen)]} for (bucket, rule), fen in parts.items()]
        return result

    def _lots_of(self, plan):
        return self.env["prepaid.lot"].sudo().browse([lot for lot, _fen in plan if lot]).exists()  # sudo: planning reads lots for whoever refunds

    @staticmethod
    def _after(given, plan):
        sums = dict(given)
        for lot, fen in plan:
            sums[lot] = sums.get(lot, 0) + fen
        return [(lot, fen) for lot, fen in sums.items() if fen > 0]

    def _memo_of(self, lines, plans):
        """Give the part of each line that is no liability in the books."""
        if all(lot == ledger.NEW_LOT for plan in plans for lot, _fen in plan) and all(line.get("bucket", "cash") == "cash" for line in lines):
            return [0] * len(lines)
        memo = set(self._lots_of([part for plan in plans for part in plan]).filtered("memo").ids)
        outside = set(self.env["prepaid.bucket"].sudo().search([  # sudo: a rule of the company
            ("company_id", "=", self.company_id.id), ("gl_treatment", "=", "memo")]).mapped("code"))
        return [
            sum(fen for lot, fen in plan if lot in memo or (lot == ledger.NEW_LOT and self._is_outside(line, outside) and fen > 0))
            for line, plan in zip(lines, plans, strict=True)]

    @staticmethod
    def _is_outside(line, outside):
        """Tell whether a credit makes a lot that the books do not know: by the rule it brings along, else by that of its bucket now."""
        treatment = (line.get("rule") or "").partition("/")[0]
        return treatment == "memo" if treatment else line.get("bucket", "cash") in outside
