from odoo import fields, models

from ..returns import CLASSES
from .dealer_return_postage import RELEASERS


class DealerReturn(models.Model):
    """Classes that ask for more: stock of the store comes back only when finance has agreed (R2-010)."""

    _inherit = "dealer.return"

    released_by = fields.Many2one("res.users", string="Released by finance", readonly=True, copy=False)
    released_at = fields.Datetime(readonly=True, copy=False)
    needs_release = fields.Boolean(compute="_compute_needs_release", export_string_translation=False)

    def _compute_needs_release(self):
        for record in self:
            row = CLASSES.get(record.reason_class)
            record.needs_release = bool(row and row.needs_finance and record.state == "submitted" and not record.released_by)

    def action_release_stock(self):
        """Agree that stock of the store may come back; after-sale service approves it then. Settlement accountant or finance manager.

        :return: True.
        :raises AccessError: for other roles, and for who asked for the return.
        :raises UserError: when the class needs no release or the return is not to be approved.
        """
        self._require_role(*RELEASERS)
        for record in self:
            if record.released_by:
                continue  # a doubled click
            if record.state != "submitted" or not CLASSES[record.reason_class].needs_finance:
                record._refuse("wrong_state")
            record._require_other_person()
            record._flow().write({"released_by": self.env.uid, "released_at": fields.Datetime.now()})
            record._log(self.env._("Released by finance."))
        return True

    def _check_ready_to_approve(self):
        super()._check_ready_to_approve()
        if CLASSES[self.reason_class].needs_finance and not self.released_by:
            self._refuse("needs_finance")

    def _earlier_people(self):
        return super()._earlier_people() | self.released_by
