from odoo import fields, models


class ResPartner(models.Model):
    _inherit = "res.partner"

    def _stamp_banks(self):
        """Note that the bank data of these partners changed now, by the current user."""
        banks = self.env["res.partner.bank"].sudo().with_context(active_test=False).search(  # sudo: the stamp is closed to every user
            [("partner_id", "in", self.ids)])
        if banks:
            number = max(banks.mapped("prepaid_change_no")) + 1
            banks.write({"prepaid_changed_at": fields.Datetime.now(), "prepaid_changed_by": self.env.uid, "prepaid_change_no": number})

    def _note_order_hand(self):
        """Remember the current user as who made the present first bank account of these partners the first."""
        for bank in self.sudo().with_context(active_test=False).bank_ids:  # sudo: the stamp is closed to every user
            bank.with_user(self.env.uid)._note_hands([5])

    def _payout_bank(self, company):
        """Give the bank account that refunds of a company to this partner go to: the first active one on his form.

        :param company: one res.company.
        :return: one res.partner.bank, or an empty recordset.
        """
        self.ensure_one()
        banks = self.sudo().bank_ids.filtered(  # sudo: approvers decide about it; screens show it masked
            lambda bank: bank.active and bank.company_id in (company, self.env["res.company"]))
        return banks.sorted(lambda bank: (bank.sequence, bank.id))[:1]
