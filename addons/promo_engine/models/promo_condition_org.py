from odoo import fields, models

from ..adapters.keys import method_key, tag_key, team_key, term_key


class PromoCondition(models.Model):
    """Who and where of a condition."""

    _inherit = "promo.condition"

    not_product_ids = fields.Many2many("product.product", "promo_condition_not_product", string="Except goods", context={"active_test": False})
    not_categ_ids = fields.Many2many("product.category", "promo_condition_not_categ", string="Except categories")
    company_ids = fields.Many2many("res.company", string="Companies")
    sales_company_ids = fields.Many2many(
        "res.partner", "promo_condition_sales_company", string="Sales companies",
        domain=[("dealer_level", "=", "sales_company")], context={"active_test": False})
    dealer_ids = fields.Many2many(
        "res.partner", "promo_condition_dealer", string="Dealers", domain=[("dealer_level", "=", "dealer")], context={"active_test": False})
    store_ids = fields.Many2many(
        "res.partner", "promo_condition_store", string="Stores", domain=[("dealer_level", "=", "store")], context={"active_test": False})
    salesperson_ids = fields.Many2many("res.users", string="Salespeople", domain=[("share", "=", False)], context={"active_test": False})
    region_words = fields.Char(string="Regions (keys)")
    venue_words = fields.Char(string="Venues")
    channel_words = fields.Char(string="Channels", help="Names of channels that are no sales team, separated by commas.")
    team_ids = fields.Many2many("crm.team", string="Sales teams", context={"active_test": False})
    payment_term_ids = fields.Many2many("account.payment.term", string="Payment terms", context={"active_test": False})
    payment_line_ids = fields.Many2many("account.payment.method.line", string="Payment methods", domain=[("payment_type", "=", "inbound")])
    group_ids = fields.Many2many("res.partner.category", string="Customer tags", context={"active_test": False})

    def _venue_keys(self, names):
        """:return: keys of the venues of these names; a name without a venue stays as it is."""
        venues = self.env["promo.venue"].search([("name", "in", names), ("company_id", "in", [self.rule_id.company_id.id, self.env.company.id])])
        keys = {venue.name: venue._promo_key() for venue in venues}
        return [keys.get(name, name) for name in names]

    def _channel_keys(self, names):
        """Extend: turn entered names into keys of channels. :param names: texts. :return: list of keys, those of the sales teams first."""
        return [*map(team_key, self.team_ids.ids), *names]

    def _payment_keys(self):
        """Extend: give the keys of the ways of payment that were chosen. :return: list of keys, an entered text being its own."""
        return [*map(term_key, self.payment_term_ids.ids), *map(method_key, self.payment_line_ids.ids), *self._parts_of(self.words)]

    def _tag_values(self):
        """:return: keys of the customer tags, as the buyer's fact "group" holds them."""
        return [tag_key(tag) for tag in self.group_ids.ids]
