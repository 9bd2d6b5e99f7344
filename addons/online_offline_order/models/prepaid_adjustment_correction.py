from odoo import models
from odoo.exceptions import UserError

FIXED = {"account_id", "amount", "company_id", "direction"}


class PrepaidAdjustment(models.Model):
    """The adjustment that an accepted correction of an order began: it books what was accepted, nothing else."""

    _inherit = "prepaid.adjustment"

    def write(self, vals):
        if not self.env.su and vals.keys() & FIXED:
            for document in self:
                correction = self.env["dealer.order.correction"].sudo().search(  # sudo: that it exists counts whoever writes
                    [("adjustment_id", "=", document.id)], limit=1)
                if correction and any(self._fields[name].convert_to_write(document[name], document) != vals[name] for name in FIXED & vals.keys()):
                    raise UserError(self.env._(
                        "%(adjustment)s carries out %(correction)s: account, direction and amount stay as they were accepted. Where they are wrong, "
                        "have it rejected and propose another correction.", adjustment=document.name, correction=correction.name))
        return super().write(vals)
