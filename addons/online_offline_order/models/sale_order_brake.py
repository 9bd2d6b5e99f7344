from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.dealer_base.money import from_fen, to_fen, yuan
from odoo.addons.dealer_prepaid.ledger.brakes import Brake, asks

from .sale_order_flow import MANAGER, PRESALE

OWNER = "dealer_base.group_portal_dealer"
BRAKE_FIELDS = {"brake_state", "brake_note", "brake_total", "brake_by", "brake_at", "brake_moment"}
COUNTED = ("submitted", "approved", "partial", "shipped", "received")


class SaleOrder(models.Model):
    """The dealer's own brakes on orders (N17): an order over them keeps its hold and waits for the dealer, before anybody approves it.

    submitted -> asked -> agreed (by the dealer with his login, or noted by the service manager with the reason) -> approved; refused
    by the dealer it goes back to draft and its money is free. Which orders count before this one is told by the moment in which their
    money was held, so that two orders at the same instant are judged alike at the approval.
    """

    _inherit = "sale.order"
    _reason_methods = {"action_agree_brake", "action_refuse_brake"}

    brake_state = fields.Selection(
        [("asked", "Waits for the dealer"), ("agreed", "Dealer agreed"), ("refused", "Dealer refused")], string="Dealer's own brake", readonly=True,
        copy=False, index="btree_not_null", tracking=True)
    brake_note = fields.Char(string="What the dealer is asked", readonly=True, copy=False)
    brake_total = fields.Monetary(string="Agreed up to", readonly=True, copy=False, help="The total the dealer agreed to; a higher one is asked again.")
    brake_by = fields.Many2one("res.users", string="Answered by", readonly=True, copy=False)
    brake_at = fields.Datetime(string="Answered on", readonly=True, copy=False)

    brake_moment = fields.Datetime(
        string="Counts from", readonly=True, copy=False, index="btree_not_null",
        help="When its money was held last: the day and the month of the dealer's own brakes that it counts for.")
    brake_due = fields.Boolean(compute="_compute_brake_due", help="The dealer wants to be asked about it and nobody asked him yet.")

    @api.depends("dealer_state", "brake_state", "settlement_total")
    def _compute_brake_due(self):
        for order in self:
            order.brake_due = order.dealer_state == "submitted" and order.brake_state != "asked" and order._owner_is_asked()

    @api.model
    def _flow_fields(self):
        return super()._flow_fields() | BRAKE_FIELDS

    @api.model
    def _portal_fields(self):
        return super()._portal_fields() | {"brake_state", "brake_note", "brake_total", "brake_at"}

    @api.model
    def _clerk_closed_fields(self):
        return super()._clerk_closed_fields() | {"brake_note"}

    # -- when it asks

    def _hold_or_wait(self, settlement, quote):
        answer = super()._hold_or_wait(settlement, quote)
        if self.dealer_state in COUNTED:
            self._flow().brake_moment = fields.Datetime.now()
        if self.dealer_state == "submitted":
            self._ask_owner()
        return answer

    def _send_back(self, reason):
        """A draft counts for no day; it counts for the one on which its money is held again."""
        super()._send_back(reason)
        self._flow().brake_moment = False

    def _after_carrier_change(self, more_fen):
        """A higher total than the dealer agreed to is asked for; an approved order goes back to review for it."""
        if more_fen > 0 and self.dealer_state == "partial" and self._owner_is_asked():
            raise UserError(self.env._(
                "Order %(order)s has shipped in part and the dealer wants to be asked: %(note)s Enter the further goods as an order of their own.",
                order=self.name, note=self._brake_sentence(self._brake_asks())))
        if more_fen > 0 and self.dealer_state in ("submitted", "approved") and self._owner_is_asked():
            if self.dealer_state == "approved":
                self._refuse_picked()
                self._flow()._back_to_review()
            self._ask_owner()
        return super()._after_carrier_change(more_fen)

    def _check_ready_to_approve(self):
        super()._check_ready_to_approve()
        if self.dealer_state == "submitted" and self._owner_is_asked():
            raise UserError(self.env._(
                "Order %(order)s waits for the dealer: %(note)s He confirms it on the portal under Orders to confirm; where he was never asked, press "
                "\"Ask the dealer\". An answer given otherwise is noted by the service manager.",
                order=self.name, note=self.brake_note or self._brake_sentence(self._brake_asks())))

    def _no_approvers(self):
        """Who noted the owner's answer on his word does not approve the order as well; the owner himself approves none."""
        return super()._no_approvers() | self.sudo().brake_by.filtered(lambda user: not user.share)  # sudo: who answered counts for every role

    def _owner_is_asked(self):
        """Say whether the owner wants to be asked about the order as it stands, and has not agreed to its total."""
        if self.brake_state == "agreed" and to_fen(self.settlement_total) <= to_fen(self.brake_total):
            return False
        return bool(self._brake_asks())

    def _ask_owner(self):
        """Note whether the order waits for the dealer, and tell his logins once."""
        self.ensure_one()
        if not self._owner_is_asked():
            if self.brake_state not in (False, "agreed"):
                self._flow().write({"brake_state": False, "brake_note": False})
            return
        note, flow = self._brake_sentence(self._brake_asks()), self._flow()
        if self.brake_state == "asked" and self.brake_note == note:
            return  # he knows
        flow.write({"brake_state": "asked", "brake_note": note, "brake_total": 0, "brake_by": False, "brake_at": False})
        self._log(self.env._("Waits for the dealer: %s", note))
        people = self.env["prepaid.brake"]._owner_users(self.account_partner_id)
        if people:
            flow.message_notify(
                partner_ids=people.partner_id.ids, subject=self.env._("Order %s waits for your confirmation", self.name),
                body=self.env._("%(note)s Confirm or refuse it on the portal under Orders to confirm.", note=note))

    def _brake_asks(self):
        """Work out why the owner wants to be asked.

        :return: list of ledger.brakes.Ask.
        """
        self.ensure_one()
        if not self.account_partner_id or (self.settled_by or "prepaid") != "prepaid":
            return []
        owner = self.account_partner_id
        brakes = self.env["prepaid.brake"]._of_order(self.company_id, owner, self.partner_id)
        if not brakes:
            return []
        core = []
        for brake in brakes:
            day, month = self._used_before(brake.store_id)
            core.append(Brake(
                brake.store_id.name or owner.name, to_fen(brake.ask_above), to_fen(brake.per_day), to_fen(brake.per_month), day, month))
        return asks(core, to_fen(self.settlement_total))

    def _used_before(self, store):
        """Sum up what the owner's orders whose money was held before this one's take in its day and its month.

        :param store: res.partner whose orders count, empty for all of the account.
        :return: (fen of the day, fen of the month).
        """
        moment = self.brake_moment or fields.Datetime.now()
        local = self.company_id._dealer_local(moment)
        day = self.company_id._dealer_utc(local.date())
        month = self.company_id._dealer_utc(local.date() + relativedelta(day=1))
        orders = self.sudo().search([  # sudo: orders of other stores count as well
            ("account_partner_id", "=", self.account_partner_id.id), ("company_id", "=", self.company_id.id), ("dealer_state", "in", COUNTED),
            ("brake_moment", ">=", month), ("brake_moment", "<=", moment), ("settled_by", "=", "prepaid"),
            *([("partner_id", "=", store.id)] if store else [])])
        before = orders.filtered(lambda order: (order.brake_moment, order.id) < (moment, self.id))
        sums = [(order.brake_moment, order._brake_amount()) for order in before]
        return sum(fen for at, fen in sums if at >= day), sum(fen for _at, fen in sums)

    def _brake_amount(self):
        """Give what the order takes from the account: what was debited once it is done, before that its total."""
        return to_fen(self.captured_total if self.dealer_state in ("shipped", "received") else self.settlement_total)

    def _brake_sentence(self, found):
        words = {
            "order": self.env._("%(who)s: the order is %(total)s CNY, to be asked above %(limit)s."),
            "day": self.env._("%(who)s: the orders of the day come to %(total)s CNY, to be asked beyond %(limit)s."),
            "month": self.env._("%(who)s: the orders of the month come to %(total)s CNY, to be asked beyond %(limit)s."),
        }
        return " ".join(words[ask.code] % {"who": ask.key, "total": yuan(ask.total_fen), "limit": yuan(ask.limit_fen)} for ask in found)

    # -- the answer

    def action_ask_brake(self):
        """Ask the dealer about submitted orders that go over his own brakes.

        :return: True.
        :raises AccessError: without the role pre-sale service.
        """
        self._require_role(PRESALE)
        self.check_access("read")
        for order in self.filtered(lambda rec: rec.dealer_state == "submitted"):
            order._ask_owner()
        return True

    def action_agree_brake(self, reason=None):
        """Agree to an order that goes over the dealer's own brakes: the dealer himself, or the service manager for him.

        :param reason: how the dealer agreed; needed from the service manager.
        :return: True; agreeing twice does nothing more.
        :raises AccessError: for everybody else, and for a service manager who entered or submitted the order.
        :raises UserError: when the order does not wait for the dealer.
        """
        for order in self:
            by_owner = order._need_answerer(reason)
            if order.brake_state == "agreed":
                continue
            if order.brake_state != "asked" or order.dealer_state != "submitted":
                raise UserError(self.env._("Order %s does not wait for the dealer: nothing is to be answered.", order.name))
            order._answer_brake("agreed", order.settlement_total)
            order._log(self.env._("The dealer agreed.") if by_owner else self.env._("The dealer agreed, noted for him: %s", reason.strip()))
        return True

    def action_refuse_brake(self, reason):
        """Refuse an order that goes over the dealer's own brakes: back to draft, its money is free again.

        :param reason: why, for the people who entered it.
        :return: True.
        :raises AccessError: as :meth:`action_agree_brake`.
        :raises UserError: without a reason, or when the order does not wait for the dealer.
        """
        for order in self:
            order._need_answerer(reason)
            order._need_reason(reason)
            if order.brake_state != "asked" or order.dealer_state != "submitted":
                raise UserError(self.env._("Order %s does not wait for the dealer: nothing is to be answered.", order.name))
            text = self.env._("The dealer refused: %s", reason.strip())
            order._flow()._send_back(text)
            order._answer_brake("refused", 0)
        return True

    def action_note_agreed(self):
        """Ask how the dealer agreed (service manager)."""
        return self.env["dealer.reason"]._ask(self, "action_agree_brake", self.env._("The dealer agreed"))

    def action_note_refused(self):
        """Ask why the dealer refused (service manager)."""
        return self.env["dealer.reason"]._ask(self, "action_refuse_brake", self.env._("The dealer refused"))

    def _answer_brake(self, state, total):
        self._flow().write({
            "brake_state": state, "brake_total": from_fen(to_fen(total)), "brake_by": self.env.uid, "brake_at": fields.Datetime.now()})

    def _need_answerer(self, reason):
        """Refuse who may not answer for the owner.

        :return: whether the owner himself answers.
        """
        self.ensure_one()
        self.check_access("read")
        user = self.env.user
        if user in self.env["prepaid.brake"]._owner_users(self.sudo().account_partner_id):  # sudo: whose account it is, whoever answers
            return True
        self._require_role(MANAGER)
        if user in self.create_uid | self.sudo().submitted_by | self._no_approvers():  # sudo: who submitted counts for every role
            raise AccessError(self.env._("Another person must note the dealer's answer to order %s: you entered, changed or submitted it.", self.name))
        if not (reason or "").strip():
            raise UserError(self.env._("Order %s: say how and by whom the dealer's answer was given.", self.name))
        return False
