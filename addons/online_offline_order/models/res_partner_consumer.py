from odoo import api, fields, models
from odoo.exceptions import AccessError

from ..adapters.mask import mask_name


class ResPartner(models.Model):
    """Delivery contacts of consumers: those who may not see a consumer do not find the contact and read a mask in its place."""

    _inherit = "res.partner"

    is_dealer_consumer = fields.Boolean(
        string="Consumer of an order", index=True, readonly=True, copy=False, help="Written by the order that ships to this consumer.")

    @api.model_create_multi
    def create(self, vals_list):
        self._guard_consumer_mark(*vals_list)
        return super().create(vals_list)

    def write(self, vals):
        self._guard_consumer_mark(vals)
        return super().write(vals)

    @api.model
    def _guard_consumer_mark(self, *vals_list):
        if not self.env.su and (any("is_dealer_consumer" in vals for vals in vals_list) or "default_is_dealer_consumer" in self.env.context):
            raise AccessError(self.env._("Which contacts are consumers is written by the orders that ship to them."))

    @api.depends_context("uid")
    def _compute_display_name(self):
        super()._compute_display_name()
        consumers = self.sudo().filtered("is_dealer_consumer")  # sudo: whether a name is masked does not depend on who looks
        if consumers and not self.env["sale.order"]._sees_consumers():
            for partner in self.browse(consumers.ids):
                raw = partner.sudo()  # sudo: see above
                partner.display_name = ", ".join(filter(None, (raw.parent_id.name, mask_name(raw.name))))
