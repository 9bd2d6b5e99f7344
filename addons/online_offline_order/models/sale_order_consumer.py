from odoo import api, fields, models
from odoo.exceptions import AccessError

from ..adapters.mask import mask_name, mask_phone, mask_street

# Service and warehouse work with a consumer's data; the people of the store see those of their own orders (by record rule).
SIGHT = "dealer_base.group_cs_presale,dealer_base.group_cs_aftersale,dealer_base.group_wh_operator,base.group_portal"
MASKS = {"consumer_name": mask_name, "consumer_phone": mask_phone, "consumer_street": mask_street}


class SaleOrder(models.Model):
    """Name, phone and street of a consumer: open to who ships and serves, masked for everybody else.

    Who enters a draft without that sight, a salesperson for an own customer, writes them and sees them until it is submitted.
    """

    _inherit = "sale.order"

    consumer_name = fields.Char(groups=SIGHT)
    consumer_phone = fields.Char(groups=SIGHT)
    consumer_street = fields.Char(groups=SIGHT)
    consumer_name_shown = fields.Char(
        string="Consumer (shown)", compute="_compute_consumer_shown", inverse="_inverse_consumer_name_shown",
        help="As much of the name as you may see.")
    consumer_phone_shown = fields.Char(
        string="Consumer phone (shown)", compute="_compute_consumer_shown", inverse="_inverse_consumer_phone_shown",
        help="As much of the phone number as you may see.")
    consumer_street_shown = fields.Char(
        string="Consumer street (shown)", compute="_compute_consumer_shown", inverse="_inverse_consumer_street_shown",
        help="As much of the street as you may see.")

    @api.depends("consumer_name", "consumer_phone", "consumer_street", "dealer_state")
    @api.depends_context("uid")
    def _compute_consumer_shown(self):
        sees = self._sees_consumers()
        for order, raw in zip(self, self.sudo(), strict=True):  # sudo: what is shown is decided here, by person and order
            open_to_me = sees or order._is_own_draft()
            for name, mask in MASKS.items():
                order[f"{name}_shown"] = raw[name] if open_to_me else mask(raw[name]) or False

    @api.model
    def _sees_consumers(self):
        """Say whether the current user may see the data of consumers, as far as he sees their orders. The system itself does."""
        user = self._onlooker()
        return user._is_superuser() or user.has_groups(SIGHT)

    def _is_own_draft(self):
        return self.dealer_state == "draft" and self.create_uid in (self.env.user, self.env["res.users"])

    def _inverse_consumer_name_shown(self):
        self._write_shown("consumer_name")

    def _inverse_consumer_phone_shown(self):
        self._write_shown("consumer_phone")

    def _inverse_consumer_street_shown(self):
        self._write_shown("consumer_street")

    def _write_shown(self, name):
        """Write what the author of a draft typed; anybody else sees a mask there, which is no value to keep."""
        for order in self:
            if not order._is_own_draft() and not order._sees_consumers():
                raise AccessError(self.env._("The consumer of order %s can be changed by customer service or by who entered the draft.", order.name))
            order.sudo()[name] = order[f"{name}_shown"]  # sudo: the author of a draft writes what he may not read later

    @api.model
    def _opens_field(self, field):
        if field.name in MASKS and self.env.user.has_group("dealer_base.group_sales_rep"):
            return True  # a salesperson enters orders of own customers
        return super()._opens_field(field)

    @api.model
    def _draft_fields(self):
        return super()._draft_fields() | {f"{name}_shown" for name in MASKS}
