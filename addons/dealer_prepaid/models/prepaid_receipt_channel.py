from odoo import api, fields, models
from odoo.exceptions import AccessError


class PrepaidReceiptChannel(models.Model):
    """A way in which money for orders comes in. An offline channel tells the program nothing, so a proof is required (R1-065)."""

    _name = "prepaid.receipt.channel"
    _description = "Receipt channel"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True, help="Short code, as sheets may write it.")
    sequence = fields.Integer(default=10)
    is_offline = fields.Boolean(string="Proof required", default=True, help="Nobody but a person sees the money arrive: a proof file is required.")
    active = fields.Boolean(default=True)

    _code_uniq = models.Constraint("UNIQUE(code)", "This channel code is taken already.")

    def _check_finance(self):
        if not self.env.su and not self.env.user.has_group("dealer_base.group_fin_manager"):
            raise AccessError(self.env._("Receipt channels are kept by the finance manager."))

    @api.model_create_multi
    def create(self, vals_list):
        self._check_finance()
        return super().create(vals_list)

    def write(self, vals):
        self._check_finance()
        return super().write(vals)
