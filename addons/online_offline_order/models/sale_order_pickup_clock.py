import logging

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from ..pickup import due_on, read_days
from ..returns import NON_QUALITY
from .sale_order_pickup import OPEN, SERVICE

_logger = logging.getLogger(__name__)
STORE = "dealer_base.group_portal_store"
AFTERSALE = "dealer_base.group_cs_aftersale"


class SaleOrder(models.Model):
    """Goods that nobody fetches (journey J10): reminders, the day on which the store decides, the day on which service takes over.

    The store keeps the goods as its own stock, which moves no money, or sends them back as a return that is no matter of
    quality. The days count from the arrival, where the company is; a job that missed a day tells the latest step alone.
    """

    _inherit = "sale.order"
    _reason_methods = {"action_take_to_stock", "action_send_back"}

    pickup_reminders = fields.Integer(string="Reminders sent", readonly=True, copy=False)
    is_own_stock = fields.Boolean(
        string="Taken to stock", readonly=True, copy=False, help="Nobody fetched the goods: the store keeps them. The sale counts for the store.")
    pickup_return_id = fields.Many2one("dealer.return", string="Sent back with", readonly=True, copy=False, index="btree_not_null")

    def _flow_fields(self):
        return super()._flow_fields() | {"pickup_reminders", "is_own_stock", "pickup_return_id"}

    def _portal_fields(self):
        return super()._portal_fields() | {"is_own_stock"}

    # -- the daily job

    @api.model
    def _cron_pickup_clock(self):
        """Remind of goods that wait at stores, ask for the decision, hand over to service; each order is its own transaction and stops no other."""
        waiting = self.search([("is_dealer_order", "=", True), ("dealer_state", "=", "shipped"), ("pickup_state", "in", OPEN[:-1])], order="arrived_at, id")
        for order in waiting:
            number = order.name
            try:
                with self.env.cr.savepoint():
                    order._follow_pickup()
            except Exception as error:  # broken data, a lock
                _logger.exception("The pick-up of order %s could not be followed", number)
                order._pickup_failed(error)
            if self.env.context.get("cron_id"):
                self.env["ir.cron"]._commit_progress(1)

    def _pickup_failed(self, error):
        """Give service a task for an order whose pick-up the job cannot follow; one, however often it fails."""
        summary = self.env._("The pick-up could not be followed: look after it by hand")
        try:
            with self.env.cr.savepoint():
                if summary not in self.activity_ids.mapped("summary"):
                    self.activity_schedule(
                        "mail.mail_activity_data_todo", user_id=self._pickup_person().id, summary=summary, note=str(error)[:200])
        except Exception:  # what broke the order may break its task; the log has both
            _logger.exception("No task for order id %s", self.id)

    def _follow_pickup(self):
        """Take the latest step that is due for one order, once."""
        company, flow = self.company_id, self._flow()
        day = (company._dealer_today() - company._dealer_local(self.arrived_at).date()).days
        due = due_on(day, read_days(company.pickup_reminder_days) or (), company.pickup_decision_day, company.pickup_task_day)
        if due.overdue:
            flow.write({"pickup_state": "overdue", "pickup_reminders": due.reminders})
            flow._hand_pickup_to_service(day)
        elif due.decide and flow.pickup_state != "decide":
            flow.write({"pickup_state": "decide", "pickup_reminders": due.reminders})
            flow._tell_store(self._in_store_language().env._(
                "Order %(order)s has waited for its consumer for %(day)s days: decide whether you keep the goods as own stock or send them back.",
                order=self.name, day=day))
        elif due.reminders > flow.pickup_reminders and not due.decide:
            flow.write({"pickup_state": "reminded", "pickup_reminders": due.reminders})
            flow._tell_store(self._in_store_language().env._(
                "Order %(order)s waits for its consumer since %(arrived)s: please remind the consumer.", order=self.name,
                arrived=fields.Date.to_string(company._dealer_local(self.arrived_at).date())))
            self._send_pickup_notice(flow._pickup_notice_text())

    def _in_store_language(self):
        return self.with_context(lang=self._document_lang())

    def _tell_store(self, text):
        """Write to the store, by mail to those of it who have an address; called in flow mode."""
        store = self.partner_id
        people = (store | store.child_ids.filtered(lambda one: not one.is_company and not one.is_dealer_consumer)).filtered("email")
        if people:
            self.message_post(body=text, partner_ids=people.ids, subtype_xmlid="mail.mt_comment")
        else:
            self.message_post(body=text)

    def _hand_pickup_to_service(self, day):
        """Give customer service the task and mark the account; called in flow mode."""
        text = self.env._("Order %(order)s lies at %(store)s for %(day)s days and nobody has decided about it.", order=self.name,
                          store=self.partner_id.display_name, day=day)
        self.activity_schedule("mail.mail_activity_data_todo", user_id=self._pickup_person().id, summary=self.env._("Pick-up overdue: decide with the store"),
                               note=text)
        self.message_post(body=text)
        account = self._find_hold_account()
        if account:
            account.message_post(body=text)

    def _pickup_person(self):
        """Give who of service looks after an overdue pick-up: who submitted the order, else the after-sale person with the fewest tasks.

        :return: one res.users.
        """
        if any(self.submitted_by.has_group(group) for group in SERVICE) and self.submitted_by.active:
            return self.submitted_by
        people = self.env.ref(AFTERSALE).all_user_ids.filtered(lambda user: user.active and not user.share and self.company_id in user.company_ids)
        tasks = dict(self.env["mail.activity"]._read_group([("user_id", "in", people.ids)], ["user_id"], ["__count"]))
        return min(people, key=lambda user: (tasks.get(user, 0), user.id), default=self.submitted_by or self.env.user)

    # -- the decision

    def action_take_to_stock(self, reason):
        """Let the store keep goods that nobody fetched: the order is closed, no money moves, the sale counts for the store.

        :param reason: text, why.
        :return: True; pressing twice does nothing more.
        :raises AccessError: for others than the store's manager and customer service.
        :raises UserError: when nothing waits, or for the store before the day of decision.
        """
        for order in self:
            flow = order._begin_pickup_step(STORE, *SERVICE)
            if flow.is_own_stock:
                continue  # a doubled click
            order._check_decision(flow, reason)
            flow.write({"is_own_stock": True, "pickup_state": "own_stock", "pickup_code_hash": False})
            order._log(self.env._("Taken to stock by the store: %s", reason))
            order._end_pickup_task()
            order._receive_by_handover(fields.Datetime.now())
        return True

    def action_ask_take_to_stock(self):
        """Ask why the store keeps the goods."""
        return self.env["dealer.reason"]._ask(self, "action_take_to_stock", self.env._("Taken to stock: why?"))

    def action_send_back(self, reason):
        """Send goods back that nobody fetched: a return of all pieces is entered, not for quality; service submits and approves it.

        :param reason: text, why.
        :return: form action of the return for service, True for the store.
        :raises AccessError: for others than the store's manager and customer service.
        :raises UserError: when nothing waits, or for the store before the day of decision.
        """
        flow = self._begin_pickup_step(STORE, *SERVICE)
        if flow.pickup_state != "sent_back":
            self._check_decision(flow, reason)
            back = flow.env["dealer.return"].create({
                "order_id": self.id, "reason_class": NON_QUALITY, "reason": reason, "postage_by": "collect",
                "line_ids": [Command.create({"order_line_id": line.id, "quantity": line.qty_settled}) for line in flow._goods_lines() if line.qty_settled]})
            for line in back.line_ids:
                line.quantity = line.left_qty  # what other returns have taken already does not come back twice
            flow.write({"pickup_state": "sent_back", "pickup_return_id": back.id})
            self._log(self.env._("Nobody fetched the goods, they go back with %(number)s: %(reason)s", number=back.name, reason=reason))
            self._end_pickup_task()
            if self.env.user.share:
                back.activity_schedule("mail.mail_activity_data_todo", user_id=flow._pickup_person().id,
                                       summary=self.env._("The store sends goods back that nobody fetched: submit the return"))
        if self.env.user.share:
            return True
        return {"type": "ir.actions.act_window", "res_model": "dealer.return", "res_id": flow.pickup_return_id.id, "view_mode": "form"}

    def action_ask_send_back(self):
        """Ask why the goods go back."""
        return self.env["dealer.reason"]._ask(self, "action_send_back", self.env._("Send back: why?"))

    def _check_decision(self, flow, reason):
        self._need_reason(reason)
        if flow.pickup_state not in OPEN or flow.dealer_state != "shipped":
            raise UserError(self.env._("Order %s: nothing waits at the store for the consumer.", self.name))
        if self.env.user.share and flow.pickup_state not in ("decide", "overdue"):
            day = fields.Date.add(flow.company_id._dealer_local(flow.arrived_at).date(), days=flow.company_id.pickup_decision_day)
            raise UserError(self.env._(
                "Order %(order)s: until %(day)s the goods are kept for the consumer; ask customer service if the consumer does not want them.",
                order=self.name, day=fields.Date.to_string(day)))

    def _end_pickup_task(self):
        self.sudo().activity_unlink(["mail.mail_activity_data_todo"])  # sudo: the task is done whoever has it

    def _reopen_pickup(self):
        """Let the store decide again, after its return was turned down or given up."""
        for order in self._flow().filtered(lambda rec: rec.pickup_state == "sent_back" and rec.dealer_state == "shipped"):
            order.write({"pickup_state": "decide", "pickup_return_id": False})
