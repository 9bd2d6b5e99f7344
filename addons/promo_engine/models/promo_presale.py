from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tools import format_datetime

from ..engine import Party, for_buyer, reaching, read_rule
from ..sql.presales import next_number
from .promo_reward_presale import UNPAID

FINANCE = "dealer_base.group_fin_cashier,dealer_base.group_fin_settlement,dealer_base.group_fin_manager"
# In which state people enter what; afterwards it stays.
ENTERED = {**dict.fromkeys(("rule_id", "partner_id", "product_id", "qty", "journal_id", "payment_ref"), "draft"), "back_ref": "refund"}
SERVICE = "dealer_base.group_cs_presale,dealer_base.group_sales_rep,dealer_base.group_ops,dealer_base.group_ops_manager"


class PromoPresale(models.Model):
    """One deposit of a presale: paid while its rule runs, used on an order while the balance is due, else kept or given back."""

    _name = "promo.presale"
    _description = "Presale deposit"
    _inherit = ["mail.thread", "mail.activity.mixin", "dealer.flow.mixin"]
    _order = "id desc"
    _check_company_auto = True
    _flow_strict = True

    name = fields.Char(required=True, readonly=True, copy=False, default="/", index=True)
    rule_id = fields.Many2one("promo.rule", string="Presale", required=True, index=True, ondelete="restrict", check_company=True,
        domain="[('reward_ids.kind', '=', 'deposit'), ('version_ids.is_current', '=', True)]")
    campaign_id = fields.Many2one(related="rule_id.campaign_id", store=True, index=True)
    company_id = fields.Many2one(related="rule_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    partner_id = fields.Many2one("res.partner", string="Customer", required=True, index=True, ondelete="restrict")
    product_id = fields.Many2one("product.product", string="Goods", required=True, ondelete="restrict", domain="[('sale_ok', '=', True)]")
    qty = fields.Integer(string="Pieces", default=1, required=True, aggregator=None)
    amount = fields.Monetary(string="Deposit", readonly=True)
    worth = fields.Monetary(string="Counts for", readonly=True, aggregator=None)
    number = fields.Integer(string="The how-manieth", readonly=True, copy=False, aggregator=None,
        help="In the order of payment; some presales give the first ones back.")
    state = fields.Selection(
        [("draft", "Deposit awaited"), ("paid", "Deposit paid"), ("done", "Goods ordered"), ("kept", "Kept"), ("refund", "To give back"),
         ("refunded", "Given back"), ("cancelled", "Cancelled")], default="draft", required=True, readonly=True, copy=False, index=True, tracking=True)
    balance_start = fields.Datetime(string="Balance from", readonly=True)
    balance_end = fields.Datetime(string="Balance until", readonly=True, index=True)
    unpaid_policy = fields.Selection(UNPAID, string="Balance not paid", readonly=True)
    paid_at = fields.Datetime(string="Paid", readonly=True, copy=False)
    paid_by = fields.Many2one("res.users", string="Received by", readonly=True, copy=False)
    buyer_then = fields.Json(
        string="Buyer when it was paid", readonly=True, copy=False, groups="base.group_user", help="What conditions of the presale ask about him.")
    order_id = fields.Many2one("sale.order", readonly=True, copy=False, index="btree_not_null", ondelete="set null")

    _qty = models.Constraint("CHECK (qty > 0)", "A deposit is for one piece at least.")
    _number_uniq = models.UniqueIndex("(rule_id, number) WHERE number > 0", "This number was given already.")

    @api.model_create_multi
    def create(self, vals_list):
        """As Odoo, with the terms of the rule and a number."""
        records = super().create(vals_list)
        for record in records:
            record.sudo().write({**record._terms(), "name": self.env["ir.sequence"].sudo().next_by_code("promo.presale") or "/"})  # sudo: terms of the rule
        return records

    def write(self, vals):
        """As Odoo, while the state lets it be entered; another rule brings its terms."""
        for name, state in () if self.env.su else ENTERED.items():
            if name in vals:
                for record in self:
                    record._need_state(state)
        result = super().write(vals)
        if not self.env.su and "rule_id" in vals:
            for record in self:
                record.sudo().write(record._terms())  # sudo: as in create
        return result

    @api.constrains("rule_id", "product_id")
    def _check_goods(self):
        for record in self.sudo():  # sudo: who serves customers need not read plans
            versions = record.rule_id.version_ids.filtered("is_current")
            snapshot = self.env["promo.snapshot"]._of_versions(tuple((version.id, False) for version in versions))
            line = record.campaign_id._proof_lines(record.product_id).get(record.product_id.id)
            if line and snapshot.rules and not reaching(snapshot, line):
                raise ValidationError(self.env._(
                    "%(goods)s is not among the goods of the presale %(rule)s.", goods=record.product_id.display_name, rule=record.rule_id.name))

    @api.ondelete(at_uninstall=False)
    def _keep(self):
        if self.filtered(lambda record: record.state not in ("draft", "cancelled")):
            raise UserError(self.env._("Deposits that were paid are kept."))

    def _terms(self):
        """:return: values by which the rule says how much, how long and what then; as they are now, they stay."""
        rule = self.sudo().rule_id  # sudo: who serves customers need not read plans
        reward = rule.reward_ids.filtered(lambda reward: reward.kind == "deposit")[:1]
        if not reward.balance_end:
            raise UserError(self.env._("%s asks for no deposit, or has no time for the balance.", rule.name))
        rule.campaign_id._need_state("approved")  # terms of a plan that nobody has approved yet are none
        return {"amount": reward.amount, "worth": max(reward.worth, reward.amount), "balance_start": reward.balance_start, "balance_end": reward.balance_end,
                "unpaid_policy": reward.unpaid_policy}

    def _need(self, groups):
        if not self.env.su and not self.env.user.has_groups(groups):
            raise AccessError(self.env._("Deposits are entered by service and sales, and received by finance."))
        self.check_access("write")

    def _need_running(self):
        """Refuse a deposit outside of the time of its rule.

        :raises UserError: naming the presale and its time.
        """
        rule, now = self.sudo().rule_id, fields.Datetime.now()  # sudo: whether it runs counts for every role
        if not rule._runs(now):
            start, end = rule._days()
            raise UserError(self.env._("%(name)s: the presale %(rule)s takes no deposits now; it does from %(start)s to %(end)s while it is not stopped.",
                name=self.name, rule=rule.name, start=format_datetime(self.env, start), end=format_datetime(self.env, end)))

    def _need_buyer(self):
        """Refuse a deposit of somebody the presale is not for; who pays in its time takes part, whatever becomes of him until the balance.

        :return: Party of the engine, as he is now.
        :raises UserError: naming customer and presale.
        """
        company, partner, rule = self.company_id, self.partner_id.sudo(), self.sudo().rule_id  # sudo: whether conditions hold counts for every role
        cart = self.env["promo.limit"]._buyer_cart_now(partner, company)
        version = rule.version_ids.filtered("is_current")
        if version and not for_buyer(cart, read_rule(version.source)):
            raise UserError(self.env._(
                "%(name)s: the presale %(rule)s is not for %(customer)s now. Give the money back, or look at its conditions.", name=self.name,
                rule=rule.name, customer=partner.display_name))
        return cart.buyer

    def _buyer_then(self):
        """:return: Party that paid the deposit, None for deposits of before it was kept."""
        return Party(**self.buyer_then) if self.buyer_then else None

    def action_cancel(self):
        """Drop deposits that were not paid."""
        self._need(SERVICE)
        for record in self:
            record._need_state("draft")
            record.sudo().state = "cancelled"  # sudo: written by this step alone
        return True

    def action_order(self):
        """Order the goods with the deposit, in the time of the balance.

        :return: action that opens the order.
        :raises UserError: before and after that time.
        """
        self._need(SERVICE)
        self.ensure_one()
        self._need_state("paid")
        now = fields.Datetime.now()
        if not self.balance_start <= now < self.balance_end:
            raise UserError(self.env._("%(name)s: the balance is paid from %(start)s to %(end)s.", name=self.name,
                start=format_datetime(self.env, self.balance_start), end=format_datetime(self.env, self.balance_end)))
        if not self.order_id:
            self.sudo().order_id = self.env["sale.order"].sudo().create({  # sudo: the order belongs to the deposit, whoever serves the customer
                "partner_id": self.partner_id.id, "company_id": self.company_id.id, "user_id": self.env.uid, "origin": self.name,
                "order_line": [fields.Command.create({"product_id": self.product_id.id, "product_uom_qty": self.qty})]})
            self.order_id._promo_again()
        return {"type": "ir.actions.act_window", "res_model": "sale.order", "res_id": self.order_id.id, "view_mode": "form"}

    # -- limits

    def _document(self):
        """:return: key of the deposit for counters."""
        return f"promo.presale,{self.id}"

    def _reserve_place(self):
        """Take the place that the order will need of limits per order.

        :return: key of the limit that is used up, False when the place is taken.
        """
        rule = self.sudo().rule_id  # sudo: limits count for every role
        requests = [(row["id"], 1) for row in rule._limit_rows() if row["kind"] in ("total", "customer", "org")]
        partner, limits = self.partner_id.sudo(), self.env["promo.limit"]  # sudo: the channel above the buyer decides
        refused = limits._reserve_of(self._document(), requests, limits._buyer_cart(partner, self.company_id))
        if not refused:
            limits._confirm(self._document())
        return refused

    def _next_number(self):
        self.env["promo.rule"].flush_model(["presale_last"])
        number = next_number(self.env.cr, self.rule_id.id)
        self.sudo().rule_id.invalidate_recordset(["presale_last"])  # sudo: counted for every role
        return number

    # -- the balance was not paid

    @api.model
    def _cron_unpaid(self):
        """Job: deposits whose balance was not paid in time are kept or to be given back, as their presale says; one that cannot be stops no other."""
        for record in self.search([("state", "=", "paid"), ("balance_end", "<=", fields.Datetime.now())]):
            if record.try_lock_for_update(allow_referencing=True):
                try:
                    with self.env.cr.savepoint():
                        record._lapse()
                except UserError as problem:
                    record._remind(self.env._("The time of the balance is over"), str(problem))
            if self.env.context.get("cron_id"):
                self.env["ir.cron"]._commit_progress(1)

    def _lapse(self):
        self.env["promo.limit"]._release(self._document())
        order, until = self.order_id, format_datetime(self.env, self.balance_end)
        self.write({"state": "kept" if self.unpaid_policy == "keep" else "refund", "order_id": False})
        if order.state in ("draft", "sent"):
            order._promo_again()
        if self.state == "kept":
            self._post_kept()
            self.message_post(body=self.env._("The balance was not paid until %s: the deposit is kept.", until))
        else:
            self.message_post(body=self.env._("The balance was not paid until %s: the deposit is given back.", until))
            self._remind(self.env._("Give the deposit back"))

    def _remind(self, summary, note=""):
        """Ask who received the deposit to do something about it, unless he was asked already."""
        if summary not in self.activity_ids.mapped("summary"):
            self.activity_schedule("mail.mail_activity_data_todo", user_id=self.paid_by.id or self.env.uid, summary=summary, note=note)
