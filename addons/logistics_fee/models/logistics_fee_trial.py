from markupsafe import Markup

from odoo import api, fields, models

from odoo.addons.dealer_base.money import to_fen, yuan

from ..adapters.fee_words import why_words
from ..tariff.fees import against, evaluate
from .logistics_fee_rule import EVENTS, MANDATORY


class LogisticsFeeTrial(models.TransientModel):
    """Try the fee rules: an amount, a dealer and a day in, the fees and how each rule fared out. Nothing is charged."""

    _name = "logistics.fee.trial"
    _description = "Try fee rules"

    company_id = fields.Many2one("res.company", required=True, default=lambda self: self.env.company)
    currency_id = fields.Many2one(related="company_id.currency_id")
    event = fields.Selection(EVENTS, required=True, default="order")
    on_date = fields.Date(string="Day", required=True, default=lambda self: self.env.company._dealer_today())
    partner_id = fields.Many2one("res.partner", string="Dealer or store", domain=[("dealer_level", "!=", False)])
    amount = fields.Monetary(string="Ex-factory price of one piece", default=100)
    quantity = fields.Integer(string="Pieces", default=1)
    retail = fields.Monetary(string="Retail price of one piece")
    freight = fields.Monetary(help="For fees that are taken of the freight.")
    categ_id = fields.Many2one("product.category", string="Product category")
    division_id = fields.Many2one("dealer.division", string="Region")
    reason_id = fields.Many2one("logistics.fee.reason")
    draft_ids = fields.Many2many("logistics.fee.rule", string="Drafts to try", domain=[("state", "=", "draft")], help="As if they were in force.")
    result = fields.Html(compute="_compute_result", sanitize=False)

    @api.depends(
        "company_id", "event", "on_date", "partner_id", "amount", "quantity", "retail", "freight", "categ_id", "division_id", "reason_id", "draft_ids")
    def _compute_result(self):
        for trial in self:
            trial.result = trial._render() if trial.on_date and trial.company_id in self.env.companies else False

    def _try(self):
        """Compute the fees of what is entered.

        :return: (answer as ``logistics.fee.rule._fees`` gives it, {rule: code of why it does not apply, "" = it does}).
        """
        self.ensure_one()
        rules = self.env["logistics.fee.rule"]
        found = rules._in_force(self.company_id, domain=[("event", "=", self.event)]).sudo(False)
        found |= self.draft_ids._origin.filtered(lambda rule: rule.event == self.event and rule.company_id == self.company_id)
        core = [rule._core_rule() for rule in found]
        event = rules._fee_event(self.event, self.on_date, [{
            "ex_factory_fen": to_fen(self.amount), "qty": self.quantity, "categ_id": self.categ_id.id, "retail_fen": to_fen(self.retail) or None,
        }], self.partner_id._origin, self.division_id._origin, self.reason_id.code or None, to_fen(self.freight) or None)
        answer = rules._fee_answer(found, evaluate(core, event, MANDATORY.get(self.event, ())))
        by_id = against(core, event)
        return answer, {rule: by_id[rule.id] for rule in found}

    def _render(self):
        answer, why = self._try()
        if answer["ok"]:
            fees = [*answer["fees"], *answer["borne"]]
            rows = [Markup("<tr><td>%s</td><td class='text-end fw-bold'>%s</td><td>%s</td></tr>") % (
                fee["label"], yuan(fee["fen"]), Markup("<br/>").join(fee["steps"])) for fee in fees]
            head = Markup("<table class='table table-sm'>%s</table>") % Markup("").join(rows) if fees else Markup(
                "<p>%s</p>") % self.env._("No fee is taken for this event.")
        else:
            head = Markup("<div class='alert alert-danger' role='alert'>%s</div>") % answer["message"]
        others = [Markup("<li>%s (%s): %s</li>") % (rule.name, rule.condition_text, why_words(self.env, code)) for rule, code in why.items()]
        foot = Markup("<h4>%s</h4><ul>%s</ul>") % (self.env._("How each rule fared"), Markup("").join(others)) if others else Markup("")
        return head + foot
