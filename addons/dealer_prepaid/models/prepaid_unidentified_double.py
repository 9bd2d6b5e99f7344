from odoo import models


class PrepaidUnidentified(models.Model):
    """Money is parked once, and not at all where it stands in another document already."""

    _name = "prepaid.unidentified"
    _inherit = ["prepaid.unidentified", "prepaid.twin.mixin"]
    _serial_field = "serial"
    _reason_methods = {"action_reject", "action_release_twin"}

    def _check_ready(self):
        super()._check_ready()
        self._mark_twin()

    def _carry_out(self):
        self._refuse_twin()
        return super()._carry_out()
