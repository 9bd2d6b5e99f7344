from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command, Domain

GIVERS = "dealer_base.group_ops,dealer_base.group_ops_manager"
READERS = (
    "dealer_base.group_sales_rep,dealer_base.group_cs_presale,dealer_base.group_cs_aftersale,dealer_base.group_ops,"
    "dealer_base.group_fin_manager,dealer_base.group_auditor")
PROPOSERS = "dealer_base.group_sales_rep,dealer_base.group_cs_presale," + GIVERS


class ActivationOffer(models.Model):
    """A voucher for the customers who gave one reason: the answer to "not used to it" and the like.

    draft -> submitted (salesperson or pre-sale service proposes) -> given (operations, never the one who proposed) or refused. Operations may
    give their own draft at once, as they may from the batch itself. Vouchers are worth something only while an approved campaign has a rule that
    needs them: without one nothing is given. What a voucher gives, its budget and its limits stand in that campaign, which two people approved.
    """

    _name = "activation.offer"
    _description = "Coupon for customers with a reason"
    _inherit = ["mail.thread", "mail.activity.mixin", "dealer.flow.mixin", "dealer.editors.mixin"]
    _order = "id desc"
    _flow_strict = True
    _check_company_auto = True
    _reason_methods = {"action_refuse"}

    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True, default=lambda self: self.env.company.id)
    reason_id = fields.Many2one("activation.reason", string="Reason", required=True, index=True, ondelete="restrict")
    batch_id = fields.Many2one(
        "promo.voucher.batch", string="Voucher", index="btree_not_null", ondelete="restrict", check_company=True, domain="[('shared_code', '=', False)]")
    note = fields.Text(string="Remark")
    line_ids = fields.One2many("activation.offer.line", "offer_id", string="Customers")
    user_id = fields.Many2one("res.users", string="Proposed by", required=True, readonly=True, index=True, default=lambda self: self.env.uid)
    given_by_id = fields.Many2one("res.users", string="Given by", readonly=True, copy=False)
    given_at = fields.Datetime(string="Given on", readonly=True, copy=False)
    refused_because = fields.Char(string="Refused because", readonly=True, copy=False)
    state = fields.Selection(
        [("draft", "Draft"), ("submitted", "To decide"), ("given", "Given"), ("refused", "Refused")], default="draft", required=True, readonly=True,
        copy=False, index=True, tracking=True)
    worth = fields.Char(string="What it gives", compute="_compute_worth", help="Rules of approved campaigns that need this voucher now.")
    customer_count = fields.Integer(string="Number of customers", compute="_compute_counts")
    used_count = fields.Integer(string="Used", compute="_compute_counts")
    ordered_count = fields.Integer(string="Ordered afterwards", compute="_compute_counts", help="Customers with a counted order since the voucher was given.")

    @api.depends("reason_id", "batch_id")
    def _compute_display_name(self):
        for offer in self:
            offer.display_name = " · ".join(name for name in (offer.reason_id.name, offer.batch_id.name) if name)

    @api.depends("batch_id")
    def _compute_worth(self):
        for offer in self:
            offer.worth = offer.batch_id._worth() if offer.batch_id else False

    @api.depends("line_ids")
    def _compute_counts(self):
        for offer in self:
            offer.customer_count = len(offer.line_ids)
            offer.used_count = len(offer.line_ids.filtered(lambda line: line.voucher_state == "used"))
            offer.ordered_count = len(offer.line_ids.filtered("has_ordered_since"))

    def write(self, vals):
        """As Odoo; what is offered to whom is changed in drafts alone."""
        if not self.env.su and {"reason_id", "batch_id", "line_ids"} & vals.keys():
            self._need_draft()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_draft(self):
        self._need_draft()

    def _need_draft(self):
        for offer in self:
            offer._need_state("draft")

    @api.model
    def _open_for(self, records):
        """Open an offer for customers, one for each of their reasons; one's own draft for a reason takes those who are not on it yet.

        :param records: activation.record that the user may read, each with a reason.
        :return: action of the form, or of the list when the customers have several reasons.
        :raises UserError: when a customer has no reason.
        """
        if not self.env.user.has_groups(PROPOSERS):
            raise AccessError(self.env._("Coupons are offered by salespeople, pre-sale service and operations."))
        records.check_access("read")
        silent = records.filtered(lambda record: not record.reason_id)
        if silent or not records:
            raise UserError(self.env._("Note first why %s does not order: press Note the reason.", ", ".join(silent[:3].mapped("display_name")) or "-"))
        offers = self.browse()
        for (company, reason), mine in records.grouped(lambda record: (record.company_id, record.reason_id)).items():
            own = [("company_id", "=", company.id), ("reason_id", "=", reason.id), ("state", "=", "draft"), ("user_id", "=", self.env.uid)]
            offer = self.search(own, limit=1)
            if not offer:
                batch = reason.with_company(company).offer_batch_id
                offer = self.with_company(company).create([{"reason_id": reason.id, "batch_id": batch.id if batch.company_id == company else False}])
            offer.write({"line_ids": [Command.create({"record_id": record.id}) for record in mine - offer.line_ids.record_id]})
            offers |= offer
        return offers._show()

    def _show(self):
        action = self.env["ir.actions.act_window"]._for_xml_id("customer_activation_promo.activation_offer_action")
        if len(self) == 1:
            return {**action, "res_id": self.id, "view_mode": "form", "views": [(False, "form")]}
        return {**action, "domain": [("id", "in", self.ids)], "context": {}}

    def action_submit(self):
        """Hand a proposal to operations.

        :return: True.
        :raises UserError: naming what is missing.
        """
        self.check_access("write")
        for offer in self.filtered(lambda one: one.state != "submitted"):
            offer._need_state("draft")
            offer._check_complete()
            offer.sudo().state = "submitted"  # sudo: the state is written by this step alone
        return True

    def _check_complete(self):
        self.ensure_one()
        if not self.batch_id:
            raise UserError(self.env._("Choose the voucher for “%s”.", self.reason_id.name))
        if not self.line_ids:
            raise UserError(self.env._("%s: no customer is on the list.", self.display_name))
        if not self.batch_id._worth():
            raise UserError(self.env._(
                "%(batch)s gives nothing now: no approved campaign has a rule that needs this voucher. Choose another one, or plan a campaign.",
                batch=self.batch_id.name))

    def action_give(self):
        """Give each customer of the list one voucher, and his salesperson the task to tell him. Operations, never the one who proposed it.

        Who has a voucher of this batch that is not used yet gets no second one. Pressing again changes nothing.

        :return: True.
        """
        if not self.env.user.has_groups(GIVERS):
            raise AccessError(self.env._("Operations gives vouchers and declares them void."))
        self.check_access("write")
        for offer in self.filtered(lambda one: one.state != "given"):
            offer._need_state("submitted", "draft")
            if offer.state == "submitted" and offer.user_id == self.env.user:
                raise AccessError(self.env._("%s was proposed by you: another person of operations gives it.", offer.display_name))
            if offer.state == "submitted":
                offer._refuse_editors()
            elif offer.user_id != self.env.user:
                raise UserError(self.env._(
                    "%(offer)s is a draft of %(user)s, who has not handed it over yet.", offer=offer.display_name, user=offer.user_id.name))
            offer._check_complete()
            offer.sudo()._hand_out(self.env.user)  # sudo: vouchers and tasks are written by this step alone; role, state and person are checked
        return True

    def _hand_out(self, giver):
        if not self.try_lock_for_update():
            raise UserError(self.env._("%s is being given by somebody else right now.", self.display_name))
        self.batch_id._give(self.line_ids.record_id.partner_id)
        found = self.env["promo.voucher"].search([
            ("batch_id", "=", self.batch_id.id), ("partner_id", "in", self.line_ids.record_id.partner_id.ids), ("state", "=", "new")], order="id desc")
        mine = {voucher.partner_id: voucher for voucher in found}
        for line in self.line_ids:
            line.voucher_id = mine.get(line.record_id.partner_id)
        self.line_ids._tell()
        self.write({"state": "given", "given_by_id": giver.id, "given_at": fields.Datetime.now()})

    def action_refuse(self, reason):
        """Refuse a proposal. Operations.

        :param reason: text for the proposer.
        :return: True.
        """
        if not self.env.user.has_groups(GIVERS):
            raise AccessError(self.env._("Operations gives vouchers and declares them void."))
        self.check_access("write")
        if not (reason or "").strip():
            raise UserError(self.env._("Please give a reason."))
        for offer in self:
            offer._need_state("submitted")
            offer.sudo().write({"state": "refused", "refused_because": reason.strip()})  # sudo: the state is written by this step alone
            offer.sudo().message_post(  # sudo: a line for the proposer
                author_id=self.env.user.partner_id.id, partner_ids=offer.user_id.partner_id.ids, body=self.env._("Refused: %s", reason.strip()))
        return True

    def action_open_refuse(self):
        """Ask why the proposal is refused."""
        return self.env["dealer.reason"]._ask(self, "action_refuse", self.env._("Refuse"))

    def action_plan(self):
        """Plan a campaign for everybody who gave this reason: an audience that follows the facts, and a new campaign for it. Operations.

        :return: form action of a new campaign.
        """
        self.ensure_one()
        return self.reason_id.with_company(self.company_id).action_plan()

    def action_open_customers(self):
        """Show the customers of the offer."""
        return self._open_customers(Domain("id", "in", self.line_ids.record_id.ids), self.env._("Customers"))

    def action_open_ordered(self):
        """Show the customers who ordered after they got the voucher."""
        return self._open_customers(Domain("id", "in", self.line_ids.filtered("has_ordered_since").record_id.ids), self.env._("Ordered afterwards"))

    def _open_customers(self, domain, name):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window", "name": name, "res_model": "activation.record", "view_mode": "list,form,pivot", "domain": list(domain)}

    def action_open_vouchers(self):
        """Show the vouchers that were given."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("promo_engine.promo_voucher_action")
        return {**action, "domain": [("id", "in", self.line_ids.voucher_id.ids)], "context": {}}
