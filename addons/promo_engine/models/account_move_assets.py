from collections import Counter

from odoo import fields, models

from odoo.addons.dealer_base.money import from_fen, to_fen

from ..engine import read_outcome


class AccountMove(models.Model):
    """Points, vouchers and deposits that paid a part of an order settle its invoices; what goes back as points or vouchers settles credit notes.

    The tax of the goods stays what it is: these are payments.
    """

    _inherit = "account.move"

    promo_settles_id = fields.Many2one("account.move", string="Settles", readonly=True, copy=False, index="btree_not_null", groups="base.group_user")
    promo_paid_order_id = fields.Many2one("sale.order", string="Paid for", readonly=True, copy=False, index="btree_not_null", groups="base.group_user")
    promo_presale_id = fields.Many2one(
        "promo.presale", string="Entry of deposit", readonly=True, copy=False, index="btree_not_null", ondelete="restrict", groups="base.group_user")
    promo_asset = fields.Char(string="Paid with", readonly=True, copy=False, groups="base.group_user")

    def _post(self, soft=True):
        posted = super()._post(soft)
        for move in posted.filtered(lambda move: move.move_type in ("out_invoice", "out_refund")):
            move._promo_settle()
        return posted

    def button_draft(self):
        """As before; entries by which points, vouchers and deposits settled it are cancelled."""
        settled = self._promo_settled_by()
        result = super().button_draft()
        if settled:
            settled.button_draft()
            settled.button_cancel()
        return result

    def _promo_settled_by(self):
        """:return: posted entries that settle these invoices and credit notes."""
        return self.env["account.move"].sudo().search([("promo_settles_id", "in", self.ids), ("state", "=", "posted")])  # sudo: they follow the invoice

    def _promo_settle(self):
        """Settle one posted invoice or credit note as far as assets paid its orders."""
        self.ensure_one()
        for order in self.invoice_line_ids.sale_line_ids.order_id:
            if wanted := self._promo_by_assets(order):
                done = order._promo_settled(self.move_type)
                for asset, fen in wanted.items():
                    self._promo_settle_part(order, asset, fen - done[asset])

    def _promo_by_assets(self, order):
        """Say what assets pay of the order's invoices, or what its credit notes give back to them, in all.

        Goods that were credited may be invoiced again: invoices settle again what credit notes gave back, and the next credit note gives it back again.

        :return: Counter {kind of asset: fen}.
        """
        given, found = order.sudo()._promo_given(), Counter()  # sudo: whoever invoices need not read what was given
        if self.move_type == "out_refund" and order.state == "cancel" and not given:
            return order._promo_settled("out_invoice")  # the cancellation has given all of it back
        outcome = read_outcome(given.outcome) if given and order._promo_applies() else None
        if not outcome or not outcome.assets:
            return found
        used, back = Counter(), Counter()
        for use in outcome.assets:
            used[use.asset] += use.used_fen
        for part in order._promo_refund_plan(order._promo_gone(("posted",)))[1].assets:
            if part.asset != "deposit":
                back[part.asset] += part.fen
        paid, returned = order._promo_settled("out_invoice"), order._promo_settled("out_refund")
        for asset, fen in used.items():
            found[asset] = fen - back[asset] + returned[asset] if self.move_type == "out_invoice" else back[asset] + max(0, paid[asset] - fen)
        return found

    def _promo_settle_part(self, order, asset, fen):
        """Settle a part of the move: of an invoice not more than is open; of a credit note, which may have settled its invoice already, all of it.

        :param asset: kind of the asset. :param fen: what of it is not settled yet.
        """
        fen = min(fen, to_fen(self.amount_residual if self.move_type == "out_invoice" else self.amount_total))
        if fen <= 0:
            return
        company = self.company_id.sudo()  # sudo: a setting
        account = company._promo_account(asset)
        journal = company._promo_journal()
        lines = self.line_ids.filtered(lambda line: line.account_id.account_type == "asset_receivable")
        if not account or not journal or not lines:
            self.message_post(body=self.env._(
                "%(amount)s of this were paid with points, vouchers or deposits, and not settled: give them an account in the settings of promotions.",
                amount=from_fen(fen)))
            return
        amount, name = float(from_fen(fen)), self.env._("%(order)s: paid with points, vouchers or a deposit", order=order.name)
        sides = ("debit", "credit") if self.move_type == "out_invoice" else ("credit", "debit")
        entry = self.env["account.move"].sudo().create({  # sudo: follows the invoice, whoever posts it
            "move_type": "entry", "journal_id": journal.id, "date": self.date, "ref": name, "promo_settles_id": self.id, "promo_paid_order_id": order.id,
            "promo_asset": asset, "line_ids": [
                fields.Command.create({"name": name, "account_id": to.id, "partner_id": self.commercial_partner_id.id, side: amount})
                for to, side in zip((account, lines[:1].account_id), sides, strict=True)]})
        entry.action_post()
        open_lines = lines.sudo().filtered(lambda line: not line.reconciled)  # sudo: as above
        if open_lines:
            (entry.line_ids.filtered(lambda line: line.account_id == lines[:1].account_id) | open_lines).reconcile()
