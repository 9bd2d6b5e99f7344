from odoo import fields, models

from ..sql.consumers import events_query


class PerfConsumerEvent(models.Model):
    """What happened with a consumer: an order, a return, a complaint with its answer."""

    _name = "perf.consumer.event"
    _description = "History of a consumer"
    _auto = False
    _order = "at desc, id desc"
    _rec_name = "order_id"
    _depends = {
        "sale.order": ["company_id", "consumer_phone", "order_source", "dealer_state", "submitted_at", "is_dealer_order"],
        "dealer.return": ["order_id", "state", "reason", "submitted_at"], "dealer.complaint": ["order_id", "return_id", "text", "answer"]}

    consumer_id = fields.Many2one("perf.consumer", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    at = fields.Datetime(string="When", readonly=True)
    kind = fields.Selection([("order", "Order"), ("return", "Return"), ("complaint", "Complaint")], string="What", readonly=True)
    order_id = fields.Many2one("sale.order", string="Order", readonly=True)
    order_source = fields.Selection(related="order_id.order_source", string="Order source", related_sudo=True)
    return_id = fields.Many2one("dealer.return", string="Return", readonly=True)
    complaint_id = fields.Many2one("dealer.complaint", string="Complaint", readonly=True)
    note = fields.Text(string="What was said", readonly=True)
    answer = fields.Text(readonly=True)

    @property
    def _table_query(self):
        return events_query()
