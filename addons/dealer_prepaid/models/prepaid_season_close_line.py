from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command

from odoo.addons.dealer_base.money import from_fen, to_fen, yuan

from .prepaid_account_close import BLOCK, CARRY, DISPUTE, NOTE


class PrepaidSeasonCloseLine(models.Model):
    """One account in a season close: its figures at the check, what is in the way, what is refunded and what moves on."""

    _name = "prepaid.season.close.line"
    _description = "Account in a season close"
    _inherit = ["prepaid.payout.mixin"]
    _order = "close_id, id"
    _rec_name = "account_id"

    close_id = fields.Many2one("prepaid.season.close", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="close_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="close_id.currency_id")
    account_id = fields.Many2one("prepaid.account", required=True, ondelete="restrict")
    partner_id = fields.Many2one(related="account_id.partner_id")
    sales_company_id = fields.Many2one(related="account_id.sales_company_id")
    balance = fields.Monetary(readonly=True)
    held = fields.Monetary(readonly=True)
    refund = fields.Monetary(readonly=True)
    carry = fields.Boolean(string="Carry over", readonly=True, help="Open orders move to the next season together with the money held for them.")
    carried = fields.Monetary(string="Carried over", readonly=True, help="Open orders with their money, and rebates that go on in the next season.")
    expired = fields.Monetary(string="Expires", readonly=True, help="Gifts and other credits that end with the season.")
    state = fields.Selection(
        [("ready", "Ready"), ("blocked", "Blocked"), ("excluded", "Left out"), ("approved", "Approved"), ("paid", "Paid, closed"),
         ("returned", "Sent back by the bank")],
        required=True, readonly=True)
    is_left_out = fields.Boolean(string="Left out by finance", readonly=True)
    can_carry = fields.Boolean(readonly=True)
    finding_ids = fields.One2many("prepaid.season.close.finding", "line_id", string="Findings", readonly=True)
    reason = fields.Text(compute="_compute_words", string="What is in the way")
    note = fields.Text(compute="_compute_words", string="To be known")
    words = fields.Text(compute="_compute_words", string="In the way, to be known")
    hold_key = fields.Char(readonly=True)
    entry_id = fields.Many2one("prepaid.entry", readonly=True, ondelete="restrict")
    move_id = fields.Many2one("account.move", readonly=True, ondelete="restrict", string="Journal entry")

    @api.depends("finding_ids.text", "finding_ids.level", "carry")
    @api.depends_context("lang")
    def _compute_words(self):
        for line in self:
            notes = line.finding_ids.filtered(lambda found: found.level == NOTE)
            reasons = line.finding_ids - notes
            if line.carry:
                reasons = reasons.filtered(lambda found: found.level != CARRY)
            line.reason = "\n".join(reasons.mapped("text")) or False
            line.note = "\n".join(notes.mapped("text")) or False
            line.words = "\n".join(filter(None, [line.reason, line.note])) or False

    @api.model
    def _prepare(self, account, difference=None, left_out=False, carry=False, facts=None):
        """Give the values of an account's line.

        :param account: one prepaid.account.
        :param difference: Finding about a difference in the ledger proof, or None.
        :param left_out: whether finance left the account out.
        :param carry: whether its open holds shall move to the next season.
        :param facts: CloseFacts of the account where they were looked up for many, else None.
        :return: dict.
        """
        facts = facts or account._close_facts()[account.id]
        findings = [*([difference] if difference else []), *account._season_close_checks(facts)]
        levels = {found.level for found in findings}
        can_carry = CARRY in levels
        carry = carry and can_carry
        blocked = BLOCK in levels or (can_carry and not carry)
        state = "excluded" if left_out or DISPUTE in levels else "blocked" if blocked else "ready"
        plan, ready = facts.plan, state == "ready"
        carried_fen = to_fen(account._plan_amount(plan, "carry")) + (to_fen(account.held) if carry else 0)
        return {
            "account_id": account.id, "balance": account.balance, "held": account.held,
            "refund": account._plan_amount(plan, "refund") if ready else 0, "expired": account._plan_amount(plan, "expire") if ready else 0,
            "carried": from_fen(carried_fen) if ready else 0, "carry": carry, "can_carry": can_carry, "is_left_out": left_out,
            "finding_ids": self._finding_commands(findings), "state": state,
        }

    @api.model
    def _finding_commands(self, findings):
        order = (DISPUTE, BLOCK, CARRY, NOTE)
        return [Command.clear(), *(Command.create({
            "level": found.level, "code": found.code, "params": found.params, "res_model": found.model or False, "res_ids": list(found.ids),
        }) for found in sorted(findings, key=lambda one: order.index(one.level)))]

    # -- buttons

    def action_exclude(self):
        """Leave an account out of the run, because its owner disputes the figures; or take it in again."""
        for line in self:
            line._need_open()
            line._relist(left_out=not line.is_left_out)
        return True

    def action_carry(self):
        """Carry the account's open orders with their money to the next season; or take that back (J16b)."""
        for line in self:
            line._need_open()
            if not line.can_carry:
                raise UserError(self.env._(
                    "%s has no open order that could be carried to the next season: list its accounts again if that has changed.",
                    line.account_id.name))
            line._relist(carry=not line.carry)
        return True

    def _need_open(self):
        self.close_id._need("group_fin_settlement", self.env._("Your role may not run the season close."))
        self.close_id._need_open()

    def _relist(self, left_out=None, carry=None):
        self.close_id._remember_editor()
        difference = self.close_id._differences().get(self.partner_id.id)
        self.sudo().write(self._prepare(  # sudo: lines are written by the run alone
            self.account_id, difference, self.is_left_out if left_out is None else left_out, self.carry if carry is None else carry))

    # -- hooks of prepaid.payout.mixin

    def _payout_waits(self):
        return self.state == "approved" and self.close_id.state == "approved"

    def _payout_persons(self):
        return self.close_id._hands() | self.close_id.approver_id

    def _payout_purpose(self):
        """Give the text that the bank prints on the refund."""
        return self.env._("Season refund %s", self.close_id.season_id.name)

    def _pay_by_bank(self, reference):
        self.close_id._release(self)

    def _pay_refusal(self):
        refusal = super()._pay_refusal()
        found = () if refusal else self.sudo()._changed_since_approval()  # sudo: the figures belong to the decision
        return refusal or (found[0].text(self.env) if found else None)

    def _payout_log(self):
        return self.close_id

    # -- money

    def _block_new_findings(self):
        """Take the accounts out of the approval that something came in the way of since they were listed; give the others."""
        good, facts = self.browse(), self.account_id._close_facts()
        for line in self:
            found = line.account_id._new_findings(facts[line.account_id.id])
            if found:
                line.sudo().write({  # sudo: lines are written by the run alone
                    "state": "blocked", "refund": 0, "expired": 0, "carried": 0, "finding_ids": line._finding_commands(found)})
            else:
                good |= line
        return good

    def _set_aside(self):
        """Hold what is free on each account, a hold a bucket, so that nothing else can take it before the payment."""
        for line in self:  # all holds before all writes: the gate is asked first
            line._check_unchanged()
            for policy, bucket, lots in line._parts():
                result = line.account_id._hold(
                    line._part_key(policy, bucket), sum(fen for _lot, fen in lots), line._name, line.id, line.close_id.name,
                    states=("closing",), lots=lots, credit=False)
                if not result.ok:
                    raise UserError(result.message)
        for line in self:
            line.sudo().write({"state": "approved", "hold_key": f"{line._name},{line.id}"})  # sudo: lines are written by the run alone

    def _check_unchanged(self):
        account = self.account_id
        now, then = to_fen(account.balance), to_fen(self.balance)
        if now != then or to_fen(account.held) != to_fen(self.held):
            raise UserError(self.env._(
                "%(account)s changed since it was listed: balance %(now)s, listed %(then)s. List the accounts again.",
                account=account.display_name, now=yuan(now), then=yuan(then)))

    def _parts(self):
        return [(policy, bucket, lots) for policy, buckets in self.account_id._close_plan().items() for bucket, lots in sorted(buckets.items())]

    def _part_key(self, policy, bucket):
        return f"{self._name},{self.id},{policy},{bucket}"

    def _hold_cause(self):
        """Say what the money set aside waits for, and who can act."""
        self.ensure_one()
        return self.env._("payment of %s: receipt confirmer", self.close_id.name) if self.state == "approved" else False

    def _own_holds(self):
        """Give what was set aside at the approval."""
        return self.account_id._live_holds().filtered(lambda hold: (hold.res_model, hold.res_id) == (self._name, self.id))

    def _pay(self):
        for line in self:
            line = line.sudo()  # sudo: lines are written by the run alone; the confirmer keeps no books by hand
            if found := line._changed_since_approval():
                for hold in line._own_holds():
                    line.account_id._release(hold.key, found[0].text(self.env))
                line.write({"state": "blocked", "paid_on": False, "finding_ids": line._finding_commands(found)})
                continue
            for hold in line._holds_to_carry():
                line.account_id._carry_hold(hold)
            vals = {"state": "paid", "paid_bank_shown": line.bank_shown}
            for hold in line._own_holds():
                policy, bucket = hold.key.split(",")[-2:]
                vals.update(line._pay_part(hold, policy, bucket))
            line._need_nothing_left()
            line.account_id._set_state("closed", f"{line._name},{line.id},closed")
            line.account_id._reconcile_owner()
            line.write(vals)

    def _pay_part(self, hold, policy, bucket):
        """Carry out one part of the close: pay it back, let it expire, or move it to the next season.

        :return: values to write on the line.
        """
        account, fen, label = self.account_id, to_fen(hold.open_amount), self._payout_purpose()
        if policy == "carry":
            account._carry_free(hold, label)
            return {}
        kind = "season_refund" if policy == "refund" else "expiry"
        entry = account._capture(
            hold.key, fen, operation_key=hold.key, kind=kind, label=label, res_model=self.close_id._name, res_id=self.close_id.id,
            approver=self.close_id.approver_id)
        if policy == "expire":
            account._gl_expire(entry, bucket, label)
            return {}
        move = account._gl_pay_back(self.close_id.journal_id, fen, label, self.paid_on)
        entry._link_move(move)
        return {"entry_id": entry.id, "move_id": move.id}

    def _holds_to_carry(self):
        holds = self.account_id._live_holds() - self._own_holds()
        return holds if self.carry else holds.browse()

    def _changed_since_approval(self):
        """Say what happened to the account since its refund was approved; such an account goes to the next run.

        :return: list of Finding, empty when nothing happened.
        """
        account, then = self.account_id, to_fen(self.balance)
        now = to_fen(account.balance)
        expected = sum(to_fen(hold.open_amount) for hold in self._own_holds() | self._holds_to_carry())
        if now == then == expected and not to_fen(account.available):
            return account._new_findings()
        return [account._finding(BLOCK, "changed_since_approval", account, balance_fen=now, expected_fen=expected), *account._new_findings()]

    def _need_nothing_left(self):
        """Zero-residue check: a closed account has no entry, hold or available money left over."""
        account = self.account_id
        account.invalidate_recordset(["balance", "held", "available"])
        left = [to_fen(account.balance), to_fen(account.held), to_fen(account.available)]
        if any(left):
            raise UserError(self.env._(
                "%(account)s cannot be closed: balance %(balance)s, held %(held)s, available %(available)s are left over.",
                account=account.display_name, balance=yuan(left[0]), held=yuan(left[1]), available=yuan(left[2])))

    # -- guards

    @api.model_create_multi
    def create(self, vals_list):
        self._only_the_run()
        return super().create(vals_list)

    def write(self, vals):
        self._only_the_run()
        return super().write(vals)

    def _only_the_run(self):
        if not self.env.su:
            raise AccessError(self.env._("Lines of a season close are written by its run only."))
