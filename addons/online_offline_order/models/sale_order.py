from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command

from ..adapters.messages import sentence
from ..reservation import FREE

STATES = [
    ("draft", "Draft"), ("waiting", "Waiting top-up"), ("submitted", "To review"), ("approved", "To ship"),
    ("partial", "Partly shipped"), ("shipped", "Shipped"), ("received", "Received"), ("cancelled", "Cancelled"),
]
CS = ("dealer_base.group_cs_presale", "dealer_base.group_cs_aftersale")
CLEAN_CONTEXT = ("lang", "tz", "uid", "allowed_company_ids", FREE)


class SaleOrder(models.Model):
    """A dealer order: a store's goods at ex-factory price, paid from the prepaid account nearest above the store.

    draft -> submitted (the total is held) -> approved (another person; the delivery appears) -> partial -> shipped (each
    shipment debits its share) -> received; short of money it waits as ``waiting`` without hold, reservation or delivery.
    The flow stands in sale_order_flow.py, the money in sale_order_settlement.py. Odoo's own ``state`` stays
    draft until the approval. A person writes goods, consumer and carrier of a draft; all else is written by the guarded methods.
    """

    _inherit = "sale.order"

    is_dealer_order = fields.Boolean(string="Dealer order", index=True, readonly=True, copy=True)
    dealer_state = fields.Selection(STATES, string="Order state", default="draft", required=True, copy=False, index=True, tracking=True, readonly=True)
    dealer_id = fields.Many2one(
        "res.partner", string="Dealer", compute="_compute_place", store=True, precompute=True, index="btree_not_null",
        help="Dealer of the store when the order was entered: a store that moves leaves its orders where they were.")
    sales_company_id = fields.Many2one(
        "res.partner", string="Sales company", compute="_compute_place", store=True, precompute=True, index="btree_not_null")
    dealer_mode = fields.Selection(
        [("consumer", "Ship to the consumer"), ("store", "Ship to the store")], string="Delivery mode", default="consumer", required=True)
    consumer_name = fields.Char(string="Consumer", copy=False)
    consumer_phone = fields.Char(string="Consumer phone", copy=False)
    consumer_division_id = fields.Many2one("dealer.division", string="Consumer region", copy=False)
    consumer_street = fields.Char(string="Consumer street", copy=False)
    consumer_consent = fields.Boolean(
        string="Consumer agrees", copy=False, help="The consumer agrees that HQ uses name, phone and address for this delivery.")
    internal_remark = fields.Text(copy=False, help="Seen inside HQ only.")
    submitted_by = fields.Many2one("res.users", readonly=True, copy=False)
    submitted_at = fields.Datetime(readonly=True, copy=False)
    is_own_order = fields.Boolean(compute="_compute_is_own_order", help="You entered, changed or submitted it or set its freight: another person approves it.")
    approved_by = fields.Many2one("res.users", readonly=True, copy=False)
    approved_at = fields.Datetime(readonly=True, copy=False)
    shipped_at = fields.Datetime(readonly=True, copy=False)
    received_at = fields.Datetime(readonly=True, copy=False, help="Start of the return period.")
    cancel_reason = fields.Char(readonly=True, copy=False)

    _dealer_queue = models.Index("(company_id, dealer_state, waiting_since) WHERE is_dealer_order")

    @api.depends("partner_id")
    def _compute_place(self):
        for order in self:
            place = order.partner_id.sudo()  # sudo: where a store belongs, whoever enters its order
            order.dealer_id, order.sales_company_id = place.dealer_id, place.sales_company_id

    @api.depends("is_dealer_order")
    def _compute_type_name(self):
        """A dealer order stays Odoo's draft until the approval; on its page and its file it is an order, never a quotation."""
        super()._compute_type_name()
        for order in self.filtered("is_dealer_order"):
            order.type_name = self.env._("Dealer order")

    @api.depends_context("uid")
    @api.depends("create_uid", "submitted_by")
    def _compute_is_own_order(self):
        for order in self:
            order.is_own_order = self.env.user in order._no_approvers()

    def _no_approvers(self):
        """Give those who may not approve the order. Extend: return super() | own.

        :return: res.users.
        """
        self.ensure_one()
        return self.create_uid | self.submitted_by

    # -- roles and sentences

    def _refuse(self, code, **params):
        """Raise the sentence of a refusal, naming this order.

        :raises UserError: always; AccessError where another person must act.
        """
        raise (AccessError if code == "same_person" else UserError)(self._sentence(code, **params))

    def _sentence(self, code, **params):
        names = dict(self._fields["dealer_state"]._description_selection(self.env))
        own = {"order": self.name or self.env._("New"), "state": names.get(self.dealer_state, "")}
        return sentence(self.env, code, {**own, **params})

    @api.model
    def _require_role(self, *groups):
        """Refuse users without one of the roles; superuser mode does not help, the person counts.

        :param groups: xmlids of res.groups.
        :raises AccessError: when the user has none of them.
        """
        if not any(self.env.user.has_group(group) for group in groups):
            names = self.env["res.groups"].sudo().browse(  # sudo: the sentence names roles the user does not hold
                [self.env.ref(group).id for group in groups]).mapped("name")
            raise AccessError(self.env._("This step of a dealer order belongs to: %s. Ask a colleague with that role.", ", ".join(names)))

    def _flow(self):
        """Give the orders as the flow writes them: superuser, and nothing of the caller's context but language and companies.

        :return: the same records.
        """
        context = {key: value for key, value in self.env.context.items() if key in CLEAN_CONTEXT}
        return self.with_env(self.env(su=True, context=context))  # superuser: the public methods have checked role, state and person before

    # -- guards

    @api.model_create_multi
    def create(self, vals_list):
        context = self.env.context
        if self.env.su or not any(vals.get("is_dealer_order", context.get("default_is_dealer_order")) for vals in vals_list):
            return super().create(vals_list)
        self._require_role(*self._entry_roles())
        allowed = self._draft_fields() | self._free_fields() | self._harmless_on_create()
        defaults = {name: context[f"default_{name}"] for name in allowed if f"default_{name}" in context}
        vals_list = [{**defaults, **vals} for vals in vals_list]
        for vals in vals_list:
            self._check_writable(vals, allowed)
        # A default_* key of the caller would reach fields that only the flow may set: take the allowed ones, drop the rest.
        clean = self.with_env(self.env(context={key: value for key, value in context.items() if not key.startswith("default_")}))
        begin = {name: clean._fields[name].default(clean) if clean._fields[name].default else False for name in self._flow_fields()}
        return super(SaleOrder, clean).create([{**begin, **vals} for vals in vals_list])

    @api.model
    def _entry_roles(self):
        """Name the roles that enter and submit dealer orders. Extend: return (*super()._entry_roles(), own)."""
        return CS

    @api.model
    def _draft_fields(self):
        """Name what a person may write on the draft of a dealer order; all else belongs to the flow, whose methods run in sudo. Extend with |."""
        return {
            "partner_id", "order_line", "carrier_id", "dealer_mode", "consumer_name", "consumer_phone", "consumer_division_id",
            "consumer_street", "consumer_consent", "warehouse_id", "user_id", "team_id", "client_order_ref", "commitment_date",
        }

    @api.model
    def _free_fields(self):
        """Name what a person may write in every state. Extend with |."""
        return {
            "note", "internal_remark", "tag_ids", "user_id", "team_id", "activity_ids", "message_follower_ids", "message_ids",
            "message_main_attachment_id",
        }

    @api.model
    def _flow_fields(self):
        """Name what only the flow writes: a new order begins with the fields' own defaults, whatever a caller or a stored default says. Extend with |."""
        return {
            "dealer_state", "submitted_by", "submitted_at", "approved_by", "approved_at", "shipped_at", "received_at", "cancel_reason",
            "hold_key", "submission_no", "waiting_since", "missing_asked", "must_confirm", "proposed_total", "captured_total",
            "change_note", "no_hold", "no_hold_at", "settled_by", "reviewed_by", "reviewed_at", "credit_days", "credit_state", "credit_text",
            "credit_released_by", "credit_release_reason", "short_notice_at", "method_confirmed_by", "method_confirmed_at",
            "policy_carrier_id", "carrier_choice", "freight_manual", "freight_manual_price", "freight_manual_reason", "freight_manual_by",
        }

    @api.model
    def _harmless_on_create(self):
        """Fields that a form sends along with a new order and whose values the flow sets anew."""
        return {
            "is_dealer_order", "name", "company_id", "partner_invoice_id", "partner_shipping_id", "pricelist_id", "currency_id",
            "date_order", "payment_term_id", "fiscal_position_id", "require_signature", "require_payment", "prepayment_percent",
            "validity_date", "journal_id", "sale_order_template_id", "picking_policy", "incoterm", "shipping_weight", "access_token",
        }

    def _check_writable(self, vals, allowed):
        extra = {name for name in vals if name not in allowed and name in self._fields}
        if extra:
            fields_ = ", ".join(sorted(self._fields[name]._description_string(self.env) for name in extra))
            raise AccessError(self.env._("%(fields)s of a dealer order cannot be written: use the order's buttons.", fields=fields_))

    def copy_data(self, default=None):
        """Copy a dealer order as a fresh draft: store, carrier and goods; everything else is worked out anew."""
        copies = super().copy_data(default)
        for order, vals in zip(self, copies, strict=True):
            if order.is_dealer_order:
                keep = {name: vals[name] for name in ("partner_id", "carrier_id", "dealer_mode", "is_dealer_order") if name in vals}
                lines = [{"product_id": line.product_id.id, "product_uom_qty": line.product_uom_qty} for line in order._goods_lines()]
                vals.clear()
                vals.update(keep, order_line=[Command.create(line) for line in lines], **(default or {}))
        return copies

    def write(self, vals):
        if not self.env.su:
            if "is_dealer_order" in vals and any(order.is_dealer_order != vals["is_dealer_order"] for order in self):
                raise AccessError(self.env._("Whether an order is a dealer order is decided when it is entered: cancel it and enter another one."))
            dealer = self.filtered("is_dealer_order")
            if dealer and vals:
                free = self._free_fields()
                if vals.keys() - free:
                    self._require_role(*self._entry_roles())
                for order in dealer:
                    allowed = free | (self._draft_fields() | {"partner_invoice_id", "partner_shipping_id"} if order.dealer_state == "draft" else set())
                    order._check_writable(vals, allowed)
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_dealer_draft_only(self):
        for order in self.filtered("is_dealer_order"):
            if order.dealer_state != "draft" or order.submitted_at:
                raise UserError(self.env._("Order %s has been submitted and stays for the record: cancel it instead.", order.name))

    def _refuse_standard_step(self):
        self.check_access("read")  # the refusal names the order
        for order in self.filtered("is_dealer_order"):
            raise UserError(self.env._("Order %s is a dealer order: use the buttons Submit, Approve, Ship and Cancel of the ordering menu.", order.name))

    def _confirmation_error_message(self):
        message = super()._confirmation_error_message()
        if message:
            return message
        if self.is_dealer_order and self.dealer_state not in ("approved", "partial"):
            return self.env._("Order %s is a dealer order: submit it and have another person approve it.", self.name)
        if not self.is_dealer_order and self.partner_id.dealer_id:
            return self.env._(
                "%(partner)s belongs to dealer %(dealer)s and orders through Dealer commerce > Ordering; a plain sales order would ship without a debit.",
                partner=self.partner_id.display_name, dealer=self.partner_id.dealer_id.display_name)
        return False

    def action_cancel(self):
        """Cancel plain orders; a dealer order is cancelled by ``action_cancel_order``."""
        self.filtered(lambda order: order.dealer_state != "cancelled")._refuse_standard_step()
        return super().action_cancel()

    def action_draft(self):
        """Set plain cancelled orders back to draft; a cancelled dealer order stays cancelled."""
        self._refuse_standard_step()
        return super().action_draft()

    def action_unlock(self):
        """Unlock plain orders; dealer orders are never edited after approval."""
        self._refuse_standard_step()
        return super().action_unlock()

    def _create_invoices(self, grouped=False, final=False, date=None):
        self._refuse_standard_step()
        return super()._create_invoices(grouped=grouped, final=final, date=date)

    def _action_cancel(self):
        self.filtered(lambda order: order.dealer_state != "cancelled")._refuse_standard_step()
        return super()._action_cancel()

    def set_delivery_line(self, carrier, amount):
        """Add the freight as a line of a plain order; a dealer order has it in its settlement."""
        self._refuse_standard_step()
        return super().set_delivery_line(carrier, amount)

    def _create_delivery_line(self, carrier, price_unit):
        self._refuse_standard_step()
        return super()._create_delivery_line(carrier, price_unit)

    def _compute_require_signature(self):
        dealer = self.filtered("is_dealer_order")
        dealer.require_signature = False
        super(SaleOrder, self - dealer)._compute_require_signature()

    def _compute_require_payment(self):
        dealer = self.filtered("is_dealer_order")
        dealer.require_payment = False
        super(SaleOrder, self - dealer)._compute_require_payment()

    def _compute_pricelist_id(self):
        dealer = self.filtered("is_dealer_order")
        dealer.pricelist_id = False
        super(SaleOrder, self - dealer)._compute_pricelist_id()

    # -- reading helpers for buttons of other documents

    def _open_dealer_form(self):
        """:return: action that shows the order in its own form; other documents' buttons call it."""
        self.ensure_one()
        view = self.env.ref("online_offline_order.sale_order_view_form_dealer")
        return {
            "type": "ir.actions.act_window", "name": self.env._("Order"), "res_model": "sale.order", "res_id": self.id, "view_mode": "form",
            "views": [(view.id, "form")]}

    def _open_records(self, name, records, **extra):
        action = {"type": "ir.actions.act_window", "name": name, "res_model": records._name, "domain": [("id", "in", records.ids)], "view_mode": "list,form"}
        if len(records) == 1:
            action.update(view_mode="form", res_id=records.id)
        return {**action, **extra}
