from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

from ..adapters.mask import mask_phone
from ..attribution import phone_key
from .sale_order_consumer import SIGHT
from .sale_order_source import CONSUMER_KINDS, ENTRY_WAYS

DECIDERS = ("dealer_base.group_sales_manager", "dealer_base.group_cs_manager")
AUTHORS = ("dealer_base.group_cs_presale", "dealer_base.group_cs_aftersale")
STORE = "dealer_base.group_portal_clerk"


class DealerConsumerBinding(models.Model):
    """To which guide a consumer belongs, since when and why (R2-017); the consumer is a phone number.

    The first guide stays. Service proposes another one, a sales or service manager who did not propose it decides with a reason:
    the row is closed and the next one begins, so all rows of a number are its history.
    """

    _name = "dealer.consumer.binding"
    _description = "Consumer of a guide"
    _inherit = ["mail.thread", "mail.activity.mixin", "dealer.flow.mixin", "dealer.editors.mixin"]
    _order = "id desc"
    _flow_strict = True
    _reason_methods = {"action_change_guide"}
    _check_company_auto = True

    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True, default=lambda self: self.env.company.id)
    phone = fields.Char(required=True, groups=SIGHT, help="Digits, without the country code.")
    phone_shown = fields.Char(string="Consumer", compute="_compute_phone_shown", help="As much of the phone number as you may see.")
    guide_id = fields.Many2one("dealer.guide", required=True, index=True, ondelete="restrict", check_company=True)
    store_id = fields.Many2one(related="guide_id.store_id", store=True, index=True)
    entry_way = fields.Selection(ENTRY_WAYS, required=True, default="guide")
    consumer_kind = fields.Selection(CONSUMER_KINDS, default="store")
    consent = fields.Boolean(string="Consumer agrees", help="The consumer agrees that the number is kept and to whom it belongs.")
    date_from = fields.Datetime(string="Since", readonly=True, required=True, default=fields.Datetime.now)
    bound_by = fields.Many2one("res.users", readonly=True, default=lambda self: self.env.uid)
    order_id = fields.Many2one("sale.order", string="First order", readonly=True, copy=False, index="btree_not_null", ondelete="set null")
    previous_id = fields.Many2one("dealer.consumer.binding", string="Before", readonly=True, copy=False, index="btree_not_null", ondelete="restrict")
    closed_at = fields.Datetime(string="Until", readonly=True, copy=False)
    change_reason = fields.Char(string="Why changed", readonly=True, copy=False)
    wanted_guide_id = fields.Many2one(
        "dealer.guide", string="Proposed guide", copy=False, ondelete="set null", check_company=True, tracking=True,
        help="Service proposes; a sales or service manager decides.")

    _current_uniq = models.UniqueIndex("(company_id, phone) WHERE closed_at IS NULL", "This consumer belongs to a guide already.")

    @api.depends("phone")
    @api.depends_context("uid")
    def _compute_phone_shown(self):
        sees = self.env["sale.order"]._sees_consumers()
        for binding, raw in zip(self, self.sudo(), strict=True):  # sudo: what is shown is decided here, by person
            binding.phone_shown = raw.phone if sees else mask_phone(raw.phone)

    @api.depends("phone_shown")
    def _compute_display_name(self):
        for binding in self:
            binding.display_name = binding.phone_shown or self.env._("New")

    @api.constrains("consent", "phone")
    def _check_consent(self):
        for binding in self:
            if not binding.consent:
                raise ValidationError(self.env._("Ask the consumer first: the number is kept only with the consumer's consent."))

    @api.model_create_multi
    def create(self, vals_list):
        clean = []
        for vals in vals_list:
            phone = phone_key(vals.get("phone"))
            if not phone:
                raise UserError(self.env._("%s is no phone number: at least 6 digits are needed.", vals.get("phone") or ""))
            if self._current(self.env["res.company"].browse(vals.get("company_id") or self.env.company.id), phone):
                raise UserError(self.env._("The consumer %s belongs to a guide already; a sales manager may change that.", mask_phone(phone)))
            clean.append({**vals, "phone": phone})
        return super().create(clean)

    def write(self, vals):
        if not self.env.su:
            if vals.keys() & {"phone", "guide_id", "consent", "company_id"}:
                raise AccessError(self.env._("Whom a consumer belongs to changes by a proposed guide and the button “Change the guide” only."))
            if self.filtered("closed_at"):
                raise UserError(self.env._("A closed row is history and stays as it is."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("Whom a consumer belonged to stays for the record."))

    @api.model
    def _current(self, company, phone, moment=None):
        """Find whom a consumer belongs to.

        :param company: res.company. :param phone: as it was typed. :param moment: UTC datetime that is over; None = now.
        :return: dealer.consumer.binding in sudo, maybe empty.
        """
        key = phone_key(phone)
        bindings = self.sudo()  # sudo: whose consumer it is counts for every author; the phone number is not shown
        when = ["|", ("closed_at", "=", False), ("closed_at", ">", moment), ("date_from", "<=", moment)] if moment else [("closed_at", "=", False)]
        return bindings.search([("company_id", "=", company.id), ("phone", "=", key), *when], limit=1) if key else bindings

    def action_change_guide(self, reason):
        """Let the proposed guide have the consumer from now on; what was credited before stays.

        :param reason: why, mandatory.
        :return: form action of the new row.
        :raises AccessError: for others than sales and service managers, and for who proposed it.
        :raises UserError: without a proposed guide or a reason, for the same guide, and for a row that is history.
        """
        self.ensure_one()
        self.env["sale.order"]._require_role(*DECIDERS)
        self.check_access("read")
        raw = self.sudo()  # sudo: written by this step alone, role and person are checked here
        if raw.closed_at:
            raise UserError(self.env._("A closed row is history and stays as it is."))
        if not raw.wanted_guide_id or raw.wanted_guide_id == raw.guide_id:
            raise UserError(self.env._("Consumer %s: propose another guide first.", self.display_name))
        self._refuse_editors()
        if not (reason or "").strip():
            raise UserError(self.env._("Please give a reason."))
        raw.write({"closed_at": fields.Datetime.now(), "change_reason": reason.strip()})
        raw.flush_recordset()
        new = raw.create({
            "company_id": raw.company_id.id, "phone": raw.phone, "guide_id": raw.wanted_guide_id.id, "entry_way": raw.entry_way,
            "consumer_kind": raw.consumer_kind, "consent": raw.consent, "previous_id": raw.id, "bound_by": self.env.uid})
        new.message_post(author_id=self.env.user.partner_id.id, body=self.env._(
            "Guide %(before)s → %(after)s: %(reason)s", before=raw.guide_id.display_name, after=new.guide_id.display_name, reason=reason.strip()))
        return {"type": "ir.actions.act_window", "res_model": self._name, "res_id": new.id, "view_mode": "form"}

    def action_ask_change_guide(self):
        """Ask why the consumer gets another guide."""
        return self.env["dealer.reason"]._ask(self, "action_change_guide", self.env._("Change the guide"))

    def action_open_history(self):
        """Show all rows of the consumer, the oldest last."""
        self.ensure_one()
        rows = self.sudo().search([("company_id", "=", self.company_id.id), ("phone", "=", self.sudo().phone)])  # sudo: ids only, the list asks for rights
        return {"type": "ir.actions.act_window", "name": self.env._("History"), "res_model": self._name, "view_mode": "list,form",
                "domain": [("id", "in", rows.ids)]}

    # -- stores

    @api.model
    def dealer_bind_consumer(self, idempotency_key=None, payload=None):
        """Register a consumer for a guide of a store; people of a dealer for their own tree. The same key again gives the same answer.

        :param idempotency_key: text of 1 to 64 characters, unique per registration of the calling program.
        :param payload: {"phone", "work_number", "store": dealer code (by default the caller's own), "entry_way": self|guide|import|virtual_guide,
            "consumer_kind": advert|store|distribution|social, "consent": true}.
        :return: {"guide", "work_number", "store"} of the guide the consumer was registered for.
        :raises AccessError: for other roles. :raises UserError: with the sentence of what is wrong, such as "belongs to a guide already".
        """
        self.env["sale.order"]._require_role(*AUTHORS, STORE)
        self.env["dealer.api.call"]._check_key_first(idempotency_key)
        binding = self.env["dealer.api.call"]._once_by_user(idempotency_key, "bind_consumer", payload, lambda: self._bind(payload))
        guide = binding.sudo().guide_id  # sudo: the store is the caller's own, or he reads the binding
        return {"guide": guide.name, "work_number": guide.work_number, "store": guide.store_id.dealer_code}

    @api.model
    def _bind(self, payload):
        """Register a consumer, see the method above; its role is checked there. :return: the row."""
        if not isinstance(payload, dict) or payload.keys() - {"phone", "work_number", "store", "entry_way", "consumer_kind", "consent"}:
            raise UserError(self.env._("A consumer has the keys phone, work_number, store, entry_way, consumer_kind and consent."))
        store = self.env["dealer.lost.sale"]._payload_store(payload)
        guides = self.env["dealer.guide"].sudo()  # sudo: the store is the caller's own, see _payload_store
        guide = guides._find(store, payload.get("work_number"))
        values = {"phone": str(payload.get("phone") or ""), "guide_id": guide.id, "consent": payload.get("consent") is True}
        for key, choices in (("entry_way", ENTRY_WAYS), ("consumer_kind", CONSUMER_KINDS)):
            if payload.get(key):
                values[key] = payload[key]
                if values[key] not in dict(choices):
                    raise UserError(self.env._("%(key)s is one of %(choices)s.", key=key, choices=", ".join(dict(choices))))
        binding = self.sudo() if self.env.user.share else self  # sudo: role, store and guide are checked above
        return binding.create(values)
