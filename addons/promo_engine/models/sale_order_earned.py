from datetime import timedelta

from odoo import fields, models
from odoo.exceptions import UserError

from odoo.addons.dealer_base.money import from_fen

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
        """Give vouchers and write down what else was earned."""
        today = self.company_id._dealer_today()
        kinds = dict(self.env["promo.promise"]._fields["kind"].selection)
        rows = []
        for issue in outcome.issues:
            if issue.kind == "spend":
                continue  # points that pay leave the account with the order
            if self._promo_gives_vouchers(issue):
                batch = self.env["promo.voucher.batch"].sudo().browse(int(issue.key[5:]))  # sudo: vouchers come with the campaign
                receiver = self._promo_receiver(issue)
                if receiver:
                    batch._give(receiver, issue.count, source_order_id=self.id)
                continue
            days, receiver = dict(issue.params).get("after_days", PROOF_DAYS), self._promo_receiver(issue)
            if not receiver:
                continue
            rows.append({
                "order_id": self.id, "receiver_id": receiver.id if receiver != self.partner_id else False,
                "rule_id": rule_of(issue.rule), "kind": issue.kind if issue.kind in kinds else "other", "key": issue.key,
                "count": issue.count, "days": dict(issue.params).get("days", 0) if issue.kind == "upgrade" else 0,
                "value": float(from_fen(dict(issue.params).get("amount_fen", issue.value_fen))),
                "proof": issue.proof, "state": "waiting" if issue.proof else "due",
                "due_date": today + timedelta(days=days if isinstance(days, int) else PROOF_DAYS)})
        if rows:
            self.env["promo.promise"].sudo().create(rows)  # sudo: written by the confirmation of the order alone

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
