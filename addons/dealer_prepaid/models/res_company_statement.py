from odoo import api, fields, models
from odoo.exceptions import ValidationError


class ResCompany(models.Model):
    _inherit = "res.company"

    prepaid_statement_auto = fields.Boolean(
        string="Statements each month", default=True, help="Make the statements of the month that is over by themselves.")
    prepaid_statement_day = fields.Integer(
        string="Statements on day", default=3, required=True, help="Day of the month on which the statements of the month before are made.")
    prepaid_statement_mail = fields.Boolean(string="Send statements by mail", help="Send each statement to the owner once it is made.")
    prepaid_statement_answer_days = fields.Integer(
        string="Days to answer a statement", default=10, required=True, help="After so many days without an answer the salesperson is reminded.")
    prepaid_dormant_days = fields.Integer(
        string="Dormant after days", default=60, required=True, help="An account with money and without a movement for so many days is listed as dormant.")

    @api.constrains("prepaid_statement_day", "prepaid_statement_answer_days")
    def _check_prepaid_statement(self):
        for company in self:
            if not 1 <= company.prepaid_statement_day <= 28:
                raise ValidationError(self.env._("%s: statements are made on a day from 1 to 28.", company.name))
            if company.prepaid_statement_answer_days < 0:
                raise ValidationError(self.env._("%s: a number of days cannot be negative; enter 0 or more.", company.name))
