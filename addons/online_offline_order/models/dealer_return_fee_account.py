from odoo import fields, models


class DealerReturn(models.Model):
    """Companies that book by the day post no invoice of the charges: the return keeps which account each belongs to."""

    _inherit = "dealer.return"

    charge_accounts = fields.Json(
        readonly=True, copy=False, groups="base.group_user",
        help="Pairs of an account, 0 = the mapped one, and the fen of the handling fees booked on it.")

    def _book_refund(self):
        self._keep_charge_accounts()
        return super()._book_refund()

    def _take_exchange(self, order, account, picking, parcel):
        self._keep_charge_accounts()
        return super()._take_exchange(order, account, picking, parcel)

    def _keep_charge_accounts(self):
        rules, shares = self.env["logistics.fee.rule"].sudo(), {}  # sudo: which account a fee is booked on, whoever returns
        result = self._preview()
        for _part, _name, fen, rule in self._charge_words(result) if hasattr(result, "charges") else ():
            if fen and rule:
                account = rules.browse(rule).account_id.id or 0
                shares[account] = shares.get(account, 0) + fen
        if any(shares):
            self.sudo().charge_accounts = list(shares.items())  # sudo: accounts are finance's to see
