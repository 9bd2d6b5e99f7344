from odoo import models
from odoo.fields import Command

ORDERING = ("group_portal_clerk", "group_portal_store", "group_portal_dealer")


class PrepaidLeaver(models.Model):
    """The logins of who leaves: from the freeze on they read statement and ledger, nothing else."""

    _inherit = "prepaid.leaver"

    def _ordering_groups(self):
        return self.env["res.groups"].union(*(self.env.ref(f"dealer_base.{name}") for name in ORDERING))

    def _portal_users(self):
        return self.env["res.users"].with_context(active_test=False).search([
            ("share", "=", True), ("partner_id", "child_of", self.partner_id.ids)])

    def _revoke_logins(self):
        """Take the right to order from the portal logins of the owner and his stores; they keep the read-only statement.

        :return: {login id: [ids of the groups taken]} for the day the dealer stays after all.
        """
        groups, readonly, taken = self._ordering_groups(), self.env.ref("dealer_base.group_portal_readonly"), {}
        for user in self._portal_users():
            own = user.group_ids & groups
            if own:
                taken[str(user.id)] = own.ids
                user.write({"group_ids": [*(Command.unlink(group.id) for group in own), Command.link(readonly.id)]})
        return taken

    def _restore_logins(self):
        readonly = self.env.ref("dealer_base.group_portal_readonly")
        for user_id, group_ids in (self.revoked or {}).items():
            user = self.env["res.users"].browse(int(user_id)).exists()
            user.write({"group_ids": [*(Command.link(group_id) for group_id in group_ids), Command.unlink(readonly.id)]})
