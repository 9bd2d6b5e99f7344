from odoo import api, models


class ResCompany(models.Model):
    """Settings that holds, debits and top-ups do not ask for."""

    _inherit = "res.company"

    @api.model
    def _seldom_fields(self):
        return super()._seldom_fields() + (
            "prepaid_close_notice_days", "prepaid_bank_change_days", "prepaid_refund_needs_bank", "prepaid_close_statement",
            "prepaid_hold_remind_days", "prepaid_slip_likeness", "prepaid_slip_days", "prepaid_low_alert", "prepaid_low_cover_days",
            "prepaid_low_repeat_days", "prepaid_contract_reclass", "prepaid_writeoff_max", "prepaid_writeoff_days",
            "prepaid_unidentified_days", "prepaid_expected_returns", "prepaid_opening_books", "prepaid_return_rate",
            "prepaid_statement_auto", "prepaid_statement_day", "prepaid_statement_mail", "prepaid_statement_answer_days",
            "prepaid_dormant_days")
