from odoo import fields, models


class AccountJournal(models.Model):
    _inherit = "account.journal"

    is_prepaid_receiving = fields.Boolean(
        string="Receives prepaid money", help="Dealers may pay top-ups into this account: it is offered on the top-up.")
    prepaid_payment_hint = fields.Char(
        string="What dealers are told", translate=True, help="Account holder, number and bank as the dealer needs them to pay.")
