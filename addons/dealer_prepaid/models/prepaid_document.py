from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.dealer_base.adapters.roles import role_refusal
from odoo.addons.dealer_base.money import AmountError, to_fen

FLOW = {"state", "submitter_id", "approver_id", "approved_at", "reject_reason", "name", "entry_id", "move_id"}


class PrepaidDocument(models.AbstractModel):
    """A finance document about one prepaid account: one person submits it, another approves it.

    draft -> submitted -> approved | rejected. A document that takes money holds it when it is submitted, so that the approver
    decides about money that is there; approving captures the hold, rejecting releases it. A concrete document names the roles
    in ``_makers`` and ``_checkers`` and fills in the three hooks ``_hold_fen``, ``_check_ready`` and ``_carry_out``.
    """

    _name = "prepaid.document"
    _description = "Prepaid document"
    _inherit = ["mail.thread", "dealer.flow.mixin", "dealer.editors.mixin", "dealer.proof.mixin", "prepaid.journal.mixin"]
    _flow_strict = True
    _order = "id desc"
    _check_company_auto = True
    _reason_methods = {"action_reject"}
    _proof_fields = ("proof_ids",)

    _makers = ()
    _checkers = ()
    _open_states = ("submitted",)  # states in which the money is held and the document can still be rejected

    name = fields.Char(string="Number", readonly=True, copy=False, default="/")
    company_id = fields.Many2one("res.company", required=True, index=True, default=lambda self: self.env.company)
    currency_id = fields.Many2one(related="company_id.currency_id")
    account_id = fields.Many2one("prepaid.account", required=True, index=True, check_company=True, ondelete="restrict")
    partner_id = fields.Many2one(related="account_id.partner_id", store=True, index=True, string="Account owner")
    account_available = fields.Monetary(related="account_id.available", string="Available now")
    amount = fields.Monetary(required=True, tracking=True)
    proof_ids = fields.Many2many("ir.attachment", string="Proof", copy=False, bypass_search_access=True)
    state = fields.Selection(
        [("draft", "Draft"), ("submitted", "To approve"), ("approved", "Approved"), ("rejected", "Rejected")],
        default="draft", required=True, readonly=True, copy=False, index=True, tracking=True)
    submitter_id = fields.Many2one("res.users", string="Submitted by", readonly=True, copy=False)
    approver_id = fields.Many2one("res.users", string="Approved by", readonly=True, copy=False)
    approved_at = fields.Datetime(readonly=True, copy=False)
    reject_reason = fields.Char(readonly=True, copy=False, tracking=True)
    entry_id = fields.Many2one("prepaid.entry", string="Ledger entry", readonly=True, copy=False, ondelete="restrict")
    move_id = fields.Many2one("account.move", string="Journal entry", readonly=True, copy=False, ondelete="restrict")

    _amount_sensible = models.Constraint("CHECK(amount < 100000000000)", "A document has an amount below 100,000,000,000.00.")
    _two_persons = models.Constraint(
        "CHECK(approver_id IS NULL OR submitter_id IS NULL OR approver_id <> submitter_id)",
        "Another person must approve the document.")

    # -- hooks of the concrete documents

    def _hold_fen(self):
        """Give the fen to hold at submit, 0 for a document that takes no money."""
        return 0

    def _hold_rules(self):
        """Give what the hold of the document may use: keywords of ``prepaid.account._hold``. Money of finance documents is never borrowed."""
        return {"buckets": ("cash",), "credit": False}

    def _hold_refusal(self, result):
        """Give the sentence for a hold that the gate refused."""
        return result.message

    def _check_ready(self):
        """Raise UserError when the document cannot be submitted."""

    def _carry_out(self):
        """Do what was approved; give the values to write on the document (entry_id, move_id)."""
        raise NotImplementedError(self._name)

    # -- guards

    @api.model_create_multi
    def create(self, vals_list):
        self.browse().check_access("create")  # before a number is drawn: refused requests leave no gap
        for vals in vals_list:
            if ((FLOW - {"name"}) & vals.keys() or vals.get("name", "/") != "/") and not self.env.su:
                raise AccessError(self.env._("A document begins as a draft: submit and approve it with its buttons."))
            if vals.get("name", "/") == "/":
                company = vals.get("company_id") or self.env.company.id
                vals["name"] = self.env["ir.sequence"].sudo().with_company(company).next_by_code(self._name) or "/"  # sudo: numbering only
        return super().create(vals_list)

    def write(self, vals):
        if not self.env.su:
            if (FLOW | self._guarded_fields()) & vals.keys():
                raise AccessError(self.env._("The state of a document changes with its buttons only."))
            fixed = self.filtered(lambda doc: doc.state != "draft")
            if fixed and vals.keys() - {"message_follower_ids"}:
                raise UserError(self.env._("%s is submitted and stays as it is; have it rejected and enter it anew.", fixed[0].name))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_drafts_only(self):
        for document in self:
            if document.state != "draft":
                raise UserError(self.env._("%s is submitted and stays for the record: have it rejected instead.", document.name))

    # -- buttons

    def action_submit(self):
        """Hand the document to the approver; money it takes is held now (draft -> To approve).

        :return: True; pressing twice does nothing more.
        :raises AccessError: for roles that may not enter it.
        :raises UserError: with what is missing.
        """
        self._need(self._makers)
        for document in self.filtered(lambda doc: doc.state == "draft"):
            document._check_amount()
            document._check_reason()
            document._check_ready()
            fen = document._hold_fen()
            if fen:
                result = document.account_id._hold(document._hold_key(), fen, document._name, document.id, document.name, **document._hold_rules())
                if not result.ok:
                    raise UserError(document._hold_refusal(result))
            document.sudo().write({"state": "submitted", "submitter_id": self.env.uid})  # sudo: flow fields are closed to writes
        return True

    def action_approve(self):
        """Approve and carry out the document (To approve -> Approved).

        :return: True; pressing twice does nothing more.
        :raises AccessError: for roles that may not approve, and for the one who entered or submitted it.
        :raises UserError: when the ledger refuses.
        """
        self._need(self._checkers)
        for document in self.filtered(lambda doc: doc.state != "approved"):
            document._need_state("submitted")
            if self.env.user in (document.submitter_id, document.create_uid):
                raise AccessError(self.env._("Another person must approve %s: you entered it.", document.name))
            document._refuse_editors()
            values = document._carry_out() or {}
            document.sudo().write({  # sudo: flow fields are closed to writes
                **values, "state": "approved", "approver_id": self.env.uid, "approved_at": fields.Datetime.now()})
        return True

    def action_reject(self, reason):
        """Reject the document; what it held is released (To approve -> Rejected; also before a payment that was approved).

        :param reason: text, why.
        :return: True.
        """
        self._need(self._checkers)
        for document in self:
            document._need_state(*document._open_states)
            if self.env.user not in (document.submitter_id, document.create_uid):
                document._refuse_editors()
            if not (reason or "").strip():
                raise UserError(self.env._("Say why %s is rejected.", document.name))
            if document._hold_fen():
                document.account_id._release(document._hold_key(), reason.strip())
            document.sudo().write({"state": "rejected", "reject_reason": reason.strip()})  # sudo: flow fields are closed to writes
        return True

    def action_ask_reject(self):
        """Ask why the document is rejected."""
        return self.env["dealer.reason"]._ask(self, "action_reject", self.env._("Reject"))

    # -- parts

    def _need(self, groups):
        if not any(self.env.user.has_group(f"dealer_base.{group}") for group in groups):
            name = self.env["ir.model"]._get(self._name).name
            raise AccessError(role_refusal(self.env, groups, self.env._("Your role may not take this step with the document %s.", name)))
        self.check_access("read")

    def _check_amount(self):
        try:
            fen = to_fen(self.amount, exact=True)
        except AmountError:
            fen = 0
        if fen <= 0:
            raise UserError(self.env._("%(name)s: %(amount)s is no amount to book; enter one above 0.00.", name=self.name, amount=self.amount))

    def _hold_key(self):
        return f"{self._name},{self.id}"

    def _hold_cause(self):
        """Say what keeps the held money from being used, and who can act. Extend for what comes after the approval.

        :return: a sentence, or False.
        """
        self.ensure_one()
        return self.env._("approval: %s", self._role_names(self._checkers)) if self.state == "submitted" else False

    def _role_names(self, groups):
        ids = [self.env.ref(f"dealer_base.{group}").id for group in groups]
        return ", ".join(self.env["res.groups"].sudo().browse(ids).mapped("name"))  # sudo: names of roles

    def _capture_hold(self, kind, label):
        """Capture the whole hold of the document: its one ledger entry.

        :param kind: kind of the entry.
        :param label: what the entry says.
        :return: prepaid.entry.
        """
        return self.account_id._capture(
            self._hold_key(), self._hold_fen(), operation_key=self._hold_key(), kind=kind, label=label,
            res_model=self._name, res_id=self.id, approver=self.env.user)

    def _book(self, entry, move):
        """Link an entry with its journal entry; give the values for the document."""
        entry._link_move(move)
        return {"entry_id": entry.id, "move_id": move.id}
