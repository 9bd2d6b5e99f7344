from datetime import datetime, timedelta

from odoo import fields, models

DATES = {"rule_ids": ("date_start", "date_end"), "phase_ids": ("date_start", "date_end"), "example_ids": ("at",)}


class PromoCampaign(models.Model):
    """A campaign that went well is run again: the same rules, phases, examples and budget, on other days."""

    _inherit = "promo.campaign"

    def action_clone(self):
        """Plan the campaign again, beginning tomorrow at the same time of day; all its dates move with it.

        :return: action that opens the new draft.
        """
        self.ensure_one()
        self._need_group("dealer_base.group_ops,dealer_base.group_ops_manager")
        today, first = self.company_id._dealer_today(), self.company_id._dealer_local(self.date_start).date()
        clone = self.create(self._moved((today + timedelta(days=1) - first).days))
        clone._say(self.env._("Planned again from %s", self.display_name))
        return {"type": "ir.actions.act_window", "res_model": self._name, "res_id": clone.id, "view_mode": "form"}

    def _moved(self, days):
        """:param days: by how many days its dates move. :return: values of a copy."""
        def move(value):
            moment = value if isinstance(value, datetime) else fields.Datetime.to_datetime(value)
            return moment + timedelta(days=days) if moment else value

        values = self.copy_data()[0]
        for name in ("date_start", "date_end"):
            values[name] = move(values[name])
        values["announce_date"] = False
        for name, columns in DATES.items():
            for command in values.get(name) or ():
                command[2].update({column: move(command[2][column]) for column in columns if command[2].get(column)})
        return values
