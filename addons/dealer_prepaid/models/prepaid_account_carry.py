from odoo import models
from odoo.exceptions import UserError

from odoo.addons.dealer_base.money import from_fen, to_fen

from .. import ledger
from ..sql import carry


class PrepaidAccountCarry(models.Model):
    """What moves from an account to that of the next season: open orders with their money, and rebates that stay the owner's.

    A bonus is earned for good at the close: who left his money until the season's end keeps what he spent of it, and what is left
    of the gift follows the close policy of its bucket (by default it expires), exactly as where the cash is paid back at the close.
    Carried cash is therefore a lot without a tie to its top-up, and taking it out in the next season takes no bonus back.
    """

    _inherit = "prepaid.account"

    def _next_season_account(self):
        """Give the owner's account of the season after this one, made if need be.

        :return: one prepaid.account.
        :raises UserError: when the next season is not entered yet, or its account is closed already.
        """
        self.ensure_one()
        season = self.env["dealer.season"].sudo().search(  # sudo: seasons are read for every role
            [("company_id", "=", self.company_id.id), ("date_start", ">", self.season_id.date_end)], order="date_start", limit=1)
        if not season:
            raise UserError(self.env._("%s has no season to carry to: enter the next one under Prepaid > Season end > Seasons.", self.company_id.name))
        accounts = self.sudo()  # sudo: nobody makes accounts by hand
        same = {name: self[name].id for name in ("company_id", "partner_id", "currency_id", "brand_id")}
        account = accounts.search([("season_id", "=", season.id), *((name, "=", value) for name, value in same.items())], limit=1)
        account = account or accounts.create({  # money of orders paid one by one stays that: it opens no account of the owner's own
            **same, "season_id": season.id, "pay_now": self.pay_now,
            "min_first_topup": 0 if self.pay_now else self.company_id.prepaid_min_first_topup})
        if account.state == "closed":
            raise UserError(self.env._("%s is closed already: nothing can be carried to it.", account.display_name))
        return account.with_env(self.env)

    def _carry_hold(self, hold):
        """Move what is left of a hold, with its money, to the next season's account; the document goes on leaning on it.

        Everything is part of the caller's transaction and nothing becomes available in between: here the hold is captured
        by a ``carry_out``, there ``carry_in`` entries arrive together with the hold that keeps them back. The next season's
        account opens with it, whatever its first top-up would have to be.

        :param hold: one live prepaid.hold of this account.
        :return: the prepaid.account that holds the money now.
        """
        self.ensure_one()
        target, old_key = self._next_season_account(), hold.key
        key = f"{old_key}~{target.season_id.id}"
        left = self._carry_out_entry(hold, target, hold.label, hold.res_model, hold.res_id)
        target._take_over(hold, key, left, self.env._(
            "%(label)s carried from season %(season)s", label=hold.label, season=self.season_id.name))
        self._hold_moved(hold.res_model, hold.res_id, old_key, key)
        return target

    def _carry_free(self, hold, label):
        """Move money that was set aside to the next season's account, where it is available again.

        :param hold: one live prepaid.hold of this account.
        :param label: what the entries say.
        """
        self.ensure_one()
        target = self._next_season_account()
        left = self._carry_out_entry(hold, target, label, hold.res_model, hold.res_id)
        target._post_entries(
            f"carry,{hold.id}", [
                {"kind": "carry_in", "amount_fen": fen, "label": label, "bucket": bucket, "expires_on": expires_on, "rule": rule}
                for (bucket, _memo, expires_on, rule), fen in self._by_kind_of_lot(left).items()], hold.res_model, hold.res_id)

    def _carry_out_entry(self, hold, target, label, order_model, order_id):
        return self._capture(
            hold.key, to_fen(hold.open_amount), operation_key=f"carry,{hold.id}", kind="carry_out", res_model=hold._name, res_id=hold.id,
            label=self.env._("%(label)s carried to season %(season)s", label=label, season=target.season_id.name),
            order_model=order_model, order_id=order_id).sudo()  # sudo: its lots tell what arrives

    def _by_kind_of_lot(self, entry):
        """Sum what an entry took by what kind of money it was.

        :return: {(bucket, memo, expires_on, rule): fen}; the money keeps the rule it was credited under.
        """
        lots, sums = self.env["prepaid.lot"].sudo(), {}  # sudo: the kind of money moves with it
        for lot_id, fen in entry.lots:
            lot = lots.browse(lot_id)
            kind = (lot.bucket, lot.memo, lot.expires_on, lot._rule()) if lot_id else ("cash", False, False, False)
            sums[kind] = sums.get(kind, 0) - fen
        return sums

    def _take_over(self, hold, key, left, label):
        kinds = self._by_kind_of_lot(left)
        operation, done = self._record("carry", key, [hold.key, sum(kinds.values())], new_state="open" if self.state == "draft" else None)
        if done is not None:
            return
        entries = self._append(
            operation, [ledger.EntryLine("carry_in", fen, label) for fen in kinds.values()],
            {"hold_key": key, "res_model": hold._name, "res_id": hold.id, "order_model": hold.res_model, "order_id": hold.res_id},
            [[(ledger.NEW_LOT, fen)] for fen in kinds.values()], [fen if memo else 0 for (_bucket, memo, _expires, _rule), fen in kinds.items()],
            [{"bucket": bucket, "expires_on": expires_on, "rule": rule} for bucket, _memo, expires_on, rule in kinds])
        self.env.flush_all()
        carry.insert_open_hold(self.env.cr, {
            "account_id": self.id, "key": key, "amount_fen": sum(kinds.values()), "res_model": hold.res_model, "res_id": hold.res_id,
            "label": hold.label, "store_id": hold.store_id.id or None, "expires_at": hold.expires_at or None, "uid": self.env.uid,
            "lots": [{"bucket": bucket, "memo": memo or False, "expires_on": expires_on or None, "rule": rule or "", "entry_id": entry.id, "amount_fen": fen}
                     for entry, ((bucket, memo, expires_on, rule), fen) in zip(entries, kinds.items(), strict=True)]})
        for model in ("prepaid.hold", "prepaid.hold.line", "prepaid.lot"):
            self.env[model].invalidate_model()
        self.env["prepaid.gate"]._apply_later(entries.sudo().operation_id.id)  # sudo: the effect follows its operation
        self._money_changed()

    def _hold_moved(self, res_model, res_id, old_key, new_key):
        """Hook: the hold of a document has another key now. Extend where documents store keys; return nothing."""

    # -- what is left at the close, by bucket

    def _close_plan(self):
        """Say what becomes of the free money at the close, by the rule of its bucket that each lot was made under.

        :return: {policy: {bucket: [(lot id, fen)]}} with the policies refund, expire and carry.
        """
        self.ensure_one()
        return self._close_plans()[self.id]

    def _close_plans(self):
        """Give :meth:`_close_plan` of many accounts with one look at the rules and one at the lots.

        :return: {account id: plan}.
        """
        rules = {(rule.company_id, rule.code): rule.close_policy for rule in self.env["prepaid.bucket"].sudo().search(  # sudo: rules of the company
            [("company_id", "in", self.company_id.ids)])}
        lots = self.env["prepaid.lot"].sudo().search([("account_id", "in", self.ids), ("free", ">", 0)], order="id")  # sudo: the close sees all
        plans = {account.id: {"refund": {}, "expire": {}, "carry": {}} for account in self}
        for lot in lots:
            account = lot.account_id
            policy = lot.close_policy or rules.get((account.company_id, lot.bucket), "refund")
            plans[account.id][policy].setdefault(lot.bucket, []).append((lot.id, to_fen(lot.free)))
        return plans

    def _gl_expire(self, entry, bucket, label):
        """Book money that expired: what was a liability becomes income, or lowers the marketing expense, as each lot was credited."""
        entry, company = entry.sudo(), self.company_id.sudo()  # sudo: the confirmer keeps no books by hand
        booked = to_fen(entry.memo) - to_fen(entry.amount)
        lots, spent = self.env["prepaid.lot"].sudo(), 0  # sudo: as above
        for lot_id, fen in entry.lots or ():
            lot = lots.browse(lot_id or ())
            treatment = lot.gl_treatment or company._bucket(bucket).gl_treatment
            spent += -fen if treatment == "expense" and not lot.memo else 0
        parts = [(self._role(role), -fen) for role, fen in (("expense", spent), ("goods_income", booked - spent)) if fen]
        if booked:
            entry._link_move(self._gl_entry(company.prepaid_journal_id, [(self._role("advance"), booked), *parts], label))

    @staticmethod
    def _plan_amount(plan, policy):
        return from_fen(sum(fen for lots in plan[policy].values() for _lot, fen in lots))
