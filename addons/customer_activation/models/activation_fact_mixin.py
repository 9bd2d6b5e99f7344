from odoo import api, fields, models
from odoo.exceptions import AccessError


class ActivationFactMixin(models.AbstractModel):
    """A fact of a customer: an invitation, a login, a counted order. Written by the program when it happens, by nobody's hand."""

    _name = "activation.fact.mixin"
    _description = "Fact of a customer"

    record_id = fields.Many2one("activation.record", string="Customer", required=True, index=True, ondelete="cascade", readonly=True)
    company_id = fields.Many2one(related="record_id.company_id", store=True, index=True)
    owner_id = fields.Many2one(related="record_id.user_id", string="Salesperson", store=True, index=True)

    @api.model_create_multi
    def create(self, vals_list):
        self._refuse_people()
        return super().create(vals_list)

    def write(self, vals):
        self._refuse_people()
        return super().write(vals)

    def _refuse_people(self):
        if not self.env.su:
            raise AccessError(self.env._("Facts of a customer are written by the program when they happen."))
