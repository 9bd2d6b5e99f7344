from odoo import fields, models
from odoo.exceptions import UserError

from ..adapters.bill_roles import need_handler


class LogisticsBillLine(models.Model):
    """A second charge of a fee that is paid: only as a supplement, which a person accepts with a reason."""

    _inherit = "logistics.bill.line"
    _reason_methods = {"action_accept_supplement"}

    reason = fields.Char(string="Reason of the supplement", readonly=True)

    def action_ask_supplement(self):
        """:return: dialog that asks why these lines are owed beyond what earlier bills pay."""
        return self.env["dealer.reason"]._ask(self, "action_accept_supplement", self.env._("Accept as supplement"))

    def action_accept_supplement(self, reason):
        """Pay lines whose fee an earlier bill pays in part or in full, because the carrier has a right to more. A second call changes nothing.

        :param reason: why it is owed.
        :return: True.
        :raises AccessError: for others than the settlement accountant and the finance manager.
        :raises UserError: for lines that no earlier bill pays, and for those that stand in the same bill twice.
        """
        need_handler(self.env)
        self.check_access("read")
        self.bill_id.check_access("write")
        if not (reason or "").strip():
            raise UserError(self.env._("Say why the carrier has a right to the supplement."))
        for line in self:
            if line.bill_id.state != "matched":
                raise UserError(self.env._("Lines of %s are decided while it is matched and not approved.", line.bill_id.name))
            if line.cause == "supplement":
                continue
            if line.cause != "already_billed" or line.amount <= 0:
                raise UserError(self.env._(
                    "Row %(row)s (%(number)s) is no second charge of a fee that an earlier bill pays: accept or dispute it.", row=line.row, number=line.number))
            line.sudo().write({  # sudo: lines are read-only for people
                "cause": "supplement", "result": "differs", "expected": 0, "difference": line.amount, "direction": "over", "reason": reason.strip(),
                "decision": "accept", "decided_by_id": self.env.uid, "payable": line.amount,
                "evidence": {**(line.evidence or {}), "by_hand": True, "reason": reason.strip()}})
        self.bill_id._sum_up()
        return True

    def _decide(self, decision):
        by_hand = self.filtered(lambda line: line.cause == "supplement" and (line.evidence or {}).get("by_hand"))
        result = super(LogisticsBillLine, self - by_hand)._decide(decision) if self - by_hand else True
        if by_hand and decision != "accept":
            super(LogisticsBillLine, by_hand)._decide("dispute")
            for line in by_hand:
                evidence = {key: value for key, value in line.evidence.items() if key not in ("by_hand", "reason")}
                line.sudo().write({  # sudo: as above
                    "cause": "already_billed", "result": "repeat", "difference": 0, "direction": False, "payable": 0, "reason": False, "evidence": evidence})
            by_hand.bill_id._sum_up()
        return result
