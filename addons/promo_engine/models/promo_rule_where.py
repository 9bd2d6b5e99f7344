from odoo import models


class PromoRule(models.Model):
    """A condition that names nothing never holds: said at the top of the rule."""

    _inherit = "promo.rule"

    def _soft_findings(self):
        empty = self.condition_ids.filtered(lambda condition: condition.kind == "payment_method" and not condition._payment_keys())
        sentences = [self.env._("The condition Payment method names no way of payment: nobody meets it.")] if empty else []
        # What is for the first ones is limited by itself, see _most_of; each so-manieth order is not.
        if self.condition_ids.filtered(lambda one: one.kind == "nth_order" and one.every) and not (self.limit_customer or self.limit_org):
            sentences.append(self.env._(
                "Two orders that are confirmed at the same time can both be the one that is meant: add a limit of orders per customer or per dealer."))
        return "\n".join(filter(None, (super()._soft_findings(), *sentences)))
