from odoo import fields, models
from odoo.exceptions import AccessError

AFTERSALE = "dealer_base.group_cs_aftersale"


class DealerAssignMixin(models.AbstractModel):
    """Documents of after-sale service: each has one person who answers it, and the time of the first response is kept (R1-101, R4-040)."""

    _name = "dealer.assign.mixin"
    _description = "Document with a person in charge"

    assigned_id = fields.Many2one("res.users", string="In charge", readonly=True, copy=False, index="btree_not_null", tracking=True, groups="base.group_user")
    first_response_at = fields.Datetime(string="First response", readonly=True, copy=False, groups="base.group_user")
    response_hours = fields.Float(string="Hours to the first response", readonly=True, copy=False, aggregator="avg", groups="base.group_user")

    def _open_domain(self):
        """Hook: give the domain of the documents of the model that still take somebody's time. Extend: return a domain."""
        return []

    def _on_first_response(self):
        """Hook: somebody has answered for the first time; called as superuser. Extend; return nothing."""

    def _need_role(self, *groups):
        if not any(self.env.user.has_group(group) for group in groups):
            names = self.env["res.groups"].sudo().browse(  # sudo: the sentence names roles the user does not hold
                [self.env.ref(group).id for group in groups]).mapped("name")
            raise AccessError(self.env._("This step belongs to: %s. Ask a colleague with that role.", ", ".join(names)))

    def _least_busy(self, group, but=None):
        """Give who of a role has the fewest open documents of the model; where several have, who has waited longest for one.

        :param group: xmlid of res.groups. :param but: res.users who are not asked.
        :return: res.users, maybe empty.
        """
        company = self.company_id
        people = self.env.ref(group).sudo().all_user_ids.filtered(  # sudo: who holds a role is no secret of the document
            lambda user: not user.share and user.active and company in user.company_ids) - (but or self.env["res.users"])
        busy = dict(self.sudo()._read_group([*self._open_domain(), ("assigned_id", "in", people.ids)], ["assigned_id"], ["__count"]))  # sudo: all count
        last = dict(self.sudo()._read_group([("assigned_id", "in", people.ids)], ["assigned_id"], ["id:max"]))  # sudo: as above
        return people.sorted(lambda user: (busy.get(user, 0), last.get(user, 0), user.id))[:1]

    def _assign(self, summary, note, but=None):
        """Put one person of after-sale service in charge and give him a task; called as superuser."""
        person = self._least_busy(AFTERSALE, but)
        if person:
            self.assigned_id = person
            self.activity_schedule("mail.mail_activity_data_todo", user_id=person.id, summary=summary, note=note)

    def _note_first_response(self):
        """Keep when somebody of HQ answered first."""
        for record in self.sudo().filtered(lambda rec: not rec.first_response_at):  # sudo: the time follows from the step, whoever takes it
            now = fields.Datetime.now()
            start = record._response_starts_at()
            record.write({"first_response_at": now, "response_hours": max((now - start).total_seconds(), 0) / 3600})
            record._on_first_response()

    def _response_starts_at(self):
        """Hook: give the moment from which the answer is waited for. Extend: return a naive UTC datetime."""
        return self.create_date

    def message_post(self, **kwargs):
        """Post as Odoo does; the first message of after-sale service is its first response."""
        message = super().message_post(**kwargs)
        if kwargs.get("message_type") == "comment" and self.env.user.has_group(AFTERSALE) and self.env.user != self.create_uid:
            self._note_first_response()
        return message
