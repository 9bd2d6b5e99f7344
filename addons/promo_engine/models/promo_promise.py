from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

KINDS = [("coupon", "Voucher"), ("credit", "Credit voucher"), ("cash", "Cash voucher"), ("free_shipping", "Free-freight voucher"), ("red_packet", "Red packet"),
         ("points", "Points"), ("draw", "Draw"), ("cash_back", "Cash back"), ("deposit_back", "Deposit back"),
         ("donation", "Donation"), ("upgrade", "Level upgrade"), ("other", "Other")]


class PromoPromise(models.Model):
    """Something an order earned for later: cash back, points, a draw, a donation. Some wait for a proof that customer service looks at.

    waiting (proof not seen) -> due -> done; void when the order is cancelled or the proof is refused. Vouchers are given at once.
    """

    _name = "promo.promise"
    _description = "Earned by an order"
    _inherit = ["mail.thread", "mail.activity.mixin", "dealer.flow.mixin"]
    _order = "due_date, id"
    _flow_strict = True
    _reason_methods = {"action_refuse"}

    order_id = fields.Many2one("sale.order", readonly=True, index=True, ondelete="restrict", help="Empty = asked for without an order.")
    company_id = fields.Many2one(related="rule_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    receiver_id = fields.Many2one("res.partner", string="Given to", readonly=True, index="btree_not_null", ondelete="restrict",
        help="Who invited, or asked for it; empty = the buyer.")
    partner_id = fields.Many2one("res.partner", compute="_compute_partner_id", store=True, index=True)
    rule_id = fields.Many2one("promo.rule", required=True, readonly=True, index=True)
    campaign_id = fields.Many2one(related="rule_id.campaign_id", store=True, index=True)
    kind = fields.Selection(KINDS, required=True, readonly=True)
    key = fields.Char(string="Of what", readonly=True)
    count = fields.Integer(string="How many", readonly=True)
    value = fields.Monetary(string="Value of one", readonly=True, aggregator=None)
    total = fields.Monetary(compute="_compute_total", store=True)
    proof = fields.Char(string="Proof needed", readonly=True)
    proof_ids = fields.Many2many("ir.attachment", string="Proof")
    state = fields.Selection(
        [("waiting", "Proof awaited"), ("due", "Due"), ("done", "Done"), ("void", "Void")], default="due", required=True, readonly=True, index=True,
        tracking=True)
    lost_state = fields.Char(
        string="State before it was lost", readonly=True, copy=False, groups="base.group_user", help="Lost because goods came back; empty = not lost.")
    due_date = fields.Date(readonly=True, index=True)
    checked_by = fields.Many2one("res.users", readonly=True)
    done_by = fields.Many2one("res.users", readonly=True)
    done_at = fields.Datetime(readonly=True)

    @api.depends("order_id.partner_id", "receiver_id")
    def _compute_partner_id(self):
        for promise in self:
            promise.partner_id = promise.receiver_id or promise.order_id.partner_id

    @api.depends("count", "value")
    def _compute_total(self):
        for promise in self:
            promise.total = promise.count * promise.value

    @api.depends("order_id", "kind")
    def _compute_display_name(self):
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        for promise in self:
            source = promise.order_id.sudo().name or promise.rule_id.sudo().name  # sudo: the number of the order, the name of the rule
            promise.display_name = f"{source}: {kinds.get(promise.kind, '')}"

    def write(self, vals):
        """As Odoo; what a request used of limits is free again once it is void."""
        if vals.get("state") == "void":
            for promise in self.filtered("receiver_id"):
                self.env["promo.limit"]._release(promise._limit_document())
        return super().write(vals)

    def _regain(self):
        """Give again what was lost with goods that are kept after all."""
        self.ensure_one()
        self.write({"state": self.lost_state, "lost_state": False})
        self.message_post(body=self.env._("The credit note was cancelled: the goods are kept."))

    def _limit_document(self):
        """:return: key under which a request holds its part of limits; what orders earned is held by the orders."""
        return f"promo.promise,{self.id}"

    @api.ondelete(at_uninstall=False)
    def _keep(self):
        raise UserError(self.env._("What an order earned is kept: it is void when the order is cancelled."))

    def action_accept_proof(self):
        """Customer service has seen the proof: it is due now."""
        self._need("dealer_base.group_cs_presale,dealer_base.group_cs_aftersale")
        for promise in self:
            promise._need_state("waiting")
            if not promise.sudo().proof_ids:  # sudo: whether there is one, whoever uploaded it
                raise UserError(self.env._("%(name)s: attach the proof first (%(proof)s).", name=promise.display_name, proof=promise.proof or "-"))
            values = {"state": "due", "checked_by": self.env.uid}
            if (promise.key or "").startswith("batch"):
                batch = self.env["promo.voucher.batch"].sudo().browse(int(promise.key[5:]))  # sudo: vouchers come with the campaign
                batch._give(promise.partner_id, promise.count, source_order_id=promise.order_id.id)
                values.update(state="done", done_at=fields.Datetime.now())
            promise.sudo().write(values)  # sudo: written by this step alone
        return True

    def action_refuse(self, reason):
        """The proof is none.

        :param reason: what is wrong with it; kept in the chatter.
        """
        self._need("dealer_base.group_cs_presale,dealer_base.group_cs_aftersale")
        for promise in self:
            promise._need_state("waiting")
            promise.sudo().write({"state": "void", "checked_by": self.env.uid})  # sudo: written by this step alone
            promise.message_post(body=self.env._("Refused: %s", reason))
        return True

    def action_ask_refuse(self):
        """Ask for the reason and refuse the proof."""
        return self.env["dealer.reason"]._ask(self, "action_refuse", self.env._("Refuse proof"))

    def _promised_until_today(self):
        """:return: those that are due on the day that it is in their company."""
        today = {company: company._dealer_today() for company in self.company_id}
        return self.filtered(lambda promise: promise.due_date and promise.due_date <= today[promise.company_id])

    def action_done(self):
        """It was paid or given; not by the one who looked at the proof."""
        self._need("dealer_base.group_fin_cashier,dealer_base.group_fin_settlement,dealer_base.group_fin_manager")
        for promise in self:
            promise._need_state("due")
            # Orders may come back until then. Who asked without an order, or showed a proof that was accepted, is promised the money within these days.
            waits = promise.order_id and not promise.proof
            if waits and promise.due_date and promise.due_date > promise.company_id._dealer_today():
                raise UserError(self.env._("%(name)s is due on %(date)s.", name=promise.display_name, date=promise.due_date))
            if promise.checked_by == self.env.user:
                raise AccessError(self.env._("Another person must give %s: you looked at its proof.", promise.display_name))
            promise.sudo().write({"state": "done", "done_by": self.env.uid, "done_at": fields.Datetime.now()})  # sudo: written by this step alone
        return True

    def _need(self, groups):
        if not self.env.su and not self.env.user.has_groups(groups):
            raise AccessError(self.env._("Proofs are looked at by customer service, payments are made by finance."))
        self.check_access("write")
