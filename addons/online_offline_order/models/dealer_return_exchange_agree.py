from odoo import fields, models

from odoo.addons.dealer_base.money import from_fen, to_fen, yuan

from ..returns import QUALITY, Refusal
from .dealer_return import AUTHORS

ASKED = ("approved", "exchange", "waiting")  # not while the warehouse looks at the goods


class DealerReturn(models.Model):
    """The store agrees to what an exchange costs it: to what it saw when it asked for it, or to what it is told since.

    Until its money is held the figures may rise: by a new price list, or because fewer pieces came than were announced. Where the
    store would pay more than it agreed to (the postage of the way back aside, which is charged at cost), nothing is held: it agrees on
    its page or by a word to after-sale service, or the exchange is given up and what came back is credited.
    """

    _inherit = "dealer.return"
    _reason_methods = {"action_agree_exchange"}

    exchange_agreed_net = fields.Monetary(
        string="Agreed change of the balance", readonly=True, copy=False, help="Of the exchange, without the postage of the way back.")
    exchange_agreed_at = fields.Datetime(string="Exchange agreed at", readonly=True, copy=False)
    exchange_agreed_by = fields.Many2one("res.users", string="Agreement entered by", readonly=True, copy=False)
    exchange_answer = fields.Char(string="What the store said", readonly=True, copy=False, tracking=True)
    exchange_asked_net = fields.Monetary(
        string="New change of the balance", readonly=True, copy=False, help="What the store is asked to agree to, without the postage of the way back.")
    exchange_asked_at = fields.Datetime(string="Store asked at", readonly=True, copy=False)

    def _note_agreement(self, **vals):
        """Keep the present figures as what the store agreed to; called once it has seen them. Figures that cannot be told are asked later."""
        flow = self._flow()
        found = flow._exchange()
        if isinstance(found, Refusal):
            return
        flow.write({
            "exchange_agreed_net": float(from_fen(found.net_fen + found.back.postage_fen)), "exchange_agreed_at": fields.Datetime.now(),
            "exchange_agreed_by": self.env.uid, "exchange_asked_at": False, **vals})

    def action_submit(self):
        """Submit drafts for approval, see the flow; the figures of an exchange are what the store agrees to by that.

        :return: True.
        """
        drafts = self.filtered(lambda record: record.state == "draft")
        result = super().action_submit()
        for record in drafts.filtered(lambda record: record.state == "submitted" and record._is_exchange()):
            record._note_agreement()
        return result

    def action_accept_downgrade(self, reason):
        """Take the store's consent after the inspection, see there; with an exchange it is the consent to its new figures.

        :param reason: what the store said.
        :return: True.
        """
        asked = self.filtered(lambda record: record.state == "downgraded" and record._is_exchange())
        result = super().action_accept_downgrade(reason)
        for record in asked:
            record._note_agreement()
        return result

    def _asks_store(self):
        """:return: whether the store is to agree to new figures now."""
        return bool(self.exchange_asked_at) and self.state in ASKED

    def _ask_store(self, found):
        """Ask the store where an exchange would cost it more than it agreed to; called before the money is held.

        :param found: Exchange.
        :return: None where it has agreed, else a notification action: nothing is held then.
        """
        fen, agreed_fen = found.net_fen + found.back.postage_fen, to_fen(self.exchange_agreed_net)
        if not self.exchange_agreed_at or fen >= agreed_fen:  # exchanges of before have no agreement on record
            return None
        flow, order = self._flow(), self.exchange_order_id._flow()
        text = self.env._(
            "Return %(name)s: the exchange changes the balance by %(new)s instead of %(old)s CNY now. Nothing is held before the store agrees.",
            name=self.name, new=yuan(fen), old=yuan(agreed_fen))
        if not flow.exchange_asked_at or to_fen(flow.exchange_asked_net) != fen:
            self._log(text)
            order._notice("message", f"agree,{self.id},{fen}", text=text, by=self.env.user.name)
        flow.write({
            "exchange_asked_net": float(from_fen(fen)), "exchange_asked_at": flow.exchange_asked_at or fields.Datetime.now(),
            "exchange_accepted_by": flow.exchange_accepted_by.id or self.env.uid})
        return order._notify(self.env._("The store must agree"), text)

    def action_agree_exchange(self, reason, net=None):
        """Take the store's consent to the new figures of an exchange: its money is held then, as at the acceptance.

        :param reason: what the store said.
        :param net: yuan that the store saw as the change of its balance; None = what it was asked.
        :return: True, or a notification action when it waits for a top-up or the figures have risen again.
        :raises AccessError: for everybody but the authors of returns.
        :raises UserError: when the store is not asked, or was asked for another amount.
        """
        self._require_role(*AUTHORS)
        self.ensure_one()
        flow = self._flow()
        if not flow._asks_store():
            if flow.exchange_answer and flow.exchange_accepted_at:
                return True  # a doubled click
            self._refuse("not_asked")
        self._need_reason(reason)
        asked_fen = to_fen(flow.exchange_asked_net)
        if net is not None and to_fen(net) != asked_fen:
            self._refuse("asked_other", net_fen=asked_fen)
        flow.write({
            "exchange_agreed_net": flow.exchange_asked_net, "exchange_agreed_at": fields.Datetime.now(), "exchange_agreed_by": self.env.uid,
            "exchange_asked_at": False, "exchange_answer": reason.strip()})
        self._log(self.env._("The store agrees to %(amount)s CNY: %(reason)s", amount=yuan(asked_fen), reason=reason.strip()))
        return self._accept_exchange() or True

    def action_open_agree_exchange(self):
        """Ask what the store said."""
        return self.env["dealer.reason"]._ask(self, "action_agree_exchange", self.env._("The store agrees: what did it say?"))

    def _drop_replacement(self, reason):
        super()._drop_replacement(reason)
        self.filtered("exchange_asked_at").exchange_asked_at = False  # nothing more to agree to

    # -- fewer pieces came than go out

    def _fit_pieces_out(self):
        """Of a fault fewer pieces came than were announced: as many go out, where it is clear of which goods; refuse otherwise."""
        came = {}
        for line in self.line_ids:
            came[line.product_id] = came.get(line.product_id, 0) + line._pieces()
        lines, back = self.exchange_line_ids, sum(came.values())
        if self.reason_class != QUALITY or sum(lines.mapped("quantity")) <= back:
            return
        if len(lines) == 1:
            fit = {lines: back}
        elif lines.product_id <= self.line_ids.product_id:
            fit = {line: min(line.quantity, came[line.product_id]) for line in lines}
        else:
            self._refuse("exchange_more", out=sum(lines.mapped("quantity")), back=back)
        flow, goods = self._flow(), []
        order = flow.exchange_order_id
        for line, pieces in fit.items():
            goods.append(f"{line.product_id.display_name}: {line.quantity} → {pieces}")
            parts = order.order_line.filtered(lambda part, line=line: part.product_id == line.product_id)
            if pieces:
                flow.exchange_line_ids.browse(line.id).quantity = parts.product_uom_qty = pieces
            else:
                parts.unlink()
                flow.exchange_line_ids.browse(line.id).unlink()
        self._log(self.env._("As many pieces go out as came back: %s", "; ".join(goods)))
