from odoo import models


class IrHttp(models.AbstractModel):
    """After login people find the list of their role, unless they have chosen a home action themselves."""

    _inherit = "ir.http"

    def session_info(self):
        info = super().session_info()
        if self.env.user._is_internal() and not info.get("home_action_id"):
            info["home_action_id"] = self.env.user._dealer_home_action().id
        return info
