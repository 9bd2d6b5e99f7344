from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command

from odoo.addons.dealer_base.money import from_fen, to_fen

SETTLERS = ("group_fin_manager",)
OPEN_FIELDS = {"correction_entry_id", "proof_ids", "claimed", "message_follower_ids", "activity_ids", "message_main_attachment_id"}


class PrepaidStatementDispute(models.Model):
    """What the owner says against one line of a statement, and how it was settled (open -> settled).

    The line itself never changes: a mistake is corrected by another entry, which the dispute names. Recorded by one person,
    settled by the finance manager, another one.
    """

    _name = "prepaid.statement.dispute"
    _description = "Statement dispute"
    _inherit = ["mail.thread", "dealer.flow.mixin", "dealer.proof.mixin"]
    _flow_strict = True
    _order = "id desc"
    _check_company_auto = True
    _rec_name = "line_id"
    _reason_methods = {"action_settle"}
    _proof_fields = ("proof_ids",)

    line_id = fields.Many2one("prepaid.statement.line", required=True, index=True, readonly=True, ondelete="restrict")
    statement_id = fields.Many2one(related="line_id.statement_id", store=True, index=True)
    account_id = fields.Many2one(related="line_id.account_id", store=True, index=True)
    partner_id = fields.Many2one(related="account_id.partner_id", store=True, string="Account owner")
    company_id = fields.Many2one(related="line_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="line_id.currency_id")
    entry_id = fields.Many2one(related="line_id.entry_id", string="Ledger entry")
    date = fields.Date(related="line_id.date", string="Business date")
    amount = fields.Monetary(related="line_id.amount", store=True)
    claimed = fields.Monetary(string="Amount in the owner's view", help="Without sign; 0.00 of a debit: it should not be there at all.")
    disputed = fields.Monetary(
        compute="_compute_disputed", store=True, string="Amount in dispute", help="The line against the owner's view; all of it where he names no amount.")
    reason = fields.Text(required=True, readonly=True, tracking=True)
    person = fields.Char(string="Disputed by", readonly=True)
    opener_id = fields.Many2one("res.users", string="Recorded by", readonly=True)
    hand_ids = fields.Many2many(
        "res.users", "prepaid_statement_dispute_hand_rel", string="Owner's view written by", readonly=True, copy=False,
        help="Who wrote the owner's answer or changed what he claims; they do not settle the dispute.")
    proof_ids = fields.Many2many("ir.attachment", string="Proof", bypass_search_access=True)
    state = fields.Selection([("open", "To settle"), ("settled", "Settled")], default="open", required=True, readonly=True, index=True, tracking=True)
    correction_entry_id = fields.Many2one(
        "prepaid.entry", string="Correcting entry", ondelete="restrict", check_company=True,
        domain="[('account_id', '=', account_id), ('id', '>', entry_id)]", help="The later entry that puts the line right, if it was wrong.")
    answer = fields.Text(readonly=True, tracking=True)
    settler_id = fields.Many2one("res.users", string="Settled by", readonly=True)
    settled_at = fields.Datetime(readonly=True)

    _one_open = models.UniqueIndex("(line_id) WHERE state = 'open'", "This line is in dispute already.")
    _two_persons = models.Constraint(
        "CHECK(settler_id IS NULL OR opener_id IS NULL OR settler_id <> opener_id)", "Another person must settle the dispute.")

    @api.depends("amount", "claimed")
    def _compute_disputed(self):
        for dispute in self:
            fen, claimed = abs(to_fen(dispute.amount)), abs(to_fen(dispute.claimed))
            if dispute.amount < 0:
                dispute.disputed = float(from_fen(max(fen - claimed, 0)))  # at most the debit: dealers claim what they like
            else:
                dispute.disputed = float(from_fen(abs(fen - claimed) if claimed else fen))

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            raise AccessError(self.env._("A dispute is opened from the line of the statement."))
        return super().create(vals_list)

    def write(self, vals):
        if not self.env.su:
            if vals.keys() - OPEN_FIELDS:
                raise AccessError(self.env._("The state of a dispute changes with its buttons only."))
            settled = self.filtered(lambda rec: rec.state == "settled")
            if settled and vals.keys() & {"correction_entry_id", "proof_ids", "claimed"}:
                raise UserError(self.env._("The dispute of %s is settled and stays as it is: open another one from the line.", settled[0].statement_id.name))
        result = super().write(vals)
        if vals.keys() & {"claimed", "proof_ids"} and not self.env.su:
            self.sudo().write({"hand_ids": [Command.link(self.env.uid)]})  # sudo: nobody writes by hand who changed the owner's view
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        for dispute in self:
            raise UserError(self.env._("The dispute of %s stays for the record: settle it instead.", dispute.statement_id.name))

    @api.constrains("claimed")
    def _check_claimed(self):
        for dispute in self:
            dispute.statement_id._check_claimed(dispute.claimed)

    @api.constrains("correction_entry_id")
    def _check_correction(self):
        for dispute in self:
            if dispute.correction_entry_id and dispute.correction_entry_id.account_id != dispute.account_id:
                raise UserError(self.env._("%(entry)s is an entry of another account than %(name)s: choose one of the statement's account.",
                                           entry=dispute.correction_entry_id.label, name=dispute.statement_id.name))

    def action_ask_settle(self):
        """Ask what the owner was answered."""
        return self.env["dealer.reason"]._ask(self, "action_settle", self.env._("Settle the dispute"))

    def action_settle(self, answer):
        """Settle disputes with an answer; a statement without open disputes is settled with its last (Open -> Settled).

        :param answer: text: what was found, and what the owner accepted.
        :return: True; settling twice does nothing more.
        :raises AccessError: for others than the finance manager, and for the one who recorded the dispute.
        """
        if not self.env.su and not any(self.env.user.has_group(f"dealer_base.{group}") for group in SETTLERS):
            raise AccessError(self.env._("Only the finance manager settles a dispute."))
        self.check_access("write")
        if not (answer or "").strip():
            raise UserError(self.env._("Say how the dispute is settled."))
        for dispute in self.filtered(lambda rec: rec.state == "open"):
            if self.env.user in dispute.opener_id | dispute.sudo().hand_ids:  # sudo: the persons count for every role
                raise AccessError(self.env._(
                    "Another person must settle the dispute of %s: you recorded it, or changed what the owner says.", dispute.statement_id.name))
            dispute.sudo().write({  # sudo: the flow is closed to writes
                "state": "settled", "answer": answer.strip(), "settler_id": self.env.uid, "settled_at": fields.Datetime.now()})
        self.statement_id._settle_if_answered()
        return True

    def action_open_statement(self):
        """Open the statement of the dispute."""
        self.ensure_one()
        return self.statement_id._open_form()

    def action_open_evidence(self):
        """Show everything behind the disputed line."""
        self.ensure_one()
        return self.line_id.action_open_evidence()
