from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command

from odoo.addons.dealer_base.money import to_fen

AFTERSALE = "dealer_base.group_cs_aftersale"
FINANCE = ("dealer_base.group_fin_settlement", "dealer_base.group_fin_manager")
KINDS = [("lost", "Lost"), ("late", "Late"), ("refused", "Refused at the door"), ("wrong", "Sent wrong"), ("damaged", "Damaged")]
STATES = [("open", "Being handled"), ("claimed", "Claimed"), ("reshipped", "Sent again"), ("closed", "Closed")]
CONTENT = {"kind", "goods_back", "line_ids"}
CLAIM = {"claim_amount"}
ANSWER = {"claim_answer", "claim_paid", "claim_journal_id"}
FREE = {"note", "activity_ids", "message_follower_ids", "message_ids", "message_main_attachment_id"}
CLEAN_CONTEXT = ("lang", "tz", "uid", "allowed_company_ids")


class DealerParcelCase(models.Model):
    """A parcel that was lost, came late, wrong or damaged, or was refused at the door, and what is done about it.

    The carrier's messages "lost" and "refused" open a case; after-sale service opens the others. The goods are sent again
    without charge (no debit, no invoice: the order's debit stays), the carrier is asked to pay (E13f), or a parcel that was
    refused becomes a return. Whoever reported the case does not decide that goods leave for nothing. The steps stand in
    dealer_parcel_case_flow.py, the claim in dealer_parcel_case_claim.py.
    """

    _name = "dealer.parcel.case"
    _description = "Parcel case"
    _inherit = ["mail.thread", "mail.activity.mixin", "dealer.flow.mixin", "dealer.editors.mixin"]
    _mail_post_access = "read"
    _flow_strict = True
    _order = "id desc"
    _check_company_auto = True

    name = fields.Char(string="Number", readonly=True, copy=False, index="trigram")
    kind = fields.Selection(KINDS, required=True, index=True, tracking=True)
    state = fields.Selection(STATES, default="open", required=True, readonly=True, copy=False, index=True, tracking=True)
    parcel_id = fields.Many2one("logistics.parcel", required=True, index=True, ondelete="restrict", domain=[
        ("direction", "=", "out"), ("shipped_date", "!=", False), ("picking_id", "!=", False)])
    picking_id = fields.Many2one(related="parcel_id.picking_id", string="Delivery", store=True, index="btree_not_null")
    carrier_id = fields.Many2one(related="parcel_id.carrier_id", store=True, index=True)
    company_id = fields.Many2one(related="parcel_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    shipped_date = fields.Date(related="parcel_id.shipped_date", store=True)
    parcel_state = fields.Selection(related="parcel_id.state", string="Parcel now")
    order_id = fields.Many2one("sale.order", readonly=True, copy=False, index="btree_not_null", ondelete="restrict")
    partner_id = fields.Many2one(related="order_id.partner_id", string="Dealer or store", store=True, index=True)
    line_ids = fields.One2many("dealer.parcel.case.line", "case_id", string="Goods")
    note = fields.Text(string="Remark")
    reported_by = fields.Many2one("res.users", readonly=True, copy=False)
    reported_at = fields.Datetime(readonly=True, copy=False)
    closed_by = fields.Many2one("res.users", readonly=True, copy=False)
    closed_at = fields.Datetime(readonly=True, copy=False)
    close_reason = fields.Char(string="How it ended", readonly=True, copy=False, tracking=True)

    _one_open = models.UniqueIndex("(parcel_id, kind) WHERE state != 'closed'", "There is an open case of this kind for the parcel already.")

    # -- guards

    def _require_role(self, *groups):
        """Refuse users without one of the roles, and those who may not see the cases; superuser mode does not help.

        :param groups: xmlids of res.groups.
        :raises AccessError: when the user has none of them.
        """
        if not any(self.env.user.has_group(group) for group in groups):
            names = self.env["res.groups"].sudo().browse(  # sudo: the sentence names roles the user does not hold
                [self.env.ref(group).id for group in groups]).mapped("name")
            raise AccessError(self.env._("This step of a parcel case belongs to: %s. Ask a colleague with that role.", ", ".join(names)))
        self.check_access("read")

    def _refuse_persons(self, *earlier):
        """Refuse whoever took an earlier step of the case.

        :param earlier: names of fields with users.
        """
        self._refuse_editors()
        for record in self:
            if any(record[name] == self.env.user for name in earlier):
                raise AccessError(self.env._("Another person must decide on %s: you took an earlier step of it.", record.name))

    def _flow(self):
        """Give the cases as the flow writes them: superuser, and nothing of the caller's context but language and companies."""
        context = {key: value for key, value in self.env.context.items() if key in CLEAN_CONTEXT}
        return self.with_env(self.env(su=True, context=context))

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            self._require_role(AFTERSALE)
            for vals in vals_list:
                self._check_writable(vals, CONTENT | CLAIM | FREE | {"parcel_id", "name"})
            self = self.with_env(self.env(context={key: value for key, value in self.env.context.items() if not key.startswith("default_")}))
        for vals in vals_list:
            parcel = self.env["logistics.parcel"].browse(vals.get("parcel_id"))
            parcel.check_access("read")
            parcel._check_case()
            vals["name"] = self.env["ir.sequence"].sudo().with_company(  # sudo: numbers are no right
                parcel.sudo().company_id).next_by_code("dealer.parcel.case")  # sudo: only which company's numbers to use
        records = super().create(vals_list)
        for record in records:
            flow = record._flow()
            flow.write({
                "order_id": flow.parcel_id._case_order().id, "reported_by": self.env.uid, "reported_at": fields.Datetime.now()})
            if not flow.line_ids:
                flow._fill_lines()
        return records

    def write(self, vals):
        if not self.env.su:
            for record in self:
                record._check_writable(vals, FREE | record._writable_now())
        return super().write(vals)

    def _check_writable(self, vals, allowed):
        extra = {name for name in vals if name not in allowed and name in self._fields}
        if extra:
            names = ", ".join(sorted(self._fields[name]._description_string(self.env) for name in extra))
            raise AccessError(self.env._("%s of a parcel case cannot be written now: use its buttons.", names))

    def _writable_now(self):
        """Give the names of the fields that the user may write in this state. Extend: return a set."""
        if self.state == "closed" or not self.env.user.has_group(AFTERSALE):
            return set()
        return CONTENT if not self._is_decided() else set()

    def _remember_editor(self, field="editor_ids"):
        """Who reported the case is known already."""
        return super(DealerParcelCase, self.filtered(lambda record: record.reported_by != self.env.user))._remember_editor(field)

    @api.constrains("claim_amount", "claim_paid")
    def _check_claim_amounts(self):
        for record in self:
            if to_fen(record.claim_amount or 0) < 0 or to_fen(record.claim_paid or 0) < 0:
                raise ValidationError(self.env._("%s: a claim and what is paid of it are zero or more.", record.name))

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        for record in self:
            raise UserError(self.env._("Parcel case %s stays for the record: close it instead.", record.name))

    # -- goods

    def _fill_lines(self):
        """List the goods of the delivery; where it left in several parcels, a person enters what this one held."""
        alone = len(self.picking_id._parcels()) == 1
        self.line_ids = [
            Command.create({"order_line_id": line.id, "quantity": pieces if alone else 0})
            for line, pieces in self.parcel_id._case_goods().items()]

    def _check_goods(self):
        """Refuse goods that the delivery did not have, or that were sent again or returned already.

        :raises UserError: naming the goods and the pieces left.
        """
        self.ensure_one()
        # Two cases or returns for the last piece at once write the same order row: the second one is run again and sees the first.
        order = self.order_id._flow()
        order.return_count_no += 1
        order.flush_recordset(["return_count_no"])
        if not any(line.quantity for line in self.line_ids):
            raise UserError(self.env._("Case %s: enter the pieces that the parcel held.", self.name))
        for line in self.sudo().line_ids:  # sudo: cases and returns the user may not see have used up their pieces too
            if line.quantity > line._left():
                raise UserError(self.env._(
                    "Case %(case)s: %(qty)s pieces of %(goods)s are entered, %(left)s of that delivery are neither sent again nor returned.",
                    case=self.name, qty=line.quantity, goods=line.product_id.display_name, left=line._left()))

    # -- help

    def _log(self, text):
        """Note a step in the timeline under the name of the person who took it."""
        self.sudo().message_post(body=text, author_id=self.env.user.partner_id.id)  # sudo: a step is noted whoever takes it

    def _need_reason(self, reason):
        if not (reason or "").strip():
            raise UserError(self.env._("Case %s: please give a reason.", self.name))

    def _window(self, records, name):
        action = {"type": "ir.actions.act_window", "name": name, "res_model": records._name, "domain": [("id", "in", records.ids)]}
        return {**action, "view_mode": "list,form"} if len(records) != 1 else {
            **action, "view_mode": "form", "views": [(False, "form")], "res_id": records.id}
