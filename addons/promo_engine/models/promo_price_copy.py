from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

OPS = "dealer_base.group_ops,dealer_base.group_ops_manager"


class PromoPriceCopy(models.TransientModel):
    """Take the prices of an earlier campaign over into the plan of another one: its rules of the price level, for the goods that are wanted."""

    _name = "promo.price.copy"
    _description = "Prices of an earlier campaign"

    campaign_id = fields.Many2one("promo.campaign", required=True, readonly=True)
    company_id = fields.Many2one(related="campaign_id.company_id")
    from_id = fields.Many2one(
        "promo.campaign", string="Prices of", required=True,
        domain="[('approved_at', '!=', False), ('company_id', '=', company_id), ('id', '!=', campaign_id)]")
    product_ids = fields.Many2many(
        "product.product", string="Only these goods", context={"active_test": False}, help="Empty = all goods of the earlier campaign.")

    def action_copy(self):
        """Copy the rules of the price level into the draft; they apply with it, from its start to its end.

        :return: action that opens the campaign.
        :raises UserError: when the campaign is no draft, or when nothing is left to copy.
        """
        self.ensure_one()
        campaign, source = self.campaign_id, self.from_id
        campaign._need_group(OPS)
        campaign._need_state("draft")
        source.check_access("read")
        if not source.approved_at or source.company_id != campaign.company_id:
            raise UserError(self.env._("%s was never approved here: it has no prices to copy.", source.display_name))
        rules = source.rule_ids.filtered(lambda rule: rule.level == "price")
        wanted = self._wanted_goods(rules)
        found = [values for rule in rules if (values := self._rule_values(rule, wanted))]
        if not found:
            raise UserError(self.env._("%s has no prices for these goods.", source.display_name))
        self.env["promo.rule"].create(found)
        campaign._say(self.env._("Prices of %(campaign)s taken over: %(rules)s", campaign=source.display_name, rules=", ".join(row["name"] for row in found)))
        return {"type": "ir.actions.act_window", "res_model": campaign._name, "res_id": campaign.id, "view_mode": "form"}

    def _wanted_goods(self, rules):
        """Extend: narrow the goods further.

        :param rules: promo.rule of the price level. :return: product.product that are wanted, None = all.
        """
        return self.product_ids or None

    def _goods_of(self, rules):
        """:return: product.product that rules may reach."""
        return rules.campaign_id._proof_products(every=True) if rules else self.env["product.product"]

    def _rule_values(self, rule, wanted):
        """:return: values of the copy of a rule for the goods that are wanted; False where none of them is in it."""
        values = rule.copy_data()[0]
        values.update(campaign_id=self.campaign_id.id, date_start=False, date_end=False, not_with_ids=False)
        values.pop("quota_ids", None)
        if wanted is None:
            return values
        if not wanted:
            return False  # named goods that are none would mean all goods
        if rule.product_ids:
            return self._narrowed(values, rule, wanted) if rule.product_ids & wanted else False
        goods = rule.reward_ids.product_ids
        if goods and all(part.product_ids for part in rule.reward_ids):
            return self._narrowed(values, rule, wanted) if goods & wanted else False
        values["product_ids"] = [Command.set(wanted.ids)]
        return values

    @staticmethod
    def _narrowed(values, rule, wanted):
        """:return: values whose named goods are those that are wanted; rewards for other goods are left out."""
        if rule.product_ids:
            values["product_ids"] = [Command.set((rule.product_ids & wanted).ids)]
        kept = []
        for command, part in zip(values.get("reward_ids") or (), rule.reward_ids.sorted("id"), strict=True):
            if part.product_ids and not part.product_ids & wanted:
                continue
            if part.product_ids:
                command[2]["product_ids"] = [Command.set((part.product_ids & wanted).ids)]
            kept.append(command)
        values["reward_ids"] = kept
        return values if kept else False
