from odoo import models

from odoo.addons.dealer_base.money import to_fen

from ..ledger.lots import NEW_LOT

LEAVING = ("prepaid.withdrawal", "prepaid.transfer", "prepaid.company.transfer")  # documents by which cash leaves its account


class PrepaidAccountTopup(models.Model):
    """Hooks around the top-ups of an account, and the booking of parts that one hold keeps for several entries."""

    _inherit = "prepaid.account"

    def _released_by(self, amount_fen):
        """Hook: name the waiting documents that more money would release. Extend and add to what super gives.

        :param amount_fen: fen, > 0.
        :return: list of (name, fen), in the order in which they would be released.
        """
        self.ensure_one()
        return []

    def _free_cash(self):
        """Give the free cash of the account, the oldest first: [(lot id, fen)]."""
        self.ensure_one()
        lots = self.env["prepaid.lot"].sudo().search(  # sudo: figures of the decision
            [("account_id", "=", self.id), ("bucket", "=", "cash"), ("free", ">", 0)], order="id")
        return [(lot.id, to_fen(lot.free)) for lot in lots]

    def _capture_parts(self, key, parts, res_model, res_id, approver):
        """Take a hold in parts, each an entry of its own: what is held of gifts for the parts of gifts, cash for the others.

        :param key: key of the hold.
        :param parts: dicts of name, fen, kind, label, gift (bool), reverses (prepaid.entry or None).
        :param res_model: model of the document.
        :param res_id: its id.
        :param approver: the second person.
        :return: {name: prepaid.entry}.
        """
        self.ensure_one()
        lines = self._find_hold(key).line_ids.sorted("id")
        gifts_first = lines[:1].lot_id.bucket == "gift"
        found = {}
        for part in sorted((part for part in parts if part["fen"]), key=lambda part: part["gift"] != gifts_first):
            found[part["name"]] = self._capture(
                key, part["fen"], operation_key=f"{key},{part['name']}", kind=part["kind"], label=part["label"],
                res_model=res_model, res_id=res_id, approver=approver, reverses=part.get("reverses"))
        return found

    def _gl_gift(self, entry, label):
        """Book a gift that was granted (E04): nothing while gifts stay outside the books (P5).

        :param entry: the prepaid.entry of the gift.
        :param label: text.
        :return: the posted account.move, empty for a gift outside the books.
        """
        self.ensure_one()
        company = self.company_id.sudo()  # sudo: confirmers read no journals, and P5 is a choice of the company
        fen = to_fen(entry.amount) - to_fen(entry.memo)
        return self._gl_event(company.prepaid_journal_id, "E04", {"amount": fen}, label, gift=company.prepaid_gift_policy)

    def _gl_gift_back(self, entry, label, grants):
        """Book gifts taken back: each as it was granted, whatever the company has chosen since.

        What a grant put in the books goes out of them on the same accounts, without VAT, since nothing was sold. A gift that was
        outside the books books nothing while it is there; once it was used it lowered income and VAT, and the cash that takes its
        place brings both back (E05).

        :param entry: the prepaid.entry that took them back.
        :param label: text.
        :param grants: [(prepaid.entry of the grant, fen of it that the entry took back)].
        :return: the posted account.move, empty where all was outside the books.
        """
        self.ensure_one()
        service, company = self.env["prepaid.posting"], self.company_id.sudo()  # sudo: confirmers read no journals
        left, vals_list = to_fen(entry.memo) - to_fen(entry.amount), []
        for grant, fen in grants:
            if grant.move_id and fen:
                vals_list += service._reverse_vals(grant.move_id, label, fen, to_fen(grant.amount))
                left -= fen
        if left:
            legs = service._voucher(company, "E05", {"goods": left})
            vals_list += service._line_vals(company, legs, label, partners={"owner": self.partner_id})
        return service._post_move(company, company.prepaid_journal_id, vals_list, label, partner=self.partner_id, has_tax=bool(left))

    def _plan_cash(self, amount_fen, first=()):
        """Plan which lots give an amount: some first, then the oldest cash. What they do not have is left out.

        :param amount_fen: fen.
        :param first: [(lot id, fen)] to use before others.
        :return: [(lot id, fen)].
        """
        plan, rest = {}, amount_fen
        for lot, fen in [*first, *self._free_cash()]:
            part = min(fen - plan.get(lot, 0), rest)
            if part > 0 and lot != NEW_LOT:
                plan[lot] = plan.get(lot, 0) + part
                rest -= part
        return list(plan.items())

    def _bonus_claims(self, cash_plan):
        """Compute what of earlier bonuses goes back when cash leaves the account.

        :param cash_plan: [(lot id, fen)] of the cash that leaves.
        :return: [(prepaid.topup, ledger.bonus.ClawBack)] of the top-ups whose bonus is no longer earned.
        """
        self.ensure_one()
        env, leaving = self.sudo().env, dict(cash_plan)  # sudo: figures of the decision
        sources = {lot.entry_id: lot for lot in env["prepaid.lot"].browse(leaving) if lot.entry_id.kind == "topup"}
        topups = env["prepaid.topup"].search([
            ("entry_id", "in", [entry.id for entry in sources]), ("bonus_rule_id", "!=", False), ("state", "=", "confirmed")])
        gone, waiting = (self._withdrawn_by_lot(), self._leaving_by_lot()) if topups else ({}, {})
        claims = []
        for topup in topups:
            lot = sources[topup.entry_id]
            left = to_fen(topup.amount) - gone.get(lot.id, 0) - waiting.get(lot.id, 0) - leaving[lot.id]
            claim = topup._claw_back(max(left, 0))
            if claim.due_fen:
                claims.append((topup, claim))
        return claims

    def _withdrawn_by_lot(self):
        """Give what withdrawals and transfers took from each lot so far and has not come back: {lot id: fen}."""
        gone = {}
        for entry in self.env["prepaid.entry"].sudo().search([  # sudo: see _bonus_claims
                ("account_id", "=", self.id), "|", ("kind", "in", ("withdrawal", "transfer_out")),
                "&", ("kind", "=", "withdrawal_return"), ("reversed_entry_id.kind", "=", "withdrawal")]):  # a spent bonus given back is no cash that left
            for lot, fen in entry.lots or ():
                gone[lot] = gone.get(lot, 0) - fen
        return gone

    def _leaving_by_lot(self):
        """Give what waits to leave each lot of cash with withdrawals and transfers that are not carried out yet: {lot id: fen}."""
        waiting, env = {}, self.sudo().env  # sudo: see _bonus_claims
        for hold in self._live_holds().filtered(lambda rec: rec.res_model in LEAVING):
            rest = to_fen(env[hold.res_model].browse(hold.res_id).amount)  # the hold keeps the bonus that goes back as well
            for line in hold.line_ids.filtered(lambda rec: rec.lot_id.bucket == "cash").sorted("id"):
                fen = min(to_fen(line.amount - line.captured - line.released), rest)
                waiting[line.lot_id.id] = waiting.get(line.lot_id.id, 0) + fen
                rest -= fen
        return waiting
