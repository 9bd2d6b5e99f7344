from odoo import models


class IrModuleModule(models.Model):
    """The addon refuses to be removed while it keeps money, at the first press and not half way through."""

    _inherit = "ir.module.module"

    def button_uninstall(self):
        """Mark addons for removal.

        :return: what Odoo returns.
        :raises UserError: when the ledger would go with them while an account has a balance or holds.
        """
        names = {*self.mapped("name"), *self.downstream_dependencies().mapped("name")}
        if "dealer_prepaid" in names:
            self.env["prepaid.account"]._refuse_removal()
        return super().button_uninstall()
