import re

from odoo import Command, api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

STATES = [
    ("draft", "Draft"), ("submitted", "To approve by HQ"), ("hq_approved", "To approve by e-commerce"),
    ("approved", "Approved, account to open"), ("invited", "Invited"), ("rejected", "Rejected"),
]
CONTENT = {
    "company_id", "sales_company_id", "level", "partner_id", "candidate_name", "contact_name", "phone", "dealer_id", "division_id",
    "street", "note", "line_ids",
}
TRACKED_BY_CODE = {
    "name", "state", "submitted_by_id", "submitted_at", "hq_user_id", "hq_at", "approver_id", "approved_at", "reject_user_id",
    "reject_reason", "invite_user_id", "invited_at", "invite_problem", "editor_ids",
}
MOBILE = re.compile(r"1[3-9]\d{9}")


def mobile(phone):
    """Read a phone as a login.

    :param phone: text or False.
    :return: 11 digits, or an empty string when it is no mobile phone of China.
    """
    digits = re.sub(r"[\s\-()]", "", phone or "").removeprefix("+86")
    return digits if MOBILE.fullmatch(digits) else ""


class DealerNomination(models.Model):
    """A sales company proposes a dealer or a store; headquarters approves it twice, then the first top-up opens it.

    draft -> submitted (sales company manager) -> hq_approved (HQ channel) -> approved (e-commerce, that is the operations
    manager) -> invited (the prepaid account of the terminal or of its dealer was opened by the first top-up).
    Nominator and the two approvers are three different people. A criterion that is missed needs a reason. The approval is
    the only way by which a channel partner becomes approved through the client.
    """

    _name = "dealer.nomination"
    _description = "Nomination"
    _inherit = ["mail.thread", "mail.activity.mixin", "dealer.flow.mixin", "dealer.editors.mixin"]
    _mail_post_access = "read"
    _order = "id desc"
    _check_company_auto = True

    name = fields.Char(string="Number", readonly=True, copy=False)
    state = fields.Selection(STATES, default="draft", required=True, index=True, readonly=True, copy=False, tracking=True)
    company_id = fields.Many2one("res.company", required=True, index=True, default=lambda self: self.env.company)
    currency_id = fields.Many2one(related="company_id.currency_id")
    sales_company_id = fields.Many2one(
        "res.partner", string="Sales company", required=True, index=True, domain=[("dealer_level", "=", "sales_company")],
        default=lambda self: self.env.user.sales_company_ids[:1])
    level = fields.Selection([("dealer", "Dealer"), ("store", "Store")], required=True, default="store")
    partner_id = fields.Many2one(
        "res.partner", string="Registered terminal", copy=False, index="btree_not_null",
        domain="[('dealer_level', '=', level), ('dealer_state', '=', 'review'), ('sales_company_id', '=', sales_company_id)]",
        help="A dealer or store that waits for approval in the register; leave empty to nominate a new one.")
    candidate_name = fields.Char(string="Name of the new terminal")
    terminal_name = fields.Char(string="Terminal", compute="_compute_terminal_name", store=True)
    contact_name = fields.Char(string="Responsible person", help="The payer's name in the remark of the first remittance.")
    phone = fields.Char(string="Mobile phone", help="The login of the responsible person.")
    dealer_id = fields.Many2one(
        "res.partner", domain="[('dealer_level', '=', 'dealer'), ('sales_company_id', '=', sales_company_id)]",
        help="The dealer to whom the new store will belong.")
    division_id = fields.Many2one("dealer.division")
    street = fields.Char(string="Address")
    note = fields.Text(string="Remark")
    line_ids = fields.One2many(
        "dealer.nomination.line", "nomination_id", string="Checklist", default=lambda self: self._default_lines(), copy=False)
    has_missed = fields.Boolean(string="Criterion missed", compute="_compute_has_missed", store=True)
    submitted_by_id = fields.Many2one("res.users", string="Nominated by", readonly=True, copy=False, index="btree_not_null")
    submitted_at = fields.Datetime(string="Nominated on", readonly=True, copy=False)
    hq_user_id = fields.Many2one("res.users", string="Approved by HQ", readonly=True, copy=False)
    hq_at = fields.Datetime(string="Approved by HQ on", readonly=True, copy=False)
    approver_id = fields.Many2one("res.users", string="Approved by e-commerce", readonly=True, copy=False)
    approved_at = fields.Datetime(string="Approved by e-commerce on", readonly=True, copy=False)
    reject_user_id = fields.Many2one("res.users", string="Rejected by", readonly=True, copy=False)
    reject_reason = fields.Char(readonly=True, copy=False, tracking=True)
    _open_partner_uniq = models.UniqueIndex(
        "(partner_id) WHERE partner_id IS NOT NULL AND state NOT IN ('rejected')", "This terminal is nominated already.")

    @api.model
    def _default_lines(self):
        criteria = self.env["dealer.nomination.criterion"]._for_company(self.env.company)
        return [Command.create({"criterion_id": criterion.id}) for criterion in criteria]

    @api.depends("partner_id.name", "candidate_name")
    def _compute_terminal_name(self):
        for nomination in self:
            nomination.terminal_name = nomination.partner_id.name or nomination.candidate_name

    @api.depends("line_ids.passed")
    def _compute_has_missed(self):
        for nomination in self:
            nomination.has_missed = not all(line._is_met() for line in nomination.line_ids)

    @api.constrains("partner_id", "sales_company_id", "dealer_id", "level")
    def _check_tree(self):
        for nomination in self:
            if nomination.sales_company_id.dealer_level != "sales_company":
                raise ValidationError(self.env._("%s is no sales company.", nomination.sales_company_id.display_name))
            for partner, level in ((nomination.partner_id, nomination.level), (nomination.dealer_id, "dealer")):
                if partner and (partner.sales_company_id != nomination.sales_company_id or partner.dealer_level != level):
                    raise ValidationError(self.env._(
                        "%(partner)s is not a terminal of this kind below %(company)s: a sales company nominates its own terminals only.",
                        partner=partner.display_name, company=nomination.sales_company_id.display_name))

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._check_vals(vals)
            company = self.env["res.company"].browse(vals.get("company_id") or self.env.company.id)
            vals["name"] = self.env["ir.sequence"].with_company(company).next_by_code("dealer.nomination")
        return super().create(vals_list)

    def write(self, vals):
        self._check_vals(vals)
        if CONTENT & vals.keys():
            self._check_editable()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_only_draft(self):
        self._check_editable()

    def _check_vals(self, vals):
        if not self.env.su and TRACKED_BY_CODE & vals.keys():
            raise UserError(self.env._("State, number and approvals of a nomination change through its buttons only."))

    def _check_editable(self):
        for nomination in self:
            if nomination.state != "draft" and not self.env.su:
                raise UserError(self.env._(
                    "Nomination %(name)s is no longer a draft. Ask for its rejection, then correct and submit it again.", name=nomination.name))

    def _require(self, groups, others=()):
        """Refuse who lacks the role or acted on this nomination before.

        :param groups: names of dealer_base groups of which one is needed.
        :param others: names of user fields whose holder must be another person; with them also who entered or wrote the draft.
        """
        xmlids = [f"dealer_base.{group}" for group in groups]
        if not any(self.env.user.has_group(xmlid) for xmlid in xmlids):
            names = [self.env.ref(xmlid).sudo().name for xmlid in xmlids]  # sudo: the role's name is no secret
            raise AccessError(self.env._("This step needs the role %s.", ", ".join(names)))
        self.check_access("read")
        for nomination in self:
            decided = nomination.state in ("approved", "invited")  # pressing again changes nothing; a new terminal was registered by the approval itself
            if others and not decided and self.env.user in nomination._earlier_people(others):
                raise UserError(self.env._(
                    "Nomination %(name)s needs another person for this step: you nominated or approved it before.", name=nomination.name))

    def _earlier_people(self, names):
        """Give who may not decide. :param names: of user fields. :return: res.users, also who entered or wrote the draft or the terminal it is about."""
        own = self.sudo()  # sudo: who wrote counts for every role
        return own.create_uid.union(*(own[name] for name in names)) | own.editor_ids | own.partner_id.create_uid | own.partner_id.channel_editor_ids

    def action_submit(self):
        """Submit a draft to headquarters. Sales company manager only; pressing again changes nothing.

        :return: True.
        :raises: AccessError without the role, UserError naming what is missing.
        """
        self._require(("group_sc_manager",))
        for nomination in self.filtered(lambda n: n.state != "submitted"):
            if nomination.state != "draft":
                nomination._refuse_state()
            if nomination.sales_company_id not in self.env.user.sales_company_ids:
                raise AccessError(self.env._("%s is not your sales company.", nomination.sales_company_id.display_name))
            nomination._check_complete()
            nomination.sudo().write({  # sudo: the write guard keeps the state to this method
                "state": "submitted", "submitted_by_id": self.env.uid, "submitted_at": fields.Datetime.now(), "phone": nomination._mobile()})
        return True

    def _check_complete(self):
        """Raise a UserError that names the first thing missing for a submission."""
        self.ensure_one()
        name = self.name
        if self.partner_id:
            if self.partner_id.dealer_state != "review":
                raise UserError(self.env._("%(partner)s is not waiting for approval: nomination %(name)s is not needed.",
                                           partner=self.partner_id.display_name, name=name))
        elif not self.candidate_name or (self.level == "store" and not self.dealer_id):
            raise UserError(self.env._("Nomination %s: choose a registered terminal, or give the new one's name and, for a store, its dealer.", name))
        if not self.contact_name:
            raise UserError(self.env._("Nomination %s: give the responsible person; the name stands in the remittance remark.", name))
        if not self._mobile():
            raise UserError(self.env._("Nomination %s: the mobile phone must have 11 digits; it will be the login.", name))
        missing = self._missing_criteria()
        if missing:
            raise UserError(self.env._("Nomination %(name)s: the checklist lacks %(criteria)s. Press Update the checklist and answer them.",
                                       name=name, criteria=", ".join(missing.mapped("name"))))
        for line in self.line_ids:
            if line.is_mandatory and not line._is_met():
                raise UserError(self.env._(
                    "Nomination %(name)s: “%(criterion)s” is mandatory, no reason replaces it.", name=name, criterion=line.criterion_id.name))
            if not line._is_met() and not (line.reason or "").strip():
                raise UserError(self.env._(
                    "Nomination %(name)s misses “%(criterion)s”: give a reason on its line.", name=name, criterion=line.criterion_id.name))

    def _mobile(self):
        """Give the phone as a login.

        :return: 11 digits, or an empty string when it is no mobile phone of China.
        """
        return mobile(self.phone or self.partner_id.phone)

    def action_approve_hq(self):
        """Give headquarters' first approval. HQ channel only, another person than the nominator; pressing again changes nothing.

        :return: True.
        """
        self._require(("group_hq_channel",), ("submitted_by_id",))
        for nomination in self:
            if nomination.state == "submitted":
                nomination.sudo().write({"state": "hq_approved", "hq_user_id": self.env.uid, "hq_at": fields.Datetime.now()})  # sudo: write guard
            elif nomination.hq_user_id != self.env.user:
                nomination._refuse_state()
        return True

    def action_approve(self):
        """Give e-commerce's final approval, register a new terminal, and set it approved.

        Operations manager only, another person than the nominator and the first approver; pressing again changes nothing.

        :return: True.
        """
        self._require(("group_ops_manager",), ("submitted_by_id", "hq_user_id"))
        for nomination in self:
            if nomination.state == "hq_approved":
                nomination.sudo()._approve(self.env.user)  # sudo: registers the partner; role, state and four eyes are checked above
            elif nomination.approver_id != self.env.user:
                nomination._refuse_state()
        return True

    def _approve(self, user):
        self.ensure_one()
        if not self.partner_id:
            self.partner_id = self.env["res.partner"].create(self._prepare_partner())
            self.partner_id.dealer_phone_by_id = self.submitted_by_id  # who nominates typed the phone, who approves did not
        self.partner_id.dealer_state = "approved"
        self.write({"state": "approved", "approver_id": user.id, "approved_at": fields.Datetime.now()})
        if any(partner.dealer_account_opened_at for partner in self.partner_id._dealer_chain()):
            self._send_invites()

    def _prepare_partner(self):
        """Give the values of the res.partner that an approved new terminal becomes."""
        return {
            "name": self.candidate_name, "is_company": True, "dealer_level": self.level, "phone": self.phone, "street": self.street,
            "parent_id": (self.dealer_id if self.level == "store" else self.sales_company_id).id,
            "division_id": self.division_id.id,
        }

    def _refuse_state(self):
        label = dict(self._fields["state"]._description_selection(self.env))[self.state]
        raise UserError(self.env._("Nomination %(name)s is “%(state)s”: this step is not due.", name=self.name, state=label))

    def action_reject(self, reason=""):
        """Reject a nomination under review. HQ channel or operations manager; a rejected one can be corrected and submitted again.

        :param reason: text for the sales company, mandatory.
        :return: True.
        """
        self._require(("group_hq_channel", "group_ops_manager"))
        if not (reason or "").strip():
            raise UserError(self.env._("Give the reason of the rejection; the sales company reads it."))
        for nomination in self.filtered(lambda n: n.state != "rejected"):
            if nomination.state not in ("submitted", "hq_approved"):
                nomination._refuse_state()
            nomination.sudo().write({"state": "rejected", "reject_user_id": self.env.uid, "reject_reason": reason.strip()})  # sudo: write guard
        return True

    def action_reopen(self):
        """Turn a rejected nomination back into a draft to correct it. Sales company manager only.

        :return: True.
        """
        self._require(("group_sc_manager",))
        for nomination in self.filtered(lambda n: n.state != "draft"):
            if nomination.state != "rejected":
                nomination._refuse_state()
            nomination.sudo().write({"state": "draft", "hq_user_id": False, "hq_at": False})  # sudo: write guard
        return True
