from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.dealer_base.money import from_fen, to_fen

from ..adapters.bill_roles import need_handler
from ..adapters.bill_words import CAUSE_LABELS
from ..tariff.tax import on_basis


class LogisticsDispute(models.Model):
    """What we do not pay of a line: told to the carrier, and closed by its credit, or by giving up.

    What is given up is owed: the carrier bills it again, and the line of exactly that amount is paid and closes the dispute.
    """

    _name = "logistics.dispute"
    _description = "Carrier bill dispute"
    _inherit = ["dealer.flow.mixin"]
    _flow_strict = True
    _order = "id desc"
    _rec_name = "number"

    line_id = fields.Many2one("logistics.bill.line", required=True, index=True, ondelete="restrict", readonly=True)
    bill_id = fields.Many2one(related="line_id.bill_id", store=True, index=True)
    company_id = fields.Many2one(related="line_id.company_id", store=True, index=True)
    carrier_id = fields.Many2one(related="line_id.carrier_id", store=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    number = fields.Char(related="line_id.number", store=True, index=True)
    fee = fields.Char(related="line_id.fee", store=True)
    cause = fields.Selection(list(CAUSE_LABELS.items()), readonly=True, index=True)
    explanation = fields.Char(related="line_id.explanation")
    amount = fields.Monetary(string="In dispute", readonly=True)
    state = fields.Selection(
        [("open", "To send"), ("sent", "Sent to the carrier"), ("credited", "Credited"), ("given_up", "Given up, owed"),
         ("paid", "Paid by a later bill")],
        required=True, default="open", readonly=True, index=True)
    sent_on = fields.Date(readonly=True)
    closed_on = fields.Date(readonly=True)
    closed_by_id = fields.Many2one("res.users", string="Closed by", readonly=True)
    credit_line_id = fields.Many2one("logistics.bill.line", string="Credited by", readonly=True, ondelete="restrict", index="btree_not_null")
    paid_line_id = fields.Many2one(
        "logistics.bill.line", string="Paid by", readonly=True, ondelete="restrict", index="btree_not_null",
        help="The line of a later bill that bills it again.")
    reason = fields.Char(help="Why it is given up, or what the carrier answered.")

    _line_uniq = models.UniqueIndex("(line_id)", "This line is in dispute already.")

    @api.model
    def _open_for(self, bill):
        """Open disputes for what a bill does not pay."""
        lines = self.env["logistics.bill.line"].sudo().search_fetch(  # sudo: disputes are made by the approval alone
            [("bill_id", "=", bill.id), ("decision", "=", "dispute")], ["amount", "payable", "cause"])
        known = set(self.sudo().search([("line_id", "in", lines.ids)]).line_id.ids)  # sudo: as above
        self.sudo().create([  # sudo: as above
            {"line_id": line.id, "amount": from_fen(to_fen(line.amount) - to_fen(line.payable)), "cause": line.cause}
            for line in lines if line.id not in known and to_fen(line.amount) > to_fen(line.payable)])

    @api.model
    def _credited_by(self, bill):
        """Close open disputes that the credit lines of a bill answer: the same waybill number, exactly the amount."""
        credits = self.env["logistics.bill.line"].sudo().search(  # sudo: as above
            [("bill_id", "=", bill.id), ("amount", "<", 0), ("number", "!=", False), ("decision", "=", "accept")])
        if not credits:
            return
        waiting = self.sudo().search([  # sudo: as above
            ("company_id", "=", bill.company_id.id), ("carrier_id", "=", bill.carrier_id.id), ("number", "in", credits.mapped("number")),
            ("state", "in", ("open", "sent")), ("bill_id", "!=", bill.id)], order="id")
        for credit in credits:
            match = waiting.filtered(lambda dispute, credit=credit: dispute.number == credit.number and to_fen(dispute.amount) == -to_fen(credit.amount))[:1]
            if match:
                match._close("credited", {"credit_line_id": credit.id})
                waiting -= match

    @api.model
    def _owed_to(self, bill, numbers):
        """:return: dict (number, fee) -> fen that disputes of the carrier's other bills leave unpaid, on the basis of a bill."""
        disputes = self.sudo().search_fetch(  # sudo: as above
            [*self._unpaid_domain(bill), ("number", "in", list(numbers))], ["number", "fee", "amount", "line_id"], order="id")
        out: dict = {}
        for dispute in disputes:
            for fee in dispute._fees():
                out.setdefault((dispute.number, fee), []).append(dispute._fen_on(bill))
        return out

    @api.model
    def _unpaid_domain(self, bill):
        return [
            ("company_id", "=", bill.company_id.id), ("carrier_id", "=", bill.carrier_id.id),
            ("state", "in", ("open", "sent", "given_up")), ("bill_id", "!=", bill.id)]

    def _fees(self):
        return {self.fee or "freight", *(self.line_id.parts or {})}

    def _fen_on(self, bill):
        """:return: the amount with or without tax, as a bill states its amounts."""
        mine, other = self.bill_id.mapping_id.is_net, bill.mapping_id.is_net
        return to_fen(self.amount) if mine == other else on_basis(to_fen(self.amount), not mine, not other, bill._terms().tax_ppm)

    @api.model
    def _owed_on(self, company, on_date):
        """Give what was given up by a day and is in no posted vendor bill of that day or before.

        :param company: res.company. :param on_date: last day. :return: dict delivery.carrier id -> fen without tax.
        """
        out: dict = {}
        rates: dict = {}
        for dispute in self.sudo().search([  # sudo: sums for the books, role checked by the caller
                ("company_id", "=", company.id), ("state", "in", ("given_up", "paid")), ("closed_on", "<=", on_date)]):
            move = dispute.paid_line_id.bill_id.move_id
            if move.state == "posted" and move.date <= on_date:
                continue
            carrier = dispute.carrier_id.id
            if carrier not in rates:
                rates[carrier] = dispute.bill_id._terms().tax_ppm
            net = on_basis(to_fen(dispute.amount), not dispute.bill_id.mapping_id.is_net, False, rates[carrier])
            out[dispute.carrier_id.id] = out.get(dispute.carrier_id.id, 0) + net
        return out

    @api.model
    def _paid_by(self, bill):
        """Close what a bill pays of earlier disputes: the same waybill number and fee, exactly the amount."""
        unpaid = self.sudo().search([*self._unpaid_domain(bill), ("number", "!=", False)], order="id")  # sudo: as above
        lines = self.env["logistics.bill.line"].sudo().search([  # sudo: as above
            ("bill_id", "=", bill.id), ("payable", ">", 0), ("number", "in", unpaid.mapped("number")), ("decision", "=", "accept")])
        for line in lines:
            match = unpaid.filtered(lambda dispute, line=line: (
                dispute.number == line.number and (line.fee or "freight") in dispute._fees() and dispute._fen_on(bill) == to_fen(line.payable)))[:1]
            if match:
                match._close("paid", {"paid_line_id": line.id, **({"closed_on": match.closed_on} if match.closed_on else {})})
                unpaid -= match

    def action_send(self):
        """Say that these disputes were sent to the carrier, and download them in the columns of its bill.

        :return: action that downloads the workbook.
        """
        self._check_role()
        if len(self.bill_id) != 1:
            raise UserError(self.env._("Choose disputes of one bill: each bill gets a list of its own."))
        return self.bill_id.action_send_disputes()

    def action_credited(self):
        """The carrier has credited these otherwise, e.g. by a separate credit note; the reason names it.

        :return: True.
        """
        return self._close_by_hand("credited")

    def action_give_up(self):
        """Give these up: they are owed and paid with the line that bills them again; a reason is needed.

        :return: True.
        """
        return self._close_by_hand("given_up")

    def _close_by_hand(self, state):
        self._check_role()
        for dispute in self:
            dispute._need_state("open", "sent")
            if not (dispute.reason or "").strip():
                raise UserError(self.env._("Dispute %s: enter the reason first.", dispute.number or dispute.id))
            dispute._close(state, {})
        return True

    def _close(self, state, vals):
        self.sudo().write({  # sudo: fields of the flow; the caller has checked the right
            "state": state, "closed_on": self.env.company._dealer_today(), "closed_by_id": self.env.uid, **vals})

    def _check_role(self):
        need_handler(self.env)
        self.check_access("write")
