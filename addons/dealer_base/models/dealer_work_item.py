from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools.safe_eval import safe_eval


class DealerWorkItem(models.TransientModel):
    """My work: each queue that the user may open with the number of documents that wait in it, counted with the user's own rights."""

    _name = "dealer.work.item"
    _description = "My work"
    _order = "sequence, id"

    name = fields.Char(readonly=True)
    section = fields.Char(readonly=True)
    sequence = fields.Integer(readonly=True)
    action_id = fields.Many2one("ir.actions.act_window", readonly=True, ondelete="cascade")
    waiting = fields.Integer(readonly=True, aggregator=None)
    domain = fields.Char(readonly=True)

    @api.model
    def action_open_mine(self):
        """Count the queues of the current user anew and show them.

        :return: list action.
        """
        self.search([("create_uid", "=", self.env.uid)]).unlink()
        items = self.create(self._queues())
        return {
            "type": "ir.actions.act_window", "name": self.env._("My work"), "res_model": self._name, "view_mode": "list",
            "domain": [("id", "in", items.ids)], "target": "current",
            "help": self.env._("Nothing waits for you in the menus that you may open.")}

    @api.model
    def _queues(self):
        """Give the queues whose menus the user sees.

        :return: list of values of this model.
        """
        menus = self.env["ir.ui.menu"].sudo().search([("dealer_queue", "!=", False)])  # sudo: which of them the user sees is asked next
        out = []
        seen = menus.sudo(False)._filter_visible_menus().sudo()  # sudo: name, action and domain of a visible menu
        for number, menu in enumerate(seen.sorted(self._place_in_bar)):
            action = menu.action
            if not action or action._name != "ir.actions.act_window" or not self.env[action.res_model].has_access("read"):
                continue
            domain = Domain(safe_eval(action.domain or "[]", {"uid": self.env.uid})) & Domain(safe_eval(menu.dealer_queue, {"uid": self.env.uid}))
            out.append({
                "name": menu.name, "section": self._path(menu)[1:2].name, "sequence": number, "action_id": action.id, "domain": repr(list(domain)),
                "waiting": self.env[action.res_model].search_count(domain)})
        return out

    @staticmethod
    def _path(menu):
        """Give the menus from the application down to one of its entries; the second one is the section in the bar."""
        path = menu
        while menu.parent_id:
            menu = menu.parent_id
            path = menu + path
        return path

    def _place_in_bar(self, menu):
        """Sort queues as they stand in the bar: section by section, group by group."""
        return [(step.sequence, step.id) for step in self._path(menu)]

    def action_open(self):
        """Open the queue with what was counted."""
        self.ensure_one()
        action = self.action_id.sudo()._get_action_dict()  # sudo: the queue was counted from a menu that the user sees
        return {**action, "domain": safe_eval(self.domain), "context": {
            key: value for key, value in safe_eval(action["context"] or "{}", {"uid": self.env.uid}).items() if not key.startswith("search_default_")}}
