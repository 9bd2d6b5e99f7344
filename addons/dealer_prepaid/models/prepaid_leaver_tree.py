from odoo import models


class PrepaidLeaver(models.Model):
    """The other accounts of who leaves and of his stores with the same company: they are frozen with him and come back if he stays."""

    _inherit = "prepaid.leaver"

    def _tree_accounts(self, *states):
        return self.env["prepaid.account"].sudo().search([  # sudo: the whole tree, whoever works on the document
            ("partner_id", "in", self._tree().ids), ("company_id", "=", self.company_id.id), ("state", "in", states),
            ("id", "!=", self.account_id.id)], order="id")

    def _freeze_tree(self):
        for account in self._tree_accounts("draft", "open"):
            account._set_state("frozen", self._tree_key(account))

    def _thaw_tree(self, owners=None):
        """Give the accounts that this document froze the state they had; one with a leaving document of its own stays frozen.

        :param owners: res.partner of the accounts; everybody by default.
        """
        own = self.sudo().search([("state", "in", ("frozen", "approved")), ("id", "!=", self.id)]).account_id  # sudo: as _tree_accounts
        operations = self.env["prepaid.operation"].sudo()  # sudo: nobody reads operations by hand
        for account in self._tree_accounts("frozen") - own:
            key = self._tree_key(account)
            if (owners is None or account.partner_id in owners) and operations.search_count([("kind", "=", "state"), ("key", "=", key)], limit=1):
                account._set_state(account._state_before(key), f"{key},back")

    def _tree_key(self, account):
        return f"{self._name},{self.id},{account.id},frozen"
