from odoo import api, fields, models
from odoo.exceptions import AccessError

from .dealer_return_flow import MANAGER


class DealerReturn(models.Model):
    """A return of goods that were sent again without charge: whoever has them twice may not be given their money back unseen.

    The first goods did not come back, and the case took nothing from the account; so the service manager approves such a return.
    """

    _inherit = "dealer.return"

    again_text = fields.Text(
        string="Sent again before", compute="_compute_again_text", compute_sudo=True, groups="base.group_user",
        help="Goods of this return that a parcel case has sent again without charge.")

    @api.depends("line_ids.quantity", "line_ids.order_line_id")
    def _compute_again_text(self):
        for record in self:
            record.again_text = record._again_sentence() or False

    def _again_sentence(self):
        """Say which pieces of the return a parcel case has sent again, and that the first ones did not come back.

        :return: a sentence, empty where there are none.
        """
        asked = self.sudo().line_ids.filtered("quantity").order_line_id  # sudo: cases count whoever asks for the return
        lines = self.env["dealer.parcel.case.line"].sudo().search([("order_line_id", "in", asked.ids), ("quantity", ">", 0)])  # sudo: as above
        out = {line: line.quantity - line._came_back() for line in lines if line.case_id._running_transfers("outgoing")}
        found = [line for line, pieces in out.items() if pieces > 0]
        return self.env._(
            "Sent again without charge, and the first pieces did not come back: %s. The service manager approves the return.",
            "; ".join(f"{line.case_id.name} {line.product_id.display_name} × {out[line]}" for line in found)) if found else ""

    def _check_ready_to_approve(self):
        super()._check_ready_to_approve()
        text = not self.env.user.has_group(MANAGER) and self._again_sentence()
        if text:
            raise AccessError(self.env._("Return %(name)s: %(text)s", name=self.name, text=text))
