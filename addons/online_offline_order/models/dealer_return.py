from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command

from ..adapters.return_messages import sentence
from ..returns import NON_QUALITY, Refusal, class_selection

STATES = [
    ("draft", "Draft"), ("submitted", "To approve"), ("approved", "To receive"), ("inspecting", "To inspect"),
    ("downgraded", "To agree"), ("received", "To refund"), ("exchange", "To exchange"), ("waiting", "Waiting top-up"),
    ("replacing", "Replacement to ship"), ("refunded", "Refunded"), ("exchanged", "Exchanged"), ("sent_back", "Sent back"),
    ("rejected", "Rejected"), ("cancelled", "Cancelled"),
]
SETTLING = ("received", "exchange", "waiting", "replacing", "refunded", "exchanged")  # the goods are accepted, their money follows or followed
IN_HOUSE = ("inspecting", "downgraded", *SETTLING)  # the warehouse has counted the pieces
TAKEN = ("submitted", "approved", *IN_HOUSE)  # no other return may ask for the pieces
FINAL = ("refunded", "exchanged", "sent_back", "rejected", "cancelled")  # booked or given up: the figures stay
AUTHORS = ("dealer_base.group_cs_presale", "dealer_base.group_cs_aftersale", "dealer_base.group_sales_rep", "dealer_base.group_portal_store")
RECEIVERS = ("dealer_base.group_wh_operator",)
DRAFT_FIELDS = {
    "order_id", "reason_class", "reason_id", "reason", "evidence_ids", "postage_by", "postage", "return_carrier_id", "return_tracking", "note", "line_ids",
    "exchange_line_ids", "exchange_kind", "receipt_no"}
RECEIPT_FIELDS = {"postage_by", "postage", "return_carrier_id", "return_tracking", "note", "line_ids"}
FREE_FIELDS = {"activity_ids", "message_follower_ids", "message_ids", "message_main_attachment_id"}
CLEAN_CONTEXT = ("lang", "tz", "uid", "allowed_company_ids")


class DealerReturn(models.Model):
    """Goods of a shipped dealer order come back; the account is credited once they lie in the warehouse.

    draft -> submitted -> approved (after-sale service, another person; the incoming transfer appears) -> inspecting where
    the goods are looked at first, downgraded while the store says whether it agrees -> received (warehouse) -> refunded
    (finance: credit note, charges, ledger entries and clearing in one transaction); rejected, cancelled or sent_back on the
    way. Nobody takes two of these steps on one return. The steps stand in dealer_return_flow.py, the figures in
    dealer_return_money.py and the pure package ``returns``. A person writes the content of a draft; all else is
    written by the guarded methods.
    """

    _name = "dealer.return"
    _description = "Return"
    _inherit = ["mail.thread", "mail.activity.mixin", "prepaid.approved.mixin", "dealer.flow.mixin", "dealer.editors.mixin",
                "dealer.proof.mixin"]
    _mail_post_access = "read"
    _order = "id desc"
    _proof_fields = ("evidence_ids",)

    name = fields.Char(string="Number", readonly=True, copy=False, index="trigram")
    state = fields.Selection(STATES, default="draft", required=True, readonly=True, copy=False, index=True, tracking=True)
    order_id = fields.Many2one(
        "sale.order", required=True, index=True, ondelete="restrict",
        domain=[("is_dealer_order", "=", True), ("dealer_state", "in", ("partial", "shipped", "received"))])
    partner_id = fields.Many2one(related="order_id.partner_id", string="Dealer or store", store=True, index=True)
    company_id = fields.Many2one(related="order_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="order_id.currency_id")
    reason_class = fields.Selection(
        class_selection(), string="Class", required=True, default=NON_QUALITY, tracking=True,
        help="Not quality gives the goods back less postage and handling; quality also the fees, without charges. Refused at the door: everything "
        "comes back as not quality. Stock of the store: slow goods, at any time, once finance has agreed.")
    reason = fields.Char(help="What the consumer or the store says.")
    evidence_ids = fields.Many2many("ir.attachment", "dealer_return_evidence_rel", copy=False, bypass_search_access=True)
    postage_by = fields.Selection(
        [("collect", "HQ paid (freight collect)"), ("store", "Store paid")], string="Return postage", required=True, default="collect")
    postage = fields.Monetary(string="Postage paid by HQ", copy=False)
    note = fields.Text(string="Remark")
    line_ids = fields.One2many("dealer.return.line", "return_id", string="Goods")
    picking_ids = fields.One2many("stock.picking", "dealer_return_id", string="Incoming transfers")
    submitted_by = fields.Many2one("res.users", readonly=True, copy=False)
    submitted_at = fields.Datetime(readonly=True, copy=False)
    _approver_name = "approved_by"

    approved_by = fields.Many2one("res.users", readonly=True, copy=False)
    approved_at = fields.Datetime(readonly=True, copy=False)
    received_by = fields.Many2one("res.users", readonly=True, copy=False)
    received_at = fields.Datetime(readonly=True, copy=False)
    refunded_by = fields.Many2one("res.users", readonly=True, copy=False)
    refunded_at = fields.Datetime(readonly=True, copy=False)
    close_reason = fields.Char(string="Why rejected or cancelled", readonly=True, copy=False, tracking=True)
    override_reason = fields.Char(string="Why allowed after the last day", readonly=True, copy=False, tracking=True)
    override_by = fields.Many2one("res.users", string="Allowed by", readonly=True, copy=False)

    # -- roles and sentences

    def _refuse(self, code, **params):
        """Raise the sentence of a refusal, naming this return.

        :raises UserError: always; AccessError where another person must act.
        """
        raise (AccessError if code in ("same_person", "own_shipment") else UserError)(self._sentence(code, **params))

    def _sentence(self, code, **params):
        names = dict(self._fields["state"]._description_selection(self.env))
        own = {"name": self.name or self.env._("New"), "state": names.get(self.state, ""), "order": self.order_id.sudo().name}  # sudo: a name in a sentence
        return sentence(self.env, code, {**own, **params})

    def _refuse_with(self, refusal):
        """Raise the sentence of a Refusal of the core."""
        self._refuse(refusal.code, **refusal.params)

    def _require_role(self, *groups):
        """Refuse users without one of the roles, and those who may not see these returns; superuser mode does not help.

        :param groups: xmlids of res.groups.
        :raises AccessError: when the user has none of them.
        """
        if not any(self.env.user.has_group(group) for group in groups):
            names = self.env["res.groups"].sudo().browse(  # sudo: the sentence names roles the user does not hold
                [self.env.ref(group).id for group in groups]).mapped("name")
            raise AccessError(self.env._("This step of a return belongs to: %s. Ask a colleague with that role.", ", ".join(names)))
        self.check_access("read")

    def _require_other_person(self):
        """Refuse whoever took an earlier step of the return, whatever roles he holds (duty rules S4 to S6)."""
        for record in self:
            if self.env.user in record._earlier_people():
                record._refuse("same_person")

    def _earlier_people(self):
        """Give who took a step of the return so far. Extend: return super() | own.

        :return: res.users.
        """
        return self._authors() | self.approved_by | self.received_by

    def _authors(self):
        """Give who asked for the return: entered it, wrote its draft or submitted it, or let it be asked for late.

        :return: res.users.
        """
        return self.create_uid | self.editor_ids | self.submitted_by | self.override_by

    def _remember_editor(self, field="editor_ids"):
        drafts = self.filtered(lambda record: record.state == "draft" and record.create_uid != self.env.user)  # later only the warehouse writes, which counts
        return super(DealerReturn, drafts)._remember_editor(field)

    def _refuse_shipper(self):
        """Refuse whoever shipped goods of the order to decide about their credit (duty rule S4)."""
        for record in self:
            if self.env.user in record.order_id.sudo().picking_ids.shipped_by:  # sudo: who shipped counts whatever the role reads
                record._refuse("own_shipment")

    def _flow(self):
        """Give the returns as the flow writes them: superuser, and nothing of the caller's context but language and companies.

        :return: the same records.
        """
        context = {key: value for key, value in self.env.context.items() if key in CLEAN_CONTEXT}
        return self.with_env(self.env(su=True, context=context))

    # -- defaults and form help

    @api.model
    def default_get(self, fields):
        values = super().default_get(fields)
        if values.get("order_id") and "line_ids" in fields and not values.get("line_ids"):
            values["line_ids"] = self._lines_of(self.env["sale.order"].browse(values["order_id"]))
        return values

    @api.onchange("order_id")
    def _onchange_order_id(self):
        if self.line_ids.order_line_id.order_id._origin != self.order_id._origin:
            self.line_ids = [Command.clear(), *self._lines_of(self.order_id)]

    @api.model
    def _lines_of(self, order):
        lines = order._origin.sudo()._goods_lines() if order else self.env["sale.order.line"]  # sudo: the lines are read for the form
        return [Command.create({"order_line_id": line.id, "quantity": 0}) for line in lines if line.qty_settled]

    # -- guards

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            self._require_role(*AUTHORS)
            for vals in vals_list:
                self._check_writable(vals, DRAFT_FIELDS | FREE_FIELDS | {"company_id", "name"})
            clean = {key: value for key, value in self.env.context.items() if not key.startswith("default_")}
            self = self.with_env(self.env(context=clean))
        for vals in vals_list:
            company = self.env["sale.order"].browse(vals["order_id"]).sudo().company_id  # sudo: only which company's numbers to use
            vals["name"] = self.env["ir.sequence"].sudo().with_company(company).next_by_code("dealer.return")  # sudo: numbers are no right
        return super().create(vals_list)

    def _check_writable(self, vals, allowed):
        extra = {name for name in vals if name not in allowed and name in self._fields}
        if extra:
            names = ", ".join(sorted(self._fields[name]._description_string(self.env) for name in extra))
            raise AccessError(self.env._("%s of a return cannot be written: use the return's buttons.", names))

    def write(self, vals):
        if not self.env.su and vals.keys() - FREE_FIELDS:
            for record in self:
                record._check_writable(vals, FREE_FIELDS | record._writable_now())
        return super().write(vals)

    def _writable_now(self):
        """Give the names of the fields that the user may write in this state."""
        if self.state == "draft" and any(self.env.user.has_group(group) for group in AUTHORS):
            return DRAFT_FIELDS
        if self.state == "approved" and any(self.env.user.has_group(group) for group in RECEIVERS):
            return RECEIPT_FIELDS
        return set()

    @api.ondelete(at_uninstall=False)
    def _unlink_draft_only(self):
        for record in self:
            if record.state != "draft" or record.submitted_at:
                raise UserError(self.env._("Return %s has been submitted and stays for the record: cancel it instead.", record.name))

    # -- what the core sees

    def _preview(self):
        """Work out the return as of now: its pieces, or those received once the warehouse has them.

        :return: Preview or Refusal.
        """
        self.ensure_one()
        shipped = self._snapshot_shipped()
        wanted = self._wanted()
        charges = self._charges(wanted)
        if isinstance(charges, Refusal):
            return charges
        return self._core_preview(shipped, wanted, charges)

    def _previewed(self):
        """Work out the return as above, or raise the sentence why it cannot be.

        :return: Preview.
        """
        result = self._preview()
        if isinstance(result, Refusal):
            self._refuse_with(result)
        return result

    def _is_exchange(self):
        """Hook: tell whether other goods go out for these. Extend: return a bool."""
        return False

    def _wanted(self):
        """Give the pieces that count, by key of the order line."""
        wanted = {}
        for line in self.line_ids:
            key = line.order_line_id._settlement_key()
            wanted[key] = wanted.get(key, 0) + line._pieces()
        return wanted
