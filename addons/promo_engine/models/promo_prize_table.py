from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.dealer_base.money import to_fen

from ..engine import Prize, Table, table_problems

OPS, MANAGER = "dealer_base.group_ops", "dealer_base.group_ops_manager"


class PromoPrizeTable(models.Model):
    """Prizes of a draw with their odds and stock, approved by another person and then frozen; every draw from it stands in a log."""

    _name = "promo.prize.table"
    _description = "Prize table"
    _inherit = ["mail.thread", "mail.activity.mixin", "dealer.flow.mixin", "dealer.editors.mixin"]
    _order = "id desc"
    _flow_strict = True
    _check_company_auto = True

    name = fields.Char(required=True, tracking=True, help="A reward of the kind Draw names it.")
    company_id = fields.Many2one("res.company", required=True, index=True, default=lambda self: self.env.company)
    currency_id = fields.Many2one(related="company_id.currency_id")
    state = fields.Selection(
        [("draft", "Draft"), ("submitted", "To approve"), ("approved", "In force"), ("closed", "Closed")], default="draft", required=True, readonly=True,
        index=True, tracking=True)
    prize_ids = fields.One2many("promo.prize", "table_id", string="Prizes", copy=True)
    draw_ids = fields.One2many("promo.draw", "table_id", string="Draw log", readonly=True)
    draw_count = fields.Integer(compute="_compute_draw_count")
    submitted_by = fields.Many2one("res.users", readonly=True, copy=False)
    approved_by = fields.Many2one("res.users", readonly=True, copy=False)

    _name_uniq = models.UniqueIndex("(company_id, name) WHERE state <> 'closed'", "A prize table of this name exists already.")

    def _compute_draw_count(self):
        counts = dict(self.env["promo.draw"]._read_group([("table_id", "in", self.ids)], ["table_id"], ["__count"]))
        for table in self:
            table.draw_count = counts.get(table, 0)

    def write(self, vals):
        """As Odoo; a table that is no draft keeps its prizes."""
        if not self.env.su and vals.keys() & {"name", "company_id", "prize_ids"}:
            for table in self:
                table._need_state("draft")
            self._remember_editor()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _keep(self):
        for table in self.filtered(lambda table: table.state != "draft" or table.draw_ids):
            raise UserError(self.env._("Prize table %s is kept for its draws: close it.", table.name))

    def _engine_table(self):
        """:return: Table of the engine."""
        prizes = tuple(
            Prize(f"prize{prize.id}", to_fen(round(prize.odds, 2)), None if prize.is_endless else prize.stock, to_fen(prize.value)) for prize in self.prize_ids)
        return Table(self.name, prizes, f"prize{self.prize_ids.filtered('is_fallback')[:1].id or 0}")

    def action_submit(self):
        """Hand the table over for approval.

        :raises UserError: when the odds are not 100 % in all, or a prize with a stock has none to take its place.
        """
        self._need(OPS)
        words = {
            "odds_sum": self.env._("the odds add up to %s %%, not to 100 %%"), "odds_negative": self.env._("odds below zero: %s"),
            "prize_twice": self.env._("a prize stands there twice: %s"), "prize_too_high": self.env._("no prize may be worth more than 50,000.00: %s"),
            "no_fallback": self.env._("one prize without a stock must take the place of those that are gone: %s")}
        for table in self:
            table._need_state("draft")
            names = {f"prize{prize.id}": prize.name for prize in table.prize_ids}
            found = [words[code] % (value / 100 if code == "odds_sum" else names.get(value, "-")) for code, value in table_problems(table._engine_table())]
            if found:
                raise UserError(self.env._("%(table)s cannot be submitted: %(found)s.", table=table.name, found="; ".join(found)))
            table.sudo().write({"state": "submitted", "submitted_by": self.env.uid})  # sudo: the state is written by this step alone
        return True

    def action_approve(self):
        """Put the table in force; nobody approves what he entered, edited or submitted."""
        self._need(MANAGER)
        for table in self:
            table._need_state("submitted")
            if not self.env.su:
                table._refuse_editors()
                if self.env.user in table.create_uid | table.submitted_by:
                    raise AccessError(self.env._("Another person must approve %s: you planned or submitted it.", table.name))
            table.sudo().write({"state": "approved", "approved_by": self.env.uid})  # sudo: as above
        return True

    def action_send_back(self):
        """Make a draft of a table that waits for approval."""
        self._need(MANAGER)
        for table in self:
            table._need_state("submitted")
            table.sudo().write({"state": "draft", "submitted_by": False})  # sudo: as above
        return True

    def action_close(self):
        """End the table; nothing is drawn from it any more."""
        self._need(MANAGER)
        for table in self:
            table._need_state("approved")
            table.sudo().write({"state": "closed"})  # sudo: as above
        return True

    def action_open_draws(self):
        """Show the log of the draws."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("promo_engine.promo_draw_action")
        return {**action, "domain": [("table_id", "=", self.id)]}

    def action_check_log(self):
        """Prove that no line of the log was changed, left out or moved.

        :return: a notification.
        """
        self.ensure_one()
        self.check_access("read")
        sound = self.env["promo.draw"].sudo()._log_ok(self)  # sudo: the proof reads the whole log
        text = self.env._("%s draws: the log is whole.", self.draw_count) if sound else self.env._("The log was changed: a line does not fit the one before.")
        return {"type": "ir.actions.client", "tag": "display_notification", "params": {
            "message": text, "type": "success" if sound else "danger", "sticky": not sound}}

    def _need(self, group):
        if not self.env.su and not self.env.user.has_groups(f"{group},{MANAGER}"):
            raise AccessError(self.env._("Operations plans prize tables, the operations manager approves and closes them."))
        self.check_access("write")
