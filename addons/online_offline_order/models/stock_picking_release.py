from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from .stock_picking import SHIPPERS

SERVICE = ("dealer_base.group_cs_presale", "dealer_base.group_cs_aftersale")
STATES = [("none", "Ships as a whole"), ("asked", "Asked for a part"), ("released", "Part released"), ("refused", "Part refused")]


class StockPicking(models.Model):
    """A part of a dealer order leaves only when customer service has asked the store: the warehouse asks, service releases or refuses (R1-072).

    What was asked for is remembered by goods and pieces; another part needs another release. The rest is a delivery of its own.
    """

    _inherit = "stock.picking"
    _reason_methods = {"action_ask_partial", "action_release_partial", "action_refuse_partial"}

    partial_state = fields.Selection(STATES, string="Partial shipment", default="none", required=True, readonly=True, copy=False, index=True)
    partial_plan = fields.Json(readonly=True, copy=False, help="{move id: pieces} the warehouse asked for.")
    partial_text = fields.Char(string="Part asked for", readonly=True, copy=False)
    partial_reason = fields.Char(string="Why only a part", readonly=True, copy=False)
    partial_answer = fields.Char(string="Answer of the store", readonly=True, copy=False)
    partial_asked_by = fields.Many2one("res.users", string="Part asked for by", readonly=True, copy=False)
    partial_decided_by = fields.Many2one("res.users", string="Part decided by", readonly=True, copy=False)
    is_partial = fields.Boolean(compute="_compute_is_partial", help="Less would ship than is still ordered.")

    @api.depends("move_ids.quantity", "move_ids.picked", "move_ids.product_uom_qty", "move_ids.state")
    def _compute_is_partial(self):
        for picking in self:
            picking.is_partial = picking.is_dealer_delivery and picking._ships_a_part()

    # -- steps

    def action_ask_partial(self, reason):
        """Ask customer service whether this part may leave before the rest.

        :param reason: why the whole does not ship now.
        :raises AccessError: without the role warehouse operator.
        :raises UserError: when everything would ship, nothing would, or the delivery is done.
        """
        self.env["sale.order"]._require_role(*SHIPPERS)
        for picking in self:
            picking._check_part()
            if not picking._ships_a_part():
                raise UserError(self.env._("Delivery %s ships as a whole: just press Ship.", picking.name))
            picking._decide_part(
                "asked", reason, partial_plan=picking._part_plan(), partial_text=picking._part_text(), partial_reason=reason, partial_answer=False,
                partial_asked_by=self.env.uid, partial_decided_by=False)
            picking.sudo().activity_schedule(  # sudo: the task belongs to service, the warehouse may have no rights there
                "mail.mail_activity_data_todo", user_id=(picking.sale_id.sudo().submitted_by or self.env.user).id,  # sudo: see above
                summary=self.env._("Part of order %s: ask the store", picking.sale_id.sudo().name), note=reason)  # sudo: the name in the task
        return True

    def action_release_partial(self, answer):
        """Let the part leave that the warehouse asked for.

        :param answer: what the store said.
        :raises AccessError: without a role of customer service.
        :raises UserError: when nothing was asked for.
        """
        return self._answer_part("released", answer)

    def action_refuse_partial(self, answer):
        """Keep the goods until the whole can ship, or until service cancels the rest.

        :param answer: what the store said.
        """
        return self._answer_part("refused", answer)

    def _answer_part(self, state, answer):
        self.env["sale.order"]._require_role(*SERVICE)
        for picking in self:
            picking._check_part()
            if picking.partial_state == state:
                continue  # a doubled click
            if picking.partial_state == "none":
                raise UserError(self.env._("Nobody asked for a part of delivery %s: the warehouse asks first.", picking.name))
            if picking.partial_asked_by == self.env.user:
                raise UserError(self.env._("Delivery %s: you asked for the part yourself, another person of service answers.", picking.name))
            picking._decide_part(state, answer, partial_answer=answer, partial_decided_by=self.env.uid)
            picking.sudo().activity_unlink(["mail.mail_activity_data_todo"])  # sudo: the task is done whoever has it
        return True

    def action_open_ask_partial(self):
        """Open the question for the reason."""
        return self.env["dealer.reason"]._ask(self, "action_ask_partial", self.env._("Why only a part?"))

    def action_open_release_partial(self):
        """Open the question for the store's answer, to release."""
        return self.env["dealer.reason"]._ask(self, "action_release_partial", self.env._("Release the part: what did the store answer?"))

    def action_open_refuse_partial(self):
        """Open the question for the store's answer, to refuse."""
        return self.env["dealer.reason"]._ask(self, "action_refuse_partial", self.env._("Refuse the part: what did the store answer?"))

    def write(self, vals):
        if not self.env.su and any(name.startswith("partial_") for name in vals):
            raise AccessError(self.env._("Whether a part of a delivery may leave is written by its buttons only."))
        return super().write(vals)

    # -- parts

    def _check_part(self):
        self.ensure_one()
        self.check_access("read")  # the role of a step is not the delivery: another warehouse has its own
        if not self.is_dealer_delivery or self.state in ("done", "cancel"):
            raise UserError(self.env._("%s is no open delivery of a dealer order.", self.name))

    def _decide_part(self, state, text, **vals):
        order = self.sale_id.sudo()  # sudo: the sentence and the timeline name the order
        order._need_reason(text)
        self.sudo().write({"partial_state": state, **vals})  # sudo: flow fields; role and state are checked above
        label = dict(self._fields["partial_state"]._description_selection(self.env))[state]
        order._log(self.env._("%(delivery)s: %(state)s (%(part)s). %(text)s", delivery=self.name, state=label, part=self.partial_text, text=text))

    def _open_moves(self):
        return self.sudo().move_ids.filtered(lambda move: move.state not in ("done", "cancel"))  # sudo: service reads no stock moves

    def _part_plan(self):
        """Give what would leave now: {move id as text: pieces}; where nothing is picked, Odoo ships all that is reserved."""
        moves = self._open_moves()
        any_picked = any(moves.mapped("picked"))
        return {str(move.id): move.quantity for move in moves if move.quantity and (move.picked or not any_picked)}

    def _ships_a_part(self):
        plan = self._part_plan()
        return bool(plan) and any(plan.get(str(move.id), 0) < move.product_uom_qty for move in self._open_moves())

    def _part_text(self):
        plan = self._part_plan()
        return ", ".join(
            self.env._("%(goods)s %(now)g of %(all)g", goods=move.product_id.display_name, now=plan.get(str(move.id), 0), all=move.product_uom_qty)
            for move in self._open_moves())

    def _check_release(self):
        super()._check_release()
        if not self.company_id.sudo().dealer_partial_release or not self._ships_a_part():  # sudo: a setting, whoever ships
            return
        order, plan = self.sale_id.sudo(), self._part_plan()  # sudo: the sentence names the order
        if self.partial_state == "refused":
            raise UserError(self.env._(
                "Delivery %(delivery)s: the store wants order %(order)s as a whole (\"%(answer)s\"). Wait for the missing goods, or have customer "
                "service cancel the rest.", delivery=self.name, order=order.name, answer=self.partial_answer))
        if self.partial_state == "asked" and plan == self.partial_plan:
            raise UserError(self.env._(
                "Delivery %(delivery)s: customer service was asked for %(part)s and has not released it yet. Wait for the answer, or ship order %(order)s "
                "as a whole.", delivery=self.name, part=self.partial_text, order=order.name))
        if self.partial_state != "released":
            raise UserError(self.env._(
                "Delivery %(delivery)s ships only a part of order %(order)s (%(part)s): press Ask for a part, customer service asks the store and "
                "releases it.", delivery=self.name, order=order.name, part=self._part_text()))
        if plan != self.partial_plan:
            raise UserError(self.env._(
                "Delivery %(delivery)s: released was %(released)s, now %(now)s would ship. Ship what was released or ask again.",
                delivery=self.name, released=self.partial_text, now=self._part_text()))
