from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError


class PerfForceMixin(models.AbstractModel):
    """Tables of rules that a second person puts in force: draft -> in force, and there they stay as they are.

    A model says who may (:attr:`_force_groups`), which fields may change afterwards (:attr:`_force_open`), what it asks of a table before it holds
    (:meth:`_check_force`) and its sentences.
    """

    _name = "perf.force.mixin"
    _description = "Table that two people put in force"
    _inherit = ["mail.thread", "dealer.flow.mixin", "dealer.editors.mixin"]
    _flow_strict = True
    _force_groups = ""  # who puts one in force: names of groups, a comma between them
    _force_open = frozenset()  # names of the fields that may change while it is in force

    state = fields.Selection(
        [("draft", "Draft"), ("active", "In force")], default="draft", required=True, readonly=True, index=True, tracking=True, copy=False)

    def write(self, vals):
        if not self.env.su and not vals.keys() <= {"message_ids", "activity_ids", *self._force_open}:
            self._need_draft()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_draft(self):
        self._need_draft()

    def _need_draft(self):
        """Refuse to change a table in force.

        :raises UserError: with the sentence of the model.
        """
        if any(table.state == "active" for table in self):
            raise UserError(self._force_words()["stays"])

    def _force_words(self):
        """Give the sentences of the model: "stays" (a table in force is not changed), "who" (may put one in force), "own" (%s, the own table)."""
        raise NotImplementedError

    def _force_concerned(self):
        """Give the users whom the table pays or assesses; they do not put it in force."""
        return self.env["res.users"]

    def _check_force(self):
        """Refuse one table that cannot hold.

        :raises UserError: naming the table and what is wrong.
        """

    def action_activate(self):
        """Put tables in force: people of :attr:`_force_groups` who neither wrote them nor are concerned. One in force stays as it is.

        :return: True.
        :raises AccessError: for others.
        :raises UserError: when a table cannot hold.
        """
        words = self._force_words()
        if not self.env.user.has_groups(self._force_groups):
            raise AccessError(words["who"])
        self.check_access("read")
        for table in self.filtered(lambda one: one.state == "draft"):
            if self.env.user in table.create_uid | table._force_concerned():
                raise AccessError(words["own"] % table.name)
            table._refuse_editors()
            table._check_force()
            table.sudo().state = "active"  # sudo: state of the flow; role and four eyes are checked above
        return True
