from odoo import api, fields, models
from odoo.fields import Domain

TASK = "customer_activation.activity_why"
AT_ONCE = 2000


class ActivationRecord(models.Model):
    """Who is too long in a stage gets a task: his salesperson asks why. It ends with the reason, or when the customer goes on by himself."""

    _inherit = "activation.record"

    def _close_tasks(self, feedback):
        """End the tasks that ask for a reason.

        :param feedback: text when somebody did them; False: they are not needed any more.
        """
        tasks = self.env["mail.activity"].search([
            ("res_model", "=", self._name), ("res_id", "in", self.ids), ("activity_type_id", "=", self.env.ref(TASK).id)])
        if feedback:
            tasks.action_feedback(feedback=feedback)
        else:
            tasks.unlink()

    @api.model
    def _cron_late(self, limit=AT_ONCE):
        """Give each salesperson a task for each customer who is too long in his stage and of whom nobody said why since he came into it.

        :param limit: most tasks of one run; the next night goes on.
        :return: the activation.record that got a task.
        """
        kind = self.env.ref(TASK)
        asked = self.env["mail.activity"].search([("res_model", "=", self._name), ("activity_type_id", "=", kind.id)]).mapped("res_id")
        late = self.search(
            Domain("stage_due", "<", fields.Datetime.now()) & Domain("stage", "not in", ("active", "lost")) & Domain("id", "not in", asked),
            order="stage_due, id")
        late = late.filtered(lambda record: not record.reason_at or record.reason_at < record.stage_since)[:limit]
        stages = dict(self._fields["stage"]._description_selection(self.env))
        late.with_context(mail_activity_quick_update=True)._schedule(kind, lambda record: self.env._(
            "Ask why: since %(day)s “%(stage)s”", day=record.company_id._dealer_local(record.stage_since).date(), stage=stages[record.stage]))
        return late

    def _schedule(self, kind, summary, days=0):
        """Give the salesperson of each customer one task, all at once; of a salesperson who left the service, which gives the customer to another one.

        :param kind: mail.activity.type. :param summary: function of a record that gives the text. :param days: from today until it is due.
        """
        model, today = self.env["ir.model"]._get_id(self._name), {company: company._dealer_today() for company in self.company_id}
        left = self.filtered(lambda record: not record.user_id.active)
        heirs = {company: self._heir(company) for company in left.company_id}
        people = {record: heirs[record.company_id] if record in left else record.user_id for record in self}
        self.env["mail.activity"].create([{
            "res_model_id": model, "res_id": record.id, "activity_type_id": kind.id, "user_id": user.id, "summary": summary(record),
            "date_deadline": fields.Date.add(today[record.company_id], days=days),
        } for record, user in people.items() if user])

    @api.model
    def _heir(self, company):
        """Give who takes care of customers without a salesperson: service serves all of them and gives them to other salespeople; its head first.

        :return: res.users, empty when nobody has the role.
        """
        for group in ("group_cs_manager", "group_cs_presale"):
            people = self.env.ref(f"dealer_base.{group}").sudo().all_user_ids.filtered(  # sudo: who has a role
                lambda user: user.active and not user.share and company in user.company_ids)
            if people:
                break
        return people.sorted("id")[:1]
