from odoo import api, models

from odoo.addons.dealer_base.money import yuan

from ..sql import laws


class PrepaidCheck(models.AbstractModel):
    """The part of the nightly proof that looks at single documents: holds, captures, transfers, reversals."""

    _inherit = "prepaid.check"

    @api.model
    def _law_differences(self, company):
        """Look for documents that break a law of the ledger.

        :param company: one res.company.
        :return: list of dicts as of :meth:`_differences`, kind ``law``.
        """
        self.env.flush_all()
        accounts, sentences = self.env["prepaid.account"].sudo(), self._law_sentences()  # sudo: the proof covers every account of the company
        found = []
        for row in laws.breaches(self.env.cr, company.id, self._laws()):
            account = accounts.browse(row["account_id"])
            found.append({
                "kind": "law", "account_id": account.id, "partner_id": account.partner_id.id,
                "left_fen": row["found_fen"], "right_fen": row["expected_fen"],
                "message": self.env._(
                    "%(account)s, %(document)s: %(sentence)s (%(found)s against %(expected)s)", account=account.display_name,
                    document=row["document"], sentence=sentences[row["law"]], found=yuan(row["found_fen"]), expected=yuan(row["expected_fen"]))})
        return found

    @api.model
    def _laws(self):
        """Give the laws to look at, {code: SQL}; another addon adds its own."""
        return dict(laws.LAWS)

    @api.model
    def _law_sentences(self):
        """Give what a breach of each law means, {code: sentence}."""
        return {
            "hold_entries": self.env._("what the hold gave is not what its entries say"),
            "entry_hold": self.env._("the entry names a hold that does not exist on its account"),
            "one_entry": self.env._("a debit must have exactly one entry; counted"),
            "transfer": self.env._("the two sides of the transfer do not cancel"),
            "company_transfer": self.env._("the entry is not what the transfer between companies says"),
            "cash_out": self.env._("gift or rebate money left as cash"),
            "given_back": self.env._("returns gave back more to a lot than the order took from it"),
            "components": self.env._("the parts of the entry do not add up to it"),
            "operation": self.env._("the entries are not what the operation added"),
            "reversal": self.env._("the entry was taken back twice or by more than it was"),
            "hold_request": self.env._("the hold was never asked for by a request that was kept"),
            "shipment_once": self.env._("the shipment was debited more than once"),
            "slip_once": self.env._("a bank serial number was credited more than once"),
            "topup_entry": self.env._("the ledger entry is not what the confirmed top-up says"),
            "topup_confirmed": self.env._("the ledger was credited with a top-up that nobody confirmed"),
            "bank_line": self.env._("the bank's line is not what the confirmed top-up says"),
        }
