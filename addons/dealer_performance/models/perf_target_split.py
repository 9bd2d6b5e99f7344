import re

from odoo import fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.dealer_base.money import from_fen, to_fen

from ..scoring import split_target

LABELS = {  # how a part is called after its first day
    "half": lambda day: f"H{(day.month + 5) // 6}", "quarter": lambda day: f"Q{(day.month + 2) // 3}", "month": lambda day: f"{day:%Y-%m}"}
SUFFIX = re.compile(r" (H[12]|Q[1-4]|[0-9]{4}-[0-9]{2})$")
BELOW = {"year": ("half", 6), "half": ("quarter", 3), "quarter": ("month", 1)}


class PerfTarget(models.Model):
    """Targets go down four levels: company year, half-year, quarter of a department, month of a person; and what of the credit came online."""

    _inherit = "perf.target"

    team_id = fields.Many2one("crm.team", string="Department", index="btree_not_null", ondelete="restrict")
    credited_online = fields.Monetary(string="Credited online", compute="_compute_credited", help="Orders by courier, for pick-up, or through a guide's link.")
    credited_offline = fields.Monetary(string="Credited in stores", compute="_compute_credited")
    entry_ids = fields.One2many("perf.entry", "target_id", string="Points and rewards", readonly=True)

    def _counted(self):
        """Give the credited sales that count for points: those of orders that are excluded do not.

        :return: {perf.target: amount}.
        """
        credits = self._credits()
        return {target: credits[target.id].counted for target in self}

    def action_split_months(self):
        """Split a draft evenly over the months of its period; the parts sum to it to the fen.

        :return: True.
        """
        self.check_access("write")
        for target in self:
            target._split_periods("month", 1)
        return True

    def action_split_level(self):
        """Split a draft evenly into the next level: a year into halves, a half into quarters, a quarter into months; the parts sum to it to the fen.

        :return: True.
        """
        self.check_access("write")
        for target in self:
            if target.level not in BELOW:
                raise UserError(self.env._("%s is a month: it has no level below.", target.name))
            target._split_periods(*BELOW[target.level])
        return True

    def action_split_people(self):
        """Split a draft of a department evenly over its people, in its own period; the parts sum to it to the fen, and can be changed afterwards.

        :return: True.
        """
        self.check_access("write")
        for target in self:
            target._need_whole()
            people = target.team_id.sudo().member_ids  # sudo: who works in the department
            if not people:
                raise UserError(self.env._("Choose a department with people first."))
            target._add_parts([{
                "name": f"{target.name} {user.name}", "level": target.level, "date_from": target.date_from, "date_to": target.date_to,
                "user_id": user.id} for user in people])
        return True

    def _need_whole(self):
        if self.child_ids or self.state != "draft":
            raise UserError(self.env._("%s has parts already or is agreed.", self.name))

    def _split_periods(self, level, months):
        """Cut a draft into parts of so many months each; every part begins with a month, but for the first one."""
        self._need_whole()
        starts, day = [], self.date_from
        while day <= self.date_to:
            starts.append(day)
            day = fields.Date.start_of(fields.Date.add(day, months=months), "month")
        ends = [fields.Date.subtract(start, days=1) for start in starts[1:]] + [self.date_to]
        name = SUFFIX.sub("", self.name)  # of what it was cut from itself
        self._add_parts([{
            "name": f"{name} {LABELS[level](start)}", "level": level, "date_from": start, "date_to": end} for start, end in zip(starts, ends, strict=True)])

    def _add_parts(self, parts):
        amounts = split_target(to_fen(self.amount), [1] * len(parts))
        same = {"parent_id": self.id, "company_id": self.company_id.id, "user_id": self.user_id.id, "team_id": self.team_id.id,
                "sales_company_id": self.sales_company_id.id, "store_id": self.store_id.id}
        self.create([{**same, **part, "amount": float(from_fen(fen))} for part, fen in zip(parts, amounts, strict=True)])

    def action_give_points(self):
        """Work out the points and rewards of agreed targets that are over, by the rule tables; another person approves them. Operations.

        :return: list action of the new entries.
        :raises UserError: when there is nothing to give.
        """
        if not self.env.user.has_group("dealer_base.group_ops"):
            raise AccessError(self.env._("Points and rewards are worked out by operations."))
        self.check_access("read")
        entries = self.env["perf.entry"]._from_targets(self)
        if not entries:
            raise UserError(self.env._("Nothing to give: the targets are not agreed or not over, have their entries, or no table is in force for them."))
        return {"type": "ir.actions.act_window", "name": self.env._("Points and rewards"), "res_model": "perf.entry", "view_mode": "list,form",
                "domain": [("id", "in", entries.ids)]}
