from odoo import api, fields, models

from odoo.addons.dealer_prepaid.adapters.lot_table import BACK, CHARGED, NEW_LOT, LotMove

from ..returns import Refusal

GROUPS = ",".join(f"dealer_base.group_{role}" for role in (
    "fin_cashier", "fin_confirmer", "fin_settlement", "cs_presale", "cs_aftersale", "sales_rep", "sc_manager", "auditor"))


class DealerReturn(models.Model):
    """Before a return is submitted, approved or refunded it shows which lots get the money back: the last one used first (N10)."""

    _name = "dealer.return"
    _inherit = ["dealer.return", "prepaid.lot.preview.mixin"]

    lots_preview = fields.Html(groups=GROUPS)
    lots_hint = fields.Char(compute="_compute_lots_hint", groups=GROUPS)

    def _lot_preview_depends(self):
        return [*super()._lot_preview_depends(), "order_id", "net_amount", "state", "line_ids.quantity", "line_ids.received_qty"]

    @api.depends("order_id", "state")
    @api.depends_context("lang")
    def _compute_lots_hint(self):
        for record in self:
            account = record._paying_account()
            if account.state == "closed" and record.state not in ("refunded", "rejected", "cancelled"):
                record.lots_hint = self.env._("The season of %s is closed: the credit goes to the owner's next account.", account.display_name)
            else:
                record.lots_hint = False

    def _paying_account(self):
        """Give the account that paid for the order, in sudo; empty for an order that no account paid."""
        order = self.order_id._origin.sudo()  # sudo: after-sale service keeps no ledger, the account belongs to the preview
        return order._find_hold_account() if order.hold_key or order.no_hold else self.env["prepaid.account"].sudo()  # sudo: see above

    def _lot_moves(self):
        self.ensure_one()
        if self.state in ("rejected", "cancelled") or not self.order_id:
            return []
        if self.state == "refunded":
            entries = self.env["prepaid.entry"].sudo().search([("res_model", "=", self._name), ("res_id", "=", self.id)], order="id")  # sudo: as above
            return [move for entry in entries for move in self._as_moves(entry.lots or (), entry.bucket, entry.lot_expires_on)]
        account, result = self._paying_account(), self._preview()
        if isinstance(result, Refusal) or result.net_fen < 0 or not account:
            return []
        order = self.order_id._origin
        if account.state == "closed":
            account = self._next_account(account)
        if not account:  # it is made with the refund
            return [LotMove(BACK if line["amount_fen"] > 0 else CHARGED, NEW_LOT, abs(line["amount_fen"])) for line in self._entry_lines(result)]
        lines = account._split_foreign(self._entry_lines(result), "sale.order", order.id)
        plans, _memos = account._plan_lots(lines, "sale.order", order.id)
        return [move for line, plan in zip(lines, plans, strict=True) for move in self._as_moves(plan, line.get("bucket"), line.get("expires_on"))]

    def _next_account(self, account):
        """Give the owner's account that follows a closed one, if there is one yet."""
        return account.search([  # sudo: comes with the account
            ("company_id", "=", account.company_id.id), ("partner_id", "=", account.partner_id.id), ("brand_id", "=", account.brand_id.id),
            ("state", "!=", "closed")], order="id desc", limit=1)

    @staticmethod
    def _as_moves(plan, bucket, expires_on):
        return [LotMove(BACK if fen > 0 else CHARGED, lot, abs(fen), bucket or "cash", expires_on) for lot, fen in plan if fen]
