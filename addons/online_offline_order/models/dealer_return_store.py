from odoo import api, models
from odoo.exceptions import AccessError, UserError

from ..returns import NON_QUALITY, QUALITY, Refusal
from .dealer_return_portal import STORE

CLERK = "dealer_base.group_portal_clerk"
ASKED_BY_STORES = (NON_QUALITY, QUALITY)
DRAFTS = 20  # of one dealer at once: who fills the list with drafts is asked to decide on them
PHOTOS = 10


class DealerReturn(models.Model):
    """Returns and exchanges on the pages of a dealer's people (roles.md 10).

    A clerk writes a return down, the store's manager or the dealer looks at what it would bring and submits it; they follow it,
    answer after an inspection, and give it up. Each method looks at role and tree itself and may be called twice.
    """

    _inherit = "dealer.return"

    # -- write it down

    @api.model
    def dealer_draft_return(self, idempotency_key, payload):
        """Write down a return of an own order without asking for it yet: the page shows what it would bring. Clerks of a store and up.

        :param idempotency_key: text of 1 to 64 characters; the same key again gives the same draft.
        :param payload: dict as in the class docstring of the API, without postage.
        :return: id of the dealer.return.
        :raises AccessError: for everybody but people of a dealer. :raises UserError: with the sentence of what is wrong; nothing is saved then.
        """
        self._need_store_role(CLERK)
        order = self._own_order(payload.get("order") if isinstance(payload, dict) else None)
        self._check_store_payload(order, payload)
        flow, key = self.sudo(), self.env["sale.order"]._store_key(idempotency_key)  # sudo: role and order are checked above; people of a dealer only read
        return self.env["dealer.api.call"]._once(
            key, "draft_return", payload, lambda: flow._draft_of_store(key, payload, self.env.user.commercial_partner_id),
            before=lambda: flow.search([("company_id", "=", self.env.company.id), ("api_key", "=", key)], limit=1)).id

    @api.model
    def _draft_of_store(self, key, payload, owner):
        if self.search_count([("state", "=", "draft"), ("partner_id", "child_of", owner.id)], limit=DRAFTS) >= DRAFTS:
            raise UserError(self.env._("%s returns are written down and not submitted yet: submit some of them or give them up first.", DRAFTS))
        record = self.create(self._api_values(payload))
        record.api_key = key
        if not sum(record.line_ids.mapped("quantity")):
            record._refuse("empty_return")
        record._check_request()
        return record

    @api.model
    def _need_store_role(self, group):
        if not self.env.user.has_group(group):
            raise AccessError(self.env._("This page is for the people of a store or a dealer: at headquarters use After-sales > Requests."))

    @api.model
    def _own_order(self, name):
        """Find an order of the own tree by its number; the rules of the portal decide."""
        order = self.env["sale.order"].search(
            [("name", "=", name or ""), ("is_dealer_order", "=", True), ("company_id", "=", self.env.company.id)], limit=1)
        if not order:
            raise UserError(self.env._("There is no dealer order %s.", name or ""))
        return order

    @api.model
    def _check_store_payload(self, order, payload):
        """Refuse what a store does not say: other classes, HQ's postage, that other goods leave first, goods it does not see."""
        if payload.get("postage"):
            raise UserError(self.env._("Order %s: the warehouse enters what HQ paid for the way back; leave the postage out.", order.name))
        if payload.get("class") not in (None, *ASKED_BY_STORES) or payload.get("kind") or payload.get("advance"):
            raise UserError(self.env._("Order %s: ask after-sale service for a return of this kind.", order.name))
        evidence, goods = payload.get("evidence") or [], payload.get("exchange") or []
        if isinstance(evidence, list) and len(evidence) > PHOTOS:
            raise UserError(self.env._("Order %(order)s: at most %(count)s photos; choose the clearest.", order=order.name, count=PHOTOS))
        codes = [line.get("code") for line in goods if isinstance(line, dict)] if isinstance(goods, list) else []
        known = self.env["sale.order"]._api_products([code for code in codes if code])
        for code in codes:
            if code not in known:  # what is shielded or off the shelf is unknown to the store
                raise UserError(self.env._("There are no goods with the code %s.", code or ""))

    # -- steps

    def _as_store(self):
        """Give the returns as superuser after role and sight of a store's manager or dealer were checked; None for everybody else."""
        if not self.env.user.has_group(STORE):
            return None
        self.check_access("read")
        return self.sudo()  # sudo: people of a dealer only read; their role and tree are checked above

    def action_submit(self):
        """Submit drafts for approval, see the flow; a store's manager or dealer those of the own tree.

        :return: True.
        """
        store = self._as_store()
        return super(DealerReturn, self if store is None else store).action_submit()

    def action_cancel(self, reason):
        """Give up a return, see the flow; a store's manager or dealer one of the own tree.

        :param reason: why, mandatory.
        :return: True.
        """
        store = self._as_store()
        return super(DealerReturn, self if store is None else store).action_cancel(reason)

    def action_accept_downgrade(self, reason):
        """Take the store's consent after the inspection, see there; a store's manager or dealer gives it for the own tree.

        :param reason: what the store says.
        :return: True.
        """
        store = self._as_store()
        return super(DealerReturn, self if store is None else store).action_accept_downgrade(reason)

    def action_send_back(self, reason):
        """Let the goods go back to the store, see there; a store's manager or dealer asks for it himself.

        :param reason: what the store says.
        :return: True.
        """
        store = self._as_store()
        return super(DealerReturn, self if store is None else store).action_send_back(reason)

    def action_agree_exchange(self, reason, net=None):
        """Take the store's consent to new figures of an exchange, see there; a store's manager or dealer gives it for the own tree.

        :param reason: what the store says. :param net: yuan that the page showed.
        :return: True, or a notification action.
        """
        store = self._as_store()
        return super(DealerReturn, self if store is None else store).action_agree_exchange(reason, net)

    def action_cancel_exchange(self, reason):
        """Give up an exchange, see there; a store's manager or dealer while the store is asked about new figures.

        :param reason: why, mandatory.
        :return: True.
        """
        store = self._as_store()
        if store is None:
            return super().action_cancel_exchange(reason)
        for record in store:
            if not record._asks_store() and not record.exchange_cancelled:
                record._refuse("not_asked")
        return super(DealerReturn, store).action_cancel_exchange(reason)

    # -- pages

    def _store_steps(self):
        """Name the steps that the current user may take on the page of this return.

        :return: set of submit, cancel, agree, send_back, agree_exchange, credit_only.
        """
        self.ensure_one()
        record = self.sudo()  # sudo: what is possible follows from the state
        if not self.env.user.has_group(STORE):
            return set()
        steps = {"draft": {"submit", "cancel"}, "submitted": {"cancel"}, "downgraded": {"agree", "send_back"}}.get(record.state, set())
        if record.state == "downgraded" and record.claimed_class != QUALITY:
            steps = {"send_back"}  # worn goods of another class: after-sale service decides whether HQ takes them
        if record._asks_store():
            return {"agree_exchange", "credit_only"}
        return set(steps)

    def _store_words(self):
        """Say what happens next, for the people of the store."""
        self.ensure_one()
        record, env = self.sudo(), self.env  # sudo: the sentence names the missing amount
        if record._asks_store():
            sees = env.user.has_group(STORE)
            return env._("The figures of the exchange have risen: the balance would change by %(new)s instead of %(old)s yuan. Say whether you agree, or "
                         "take the credit without other goods.", new=f"{record.exchange_asked_net:.2f}", old=f"{record.exchange_agreed_net:.2f}") if sees \
                else env._("The figures of the exchange have risen: the store's manager or the dealer must agree.")
        words = {
            "draft": env._("Not asked for yet: the store's manager or the dealer looks at the amounts and submits it."),
            "submitted": env._("After-sale service looks at it. Keep the goods until it is approved."),
            "approved": env._("Approved: send the goods with the number of this return on the parcel."),
            "inspecting": env._("The goods have come; the warehouse looks at them."),
            "downgraded": env._("The inspection found something else: say whether you agree to the new amounts."),
            "received": env._("The goods are accepted; finance credits the amount."),
            "exchange": env._("The goods are accepted; after-sale service releases the other goods."),
            "waiting": env._("The account does not cover the other goods: top it up, they leave by themselves then.") if self._sees_as_clerk() else env._(
                "The account lacks %s yuan for the other goods: top it up, they leave by themselves then.", f"{record.exchange_missing:.2f}"),
            "replacing": env._("The other goods are being packed."),
            "refunded": env._("Done: the amount stands on the account."),
            "exchanged": env._("Done: the other goods are on their way."),
            "sent_back": env._("The goods are on their way back to you."),
            "rejected": env._("Rejected: %s", record.close_reason or ""),
            "cancelled": env._("Given up: %s", record.close_reason or ""),
        }
        return words[record.state]

    def _store_amounts(self):
        """Give the amounts that the current user may see, as [(label, yuan)]; for a clerk none where the company hides fees."""
        self.ensure_one()
        if not self._has_field_access(self._fields["credit_amount"], "read"):
            return []
        record, env = self.sudo(), self.env  # sudo: the field rights are checked above
        rows = [
            (env._("Goods"), record.goods_amount), (env._("Admin fee"), record.admin_amount), (env._("Freight of the way out"), record.logistics_amount),
            (env._("Postage of the way back"), -record.postage_amount), (env._("Handling"), -record.handling_amount)]
        if record.is_exchange:
            rows += [
                (env._("Goods that go out"), -record.exchange_goods_amount), (env._("Admin fee of these"), -record.exchange_admin_amount),
                (env._("Freight of these"), -record.exchange_logistics_amount)]
        return [row for row in rows if row[1]]

    @api.model
    def _store_lines(self, order):
        """Give the pieces of an own order that can come back.

        :param order: sale.order in sudo.
        :return: list of {"id" (order line), "code", "goods", "shipped", "left"}.
        """
        record = self.sudo().new({"order_id": order.id, "company_id": order.company_id.id, "line_ids": self._lines_of(order)})  # sudo: pieces taken count
        return [{
            "code": line.order_line_id.product_id.default_code or line.order_line_id.product_id.barcode or "", "goods": line.order_line_id.product_id.name,
            "shipped": line.shipped_qty, "left": line.left_qty} for line in record.line_ids]

    @api.model
    def _return_refusal(self, order):
        """Say why nothing of an own order can come back now, False when it can."""
        order = order.sudo()  # sudo: the state of the own order
        if order.dealer_state not in ("partial", "shipped", "received"):
            return self.env._("Nothing of order %s has shipped yet.", order.name)
        if not any(line["left"] for line in self._store_lines(order)):
            return self.env._("All pieces of order %s have come back or are on their way back.", order.name)
        return False

    def _preview_refusal(self):
        """Give the sentence that stands against this return as of now, or False."""
        self.ensure_one()
        record = self.sudo()  # sudo: a sentence about the own return
        found = record._exchange() if record.is_exchange else record._preview()
        return record._sentence(found.code, **found.params) if isinstance(found, Refusal) else False
