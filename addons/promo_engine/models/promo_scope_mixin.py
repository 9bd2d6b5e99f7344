from odoo import fields, models

from odoo.addons.dealer_base.money import to_fen

from ..adapters.keys import brand_key, categ_key, product_key, tag_key


class PromoScopeMixin(models.AbstractModel):
    """What a rule, a reward or a condition looks at: every given filter has to hold; without any, all goods of the order.

    The model adds ``not_product_ids`` and ``not_categ_ids``: two relations to one model need tables of their own.
    """

    _name = "promo.scope.mixin"
    _description = "Scope of goods"

    product_ids = fields.Many2many("product.product", string="Goods", context={"active_test": False}, help="Empty = all goods.")
    categ_ids = fields.Many2many("product.category", string="Categories", help="Sub-categories are included.")
    tag_ids = fields.Many2many("product.tag", string="Goods tags", context={"active_test": False}, help="Goods with one of these tags.")
    brand_ids = fields.Many2many("dealer.brand", string="Brands", context={"active_test": False})
    price_min = fields.Float(string="Price from", digits="Product Price", help="Least price of one piece after the price level; 0 = any.")
    price_max = fields.Float(string="Price up to", digits="Product Price", help="0 = any.")
    undiscounted_only = fields.Boolean(string="Original price only", help="Goods that are on sale already take no part.")
    new_days = fields.Integer(string="New goods, days", help="Only goods launched at most so many days before the order; 0 = any.")

    def _scope_row(self):
        """:return: the row of the engine's scope, {} when everything is in scope."""
        self.ensure_one()
        row = {}
        sorts = [[*map(categ_key, self.categ_ids.ids)], [*map(tag_key, self.tag_ids.ids)], [*map(brand_key, self.brand_ids.ids)]]
        several = [sort for sort in sorts if len(sort) > 1]
        if len(several) > 1:
            raise ValueError(self.env._("several values are possible for one of categories, tags and brands only; make a rule for each"))
        values = {
            "skus": [product_key(product) for product in self.product_ids.ids],
            "tags": several[0] if several else [],
            "all_tags": [sort[0] for sort in sorts if len(sort) == 1],
            "not_skus": [product_key(product) for product in self.not_product_ids.ids],
            "not_tags": [categ_key(categ) for categ in self.not_categ_ids.ids],
            "price_min_fen": to_fen(self.price_min) if self.price_min else None,
            "price_max_fen": to_fen(self.price_max) if self.price_max else None,
            "undiscounted_only": self.undiscounted_only or None,
            "new_days": self.new_days or None,
        }
        row.update({name: value for name, value in values.items() if value})
        return row
