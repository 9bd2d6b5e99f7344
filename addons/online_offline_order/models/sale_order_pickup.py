from datetime import timedelta

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.orm.models import NO_ACCESS

from odoo.addons.dealer_base.money import to_fen, yuan

from ..pickup import draw, fits, read_code, seal
from .dealer_return import TAKEN

SERVICE = ("dealer_base.group_cs_presale", "dealer_base.group_cs_aftersale")
HANDLERS = ("dealer_base.group_portal_clerk", *SERVICE)
MAX_FAILS, LOCK_MINUTES, LONGEST_LOCK = 5, 15, 24 * 60
STATES = [
    ("waiting", "Waits for the consumer"), ("reminded", "Reminded"), ("decide", "Store decides"), ("overdue", "Overdue"),
    ("picked_up", "Picked up"), ("own_stock", "Taken to stock"), ("sent_back", "Sent back")]
OPEN = ("waiting", "reminded", "decide", "overdue")
CLOSED = ("picked_up", "own_stock", "sent_back")


class SaleOrder(models.Model):
    """Goods that wait at the store (journey J9): arrived, the consumer is told, fetched against the code of the receipt.

    The store itself takes these steps, or customer service for it. The code stands on the paper of the consumer alone: the
    order keeps a seal of it. Five wrong ones lock the pick-up for a quarter of an hour, each five more twice as long, up to a
    day; a code counts once. The pick-up is the receipt of the goods, so the return period starts with it.
    """

    _inherit = "sale.order"
    _reason_methods = {"action_new_pickup_code"}

    arrived_at = fields.Datetime(string="Arrived at the store", readonly=True, copy=False)
    notified_at = fields.Datetime(string="Consumer told", readonly=True, copy=False)
    picked_up_at = fields.Datetime(string="Picked up", readonly=True, copy=False)
    picked_up_by = fields.Many2one("res.users", string="Handed out by", readonly=True, copy=False)
    collected_amount = fields.Monetary(string="Rest collected", readonly=True, copy=False, help="Paid by the consumer to the store; not HQ's money.")
    pickup_state = fields.Selection(STATES, string="Pick-up", readonly=True, copy=False, index="btree_not_null", tracking=True)
    pickup_code_hash = fields.Char(readonly=True, copy=False, groups=NO_ACCESS)
    pickup_tries = fields.Integer(readonly=True, copy=False, groups=NO_ACCESS)
    pickup_fails = fields.Integer(readonly=True, copy=False, groups=NO_ACCESS)
    pickup_locked_until = fields.Datetime(readonly=True, copy=False, groups=NO_ACCESS)

    def _flow_fields(self):
        return super()._flow_fields() | {"arrived_at", "notified_at", "picked_up_at", "picked_up_by", "collected_amount", "pickup_state"}

    def _portal_fields(self):
        return super()._portal_fields() | {"arrived_at", "notified_at", "picked_up_at", "collected_amount", "pickup_state"}

    def _submit(self):
        if self.dealer_state == "draft":
            self._flow().write({"pickup_code_hash": False, "pickup_tries": 0, "pickup_fails": 0, "pickup_locked_until": False})  # drawn at a print alone
        return super()._submit()

    def _handover_steps(self):
        if not self._has_pickup():
            return super()._handover_steps()
        return self.env._("Order %s waits at the store for its consumer: its receipt is the pick-up; use Arrived and Picked up.", self.name)

    def _begin_pickup_step(self, *roles):
        """Check role, sight and kind of order before a step of the pick-up.

        :return: the order as the flow writes it.
        """
        self.ensure_one()
        self._require_role(*roles)
        self.check_access("read")
        self._check_dealer_order()
        flow = self._flow()
        if not flow._has_pickup():
            raise UserError(self.env._("Order %s is not fetched at a store: these steps belong to orders with deposit or by guide.", self.name))
        return flow

    # -- arrival

    def action_arrived(self):
        """Record that the goods lie in the store; the consumer is told, and the days until the pick-up begin to count.

        :return: True; pressing twice does nothing more.
        :raises AccessError: for others than the store's people and customer service.
        :raises UserError: before the whole order has shipped.
        """
        for order in self:
            flow = order._begin_pickup_step(*HANDLERS)
            if flow.arrived_at:
                continue  # a doubled click
            if flow.dealer_state != "shipped":
                order._refuse("wrong_state")
            order._note_arrived(fields.Datetime.now())
        return True

    def _note_arrived(self, moment):
        flow = self._flow()
        flow.write({"arrived_at": moment, "pickup_state": "waiting"})
        self._log(self.env._("The goods have arrived at the store."))
        if self._send_pickup_notice(flow._pickup_notice_text()):
            self._note_told()

    def _receive(self, moment, **vals):
        """Take the last step of orders, see there; where goods wait for their consumer, what reaches the store has only arrived."""
        flow = self._flow()
        if not flow._has_pickup() or flow.pickup_state in CLOSED:
            return super()._receive(moment, **vals)
        if not flow.arrived_at:
            self._note_arrived(moment)
        return None

    def _send_pickup_notice(self, text):
        """Hook: send the notice to the consumer's phone. Extend where a way of sending exists: return True when it is on its way.

        :param text: the notice, in the store's language.
        """
        return False

    def _pickup_notice_text(self):
        """Give the text for the consumer: what lies where, what is to be paid, what to bring."""
        order = self.with_context(lang=self._document_lang())
        return order.env._(
            "Your goods of order %(order)s have arrived at %(store)s. Please bring your receipt with the pick-up code; %(rest)s CNY are to be paid.",
            order=order.name, store=order.partner_id.name, rest=yuan(order._rest_due_fen()))

    def action_notify_pickup(self):
        """Record that the consumer was told that the goods have arrived, and show the text to tell or send.

        :return: a notification action with the text.
        :raises UserError: before the arrival, or when nothing waits any more.
        """
        flow = self._begin_pickup_step(*HANDLERS)
        if flow.pickup_state not in OPEN:
            raise UserError(self.env._("Order %s: nothing waits at the store for the consumer.", self.name))
        self._note_told()
        return self._notify(self.env._("Tell the consumer"), flow._pickup_notice_text())

    def _note_told(self):
        flow = self._flow()
        flow.notified_at = flow.notified_at or fields.Datetime.now()
        self._log(self.env._("The consumer was told that the goods have arrived."))

    # -- code

    def _new_pickup_code(self):
        """Draw the code for the paper of the consumer and keep its seal; called while that paper is printed.

        :return: the digits, or False when a paper with the code has been printed before or none is needed.
        """
        flow = self._flow()
        if not flow._has_pickup() or flow.pickup_code_hash or flow.picked_up_at or flow.dealer_state == "cancelled":
            return False
        code = draw()
        flow.write({"pickup_code_hash": seal(code), "pickup_tries": 0, "pickup_fails": 0, "pickup_locked_until": False})
        return code

    def action_new_pickup_code(self, reason):
        """Void the pick-up code, for a receipt that was lost: the next print of the receipt shows a new one.

        :param reason: text, why.
        :return: True.
        :raises AccessError: for others than customer service: who hands the goods out gives himself no code.
        """
        for order in self:
            flow = order._begin_pickup_step(*SERVICE)
            order._need_reason(reason)
            if flow.picked_up_at:
                raise UserError(self.env._("Order %s has been picked up: its code is used.", order.name))
            flow.write({"pickup_code_hash": False, "pickup_tries": 0, "pickup_fails": 0, "pickup_locked_until": False})
            order._log(self.env._("Pick-up code void, print the receipt again: %s", reason))
        return True

    def action_ask_new_pickup_code(self):
        """Ask why the code is void."""
        return self.env["dealer.reason"]._ask(self, "action_new_pickup_code", self.env._("Receipt lost: new pick-up code"))

    # -- pick-up

    def action_pick_up(self, code, collected=0):
        """Hand the goods out to who shows the code and pays the rest: the order is received, the return period starts.

        :param code: six digits as typed, or what a scanner reads from the receipt.
        :param collected: yuan that the consumer has just paid; it must be the rest due.
        :return: True, or a notification action when the code is wrong: that is counted, so nothing is raised.
        :raises AccessError: for others than the store's people and customer service.
        :raises UserError: when nothing waits, all goes back, the goods were handed out before, the pick-up is locked, no code
            was printed, or another amount was collected.
        """
        flow = self._begin_pickup_step(*HANDLERS)
        if flow.picked_up_at:
            return self._check_picked_up(flow)
        self._check_pickup_open(flow)
        # Two tries at once write the same row: the second one is run again and sees the first.
        flow.pickup_tries += 1
        flow.flush_recordset(["pickup_tries"])
        now = fields.Datetime.now()
        if flow.pickup_locked_until and now < flow.pickup_locked_until:
            raise UserError(self.env._(
                "Order %(order)s: too many wrong codes, locked until %(time)s. Look at the receipt again then, or have customer service void the code.",
                order=self.name, time=self._pickup_time(flow, flow.pickup_locked_until)))
        if not fits(read_code(code), flow.pickup_code_hash):
            return self._note_wrong_code(flow, now)
        rest_fen, collected_fen = flow._rest_due_fen(), to_fen(collected or 0)
        if collected_fen != rest_fen:
            raise UserError(self.env._(
                "Order %(order)s: the rest due is %(rest)s CNY, entered were %(collected)s CNY. Collect the rest and enter it.",
                order=self.name, rest=yuan(rest_fen), collected=yuan(collected_fen)))
        flow.write({
            "picked_up_at": now, "picked_up_by": self.env.uid, "collected_amount": collected, "pickup_state": "picked_up", "pickup_code_hash": False,
            "pickup_fails": 0, "pickup_locked_until": False})
        self._log(self.env._("Picked up, %s CNY collected by the store.", yuan(collected_fen)))
        if gone := flow._pieces_going_back():
            self.env["dealer.order.receipt"]._issue(flow, "goods", gone)  # for what was handed out; later nobody knows what went back before
        self._receive_by_handover(now)
        return True

    def action_open_pickup(self):
        """Open the dialog for code and money."""
        flow = self._begin_pickup_step(*HANDLERS)
        self._check_pickup_open(flow)
        return {
            "type": "ir.actions.act_window", "name": self.env._("Pick-up"), "res_model": "dealer.pickup", "view_mode": "form", "target": "new",
            "context": {"default_order_id": self.id}}

    @staticmethod
    def _pickup_time(flow, moment):
        """:return: text of a moment where the company is, with its day unless that is today."""
        local = flow.company_id._dealer_local(moment)
        return local.strftime("%H:%M" if local.date() == flow.company_id._dealer_local(fields.Datetime.now()).date() else "%Y-%m-%d %H:%M")

    def _check_picked_up(self, flow):
        """Let a doubled click pass; whoever comes later with a copy of the paper gets nothing.

        :return: True.
        """
        if flow.picked_up_by.id != self.env.uid or fields.Datetime.now() - flow.picked_up_at > timedelta(minutes=LOCK_MINUTES):
            raise UserError(self.env._(
                "Order %(order)s was handed out on %(time)s by %(person)s: its code counts once. Hand out nothing more.", order=self.name,
                time=flow.company_id._dealer_local(flow.picked_up_at).strftime("%Y-%m-%d %H:%M"), person=flow.picked_up_by.name))
        return True

    def _check_pickup_open(self, flow):
        if flow.dealer_state != "shipped" or flow.pickup_state not in OPEN:
            raise UserError(self.env._("Order %s: no goods wait at the store. Press Arrived when they have come.", self.name))
        if not flow.pickup_code_hash:
            raise UserError(self.env._("Order %s: no receipt with a pick-up code has been printed; print the consumer's receipt first.", self.name))
        if returns := flow._returns_of_all():
            raise UserError(self.env._(
                "Order %(order)s: all its pieces go back with %(returns)s. Hand out nothing, or have customer service give up the return first.",
                order=self.name, returns=", ".join(returns.mapped("name"))))

    def _returns_of_all(self):
        """:return: the returns, in sudo, where those that run and were refunded take all that the order has shipped; otherwise none."""
        lines = self._goods_lines().filtered("qty_settled")
        rows = self.env["dealer.return.line"].sudo().search([  # sudo: the store need not see every return
            ("order_line_id", "in", lines.ids), ("return_id.state", "in", (*TAKEN, "refunded"))])
        taken = {line: sum(row._pieces() for row in rows if row.order_line_id == line) for line in lines}
        return rows.return_id if lines and all(taken[line] >= line.qty_settled for line in lines) else rows.return_id.browse()

    def _note_wrong_code(self, flow, now):
        """Count a wrong code; it is told and not raised, because what is raised is not kept."""
        fails = flow.pickup_fails + 1
        locked = fails >= MAX_FAILS
        minutes = min(LOCK_MINUTES * 2 ** (max(flow.pickup_tries, MAX_FAILS) // MAX_FAILS - 1), LONGEST_LOCK)
        flow.write({
            "pickup_fails": 0 if locked else fails, "pickup_locked_until": now + timedelta(minutes=minutes) if locked else flow.pickup_locked_until})
        if locked:
            self._log(self.env._("%(fails)s wrong pick-up codes: locked for %(minutes)s minutes.", fails=MAX_FAILS, minutes=minutes))
            text = self.env._("Wrong code for the fifth time: the pick-up of order %(order)s is locked for %(minutes)s minutes.",
                              order=self.name, minutes=minutes)
        else:
            text = self.env._("This is not the code of order %(order)s; %(left)s tries are left.", order=self.name, left=MAX_FAILS - fails)
        answer = self._notify(self.env._("Wrong code"), text)
        return {**answer, "params": {**answer["params"], "type": "danger"}}
