from odoo import api, fields, models
from odoo.exceptions import AccessError

from ..adapters.rights import never_stopped, refuse_conflict
from ..sql.duties import find_conflicts


class DealerSodRule(models.Model):
    """Two duties that one person must not hold, and how far the program goes: it refuses, it warns, or each document looks at its persons.

    Roles count with all they imply. The table comes with the program; the finance manager decides how hard a rule is.
    """

    _name = "dealer.sod.rule"
    _description = "Segregation of duties"
    _order = "sequence, id"
    _rec_names_search = ["code", "name"]

    code = fields.Char(required=True, readonly=True)
    name = fields.Char(required=True, readonly=True, translate=True)
    sequence = fields.Integer(readonly=True)
    group_a_ids = fields.Many2many(
        "res.groups", "dealer_sod_rule_group_a_rel", "rule_id", "group_id", string="First duty", readonly=True)
    group_b_ids = fields.Many2many(
        "res.groups", "dealer_sod_rule_group_b_rel", "rule_id", "group_id", string="Second duty", readonly=True)
    severity = fields.Selection(
        [("hard", "Refused"), ("warning", "Warning"), ("document", "On each document")], required=True,
        help="Refused: nobody gets both roles without an approved exception. Warning: both may be given, and the list shows it. "
             "On each document: one person may hold both, but not take both steps of one document.")
    risk = fields.Char(required=True, readonly=True, translate=True)
    guard = fields.Char(string="Guarded by", readonly=True, translate=True, help="What refuses the second step on one document.")
    active = fields.Boolean(default=True, help="A rule that is off neither refuses nor shows in the list.")

    _code_uniq = models.UniqueIndex("(code)", "There is a duty rule with this code already.")

    @api.depends("code", "name")
    def _compute_display_name(self):
        for rule in self:
            rule.display_name = f"{rule.code} {rule.name}"

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            raise AccessError(self.env._("Duty rules come with the program."))
        return super().create(vals_list)

    def write(self, vals):
        if self.env.su:
            return super().write(vals)
        if vals.keys() - {"severity", "active"}:
            raise AccessError(self.env._("Of a duty rule only its severity and whether it is on are changed."))
        was = {rule: (rule._say(), rule.active) for rule in self}
        result = super().write(vals)
        log = self.env["dealer.settings.log"].sudo()  # sudo: nobody writes the log by hand
        for rule, (before, active) in was.items():
            if (before, active) != (rule._say(), rule.active):
                log.create({"company_id": self.env.company.id, "field_name": rule.display_name, "old_value": before,
                            "new_value": rule._say(), "user_id": self.env.uid})
        return result

    @api.ondelete(at_uninstall=False)
    def _keep(self):
        raise AccessError(self.env._("Duty rules come with the program: switch one off instead."))

    def _say(self):
        severity = dict(self._fields["severity"]._description_selection(self.env))[self.severity]
        return severity if self.active else self.env._("%s (off)", severity)

    @api.model
    def _violations(self):
        """Give every conflict there is now.

        :return: set of (user id, rule id), exceptions included.
        """
        self.env["res.users"].flush_model(["group_ids"])
        self.env["res.groups"].flush_model(["implied_ids"])
        self.flush_model()
        return find_conflicts(self.env.cr)

    def _held_by(self, user):
        """Give the roles of both sides that a user holds.

        :return: two res.groups recordsets.
        """
        rule, held = self.sudo(), user.sudo().all_group_ids  # sudo: the sentence names the roles of another person
        return rule.group_a_ids & held, rule.group_b_ids & held

    @api.model
    def _refuse_new(self, pairs):
        """Refuse conflicts that a change of roles has just made; those that only warn leave a line with the user.

        :param pairs: set of (user id, rule id).
        :raises ValidationError: for a hard rule without an exception in force.
        """
        free = never_stopped(self.env)
        for user_id, rule_id in sorted(pairs):
            user = self.env["res.users"].sudo().browse(user_id)  # sudo: whoever gives roles need not read the rest of the user
            rule = self.sudo().browse(rule_id)  # sudo: rules bind everybody, also who may not read them
            if rule.severity == "hard" and user_id not in free and not self.env["dealer.sod.exception"]._covers(user, rule):
                refuse_conflict(self.env, user, rule)
            user.partner_id.message_post(author_id=self.env.user.partner_id.id, body=self.env._(
                "%(user)s now holds two duties that should be apart: %(rule)s (%(risk)s).", user=user.name, rule=rule.display_name, risk=rule.risk))
