from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..sourcing import Step
from .dealer_stock_source import KINDS


class DealerSourcingRule(models.Model):
    """Where orders are supplied from, in their order (R2-026): the HQ warehouse, other warehouses, stores, other agents.

    A company without rules supplies from the warehouse that stands on the order.
    """

    _name = "dealer.sourcing.rule"
    _description = "Sourcing rule"
    _inherit = ["mail.thread"]
    _order = "sequence, id"

    name = fields.Char(required=True)
    active = fields.Boolean(default=True, tracking=True)
    sequence = fields.Integer(default=10)
    company_id = fields.Many2one("res.company", required=True, index=True, default=lambda self: self.env.company.id)
    kind = fields.Selection(KINDS, tracking=True, help="Only warehouses of this kind supply, see the stock sources; empty: of any kind.")
    warehouse_ids = fields.Many2many(
        "stock.warehouse", string="Warehouses", context={"active_test": False},
        help="The first one first, by their sequence; empty: all of the company that are of the kind.")
    partner_id = fields.Many2one(
        "res.partner", string="Only for", index="btree_not_null", ondelete="cascade", domain=[("dealer_level", "!=", False)],
        help="A store, a dealer or a sales company; empty: for everybody.")
    division_id = fields.Many2one(
        "dealer.division", string="Only into", ondelete="restrict", help="Region the goods go to, with all below it; empty: everywhere.")

    @api.constrains("warehouse_ids", "company_id", "kind")
    def _check_warehouses(self):
        for rule in self:
            if not rule.warehouse_ids and not rule.kind:
                raise ValidationError(self.env._("%s: choose the warehouses that supply, or their kind.", rule.name))
            if rule.warehouse_ids.company_id - rule.company_id:
                raise ValidationError(self.env._("%s: its warehouses belong to its company.", rule.name))

    @api.model
    def _fitting(self, order):
        """Give the rules that fit an order.

        :param order: one sale.order. :return: dealer.sourcing.rule in sudo.
        """
        rules = self.sudo().search([("company_id", "=", order.company_id.id)])  # sudo: rules count for every author
        if not rules:
            return rules
        order = order.sudo()  # sudo: as above
        above = order.partner_id | order.partner_id.dealer_id | order.partner_id.sales_company_id
        regions, region = self.env["dealer.division"], order._delivery_division()._origin
        while region:
            regions, region = regions | region, region.parent_id
        return rules.filtered(lambda rule: rule.partner_id in (*above._origin, above.browse()) and rule.division_id in (*regions, regions.browse()))

    def _steps(self):
        """Give the rules as the core ranks them."""
        kinds = {company: self.env["dealer.stock.source"]._kinds(company) for company in self.filtered("kind").company_id}
        return [Step(rule.id, tuple(rule._places(kinds.get(rule.company_id, {})).ids)) for rule in self]

    def _places(self, kinds):
        """Give the warehouses of a rule, the first one first.

        :param kinds: {stock.warehouse: kind} of its company, needed where the rule names a kind.
        """
        houses = self.warehouse_ids or self.env["stock.warehouse"].sudo().concat(*kinds)  # sudo: rules count for every author
        if self.kind:
            houses = houses.filtered(lambda one: kinds.get(one) == self.kind)
        return houses.filtered("active").sorted(lambda one: (one.sequence, one.id))
