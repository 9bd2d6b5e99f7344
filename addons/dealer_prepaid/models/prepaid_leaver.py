from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command

from odoo.addons.dealer_base.adapters.roles import role_refusal
from odoo.addons.dealer_base.money import from_fen, to_fen

from ..sql.touch import touch
from .prepaid_account_close import HOLD_CODES

FLOW = {
    "state", "name", "runner_id", "approver_id", "payer_id", "frozen_at", "refund", "expired", "entry_id", "move_id", "revoked", "order_ids",
    "editor_ids"}


class PrepaidLeaver(models.Model):
    """A dealer or store leaves in mid-season: freeze, let the orders run out, pay back after the last return period (J17).

    draft -> frozen (no new orders, logins read only) -> approved (refund set aside) -> done (paid, account closed). Three
    people, as at the season's close. Who comes back begins with a new account and its first top-up.
    """

    _name = "prepaid.leaver"
    _description = "Dealer leaving"
    _inherit = ["mail.thread", "prepaid.approved.mixin", "dealer.flow.mixin", "dealer.editors.mixin", "dealer.proof.mixin", "prepaid.payout.mixin",
                "prepaid.journal.mixin"]
    _flow_strict = True
    _order = "id desc"
    _check_company_auto = True
    _proof_fields = ("proof_ids",)
    _day_methods = {"action_pay"}
    _flow_fields = frozenset(FLOW | {"bank_checker_id", "bank_checked_at", "checked_bank_id", "checked_bank_change", "paid_bank_shown", "frozen_partner_ids",
                              "bank_reference", "earlier_references", "return_reference", "returner_id", "returned_at", "return_reason",
                              "return_entry_id", "return_move_id", "paid_on", "returned_on"})

    name = fields.Char(string="Number", readonly=True, copy=False, default="/")
    company_id = fields.Many2one("res.company", required=True, index=True, default=lambda self: self.env.company)
    currency_id = fields.Many2one(related="company_id.currency_id")
    account_id = fields.Many2one(
        "prepaid.account", required=True, index=True, check_company=True, ondelete="restrict", domain=[("state", "!=", "closed")])
    partner_id = fields.Many2one(related="account_id.partner_id", store=True, index=True, string="Who leaves")
    sales_company_id = fields.Many2one(related="account_id.sales_company_id")
    journal_id = fields.Many2one(
        "account.journal", string="Paid from", required=True, check_company=True, domain=[("type", "=", "bank")], ondelete="restrict",
        default=lambda self: self.env["prepaid.topup"]._default_journal("bank"))
    reason = fields.Text(required=True)
    proof_ids = fields.Many2many("ir.attachment", string="Proof", copy=False, bypass_search_access=True)
    state = fields.Selection(
        [("draft", "Draft"), ("frozen", "Running out"), ("approved", "Refund approved"), ("done", "Left"),
         ("returned", "Left, sent back by the bank"), ("cancelled", "Stays")],
        default="draft", required=True, readonly=True, copy=False, index=True, tracking=True)
    frozen_at = fields.Datetime(readonly=True, copy=False)
    window_date = fields.Date(compute="_compute_hints", string="Last return period ends", help="Nothing is paid back before this day is over.")
    hint = fields.Text(compute="_compute_hints", string="What is in the way")
    balance = fields.Monetary(related="account_id.balance")
    held = fields.Monetary(related="account_id.held")
    refund = fields.Monetary(readonly=True, copy=False)
    expired = fields.Monetary(string="Expires", readonly=True, copy=False)
    order_ids = fields.One2many("prepaid.leaver.order", "leaver_id", string="Open orders")
    store_ids = fields.One2many("prepaid.leaver.store", "leaver_id", string="Stores")
    frozen_partner_ids = fields.Many2many("res.partner", string="Frozen with it", readonly=True, copy=False, help="They come back when the dealer stays.")
    revoked = fields.Json(readonly=True, copy=False, help="Rights of the logins before the freeze.")
    runner_id = fields.Many2one("res.users", string="Frozen by", readonly=True, copy=False)
    approver_id = fields.Many2one("res.users", string="Approved by", readonly=True, copy=False)
    payer_id = fields.Many2one("res.users", string="Released by", readonly=True, copy=False)
    is_own = fields.Boolean(compute="_compute_is_own", help="You entered or changed it, so other persons approve it and release the refund.")
    entry_id = fields.Many2one("prepaid.entry", string="Ledger entry", readonly=True, copy=False, ondelete="restrict")
    move_id = fields.Many2one("account.move", string="Journal entry", readonly=True, copy=False, ondelete="restrict")
    bank_reference = fields.Char(tracking=True)
    earlier_references = fields.Json(readonly=True, copy=False, help="References of the payments that the bank sent back, in their order.")

    _one_running = models.UniqueIndex("(account_id) WHERE state NOT IN ('done', 'returned', 'cancelled')", "This account has a leaving document already.")
    _three_persons = models.Constraint(
        "CHECK((approver_id IS NULL OR runner_id IS NULL OR approver_id <> runner_id) AND (payer_id IS NULL OR runner_id IS NULL OR payer_id <> runner_id)"
        " AND (payer_id IS NULL OR approver_id IS NULL OR payer_id <> approver_id))",
        "Three persons let a dealer go: one freezes, another approves, a third releases the payment.")

    @api.depends_context("uid")
    @api.depends("create_uid", "runner_id", "editor_ids")
    def _compute_is_own(self):
        for leaver in self:
            leaver.is_own = self.env.user in leaver._hands()

    def _hands(self):
        """Give who had a hand in it: they do not decide about it."""
        return self.create_uid | self.runner_id | self.sudo().editor_ids  # sudo: the list counts for every role

    @api.depends("account_id", "state", "order_ids.hold_state")
    def _compute_hints(self):
        for leaver in self:
            running = leaver.state in ("draft", "frozen") and leaver.account_id
            leaver.window_date = leaver.account_id._leaver_window_end() if running else False
            leaver.hint = "\n".join(leaver._problems()) or False if running else False

    @api.model_create_multi
    def create(self, vals_list):
        self.browse().check_access("create")  # before a number is drawn: refused requests leave no gap
        for vals in vals_list:
            if (FLOW - {"name"}) & vals.keys() and not self.env.su:
                raise AccessError(self.env._("A leaving document begins as a draft: use its buttons."))
            company = vals.get("company_id") or self.env.company.id
            vals["name"] = self.env["ir.sequence"].sudo().with_company(company).next_by_code(self._name) or "/"  # sudo: numbering only
        return super().create(vals_list)

    @api.model
    def _closed_fields(self):
        return super()._closed_fields() - {"order_ids", "store_ids"}

    def write(self, vals):
        open_fields = {"message_follower_ids", "store_ids", "order_ids", "journal_id", "proof_ids"}
        if not self.env.su:
            if (self._flow_fields - {"order_ids"}) & vals.keys():
                raise AccessError(self.env._("A leaving document changes with its buttons only."))
            if vals.keys() - open_fields and any(leaver.state != "draft" for leaver in self):
                raise UserError(self.env._("%s has begun: its stores and orders can be changed, nothing else.", self[:1].name))
            if any(leaver.state not in ("draft", "frozen") for leaver in self) and vals.keys() - {"message_follower_ids"}:
                raise UserError(self.env._("%s is approved and stays as it is: its refund is released next.", self[:1].name))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_drafts_only(self):
        for leaver in self:
            if leaver.state != "draft":
                raise UserError(self.env._("%s has begun and stays for the record: cancel it instead.", leaver.name))

    # -- buttons

    def action_freeze(self):
        """Freeze account, owner and logins; list the open orders and the stores (draft -> Running out).

        :return: True; pressing again lists anew.
        """
        self._need("group_fin_settlement")
        for leaver in self:
            if leaver.state not in ("draft", "frozen"):
                raise UserError(self.env._("%s is approved and stays as it is: its refund is released next.", leaver.name))
            flow = leaver.sudo()  # sudo: flow fields, partners and logins are not the accountant's to write
            if leaver.state == "draft":
                if leaver.account_id.state not in ("draft", "open", "frozen"):
                    raise UserError(self.env._("%s is being closed: the season's close pays it back.", leaver.account_id.name))
                leaver.account_id._set_state("frozen", f"{leaver._name},{leaver.id},frozen")
                leaver._freeze_tree()
                frozen = leaver._tree().filtered(lambda partner: partner.dealer_state == "approved")
                frozen.write({"dealer_state": "frozen"})
                flow.write({
                    "state": "frozen", "frozen_partner_ids": [Command.set(frozen.ids)], "runner_id": self.env.uid,
                    "frozen_at": fields.Datetime.now(), "revoked": flow._revoke_logins()})
            flow._list_parts()
        return True

    def action_cancel(self):
        """The dealer stays: account, owner and logins as before (Running out -> Stays). Pressing twice does nothing more."""
        self._need("group_fin_manager")
        for leaver in self.filtered(lambda rec: rec.state != "cancelled"):
            if leaver.state not in ("draft", "frozen"):
                raise UserError(self.env._("%s is approved and stays as it is: its refund is released next.", leaver.name))
            if leaver.returned_at:
                raise UserError(self.env._(
                    "%s has left and the bank sent the refund back: correct the bank account, then have the refund approved and paid again.",
                    leaver.name))
            flow = leaver.sudo()  # sudo: as action_freeze
            if leaver.state == "frozen":
                if self.env.user in leaver._hands():
                    raise AccessError(self.env._("Another person must decide that %s stays: you froze, entered or changed it.", leaver.name))
                back = leaver.account_id._state_before(f"{leaver._name},{leaver.id},frozen")
                leaver.account_id._set_state(back, f"{leaver._name},{leaver.id},back")
                leaver._thaw_tree()
                (leaver._tree() & flow.frozen_partner_ids).filtered(lambda partner: partner.dealer_state == "frozen").write({"dealer_state": "approved"})
                flow._restore_logins()
            flow.state = "cancelled"
        return True

    def action_send_statement(self):
        """Make the final statement of the account and send it (Running out).

        :return: True.
        :raises AccessError: for others than the settlement accountant.
        :raises UserError: when it cannot be made or sent now, with the reason.
        """
        self._need("group_fin_settlement")
        for leaver in self:
            leaver._need_state("frozen")
            if problems := leaver.account_id._send_final_statements():
                leaver.sudo().message_post(body=" ".join(problems))  # sudo: the document notes what is missing
        return True

    def action_approve(self):
        """Approve the refund once nothing is in the way any more: what is left is set aside (Running out -> Refund approved).

        :raises AccessError: for others than the finance manager, and for those who froze, entered or changed it.
        :raises UserError: with everything that is in the way.
        """
        self._need("group_fin_manager")
        for leaver in self.filtered(lambda rec: rec.state != "approved"):
            leaver._need_state("frozen")
            if self.env.user in leaver._hands():
                raise AccessError(self.env._("Another person must approve %s: you entered or changed it.", leaver.name))
            if problems := leaver._problems():
                raise UserError("\n".join(problems))
            account, plan, number = leaver.account_id, leaver._plan(), leaver.account_id._leaver_round()
            for policy, buckets in plan.items():
                for bucket, lots in sorted(buckets.items()):
                    result = account._hold(
                        f"{leaver._name},{leaver.id},{number},{policy},{bucket}", sum(fen for _lot, fen in lots), leaver._name,
                        leaver.id, leaver.name, states=("frozen",), lots=lots, credit=False)
                    if not result.ok:
                        raise UserError(result.message)
            leaver.sudo().write({  # sudo: flow fields are closed to writes
                "state": "approved", "approver_id": self.env.uid, "refund": account._plan_amount(plan, "refund"),
                "expired": account._plan_amount(plan, "expire")})
        return True

    def action_ask_pay(self):
        """Ask on which day the bank paid the refund, then release it."""
        return self.env["dealer.reason"]._ask(self, "action_pay", self.env._("Release the refund"))

    def action_pay(self, day=None):
        """Release the refund: ledger entry, journal entry, account closed, owner and stores put away (Refund approved -> Left).

        When the account changed since the approval, or a store cannot go as decided, it goes back to "Running out".

        :param day: day of the payment at the bank, which the books take; today by default.
        :raises AccessError: for others than the receipt confirmer, and for those who froze, changed or approved it.
        :raises UserError: when it cannot be paid, or not on that day.
        """
        self._need("group_fin_confirmer")
        for leaver in self.filtered(lambda rec: rec.state != "done"):
            leaver._need_state("approved")
            if self.env.user in leaver._payout_persons():
                raise AccessError(self.env._("A third person must release the refund of %s: you entered, changed or approved it.", leaver.name))
            problem = leaver.refund and leaver._payout_problem()
            if problem:
                raise UserError(problem)
            if day := leaver.company_id._prepaid_named_day(leaver.name, day, approved_on=leaver._payout_first_day()):
                leaver.sudo().paid_on = day  # sudo: the flow is closed to writes
            leaver.sudo()._pay()  # sudo: the confirmer keeps no books by hand
        return True

    # -- hooks of prepaid.payout.mixin

    def _payout_waits(self):
        return self.state == "approved"

    def _payout_persons(self):
        return self._hands() | self.approver_id

    def _payout_purpose(self):
        """Give the text that the bank prints on the refund."""
        return self.env._("Refund on leaving %s", self.name)

    def _payout_paid_state(self):
        return "done"

    def _pay_refusal(self):
        found = self._changes()
        return super()._pay_refusal() or (" ".join([self._changed_text(), *found[1]]) if any(found) else None)

    def _payout_key(self):
        return f"{self._name},{self.id},{self.entry_id.id}"  # a refund may be paid and come back more than once

    def _returned_values(self):
        """A dealer who came back has the money on another account; for one who is gone the refund begins anew, on the account it left."""
        if self.return_account_id != self.account_id:
            return {"state": "returned"}
        return {
            "state": "frozen", "refund": 0, "expired": 0, "approver_id": False, "payer_id": False, "bank_reference": False, "paid_on": False,
            "earlier_references": [*self._earlier_references(), self.bank_reference or ""]}

    def _earlier_references(self):
        return self.earlier_references or []

    # -- parts

    def _hold_cause(self):
        """Say what the money set aside for the refund waits for, and who can act."""
        self.ensure_one()
        return self.env._("payment of %s: receipt confirmer", self.name) if self.state == "approved" else False

    def _need(self, group):
        if not self.env.user.has_group(f"dealer_base.{group}"):
            raise AccessError(role_refusal(self.env, (group,), self.env._("Your role may not take this step with a dealer who leaves.")))
        self.check_access("read")
        touch(self)  # a doubled click finds what the first press did

    def _tree(self):
        """Give the owner and everybody below him in the channel."""
        return self.env["res.partner"].sudo().search([  # sudo: the channel below the owner, whoever works on the document
            ("id", "child_of", self.partner_id.ids), ("dealer_level", "!=", False)])

    def _problems(self):
        """Name everything that keeps the refund from being approved."""
        account = self.account_id
        problems = [found.text(self.env) for found in account._leaver_checks()]
        difference = [diff["message"] for diff in self.env["prepaid.check"]._differences(self.company_id) if diff["partner_id"] == self.partner_id.id]
        end = account._leaver_window_end()
        if end and self.company_id._dealer_today() <= end:
            problems.append(self.env._("The last return period ends on %s: the refund waits until that day is over.", end))
        problems += [store._problem() for store in self.store_ids]
        return [*filter(None, problems), *difference]

    def _plan(self):
        return self.account_id._leaver_plan(self.account_id._close_plan())

    def _list_parts(self):
        account, known = self.account_id, self.order_ids.hold_id
        for hold in account._live_holds().filtered(lambda rec: rec.res_model != self._name) - known:
            self.order_ids = [Command.create({"hold_id": hold.id})]
        stores = self._tree().filtered(lambda rec: rec.dealer_level == "store" and rec != self.partner_id) - self.store_ids.store_id
        self.store_ids = [Command.create({"store_id": store.id}) for store in stores]

    def _own_holds(self):
        return self.account_id._live_holds().filtered(lambda hold: (hold.res_model, hold.res_id) == (self._name, self.id))

    def _changes(self):
        """Say what happened to account and stores since the approval: (whether the amount differs, [sentence])."""
        leaver = self.sudo()  # sudo: the figures belong to the decision
        account, held = leaver.account_id, sum(to_fen(hold.open_amount) for hold in leaver._own_holds())
        found = [one.text(self.env) for one in account._leaver_checks() if one.code not in HOLD_CODES]
        return to_fen(account.balance) != held, [*found, *filter(None, (store._problem() for store in leaver.store_ids))]

    def _changed_text(self):
        return self.env._("The account or its stores changed since the approval; the refund must be approved anew.")

    def _pay(self):
        account, holds, label = self.account_id, self._own_holds(), self._payout_purpose()
        differs, found = self._changes()
        if found or differs:
            for hold in holds:
                account._release(hold.key, label)
            self.write({"state": "frozen", "refund": 0, "expired": 0, "approver_id": False, "paid_on": False})
            self.message_post(body=" ".join([self._changed_text(), *found]))
            return
        vals = {"state": "done", "payer_id": self.env.uid, "paid_bank_shown": self.bank_shown}
        for hold in holds:
            policy, bucket = hold.key.split(",")[-2:]
            fen = to_fen(hold.open_amount)
            entry = account._capture(
                hold.key, fen, operation_key=hold.key, kind="season_refund" if policy == "refund" else "expiry", label=label,
                res_model=self._name, res_id=self.id, approver=self.approver_id)
            if policy == "expire":
                account._gl_expire(entry, bucket, label)
            else:
                move = account._gl_pay_back(self.journal_id, fen, label, self.paid_on)
                entry._link_move(move)
                vals.update(entry_id=entry.id, move_id=move.id, refund=from_fen(fen))
        account._set_state("closed", f"{self._name},{self.id},closed,{account._leaver_round()}")  # it may be paid again after the bank sent it back
        account._reconcile_owner()
        self.write(vals)
        self.store_ids._put_away()
        others = self.env["prepaid.account"].search_count([("partner_id", "=", self.partner_id.id), ("state", "!=", "closed"), ("id", "!=", account.id)])
        if not others:
            self.partner_id.dealer_state = "left"
