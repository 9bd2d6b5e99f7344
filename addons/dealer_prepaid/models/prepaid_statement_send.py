from odoo import fields, models
from odoo.exceptions import UserError


class PrepaidStatementSend(models.Model):
    """Sending a statement to the owner: a mail with the PDF in the mail queue, or a task for the salesperson without an address."""

    _inherit = "prepaid.statement"
    _reason_methods = {"action_hand_over"}

    run_id = fields.Many2one("prepaid.statement.run", string="Made by run", readonly=True, copy=False, index="btree_not_null", ondelete="set null")
    sent_at = fields.Datetime(readonly=True, copy=False)
    sent_to = fields.Char(readonly=True, copy=False)
    send_problem = fields.Char(readonly=True, copy=False)

    def action_send(self):
        """Send issued statements to their owners by mail, with the PDF.

        :return: True.
        :raises AccessError: for others than the settlement accountant.
        :raises UserError: for a draft, or an owner without a mail address.
        """
        self._need(("group_fin_settlement",))
        for statement in self:
            statement._need_state("issued", "confirmed", "disputed", "settled")
            if not statement._send():
                raise UserError(statement.send_problem)
        return True

    def action_ask_hand_over(self):
        """Ask how the printed statement reached its owner."""
        return self.env["dealer.reason"]._ask(self, "action_hand_over", self.env._("Handed over"))

    def action_hand_over(self, reason):
        """Note that the printed statement reached its owner without mail: by hand, by courier, by chat.

        :param reason: text, how and to whom.
        :return: True.
        :raises AccessError: for others than the settlement accountant.
        :raises UserError: for a draft.
        """
        self._need(("group_fin_settlement",))
        for statement in self:
            statement._need_state("issued", "confirmed", "disputed", "settled")
            if not (reason or "").strip():
                raise UserError(self.env._("%s: say how and to whom it was handed over.", statement.name))
            statement.sudo().write({  # sudo: the flow is closed to writes
                "sent_at": fields.Datetime.now(), "sent_to": reason.strip(), "send_problem": False})
        return True

    def _send(self):
        """Queue the mail of one statement; without an address, ask the salesperson to get one.

        :return: whether a mail is on its way.
        """
        self.ensure_one()
        statement = self.sudo()  # sudo: the flow is closed to writes, and the run acts for nobody in particular
        if not statement.partner_id.email:
            problem = self.env._("%(owner)s has no mail address: statement %(name)s was not sent. Enter one, or hand the printed statement over.",
                                 owner=statement.partner_id.display_name, name=statement.name)
            if statement.send_problem != problem:
                person = statement.user_id or statement.issuer_id
                statement.activity_schedule("mail.mail_activity_data_todo", user_id=person.id, summary=self.env._("Statement not sent"), note=problem)
            statement.send_problem = problem
            return False
        self.env.ref("dealer_prepaid.mail_template_statement").sudo().send_mail(statement.id)  # sudo: the mail is written by the company
        statement.write({"sent_at": fields.Datetime.now(), "sent_to": statement.partner_id.email, "send_problem": False})
        return True
