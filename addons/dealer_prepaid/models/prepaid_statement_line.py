from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..sql import statement as book
from .prepaid_statement_answer import RECORDERS


class PrepaidStatementLine(models.Model):
    """One entry on an issued statement. Written by the issue in one statement of SQL and never changed; what the owner says about
    it stands in ``prepaid.statement.dispute``, the evidence is read from the entry's documents."""

    _name = "prepaid.statement.line"
    _description = "Prepaid statement line"
    _order = "statement_id desc, place"
    _log_access = False
    _rec_name = "entry_id"

    statement_id = fields.Many2one("prepaid.statement", required=True, index=True, readonly=True, ondelete="restrict")
    account_id = fields.Many2one("prepaid.account", required=True, index=True, readonly=True, ondelete="restrict")
    company_id = fields.Many2one("res.company", required=True, readonly=True, ondelete="restrict")
    currency_id = fields.Many2one("res.currency", required=True, readonly=True)
    entry_id = fields.Many2one("prepaid.entry", string="What for", required=True, readonly=True, ondelete="restrict")
    place = fields.Integer(string="No.", required=True, readonly=True)
    sequence = fields.Integer(required=True, readonly=True, string="Place in the chain")
    date = fields.Date(required=True, readonly=True)
    amount = fields.Monetary(required=True, readonly=True)
    balance_after = fields.Monetary(required=True, readonly=True, string="Balance")
    entry_hash = fields.Char(required=True, readonly=True, string="Digest")

    kind = fields.Selection(related="entry_id.kind")
    explanation = fields.Char(related="entry_id.explanation")
    formula = fields.Text(related="entry_id.formula", string="Why this amount")
    move_id = fields.Many2one(related="entry_id.move_id")
    recorded_at = fields.Datetime(related="entry_id.recorded_at")
    is_late = fields.Boolean(compute="_compute_is_late", string="Came late", help="The business date lies before the statement's first day.")
    dispute_ids = fields.One2many("prepaid.statement.dispute", "line_id", string="Disputes")
    dispute_state = fields.Selection([("open", "Disputed"), ("settled", "Settled")], compute="_compute_dispute_state", string="Answer")
    evidence_ids = fields.Many2many("ir.attachment", compute="_compute_evidence", string="Evidence")
    order_name = fields.Char(compute="_compute_documents", string="Order")
    document_name = fields.Char(compute="_compute_documents", string="Document")

    _entry_uniq = models.Constraint("UNIQUE(entry_id)", "This entry is on a statement already.")

    def init(self):
        book.protect_lines(self.env.cr)

    @api.depends("date", "statement_id.date_from")
    def _compute_is_late(self):
        for line in self:
            line.is_late = bool(line.date and line.date < line.statement_id.date_from)

    @api.depends("dispute_ids.state")
    def _compute_dispute_state(self):
        for line in self:
            states = line.dispute_ids.mapped("state")
            line.dispute_state = "open" if "open" in states else "settled" if states else False

    def _compute_documents(self):
        names = self._names("order_model", "order_id") | self._names("res_model", "res_id")
        for line in self:
            entry = line.entry_id
            line.order_name = names.get((entry.order_model, entry.order_id), False)
            line.document_name = names.get((entry.res_model, entry.res_id), False)

    def _names(self, model_field, id_field):
        """Name the documents of all lines that the user may read, a model at a time.

        :return: {(model, id): name}
        """
        ids = {}
        for entry in self.entry_id:
            if entry[model_field] and entry[id_field] and entry[model_field] in self.env:
                ids.setdefault(entry[model_field], set()).add(entry[id_field])
        return {
            (model, document.id): document.display_name
            for model, wanted in ids.items() for document in self.env[model].browse(sorted(wanted)).exists()._filtered_access("read")
        }

    def _document(self, model, res_id):
        """Give a document of the entry that the user may read, or None."""
        document = self.env[model].browse(res_id).exists() if model and model in self.env and res_id else None
        return document if document and document.has_access("read") else None

    def _compute_evidence(self):
        """Files of the documents behind the entry: slips of a top-up, papers of the order and of the delivery, the invoice."""
        for line in self:
            entry, files = line.entry_id, self.env["ir.attachment"]
            for model, res_id in ((entry.res_model, entry.res_id), (entry.order_model, entry.order_id), ("account.move", entry.move_id.id)):
                document = self._document(model, res_id)
                if document:
                    files |= files.search([("res_model", "=", model), ("res_id", "=", res_id)])
                    if "proof_ids" in document._fields:
                        files |= document.proof_ids
            line.evidence_ids = files

    # -- guards

    @api.model_create_multi
    def create(self, vals_list):
        raise AccessError(self.env._("Lines of a statement are written by its issue only."))

    # -- buttons

    def action_open_order(self):
        """Open the order behind the line."""
        self.ensure_one()
        return self.entry_id.action_open_order()

    def action_open_document(self):
        """Open the delivery, top-up or return behind the line."""
        self.ensure_one()
        return self.entry_id.action_open_document()

    def action_open_move(self):
        """Open the invoice or journal entry behind the line."""
        self.ensure_one()
        if not self.move_id:
            raise UserError(self.env._("Ledger entry %s has no journal entry yet: it gets one when its batch is posted.", self.entry_id.label))
        return {"type": "ir.actions.act_window", "res_model": "account.move", "res_id": self.move_id.id, "view_mode": "form"}

    def action_open_evidence(self):
        """Show everything behind the line on one page."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window", "name": self.env._("Evidence"), "res_model": self._name, "res_id": self.id,
            "view_mode": "form", "target": "new",
        }

    def action_ask_dispute(self):
        """Ask how much of the line the owner disputes and what he says; who answered is asked for before anybody writes that down."""
        self.statement_id._need(RECORDERS)
        self.ensure_one()
        self.statement_id._check_answer()
        ask = self.env["prepaid.statement.dispute.ask"].create({"line_id": self.id, "disputed": max(-self.amount, 0)})
        return {
            "type": "ir.actions.act_window", "name": self.env._("Dispute this line"), "res_model": ask._name, "res_id": ask.id, "view_mode": "form",
            "target": "new"}

    def action_dispute(self, reason, claimed=None):
        """Record that the owner disputes these lines, and only these (Issued -> Disputed).

        :param reason: text, what the owner says.
        :param claimed: what the amount should be in the owner's view, without sign; None where he names none.
        :return: True.
        :raises AccessError: for others than the settlement accountant.
        :raises UserError: when the statement has been answered, or nobody is named who answered.
        """
        for statement, lines in self.grouped("statement_id").items():
            statement._dispute(lines, reason, claimed)
        return True
