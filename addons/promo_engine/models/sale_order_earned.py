from collections import Counter
from datetime import timedelta

from odoo import fields, models
from odoo.exceptions import UserError

from odoo.addons.dealer_base.money import from_fen, to_fen

from ..adapters.keys import rule_of

PROOF_DAYS = 7


class SaleOrder(models.Model):
    """Vouchers that an order uses, and what it earns for later."""

    _inherit = "sale.order"

    promo_promise_ids = fields.One2many("promo.promise", "order_id", string="Earned", readonly=True, groups="base.group_user")
    promo_voucher_ids = fields.One2many("promo.voucher", "order_id", string="Vouchers used", readonly=True, groups="base.group_user")

    def _promo_note_shares(self, outcome, cart, snapshot, left, options, versions=None):
        super()._promo_note_shares(outcome, cart, snapshot, left, options, versions)
        self._promo_use_vouchers(outcome, snapshot)
        self._promo_earn(outcome)

    def _promo_later_rows(self, effect, version):
        """As before, with vouchers that are given at once, at their declared value; what has to wait is a promo.promise with a value of its own."""
        return super()._promo_later_rows(effect, version) + [{
            "version_id": version.id, "pieces": issue.count, "unit_amount": float(from_fen(issue.value_fen)),
            "amount": float(from_fen(issue.value_fen * issue.count)), "kind": "later",
        } for issue in effect.issues if self._promo_gives_vouchers(issue) and self._promo_receiver(issue)]

    @staticmethod
    def _promo_gives_vouchers(issue):
        """:return: whether something earned is vouchers that are given at once."""
        return issue.kind != "spend" and issue.key.startswith("batch") and not issue.proof

    def _promo_use_vouchers(self, outcome, snapshot):
        """Use one voucher of each batch that a rule needed, the entered one first, then the one that ends first.

        A price that holds may outlive the dates of its voucher, not the voucher: without one left it is not given.

        :raises UserError: naming the batch of which no voucher is left for this order.
        """
        found = self._promo_vouchers_wanted(outcome, snapshot)
        codes = {snapshot.by_id[key].code for key in outcome.applied} - {batch._promo_key() for batch in found.batch_id}
        batches = self.env["promo.voucher.batch"].sudo()._of_keys(codes).filtered(lambda batch: not batch.shared_code)  # sudo: vouchers count for every role
        found |= found._past_dates(self, batches, self._promo_entered())
        gone = (batches - found.batch_id)[:1]
        if gone:
            raise UserError(self.env._(
                "%(order)s: the voucher “%(batch)s” that lowers its price was used on another order or is void. Press Update promotions to price it without.",
                order=self.name, batch=gone.name))
        found._use(self)

    def _promo_vouchers_wanted(self, outcome, snapshot):
        """:return: one promo.voucher of each batch that a rule of the outcome needed."""
        wanted = {snapshot.by_id[key].code for key in outcome.applied if snapshot.by_id[key].code}
        found = self.env["promo.voucher"]
        if not wanted:
            return found
        entered = self._promo_entered()
        usable = found._usable(self, entered, fields.Datetime.now())
        for batch in usable.batch_id.filtered(lambda batch: batch._promo_key() in wanted and not batch.shared_code):
            mine = usable.filtered_domain([("batch_id", "=", batch.id)])
            own = mine.filtered(lambda voucher: voucher.order_id == self)
            found |= (mine.filtered(lambda voucher: voucher.code in entered) or own or mine)[:1]
        return found

    def _promo_earn(self, outcome):
        """Give vouchers and write down what else was earned; what the order had of it before, and was used since, is not given a second time."""
        before = self.sudo().promo_promise_ids  # sudo: written by the steps of the order alone
        before.filtered(lambda promise: promise.state in ("waiting", "due")).write({"state": "void"})
        before.filtered("lost_state").write({"lost_state": False})  # another one takes its place
        today, had, rows = self.company_id._dealer_today(), self._promo_had(), []
        for issue in outcome.issues:
            receiver = self._promo_receiver(issue)
            if issue.kind == "spend" or not receiver:
                continue  # points that pay leave the account with the order
            if self._promo_gives_vouchers(issue):
                batch = self.env["promo.voucher.batch"].sudo().browse(int(issue.key[5:]))  # sudo: vouchers come with the campaign
                less = min(issue.count, had[issue.key, receiver.id])
                had[issue.key, receiver.id] -= less
                if issue.count > less:
                    batch._give(receiver, issue.count - less, source_order_id=self.id)
            elif row := self._promo_promise_row(issue, receiver, had, today):
                rows.append(row)
        if rows:
            self.env["promo.promise"].sudo().create(rows)  # sudo: written by the confirmation of the order alone

    def _promo_had(self):
        """Count what the order earned before that nobody took back: it is confirmed anew, or was changed.

        :return: Counter {(key of the batch, id of the owner): vouchers} and {(rule id, kind, key, id of who got it): fen of money, else how many}.
        """
        vouchers = self.env["promo.voucher"].sudo().search([  # sudo: whatever the order earned counts
            ("source_order_id", "=", self.id), "|", ("state", "!=", "void"), ("reason", "!=", False)])
        had = Counter((voucher.batch_id._promo_key(), voucher.partner_id.id) for voucher in vouchers)
        for promise in self.sudo().promo_promise_ids.filtered(lambda one: one.state == "done"):  # sudo: as above
            had[promise.rule_id.id, promise.kind, promise.key, promise.partner_id.id] += to_fen(promise.total) if promise.value else promise.count
        return had

    def _promo_promise_row(self, issue, receiver, had, today):
        """:param had: as ``_promo_had``, what is counted here falls away. :return: values of a promo.promise, None where all of it was done before."""
        params, kinds = dict(issue.params), dict(self.env["promo.promise"]._fields["kind"].selection)
        kind = issue.kind if issue.kind in kinds else "other"
        fen, count = params.get("amount_fen", issue.value_fen), issue.count
        name = rule_of(issue.rule), kind, issue.key, receiver.id
        less = min(had[name], fen * count or count)
        had[name] -= less
        if less == (fen * count or count):
            return None
        if less:
            fen, count = (fen * count - less, 1) if fen else (0, count - less)
        days = params.get("after_days", PROOF_DAYS)
        return {
            "order_id": self.id, "receiver_id": receiver.id if receiver != self.partner_id else False, "rule_id": rule_of(issue.rule), "kind": kind,
            "key": issue.key, "count": count, "days": params.get("days", 0) if issue.kind == "upgrade" else 0, "value": float(from_fen(fen)),
            "proof": issue.proof, "state": "waiting" if issue.proof else "due",
            "due_date": today + timedelta(days=days if isinstance(days, int) else PROOF_DAYS)}

    def _promo_receiver(self, issue):
        """:return: res.partner who gets what was earned: the buyer, or who invited him, empty when nobody did."""
        if dict(issue.params).get("to") != "inviter":
            return self.partner_id
        buyer = self.partner_id.commercial_partner_id.sudo() or self.partner_id.sudo()  # sudo: who invited counts, whoever confirms
        return buyer.promo_inviter_id

    def _promo_take_back(self):
        super()._promo_take_back()
        for order in self:
            self.env["promo.voucher"]._give_back(order)
        waiting = self.sudo().promo_promise_ids.filtered(lambda promise: promise.state in ("waiting", "due"))  # sudo: void with the order
        waiting.write({"state": "void"})
