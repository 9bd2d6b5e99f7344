from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from ..returns import CLASSES, NON_QUALITY
from .dealer_return import AUTHORS

PAYLOAD_KEYS = {"order", "lines", "class", "kind", "reason", "postage_by", "postage", "evidence", "remark", "exchange", "advance", "receipt_no"}


class DealerReturn(models.Model):
    """The return's methods for other programs: ``POST /json/2/dealer.return/<method>`` with an API key.

    Payload of a request::

        {"order": "S00012", "class": "non_quality", "kind": "", "reason": "size", "postage_by": "collect", "postage": 18.0,
         "lines": [{"code": "A-RED-170", "qty": 1}], "evidence": [{"name": "seam.jpg", "data": "<base64>"}],
         "exchange": [{"code": "B-RED-170", "qty": 1}], "advance": false, "receipt_no": "RC/2026/000001"}

    ``receipt_no`` is the number on the consumer's receipt, asked for where the order has a printed one.

    The user behind the key needs the role that the step needs in the web client; approve, receive and refund are the
    public methods of the flow themselves.
    """

    _inherit = "dealer.return"

    api_key = fields.Char(readonly=True, copy=False, help="Idempotency key of the program that asked for the return.")

    _api_key_uniq = models.UniqueIndex("(company_id, api_key) WHERE api_key IS NOT NULL", "A return with this key exists already.")

    @api.model
    def dealer_request_return(self, idempotency_key, payload):
        """Ask for a return and submit it; the same key again gives the same return and does nothing.

        :param idempotency_key: text of 1 to 64 characters, unique per return of the calling program.
        :param payload: dict as in the class docstring.
        :return: what :meth:`dealer_return_status` returns for it.
        :raises UserError: with the sentence of what is wrong; then nothing has been saved.
        """
        self._require_role(*AUTHORS)

        def work():
            record = self.create(self._api_values(payload))
            record._flow().api_key = idempotency_key
            record.action_submit()
            return record
        return self.env["dealer.api.call"]._once(idempotency_key, "request_return", payload, work).dealer_return_status()[0]

    def dealer_return_status(self):
        """Tell where returns stand.

        :return: list of {"id", "name", "state", "order", "credit", "postage", "handling", "net" (yuan), "lines": [{"code", "qty", "received"}]}.
        """
        self._require_role("dealer_base.group_dealer_viewer", "dealer_base.group_portal_store")
        return [{
            "id": record.id, "name": record.name, "state": record.state, "order": record.order_id.sudo().name,  # sudo: a name
            "credit": record.credit_amount, "postage": record.postage_amount, "handling": record.handling_amount, "net": record.net_amount,
            "lines": [{"code": line.product_id.default_code, "qty": line.quantity, "received": line.received_qty} for line in record.line_ids],
        } for record in self]

    @api.model
    def _api_values(self, payload):
        if not isinstance(payload, dict) or payload.keys() - PAYLOAD_KEYS:
            extra = ", ".join(sorted(payload.keys() - PAYLOAD_KEYS)) if isinstance(payload, dict) else type(payload).__name__
            raise UserError(self.env._("A return has the keys %(known)s; unknown: %(extra)s.", known=", ".join(sorted(PAYLOAD_KEYS)), extra=extra))
        order = self.env["sale.order"].search([
            ("name", "=", payload.get("order") or ""), ("is_dealer_order", "=", True), ("company_id", "=", self.env.company.id)], limit=1)
        if not order:
            raise UserError(self.env._("There is no dealer order %s.", payload.get("order") or ""))
        for key, known in (("class", tuple(CLASSES)), ("postage_by", ("collect", "store"))):
            if payload.get(key) not in (None, *known):
                raise UserError(self.env._("%(key)s is one of %(known)s.", key=key, known=", ".join(known)))
        kind = self.env["logistics.fee.reason"].sudo().search([  # sudo: a code of the caller's own payload
            ("code", "=", payload["kind"]), ("return_class", "!=", False)]) if payload.get("kind") else self.env["logistics.fee.reason"]
        if payload.get("kind") and not kind:
            raise UserError(self.env._("There is no kind of return with the code %s.", payload["kind"]))
        if not isinstance(payload.get("receipt_no") or "", str):
            raise UserError(self.env._("The receipt number is a text."))
        postage = payload.get("postage") or 0
        if isinstance(postage, bool) or not isinstance(postage, int | float) or not 0 <= postage < 1_000_000:
            raise UserError(self.env._("The postage is an amount in yuan, zero or more."))
        return {
            "order_id": order.id, "reason_class": payload.get("class") or kind.return_class or NON_QUALITY, "reason_id": kind.id,
            "reason": payload.get("reason") or False, "receipt_no": payload.get("receipt_no") or False,
            "postage_by": payload.get("postage_by") or "collect", "postage": postage, "note": payload.get("remark") or False,
            "line_ids": self._api_lines(order, payload.get("lines") or []), "evidence_ids": self._api_evidence(payload.get("evidence") or []),
        }

    @api.model
    def _api_lines(self, order, lines):
        if not isinstance(lines, list) or not all(isinstance(line, dict) and line.keys() == {"code", "qty"} for line in lines):
            raise UserError(self.env._("Lines are a list of {code, qty}."))
        commands = []
        for line in lines:
            found = order.order_line.filtered(lambda x, code=line["code"]: code and code in (x.product_id.default_code, x.product_id.barcode))
            if not found:
                raise UserError(self.env._("Order %(order)s has no goods with the code %(code)s.", order=order.name, code=line["code"]))
            if isinstance(line["qty"], bool) or not isinstance(line["qty"], int) or line["qty"] <= 0:
                raise UserError(self.env._("%(qty)s pieces of %(code)s cannot come back; enter a whole number above 0.", qty=line["qty"], code=line["code"]))
            commands.append(Command.create({"order_line_id": found[0].id, "quantity": line["qty"]}))
        return commands

    @api.model
    def _api_evidence(self, files):
        if not isinstance(files, list) or not all(isinstance(one, dict) and one.keys() == {"name", "data"} for one in files):
            raise UserError(self.env._("Evidence is a list of {name, data}."))
        return [Command.create({"name": one["name"], "datas": one["data"]}) for one in files]
