from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.dealer_base.money import capitals, to_fen


class PrepaidPaper(models.AbstractModel):
    """What stands on the printed receipt of money that came in, and on the payment voucher of money that went out.

    A paper speaks for a document that was carried out; what is printed before is no receipt. A document that was taken back
    since says so across its paper.
    """

    _name = "prepaid.paper"
    _description = "Receipts and payment vouchers"

    @api.model
    def _of(self, document):
        """Give what to print.

        :param document: one record of a model that has a method ``_of_<table>`` here; read with the rights of who prints.
        :return: dict: title, number, party (label), partner, day, rows ((label, text)), amount, capitals, hands ((label, name)), void, comes_in.
        :raises UserError: when the money did not move yet.
        """
        document.check_access("read")
        paper = getattr(self, f"_of_{document._table}")(document)
        fen = to_fen(paper["amount"])
        return {
            "void": False, **paper, "partner": document.partner_id.display_name, "rows": [row for row in paper["rows"] if row[1]],
            "amount": document.currency_id.format(paper["amount"]), "capitals": (self.env.lang or "").startswith("zh") and capitals(fen),
            "hands": [(label, user.sudo().name) for label, user in paper["hands"] if user]}  # sudo: a name of who took the step

    @api.model
    def _need(self, document, done, text):
        if not done:
            raise UserError(self.env._("%(name)s has no paper: %(why)s Only money that moved has one.", name=document.display_name, why=text))

    @api.model
    def _received(self, document, **paper):
        return {"title": self.env._("Money receipt"), "party": self.env._("Received from"), "number": document.name, "amount": document.amount,
                "comes_in": True, **paper}

    @api.model
    def _paid(self, document, **paper):
        return {"title": self.env._("Payment voucher"), "party": self.env._("Payee"), "comes_in": False, **paper}

    @api.model
    def _journal(self, document):
        return self.env._("Bank or cash"), document.journal_id.sudo().name  # sudo: a name; who confirms reads no journals

    @api.model
    def _books(self, move):
        return self.env._("Journal entry"), move.sudo().name  # sudo: a number of the books

    # -- money that came in

    @api.model
    def _of_prepaid_topup(self, topup):
        self._need(topup, topup.state in ("confirmed", "reversed"), self.env._("its money is not confirmed."))
        method = dict(topup._fields["method"]._description_selection(self.env)).get(topup.method)
        return self._received(
            topup, day=topup.date_paid, void=topup.state == "reversed" and self.env._("Void: the top-up was taken back."), rows=[
                (self.env._("What for"), self.env._("Top-up of the prepaid account %s", topup.account_id.display_name)), self._journal(topup),
                (self.env._("How it was paid"), method), (self.env._("Payer"), topup.payer_name), (self.env._("Serial number"), topup.bank_serial),
                (self.env._("Remark"), topup.remark), self._books(topup.move_id)],
            hands=[(self.env._("Recorded by"), topup.submitter_id), (self.env._("Confirmed by"), topup.confirmer_id)])

    @api.model
    def _of_prepaid_receipt(self, receipt):
        self._need(receipt, receipt.state in ("confirmed", "reversed"), self.env._("its money is not confirmed."))
        return self._received(
            receipt, day=receipt.date, void=receipt.state == "reversed" and self.env._("Void: the receipt was taken back."), rows=[
                (self.env._("What for"), receipt.document_name or receipt.account_id.display_name), self._journal(receipt),
                (self.env._("How it was paid"), receipt.channel_id.display_name), (self.env._("Payer"), receipt.payer_name),
                (self.env._("Serial number"), receipt.bank_serial), (self.env._("Remark"), receipt.remark), self._books(receipt.move_id)],
            hands=[(self.env._("Recorded by"), receipt.submitter_id), (self.env._("Confirmed by"), receipt.confirmer_id)])

    @api.model
    def _of_prepaid_deposit(self, deposit):
        self._need(deposit, deposit.state == "approved", self.env._("it is not approved."))
        self._need(deposit, deposit.kind != "applied", self.env._("a deposit that is applied to an account moves no cash."))
        hands = [(self.env._("Entered by"), deposit.submitter_id), (self.env._("Approved by"), deposit.approver_id)]
        day = deposit.date_paid or deposit.company_id._dealer_today(deposit.approved_at)
        what = (self.env._("What for"), self.env._("Security deposit"))
        if deposit.kind == "received":
            return self._received(deposit, day=day, rows=[what, self._journal(deposit), self._books(deposit.move_id)], hands=hands)
        return self._paid(
            deposit, number=deposit.name, amount=deposit.amount, day=day, hands=hands, rows=[
                what, (self.env._("Deposit"), deposit.origin_id.name), (self.env._("To bank account"), deposit.paid_bank_shown),
                self._journal(deposit), (self.env._("Bank reference"), deposit.bank_reference), self._books(deposit.move_id)])

    # -- money that went out

    @api.model
    def _payout(self, payout, number, journal, hands):
        paid = payout._payout_is_paid() or payout._payout_is_returned()
        self._need(payout, paid and payout.entry_id, self.env._("nothing was paid."))
        back = payout._payout_is_returned() and self.env._("The bank sent this payment back.")
        return self._paid(
            payout, number=number, amount=payout.refund, day=payout.paid_on or payout.sudo().entry_id.date, void=back, hands=hands, rows=[  # sudo: a day
                (self.env._("What for"), payout._payout_purpose()), (self.env._("Account"), payout.account_id.display_name),
                (self.env._("To bank account"), payout.paid_bank_shown), self._journal(journal),
                (self.env._("Bank reference"), payout.bank_reference), self._books(payout.move_id)])

    @api.model
    def _of_prepaid_withdrawal(self, payout):
        return self._payout(payout, payout.name, payout, [
            (self.env._("Entered by"), payout.submitter_id), (self.env._("Approved by"), payout.approver_id), (self.env._("Paid by"), payout.payer_id)])

    @api.model
    def _of_prepaid_leaver(self, payout):
        return self._payout(payout, payout.name, payout, [
            (self.env._("Entered by"), payout.runner_id), (self.env._("Approved by"), payout.approver_id), (self.env._("Paid by"), payout.payer_id)])

    @api.model
    def _of_prepaid_season_close_line(self, payout):
        close = payout.close_id
        return self._payout(payout, f"{close.name}-{payout.id}", close, [
            (self.env._("Entered by"), close.runner_id), (self.env._("Approved by"), close.approver_id), (self.env._("Paid by"), payout._payout_payer())])

    @api.model
    def _printed(self):
        """Say when a paper is printed, by the company's clock."""
        return fields.Datetime.now()
