from odoo import fields, models


class PromoRule(models.Model):
    """A rule that asks for deposits counts them, and needs accounts for them."""

    _inherit = "promo.rule"

    presale_ids = fields.One2many("promo.presale", "rule_id", string="Deposits", readonly=True)
    presale_last = fields.Integer(string="Deposits paid", readonly=True, copy=False, aggregator=None, help="The number of the last one.")

    def _soft_findings(self):
        company, kinds, missing = self.company_id, set(self.reward_ids.mapped("kind")), []
        if "deposit" in kinds and not (company.promo_deposit_account_id and company.promo_deposit_income_id):
            missing.append(self.env._("deposits received and kept"))
        if "pay" in kinds and not company.promo_asset_account_id:
            missing.append(self.env._("points and vouchers that pay"))
        codes = self.reward_ids.filtered(lambda reward: reward.kind == "upgrade").mapped("key")
        known = self.env["promo.member.level"].search([("company_id", "=", company.id), ("code", "in", codes)]).mapped("code") if codes else []
        sentences = [self.env._("There is no member level with the code “%s”.", code) for code in sorted(set(codes) - set(known))]
        vouchers = self.reward_ids.filtered(lambda reward: reward.kind == "pay" and reward.asset == "voucher")
        sentences += filter(None, (reward._high_cap_sentence() for reward in vouchers))
        if missing:
            sentences.append(self.env._("The settings of promotions name no account for %s: invoices stay open by that part.", ", ".join(missing)))
        return "\n".join(filter(None, (super()._soft_findings(), *sentences)))
