from odoo import models
from odoo.fields import Domain


class PromoRule(models.Model):
    """Which goods a rule may reach, as a search."""

    _inherit = "promo.rule"

    def _goods_domain(self):
        """:return: Domain of the goods for sale that the rules name, all goods for sale when one rule names none."""
        domain = Domain.FALSE
        for rule in self:
            parts = [(rule.product_ids, "id", "in"), (rule.categ_ids, "categ_id", "child_of"), (rule.brand_ids, "dealer_brand_id", "in"),
                     (rule.tag_ids, "all_product_tag_ids", "in")]
            for part in rule.reward_ids:
                parts += [(part.product_ids, "id", "in"), (part.categ_ids, "categ_id", "child_of"), (part.take_ids.product_id, "id", "in"),
                          (part.get_product_ids, "id", "in"), (part.get_categ_ids, "categ_id", "child_of"), (part.get_tag_ids, "all_product_tag_ids", "in")]
            named = [Domain(field, operator, records.ids) for records, field, operator in parts if records]
            domain |= Domain.OR(named) if named else Domain.TRUE
        return domain & Domain("sale_ok", "=", True) & Domain("company_id", "in", [False, *self.company_id.ids])
