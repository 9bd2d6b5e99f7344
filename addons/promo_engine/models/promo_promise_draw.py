from odoo import fields, models
from odoo.exceptions import AccessError, UserError


class PromoPromise(models.Model):
    """Draws that an order earned: drawn once, the prize follows at once or is handed over by service."""

    _inherit = "promo.promise"

    draw_ids = fields.One2many("promo.draw", "promise_id", string="Draw log", readonly=True)

    def action_done(self):
        """Mark what was earned as given; points and draws are given by themselves.

        :raises UserError: for points and draws.
        """
        for promise in self.filtered(lambda rec: rec.kind in ("draw", "points", "upgrade")):
            raise UserError(self.env._(
                "%s: points and levels come by themselves when they are due, draws are drawn; nothing is marked by hand.", promise.display_name))
        return super().action_done()

    def action_draw(self):
        """Draw what the order earned. Customer service.

        :return: a notification that says what was won.
        :raises AccessError: for who planned or submitted the prizes, and where the winner would be he or who draws (duty rule S12).
        :raises UserError: when there is nothing to draw, or no table of that name is in force.
        """
        self._need("dealer_base.group_cs_presale,dealer_base.group_cs_aftersale")
        won = []
        for promise in self:
            promise._need_state("due")
            if promise.kind != "draw":
                raise UserError(self.env._("%s: this is no draw.", promise.display_name))
            table = self.env["promo.prize.table"].sudo().search([  # sudo: who serves the customer need not plan prizes
                ("name", "=", promise.key), ("company_id", "=", promise.company_id.id), ("state", "=", "approved")])
            if not table:
                raise UserError(self.env._("%(name)s: no prize table “%(table)s” is in force.", name=promise.display_name, table=promise.key))
            promise._refuse_planners(table)
            mine = []
            for number in range(promise.count):
                line = self.env["promo.draw"].sudo()._draw(table, promise, f"{promise.id}-{number + 1}")  # sudo: the log is written by this step alone
                promise._hand_over(line)
                mine.append(line.prize_id.name)
            promise.sudo().write({"state": "done", "done_by": self.env.uid, "done_at": fields.Datetime.now()})  # sudo: as above
            promise.message_post(body=self.env._("Drawn: %s", ", ".join(mine)))
            won += mine
        return {"type": "ir.actions.client", "tag": "display_notification", "params": {
            "message": self.env._("Won: %s", ", ".join(won)), "type": "success", "sticky": True, "next": {"type": "ir.actions.client", "tag": "soft_reload"}}}

    def _refuse_planners(self, table):
        """Keep who set up prizes away from their draw: he neither draws nor wins. :param table: promo.prize.table, in sudo."""
        planners, user = table.create_uid | table.editor_ids | table.submitted_by, self.env.user
        if user in planners and not self.env.su:
            raise AccessError(self.env._(
                "%(name)s: another person must draw, for you planned or submitted the prizes of “%(table)s”.", name=self.display_name, table=table.name))
        winner = self.sudo().partner_id  # sudo: who takes part, whoever draws
        if (planners | user).partner_id & (winner | winner.commercial_partner_id):
            raise AccessError(self.env._(
                "%(name)s: who plans the prizes of “%(table)s” or draws takes no part in the draw; let another person draw, or give this up.",
                name=self.display_name, table=table.name))

    def _hand_over(self, line):
        """Give the prize of a draw; goods are handed over by service. In sudo."""
        prize = line.prize_id
        if prize.kind == "voucher":
            prize.batch_id._give(self.partner_id, source_order_id=self.order_id.id)
        elif prize.kind == "points":
            self.env["promo.points.account"]._book(
                self.company_id, self.partner_id, prize.points, "won", f"draw,{line.id}", promise_id=self.id, order_id=self.order_id.id)
        elif prize.kind == "goods":
            self.activity_schedule("mail.mail_activity_data_todo", summary=self.env._("Hand over: %s", prize.name))
