from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

REASONS = [("no_stock", "Not in stock"), ("no_size", "Size or colour missing"), ("price", "Price"), ("no_interest", "No interest"),
           ("no_online", "Does not want to order")]
ANSWERS = [("yes", "Yes, order it"), ("no", "No"), ("not_asked", "Not asked")]
STORE = "dealer_base.group_portal_clerk"
RECOVERED = ("waiting", "submitted", "approved", "partial", "shipped", "received")


class DealerLostSale(models.Model):
    """What a store could not sell, and whether the consumer took the offer to order it from HQ (R0-043, R0-044).

    Entered in under a minute; a yes becomes a dealer order by one button, and counts as recovered once that is submitted.
    """

    _name = "dealer.lost.sale"
    _description = "Lost sale"
    _inherit = ["mail.thread", "mail.activity.mixin", "dealer.flow.mixin", "dealer.editors.mixin"]
    _mail_post_access = "read"
    _order = "id desc"
    _flow_strict = True

    name = fields.Char(string="Number", readonly=True, copy=False, index="trigram")
    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True, default=lambda self: self.env.company.id)
    currency_id = fields.Many2one(related="company_id.currency_id")
    partner_id = fields.Many2one(
        "res.partner", string="Store", required=True, index=True, ondelete="restrict", domain=[("dealer_level", "in", ("dealer", "store"))], tracking=True)
    dealer_id = fields.Many2one(related="partner_id.dealer_id", store=True, index=True)
    sales_company_id = fields.Many2one(related="partner_id.sales_company_id", store=True, index=True)
    date = fields.Date(required=True, default=lambda self: self.env.company._dealer_today(), index=True)
    product_id = fields.Many2one("product.product", string="Goods", index="btree_not_null", ondelete="restrict", domain=[("is_storable", "=", True)])
    goods_text = fields.Char(string="Style, colour and size", help="In words, where the goods are not known.")
    quantity = fields.Integer(string="Pieces", required=True, default=1)
    reason = fields.Selection(REASONS, required=True, default="no_stock", tracking=True)
    asked_online = fields.Selection(ANSWERS, string="Offered to order from HQ", required=True, default="not_asked", tracking=True)
    order_id = fields.Many2one("sale.order", readonly=True, copy=False, index="btree_not_null", ondelete="set null")
    state = fields.Selection(
        [("lost", "Lost"), ("open", "To order"), ("ordered", "Order entered"), ("recovered", "Recovered")], compute="_compute_outcome", store=True, index=True)
    asked_count = fields.Integer(string="Asked", compute="_compute_outcome", store=True)
    yes_count = fields.Integer(string="Said yes", compute="_compute_outcome", store=True)
    recovered_count = fields.Integer(string="Recovered", compute="_compute_outcome", store=True)
    recovered_rate = fields.Float(string="Recovered %", compute="_compute_outcome", store=True, aggregator="avg", digits=(5, 1))
    recovered_amount = fields.Monetary(string="Recovered amount", compute="_compute_outcome", store=True, help="Settlement total of the order.")

    _pieces_positive = models.Constraint("CHECK(quantity > 0)", "Pieces are above zero.")
    _order_uniq = models.UniqueIndex("(order_id) WHERE order_id IS NOT NULL", "This order came from another lost sale already.")

    @api.depends("asked_online", "order_id.dealer_state", "order_id.settlement_total")
    def _compute_outcome(self):
        for lost in self:
            order = lost.sudo().order_id  # sudo: what came of it counts, whoever looks
            done = order.dealer_state in RECOVERED
            lost.asked_count, lost.yes_count = int(lost.asked_online != "not_asked"), int(lost.asked_online == "yes")
            lost.recovered_count, lost.recovered_rate = int(done), 100.0 * done
            lost.recovered_amount = order.settlement_total if done else 0.0
            under_way = "ordered" if order.dealer_state == "draft" else "lost"
            lost.state = "recovered" if done else under_way if order else "open" if lost.asked_online == "yes" else "lost"

    @api.constrains("partner_id", "product_id", "goods_text")
    def _check_goods(self):
        for lost in self:
            if not lost.product_id and not (lost.goods_text or "").strip():
                raise ValidationError(self.env._("Say which goods were asked for: choose them, or write style, colour and size."))
            if lost.partner_id.sudo().dealer_level not in ("dealer", "store"):  # sudo: its level, whoever enters
                raise ValidationError(self.env._("%s is no dealer and no store: choose who could not sell the goods.", lost.partner_id.display_name))

    @api.model_create_multi
    def create(self, vals_list):
        lost = super().create(vals_list)
        for record in lost:
            record.sudo().name = record.company_id.sudo()._dealer_number(self._name)  # sudo: numbers are no right
        if not self.env.su:
            lost._check_customers()
        return lost

    def write(self, vals):
        if not self.env.su and vals.keys() & {"partner_id", "date", "product_id", "goods_text", "quantity", "reason", "asked_online"}:
            self._need_unordered()
        done = super().write(vals)
        if not self.env.su and "partner_id" in vals:
            self._check_customers()
        return done

    @api.ondelete(at_uninstall=False)
    def _unlink_unordered(self):
        self._need_unordered()

    def _need_unordered(self):
        for lost in self.sudo().filtered("order_id"):  # sudo: whether an order came of it, whoever writes
            raise UserError(self.env._("%(name)s has become order %(order)s and stays as it is.", name=lost.name, order=lost.order_id.name))

    def _check_customers(self):
        orders = self.env["sale.order"]
        if orders._enters_for_own_customers():
            orders._check_own_customers(self.partner_id.ids)

    # -- steps

    def action_make_order(self):
        """Enter the dealer order of goods that the consumer wants from HQ; a second press opens the same order.

        :return: form action of the order.
        :raises AccessError: without a role that enters orders, or for the customer of a colleague.
        :raises UserError: when the consumer did not say yes, or the goods are not known.
        """
        self.ensure_one()
        orders = self.env["sale.order"]
        orders._require_role(*orders._entry_roles())
        self.check_access("write")
        if not self.order_id:
            if self.asked_online != "yes":
                raise UserError(self.env._("%s: the consumer has not said yes; note it first.", self.name))
            if not self.product_id:
                raise UserError(self.env._("%s: choose the goods first, an order needs more than words.", self.name))
            order = orders.with_company(self.company_id).create({
                "is_dealer_order": True, "partner_id": self.partner_id.id, "company_id": self.company_id.id, "dealer_mode": "consumer",
                "order_line": [fields.Command.create({"product_id": self.product_id.id, "product_uom_qty": self.quantity})]})
            self.sudo().order_id = order  # sudo: written by this step alone
        return self.action_open_order()

    def action_open_order(self):
        """Show the order that came of it."""
        return self.order_id._open_dealer_form()

    # -- stores

    @api.model
    def dealer_record_lost_sale(self, idempotency_key=None, payload=None):
        """Record what a store could not sell; people of a dealer for their own tree. The same key again gives the same record.

        :param idempotency_key: text of 1 to 64 characters, unique per lost sale of the calling program.
        :param payload: {"store": dealer code (by default the caller's own), "code": product code or "goods": text, "qty": pieces,
            "reason": no_stock|no_size|price|no_interest|no_online, "asked_online": yes|no|not_asked}.
        :return: {"number", "state"}.
        :raises AccessError: for other roles. :raises UserError: with the sentence of what is wrong; then nothing is saved.
        """
        self._check_recorder()
        self.env["dealer.api.call"]._check_key_first(idempotency_key)
        lost = self.env["dealer.api.call"]._once_by_user(idempotency_key, "record_lost_sale", payload, lambda: self._record(payload))
        return {"number": lost.name, "state": lost.state}

    @api.model
    def _check_recorder(self):
        orders = self.env["sale.order"]
        orders._require_role(*orders._entry_roles(), STORE)

    @api.model
    def _record(self, payload):
        """Record a lost sale, see the method above. :return: the record."""
        self._check_recorder()
        orders = self.env["sale.order"]
        if not isinstance(payload, dict) or payload.keys() - {"store", "code", "goods", "qty", "reason", "asked_online"}:
            raise UserError(self.env._("A lost sale has the keys store, code, goods, qty, reason and asked_online."))
        store, code, quantity = self._payload_store(payload), payload.get("code"), payload.get("qty", 1)
        product = orders._api_products([code], store).get(code) if code else None
        if code and not product:
            raise UserError(self.env._("There is no product with the code %s: check the code, or send the goods in words.", code))
        if isinstance(quantity, bool) or not isinstance(quantity, int) or not 0 < quantity <= 9_999:
            raise UserError(self.env._("Pieces are a whole number from 1 to 9,999."))
        values = {
            "partner_id": store.id, "product_id": product.id if product else False, "quantity": quantity,
            "goods_text": str(payload.get("goods") or "")[:200] or False}
        for key, choices in (("reason", REASONS), ("asked_online", ANSWERS)):
            values[key] = payload.get(key) or choices[0 if key == "reason" else -1][0]
            if values[key] not in dict(choices):
                raise UserError(self.env._("%(key)s is one of %(choices)s.", key=key, choices=", ".join(dict(choices))))
        return (self.sudo() if self.env.user.share else self).create(values)  # sudo: role, store and goods are checked above

    @api.model
    def _payload_store(self, payload):
        user = self.env.user
        code = payload.get("store")
        stores = self.env["res.partner"].sudo() if user.share else self.env["res.partner"]  # sudo: the own tree alone, see the domain
        own = [("id", "child_of", user.commercial_partner_id.id)] if user.share else []
        wanted = [("dealer_code", "=", code)] if code else [("id", "=", user.commercial_partner_id.id if user.share else 0)]
        store = stores.search([("dealer_level", "in", ("dealer", "store")), *wanted, *own], limit=1)
        if not store:
            raise UserError(self.env._("There is no dealer or store with the code %s.", code or ""))
        return store
