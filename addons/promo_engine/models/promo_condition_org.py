from odoo import fields, models

from ..adapters.keys import tag_key


class PromoCondition(models.Model):
    """Who and where of a condition."""

    _inherit = "promo.condition"

    not_product_ids = fields.Many2many("product.product", "promo_condition_not_product", string="Except goods")
    not_categ_ids = fields.Many2many("product.category", "promo_condition_not_categ", string="Except categories")
    company_ids = fields.Many2many("res.company", string="Companies")
    sales_company_ids = fields.Many2many("res.partner", "promo_condition_sales_company", string="Sales companies", domain=[("dealer_level", "=",
        "sales_company")])
    dealer_ids = fields.Many2many("res.partner", "promo_condition_dealer", string="Dealers", domain=[("dealer_level", "=", "dealer")])
    store_ids = fields.Many2many("res.partner", "promo_condition_store", string="Stores", domain=[("dealer_level", "=", "store")])
    salesperson_ids = fields.Many2many("res.users", string="Salespeople", domain=[("share", "=", False)])
    region_words = fields.Char(string="Regions (keys)")
    venue_words = fields.Char(string="Venues")
    channel_words = fields.Char(string="Channels")
    group_ids = fields.Many2many("res.partner.category", string="Customer tags")

    def _venue_keys(self, names):
        """:return: keys of the venues of these names; a name without a venue stays as it is."""
        venues = self.env["promo.venue"].search([("name", "in", names), ("company_id", "in", [self.rule_id.company_id.id, self.env.company.id])])
        keys = {venue.name: venue._promo_key() for venue in venues}
        return [keys.get(name, name) for name in names]

    def _tag_values(self):
        """:return: keys of the customer tags, as the buyer's fact "group" holds them."""
        return [tag_key(tag) for tag in self.group_ids.ids]
