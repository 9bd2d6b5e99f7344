from odoo import api, fields, models
from odoo.exceptions import UserError

from .sale_order import CS
from .sale_order_rep import REP

SOURCE_NAMES = [
    ("service", "Customer service"), ("rep", "Salesperson"), ("store_portal", "Store portal"), ("link", "Guide's link"), ("mall", "Official mall"),
    ("marketplace", "Marketplace"), ("mini_program", "Mini program"), ("import", "Import"), ("api", "Another program")]
CONSUMER_KINDS = [("advert", "Advertising"), ("store", "Store"), ("distribution", "Distribution"), ("social", "Social media")]
ENTRY_WAYS = [
    ("self", "Registered alone"), ("guide", "With a guide's help"), ("import", "Imported from a distribution system"),
    ("virtual_guide", "With a virtual guide's help")]
# key of the payload -> field and its choices
PAYLOAD = {"source": ("order_source", SOURCE_NAMES), "consumer_kind": ("consumer_kind", CONSUMER_KINDS), "entry_way": ("entry_way", ENTRY_WAYS)}


class SaleOrder(models.Model):
    """Where an order comes from (R1-005, R2-023), what kind of consumer it is (R2-021), and how the consumer became one (R2-022)."""

    _inherit = "sale.order"

    order_source = fields.Selection(SOURCE_NAMES, copy=False, index="btree_not_null", tracking=True, help="By default: by who entered it.")
    consumer_kind = fields.Selection(CONSUMER_KINDS, copy=False)
    entry_way = fields.Selection(ENTRY_WAYS, copy=False)

    @api.model
    def _draft_fields(self):
        return super()._draft_fields() | {"order_source", "consumer_kind", "entry_way"}

    @api.model
    def _portal_fields(self):
        return super()._portal_fields() | {"order_source"}

    @api.model_create_multi
    def create(self, vals_list):
        default = self.env.context.get("default_is_dealer_order")
        source = self._author_source()
        return super().create([
            {**vals, "order_source": source} if vals.get("is_dealer_order", default) and not vals.get("order_source") else vals for vals in vals_list])

    @api.model
    def _author_source(self):
        """Give the source of an order that the current user enters."""
        user = self.env.user
        if user.share:
            return "store_portal"
        return "rep" if user.has_group(REP) and not any(user.has_group(group) for group in CS) else "service"

    @api.model
    def _api_values(self, payload):
        if not isinstance(payload, dict):
            return super()._api_values(payload)
        values = super()._api_values({key: value for key, value in payload.items() if key not in PAYLOAD})
        values["order_source"] = "api"
        for key, (field, choices) in PAYLOAD.items():
            if payload.get(key):
                if payload[key] not in dict(choices):
                    raise UserError(self.env._("%(key)s is one of %(choices)s.", key=key, choices=", ".join(dict(choices))))
                values[field] = payload[key]
        return values
