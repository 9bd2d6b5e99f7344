import base64

from odoo import api, fields, models

from odoo.addons.dealer_base.money import to_fen, yuan

from ..adapters import bank_list

AMOUNT = 6


class PrepaidBankList(models.TransientModel):
    """The list of approved refunds that goes to the bank, as workbook and as text file.

    It holds whole account numbers, so it is made for one download by one person and thrown away; logs name neither.
    """

    _name = "prepaid.bank.list"
    _description = "Bank list of refunds"

    name = fields.Char(readonly=True)
    currency_id = fields.Many2one("res.currency", readonly=True)
    count = fields.Integer(string="Payments", readonly=True)
    total = fields.Monetary(readonly=True)
    left_out = fields.Text(string="Not in the list", readonly=True)
    xlsx = fields.Binary(string="Workbook", readonly=True, attachment=False)
    xlsx_name = fields.Char(readonly=True)
    csv = fields.Binary(string="Text file", readonly=True, attachment=False)
    csv_name = fields.Char(readonly=True)

    @api.model
    def _make(self, title, payouts):
        """Make the list of refunds and give the action that shows it.

        :param title: what the run or document is called.
        :param payouts: records of a ``prepaid.payout.mixin`` model with ``refund``; those with a problem are named, not listed.
        :return: action.
        """
        problems = {payout: payout._payout_problem() for payout in payouts}
        ready = payouts.filtered(lambda payout: not problems[payout] and payout.refund)
        rows = [self._row(number, payout) for number, payout in enumerate(ready, 1)]
        total = sum(to_fen(payout.refund) for payout in ready) / 100
        stem = title.replace("/", "-")
        record = self.sudo().create({  # sudo: the rows were read with the caller's rights; nobody writes a list by hand
            "name": title, "currency_id": payouts.currency_id[:1].id, "count": len(rows), "total": total,
            "left_out": "\n".join(filter(None, problems.values())) or False,
            "xlsx": base64.b64encode(bank_list.to_xlsx(title, self._headers(), rows, AMOUNT)), "xlsx_name": f"{stem}.xlsx",
            "csv": base64.b64encode(bank_list.to_csv(self._headers(), rows, AMOUNT)), "csv_name": f"{stem}.csv",
        })
        return {
            "type": "ir.actions.act_window", "name": title, "res_model": self._name, "res_id": record.id, "view_mode": "form", "target": "new"}

    @api.model
    def _headers(self):
        return [
            self.env._("No."), self.env._("Dealer code"), self.env._("Account owner"), self.env._("Account holder"), self.env._("Bank"),
            self.env._("Account number"), self.env._("Amount"), self.env._("Purpose")]

    @api.model
    def _row(self, number, payout):
        bank, owner = payout._payout_bank(), payout.partner_id
        return [
            number, owner.dealer_code, owner.name, bank.acc_holder_name or owner.name, bank.bank_id.name,
            bank.acc_number or self.env._("none on file"), payout.refund, payout._payout_purpose()]

    @api.model
    def _log_text(self, action):
        """Give the sentence for the log of a document: how many payments and their sum, no account numbers."""
        record = self.sudo().browse(action["res_id"])  # sudo: made above for the caller
        return self.env._("Bank list taken: %(count)s payments, %(total)s CNY.", count=record.count, total=yuan(to_fen(record.total)))
