from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from odoo.addons.dealer_base.models.dealer_batch_mixin import BATCH_STATES
from odoo.addons.dealer_base.money import from_fen, to_fen

from ..adapters.backtest import Tally
from ..engine import read_options, read_rule, rule_row

BATCH = 200


class PromoBacktest(models.Model):
    """Past orders priced as if a campaign had run: what would it have cost, which orders would have changed, before anybody approves it.

    Works in batches, each in its own transaction; the last order is remembered, so a test that was stopped goes on where it was. The
    rules, as they were planned when it began, are kept with it.
    """

    _name = "promo.backtest"
    _description = "Backtest of a campaign"
    _inherit = ["dealer.batch.mixin"]
    _order = "id desc"
    _check_company_auto = True
    _batch_cron = "promo_engine.cron_backtest"
    _batch_parameters = frozenset(("company_id", "campaign_id", "date_from", "date_to", "mode", "with_codes"))

    name = fields.Char(compute="_compute_name", store=True)
    state = fields.Selection(selection_add=BATCH_STATES)
    campaign_id = fields.Many2one("promo.campaign", required=True, index=True, check_company=True, ondelete="cascade")
    company_id = fields.Many2one("res.company", required=True, index=True, default=lambda self: self.env.company)
    currency_id = fields.Many2one(related="company_id.currency_id")
    date_from = fields.Date(string="Orders from", required=True, default=lambda self: self.env.company._dealer_last_month()[0])
    date_to = fields.Date(string="Orders to", required=True, default=lambda self: self.env.company._dealer_last_month()[1])
    mode = fields.Selection(
        [("beside", "Beside the rules of those days"), ("alone", "This campaign alone")], required=True, default="beside", string="Priced")
    with_codes = fields.Boolean(string="With its vouchers", default=True, help="As if every buyer had a voucher of the campaign.")
    frozen = fields.Json(readonly=True, copy=False, groups="base.group_user")
    used = fields.Json(readonly=True, copy=False, groups="base.group_user")
    last_order_id = fields.Integer(readonly=True, copy=False)
    total = fields.Integer(string="Orders")
    changed = fields.Integer(string="Orders that change", readonly=True, copy=False)
    below = fields.Integer(string="Orders below cost", readonly=True, copy=False)
    skipped = fields.Integer(string="Left out", readonly=True, copy=False, help="Orders that take part in no campaign.")
    turnover = fields.Monetary(string="Goods before promotions", readonly=True, copy=False)
    discount_then = fields.Monetary(string="Promotions then", readonly=True, copy=False)
    discount_now = fields.Monetary(string="Promotions now", readonly=True, copy=False)
    campaign_cost = fields.Monetary(string="Cost of the campaign", readonly=True, copy=False, help="Discounts, freight and gifts of its own rules.")
    margin = fields.Monetary(string="Margin now", readonly=True, copy=False, help="Goods after promotions less their cost.")
    payers_text = fields.Char(string="Who would pay", readonly=True, copy=False)
    line_ids = fields.One2many("promo.backtest.line", "backtest_id", string="Orders with promotions", readonly=True)

    _dates = models.Constraint("CHECK (date_to >= date_from)", "The days end before they begin.")

    @api.depends("campaign_id.name", "date_from", "date_to")
    def _compute_name(self):
        for test in self:
            test.name = f"{test.campaign_id.name or ''}: {test.date_from or ''} ~ {test.date_to or ''}"

    @api.onchange("campaign_id")
    def _onchange_campaign_id(self):
        self.company_id = self.campaign_id.company_id or self.company_id

    @api.constrains("date_from", "date_to")
    def _check_days(self):
        for test in self:
            if test.date_to > test.company_id._dealer_today():
                raise ValidationError(self.env._("Choose days that are over: orders of the days to come are not known."))

    def _check_batch_role(self):
        super()._check_batch_role()
        self.campaign_id._need_group("dealer_base.group_ops,dealer_base.group_ops_manager")

    def _domain(self):
        company = self.company_id
        return [("company_id", "=", company.id), ("state", "=", "sale"), ("date_order", ">=", company._dealer_utc(self.date_from)),
                ("date_order", "<", company._dealer_utc(fields.Date.add(self.date_to, days=1)))]

    def _begin(self):
        """Keep the rules as they are planned now, and count the orders."""
        campaign = self.campaign_id
        campaign._check_rules()
        # They are tried on days outside of their own: the times of day, weekdays and buyers they ask for still count.
        rows = [{**rule_row(rule), "start": None, "end": None} for rule in campaign._draft_rules()]
        wants = {key: (kind, capacity) for rule in campaign.rule_ids for key, kind, capacity in rule._limit_wants()}
        total = self.env["sale.order"].sudo().search_count(self._domain())  # sudo: sums of orders; the orders that change are shown to operations
        if not total:
            raise UserError(self.env._("No order was confirmed from %(first)s to %(last)s: choose other days.", first=self.date_from, last=self.date_to))
        frozen = {"rules": rows, "wants": wants, "places": campaign.rule_ids.quota_ids._place_rows(), "options": self.company_id._promo_options()}
        self._set({"frozen": frozen, "used": {}, "total": total})

    def _step(self, size=BATCH):
        """Price the next batch and add it to the sums.

        :return: number of orders; 0 when all are done, or when another process is at it.
        """
        self.ensure_one()
        if not self.try_lock_for_update(allow_referencing=True):
            return 0
        orders = self.env["sale.order"].sudo().search(  # sudo: as in _begin
            [*self._domain(), ("id", ">", self.last_order_id)], order="id", limit=size)
        if not orders:
            self._set({"state": "done", "total": self.done, "payers_text": self._payers_sentence()})
            return 0
        known = self.sudo().frozen  # sudo: the rules of the test, for every role that may run it
        tally = Tally([read_rule(row) for row in known["rules"]], known["wants"], read_options(known["options"]), self.sudo().used or {},  # sudo: as above
                      known.get("places"))
        mine = orders.filtered(lambda order: order._promo_backtested())
        self.env["promo.backtest.line"]._price(self, mine, tally)
        count = len(orders)
        self._set({
            "last_order_id": orders[-1].id, "done": self.done + count, "skipped": self.skipped + count - len(mine), "used": tally.used,
            "changed": self.changed + tally.changed, "below": self.below + tally.below,
            **{name: float(from_fen(to_fen(self[name]) + fen)) for name, fen in tally.sums.items()}})
        orders.invalidate_recordset()
        return count

    def _payers_sentence(self):
        """:return: what each bearer would pay."""
        costs = (self.sudo().used or {}).get("costs", {})  # sudo: sums of the test
        names = dict(self.env["promo.payer"]._fields["who"]._description_selection(self.env))
        return ", ".join(f"{names.get(who.split(':')[0], who)} {from_fen(fen)}" for who, fen in sorted(costs.items()))
