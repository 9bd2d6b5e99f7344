from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from .dealer_return_store import CLERK, PHOTOS

OPEN_AT_ONCE = 30  # complaints of one dealer that nobody has closed
KEYS = {"order", "return", "kind", "text", "evidence"}
SHOWN = {
    "name", "state", "company_id", "partner_id", "order_id", "return_id", "kind", "text", "evidence_ids", "answer", "closed_at"}


class DealerComplaint(models.Model):
    """Complaints of stores and dealers about own orders and returns: they write them, read the answer, and decide nothing."""

    _name = "dealer.complaint"
    _inherit = ["dealer.complaint", "dealer.sight.mixin"]

    store_key = fields.Char(readonly=True, copy=False, help="Key of the page or program on which the store complained.")

    _store_key_uniq = models.UniqueIndex("(company_id, store_key) WHERE store_key IS NOT NULL", "A complaint with this key exists already.")

    @api.model
    def _portal_fields(self):
        return super()._portal_fields() | SHOWN

    @api.model
    def dealer_complain(self, idempotency_key, payload):
        """Complain about an own order or return; the same key again gives the same complaint. Clerks of a store and up.

        :param idempotency_key: text of 1 to 64 characters.
        :param payload: {"order" or "return": number, "kind": goods, delivery, service, money or other, "text", "evidence": [{"name", "data"}]}.
        :return: {"id", "name", "state", "answer"}.
        :raises AccessError: for everybody but people of a dealer. :raises UserError: with the sentence of what is wrong; nothing is saved then.
        """
        returns = self.env["dealer.return"]
        returns._need_store_role(CLERK)
        if not isinstance(payload, dict) or payload.keys() - KEYS:
            raise UserError(self.env._("A complaint has the keys %s.", ", ".join(sorted(KEYS))))
        key = self.env["sale.order"]._store_key(idempotency_key)
        values, owner = self._complain_about(payload), self.env.user.commercial_partner_id
        flow = self.sudo()  # sudo: role and document are checked; people of a dealer only read

        def work():
            domain = [("partner_id", "child_of", owner.id), *flow._open_domain()]
            if flow.search_count(domain, limit=OPEN_AT_ONCE) >= OPEN_AT_ONCE:
                raise UserError(self.env._("%s complaints wait for an answer already: write to customer service.", OPEN_AT_ONCE))
            return flow.create({**values, "evidence_ids": returns._api_evidence(payload.get("evidence") or []), "store_key": key})
        record = self.env["dealer.api.call"]._once(
            key, "complain", payload, work, before=lambda: flow.search([("company_id", "=", self.env.company.id), ("store_key", "=", key)], limit=1))
        return flow.browse(record.id).dealer_complaint_status()[0]

    @api.model
    def _complain_about(self, payload):
        """Read the payload of a complaint with the rights of the user.

        :return: values of a dealer.complaint.
        """
        kinds, text = dict(self._fields["kind"]._description_selection(self.env)), payload.get("text")
        if not isinstance(text, str) or not text.strip() or len(text) > 2000:
            raise UserError(self.env._("Say what is wrong, in up to 2,000 characters."))
        if payload.get("kind") not in kinds:
            raise UserError(self.env._("Say what the complaint is about: %s.", ", ".join(kinds)))
        evidence = payload.get("evidence") or []
        if isinstance(evidence, list) and len(evidence) > PHOTOS:  # what is no list is refused where it is read
            raise UserError(self.env._("At most %s photos; choose the clearest.", PHOTOS))
        back = self.env["dealer.return"]
        if payload.get("return"):
            back = back.search([("name", "=", payload["return"]), ("company_id", "=", self.env.company.id)], limit=1)
            if not back:
                raise UserError(self.env._("There is no return %s.", payload["return"]))
        order = back.order_id if back else self.env["dealer.return"]._own_order(payload.get("order"))
        return {
            "company_id": self.env.company.id, "partner_id": order.partner_id.id, "order_id": order.id, "return_id": back.id, "kind": payload["kind"],
            "text": text.strip()}

    def dealer_complaint_status(self):
        """Tell where complaints stand.

        :return: list of {"id", "name", "state", "answer"}.
        :raises AccessError: for who may not read them.
        """
        self.check_access("read")
        return [{"id": record.id, "name": record.name, "state": record.state, "answer": record.answer or None} for record in self]

    def message_post(self, **kwargs):
        """Post as Odoo does; people of a dealer write complaints, not messages in the files of HQ."""
        if self.env.user.share and not self.env.su:
            raise AccessError(self.env._("Write another complaint, or ask customer service."))
        return super().message_post(**kwargs)
