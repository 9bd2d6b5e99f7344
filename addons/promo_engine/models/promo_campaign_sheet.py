from odoo import api, fields, models

from odoo.addons.dealer_base.money import from_fen, to_fen

from ..engine.holdout import uplift
from ..sql.buyers import bought


class PromoCampaign(models.Model):
    """The evaluation sheet: target against actual, return on what was given, and what those bought who were left out."""

    _inherit = "promo.campaign"

    sheet_at = fields.Datetime(string="Result of", readonly=True, copy=False)
    sheet_orders = fields.Integer(string="Orders reached", readonly=True, copy=False)
    sheet_turnover = fields.Monetary(string="Turnover reached", readonly=True, copy=False)
    sheet_cost = fields.Monetary(string="Cost", readonly=True, copy=False, help="What its rules gave, and what was spent on other budget lines.")
    sheet_orders_rate = fields.Float(string="Orders of the target (%)", digits=(7, 2), readonly=True, copy=False, aggregator="avg")
    sheet_turnover_rate = fields.Float(string="Turnover of the target (%)", digits=(7, 2), readonly=True, copy=False, aggregator="avg")
    sheet_budget_rate = fields.Float(string="Budget used (%)", digits=(7, 2), readonly=True, copy=False, aggregator="avg")
    treated_count = fields.Integer(string="Buyers it was for", readonly=True, copy=False)
    treated_turnover = fields.Monetary(string="They bought", readonly=True, copy=False, help="From the start to the end, with or without promotions.")
    sheet_buyers = fields.Integer(string="Buyers who took part", readonly=True, copy=False, help="With an order that got something of the campaign.")
    participation_rate = fields.Float(
        string="Participation (%)", digits=(7, 2), readonly=True, copy=False, aggregator="avg", help="Buyers who took part, of those it was for.")
    held_count = fields.Integer(string="Buyers left out", readonly=True, copy=False)
    held_turnover = fields.Monetary(string="Those left out bought", readonly=True, copy=False)
    uplift_each = fields.Monetary(string="More a buyer", readonly=True, copy=False, aggregator=None,
        help="What a buyer bought more on average than one who was left out.")
    extra_turnover = fields.Monetary(string="Extra turnover", readonly=True, copy=False, help="More a buyer, times the buyers it was for.")
    roi = fields.Float(string="Return (%)", digits=(9, 2), readonly=True, copy=False, aggregator="avg",
        help="(Extra turnover - cost) / cost. Without buyers left out the turnover of its orders is taken instead, which says too much.")
    is_roi_sure = fields.Boolean(string="Compared with buyers left out", readonly=True, copy=False)

    def action_work_out(self):
        """Work out the evaluation sheet as of now.

        :return: True.
        :raises UserError: for a campaign that was never approved, or is closed: its sheet stands.
        """
        self._need_group("dealer_base.group_ops,dealer_base.group_ops_manager,dealer_base.group_fin_manager")
        for campaign in self:
            campaign._need_state("approved", *(("draft", "submitted", "cancelled") if campaign.approved_at else ()))
        self._work_out()
        return True

    def action_close(self):
        """As before, with the sheet worked out for good."""
        self._need_group("dealer_base.group_ops,dealer_base.group_ops_manager")
        self._work_out()
        return super().action_close()

    def _other_spending(self):
        """Extend: give what was spent besides what the rules gave, in fen."""
        return 0

    def _work_out(self):
        for campaign in self:
            campaign.sudo().write(campaign._sheet())  # sudo: the sheet is written by the program alone

    def _sheet(self):
        """:return: values of the sheet."""
        self.ensure_one()
        (treated, treated_fen), (held, held_fen), is_fair = self._two_groups()
        cost = to_fen(self.actual_cost) + self._other_spending()
        more = uplift((treated, treated_fen), (held, held_fen)) if is_fair else None
        extra = more[1] if more else to_fen(self.actual_turnover)
        took_part = len(self._with_campaign())

        def rate(value, whole):
            return 100.0 * value / whole if whole else 0.0

        return {
            "sheet_at": fields.Datetime.now(), "sheet_orders": self.actual_orders, "sheet_turnover": self.actual_turnover, "sheet_cost": float(from_fen(cost)),
            "sheet_buyers": took_part, "participation_rate": rate(took_part, treated),
            "sheet_orders_rate": rate(self.actual_orders, self.target_orders), "sheet_turnover_rate": rate(self.actual_turnover, self.target_amount),
            "sheet_budget_rate": rate(cost, to_fen(self.budget_amount)), "treated_count": treated, "treated_turnover": float(from_fen(treated_fen)),
            "held_count": held, "held_turnover": float(from_fen(held_fen)), "uplift_each": float(from_fen(more[0])) if more else 0.0,
            "extra_turnover": float(from_fen(extra)) if more else 0.0, "roi": rate(extra - cost, cost), "is_roi_sure": bool(more)}

    def _two_groups(self):
        """Without an audience whoever bought in its days. Who took part and does not fit the audience any more counts still, but then the groups
        cannot be compared: of those left out nobody knows who fitted it before he ordered.

        :return: ((buyers, fen) of those it was for, (buyers, fen) of those left out, whether they can be compared).
        """
        orders = self.env["sale.order"]
        orders.flush_model()
        sums = bought(self.env.cr, self.company_id.id, self.date_start, self.date_end, orders._promo_counted())
        buyers, gone = set(sums), set()
        if self.audience_id:
            members = self.audience_id.sudo().member_ids  # sudo: sums of buyers, not who they are
            buyers = {member._promo_owner().id for member in members}
            gone = {buyer for _campaign, buyer in self._with_campaign() if buyer not in buyers and not self._is_held_out(buyer)}
        groups = {True: [0, 0], False: [0, 0]}
        for buyer in buyers | gone:
            group = groups[self._is_held_out(buyer)]
            group[0] += 1
            group[1] += to_fen(sums.get(buyer, (0, 0))[1] or 0)
        return groups[False], groups[True], not gone

    @api.model
    def _cron_sheets(self):
        """Job: keep the sheets of campaigns that run, or are over and not closed yet."""
        for campaign in self.search([("state", "=", "approved"), ("date_start", "<=", fields.Datetime.now())]):
            campaign._work_out()
            if self.env.context.get("cron_id"):
                self.env["ir.cron"]._commit_progress(1)
