from odoo import models
from odoo.exceptions import AccessError

TOLD = {"name", "bic"}


class ResBank(models.Model):
    """The name of a bank is part of what dealers are told to pay into: it does not change on one person's word."""

    _inherit = "res.bank"

    def write(self, vals):
        if not self.env.su:
            self.filtered(lambda bank: any((bank[name] or False) != (vals[name] or False) for name in TOLD & vals.keys()))._refuse_told()
        return super().write(vals)

    def unlink(self):
        """Remove banks that no receiving account names."""
        if not self.env.su:
            self._refuse_told()
        return super().unlink()

    def _refuse_told(self):
        journal = self.env["account.journal"].sudo().with_context(active_test=False).search(  # sudo: whoever writes banks
            [("bank_account_id.bank_id", "in", self.ids), ("is_prepaid_receiving", "=", True)], limit=1) if self else None
        if journal:
            raise AccessError(self.env._(
                "Dealers pay into %(account)s at %(bank)s: the bank's name stays as it is. Propose a new account, or what dealers are told, under "
                "Settings > Receiving accounts; a second person confirms it.", account=journal.display_name, bank=journal.bank_account_id.bank_id.name))
