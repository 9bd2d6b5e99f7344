from odoo import api, fields, models

from odoo.addons.online_offline_order.adapters.mask import mask_name, mask_phone
from odoo.addons.online_offline_order.models.sale_order_consumer import SIGHT

from ..sql.consumers import consumers_query


class PerfConsumer(models.Model):
    """A consumer is a phone number (R2-014): all orders under it, online and through stores, with what was returned, asked and complained about.

    Nothing is merged by hand and nothing is stored: whoever orders again under the number is in the row. Name and number are for customer service;
    others who read figures see a mask. Levels and repurchase are the analysis of members (R4-019).
    """

    _name = "perf.consumer"
    _description = "Consumer"
    _auto = False
    _order = "last_order_at desc, id"
    _depends = {
        "sale.order": ["company_id", "partner_id", "consumer_name", "consumer_phone", "order_source", "dealer_state", "submitted_at", "is_dealer_order",
            "exchange_return_id"],
        "sale.order.line": ["order_id", "product_id", "product_uom_qty", "display_type"],
        "dealer.return": ["order_id", "state", "reason", "submitted_at"], "dealer.complaint": ["order_id", "return_id", "text", "answer"],
        "dealer.consumer.binding": ["company_id", "phone", "guide_id", "closed_at"]}

    company_id = fields.Many2one("res.company", readonly=True)
    key = fields.Char(string="Consumer phone", readonly=True, groups=SIGHT)
    name = fields.Char(string="Consumer", readonly=True, groups=SIGHT)
    phone_shown = fields.Char(string="Consumer phone (shown)", compute="_compute_shown", help="As much of the phone number as you may see.")
    name_shown = fields.Char(string="Consumer (shown)", compute="_compute_shown", help="As much of the name as you may see.")
    store_id = fields.Many2one("res.partner", string="Last store", readonly=True)
    guide_id = fields.Many2one("dealer.guide", string="Guide", readonly=True)
    channel = fields.Selection([("online", "Online only"), ("store", "Through stores only"), ("both", "Online and through stores")], readonly=True)
    level = fields.Selection(
        [("once", "One order"), ("again", "Two or three orders"), ("regular", "Four orders or more")], readonly=True, help="By the number of orders so far.")
    order_count = fields.Integer(string="Orders", readonly=True, help="Goods sent in exchange for others are no order of their own.")
    online_count = fields.Integer(string="Orders online", readonly=True, help="Placed by the consumer: mall, marketplace, mini program.")
    store_count = fields.Integer(string="Orders through stores", readonly=True, help="Entered by service, a salesperson, a store or its guide.")
    pieces = fields.Float(string="Ordered pieces", readonly=True, digits="Product Unit")
    return_count = fields.Integer(string="Returns", readonly=True)
    complaint_count = fields.Integer(string="Complaints", readonly=True)
    first_order_at = fields.Datetime(string="First order", readonly=True)
    last_order_at = fields.Datetime(string="Last order", readonly=True)
    repeat_rate = fields.Float(
        string="Repurchase rate (%)", readonly=True, digits=(5, 2), aggregator="avg", help="Consumers with two orders or more, of all consumers.")
    event_ids = fields.One2many("perf.consumer.event", "consumer_id", string="History", readonly=True)

    @property
    def _table_query(self):
        return consumers_query()

    @api.depends("key", "name")
    @api.depends_context("uid")
    def _compute_shown(self):
        sees = self.env.su or self.env.user.has_groups(SIGHT)
        for consumer, raw in zip(self, self.sudo(), strict=True):  # sudo: what is shown is decided here, by person
            consumer.phone_shown = raw.key if sees else mask_phone(raw.key)
            consumer.name_shown = raw.name if sees else mask_name(raw.name)

    @api.depends("phone_shown", "name_shown")
    def _compute_display_name(self):
        for consumer in self:
            consumer.display_name = " ".join(filter(None, (consumer.name_shown, consumer.phone_shown)))

    def action_open_orders(self):
        """Show the orders of the consumer.

        :return: list action.
        """
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id("online_offline_order.sale_order_action_all")
        return {**action, "domain": [("id", "in", self.event_ids.filtered(lambda event: event.kind == "order").order_id.ids)], "context": {}}
