from datetime import timedelta

from odoo import fields, models
from odoo.tools.misc import split_every

from odoo.addons.dealer_base.money import from_fen, to_fen

from ..funnel import WINDOW_DAYS, portrait
from .activation_record_facts import PORTION

PERSONAL = "dealer_base.group_cs_presale,dealer_base.group_cs_aftersale"
RULE = (
    "From settled orders, less returns, of the last 180 days. Class: by their sum, limits in the company settings. Potential: the best 30 days less the "
    "last 30 days. Risk: days since the last order against the own usual days between orders: up to 1.5 times low, up to 3 times middle, beyond high.")

class ActivationRecord(models.Model):
    """Portrait of a customer: what a salesperson learns of him, and the tracking of his visits and sheets."""

    _inherit = "activation.record"

    age_band = fields.Selection(
        [("30", "Below 30"), ("45", "30 to 44"), ("60", "45 to 59"), ("99", "60 and older")], string="Age of the responsible person", groups=PERSONAL)
    who_orders = fields.Selection([("owner", "The owner"), ("staff", "Staff"), ("family", "Family")], string="Who orders")
    device_kind = fields.Selection([("phone", "Phone"), ("pc", "Computer"), ("both", "Both"), ("none", "None")], string="Orders with")
    gender = fields.Selection([("f", "Female"), ("m", "Male")], string="Gender of the responsible person", groups=PERSONAL)
    job = fields.Char(string="Position of the responsible person", groups=PERSONAL)
    customer_class = fields.Selection([("a", "A"), ("b", "B"), ("c", "C")], string="Class", readonly=True, index=True, help=RULE)
    churn_risk = fields.Selection([("low", "Low"), ("middle", "Middle"), ("high", "High")], string="Risk to leave", readonly=True, index=True, help=RULE)
    order_frequency = fields.Float(string="Orders per 30 days", readonly=True, digits=(6, 2), aggregator="avg", help=RULE)
    average_amount = fields.Monetary(string="Mean order", readonly=True, aggregator="avg", help=RULE)
    spent_amount = fields.Monetary(string="Net sales of 180 days", readonly=True, help=RULE)
    potential_amount = fields.Monetary(string="Potential", readonly=True, help=RULE)
    usual_days = fields.Integer(string="Usual days between orders", readonly=True, aggregator="avg", help=RULE)
    top_categories = fields.Char(string="Buys most", compute="_compute_top_categories")
    visit_ids = fields.One2many("activation.visit", "record_id", string="Visits")
    visit_count = fields.Integer(string="Visits done", compute="_compute_visit_count")
    sheet_line_ids = fields.One2many("activation.sheet.line", "record_id", string="Tracking")
    measure_ids = fields.Many2many(related="reason_id.measure_ids", string="What helps")

    def _compute_visit_count(self):
        counts = dict(self.env["activation.visit"]._read_group(
            [("record_id", "in", self.ids), ("state", "=", "done")], ["record_id"], ["__count"]))
        for record in self:
            record.visit_count = counts.get(record, 0)

    def action_open_visits(self):
        """Show the visits of the customer."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window", "name": self.env._("Visits"), "res_model": "activation.visit", "view_mode": "list,form",
            "domain": [("record_id", "=", self.id)], "context": {"default_record_id": self.id}}

    def _note_reason(self, reason):
        """Keep the last reason that a person or a sheet gave; one that closes the funnel closes it."""
        now = fields.Datetime.now()
        for record in self.sudo():  # sudo: a fact; the caller checked the right
            record._note(reason_id=reason.id, reason_at=now, lost_at=now if reason.is_lost else record.lost_at)
        self.sudo()._close_tasks(reason.name)  # sudo: the task that asked for the reason, whoever had it

    def _note_orders(self):
        super()._note_orders()
        self._with_portrait_at_once()._refresh_portrait()

    def _with_portrait_at_once(self):
        """Hook: whose portrait follows an order at once; that of the others follows over night."""
        return self

    def _refresh_portrait(self):
        """Work out class, risk and habits anew from the settled orders; write what changed. Superuser only."""
        now, settled = fields.Datetime.now(), self.order_ids._settled()
        for record in self:
            company, amounts = record.company_id, ((order.date, to_fen(settled.get(order, 0))) for order in record.order_ids)
            found = portrait(
                [(at, fen) for at, fen in amounts if fen > 0], now, to_fen(company.activation_class_a), to_fen(company.activation_class_b))
            values = {
                "customer_class": found.grade or False, "churn_risk": found.risk or False, "order_frequency": found.frequency / 100,
                "average_amount": float(from_fen(found.average_fen)), "spent_amount": float(from_fen(found.spent_fen)),
                "potential_amount": float(from_fen(found.potential_fen)), "usual_days": found.interval_days}
            changed = {name: value for name, value in values.items() if record[name] != value}
            if changed:
                record.write(changed)

    def _cron_refresh(self):
        super()._cron_refresh()
        ids = self.search([  # the others stay as they are
            ("order_count", ">", 0), "|", "|", ("churn_risk", "!=", "high"), ("spent_amount", "!=", 0),
            ("last_order_at", ">=", fields.Datetime.now() - timedelta(days=WINDOW_DAYS))]).ids
        for part in split_every(PORTION, ids):
            self.browse(part)._refresh_portrait()
            self.env.flush_all()
            self.env.invalidate_all()

    def _compute_top_categories(self):
        settled = self.sudo().order_ids._settled()  # sudo: sums of the customer whom the user may read
        for record in self:
            sums = {}
            goods = record.sudo().order_ids.filtered(lambda row: settled.get(row, 0) > 0)._settled_goods()  # sudo: as above
            for product, amount in goods.items():
                if product.categ_id and product.type != "service":
                    sums[product.categ_id] = sums.get(product.categ_id, 0) + amount
            best = sorted((categ for categ in sums if sums[categ] > 0), key=lambda categ, sums=sums: (-sums[categ], categ.id))[:3]
            record.top_categories = ", ".join(categ.name for categ in best) or False
