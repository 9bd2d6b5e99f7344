from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.dealer_base.money import from_fen, to_fen

from ..adapters.bill_match import payable_fen
from ..adapters.bill_roles import need_handler
from ..adapters.bill_words import CAUSE_LABELS, explanation
from ..adapters.messages import line_label


class LogisticsBillLine(models.Model):
    """One row of a carrier's bill: what is billed, what was expected, why it differs and what is decided.

    Written by the import and the matching alone; people decide with the buttons.
    """

    _name = "logistics.bill.line"
    _description = "Carrier bill line"
    _order = "bill_id, row, id"

    bill_id = fields.Many2one("logistics.bill", required=True, index=True, ondelete="cascade", readonly=True)
    company_id = fields.Many2one("res.company", required=True, index=True, readonly=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    carrier_id = fields.Many2one("delivery.carrier", required=True, index=True, ondelete="restrict", readonly=True)
    period = fields.Date(string="Billed month", index=True, readonly=True)
    row = fields.Integer(required=True, readonly=True, aggregator=None)
    tracking = fields.Char(string="Waybill number as billed", readonly=True)
    number = fields.Char(string="Waybill number", readonly=True, index=True)
    on_date = fields.Date(string="Date", readonly=True)
    weight_g = fields.Integer(string="Billed weight (g)", readonly=True)
    destination = fields.Char(readonly=True)
    product = fields.Char(readonly=True)
    fee = fields.Char(string="Fee type", readonly=True, index=True)
    fee_text = fields.Char(string="Fee as billed", readonly=True)
    amount = fields.Monetary(readonly=True)
    parts = fields.Json(string="Fees inside the amount", readonly=True)
    cells = fields.Json(readonly=True)
    lot = fields.Integer(readonly=True, aggregator=None)
    result = fields.Selection(
        [("open", "Not compared yet"), ("matched", "Matched"), ("differs", "Differs"), ("not_found", "Nothing to compare with"),
         ("repeat", "Repeated"), ("credit", "Credit")], default="open", required=True, readonly=True, index=True)
    cause = fields.Selection(list(CAUSE_LABELS.items()), readonly=True, index=True)
    expected = fields.Monetary(readonly=True)
    difference = fields.Monetary(readonly=True, help="Billed less expected.")
    direction = fields.Selection([("over", "Billed too much"), ("under", "Billed too little")], readonly=True)
    evidence = fields.Json(readonly=True)
    explanation = fields.Char(compute="_compute_explanation", string="Why")
    parcel_id = fields.Many2one("logistics.parcel", readonly=True, index="btree_not_null", ondelete="set null")
    province_id = fields.Many2one("dealer.division", readonly=True, index="btree_not_null", ondelete="restrict")
    decision = fields.Selection(
        [("open", "To decide"), ("accept", "Accepted"), ("dispute", "Disputed")], default="open", required=True, readonly=True, index=True)
    decided_by_id = fields.Many2one("res.users", string="Decided by", readonly=True, help="Empty = decided by a policy.")
    payable = fields.Monetary(string="To pay", readonly=True)

    _row_uniq = models.UniqueIndex("(bill_id, row)", "A row of a bill is one line.")
    _lot_idx = models.Index("(bill_id, lot)")

    @api.depends("number", "tracking", "row")
    def _compute_display_name(self):
        for line in self:
            line.display_name = f"{line.number or line.tracking or ''} #{line.row}".strip()

    @api.depends("cause", "evidence")
    @api.depends_context("lang")
    def _compute_explanation(self):
        for line in self:
            line.explanation = explanation(line.env, line)

    @api.model
    def _label_of(self, code):
        """:return: what a fee is called in the user's language."""
        return line_label(self.env, code or "freight")

    def action_accept(self):
        """Pay these lines as billed. Repeated lines are not; what is owed beyond an earlier bill is accepted as a supplement.

        :return: True.
        :raises AccessError: for others than the settlement accountant and the finance manager.
        """
        return self._decide("accept")

    def action_dispute(self):
        """Dispute these lines: what is more than expected is not paid and goes onto the list for the carrier.

        :return: True.
        """
        return self._decide("dispute")

    def action_reopen(self):
        """Take a decision back.

        :return: True.
        """
        return self._decide("open")

    def _decide(self, decision):
        need_handler(self.env)
        self.check_access("read")
        self.bill_id.check_access("write")
        for line in self:
            if line.bill_id.state != "matched":
                raise UserError(self.env._("Lines of %s are decided while it is matched and not approved.", line.bill_id.name))
            if decision != "dispute" and line.cause in ("duplicate_in_bill", "already_billed"):
                raise UserError(self.env._(
                    "Row %(row)s (%(number)s) repeats what is billed already; it is not paid twice. Beyond an earlier bill only a supplement is paid.",
                    row=line.row, number=line.number))
            has_diff = line.expected or line.result in ("matched", "differs", "credit")
            payable = payable_fen(to_fen(line.amount), to_fen(line.difference) if has_diff else None, decision, line.cause)
            line.sudo().write({  # sudo: lines are read-only for people
                "decision": decision, "decided_by_id": self.env.uid if decision != "open" else False, "payable": from_fen(payable)})
        self.bill_id._sum_up()
        return True

    def action_open_parcel(self):
        """:return: action that opens the parcel."""
        self.ensure_one()
        if not self.parcel_id:
            raise UserError(self.env._("Row %(row)s: no parcel has this number.", row=self.row))
        return {"type": "ir.actions.act_window", "res_model": "logistics.parcel", "res_id": self.parcel_id.id, "view_mode": "form", "views": [(False, "form")]}
